"""The days of tests that go from one to the next with the player."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

NOW = datetime(2026, 11, 20, 11, tzinfo=UTC)  # 12:00 in Berlin
DAY = timedelta(days=1)
Travel = Callable[[datetime], None]


def text(answer: Any) -> str:
    """A page with its spaces folded."""
    return " ".join(answer.content.decode().split())
