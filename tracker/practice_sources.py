"""What a practice is begun from: exercises, a routine, or a step of a programme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from django.http import Http404

from guides.library import library
from guides.practising import Item
from guides.programmes.shapes import Programme
from tracker import access
from tracker.models import Person, Practice, Routine

EXERCISE: Final = "exercise"
FIELDS: Final = ("routine", "programme")


def asked(person: Person, sent: Mapping[str, str]) -> tuple[str, Sequence[Item]]:
    """The source that a request names, and the items that it brings along.

    Raises ``Http404`` for a routine or programme that there is not.
    """
    found = field(sent)
    if found is None:
        return EXERCISE, ()
    name, value = found
    if name == "programme":
        if value not in library().programmes:
            raise Http404("No such programme")
        return f"programme:{value}", ()
    return f"routine:{value}", routine_items(person, value)


def field(sent: Mapping[str, str]) -> tuple[str, str] | None:
    """The field of a request that names a source, with its value."""
    return next(((name, sent[name]) for name in FIELDS if sent.get(name)), None)


def routine_items(person: Person, key: str) -> Sequence[Item]:
    """The items of a ready routine, or of one of the person's own."""
    ready = library().routines.get(key)
    if ready is not None:
        return ready.items
    try:
        pk = UUID(key)
    except ValueError:
        raise Http404("No such routine") from None
    return own_items(access.routine_or_404(person, pk))


def own_items(routine: Routine) -> list[Item]:
    """The items of a routine, without exercises that are no longer there."""
    return [
        Item(row["exercise"], row["amounts"])
        for row in routine.items
        if row["exercise"] in library().exercises
    ]


def programme_of(practice: Practice) -> Programme | None:
    """The programme that a practice belongs to, if it is there."""
    name, _, value = practice.source.partition(":")
    return library().programmes.get(value) if name == "programme" else None
