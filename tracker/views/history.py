"""History: one month as a calendar, from which every day can be opened."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.views.decorators.http import require_GET

from tracker import access
from tracker.calendar import day_of
from tracker.dates import date_words
from tracker.days import Day, days_between
from tracker.forms.spans import FIRST_YEAR, MonthForm
from tracker.insights.means import mean
from tracker.insights.rounding import rounded
from tracker.vocabulary import Mark


@dataclass(frozen=True)
class Cell:
    """One day of the calendar; ``day`` is ``None`` where nothing is logged."""

    date: date
    day: Day | None
    is_today: bool
    has_come: bool

    @property
    def shade(self) -> int | None:
        """The whole score whose colour stands behind the number."""
        if self.day is None or self.day.pain_mean is None:
            return None
        return int(rounded(self.day.pain_mean))

    @property
    def name(self) -> str:
        """What a screen reader says: the day, its score, and what else is there."""
        said = [date_format(self.date, "l j F")]
        if not self.has_come:
            return f"{said[0]}, not come yet"
        if self.is_today:
            said.append("today")
        day = self.day
        if day is None or day.pain_mean is None:
            said.append("pain not logged")
        elif day.pain_count > 1:
            said.append(f"pain {day.pain_mean:.1f}, worst {day.pain_worst}")
        else:
            said.append(f"pain {day.pain_mean:.1f}")
        if day is not None:
            said += ["with a note"] if day.has_note else []
            said += [f"marked {name}" for name in self.mark_names]
        return ", ".join(said)

    @property
    def mark_names(self) -> list[str]:
        """The marks of the day in words."""
        if self.day is None:
            return []
        return [str(label) for code, label in Mark.choices if code in self.day.marks]


@dataclass(frozen=True)
class Month:
    """A calendar month with what is logged in it."""

    first: date
    weeks: list[list[Cell | None]]
    weekdays: list[tuple[str, str]]  # short and long names, in the reader's order
    sentence: str
    before: date | None
    after: date | None


@require_GET
def history(request: HttpRequest, first: date | None = None) -> HttpResponse:
    """The calendar of a month, by default the current one; the chooser leads here."""
    person = access.person_of(request)
    today = day_of(timezone.now(), person)
    names = [str(MONTHS[number]) for number in range(1, 13)]
    shown = first or today.replace(day=1)
    status = 200
    if "month" in request.GET or "year" in request.GET:
        chooser = MonthForm(request.GET, today=today, names=names)
        if chooser.is_valid():
            chosen = date(
                chooser.cleaned_data["year"], chooser.cleaned_data["month"], 1
            )
            return redirect("tracker:history", chosen)
        status = 422
    elif shown > today or shown.year < FIRST_YEAR:
        asked = {"month": shown.month, "year": shown.year}
        chooser = MonthForm(asked, today=today, names=names)
        shown, status = today.replace(day=1), 422
    else:
        asked = {"month": shown.month, "year": shown.year}
        chooser = MonthForm(initial=asked, today=today, names=names)
    last = shown.replace(day=monthrange(shown.year, shown.month)[1])
    logged = days_between(person, shown, last)
    month = month_of(shown, last, logged, today)
    context = {"month": month, "chooser": chooser, "today": today, "logged": logged}
    return render(request, "tracker/history.html", context, status=status)


def month_of(first: date, last: date, logged: list[Day], today: date) -> Month:
    """The calendar of a month from its logged days."""
    by_date = {day.date: day for day in logged}
    words = date_words()
    start = words.start_of_week(first)
    cells: list[Cell | None] = [None] * (first - start).days
    for number in range(last.day):
        day = first + timedelta(days=number)
        cells.append(Cell(day, by_date.get(day), day == today, day <= today))
    cells += [None] * (-len(cells) % 7)
    order = [(words.week_starts + n) % 7 for n in range(7)]
    before = (first - timedelta(days=1)).replace(day=1)
    after = last + timedelta(days=1)
    return Month(
        first=first,
        weeks=[cells[n : n + 7] for n in range(0, len(cells), 7)],
        weekdays=[(str(WEEKDAYS_ABBR[n]), str(WEEKDAYS[n])) for n in order],
        sentence=_sentence(logged, min(last, today), first),
        before=before if before.year >= FIRST_YEAR else None,
        after=after if after <= today else None,
    )


def _sentence(logged: list[Day], last: date, first: date) -> str:
    days = (last - first).days + 1
    scores = [day.pain_mean for day in logged if day.pain_mean is not None]
    if not scores:
        return f"No pain logged on {'this day' if days == 1 else f'these {days} days'}."
    average = rounded(mean(scores) or 0, 1)
    return f"Pain logged on {len(scores)} of {days} days, on average {average:.1f}."
