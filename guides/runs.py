"""The programmes that a person does: begun, paused, stopped, and gone on with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from guides.library import library
from guides.models import ProgrammePause, ProgrammeRun
from guides.programmes.shapes import Programme

if TYPE_CHECKING:
    from tracker.models import Person


def running(person: Person) -> list[ProgrammeRun]:
    """What the person does now, in the order of its start."""
    rows = ProgrammeRun.objects.filter(
        person=person, ended_on__isnull=True, programme__in=library().programmes
    )
    return list(rows.order_by("started_at", "pk").prefetch_related("pauses"))


def start(
    person: Person, programme: Programme, *, day: date, now: datetime
) -> ProgrammeRun:
    """Begin a programme; one that runs is returned as it is."""
    row, _made = ProgrammeRun.objects.get_or_create(
        person=person,
        programme=programme.id,
        ended_on=None,
        defaults={"started_on": day, "started_at": now, "legs_from": now},
    )
    return row


def choose(row: ProgrammeRun, programme: Programme, ticked: Iterable[str]) -> None:
    """Keep what the person ticked; what the programme does not ask is left out."""
    row.choices = sorted(set(ticked) & programme.choice_texts.keys())
    row.save(update_fields=["choices"])


def pause(row: ProgrammeRun, *, day: date) -> None:
    """Let the days from ``day`` on not count; pausing twice is pausing once."""
    ProgrammePause.objects.get_or_create(run=row, last=None, defaults={"first": day})


def resume(row: ProgrammeRun, *, day: date) -> None:
    """End a pause: ``day`` counts again. A pause of less than a day was none."""
    with transaction.atomic():
        for one in row.pauses.filter(last__isnull=True):
            if one.first >= day:
                one.delete()
            else:
                one.last = date.fromordinal(day.toordinal() - 1)
                one.save(update_fields=["last"])


def stop(row: ProgrammeRun, *, day: date) -> None:
    """End the run. What was done stays in the diary."""
    row.ended_on = day
    row.save(update_fields=["ended_on"])


def again(row: ProgrammeRun, *, now: datetime) -> None:
    """Go on after pain moved down a leg: from now on legs are looked at afresh."""
    row.legs_from = now
    row.save(update_fields=["legs_from"])
