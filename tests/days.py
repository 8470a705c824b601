"""The day of most tests, and what says how they go on from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)  # 12:00 in Berlin, a Friday
TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
Travel = Callable[[datetime], None]
