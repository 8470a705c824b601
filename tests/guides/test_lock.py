"""Exercises are locked until the safety questions are answered, and nothing else is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from guides.library import library
from guides.linking import (
    exercise_hidden,
    exercises_shown,
    is_locked,
    nothing_left,
    offers,
)
from guides.rendering import ExerciseBlock, LockedBlock, render
from guides.rules import FactValue
from guides.safety.hiding import NOT_SCREENED, Circumstances, conditions_of
from tests.guides.test_safety_properties import DAY, circumstances, days, quickly

LOCK = frozenset({NOT_SCREENED})


def test_unanswered_questions_are_a_condition_of_their_own() -> None:
    assert conditions_of(Circumstances(DAY, {}, unscreened=True)) == LOCK
    assert conditions_of(Circumstances(DAY, {})) == frozenset()


def test_every_exercise_is_locked_and_no_technique_is() -> None:
    for exercise in library().exercises.values():
        never = exercise_hidden(exercise, frozenset()) is not None
        moves = exercise.kind == "exercise"
        assert is_locked(exercise, LOCK) is (moves and not never), exercise.id
        assert not is_locked(exercise, frozenset())


@pytest.mark.usefixtures("read_once")
@given(circumstances)
@quickly
def test_no_exercise_is_rendered_while_they_wait(known: Circumstances) -> None:
    conditions = conditions_of(known)
    for guide in library().guides.values():
        page = render(library(), guide, conditions | LOCK, "metric")
        free = render(library(), guide, conditions, "metric")
        shown = [b.exercise for b in page.blocks if isinstance(b, ExerciseBlock)]
        assert all(exercise.kind != "exercise" for exercise in shown)
        moves = [
            b
            for b in free.blocks
            if isinstance(b, ExerciseBlock) and b.exercise.kind == "exercise"
        ]
        locked = [b for b in page.blocks if isinstance(b, LockedBlock)]
        assert bool(locked) is bool(moves)
        assert page.instead == free.instead


@given(circumstances, days)
@quickly
def test_lists_and_offers_are_the_same_while_they_wait(
    known: Circumstances, facts: dict[str, FactValue]
) -> None:
    free = conditions_of(known)
    guides = library().guides.values()

    def offered(conditions: frozenset[str]) -> object:
        return offers(
            guides, facts, conditions, marks={}, recently={}, day=DAY, units="metric"
        )

    assert offered(free | LOCK) == offered(free)
    assert exercises_shown(library(), free | LOCK) == exercises_shown(library(), free)
    for guide in guides:
        assert nothing_left(guide, free | LOCK) == nothing_left(guide, free)


def test_neighbours_that_are_locked_share_one_line() -> None:
    page = render(library(), library().guides["core-strength"], LOCK, "metric")
    kinds = [block.kind for block in page.blocks]
    assert "locked" in kinds
    assert ("locked", "locked") not in set(pairwise(kinds))
