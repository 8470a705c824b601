"""ISO weeks: from Monday to Sunday, with the median and quartiles of their days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

WEEK: Final = timedelta(days=7)
LEAST_DAYS: Final = 3


@dataclass(frozen=True)
class Spread:
    """Median of some values, and the quartiles below and above it."""

    low: float
    median: float
    high: float


def monday_of(day: date) -> date:
    """The first day of the ISO week that ``day`` is in."""
    return day - timedelta(days=day.weekday())


def weeks_between(first: date, last: date) -> list[date]:
    """Mondays of the ISO weeks that hold a day from ``first`` to ``last``."""
    start, end = monday_of(first), monday_of(last)
    return [start + WEEK * n for n in range((end - start).days // 7 + 1)]


def week_index(day: date, start: date) -> int:
    """Which week ``day`` is in, counted from the one that begins on ``start``."""
    return (day.toordinal() - start.toordinal()) // 7


def quartiles(values: Iterable[float]) -> Spread:
    """Median and quartiles of at least one value.

    Between two values the position is interpolated (method 7 of Hyndman and Fan
    1996, ``statistics.quantiles`` with ``method="inclusive"``).
    """
    ordered = sorted(values)
    top = len(ordered) - 1

    def at(quarter: int) -> float:
        below, part = divmod(top * quarter, 4)
        if not part:
            return ordered[below]
        lower, upper = ordered[below], ordered[below + 1]
        return lower + (upper - lower) * part / 4

    return Spread(at(1), at(2), at(3))


def weekly(
    days: Iterable[tuple[date, float | None]], weeks: Sequence[date]
) -> list[Spread | None]:
    """The spread of each week's logged days; ``None`` below three of them.

    ``weeks`` are Mondays in a row, as ``weeks_between`` gives them; days outside
    them are left out.
    """
    start, count = weeks[0], len(weeks)
    values: list[list[float]] = [[] for _week in weeks]
    for day, value in days:
        index = week_index(day, start)
        if value is not None and 0 <= index < count:
            values[index].append(value)
    return [quartiles(v) if len(v) >= LEAST_DAYS else None for v in values]
