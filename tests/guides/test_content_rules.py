"""The offers of the real pages: each rule at its edge, and days that lead somewhere."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from guides.linking import offers
from guides.rules import FACTS, Condition, FactValue
from guides.safety.hiding import hide_table
from guides.shapes import Guide, Rule
from tests.guides.offering import every_offer
from tests.guides.test_content import FACT_ROWS, GUIDES, NONE

DAY = date(2026, 11, 20)
WITHOUT_RULE = Path(__file__).parent / "rows_without_rule.toml"
Facts = dict[str, FactValue]
every_rule = pytest.mark.parametrize(
    ("guide", "rule"),
    [
        pytest.param(guide, rule, id=f"{slug}-{rule.id}")
        for slug, guide in sorted(GUIDES.items())
        for rule in guide.rules
    ],
)


def satisfying(rule: Rule) -> dict[str, FactValue]:
    """Facts at the very edge of what a rule asks for."""
    facts: dict[str, FactValue] = {}
    for condition in rule.when:
        facts[condition.name] = _edge(condition, facts)
        if condition.other:
            facts[condition.other] = 60
    for name in re.findall(r"\{(\w+)\}", rule.because):
        words = FACTS[name].words
        facts.setdefault(name, frozenset(list(words)[:1]) if words else 1)
    return facts


def _edge(condition: Condition, facts: dict[str, FactValue]) -> FactValue:
    if condition.flag is not None:
        return condition.flag
    if condition.words:
        already = facts.get(condition.name, NONE)
        assert isinstance(already, frozenset)
        includes = condition.op == "includes"
        return already | (frozenset(sorted(condition.words)[:1]) if includes else NONE)
    bound = 60 if condition.other else condition.number
    assert bound is not None
    step = {"<": -1, ">": 1}.get(condition.op, 0)
    before = facts.get(condition.name)
    edge = bound + step
    # Two bounds on one fact: the lower one is the edge that both allow.
    return min(edge, before) if isinstance(before, int | float) else edge


def led_to(
    guide: Guide, facts: dict[str, FactValue], conditions: frozenset[str] = NONE
) -> list[tuple[str, str]]:
    found = offers(
        [guide], facts, conditions, marks={}, recently={}, day=DAY, units="metric"
    )
    return [(offer.rule, offer.reason) for offer in found]


def conditions_in(facts: dict[str, FactValue]) -> frozenset[str]:
    named = facts.get("situations", NONE)
    assert isinstance(named, frozenset)
    return named


@every_rule
def test_rule_holds_at_its_edge_and_names_its_reason(guide: Guide, rule: Rule) -> None:
    alone = replace(guide, rules=(rule,))
    facts = satisfying(rule)
    ((name, reason),) = led_to(alone, facts, conditions_in(facts))
    assert name == rule.id
    assert "{" not in reason
    assert reason[0].islower()
    assert reason[-1] not in ".!,"
    assert len(reason) <= 200


@every_rule
def test_rule_is_silent_when_a_fact_is_missing(guide: Guide, rule: Rule) -> None:
    alone = replace(guide, rules=(rule,))
    facts = satisfying(rule)
    asked = {n for condition in rule.when for n in condition.names} - {"situations"}
    for name in asked:
        rest = {known: value for known, value in facts.items() if known != name}
        assert led_to(alone, rest, conditions_in(facts)) == []


@every_rule
def test_rule_is_silent_beside_what_it_excludes(guide: Guide, rule: Rule) -> None:
    alone = replace(guide, rules=(rule,))
    facts = satisfying(rule)
    for condition in rule.when:
        for word in condition.words if condition.op == "excludes" else ():
            there = facts[condition.name]
            assert isinstance(there, frozenset)
            more: Facts = {**facts, condition.name: there | {word}}
            assert led_to(alone, more, conditions_in(more)) == []


@every_rule
def test_rule_rests_only_on_what_may_be_linked(guide: Guide, rule: Rule) -> None:
    for name in rule.facts:
        row = FACT_ROWS[name]
        assert row.link_mode == "auto"
        assert row.credibility in ("plausible", "mixed")
        assert name not in hide_table().never_facts


def test_every_row_that_may_be_linked_has_a_rule_or_a_reason() -> None:
    """And whoever is led to its page by another rule finds it there."""
    guides = GUIDES.values()
    ruled = {name for guide in guides for rule in guide.rules for name in rule.facts}
    linked = {name for name, row in FACT_ROWS.items() if row.link_mode == "auto"}
    given = tomllib.loads(WITHOUT_RULE.read_text())
    reasons = [name for table in given.values() for name in table["rows"]]
    assert sorted(linked - ruled) == sorted(reasons)
    reached = {name for guide in guides if guide.rules for name in guide.covers}
    assert set(reasons) <= reached


@every_rule
def test_reason_claims_no_cause(guide: Guide, rule: Rule) -> None:
    for word in ("cause", "should", "must", "bad ", "fail", "only "):
        assert word not in rule.because


# Days: what they lead to, and what they do not

SLEEP_LINE: Facts = {"sleep_target_minutes": 420}
WATER_LINE: Facts = {"water_target_ml": 1_400, "water_none": False}
LEAD = [
    ({**SLEEP_LINE, "sleep_minutes": 419}, {"sleep-and-pillows"}, set()),
    ({**SLEEP_LINE, "sleep_minutes": 420}, set(), {"sleep-and-pillows"}),
    ({**SLEEP_LINE}, set(), {"sleep-and-pillows"}),
    ({**WATER_LINE, "water_ml": 1_399, "day_is_late": True}, {"water"}, set()),
    ({**WATER_LINE, "water_ml": 1_399, "day_is_late": False}, set(), {"water"}),
    ({**WATER_LINE, "water_ml": 1_400, "day_is_late": True}, set(), {"water"}),
    ({"water_target_ml": 1_400, "day_is_late": True}, set(), {"water"}),
    ({"water_target_ml": 1_400, "water_none": True}, {"water"}, set()),
    (
        {"desk_day": True, "longest_sitting_minutes": 60, "break_target_minutes": 60},
        {"movement-breaks"},
        set(),
    ),
    (
        {"desk_day": True, "longest_sitting_minutes": 59, "break_target_minutes": 60},
        set(),
        {"movement-breaks"},
    ),
    ({"desk_day": True}, set(), {"movement-breaks", "desk-setup"}),
    ({"breaks_none": True}, {"movement-breaks"}, set()),
    ({"breaks_count": 0, "breaks_none": False}, set(), {"movement-breaks"}),
    ({"days_in_row_without_break": 3}, {"movement-breaks"}, set()),
    ({"days_in_row_without_break": 2}, set(), {"movement-breaks"}),
    (
        {"exercise_none": True, "pain_score": 4.0, "pain_worst": 5, "marks": NONE},
        {"exercise-rules"},
        set(),
    ),
    (
        {
            "exercise_none": True,
            "pain_score": 4.0,
            "pain_worst": 5,
            "marks": frozenset({"ill"}),
        },
        set(),
        {"exercise-rules"},
    ),
    ({"exercise_next_day_rise": 2}, {"exercise-rules"}, set()),
    ({"exercise_next_day_rise": 1}, set(), {"exercise-rules"}),
    ({"exercise_minutes": 30, "pain_score": 0.0}, set(), {"exercise-rules"}),
    ({"pain_score": 7.0, "pain_worst": 7}, {"bad-flare"}, set()),
    ({"pain_score": 6.0, "pain_worst": 6}, set(), {"bad-flare"}),
    (
        {"pain_score": 4.0, "pain_worst": 4, "pain_areas": frozenset({"neck"})},
        {"stretch-neck-and-upper-back", "self-massage"},
        {"stretch-low-back-and-hips"},
    ),
    (
        {"pain_score": 4.0, "pain_worst": 4, "pain_areas": frozenset({"lower_back"})},
        {"stretch-low-back-and-hips", "heat-and-cold"},
        {"stretch-neck-and-upper-back"},
    ),
    ({"pain_score": 0.0, "pain_worst": 0, "pain_areas": NONE}, set(), set(GUIDES)),
    (
        {"leg_pain": True, "sensations": frozenset({"numb"})},
        {"get-help-now"},
        set(),
    ),
    ({"leg_pain": True, "sensations": NONE}, set(), {"get-help-now"}),
    ({}, set(), set(GUIDES)),
]


def led(facts: Facts, conditions: frozenset[str] = NONE) -> list[str]:
    return [offer.guide for offer in every_offer(facts, conditions)]


@pytest.mark.parametrize(("facts", "to", "not_to"), LEAD)
def test_day_leads_where_it_should_and_nowhere_else(
    facts: Facts, to: set[str], not_to: set[str]
) -> None:
    found = set(led(facts))
    assert to <= found
    assert not not_to & found


def test_nerve_signs_come_first() -> None:
    facts: Facts = {
        "leg_pain": True,
        "sensations": frozenset({"numb"}),
        "pain_score": 9.0,
        "pain_worst": 9,
    }
    assert led(facts)[0] == "get-help-now"


def test_pain_of_7_leads_to_no_stretch_and_no_strength() -> None:
    facts: Facts = {
        "pain_score": 6.0,
        "pain_worst": 7,
        "pain_areas": frozenset({"lower_back", "neck", "hip", "upper_back", "flank"}),
        "exercise_none": True,
        "desk_day": True,
        "breaks_none": True,
    }
    found = led(facts, frozenset({"acute-pain"}))
    assert found[0] == "bad-flare"
    for slug in found:
        assert not {"stretching", "strength"} & set(GUIDES[slug].topics)


def test_marked_flare_leads_to_no_stretch_and_no_strength() -> None:
    facts: Facts = {
        "pain_score": 3.0,
        "pain_worst": 3,
        "pain_areas": frozenset({"lower_back"}),
        "exercise_none": True,
        "marks": frozenset({"flare"}),
    }
    usual = {"stretch-low-back-and-hips", "core-strength"}
    assert usual <= set(led(facts))
    in_a_flare = led(facts, frozenset({"flare"}))
    assert in_a_flare[0] == "bad-flare"
    assert not usual & set(in_a_flare)


def test_flare_leads_to_its_page_where_cold_is_left_out() -> None:
    facts: Facts = {"marks": frozenset({"flare"})}
    assert led(facts, frozenset({"flare", "numb-skin"})) == ["bad-flare"]


def test_open_warning_leads_to_help_alone() -> None:
    facts: Facts = {"pain_score": 8.0, "pain_worst": 8, **SLEEP_LINE}
    assert led(facts, frozenset({"open-warning"})) == ["get-help-now"]
