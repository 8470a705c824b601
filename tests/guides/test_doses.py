"""Every number of a dose stands on each page that carries its row."""

from __future__ import annotations

import re

import pytest

from guides.shapes import Guide, LeftOut, Passage, Prose
from tests.guides.test_content import FACT_ROWS, GUIDES, numbers

IN_WORDS = {"once": 1.0, "twice": 2.0, "one": 1.0, "two": 2.0, "three": 3.0}
TOLD_OTHERWISE = {
    # The source's 1 to 2 minutes in seconds; the page says minutes.
    ("core-strength", "core-plank"): {60},
    # Foot water above 40 degrees is never offered.
    ("foot-soaks", "footsoak-temperature"): {45},
    # The study says two months; the weeks are reckoned from that.
    ("professional-help-and-myths", "claim-water-therapy-2013"): {8, 9},
}


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
