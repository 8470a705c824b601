"""Medians, quartiles and ratios of measured times. No clock in here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Ratio:
    """How many times the floor some work took within one run.

    ``times`` is the quotient of the two medians; ``low`` and ``high`` are the
    quartiles of the quotients round by round. ``work`` and ``floor`` are the medians
    in seconds.
    """

    times: float
    low: float
    high: float
    work: float
    floor: float

    def in_words(self) -> str:
        """Both medians in milliseconds, and the spread."""
        return (
            f"{1000 * self.work:.2f} to {1000 * self.floor:.2f} ms, "
            f"quartiles {self.low:.2f} to {self.high:.2f}"
        )


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` (0 to 1) of the values lie, interpolated."""
    if not values:
        raise ValueError("nothing was measured")
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def ratio(work: Sequence[float], floor: Sequence[float]) -> Ratio:
    """Compare times taken in the same rounds; raises ``ValueError`` if they differ."""
    by_round = [a / b for a, b in zip(work, floor, strict=True)]
    return Ratio(
        times=median(work) / median(floor),
        low=quantile(by_round, 0.25),
        high=quantile(by_round, 0.75),
        work=median(work),
        floor=median(floor),
    )
