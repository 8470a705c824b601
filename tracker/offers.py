"""Guides that a day led to: worked out when the day changes, and kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.db import transaction

from guides import linking
from guides.library import library
from guides.models import GuideMark
from tracker import access
from tracker.facts import Known, facts_of
from tracker.models import Offer, Person

LATELY_DAYS: Final = 30


def refresh(known: Known) -> list[Offer]:
    """The offers of the day as its entries stand now; stored if they changed.

    Two queries where nothing changed. While a warning screen is open or waits for
    an answer, the offers are those that ``guides.linking`` allows then.
    """
    person, day = known.person, known.day
    since = day - timedelta(days=LATELY_DAYS)
    kept = list(access.offers(person).filter(day__range=(since, day)))
    stored = sorted((o for o in kept if o.day == day), key=lambda o: o.position)
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
    if [_content(o) for o in wanted] == [_content(o) for o in stored]:
        return stored
    with transaction.atomic():
        if stored:
            Offer.objects.filter(pk__in=_others(stored, wanted)).delete()
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


def _others(stored: list[Offer], wanted: list[Offer]) -> set[int]:
    """Keys of the stored offers whose guide is not offered any more."""
    guides = {offer.guide for offer in wanted}
    return {offer.pk for offer in stored if offer.guide not in guides}


def _offers(known: Known, kept: list[Offer]) -> list[linking.Offer]:
    recently: dict[str, date] = {}
    for offer in kept:
        if offer.day < known.day:
            recently[offer.guide] = max(offer.day, recently.get(offer.guide, offer.day))
    marks = GuideMark.objects.filter(person_id=known.person.pk)
    return linking.offers(
        library().guides.values(),
        facts_of(known),
        known.conditions(),
        marks={mark.guide: mark.kind for mark in marks if mark.kind != "read"},
        recently=recently,
        day=known.day,
        units=known.person.units,
    )


def _content(offer: Offer) -> tuple[object, ...]:
    return (offer.guide, offer.rule, offer.reason, offer.values, offer.urgent)


def offers_of_guide(person: Person, slug: str, since: date) -> list[tuple[date, str]]:
    """The days from ``since`` on that led to a guide, latest first, with the reason."""
    rows = access.offers(person).filter(guide=slug, day__gte=since).order_by("-day")
    return [(row.day, row.reason) for row in rows]
