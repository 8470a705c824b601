"""Every row of an exercise or a technique that is safe to offer is something to do."""

from __future__ import annotations

from guides.library import library
from guides.vocabulary import ACTIVITIES


def test_every_row_that_is_done_is_an_entry() -> None:
    covered = {row for one in library().exercises.values() for row in one.covers}
    rows = {
        row.id
        for row in library().facts.values()
        if row.kind in {"exercise", "technique"} and not row.only_left_out
    }
    assert not rows - covered


def test_an_activity_that_is_an_exercise_of_the_guides_has_one_id() -> None:
    assert library().exercises.keys() & ACTIVITIES.keys() == {"swim", "yoga", "pilates"}
