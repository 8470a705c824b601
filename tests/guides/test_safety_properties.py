"""Whatever the circumstances: nothing forbidden is shown, listed or offered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from guides.library import library
from guides.linking import exercises_shown, nothing_left
from guides.rendering import ExerciseBlock, HiddenBlock, HtmlBlock, render
from guides.rules import FACTS, FactValue
from guides.safety.hiding import Circumstances, conditions_of
from guides.shapes import Exercise, ExerciseMarker, Guide, Passage, Prose
from guides.vocabulary import ROUTINE
from tests.guides.offering import every_offer
from tests.guides.test_hiding import TABLE
from tracker.vocabulary import LEG_GROUPS, SITUATIONS, Mark, Sensation

DAY = date(2026, 11, 20)

dates = some.none() | some.integers(-320, 400).map(lambda n: DAY + timedelta(days=n))
circumstances = some.builds(
    Circumstances,
    day=some.just(DAY),
    situations=some.dictionaries(
        some.sampled_from(sorted(SITUATIONS)), dates, max_size=4
    ),
    age=some.none() | some.integers(10, 90),
    worst_today_or_yesterday=some.none() | some.integers(0, 10),
    leg_areas=some.frozensets(some.sampled_from(sorted(LEG_GROUPS))),
    sensations=some.frozensets(some.sampled_from(Sensation.values)),
    marks=some.frozensets(some.sampled_from(Mark.values), max_size=3),
    open_action=some.sampled_from([None, None, None, "", "S", "D", "M", "E"]),
)


def _value(name: str) -> some.SearchStrategy[Any]:
    fact = FACTS[name]
    if fact.kind == "flag":
        return some.booleans()
    if fact.kind == "words":
        return some.frozensets(some.sampled_from(sorted(fact.words or ())))
    top = {"minutes": 600, "ml": 4_000}.get(fact.unit, 10)
    return some.integers(0, top)


days = some.fixed_dictionaries(
    {}, optional={name: _value(name) for name in FACTS if name != "situations"}
)
quickly = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def forbidden(conditions: Iterable[str]) -> set[str]:
    """The tags that the table of the tests, not the engine's, forbids."""
    return {"never"}.union(*(TABLE[condition][0] for condition in conditions))


def is_forbidden(exercise: Exercise, conditions: frozenset[str]) -> bool:
    if exercise.not_when & conditions:
        return True
    tags = set(exercise.tags)
    if exercise.kind == "exercise":
        tags.add(ROUTINE)
    if "spine-surgery" in conditions and "walk" in tags:
        # Standing is how one walks: the one thing the table leaves.
        tags -= {"standing", ROUTINE}
    return bool(tags & forbidden(conditions))


def words_of(piece: Prose) -> str:
    """The longest run of plain words in a piece, to know it by."""
    runs = re.findall(r"[A-Za-z ,]{12,}", piece.markdown)
    return max((str(run).strip() for run in runs), key=len)


def forbidden_words(guide: Guide, conditions: frozenset[str]) -> set[str]:
    """The words of passages that must not be shown."""
    return {
        words_of(piece)
        for block in guide.blocks
        if isinstance(block, Passage)
        and (block.tags & forbidden(conditions) or block.not_when & conditions)
        and not ("spine-surgery" in conditions and "walk" in block.tags)
        for piece in block.blocks
        if isinstance(piece, Prose)
    }


@pytest.mark.usefixtures("read_once")
@given(circumstances)
@quickly
def test_nothing_forbidden_is_rendered_or_listed(known: Circumstances) -> None:
    conditions = conditions_of(known)
    for exercise in exercises_shown(library(), conditions):
        assert not is_forbidden(exercise, conditions)
    for guide in library().guides.values():
        page = render(library(), guide, conditions, "metric")
        for block in page.blocks:
            if isinstance(block, ExerciseBlock):
                assert not is_forbidden(block.exercise, conditions)
        shown = "".join(b.html for b in page.blocks if isinstance(b, HtmlBlock))
        for words in forbidden_words(guide, conditions):
            assert words not in shown


def test_words_of_a_passage_would_be_found() -> None:
    for guide in library().guides.values():
        page = render(library(), guide, frozenset(), "metric")
        shown = "".join(b.html for b in page.blocks if isinstance(b, HtmlBlock))
        for block in guide.blocks:
            if isinstance(block, Passage):
                for piece in block.blocks:
                    assert not isinstance(piece, Prose) or words_of(piece) in shown


@pytest.mark.usefixtures("read_once")
@given(circumstances)
@quickly
def test_every_exercise_is_shown_or_has_its_reason(known: Circumstances) -> None:
    conditions = conditions_of(known)
    for guide in library().guides.values():
        page = render(library(), guide, conditions, "metric")
        if page.instead:
            assert page.blocks == ()
            continue
        shown = {b.exercise for b in page.blocks if isinstance(b, ExerciseBlock)}
        missing = {m.exercise for m in guide.exercises()} - shown
        reasons = [b for b in page.blocks if isinstance(b, HiddenBlock)]
        assert bool(reasons) or not missing


@given(circumstances, days)
@quickly
def test_nothing_forbidden_leads_to_an_offer(
    known: Circumstances, facts: dict[str, FactValue]
) -> None:
    conditions = conditions_of(known)
    guides = library().guides
    found = every_offer(facts, conditions)
    for offer in found:
        guide = guides[offer.guide]
        assert nothing_left(guide, conditions) is None
        rule = next(rule for rule in guide.rules if rule.id == offer.rule)
        assert set(rule.facts) & _allowed_facts(guide, conditions)
    if "open-warning" in conditions:
        assert {offer.guide for offer in found} == {"get-help-now"}


def _allowed_facts(guide: Guide, conditions: frozenset[str]) -> set[str]:
    """Fact rows in passages and exercises that the tests' own table allows."""
    allowed: set[str] = set()
    for block in guide.blocks:
        inner: tuple[object, ...] = (block,)
        if isinstance(block, Passage):
            if block.tags & forbidden(conditions) or block.not_when & conditions:
                continue
            allowed.update(block.facts)
            inner = block.blocks
        for piece in inner:
            if isinstance(piece, ExerciseMarker) and not is_forbidden(
                piece.exercise, conditions
            ):
                allowed.update(piece.exercise.covers)
    return allowed
