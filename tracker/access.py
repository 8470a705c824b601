"""The one door: who may see what.

Every view takes rows from here, bound to the person who asks. What belongs to
somebody else does not exist: 404, never 403.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from tracker import rows
from tracker.models import (
    DaySummary,
    Entry,
    Offer,
    Person,
    Practice,
    Routine,
    Situation,
    WarningScreen,
)
from tracker.vocabulary import Kind

if TYPE_CHECKING:
    from django.db.models import QuerySet

ASKED_ABOUT: Final = (str(Kind.PAIN), str(Kind.EXERCISE), str(Kind.RELIEF))
"""Kinds of the day before that a day asks about."""

_PERSON: Final = rows.select(Person)
_ENTRY: Final = rows.select(Entry)
_AROUND: Final = (
    "WHERE person_id = %s AND day IN (%s, %s) AND removed_at IS NULL"
    f" AND (day = %s OR kind IN ({', '.join(['%s'] * len(ASKED_ABOUT))}))"
)
_SITUATION: Final = rows.select(Situation)
_OFFERED: Final = rows.select_text(Offer, "guide", "day")
_SCREEN: Final = rows.select(WarningScreen)
_SCREENS: Final = WarningScreen._meta.db_table
_NAME: Final = re.compile(r"[a-z-]+")
_PRACTICE: Final = rows.select(Practice)

KEY: Final = re.compile(r"[0-9]{1,18}")
"""The key of a row as it may stand in a query string."""


def person_of(request: HttpRequest) -> Person:
    """The person behind a signed-in request; made at their first visit."""
    known: Person | None = getattr(request, "_backcare_person", None)
    if known is None:
        assert request.user.is_authenticated
        key = request.user.pk
        found = rows.instances(Person, f"{_PERSON} WHERE user_id = %s", key)
        known = found[0] if found else Person.objects.get_or_create(user_id=key)[0]
        known.user = request.user
        request._backcare_person = known  # type: ignore[attr-defined]
    return known


def entries(person: Person) -> QuerySet[Entry]:
    """Live entries of the person."""
    return Entry.objects.filter(person=person, removed_at__isnull=True)


def live_on(person: Person, day: date) -> list[Entry]:
    """Live entries of the person on a day, in no order."""
    where = "WHERE person_id = %s AND day = %s AND removed_at IS NULL"
    return rows.instances(Entry, f"{_ENTRY} {where}", person.pk, day)


def live_around(person: Person, day: date) -> list[Entry]:
    """Live entries of a day, and what is asked about of the day before."""
    return rows.instances(Entry, f"{_ENTRY} {_AROUND}", *_around(person, day))


def sent_or_live_around(person: Person, client_id: UUID, day: date) -> list[Entry]:
    """The person's entry with this id, live or not, and those of ``live_around``.

    Two questions in one. Joined by OR, SQLite would answer by reading the whole diary.
    """
    sql = (
        f"{_ENTRY} WHERE person_id = %s AND client_id = %s"
        f" UNION ALL {_ENTRY} {_AROUND} AND client_id <> %s"
    )
    bound = (person.pk, client_id, *_around(person, day), client_id)
    return rows.instances(Entry, sql, *bound)


def was_sent(person: Person, client_id: UUID) -> bool:
    """Whether the person's entry with this id was stored before, live or not."""
    return Entry.objects.filter(person=person, client_id=client_id).exists()


def _around(person: Person, day: date) -> tuple[object, ...]:
    """What ``_AROUND`` takes."""
    before = day - timedelta(days=1)
    return (person.pk, day, before, day, *ASKED_ABOUT)


def live_before(person: Person, day: date) -> list[Entry]:
    """What is asked about of the day before a day: live pain, exercise and relief."""
    kinds = ", ".join(["%s"] * len(ASKED_ABOUT))
    where = f"WHERE person_id = %s AND day = %s AND kind IN ({kinds})"
    before = day - timedelta(days=1)
    bound = (person.pk, before, *ASKED_ABOUT)
    sql = f"{_ENTRY} {where} AND removed_at IS NULL"
    return rows.instances(Entry, sql, *bound)


def exercise_values(
    person: Person, first: date, last: date, *names: str
) -> list[tuple[Any, ...]]:
    """These columns of the person's exercise, the latest day and entry first."""
    return _done_values(person, Kind.EXERCISE, first, last, names)


def technique_values(
    person: Person, first: date, last: date, *names: str
) -> list[tuple[Any, ...]]:
    """These columns of the techniques done, the latest day and entry first."""
    return _done_values(person, Kind.RELIEF, first, last, names)


def _done_values(
    person: Person, kind: Kind, first: date, last: date, names: Sequence[str]
) -> list[tuple[Any, ...]]:
    where = (
        "WHERE person_id = %s AND kind = %s AND day BETWEEN %s AND %s"
        " AND removed_at IS NULL ORDER BY day DESC, id DESC"
    )
    sql = f"{rows.select(Entry, *names)} {where}"
    return rows.values(sql, person.pk, str(kind), first, last)


def deleted_entries(person: Person, since: datetime) -> QuerySet[Entry]:
    """Entries that the person deleted at ``since`` or later, latest first."""
    rows = Entry.objects.filter(
        person=person, removal=Entry.Removal.DELETED, removed_at__gte=since
    )
    return rows.order_by("-removed_at", "-pk")


def entries_and_removed(
    person: Person, first: date, last: date, since: datetime
) -> list[Entry]:
    """Entries of some days, live ones and those removed at ``since`` or later."""
    where = (
        "WHERE person_id = %s AND day BETWEEN %s AND %s"
        " AND (removed_at IS NULL OR removed_at >= %s)"
    )
    return rows.instances(Entry, f"{_ENTRY} {where}", person.pk, first, last, since)


def entry_or_404(person: Person, pk: int, *, removed: bool = False) -> Entry:
    """The person's entry with this key; ``removed`` also finds removed ones."""
    rows = Entry.objects.filter(person=person) if removed else entries(person)
    return get_object_or_404(rows, pk=pk)


def changed_entry(person: Person, day: date, pk: int) -> Entry | None:
    """The person's entry of a day with this key, live or removed, if there is one."""
    return Entry.objects.filter(person=person, day=day, pk=pk).first()


def summaries(person: Person, first: date, last: date) -> QuerySet[DaySummary]:
    """Summaries of the person's logged days from ``first`` to ``last``, in order."""
    rows = DaySummary.objects.filter(person=person, day__range=(first, last))
    return rows.order_by("day")


def summary_values(
    person: Person, first: date, last: date, *names: str
) -> list[tuple[Any, ...]]:
    """These columns of the summaries from ``first`` to ``last``, in order."""
    where = "WHERE person_id = %s AND day BETWEEN %s AND %s ORDER BY day"
    sql = f"{rows.select(DaySummary, *names)} {where}"
    return rows.values(sql, person.pk, first, last)


def last_worst(person: Person, day: date, count: int) -> list[int]:
    """The worst readings of the last logged days up to ``day``, latest first."""
    rows = DaySummary.objects.filter(person=person, day__lte=day)
    worst = rows.filter(pain_worst__isnull=False).order_by("-day")
    return list(worst.values_list("pain_worst", flat=True)[:count])  # type: ignore[arg-type]


def running_situations(person: Person) -> QuerySet[Situation]:
    """Situations that the person has not ended."""
    return Situation.objects.filter(person=person, ended_on__isnull=True)


def situations_running(person: Person) -> list[Situation]:
    """The same, read at once."""
    where = "WHERE person_id = %s AND ended_on IS NULL"
    return rows.instances(Situation, f"{_SITUATION} {where}", person.pk)


def situation_or_404(person: Person, pk: int) -> Situation:
    """The person's situation with this key, running or ended."""
    return get_object_or_404(Situation, person=person, pk=pk)


def offers(person: Person) -> QuerySet[Offer]:
    """Guides that the person's days led to."""
    return Offer.objects.filter(person=person)


def offer_values(person: Person, day: date, *names: str) -> list[tuple[Any, ...]]:
    """These columns of the offers of a day, in their order."""
    where = "WHERE person_id = %s AND day = %s ORDER BY position"
    return rows.values(f"{rows.select(Offer, *names)} {where}", person.pk, day)


def offered_between(person: Person, first: date, last: date) -> dict[str, date]:
    """The guides offered from ``first`` to ``last``, each with its last day.

    Grouped, SQLite would read every offer that the person ever had.
    """
    where = "WHERE person_id = %s AND day BETWEEN %s AND %s ORDER BY day"
    found = dict(rows.values(f"{_OFFERED} {where}", person.pk, first, last))
    return {guide: date.fromisoformat(day) for guide, day in found.items()}


def warning_screens(person: Person) -> QuerySet[WarningScreen]:
    """The person's red-flag screens, latest first."""
    return WarningScreen.objects.filter(person=person)


def screens_since(
    person: Person, moment: datetime, actions: Sequence[str], lasting: str
) -> list[WarningScreen]:
    """Screens that wait, were answered after ``moment``, or still stand with an action.

    The last one answered that a trigger opened whose name begins with ``lasting`` is
    there too, however old. Latest first.
    """
    sql = _screens_since(len(actions), lasting)
    return rows.instances(
        WarningScreen, sql, person.pk, moment, *map(str, actions), person.pk
    )


@lru_cache
def _screens_since(actions: int, lasting: str) -> str:
    # Written into the question: SQLite prepares one with a bound pattern each time
    # anew. A name of ours, never what somebody typed.
    if not _NAME.fullmatch(lasting):
        raise ValueError(lasting)
    marks = ", ".join(["%s"] * actions)
    return (
        f"{_SCREEN} WHERE person_id = %s AND (answered_at IS NULL OR answered_at > %s"
        f" OR (closed_at IS NULL AND action IN ({marks}))"
        f" OR answered_at = (SELECT MAX(answered_at) FROM {_SCREENS}"
        f" WHERE person_id = %s AND CAST(triggers AS text) LIKE '%%\"{lasting}%%'))"
        " ORDER BY opened_at DESC"
    )


def warning_screen_or_404(person: Person, pk: UUID) -> WarningScreen:
    """The person's red-flag screen with this key."""
    return get_object_or_404(warning_screens(person), pk=pk)


def practices(person: Person) -> QuerySet[Practice]:
    """What the person did with the player."""
    return Practice.objects.filter(person=person)


def practices_running(person: Person) -> list[Practice]:
    """The practice that was begun and not ended, read at once; one at the most."""
    where = "WHERE person_id = %s AND finished_at IS NULL"
    return rows.instances(Practice, f"{_PRACTICE} {where}", person.pk)


def practice_or_404(person: Person, pk: UUID) -> Practice:
    """The person's practice with this key."""
    return get_object_or_404(practices(person), pk=pk)


def routines(person: Person) -> QuerySet[Routine]:
    """The person's own routines, in the order in which they were made."""
    return Routine.objects.filter(person=person, removed_at__isnull=True)


def deleted_routines(person: Person, since: datetime) -> QuerySet[Routine]:
    """Routines that the person deleted at ``since`` or later, latest first."""
    rows = Routine.objects.filter(person=person, removed_at__gte=since)
    return rows.order_by("-removed_at", "pk")


def routine_or_404(person: Person, pk: UUID, *, removed: bool = False) -> Routine:
    """The person's routine with this key; ``removed`` also finds removed ones."""
    rows = Routine.objects.filter(person=person) if removed else routines(person)
    return get_object_or_404(rows, pk=pk)
