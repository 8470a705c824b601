"""How a reader's language writes dates and begins weeks. Pure but for the language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, get_format
from django.utils.translation import get_language


@dataclass(frozen=True)
class DateWords:
    """The order and the words of dates, ready to write many of them quickly.

    ``week_starts`` is the first day of a week as ``date.weekday`` counts: 0 is
    Monday, 6 is Sunday.
    """

    day_first: bool
    months: tuple[str, ...]
    months_in_full: tuple[str, ...]
    weekdays: tuple[str, ...]
    week_starts: int

    def short(self, day: date) -> str:
        """Day and month, for example "2 Nov" or "Nov 2"."""
        month = self.months[day.month - 1]
        return f"{day.day} {month}" if self.day_first else f"{month} {day.day}"

    def full(self, day: date) -> str:
        """Day, month and year, for example "2 Nov 2026" or "Nov 2, 2026"."""
        comma = "" if self.day_first else ","
        return f"{self.short(day)}{comma} {day.year}"

    def in_full(self, day: date) -> str:
        """The same with the whole month: "2 November 2026" or "November 2, 2026"."""
        return f"{self._month_day(day)}{'' if self.day_first else ','} {day.year}"

    def spoken(self, day: date) -> str:
        """As one would say it: "Monday 2 November" or "Monday, November 2"."""
        comma = "" if self.day_first else ","
        return f"{self.weekdays[day.weekday()]}{comma} {self._month_day(day)}"

    def spoken_in_full(self, day: date) -> str:
        """The same with the year."""
        return f"{self.spoken(day)}{'' if self.day_first else ','} {day.year}"

    def _month_day(self, day: date) -> str:
        month = self.months_in_full[day.month - 1]
        return f"{day.day} {month}" if self.day_first else f"{month} {day.day}"

    def start_of_week(self, day: date) -> date:
        """The first day of the week that ``day`` is in."""
        return day - timedelta(days=(day.weekday() - self.week_starts) % 7)


def date_words() -> DateWords:
    """The words of the language in force."""
    return _words_in(get_language() or "en")


@lru_cache
def _words_in(language: str) -> DateWords:
    order = str(get_format("DATE_FORMAT", lang=language))
    first = int(get_format("FIRST_DAY_OF_WEEK", lang=language))
    firsts = [date(2000, month, 1) for month in range(1, 13)]
    return DateWords(
        day_first=order.lstrip()[0] in "jd",
        months=tuple(date_format(first, "M") for first in firsts),
        months_in_full=tuple(date_format(first, "F") for first in firsts),
        weekdays=tuple(str(WEEKDAYS[number]) for number in range(7)),
        # Django counts from Sunday.
        week_starts=(first - 1) % 7,
    )
