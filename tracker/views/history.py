"""History: one month as a calendar, from which every day can be opened."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.views.decorators.http import require_safe

from tracker import access
from tracker.calendar import day_of
from tracker.dates import DateWords, date_words
from tracker.days import Day, scored_days
from tracker.forms.spans import FIRST_YEAR, MonthForm
from tracker.insights.means import mean
from tracker.insights.rounding import rounded
from tracker.models import Person
from tracker.vocabulary import Mark

AHEAD: Final = timedelta(days=2)
"""How far a day can be ahead of today in another time zone."""


@dataclass(frozen=True)
class Cell:
    """One day of the calendar, in words and ready to be drawn.

    ``name`` is what a screen reader says; ``address`` is empty for a day to come.
    """

    number: str
    name: str
    address: str
    classes: str
    score: str
    signs: list[str]
    is_today: bool


@dataclass(frozen=True)
class Month:
    """A calendar month with what is logged in it."""

    first: date
    weeks: list[list[Cell | None]]
    weekdays: list[tuple[str, str]]  # short and long names, in the reader's order
    sentence: str
    before: date | None
    after: date | None


@require_safe
def history(request: HttpRequest, first: date | None = None) -> HttpResponse:
    """The calendar of a month, by default the current one; the chooser leads here."""
    person = access.person_of(request)
    today = day_of(timezone.now(), person)
    latest = _last_logged(person, today)
    names = date_words().months_in_full
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
    elif shown > latest or shown.year < FIRST_YEAR:
        asked = {"month": shown.month, "year": shown.year}
        chooser = MonthForm(asked, today=today, names=names)
        shown, status = today.replace(day=1), 422
    else:
        asked = {"month": shown.month, "year": shown.year}
        chooser = MonthForm(initial=asked, today=today, names=names)
    last = shown.replace(day=monthrange(shown.year, shown.month)[1])
    logged = scored_days(person, shown, last)
    month = month_of(shown, last, logged, today, latest)
    context = {
        "month": month,
        "chooser": chooser,
        "month_typed": str(chooser["month"].value()),
        "today": today,
        "week_day": min(last, today),
        "logged": logged,
    }
    return render(request, "tracker/history.html", context, status=status)


def _last_logged(person: Person, today: date) -> date:
    """Today, or a day ahead of it that was logged before a journey west.

    Asked only where a month ends before such a day.
    """
    furthest = today + AHEAD
    if furthest.month == today.month:
        return today
    ahead = access.summaries(person, today + timedelta(days=1), furthest)
    return max([today, *ahead.values_list("day", flat=True)])


def month_of(
    first: date, last: date, logged: list[Day], today: date, latest: date
) -> Month:
    """The calendar of a month from its logged days; none begins after ``latest``."""
    by_date = {day.date: day for day in logged}
    words = date_words()
    start = words.start_of_week(first)
    cells: list[Cell | None] = [None] * (first - start).days
    for number in range(last.day):
        date = first + timedelta(days=number)
        cells.append(_cell(by_date.get(date), date, today, words))
    cells += [None] * (-len(cells) % 7)
    order = [(words.week_starts + n) % 7 for n in range(7)]
    before = (first - timedelta(days=1)).replace(day=1)
    after = last + timedelta(days=1)
    return Month(
        first=first,
        weeks=[cells[n : n + 7] for n in range(0, len(cells), 7)],
        weekdays=[(str(WEEKDAYS_ABBR[n]), words.weekdays[n]) for n in order],
        sentence=_sentence(logged, min(last, today), first),
        before=before if before.year >= FIRST_YEAR else None,
        after=after if after <= latest else None,
    )


def _cell(logged: Day | None, date: date, today: date, words: DateWords) -> Cell:
    number, spoken = str(date.day), words.spoken(date)
    if date > today and logged is None:
        return Cell(number, f"{spoken}, not come yet", "", "", "", [], False)
    day, is_today = logged or Day(date), date == today
    classes = ["calendar-day"]
    said = [spoken, "today"] if is_today else [spoken]
    if date > today:
        said.append("not come yet")
    score = ""
    if day.pain_mean is None:
        said.append("pain not logged")
    else:
        score = f"{day.pain_mean:.1f}"
        classes.append(f"pain-{rounded(day.pain_mean):.0f}")
        worst = f", worst {day.pain_worst}" if day.pain_count > 1 else ""
        said.append(f"pain {score}{worst}")
    if is_today:
        classes.append("is-today")
    if day.has_note:
        said.append("with a note")
    said += [f"marked {label}" for code, label in Mark.choices if code in day.marks]
    here = (
        reverse("tracker:today")
        if is_today
        else reverse("tracker:day", args=[day.date])
    )
    signs = (["note"] if day.has_note else []) + (["mark"] if day.marks else [])
    return Cell(
        number, ", ".join(said), here, " ".join(classes), score, signs, is_today
    )


def _sentence(logged: list[Day], last: date, first: date) -> str:
    days = (last - first).days + 1
    scores = [d.pain_mean for d in logged if d.date <= last and d.pain_mean is not None]
    if not scores:
        return f"No pain logged on {'this day' if days == 1 else f'these {days} days'}."
    average = rounded(mean(scores) or 0, 1)
    return f"Pain logged on {len(scores)} of {days} days, on average {average:.1f}."
