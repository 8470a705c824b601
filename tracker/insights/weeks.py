"""ISO weeks: from Monday to Sunday, with the median and quartiles of their days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Final

WEEK: Final = timedelta(days=7)
LEAST_DAYS: Final = 3


Spread = tuple[float, float, float]
"""Lower quartile, median and upper quartile of some values."""


def monday_of(day: date) -> date:
    """The first day of the ISO week that ``day`` is in."""
    return day - timedelta(days=day.weekday())


def weeks_between(first: date, last: date) -> list[date]:
    """Mondays of the ISO weeks that hold a day from ``first`` to ``last``."""
    start, end = monday_of(first), monday_of(last)
    return [start + WEEK * n for n in range((end - start).days // 7 + 1)]


def quartiles(values: Iterable[float]) -> Spread:
    """Median and quartiles of at least one value.

    Between two values the position is interpolated (method 7 of Hyndman and Fan
    1996, ``statistics.quantiles`` with ``method="inclusive"``).
    """
    ordered = sorted(values)
    low, middle, high = _places(len(ordered))
    return _at(ordered, *low), _at(ordered, *middle), _at(ordered, *high)


@cache
def _places(count: int) -> tuple[tuple[int, float], ...]:
    """Of each quartile the index of the value below it and the way to the next."""
    return tuple(
        ((count - 1) * quarter // 4, (count - 1) * quarter % 4 / 4)
        for quarter in (1, 2, 3)
    )


def _at(ordered: Sequence[float], below: int, way: float) -> float:
    lower = ordered[below]
    return lower + (ordered[below + 1] - lower) * way if way else lower


def weekly(
    places: Iterable[int], values: Iterable[float | None], count: int
) -> list[Spread | None]:
    """The spread of the logged days of ``count`` weeks; ``None`` below three days.

    ``places`` has the index of the week that each of the values belongs to.
    """
    weeks: list[list[float]] = [[] for _week in range(count)]
    for place, value in zip(places, values, strict=True):
        if value is not None:
            weeks[place].append(value)
    return [quartiles(w) if len(w) >= LEAST_DAYS else None for w in weeks]
