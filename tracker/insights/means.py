"""Means over days that may have gaps. A gap is ``None`` and never counts as zero."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

WINDOW_DAYS: Final = 7
LEAST_DAYS: Final = 4


def mean(values: Sequence[float | None]) -> float | None:
    """Mean of the logged values; ``None`` where nothing is logged."""
    logged = [value for value in values if value is not None]
    return sum(logged) / len(logged) if logged else None


def running_mean(
    values: Sequence[float | None],
    *,
    window: int = WINDOW_DAYS,
    least: int = LEAST_DAYS,
) -> list[float | None]:
    """For each day the mean of the logged days of the ``window`` days up to it.

    ``values`` holds one value for each calendar day in a row. ``None`` where fewer
    than ``least`` of the days are logged.
    """
    means: list[float | None] = []
    for end in range(1, len(values) + 1):
        logged = [v for v in values[max(0, end - window) : end] if v is not None]
        means.append(sum(logged) / len(logged) if len(logged) >= least else None)
    return means
