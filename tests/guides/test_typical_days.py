"""Typical days, kept as a diary keeps them, and the guides that they lead to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

import pytest

from guides import linking
from guides.library import library
from guides.models import GuideMark
from guides.rules import Condition, FactValue, holds
from guides.safety.hiding import hide_table
from tests.conftest import make_person
from tests.guides.offering import every_offer
from tests.guides.typical import (
    ABOUT_IT,
    DAY,
    DAYS,
    OF_A_DAY,
    keep,
    moment_of,
)
from tracker import access, offers
from tracker.facts import facts_of, known_of
from tracker.models import Offer, Person
from tracker.vocabulary import SITUATIONS

GUIDES = library().guides
BY_LINKS_ONLY = {"food-and-minerals"}
every_day = pytest.mark.parametrize("row", DAYS, ids=lambda row: row["name"])


class Kept(NamedTuple):
    """A typical day as it was found in a diary."""

    facts: dict[str, FactValue]
    conditions: frozenset[str]
    shown: list[str]
    reasons: list[str]

    def leads_to(self, conditions: frozenset[str] | None = None) -> set[str]:
        """Every page that a rule leads to, were there room for all of them."""
        known = self.conditions if conditions is None else conditions
        facts = self.facts
        if known == NONE:
            facts = {**facts, "profile": frozenset()}
        return {offer.guide for offer in every_offer(facts, known)}


NONE: frozenset[str] = frozenset()


READ: dict[str, Kept] = {}


@pytest.fixture
def kept(db: None) -> dict[str, Kept]:
    """Every typical day, written to a diary and read back once, by its name."""
    for number, row in enumerate(DAYS):
        if row["name"] not in READ:
            READ[row["name"]] = _kept(make_person(f"robin-{number}"), row)
    return READ


def _kept(person: Person, row: dict[str, Any]) -> Kept:
    now = keep(person, row)
    known = known_of(person, DAY, now=now)
    shown = offers.refresh(known)
    stored = access.offers(person).filter(day=DAY).order_by("position")
    assert [row.guide for row in stored] == [offer.guide for offer in shown]
    assert [row.reason for row in stored] == [offer.reason for offer in shown]
    return Kept(
        facts=facts_of(known),
        conditions=known.conditions(),
        shown=[offer.guide for offer in shown],
        reasons=[offer.reason for offer in shown],
    )


# The days themselves


def test_there_are_sixty_days_and_ten_need_nothing() -> None:
    names = [row["name"] for row in DAYS]
    assert len(names) == len(set(names)) >= 60
    assert sum(row.get("nothing", False) for row in DAYS) >= 10


@every_day
def test_day_is_written_in_known_words(row: dict[str, Any]) -> None:
    assert row.keys() <= OF_A_DAY | ABOUT_IT
    assert row.get("situations", {}).keys() <= SITUATIONS.keys()
    for earlier in row.get("before", ()):
        assert earlier.keys() <= OF_A_DAY | {"ago"}
    must, must_not = row.get("must", []), row.get("must_not", [])
    assert {*must, *must_not} <= GUIDES.keys()
    assert not {*must} & {*must_not}
    assert len(must) <= 3
    # Exactly one of the two: a day leads somewhere, or it leads nowhere.
    assert bool(must) is not row.get("nothing", False)


def test_every_page_with_a_rule_is_wished_for_on_some_day() -> None:
    wished = {slug for row in DAYS for slug in row.get("must", [])}
    assert wished == {slug for slug, guide in GUIDES.items() if guide.rules}
    assert GUIDES.keys() - wished == BY_LINKS_ONLY


def test_page_without_a_rule_is_reached_by_a_link() -> None:
    linked = {slug for guide in GUIDES.values() for slug in guide.related}
    assert linked >= BY_LINKS_ONLY


# Where they lead


@every_day
def test_day_leads_where_it_should(row: dict[str, Any], kept: dict[str, Kept]) -> None:
    day = kept[row["name"]]
    assert set(row.get("must", [])) <= set(day.shown), day.leads_to()
    assert not set(row.get("must_not", [])) & day.leads_to()
    if row.get("nothing"):
        assert day.leads_to() == set()


@every_day
def test_day_looks_at_few_rules(
    row: dict[str, Any], kept: dict[str, Kept], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Today asks on every tap: most rules are passed over without being read."""
    read = Counter[str]()

    def counted(condition: Condition, facts: Mapping[str, FactValue]) -> bool:
        read.update([condition.name])
        return holds(condition, facts)

    monkeypatch.setattr(linking, "holds", counted)
    kept[row["name"]].leads_to()
    conditions = sum(len(rule.when) for g in GUIDES.values() for rule in g.rules)
    assert read.total() < conditions / 3


@every_day
def test_reason_reads_well_after_because(
    row: dict[str, Any], kept: dict[str, Kept]
) -> None:
    for reason in kept[row["name"]].reasons:
        assert re.match(r"(you|your|it|some weeks|a warning sign) ", reason)
        assert "{" not in reason
        assert "None" not in reason
        assert not reason.endswith(".")


@pytest.mark.parametrize("condition", [row.condition for row in hide_table().rows])
def test_row_of_the_hide_table_keeps_a_page_away(
    condition: str, kept: dict[str, Kept]
) -> None:
    """On some day of this condition a page is kept away that would come otherwise.

    A condition that hides nothing has a day all the same, with pages that do not fit.
    """
    table = {row.condition: row for row in hide_table().rows}
    hides = table[condition].hidden or table[condition].pages
    away = [
        set(row["must_not"])
        & (kept[row["name"]].leads_to(NONE) if hides else {*GUIDES})
        for row in DAYS
        if condition in kept[row["name"]].conditions and row.get("must_not")
    ]
    assert any(away)


# What somebody thinks of them

STIFF: dict[str, Any] = {
    "pain": [{"score": 5, "areas": ["lower_back-middle"], "feels": ["stiff"]}],
    "before": [{"ago": [1, 3], "pain": [{"score": 5, "areas": ["lower_back-middle"]}]}],
}
EQUALS = ("heat-and-cold", "pressure-points", "self-massage")


def shown_to(person: Person) -> list[str]:
    known = known_of(person, DAY, now=moment_of(DAY, "12:00"))
    return [offer.guide for offer in offers.refresh(known)]


def test_three_equals_share_two_places(person: Person) -> None:
    keep(person, STIFF)
    first, *others = shown_to(person)
    assert first == "stretch-low-back-and-hips"
    assert len(set(others) & set(EQUALS)) == 2


@pytest.mark.parametrize("slug", EQUALS)
def test_what_helped_comes_and_what_did_not_gives_way(
    person: Person, slug: str
) -> None:
    keep(person, STIFF)
    mark = GuideMark.objects.create(
        person=person, guide=slug, kind="helped", made_at=moment_of(DAY, "11:00")
    )
    assert shown_to(person)[1] == slug
    for kind in ("did-not-help", "not-for-me"):
        mark.kind = kind
        mark.save()
        assert set(shown_to(person)[1:]) == set(EQUALS) - {slug}


def test_what_was_shown_the_day_before_gives_way(person: Person) -> None:
    keep(person, STIFF)
    for guide in EQUALS[:2]:
        Offer.objects.create(
            person=person,
            day=DAY - timedelta(days=1),
            guide=guide,
            rule="any",
            reason="of a reason",
            position=1,
            offered_at=moment_of(DAY, "00:30"),
        )
    assert shown_to(person)[1] == EQUALS[2]
