"""Guides that a day led to: worked out when the day changes, and kept."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import starmap
from typing import Final, NamedTuple

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from guides import linking
from guides.library import library
from guides.models import GuideMark
from tracker import access
from tracker.facts import Known, facts_of
from tracker.models import Offer, Person

LATELY_DAYS: Final = 30


class Kept(NamedTuple):
    """What is stored of an offer; ``values`` is JSON."""

    pk: int
    day: date
    guide: str
    rule: str
    reason: str
    urgent: bool
    values: str

    def content(self) -> tuple[object, ...]:
        """What a person sees of it, and the facts it rests on."""
        return (
            self.guide,
            self.rule,
            self.reason,
            self.urgent,
            json.loads(self.values),
        )


def refresh(known: Known) -> list[Offer]:
    """The offers of the day as its entries stand now; stored if they changed.

    Two queries where nothing changed. While a warning screen is open or waits for
    an answer, the offers are those that ``guides.linking`` allows then.
    """
    person, day = known.person, known.day
    kept = _kept(person, day)
    stored = [row for row in kept if row.day == day]
    wanted = [
        Offer(
            person=person,
            day=day,
            guide=offer.guide,
            rule=offer.rule,
            reason=offer.reason,
            values=offer.values,
            urgent=offer.urgent,
            position=place,
            offered_at=known.now,
        )
        for place, offer in enumerate(_offers(known, kept))
    ]
    if [_content(o) for o in wanted] == [row.content() for row in stored]:
        return wanted
    guides = {offer.guide for offer in wanted}
    gone = [row.pk for row in stored if row.guide not in guides]
    with transaction.atomic():
        if gone:
            Offer.objects.filter(pk__in=gone).delete()
        # Two taps at once may work out the same offers.
        Offer.objects.bulk_create(
            wanted,
            update_conflicts=True,
            unique_fields=["person", "day", "guide"],
            update_fields=[
                "rule",
                "reason",
                "values",
                "urgent",
                "position",
                "offered_at",
            ],
        )
    return wanted


def _kept(person: Person, day: date) -> list[Kept]:
    """The offers of the day and of the month before it, each day's in their order."""
    since = day - timedelta(days=LATELY_DAYS)
    # The values come as text: only those of the day itself are looked at.
    rows = (
        access.offers(person)
        .filter(day__range=(since, day))
        .order_by("day", "position")
        .values_list(*Kept._fields[:-1], Cast("values", TextField()))
    )
    return list(starmap(Kept, rows))


def _offers(known: Known, kept: list[Kept]) -> list[linking.Offer]:
    marks = GuideMark.objects.filter(person_id=known.person.pk).values_list(
        "guide", "kind"
    )
    return linking.offers(
        library().guides.values(),
        facts_of(known),
        known.conditions(),
        marks={guide: kind for guide, kind in marks if kind != "read"},
        recently={row.guide: row.day for row in kept if row.day < known.day},
        day=known.day,
        units=known.person.units,
    )


def _content(offer: Offer) -> tuple[object, ...]:
    return (offer.guide, offer.rule, offer.reason, offer.urgent, offer.values)


def offers_of_guide(person: Person, slug: str, since: date) -> list[tuple[date, str]]:
    """The days from ``since`` on that led to a guide, latest first, with the reason."""
    rows = access.offers(person).filter(guide=slug, day__gte=since).order_by("-day")
    return [(row.day, row.reason) for row in rows]
