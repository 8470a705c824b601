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

    ``values`` is JSON, since it is looked at only where all else is the same.
    """

    id: int
    guide: str
    rule: str
    reason: str
    urgent: bool
    values: str
    position: int

    def says(self, offer: linking.Offer, place: int) -> bool:
        """Whether it is that offer: what is seen of it and where, and on what facts."""
        return (
            (self.rule, self.reason, self.position) == (offer.rule, offer.reason, place)
            and self.urgent == offer.urgent
            and json.loads(self.values) == offer.values
        )


def refresh(known: Known) -> list[linking.Offer]:
    """The offers of the day as its entries stand now; stored if they changed.

    Three queries where nothing changed. While a warning screen is open or waits for
    an answer, the offers are those that ``guides.linking`` allows then.
    """
    person, day = known.person, known.day
    stored = {
        row.guide: row
        for row in starmap(Kept, access.offer_values(person, day, *Kept._fields))
    }
    wanted = _offers(known)
    changed = [
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
        for place, offer in enumerate(wanted)
        if offer.guide not in stored or not stored[offer.guide].says(offer, place)
    ]
    gone = stored.keys() - {offer.guide for offer in wanted}
    if changed or gone:
        with transaction.atomic(savepoint=False):
            for guide in gone:
                rows.delete(Offer, stored[guide].id)
            # Two taps at once may work out the same offers.
            rows.upsert(changed, unique=("person_id", "day", "guide"))
    return wanted


def _offers(known: Known) -> list[linking.Offer]:
    since = known.day - timedelta(days=LATELY_DAYS)
    before = known.day - timedelta(days=1)
    return linking.offers(
        library().guides.values(),
        facts_of(known),
        known.conditions(),
        marks=dict(rows.values(_OPINIONS, known.person.pk)),
        recently=access.offered_between(known.person, since, before),
        day=known.day,
        units=known.person.units,
    )


def offers_of_guide(person: Person, slug: str, since: date) -> list[tuple[date, str]]:
    """The days from ``since`` on that led to a guide, latest first, with the reason."""
    found = access.offers(person).filter(guide=slug, day__gte=since).order_by("-day")
    return [(row.day, row.reason) for row in found]
