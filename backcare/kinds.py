"""Which kind of field shows a value: one for a number, a day or a time, or for text.

A browser shows nothing in such a field when its value is of another kind, and HTML
does not allow it. What was typed and is none of the kind is shown as text instead.
Fields of forms ask through ``backcare.widgets``, written-out ones through ``typed``
of ``backcare.templatetags.typed``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from math import isfinite
from typing import Final

NUMBER: Final = re.compile(r"-?(\d+(\.\d+)?|\.\d+)([eE][-+]?\d+)?", re.ASCII)
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
TIME: Final = re.compile(
    r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?",
    re.ASCII,
)


def _is_number(text: str) -> bool:
    return NUMBER.fullmatch(text) is not None and isfinite(float(text))


def _is_day(text: str) -> bool:
    if DAY.fullmatch(text):
        with suppress(ValueError):
            return bool(date.fromisoformat(text))
    return False


def _is_time(text: str) -> bool:
    return TIME.fullmatch(text) is not None


HOLDS: Final[Mapping[str, Callable[[str], bool]]] = {
    "number": _is_number,
    "date": _is_day,
    "time": _is_time,
}
"""For each kind of field, whether a value is one that it shows."""

LIMITS: Final = frozenset({"min", "max", "step"})
"""Attributes that a field for text does not have."""


def kind_for(kind: str, value: str) -> str:
    """``kind``, a key of ``HOLDS``, or "text" where such a field hides the value."""
    holds = HOLDS[kind]
    return kind if not value or holds(value) else "text"
