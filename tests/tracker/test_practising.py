"""Exercise done with the player: stored set by set, logged once."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from guides.noting import topics_in
from guides.practising import Item
from tests.days import NOON
from tracker import practising, recording
from tracker.models import DaySummary, Entry, Person, Practice, PracticeSet
from tracker.practising import NothingLeft, StillRunning
from tracker.recording import Draft
from tracker.vocabulary import Kind

DAY = date(2026, 11, 20)
NONE: frozenset[str] = frozenset()
TWO = [Item("heel-slide", {"sets": 2}), Item("child-pose", {})]

pytestmark = pytest.mark.django_db


def begin(
    person: Person,
    items: list[Item] = TWO,
    *,
    key: UUID | None = None,
    conditions: frozenset[str] = NONE,
) -> Practice:
    return practising.start(
        person, items, "exercise", conditions, now=NOON, key=key or uuid4()
    )


def test_a_practice_is_logged_as_it_was_done(person: Person) -> None:
    practice = begin(person)
    for number, seconds in ((1, 130), (2, 95)):
        assert practising.finish_set(practice, number, seconds, now=NOON)
    done = NOON + timedelta(minutes=9)
    (entry,) = practising.finish(practice, now=done)
    assert (entry.activity, entry.sets, entry.repetitions) == ("heel-slide", 2, 10)
    assert (entry.minutes, entry.day, entry.moment) == (4, DAY, NOON)
    assert practice.ending == Practice.Ending.STOPPED


def rows_of(
    *sets: tuple[int | None, int | None], seconds: int = 60
) -> list[PracticeSet]:
    return [
        PracticeSet(repetitions=times, other_side=other, seconds=seconds)
        for times, other in sets
    ]


@pytest.mark.parametrize(
    ("sets", "logged", "told"),
    [
        ([(10, None), (10, None)], (2, 10), None),
        ([(10, None), (6, None)], (1, 10), "6 times."),
        ([(10, None), (1, None)], (1, 10), "once."),
        ([(6, None)], (1, 6), None),
        ([(10, 3)], (1, 3), "10 times on one side, 3 on the other."),
        ([(10, 0)], (1, 10), "10 times, on one side only."),
        ([(8, None), (8, 3)], (1, 8), "8 times on one side, 3 on the other."),
        ([(None, None), (None, 0)], (1, None), "the other side was not finished."),
    ],
)
def test_what_was_ended_early_is_logged_as_it_was(
    sets: list[tuple[int | None, int | None]],
    logged: tuple[int, int | None],
    told: str | None,
) -> None:
    values = practising.values_of("heel-slide", rows_of(*sets))
    assert (values["sets"], values["repetitions"]) == logged
    said = f"A set ended early: {told}" if told else None
    assert values.get("text") == said
    assert not topics_in(said or "")


def test_one_side_that_was_held_is_told_without_a_count() -> None:
    values = practising.values_of("figure-four", rows_of((None, 0), seconds=15))
    said = "A set ended early: the other side was not finished."
    assert values == {"activity": "figure-four", "minutes": 1, "text": said}


@pytest.mark.parametrize(
    ("exercise", "times", "other", "stored"),
    [
        ("heel-slide", 10, 3, (10, 3)),
        ("heel-slide", 99, 12, (10, None)),
        ("heel-slide", 4, 4, (4, None)),
        ("figure-four", None, 0, (None, 0)),
        ("figure-four", None, 7, (None, None)),
        ("prone-press-up", 5, 2, (5, None)),  # it has no sides
    ],
)
def test_a_side_with_less_is_kept(
    person: Person,
    exercise: str,
    times: int | None,
    other: int,
    stored: tuple[int | None, int | None],
) -> None:
    practice = begin(person, [Item(exercise, {})])
    practising.finish_set(practice, 1, 60, now=NOON, times=times, other_side=other)
    row = PracticeSet.objects.get()
    assert (row.repetitions, row.other_side) == stored


def test_ended_days_later_it_is_logged_when_it_was_done(person: Person) -> None:
    practice = begin(person)
    assert practising.finish_set(practice, 1, 130, now=NOON)
    (entry,) = practising.finish(practice, now=NOON + timedelta(days=2))
    assert (entry.day, entry.moment) == (DAY, NOON)


@pytest.mark.parametrize(
    ("ago", "minutes"), [(0, 180), (2 * 60 * 60, 60), (999_999, 0)]
)
def test_sent_late_it_was_done_when_it_was(
    person: Person, ago: int, minutes: int
) -> None:
    practice = begin(person)
    later = NOON + timedelta(hours=3)
    assert practising.finish_set(practice, 1, 60, now=later, ago=ago)
    (entry,) = practising.finish(practice, now=later)
    assert entry.moment == NOON + timedelta(minutes=minutes)


def test_everything_sent_twice_is_stored_once(person: Person) -> None:
    key = uuid4()
    practice = begin(person, key=key)
    assert begin(person, key=key).pk == practice.pk
    assert practising.finish_set(practice, 1, 60, now=NOON)
    assert not practising.finish_set(practice, 1, 75, now=NOON)
    first = practising.finish(practice, now=NOON)
    again = practising.finish(Practice.objects.get(), now=NOON)
    assert [e.pk for e in first] == [e.pk for e in again]
    assert not practising.finish_set(practice, 2, 60, now=NOON)
    assert Entry.objects.count() == PracticeSet.objects.count() == 1


def test_all_sets_done_is_done(person: Person) -> None:
    practice = begin(person)
    for number in (1, 2, 3):
        practising.finish_set(practice, number, 30, now=NOON)
    entries = practising.finish(practice, now=NOON)
    assert [entry.activity for entry in entries] == ["heel-slide", "child-pose"]
    assert practice.ending == Practice.Ending.DONE


def test_nothing_done_logs_nothing(person: Person) -> None:
    assert practising.finish(begin(person), now=NOON) == []
    assert practising.running(person) is None


def test_one_at_a_time(person: Person, other_person: Person) -> None:
    practice = begin(person)
    begin(other_person)
    with pytest.raises(StillRunning) as refused:
        begin(person)
    assert refused.value.practice == practice


def test_an_unknown_set_is_refused(person: Person) -> None:
    with pytest.raises(KeyError):
        practising.finish_set(begin(person), 4, 30, now=NOON)


def test_safety_leaves_things_out(person: Person) -> None:
    acute = frozenset({"acute-pain"})
    with pytest.raises(NothingLeft):
        begin(person, [Item("plank", {}), Item("gone", {})], conditions=acute)
    practice = begin(person, [Item("plank", {}), Item("child-pose", {})])
    left = practising.plan_of(practice, acute)
    assert "plank" not in {one.exercise for one in left.sets}


def test_techniques_are_no_exercise_and_still_known(person: Person) -> None:
    practising.log_done(
        person, [Item("cold-pack", {})], "exercise", now=NOON, key=uuid4()
    )
    assert Entry.objects.get().kind == Kind.RELIEF
    (done,) = practising.done_since(person, DAY)
    assert (done.exercise, done.minutes) == ("cold-pack", 10)
    day = DaySummary.objects.get()
    assert (day.exercise_minutes, day.activities) == (None, [])


def test_done_without_the_player(person: Person) -> None:
    key = uuid4()
    for _ in range(2):
        practising.log_done(
            person, [Item("heel-slide", {"sets": 2})], "exercise", now=NOON, key=key
        )
    (entry,) = Entry.objects.all()
    assert (entry.sets, entry.repetitions, entry.minutes) == (2, 10, 3)


def test_what_was_logged_by_hand_counts_too(
    person: Person, other_person: Person
) -> None:
    for owner, day in ((person, DAY - timedelta(days=1)), (other_person, DAY)):
        values = {"activity": "plank", "sets": 3}
        draft = Draft(Kind.EXERCISE, uuid4(), day, None, values, True)
        recording.record(owner, draft, now=NOON)
    practising.log_done(
        person, [Item("cold-pack", {})], "exercise", now=NOON, key=uuid4()
    )
    done = practising.done_since(person, DAY - timedelta(days=3))
    assert [(d.exercise, d.sets, d.day) for d in done] == [
        ("plank", 3, DAY - timedelta(days=1)),
        ("cold-pack", 1, DAY),
    ]
    assert practising.done_since(person, DAY + timedelta(days=1)) == []


@pytest.mark.parametrize("text", ["x", "-3", "0", "1000", "1.5", "٣"])
def test_amounts_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match="sets"):
        practising.amounts_from({"sets": text})


def test_amounts_of_a_form() -> None:
    form = {"sets": " 3 ", "minutes": "", "other": "9"}
    assert practising.amounts_from(form) == {"sets": 3}
