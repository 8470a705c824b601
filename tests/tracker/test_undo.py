"""Undo, moving and old tabs: nothing that was logged is lost or counted twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from tests.days import NOON
from tests.tracker.test_recording import DAY, put, summary
from tests.tracker.test_week import TUESDAY, changes, live, send
from tracker import recording, rules
from tracker.access import entries
from tracker.calendar import day_of
from tracker.integrity import wrong_summaries
from tracker.models import Person
from tracker.vocabulary import Kind

pytestmark = pytest.mark.django_db


def test_undo_twice_changes_nothing_more(person: Person) -> None:
    first = put(person, Kind.SLEEP, sleep_minutes=420).entry
    second = put(person, Kind.SLEEP, sleep_minutes=435).entry
    recording.undo(person, second, now=NOON)
    second.refresh_from_db()
    recording.undo(person, second, now=NOON)
    assert list(entries(person)) == [first]


def test_undo_in_an_old_tab_leaves_what_replaced_it(person: Person) -> None:
    put(person, Kind.SLEEP, sleep_minutes=420)
    second = put(person, Kind.SLEEP, sleep_minutes=435).entry
    third = put(person, Kind.SLEEP, sleep_minutes=450).entry
    second.refresh_from_db()
    for change in (recording.undo, recording.remove):
        with pytest.raises(rules.Invalid, match="meanwhile"):
            change(person, second, now=NOON)
    assert list(entries(person)) == [third]
    assert summary(person).sleep_minutes == 450


def test_undo_of_undo_puts_the_correction_back_in_place(person: Person) -> None:
    put(person, Kind.PAIN, score=4)
    second = put(person, Kind.PAIN, score=6).entry
    recording.undo(person, second, now=NOON)
    assert summary(person).pain_sum == 4
    recording.restore(person, second, now=NOON)
    assert list(entries(person)) == [second]
    assert (summary(person).pain_sum, summary(person).pain_count) == (6, 1)


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        (Kind.SLEEP, {"sleep_minutes": 420}, {"sleep_minutes": 480}),
        (Kind.NOTE, {"text": "old"}, {"text": "new"}),
        (Kind.MARK, {"mark": "fall"}, {"mark": "fall"}),
    ],
)
def test_bringing_back_never_takes_what_was_logged_since(
    person: Person, kind: Kind, old: dict[str, Any], new: dict[str, Any]
) -> None:
    first = put(person, kind, **old).entry
    recording.remove(person, first, now=NOON)
    second = put(person, kind, **new).entry
    with pytest.raises(rules.Invalid, match="in its place"):
        recording.restore(person, first, now=NOON)
    assert list(entries(person)) == [second]


def test_undo_after_a_move_touches_no_other_day(person: Person) -> None:
    """The page of before the move still offers Undo and Keep both."""
    for change in (recording.undo, recording.keep_both):
        put(person, Kind.PAIN, score=4)
        second = put(person, Kind.PAIN, score=6).entry
        recording.move(person, second, DAY - timedelta(days=1), now=NOON)
        second.refresh_from_db()
        change(person, second, now=NOON)
        assert not list(wrong_summaries())


def test_keep_both_says_a_note_once(person: Person) -> None:
    first = put(person, Kind.PAIN, score=4, text="on the stairs").entry
    second = put(person, Kind.PAIN, score=6).entry
    recording.keep_both(person, second, now=NOON)
    texts = dict(entries(person).values_list("pk", "text"))
    assert texts == {first.pk: "on the stairs", second.pk: ""}


def test_a_lost_answer_still_says_what_was_corrected(person: Person) -> None:
    first, tap = put(person, Kind.PAIN, score=4).entry, uuid4()
    for _time in range(2):
        again = put(person, Kind.PAIN, client_id=tap, score=6)
        assert again.replaced == first


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles"])
def test_an_entry_moved_after_travel_is_on_the_day_it_was_moved_to(
    person: Person, zone: str
) -> None:
    entry = put(person, Kind.PAIN, score=4).entry
    person.time_zone = zone
    target = DAY - timedelta(days=4)
    recording.move(person, entry, target, now=NOON)
    entry.refresh_from_db()
    assert entry.moment is not None
    assert day_of(entry.moment, person) == entry.day == target


def test_a_late_hour_of_a_long_day_stays_on_the_day_it_is_moved_to(
    person: Person,
) -> None:
    """25 October 2026 has 25 hours in Berlin."""
    late = datetime(2026, 10, 25, 22, 30, tzinfo=UTC)  # 23:30 in Berlin
    day = date(2026, 10, 25)
    entry = put(person, Kind.PAIN, day=day, now=late, score=4).entry
    recording.move(person, entry, date(2026, 10, 20), now=NOON)
    entry.refresh_from_db()
    assert entry.moment == datetime(2026, 10, 20, 21, 30, tzinfo=UTC)


def test_a_cell_changed_in_another_tab_keeps_what_it_holds(
    person: Person, person_client: Client
) -> None:
    with time_machine.travel(NOON, tick=False):
        send(person_client, pain="4")
        html = send(person_client, pain="5", was_pain="4").content.decode()
        send(person_client, pain="6", was_pain="5")
        emptied = send(person_client, pain="", was_pain="6").content.decode()
        send(person_client, pain="7")
        for old in (html, emptied):
            undo = {"change": changes(old)}
            answer = person_client.post(f"/weeks/days/{TUESDAY}/undo/", undo)
            assert answer.status_code == 302
    assert [entry.score for entry in live(person)] == [7]


def test_undo_of_an_emptied_none_leaves_what_was_logged_since(
    person: Person, person_client: Client
) -> None:
    with time_machine.travel(NOON, tick=False):
        send(person_client, water="0")
        emptied = send(person_client, water="", was_water="0").content.decode()
        send(person_client, water="500")
        undo = {"change": changes(emptied)}
        answer = person_client.post(f"/weeks/days/{TUESDAY}/undo/", undo)
    assert answer.status_code == 302
    assert [entry.volume_ml for entry in live(person)] == [500]


def test_an_old_row_sent_again_after_undo_is_stored(
    person: Person, person_client: Client
) -> None:
    """The browser's Back brings the row's old id with it."""
    row = {"client_id": str(uuid4()), "pain": "5", "was-pain": ""}
    address = f"/weeks/days/{TUESDAY}/"
    with time_machine.travel(NOON, tick=False):
        person_client.post(address, row)
        (entry,) = live(person)
        person_client.post(f"{address}undo/", {"change": f"made-{entry.pk}"})
        assert live(person) == []
        person_client.post(address, row)
    assert [entry.score for entry in live(person)] == [5]
