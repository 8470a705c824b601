"""Spans of calendar days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Window:
    """The calendar days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a window ends before it begins")

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def days(self) -> list[date]:
        """Every calendar day, in order."""
        start = self.first.toordinal()
        return [date.fromordinal(start + n) for n in range(len(self))]

    @property
    def middle(self) -> date:
        """The day on which the later half begins; of an odd number it has one more."""
        return self.first + timedelta(days=len(self) // 2)


def ending(last: date, length: int) -> Window:
    """The ``length`` days up to ``last``."""
    return Window(last - timedelta(days=length - 1), last)
