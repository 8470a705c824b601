"""The week grid: seven days by the daily fields, to fill in days that were missed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import urlencode
from uuid import UUID, uuid4, uuid5

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from backcare.http import is_htmx
from guides.units import LABELS
from tracker import access, grid, offers, warnings
from tracker.calendar import day_of, undoable_since
from tracker.dates import date_words
from tracker.facts import known_of
from tracker.forms.places import DayForm
from tracker.forms.spans import FIRST_YEAR
from tracker.forms.week import FIELDS, WrongValue
from tracker.grid import Cell, Change
from tracker.models import Entry, Person

CHANGE: Final = re.compile(r"(made|gone)-([0-9]{1,18})")
NOTES: Final = ("saved", "undone", "kept")
"""What was just done to a cell, as a query names it; ``kept`` was not undone."""


@dataclass
class Row:
    """One day of the grid."""

    date: date
    cells: list[Cell]
    is_today: bool
    has_come: bool

    @property
    def is_open(self) -> bool:
        """Whether it can be typed in: it has come, or it was tried and refused."""
        return self.has_come or any(cell.error for cell in self.cells)

    def client_id(self) -> UUID:
        """A fresh id for the row's form."""
        return uuid4()


@require_safe
def week(request: HttpRequest, day: date) -> HttpResponse:
    """The week that ``day`` is in."""
    person = access.person_of(request)
    today = day_of(timezone.now(), person)
    if day.year < FIRST_YEAR:
        raise Http404
    words = date_words()
    if words.start_of_week(day) > today:
        return _refuse(request, person, DayForm({"day": day}, today=today))
    return _show(
        request, person, day, today, DayForm(initial={"day": day}, today=today)
    )


@require_safe
def go(request: HttpRequest) -> HttpResponse:
    """The date field: opens the week of the day that was typed."""
    person = access.person_of(request)
    form = DayForm(request.GET, today=day_of(timezone.now(), person))
    if form.is_valid():
        return redirect("tracker:week", form.cleaned_data["day"])
    return _refuse(request, person, form)


@require_POST
def save(request: HttpRequest, day: date) -> HttpResponse:
    """Save the cells of a day that were changed; what cannot stand stays typed."""
    person, now = access.person_of(request), timezone.now()
    today = day_of(now, person)
    saved: list[str] = []
    made: list[Entry] = []
    wrong: dict[str, tuple[str, str]] = {}
    touched = [key for key in FIELDS if _typed(request, key) != _was(request, key)]
    for key in touched:
        typed = _typed(request, key)
        client_id = uuid5(_client_id(request), key)
        try:
            changed, entry = grid.set_cell(
                person, day, FIELDS[key], typed, client_id=client_id, now=now
            )
        except WrongValue as error:
            wrong[key] = (typed, str(error))
            continue
        saved += [key] if changed else []
        made += [entry] if entry else []
    address = _follow_up(person, day, made, now) if saved else None
    if address and not wrong:
        return _go(request, address)
    if not is_htmx(request):
        if not wrong:
            return _go(request, _address(day, saved=saved))
        form = DayForm(initial={"day": day}, today=today)
        return _show(request, person, day, today, form, wrong={day: wrong})
    # A cell that holds already what was sent (Enter sends a row twice) says nothing.
    # One that was refused before and is right now, even empty, is drawn again.
    told = (
        set(wrong) | set(request.POST.getlist("told")) | set(touched if saved else ())
    )
    said = [key for key in FIELDS if key in told]
    row = _row(person, day, now, wrong, dict.fromkeys(saved, "saved"))
    return _answer(request, person, row, said, 422 if wrong else 200)


@require_POST
def undo(request: HttpRequest, day: date) -> HttpResponse:
    """Undo the last change of one cell."""
    person, now = access.person_of(request), timezone.now()
    change = CHANGE.fullmatch(request.POST.get("change", ""))
    if change is None:
        return _go(request, _address(day))
    field, undone = grid.undo(
        person, day, Change(int(change[2]), change[1] == "gone"), now=now
    )
    _follow_up(person, day, [], now)
    note = "undone" if undone else "kept"
    if not is_htmx(request):
        return _go(request, _address(day, **{note: [field.key]}))
    row = _row(person, day, now, {}, {field.key: note})
    return _answer(request, person, row, [field.key], 200)


def _show(
    request: HttpRequest,
    person: Person,
    day: date,
    today: date,
    form: DayForm,
    *,
    wrong: dict[date, dict[str, tuple[str, str]]] | None = None,
    status: int = 200,
) -> HttpResponse:
    words = date_words()
    first = words.start_of_week(day)
    last = first + timedelta(days=6)
    since = undoable_since(timezone.now(), person)
    entries = access.entries_and_removed(person, first, last, since)
    rows = []
    for date_ in (first + timedelta(days=n) for n in range(7)):
        cells = grid.row_of(date_, entries, person, since)
        rows.append(Row(date_, cells, date_ == today, date_ <= today))
        _mark(rows[-1], (wrong or {}).get(date_, {}), _done(request, date_, day))
    context = {
        "rows": rows,
        "columns": _columns(person),
        "title": f"{words.full(first)} to {words.full(last)}",
        "before": first - timedelta(days=7) if first.year > FIRST_YEAR else None,
        "after": first + timedelta(days=7) if last < today else None,
        "month": first.replace(day=1),
        "chooser": form,
    }
    status = 422 if wrong else status
    return render(request, "tracker/week.html", context, status=status)


def _refuse(request: HttpRequest, person: Person, form: DayForm) -> HttpResponse:
    form.is_valid()
    return _show(request, person, form.today, form.today, form, status=422)


def _answer(
    request: HttpRequest, person: Person, row: Row, keys: list[str], status: int
) -> HttpResponse:
    context = {
        "row": row,
        "cells": [cell for cell in row.cells if cell.field.key in keys],
        "undo_is_there": any(cell.note and cell.change for cell in row.cells),
        "columns": _columns(person),
    }
    return render(request, "tracker/week.html#saved", context, status=status)


def _columns(person: Person) -> list[dict[str, str]]:
    """Heading and hint of each field; water in the person's unit."""
    unit = LABELS["ml", person.units]
    return [
        {"label": field.label, "hint": unit if field.key == "water" else field.hint}
        for field in FIELDS.values()
    ]


def _row(
    person: Person,
    day: date,
    now: datetime,
    wrong: dict[str, tuple[str, str]],
    done: dict[str, str],
) -> Row:
    today, since = day_of(now, person), undoable_since(now, person)
    entries = access.entries_and_removed(person, day, day, since)
    cells = grid.row_of(day, entries, person, since)
    row = Row(day, cells, is_today=day == today, has_come=day <= today)
    _mark(row, wrong, done)
    return row


def _mark(row: Row, wrong: dict[str, tuple[str, str]], done: dict[str, str]) -> None:
    """Tell at the cells what was refused and why, and what was just done."""
    for place, cell in enumerate(row.cells):
        typed, error = wrong.get(cell.field.key, (None, ""))
        note = done.get(cell.field.key, "")
        row.cells[place] = replace(cell, typed=typed, error=error, note=note)


def _done(request: HttpRequest, day: date, asked: date) -> dict[str, str]:
    """What an address says was just done to the cells of the day it names."""
    if day != asked:
        return {}
    return {key: note for note in NOTES for key in request.GET.getlist(note)}


def _follow_up(
    person: Person, day: date, made: list[Entry], now: datetime
) -> str | None:
    """Work out the day's offers anew; the address of a warning screen, if one opens."""
    known = known_of(person, day, now=now)
    screens = [warnings.check(known, entry) for entry in made]
    screen = next((found for found in screens if found is not None), None)
    if screen is not None:
        return reverse("tracker:warning", args=[screen.pk])
    offers.refresh(known)
    return None


def _typed(request: HttpRequest, key: str) -> str:
    return request.POST.get(key, "").strip()


def _was(request: HttpRequest, key: str) -> str:
    return request.POST.get(f"was-{key}", "").strip()


def _client_id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("client_id", ""))
    except ValueError:
        return uuid4()


def _address(day: date, **done: list[str]) -> str:
    query = urlencode(done, doseq=True)
    mark = f"?{query}" if query else ""
    return f"{reverse('tracker:week', args=[day])}{mark}#day-{day.isoformat()}"


def _go(request: HttpRequest, address: str) -> HttpResponse:
    return (
        HttpResponseClientRedirect(address) if is_htmx(request) else redirect(address)
    )
