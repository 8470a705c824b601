"""A person's own marks on guides: the one place that reads and writes them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from guides.models import GuideMark

if TYPE_CHECKING:
    from tracker.models import Person


def marks_of(person: Person) -> dict[str, set[str]]:
    """The kinds of mark by guide, for every guide the person marked."""
    found: dict[str, set[str]] = {}
    rows = GuideMark.objects.filter(person=person)
    for guide, kind in rows.values_list("guide", "kind"):
        found.setdefault(guide, set()).add(kind)
    return found


def marks_on(person: Person, slug: str) -> set[str]:
    """The kinds of mark that the person has put on one guide."""
    rows = GuideMark.objects.filter(person=person, guide=slug)
    return set(rows.values_list("kind", flat=True))


def put(person: Person, slug: str, kind: str, *, now: datetime) -> None:
    """Mark a guide; a second opinion takes the place of the first.

    Doing it twice is the same as doing it once.
    """
    with transaction.atomic():
        if kind in GuideMark.OPINIONS:
            rows = GuideMark.objects.filter(person=person, guide=slug)
            rows.filter(kind__in=GuideMark.OPINIONS).exclude(kind=kind).delete()
        GuideMark.objects.get_or_create(
            person=person, guide=slug, kind=kind, defaults={"made_at": now}
        )


def take_away(person: Person, slug: str, kind: str) -> None:
    """Take a mark off a guide, if it is there."""
    GuideMark.objects.filter(person=person, guide=slug, kind=kind).delete()
