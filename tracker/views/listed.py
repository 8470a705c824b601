"""Entries in lists: those of one card, and those that can still be brought back."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from backcare.http import is_htmx
from tracker import access
from tracker.calendar import undo_until, undoable_since
from tracker.days import in_order
from tracker.views.saved import CARDS


@require_safe
def listed(request: HttpRequest, day: date, card: str) -> HttpResponse:
    """The rows for the card on the day's screen; without htmx a page of their own."""
    kinds = [kind for kind, name in CARDS.items() if name == card]
    if not kinds:
        raise Http404("No such card")
    person = access.person_of(request)
    rows = in_order(access.entries(person).filter(day=day, kind__in=kinds))
    in_card = is_htmx(request)
    name = "tracker/entries.html#rows" if in_card else "tracker/entries.html"
    context = {
        "rows": rows,
        "day": day,
        "card": card,
        "kind": kinds[0],
        "in_card": in_card,
    }
    return render(request, name, context)


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """What was deleted and can be brought back, until the end of the next day."""
    person, now = access.person_of(request), timezone.now()
    since = undoable_since(now, person)
    rows = [
        (row, undo_until(row.removed_at, person))
        for row in access.deleted_entries(person, since)
        if row.removed_at is not None
    ]
    routines = [
        (row, undo_until(row.removed_at, person))
        for row in access.deleted_routines(person, since)
        if row.removed_at is not None
    ]
    context = {"rows": rows, "routines": routines}
    return render(request, "tracker/deleted.html", context)
