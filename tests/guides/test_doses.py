"""Doses are those of the rows, and stand on each page that carries the row."""

from __future__ import annotations

import re

import pytest

from guides.shapes import Exercise, Guide, LeftOut, Passage, Prose
from tests.guides.test_content import (
    EXERCISES,
    FACT_ROWS,
    GUIDES,
    SOURCES,
    every_exercise,
    numbers,
)

IN_WORDS = {"once": 1.0, "twice": 2.0, "one": 1.0, "two": 2.0, "three": 3.0}
TOLD_OTHERWISE = {
    # The source's 1 to 2 minutes in seconds; the page says minutes.
    ("core-strength", "core-plank"): {60},
    # Foot water above 40 degrees is never offered.
    ("foot-soaks", "footsoak-temperature"): {45},
    # The study says two months; the weeks are reckoned from that.
    ("professional-help-and-myths", "claim-water-therapy-2013"): {8, 9},
}


CORRECTED: dict[str, dict[str, tuple[float, float]]] = {
    # Three stages, told in the note; the player counts one turn.
    "cold-pack-in-a-flare": {"minutes": (10, 10)},
    # The row gives the hold as a count, and the player counts seconds.
    "breath-4-4-4": {
        "minutes": (5, 10),
        "hold_seconds": (4, 4),
        "times_a_day": (1, 1),
    },
}
"""Exercises whose amounts are not those of their rows, each with the reason."""


def amounts_of_rows(exercise: Exercise) -> dict[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    for fact in exercise.covers:
        for key, amount in SOURCES["doses"].get(fact, {}).items():
            if key not in ("other", "per_side"):
                assert found.setdefault(key, tuple(amount)) == tuple(amount)
    return found


@every_exercise
def test_amounts_are_those_of_the_rows(id_: str) -> None:
    exercise = EXERCISES[id_]
    rows = amounts_of_rows(exercise) if id_ not in CORRECTED else CORRECTED[id_]
    assert dict(exercise.dose.amounts) == rows
    doses = [SOURCES["doses"].get(fact, {}) for fact in exercise.covers]
    assert exercise.dose.per_side or not any(dose.get("per_side") for dose in doses)


def test_correction_is_needed() -> None:
    for id_, amounts in CORRECTED.items():
        assert amounts != amounts_of_rows(EXERCISES[id_])


def test_figures_of_a_row_are_the_numbers_of_its_dose() -> None:
    for fact, row in FACT_ROWS.items():
        dose = dict(SOURCES["doses"].get(fact, {}))
        dose.pop("per_side", None)
        assert set(row.figures) == {n for amount in dose.values() for n in amount}


def told(text: str) -> set[float]:
    """The numbers of a text, in figures or in words."""
    words = re.findall(r"[a-z]+", text.lower())
    return numbers(text) | {IN_WORDS[word] for word in words if word in IN_WORDS}


def told_about(fact: str, guide: Guide) -> set[float]:
    """The numbers in the passages and exercises of a page that carry a row."""
    found: set[float] = set()
    for block in guide.blocks:
        if isinstance(block, Passage) and fact in block.facts:
            pieces = [b.markdown for b in block.blocks if isinstance(b, Prose)]
            found |= told("\n".join(pieces))
    for marker in guide.exercises():
        exercise = marker.exercise
        if fact in exercise.covers:
            found |= told("\n".join([exercise.dose.note, *exercise.steps]))
            found |= {n for pair in exercise.dose.amounts.values() for n in pair}
    return found


def left_out(guide: Guide) -> set[str]:
    blocks = [block for block in guide.blocks if isinstance(block, LeftOut)]
    return {fact for block in blocks for fact in block.facts}


@pytest.mark.parametrize("slug", sorted(GUIDES))
def test_figures_of_each_row_stand_where_it_is_carried(slug: str) -> None:
    guide = GUIDES[slug]
    missing = {}
    for fact in set(guide.covers) - left_out(guide):
        figures = set(FACT_ROWS[fact].figures) - TOLD_OTHERWISE.get((slug, fact), set())
        if untold := figures - told_about(fact, guide):
            missing[fact] = untold
    assert not missing


def test_missing_figure_would_be_found() -> None:
    found = told_about("swallow-lift-three-sets", GUIDES["back-muscle-strength"])
    assert {2, 3, 5, 15} <= found
    assert not {20, 30} & found
    assert told("Hold for 5 seconds, twice a day.") == {5, 2}
