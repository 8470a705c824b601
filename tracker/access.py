"""The one door: who may see what.

Every view takes rows from here, bound to the person who asks. What belongs to
somebody else does not exist: 404, never 403.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.http import Http404, HttpRequest

from tracker.models import (
    DaySummary,
    Entry,
    Offer,
    Person,
    Practice,
    Situation,
    WarningScreen,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

KEY: Final = re.compile(r"[0-9]{1,18}")
"""The key of a row as it may stand in a query string."""


def person_of(request: HttpRequest) -> Person:
    """The person behind a signed-in request; made at their first visit."""
    known: Person | None = getattr(request, "_backcare_person", None)
    if known is None:
        assert request.user.is_authenticated
        known, _made = Person.objects.get_or_create(user=request.user)
        known.user = request.user
        request._backcare_person = known  # type: ignore[attr-defined]
    return known


def entries(person: Person) -> QuerySet[Entry]:
    """Live entries of the person."""
    return Entry.objects.filter(person=person, removed_at__isnull=True)


def deleted_entries(person: Person, since: datetime) -> QuerySet[Entry]:
    """Entries that the person deleted at ``since`` or later, latest first."""
    rows = Entry.objects.filter(
        person=person, removal=Entry.Removal.DELETED, removed_at__gte=since
    )
    return rows.order_by("-removed_at", "-pk")


def entry_or_404(person: Person, pk: int, *, removed: bool = False) -> Entry:
    """The person's entry with this key; ``removed`` also finds removed ones."""
    rows = Entry.objects.filter(person=person) if removed else entries(person)
    entry = rows.filter(pk=pk).first()
    if entry is None:
        raise Http404("No such entry")
    return entry


def changed_entry(person: Person, day: date, pk: int) -> Entry | None:
    """The person's entry of a day with this key, live or removed, if there is one."""
    return Entry.objects.filter(person=person, day=day, pk=pk).first()


def summaries(person: Person, first: date, last: date) -> QuerySet[DaySummary]:
    """Summaries of the person's logged days from ``first`` to ``last``, in order."""
    rows = DaySummary.objects.filter(person=person, day__range=(first, last))
    return rows.order_by("day")


def running_situations(person: Person) -> QuerySet[Situation]:
    """Situations that the person has not ended."""
    return Situation.objects.filter(person=person, ended_on__isnull=True)


def situation_or_404(person: Person, pk: int) -> Situation:
    """The person's situation with this key, running or ended."""
    row = Situation.objects.filter(person=person, pk=pk).first()
    if row is None:
        raise Http404("No such situation")
    return row


def offers(person: Person) -> QuerySet[Offer]:
    """Guides that the person's days led to."""
    return Offer.objects.filter(person=person)


def warning_screens(person: Person) -> QuerySet[WarningScreen]:
    """The person's red-flag screens, latest first."""
    return WarningScreen.objects.filter(person=person)


def warning_screen_or_404(person: Person, pk: UUID) -> WarningScreen:
    """The person's red-flag screen with this key."""
    screen = warning_screens(person).filter(pk=pk).first()
    if screen is None:
        raise Http404("No such screen")
    return screen


def practices(person: Person) -> QuerySet[Practice]:
    """What the person did with the player."""
    return Practice.objects.filter(person=person)


def practice_or_404(person: Person, pk: UUID) -> Practice:
    """The person's practice with this key."""
    practice = practices(person).filter(pk=pk).first()
    if practice is None:
        raise Http404("No such practice")
    return practice
