"""Days as CSV: one line for each calendar day, the unit in every column's name.

UTF-8, comma, CRLF (RFC 4180). An empty cell means not logged; zero means that zero
was logged. Nothing that a spreadsheet would run as a formula leaves this module.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import StringIO
from typing import Final

from tracker.days import Day
from tracker.insights.windows import Window

Cell = str | int | float | None


def _minutes(day: Day) -> Cell:
    return (
        None if day.exercise_minutes == 0 and day.activities else day.exercise_minutes
    )


def _yes_no(answer: bool | None) -> Cell:
    return None if answer is None else "yes" if answer else "no"


COLUMNS: Final[Mapping[str, Callable[[Day], Cell]]] = {
    "pain_0_to_10": lambda day: day.pain_mean,
    "pain_worst_0_to_10": lambda day: day.pain_worst,
    "pain_readings": lambda day: day.pain_count or None,
    "sleep_minutes": lambda day: day.sleep_minutes,
    "sleep_quality_1_to_5": lambda day: day.sleep_quality,
    "water_ml": lambda day: day.water_ml,
    "exercise_minutes": _minutes,
    "exercises": lambda day: "; ".join(sorted(day.activities)),
    "technique_minutes": lambda day: day.technique_minutes,
    "techniques": lambda day: "; ".join(sorted(day.techniques)),
    "posture_breaks": lambda day: day.breaks,
    "desk_day": lambda day: _yes_no(day.desk_day),
    "marks": lambda day: "; ".join(sorted(day.marks)),
    "filled_in_later": lambda day: _yes_no(day.backfilled or None),
}
"""Every column but the date. Exercise is movement; techniques are what was done for
relief, such as a heat pack. Where no minutes are known of either, its minutes are
empty and its name stands."""

CHART_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "pain": ("pain_0_to_10", "pain_worst_0_to_10", "pain_readings", "marks"),
    "sleep": ("sleep_minutes", "sleep_quality_1_to_5"),
    "water": ("water_ml",),
    "exercise": ("exercise_minutes", "exercises"),
    "breaks": ("posture_breaks", "desk_day"),
}
"""The columns that belong to one chart, by its key."""


def lines(
    days: Iterable[Day], window: Window, columns: Iterable[str] = tuple(COLUMNS)
) -> Iterator[str]:
    """The lines of the file, header first, each with its line end."""
    names = tuple(columns)
    logged = {day.date: day for day in days}
    yield _line(["date", *names])
    for date in window.days():
        day = logged.get(date) or Day(date)
        yield _line([date.isoformat(), *(COLUMNS[name](day) for name in names)])


def harmless(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula: text gets an apostrophe."""
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{cell}"
    return cell


def _line(cells: Iterable[Cell]) -> str:
    text = StringIO()
    csv.writer(text).writerow([harmless(cell) for cell in cells])
    return text.getvalue()
