"""Every row of an exercise or a technique becomes something to do, or says why not."""

from __future__ import annotations

from typing import Final

from guides.library import library
from tracker.vocabulary import Activity

NO_ENTRY: Final = {
    "exercise-swimming": "an activity of the diary: nobody takes a player to a pool",
    "exercise-swimming-stroke-choice": "a choice within that activity",
    "exercise-pilates": "an activity of the diary: a whole school, without steps",
    "yoga-stretch-first": "an activity of the diary; its back stretches are entries",
    "stretch-comfortable-clothes": "what to wear, above the stretches of two guides",
    "sleep-wind-down": "what to spend an evening on; its warm bath is an entry",
}
"""Rows that stand on their pages alone, each with the reason."""


def test_every_row_that_is_done_is_an_entry_or_has_its_reason() -> None:
    covered = {row for one in library().exercises.values() for row in one.covers}
    rows = {
        row.id
        for row in library().facts.values()
        if row.kind in {"exercise", "technique"} and not row.only_left_out
    }
    assert rows - covered == set(NO_ENTRY)


def test_activities_without_an_entry_can_be_logged() -> None:
    assert {"swim", "pilates", "yoga"} <= set(Activity.values)
