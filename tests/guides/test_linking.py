"""Which guides are offered, in which order, and what never is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from guides.library import Library, library
from guides.linking import (
    Offer,
    exercises_shown,
    nothing_left,
    offers,
    rule_table,
    shown_facts,
)
from guides.rules import FactValue, holds
from guides.safety.hiding import Circumstances, conditions_of, page_hidden_because
from guides.shapes import Guide
from tests.guides.building import EXERCISE, HEAD, build, page
from tests.guides.offering import every_offer
from tests.guides.test_safety_properties import circumstances, days, quickly

DAY = date(2026, 11, 20)
NIGHT: dict[str, FactValue] = {"sleep_minutes": 310, "sleep_target_minutes": 420}
NONE: frozenset[str] = frozenset()


def simple(
    slug: str, rule: str, when: str, *, more: str = "", facts: str = "other"
) -> str:
    """A page whose passage carries ``facts``, with one rule."""
    head = HEAD[: HEAD.index("covers")] + (
        f'covers = ["{facts}"]\n\n[[offer_when]]\nid = "{rule}"\n'
        f'because = "of {rule}"\nwhen = ["{when}"]\nfacts = ["{facts}"]\n{more}'
    )
    return page(head, f"\n::: passage facts={facts}\nWords on {slug}.\n:::\n")


@pytest.fixture
def three(tmp_path: Path) -> Library:
    """Pages a, b and c that fit a pain of 4 equally, beside the page on sleep."""
    return build(
        tmp_path,
        {f"{slug}.md": simple(slug, "hurts", "pain_worst >= 4") for slug in "abc"},
    )


def offered(
    loaded: Library,
    facts: dict[str, FactValue],
    conditions: frozenset[str] = NONE,
    **given: Any,
) -> list[Offer]:
    known: dict[str, Any] = {
        "marks": {},
        "recently": {},
        "day": DAY,
        "units": "metric",
        **given,
    }
    return offers(loaded.guides.values(), facts, conditions, **known)


def slugs(found: list[Offer]) -> list[str]:
    return [offer.guide for offer in found]


def test_offer_says_why_and_keeps_its_values(tmp_path: Path) -> None:
    assert offered(build(tmp_path), {**NIGHT, "pain_worst": 2}) == [
        Offer(
            guide="sleeping",
            rule="short-night",
            reason="you slept 5\u00a0h 10\u00a0min, below 7\u00a0h",
            urgent=False,
            fit=50,
            values={"sleep_minutes": 310, "sleep_target_minutes": 420},
        )
    ]


def test_silence_offers_nothing(three: Library) -> None:
    assert offered(three, {}) == []
    assert offered(three, {"sleep_target_minutes": 420}) == []


def test_equals_take_turns_by_day(three: Library) -> None:
    facts: dict[str, FactValue] = {"pain_worst": 5}
    firsts = [
        offered(three, facts, day=date.fromordinal(n))[0].guide
        for n in range(739_002, 739_005)
    ]
    assert sorted(firsts) == ["a", "b", "c"]
    assert offered(three, facts) == offered(three, facts)


@pytest.mark.parametrize("equals", [2, 3, 4, 5, 7])
@pytest.mark.parametrize("others", [0, 1, 4])
def test_each_of_equals_stands_first_as_often(
    tmp_path: Path, equals: int, others: int
) -> None:
    names = "abcdefghijk"[: equals + others]
    fits = ["fit = 60\n"] * equals + ["fit = 10\n"] * others
    loaded = build(
        tmp_path,
        {
            f"{slug}.md": simple(slug, "r", "pain_worst >= 4", more=fit)
            for slug, fit in zip(names, fits, strict=True)
        },
    )
    days = 10 * equals
    firsts = Counter(
        offered(loaded, {"pain_worst": 5}, day=date.fromordinal(739_000 + n))[0].guide
        for n in range(days)
    )
    assert firsts.keys() == set(names[:equals])
    assert max(firsts.values()) - min(firsts.values()) <= 2


@pytest.mark.parametrize("every", [1, 2, 3, 4, 7, 14])
@pytest.mark.parametrize("names", ["abcd", "abcde", "abcdef", "abcdefg", "abcdefgh"])
def test_equals_are_shown_as_often(tmp_path: Path, names: str, every: int) -> None:
    """Over weeks of the same day, what was shown lately gives way to the rest.

    Logged every day or every so many days, nothing is favoured.
    """
    loaded = build(
        tmp_path,
        {f"{slug}.md": simple(slug, "r", "pain_worst >= 4") for slug in names},
    )
    recently: dict[str, date] = {}
    shown: Counter[str] = Counter()
    for n in range(20 * len(names)):
        day = DAY + timedelta(days=n * every)
        lately = {k: v for k, v in recently.items() if (day - v).days <= 30}
        found = slugs(offered(loaded, {"pain_worst": 5}, day=day, recently=lately))
        shown.update(found)
        recently.update(dict.fromkeys(found, day))
    assert shown.keys() == set(names)
    assert max(shown.values()) <= 1.1 * min(shown.values())


def test_no_more_than_the_limit(three: Library) -> None:
    facts: dict[str, FactValue] = {"pain_worst": 5, **NIGHT}
    assert len(offered(three, facts)) == 3
    assert len(offered(three, facts, limit=2)) == 2


def test_lately_shown_comes_last(three: Library) -> None:
    facts: dict[str, FactValue] = {"pain_worst": 5}
    recently = {"a": date(2026, 11, 19), "b": date(2026, 11, 2)}
    assert slugs(offered(three, facts, recently=recently)) == ["c", "b", "a"]


def test_helped_comes_before_and_did_not_help_after(three: Library) -> None:
    facts: dict[str, FactValue] = {"pain_worst": 5}
    marks = {"b": "helped", "a": "did-not-help"}
    recently = {"b": date(2026, 11, 19)}
    found = offered(three, facts, marks=marks, recently=recently)
    assert slugs(found) == ["b", "c", "a"]


def test_not_for_me_is_never_offered(three: Library) -> None:
    found = offered(three, {"pain_worst": 5}, marks={"b": "not-for-me"})
    assert sorted(slugs(found)) == ["a", "c"]


def test_urgent_comes_first_then_fit(tmp_path: Path) -> None:
    loaded = build(
        tmp_path,
        {
            "low.md": simple("low", "r", "pain_worst >= 1", more="fit = 10\n"),
            "high.md": simple("high", "r", "pain_worst >= 1", more="fit = 90\n"),
            "now.md": simple(
                "now", "r", "pain_worst >= 1", more="fit = 5\nurgent = true\n"
            ),
        },
    )
    found = offered(loaded, {"pain_worst": 3}, marks={"low": "helped"})
    assert slugs(found) == ["now", "high", "low"]
    assert found[0].urgent


def test_page_is_offered_once_by_its_best_rule(tmp_path: Path) -> None:
    second = (
        '\n[[offer_when]]\nid = "poor"\nbecause = "you rated it {sleep_quality}"\n'
        'when = ["sleep_quality <= 2"]\nfacts = ["sleep-long"]\nfit = 80\n'
    )
    loaded = build(tmp_path, {"sleeping.md": page(HEAD + second)})
    found = offered(loaded, {**NIGHT, "sleep_quality": 1})
    assert [(o.rule, o.reason) for o in found] == [("poor", "you rated it 1")]


def test_reason_with_a_missing_fact_is_no_offer(tmp_path: Path) -> None:
    head = HEAD.replace(
        '["sleep_minutes < sleep_target_minutes"]', '["sleep_quality <= 2"]'
    )
    loaded = build(tmp_path, {"sleeping.md": page(head)})
    assert offered(loaded, {"sleep_quality": 1}) == []


def on_stretch(tmp_path: Path) -> Library:
    """The page on sleep, offered for the sake of its stretch alone."""
    head = HEAD.replace('facts = ["sleep-long"]', 'facts = ["stretch-child"]')
    return build(tmp_path, {"sleeping.md": page(head)})


def brute(
    guides: list[Guide], facts: dict[str, FactValue], conditions: frozenset[str]
) -> set[str]:
    """The pages that some rule leads to, every rule of every page read."""
    asked = {**facts, "situations": conditions}
    return {
        guide.slug
        for guide in guides
        for rule in guide.rules
        if rule.asked <= asked.keys()
        and all(holds(condition, asked) for condition in rule.when)
        and set(rule.facts) & shown_facts(guide, conditions, True)
        and page_hidden_because(guide.slug, guide.topics, conditions) is None
    }


@given(days, circumstances)
@quickly
def test_index_misses_no_rule(
    facts: dict[str, FactValue], known: Circumstances
) -> None:
    conditions = conditions_of(known) - {"open-warning"}
    guides = list(library().guides.values())
    found = every_offer(facts, conditions)
    assert set(slugs(found)) == brute(guides, facts, conditions)
    for offer in found:
        best = max(
            rule.fit + 1_000 * rule.urgent
            for rule in library().guides[offer.guide].rules
            if brute(
                [replace(library().guides[offer.guide], rules=(rule,))],
                facts,
                conditions,
            )
        )
        assert offer.fit + 1_000 * offer.urgent == best


@pytest.mark.parametrize(
    ("condition", "is_offered"),
    [
        ("pregnant", True),
        ("acute-pain", False),
        ("osteoporosis", False),
        ("disc-signs", False),
        ("spine-surgery", False),
        ("under-18", False),
        ("open-warning", False),
    ],
)
def test_what_is_hidden_is_no_reason_to_offer(
    tmp_path: Path, condition: str, is_offered: bool
) -> None:
    loaded = on_stretch(tmp_path)
    assert bool(offered(loaded, NIGHT, frozenset({condition}))) is is_offered


def test_open_warning_offers_nothing_but_help(tmp_path: Path) -> None:
    rule = simple(
        "help", "open", "situations includes open-warning", more="urgent = true\n"
    )
    loaded = build(tmp_path, {"get-help-now.md": rule})
    facts: dict[str, FactValue] = {**NIGHT, "situations": NONE}
    assert slugs(offered(loaded, facts)) == ["sleeping"]
    warned = offered(
        loaded,
        facts,
        frozenset({"open-warning"}),
        marks={"get-help-now": "not-for-me"},
    )
    assert slugs(warned) == ["get-help-now"]


def test_facts_of_what_is_hidden_are_not_shown(tmp_path: Path) -> None:
    guide = build(tmp_path).guides["sleeping"]
    assert shown_facts(guide, NONE) == {"sleep-long", "stretch-child"}
    assert shown_facts(guide, frozenset({"osteoporosis"})) == {"sleep-long"}


def test_page_lives_by_the_facts_of_its_rules(tmp_path: Path) -> None:
    weak_bones = frozenset({"osteoporosis"})
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    sleep = build(tmp_path / "one").guides["sleeping"]
    assert nothing_left(sleep, weak_bones) is None
    stretch = on_stretch(tmp_path / "two").guides["sleeping"]
    assert nothing_left(stretch, NONE) is None
    why = nothing_left(stretch, weak_bones)
    assert why
    assert why.reason == "it can be too much for weak bones"


def test_exercises_listed_are_those_that_safety_leaves(tmp_path: Path) -> None:
    loaded = build(tmp_path)
    assert [e.id for e in exercises_shown(loaded, NONE)] == ["child-pose"]
    assert exercises_shown(loaded, frozenset({"acute-pain"})) == []


def test_every_exercise_is_a_routine_and_no_technique_is(tmp_path: Path) -> None:
    young = frozenset({"under-18"})
    gentle = EXERCISE.replace('["stretch", "bend", "kneeling"]', '["breathing"]')
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    exercise = build(tmp_path / "one", {"exercises/child-pose.toml": gentle})
    assert exercises_shown(exercise, young) == []
    technique = gentle.replace('kind = "exercise"', 'kind = "technique"')
    loaded = build(tmp_path / "two", {"exercises/child-pose.toml": technique})
    assert len(exercises_shown(loaded, young)) == 1


def test_table_has_every_rule_in_words(tmp_path: Path) -> None:
    (row,) = rule_table(build(tmp_path))
    assert (row.guide, row.rule, row.when, row.facts, row.fit) == (
        "sleeping",
        "short-night",
        "sleep_minutes < sleep_target_minutes",
        "sleep-long",
        50,
    )
