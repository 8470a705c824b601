"""The content itself: sources, figures, reading level, rules."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from guides.library import CONTENT, carried_facts, library
from guides.linking import offers
from guides.rendering import render
from guides.rules import FACTS, Condition, FactValue
from guides.safety.hiding import hide_table
from guides.shapes import Guide, LeftOut, Rule
from tests.guides.reading_level import grade, sections

SOURCES: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("sources.toml").read_text(encoding="utf-8")
)
GUIDES = library().guides
EXERCISES = library().exercises
EVIDENCE = library().evidence
FACT_ROWS = library().facts
FIRST_PAGES = {
    "get-help-now",
    "bad-flare",
    "heat-and-cold",
    "self-massage",
    "stretch-neck-and-upper-back",
    "stretch-low-back-and-hips",
    "exercise-rules",
    "core-strength",
    "desk-setup",
    "movement-breaks",
    "sleep-and-pillows",
    "water",
}
DAY = date(2026, 11, 20)
NONE: frozenset[str] = frozenset()

every_guide = pytest.mark.parametrize("slug", sorted(GUIDES))
every_exercise = pytest.mark.parametrize("id_", sorted(EXERCISES))
every_rule = pytest.mark.parametrize(
    ("guide", "rule"),
    [
        pytest.param(guide, rule, id=f"{slug}-{rule.id}")
        for slug, guide in sorted(GUIDES.items())
        for rule in guide.rules
    ],
)


def test_first_pages_are_there() -> None:
    assert GUIDES.keys() >= FIRST_PAGES


@every_guide
def test_page_carries_its_rows(slug: str) -> None:
    missing = set(SOURCES["pages"][slug]) - set(carried_facts(GUIDES[slug]))
    assert not missing


def test_rows_are_those_of_the_sources() -> None:
    assert FACT_ROWS.keys() == SOURCES["facts"].keys()
    never = {row.id for row in FACT_ROWS.values() if row.credibility == "unsafe"}
    assert never <= hide_table().never_facts <= FACT_ROWS.keys()


def test_what_is_unsound_stands_only_as_left_out() -> None:
    for guide in GUIDES.values():
        left_out = {
            fact
            for block in guide.blocks
            if isinstance(block, LeftOut)
            for fact in block.facts
        }
        unsound = {f for f in guide.covers if FACT_ROWS[f].only_left_out}
        assert unsound <= left_out


# Evidence


@pytest.mark.parametrize("topic", sorted(EVIDENCE))
def test_evidence_is_that_of_the_register(topic: str) -> None:
    evidence, source = EVIDENCE[topic], SOURCES["evidence"][topic]
    assert evidence.verdict == source["verdict"]
    for reference in evidence.references:
        assert reference.identifier in source["identifiers"]
    assert evidence.references


def test_no_evidence_lies_idle() -> None:
    used = {topic for guide in GUIDES.values() for topic in _topics(guide)}
    assert EVIDENCE.keys() == used


def _topics(guide: Guide) -> Iterator[str]:
    yield from guide.evidence
    yield from (m.exercise.evidence for m in guide.exercises())
    for block in guide.blocks:
        topic = getattr(block, "evidence", None)
        if topic:
            yield topic


# Figures

NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")
VOLUME = re.compile(r"\{(\d+) ml\}")


def numbers(text: str) -> set[float]:
    """The numbers of a text; list numbers are none, volumes also count in litres."""
    without_lists = re.sub(r"^\d+\. ", "", text, flags=re.MULTILINE)
    without_commas = re.sub(r"(?<=\d),(?=\d{3})", "", without_lists)
    return {float(number) for number in NUMBER.findall(without_commas)}


def backed(number: float, allowed: set[float]) -> bool:
    """Whether a number stands in the data, in millilitres or in litres."""
    return number in allowed or (number >= 100 and number / 1_000 in allowed)


def allowed_numbers(facts: list[str], topics: list[str]) -> set[float]:
    figures = [
        *SOURCES["rulings"]["safety"],
        *SOURCES["rulings"]["pages"],
        *(n for fact in facts for n in SOURCES["facts"][fact]),
        *(n for fact in facts for n in FACT_ROWS[fact].figures),
        *(n for topic in topics for n in SOURCES["evidence"][topic]["figures"]),
    ]
    return {float(n) for n in figures}


@every_guide
def test_figures_of_a_page_stand_in_the_data(slug: str) -> None:
    guide = GUIDES[slug]
    allowed = allowed_numbers(list(guide.covers), list(_topics(guide)))
    text = "\n".join([guide.summary, *(piece.markdown for piece in guide.prose())])
    assert not [n for n in numbers(text) if not backed(n, allowed)]


@every_exercise
def test_figures_of_an_exercise_stand_in_the_data(id_: str) -> None:
    exercise = EXERCISES[id_]
    allowed = allowed_numbers(list(exercise.covers), [exercise.evidence])
    words = [exercise.summary, *exercise.steps, *exercise.when_not, *exercise.stop]
    found = numbers("\n".join([*words, exercise.dose.note]))
    found |= {bound for pair in exercise.dose.amounts.values() for bound in pair}
    assert not [n for n in found if not backed(n, allowed)]


@pytest.mark.parametrize("topic", sorted(EVIDENCE))
def test_figures_of_evidence_stand_in_the_register(topic: str) -> None:
    allowed = {float(n) for n in SOURCES["evidence"][topic]["figures"]}
    assert numbers(EVIDENCE[topic].sentence) <= allowed


def test_figure_that_is_nowhere_would_be_found() -> None:
    allowed = allowed_numbers(["sleep-daily-target"], ["sleep-duration"])
    assert backed(8, allowed)
    assert not backed(11.5, allowed)
    assert numbers("1. Sleep 11.5 hours, {250 ml}") == {11.5, 250}


# Safety


def test_water_is_never_hotter_than_40_degrees() -> None:
    for path in sorted(CONTENT.rglob("*.*")):
        for match in re.finditer(r"\{(?:\d+-)?(\d+) C\}", path.read_text("utf-8")):
            assert int(match[1]) <= 40, path.name


def test_no_exercise_is_one_that_nobody_should_do() -> None:
    for exercise in EXERCISES.values():
        assert not hide_table().never_facts.intersection(exercise.covers)
        assert "never" not in exercise.tags


def test_pages_hidden_under_a_warning_exist() -> None:
    pages = {slug for row in hide_table().rows for slug in row.pages}
    assert pages <= GUIDES.keys()


def test_disclaimer_is_told_in_full() -> None:
    table = hide_table()
    assert table.disclaimer_line == (
        "General information, not medical advice. Warning sign? Get help now."
    )
    assert "It does not diagnose, treat or watch over you" in table.disclaimer


# Words


@every_guide
def test_page_is_easy_to_read(slug: str) -> None:
    parts = list(sections(render(library(), GUIDES[slug], NONE, "metric")))
    assert grade(" ".join(text for _title, text in parts)) <= 8
    assert not [(title, grade(text)) for title, text in parts if grade(text) > 10]


def test_hard_text_would_be_found() -> None:
    hard = (
        "Contemporary physiotherapeutic methodologies characteristically "
        "necessitate individualised biomechanical evaluation."
    )
    assert grade(hard) > 10
    assert grade("Lie down. Rest for a while. Then get up and walk.") < 3


@every_guide
def test_nobody_is_promised_or_blamed(slug: str) -> None:
    guide = GUIDES[slug]
    text = " ".join(piece.markdown for piece in guide.prose()).lower()
    for phrase in ("you should", "cures", "guaranteed", "will heal", "proven"):
        assert phrase not in text


@every_guide
def test_page_says_when_it_fits_and_when_to_see_someone(slug: str) -> None:
    text = " ".join(piece.markdown for piece in GUIDES[slug].prose())
    assert slug == "get-help-now" or "guide:get-help-now" in text


# Rules


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
        return frozenset(sorted(condition.words)[:1])
    bound = 60 if condition.other else condition.number
    assert bound is not None
    step = {"<": -1, ">": 1}.get(condition.op, 0)
    already = facts.get(condition.name)
    edge = bound + step
    # Two bounds on one fact: the lower one is the edge that both allow.
    return min(edge, already) if isinstance(already, int | float) else edge


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
def test_rule_rests_only_on_what_may_be_linked(guide: Guide, rule: Rule) -> None:
    for name in rule.facts:
        row = FACT_ROWS[name]
        assert row.link_mode == "auto"
        assert row.credibility in ("plausible", "mixed")
        assert name not in hide_table().never_facts


@every_rule
def test_reason_claims_no_cause(guide: Guide, rule: Rule) -> None:
    for word in ("cause", "should", "must", "bad ", "fail", "only "):
        assert word not in rule.because


# Days: what they lead to, and what they do not

Facts = dict[str, FactValue]
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
        {"exercise_none": True, "pain_score": 4.0, "pain_worst": 5},
        {"exercise-rules"},
        set(),
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
    found = offers(
        GUIDES.values(),
        facts,
        conditions,
        marks={},
        recently={},
        day=DAY,
        units="metric",
        limit=len(GUIDES),
    )
    return [offer.guide for offer in found]


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
