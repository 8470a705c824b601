"""Guides that a day led to: worked out when the day changes, and kept."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import starmap
from typing import Final, NamedTuple

from django.db import transaction

from guides import linking
from guides.library import library
from guides.models import GuideMark
from tracker import access, rows
from tracker.facts import Known, facts_of
from tracker.models import Offer, Person

LATELY_DAYS: Final = 30
_OPINIONS: Final = (
    rows.select(GuideMark, "guide", "kind") + " WHERE person_id = %s AND kind <> 'read'"
)


class Kept(NamedTuple):
    """What is stored of an offer.

    ``values`` is JSON, since only those of the day itself are looked at.
    """

    id: int
    day: date
    guide: str
    rule: str
    reason: str
    urgent: bool
    values: str
    position: int

    def content(self) -> tuple[object, ...]:
        """What a person sees of it and where, and the facts it rests on."""
        return (
            self.guide,
            self.rule,
            self.reason,
            self.urgent,
            json.loads(self.values),
            self.position,
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
    before = {row.guide: row.content() for row in stored}
    changed = [offer for offer in wanted if before.get(offer.guide) != _content(offer)]
    guides = {offer.guide for offer in wanted}
    gone = [row.id for row in stored if row.guide not in guides]
    if changed or gone:
        with transaction.atomic(savepoint=False):
            for pk in gone:
                rows.delete(Offer, pk)
            # Two taps at once may work out the same offers.
            rows.upsert(changed, unique=("person_id", "day", "guide"))
    return wanted


def _kept(person: Person, day: date) -> list[Kept]:
    """The offers of the day and of the month before it, each day's in their order."""
    since = day - timedelta(days=LATELY_DAYS)
    found = access.offer_values(person, since, day, *Kept._fields)
    return list(starmap(Kept, found))


def _offers(known: Known, kept: list[Kept]) -> list[linking.Offer]:
    return linking.offers(
        library().guides.values(),
        facts_of(known),
        known.conditions(),
        marks=dict(rows.values(_OPINIONS, known.person.pk)),
        recently={row.guide: row.day for row in kept if row.day < known.day},
        day=known.day,
        units=known.person.units,
    )


def _content(offer: Offer) -> tuple[object, ...]:
    return (
        offer.guide,
        offer.rule,
        offer.reason,
        offer.urgent,
        offer.values,
        offer.position,
    )


def offers_of_guide(person: Person, slug: str, since: date) -> list[tuple[date, str]]:
    """The days from ``since`` on that led to a guide, latest first, with the reason."""
    found = access.offers(person).filter(guide=slug, day__gte=since).order_by("-day")
    return [(row.day, row.reason) for row in found]
