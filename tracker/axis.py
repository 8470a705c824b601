"""The axis of days, or of ISO weeks, that all charts of a page share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tracker.dates import DateWords
from tracker.insights.means import WINDOW_DAYS
from tracker.insights.weeks import weeks_between
from tracker.insights.windows import Window

DAYS_DRAWN_MAX: Final = 366
"""Longer spans are drawn as ISO weeks."""


@dataclass(frozen=True)
class Axis:
    """The days or weeks that all charts of a page share."""

    window: Window
    words: DateWords
    weeks: tuple[date, ...] = ()

    @property
    def by_week(self) -> bool:
        """Whether a point is an ISO week."""
        return bool(self.weeks)

    def place(self, day: date) -> int:
        """Where on the axis a day stands."""
        if self.weeks:
            return (day.toordinal() - self.weeks[0].toordinal()) // 7
        return day.toordinal() - self.window.first.toordinal()

    def labels(self) -> tuple[str, ...]:
        """Short labels; with the year where a point is a week."""
        if self.weeks:
            return tuple(map(self.words.full, self.weeks))
        return tuple(map(self.words.short, self.window.days()))

    def full_labels(self) -> tuple[str, ...]:
        """Labels with the year."""
        return tuple(map(self.words.full, self.weeks or self.window.days()))


def axis_of(window: Window, words: DateWords) -> Axis:
    """Days up to a year, ISO weeks beyond."""
    if len(window) <= DAYS_DRAWN_MAX:
        return Axis(window, words)
    return Axis(window, words, tuple(weeks_between(window.first, window.last)))


def data_window(window: Window) -> Window:
    """The days to read: the running mean of the first day looks back."""
    return Window(window.first - timedelta(days=WINDOW_DAYS - 1), window.last)
