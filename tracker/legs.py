"""Pain that moves down a leg while a programme runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from guides.models import ProgrammeRun
from guides.programmes.progress import moved_down
from guides.programmes.shapes import Reading
from guides.safety.screen import Called
from tracker import access
from tracker.calendar import day_of
from tracker.models import Entry, Person
from tracker.vocabulary import AREAS, LEG_GROUPS, Kind

LEG_DOWN: Final = "leg-down"
"""The trigger of the screen of warning signs."""

LOOKS_BACK_DAYS: Final = 7
"""Readings so long before still say where the pain was."""

DAY: Final = timedelta(days=1)


def readings(person: Person, entries: Iterable[Entry]) -> list[Reading]:
    """Where it hurt, without what was filled in for days before yesterday."""
    return [
        Reading(row.day, _moment(row), _groups(row))
        for row in entries
        if row.kind == Kind.PAIN and day_of(row.recorded_at, person) <= row.day + DAY
    ]


def called(person: Person, entry: Entry) -> list[Called]:
    """What the screen is called for where a reading lies lower in the leg than before.

    No query unless a leg is ticked, one where no programme runs.
    """
    if entry.kind != Kind.PAIN or _groups(entry).isdisjoint(LEG_GROUPS):
        return []
    runs = list(ProgrammeRun.objects.filter(person=person, ended_on__isnull=True))
    if not runs:
        return []
    first = entry.day - DAY * LOOKS_BACK_DAYS
    rows = access.entries(person).filter(kind=Kind.PAIN, day__gte=first)
    places = readings(person, rows.order_by("day", "pk"))
    this = (entry.day, _moment(entry))
    for run in runs:
        found = moved_down(places, run.legs_from)
        if found and (found.day, found.moment) == this:
            return [Called(LEG_DOWN, _groups(entry) & LEG_GROUPS)]
    return []


def _moment(row: Entry) -> datetime:
    return row.moment or row.recorded_at


def _groups(row: Entry) -> frozenset[str]:
    return frozenset(AREAS[code].group for code in row.areas or () if code in AREAS)
