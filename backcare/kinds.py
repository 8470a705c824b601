"""What was typed into a field for a number, a day or a time and is none, kept in sight.

A browser shows nothing in such a field when its value is of another kind, and HTML
does not allow it. In a page that refuses a form the field becomes one for text, with
all else as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, time
from html import unescape
from typing import Final

NUMBER: Final = re.compile(r"-?(\d+(\.\d+)?|\.\d+)([eE][-+]?\d+)?", re.ASCII)
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
TIME: Final = re.compile(r"\d\d:\d\d(:\d\d(\.\d{1,3})?)?", re.ASCII)

INPUT: Final = re.compile(r"<input\s[^>]*>")
KIND: Final = re.compile(r'\stype="(number|date|time)"')
VALUE: Final = re.compile(r'\svalue="([^"]*)"')
LIMITS: Final = re.compile(r'\s(?:min|max|step)="[^"]*"')
"""Attributes that a field for text does not have."""


def _is_number(text: str) -> bool:
    return NUMBER.fullmatch(text) is not None


def _is_day(text: str) -> bool:
    if DAY.fullmatch(text):
        with suppress(ValueError):
            return bool(date.fromisoformat(text))
    return False


def _is_time(text: str) -> bool:
    if TIME.fullmatch(text):
        with suppress(ValueError):
            return time.fromisoformat(text) is not None
    return False


HOLDS: Final[Mapping[str, Callable[[str], bool]]] = {
    "number": _is_number,
    "date": _is_day,
    "time": _is_time,
}
"""For each kind of field, whether a value is one that it shows."""


def with_typed_kept(html: str) -> str:
    """The page or fragment, in which no field hides what it was sent."""
    return INPUT.sub(_kept, html)


def _kept(found: re.Match[str]) -> str:
    field = found[0]
    kind, value = KIND.search(field), VALUE.search(field)
    if not kind or not value or not value[1]:
        return field
    if HOLDS[kind[1]](unescape(value[1])):
        return field
    return LIMITS.sub("", field.replace(kind[0], f'{kind[0][0]}type="text"', 1))
