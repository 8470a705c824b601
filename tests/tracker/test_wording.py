"""What was saved, as the line under the thumb and the live region say it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tracker.diary import NOON
from tests.tracker.test_recording import put
from tracker.models import Person
from tracker.views.saved import Done, saved_line
from tracker.vocabulary import Kind

NB = "\u00a0"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "values", "said"),
    [
        (Kind.PAIN, {"score": 4}, "Pain 4 at 12:00"),
        (Kind.SLEEP, {"sleep_minutes": 445}, f"Slept 7{NB}h 25{NB}min"),
        (Kind.DRINK, {"volume_ml": 250}, f"Water, 250{NB}ml at 12:00"),
        (Kind.EXERCISE, {"activity": "walk", "sets": 3}, "Walk, 3 sets at 12:00"),
        (Kind.BREAK, {}, "Posture break at 12:00"),
        (Kind.NOTE, {"text": "Quiet."}, "Note"),
        (Kind.MARK, {"mark": "flare"}, "Mark “Flare”"),
        (Kind.ANSWER, {"question": "no-drink", "answer": "yes"}, "No water today"),
        (Kind.ANSWER, {"question": "desk-day", "answer": "no"}, "Desk day: no"),
        (
            Kind.ANSWER,
            {"question": "after-exercise", "answer": "skipped"},
            "Back after exercise: skipped",
        ),
        (
            Kind.ANSWER,
            {"question": "after-exercise", "answer": "scored", "score": 3},
            "Back after exercise 3",
        ),
    ],
)
def test_it_says_what_it_was_before_how_much(
    person: Person, kind: str, values: dict[str, Any], said: str
) -> None:
    entry = put(person, kind, now=NOON, **values).entry
    spoken = saved_line(entry, Done.SAVED, person).spoken
    assert spoken == f"{said} saved. Undo is there."
