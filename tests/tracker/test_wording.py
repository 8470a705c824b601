"""What was saved, as the line under the thumb and the live region say it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.days import NOON
from tests.tracker.test_recording import put
from tracker.models import Person
from tracker.views.saved import Done, saved_line
from tracker.vocabulary import Kind
from tracker.wording import describe, named_once

NB = "\u00a0"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "values", "said"),
    [
        (Kind.PAIN, {"score": 4}, "Pain 4"),
        (Kind.SLEEP, {"sleep_minutes": 445}, f"Slept 7{NB}h 25{NB}min"),
        (Kind.DRINK, {"volume_ml": 250}, f"Water, 250{NB}ml"),
        (Kind.EXERCISE, {"activity": "walk", "sets": 3}, "Walk, 3 sets"),
        (Kind.BREAK, {}, "Posture break"),
        (Kind.NOTE, {"text": "Quiet."}, "Note"),
        (Kind.MARK, {"mark": "flare"}, "Mark “Flare”"),
        (Kind.ANSWER, {"question": "no-drink", "answer": "yes"}, "“No water”"),
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


@pytest.mark.django_db
def test_it_says_the_time_of_what_was_not_now(person: Person) -> None:
    before = NOON - timedelta(minutes=30)
    row = put(person, Kind.BREAK, now=before).entry
    row.recorded_at = NOON
    assert saved_line(row, Done.SAVED, person).text == "Posture break at 11:30 saved."
    now = put(person, Kind.BREAK, now=NOON).entry
    told = {done: saved_line(now, done, person).text for done in Done}
    assert told[Done.UNDONE] == "Posture break taken back."
    assert told[Done.REMOVED] == "Posture break at 12:00 deleted."
    assert told[Done.RESTORED] == "Posture break at 12:00 brought back."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"sets": 1, "repetitions": 1}, "Walk, once"),
        ({"sets": 2, "repetitions": 8}, "Walk, 2 sets of 8"),
        ({"sets": 1}, "Walk, 1 set"),
        ({"repetitions": 1}, "Walk, once"),
        ({"repetitions": 12}, "Walk, 12 times"),
    ],
)
def test_one_is_not_said_as_many(
    person: Person, values: dict[str, Any], said: str
) -> None:
    row = put(person, Kind.EXERCISE, now=NOON, activity="walk", **values).entry
    assert describe(row, person) == said


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ("cold-pack", "cold pack"),
        ("cold-pack cold-pack cold-pack", "cold pack"),
        ("plank walk plank", "plank and walk"),
        ("plank walk heel-slide wall-tuck", "plank, walk, heel slide and wall tuck"),
        ("plank walk toe-lift wall-tuck yoga", "plank, walk, toe lift and 2 others"),
    ],
)
def test_what_was_done_is_named_once(done: str, said: str) -> None:
    assert named_once(done.split()) == said
