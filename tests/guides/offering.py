"""All that a day leads to among the real pages."""

from __future__ import annotations

from collections.abc import Mapping

from guides.library import library
from guides.linking import Offer, offers
from guides.rules import FactValue
from tests.days import TODAY


def every_offer(
    facts: Mapping[str, FactValue], conditions: frozenset[str] = frozenset()
) -> list[Offer]:
    """The offers, best first, were there room for every page."""
    guides = library().guides
    return offers(
        guides.values(),
        facts,
        conditions,
        marks={},
        recently={},
        day=TODAY,
        units="metric",
        limit=len(guides),
    )
