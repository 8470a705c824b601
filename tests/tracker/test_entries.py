"""Everything that is tapped: stored once, refused in words, undone exactly."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.days import NOON, TODAY
from tests.tracker.test_recording import put
from tracker import recording
from tracker.access import entries
from tracker.models import Entry, Person
from tracker.vocabulary import Kind

HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.django_db


def form(page_day: date = TODAY, **fields: Any) -> dict[str, Any]:
    """What the day's screen sends."""
    live = {"live": "yes"} if page_day == TODAY else {}
    sent = {"client_id": str(uuid4()), "page_day": page_day.isoformat()}
    return {**sent, **live, **fields}


VALID: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("pain", {"score": "4"}, {"score": 4}),
    ("sleep", {"sleep_minutes": "450"}, {"sleep_minutes": 450}),
    ("sleep", {"hours": "7", "minutes": "25"}, {"sleep_minutes": 445}),
    ("sleep", {"asleep_from": "23:15", "asleep_to": "06:45"}, {"sleep_minutes": 450}),
    ("drink", {"volume_ml": "300"}, {"volume_ml": 300}),
    ("drink", {"amount": "330"}, {"volume_ml": 330}),
    ("exercise", {"activity": "walk", "minutes": "20"}, {"minutes": 20}),
    ("exercise", {"activity": "plank", "sets": "2", "repetitions": "3"}, {"sets": 2}),
    ("break", {}, {"kind": "break"}),
    ("note", {"text": "  Long drive.  "}, {"text": "Long drive."}),
    ("mark", {"mark": "stress"}, {"mark": "stress"}),
    ("answer", {"question": "no-drink", "answer": "yes"}, {"answer": "yes"}),
    ("answer", {"question": "desk-day", "answer": "no"}, {"answer": "no"}),
]


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(("kind", "fields", "stored"), VALID)
def test_a_tap_is_stored(
    person: Person,
    person_client: Client,
    noon: Any,
    kind: str,
    fields: dict[str, Any],
    stored: dict[str, Any],
    htmx: bool,
) -> None:
    answer = person_client.post(
        f"/entries/{kind}/", form(**fields), headers=HTMX if htmx else {}
    )
    entry = entries(person).get()
    assert {name: getattr(entry, name) for name in stored} == stored
    assert (entry.day, entry.moment, entry.backfilled) == (TODAY, NOON, False)
    if htmx:
        assert answer.status_code == 200
        assert 'class="saved"' in answer.content.decode()
        assert 'id="status"' in answer.content.decode()
        assert 'id="offers"' in answer.content.decode()
    else:
        assert answer.status_code == 302
        assert "Undo" in person_client.get(answer["Location"]).content.decode()


def test_a_visitor_stores_nothing(client: Client) -> None:
    plain = client.post("/entries/pain/", form(score="4"))
    assert plain.status_code == 401
    assert "Save again" in plain.content.decode()
    tapped = client.post("/entries/pain/", form(score="4"), headers=HTMX)
    assert tapped.status_code == 401
    assert "Sign in" in tapped.content.decode()
    assert not Entry.objects.exists()


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("pain", {"score": "11"}, "from 0 to 10"),
    ("pain", {"score": "-1"}, "from 0 to 10"),
    ("pain", {"score": "x"}, "from 0 to 10"),
    ("pain", {}, "Choose a number"),
    ("pain", {"score": "4", "time": "25:00"}, "Enter a time such as"),
    ("pain", {"score": "4", "time": "12:30"}, "has not come yet"),
    ("sleep", {"hours": "30"}, "from 0 to 24"),
    ("sleep", {"hours": "24", "minutes": "30"}, "at most 24 hours"),
    ("sleep", {"sleep_minutes": "1800"}, "at most 24 hours"),
    ("sleep", {"asleep_from": "23:00"}, "Enter both times"),
    ("sleep", {"hours": "6", "sleep_quality": "9"}, "from 1 to 5"),
    ("sleep", {}, "Enter how long you slept"),
    ("drink", {"volume_ml": "50000"}, "5 litres"),
    ("drink", {"amount": "50000"}, "5 litres"),
    ("drink", {"amount": "NaN"}, "Enter a number"),
    ("drink", {}, "Enter how much"),
    ("exercise", {"activity": "pole-dance"}, "not in the list"),
    ("exercise", {"activity": "walk", "minutes": "1e309"}, "whole minutes"),
    ("exercise", {"activity": "walk", "effort": "brutal"}, "light, moderate or hard"),
    ("break", {"times": "0"}, "from 1 to 100"),
    ("note", {"text": "x" * 10_001}, "at most 10,000"),
    ("mark", {"mark": "birthday"}, "not in the list"),
    ("answer", {"answer": "maybe", "question": "desk-day"}, "not one of the answers"),
]


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(("kind", "fields", "message"), BAD)
def test_bad_input_is_refused_in_words(
    person: Person,
    person_client: Client,
    noon: Any,
    kind: str,
    fields: dict[str, Any],
    message: str,
    htmx: bool,
) -> None:
    put(person, Kind.DRINK, now=NOON, volume_ml=250)
    answer = person_client.post(
        f"/entries/{kind}/", form(**fields), headers=HTMX if htmx else {}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    for typed in fields.values():
        assert typed[:50] in page
    assert entries(person).count() == 1


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("exercise", {"activity": ""}, "Choose what you did."),
        ("pain", {}, "Choose a number from 0 to 10."),
        (
            "answer",
            {"question": "no-drink", "answer": "yes"},
            "Something is logged here. Delete it first.",
        ),
    ],
)
def test_nobody_is_told_that_nothing_was_sent(
    person: Person,
    person_client: Client,
    noon: Any,
    kind: str,
    fields: dict[str, Any],
    words: str,
) -> None:
    put(person, Kind.DRINK, now=NOON, volume_ml=250)
    answer = person_client.post(f"/entries/{kind}/", form(**fields), headers=HTMX)
    assert answer.status_code == 422
    assert answer.text.count(words) == 1
    assert "You sent" not in answer.text


def test_tomorrow_sent_from_a_zone_ahead_is_refused(
    person: Person, person_client: Client, noon: Any
) -> None:
    sent = form(date(2026, 11, 21), score="4")
    answer = person_client.post("/entries/pain/", sent)
    assert answer.status_code == 422
    assert "has not come yet" in answer.content.decode()
    assert not entries(person).exists()


def test_a_form_without_an_id_is_refused(person_client: Client, noon: Any) -> None:
    answer = person_client.post("/entries/pain/", {"score": "4"})
    assert answer.status_code == 422
    assert "could not be saved" in answer.content.decode()


def test_an_unknown_kind_is_not_found(person_client: Client, noon: Any) -> None:
    assert person_client.post("/entries/mood/", form()).status_code == 404


def test_the_same_tap_twice_answers_the_same(
    person: Person, person_client: Client, noon: Any
) -> None:
    sent = form(score="4")
    first = person_client.post("/entries/pain/", sent, headers=HTMX)
    second = person_client.post("/entries/pain/", sent, headers=HTMX)
    assert entries(person).count() == 1

    def without_ids(html: bytes) -> list[str]:
        lines = html.decode().splitlines()
        return [x for x in lines if "client_id" not in x and "csrf" not in x]

    assert without_ids(first.content) == without_ids(second.content)


def test_a_tap_sent_again_after_its_entry_was_moved_shows_the_day_it_is_on(
    person: Person, person_client: Client, noon: Any
) -> None:
    yesterday = TODAY - timedelta(days=1)
    put(person, Kind.PAIN, day=yesterday, timed=False, score=9)
    put(person, Kind.PAIN, now=NOON - timedelta(hours=2), score=7)
    sent = form(score="4")
    person_client.post("/entries/pain/", sent, headers=HTMX)
    tapped = Entry.objects.get(client_id=sent["client_id"])
    recording.move(person, tapped, yesterday, now=NOON)
    again = person_client.post("/entries/pain/", sent, headers=HTMX).content.decode()
    assert "from 2 readings" in again
    assert "mean 6.5" in again


def test_the_same_id_with_another_value_is_a_conflict_for_scripts(
    person: Person, person_client: Client, noon: Any
) -> None:
    sent = form(score="4")
    person_client.post("/entries/pain/", sent, headers=HTMX)
    answer = person_client.post("/entries/pain/", {**sent, "score": "6"}, headers=HTMX)
    assert answer.status_code == 409
    assert "saved before with another value" in answer.content.decode()
    assert [row.score for row in entries(person)] == [4]


def test_back_in_the_browser_never_leads_to_a_conflict(
    person: Person, person_client: Client, noon: Any
) -> None:
    sent = form(volume_ml="250")
    person_client.post("/entries/drink/", sent)
    answer = person_client.post("/entries/drink/", {**sent, "volume_ml": "500"})
    assert answer.status_code == 302
    assert sorted(row.volume_ml or 0 for row in entries(person)) == [250, 500]


def test_every_answer_renews_the_ids(
    person: Person, person_client: Client, noon: Any
) -> None:
    sent = form(score="4")
    answer = person_client.post("/entries/pain/", sent, headers=HTMX)
    assert sent["client_id"] not in answer.content.decode()


def test_an_old_tab_changes_only_what_is_tapped_of_a_night(
    person: Person, person_client: Client, noon: Any
) -> None:
    def tap(**fields: Any) -> tuple[Any, ...]:
        person_client.post("/entries/sleep/", form(**fields), headers=HTMX)
        night = entries(person).get()
        times = (night.asleep_from, night.asleep_to)
        return night.sleep_minutes, night.sleep_quality, times != (None, None)

    assert tap(sleep_minutes="420") == (420, None, False)
    assert tap(asleep_from="23:00", asleep_to="05:00") == (360, None, True)
    assert tap(sleep_quality="4") == (360, 4, True)  # by a page that shows 7 h
    assert tap(sleep_minutes="375") == (375, 4, False)
    assert tap(hours="8", minutes="0") == (480, 4, False)
    recording.remove(person, entries(person).get(), now=NOON)
    sent = form(sleep_quality="2")
    answer = person_client.post("/entries/sleep/", sent, headers=HTMX)
    assert answer.status_code == 422
    assert "Enter how long you slept." in answer.content.decode()


def test_a_past_day_gets_no_time_unless_given(
    person: Person, person_client: Client, noon: Any
) -> None:
    day = date(2026, 11, 10)
    person_client.post("/entries/pain/", form(day, score="4"))
    person_client.post("/entries/pain/", form(day, score="6", time="08:30"))
    first, second = entries(person).order_by("score")
    assert (first.moment, first.backfilled) == (None, True)
    assert second.moment == datetime(2026, 11, 10, 7, 30, tzinfo=UTC)


def test_a_correction_offers_to_keep_both(
    person: Person, person_client: Client, noon: Any
) -> None:
    person_client.post("/entries/pain/", form(score="4"), headers=HTMX)
    noon.shift(timedelta(seconds=60))
    answer = person_client.post("/entries/pain/", form(score="5"), headers=HTMX)
    page = answer.content.decode()
    assert "replaces the last one" in page
    assert "Keep both" in page
    entry = entries(person).get()
    person_client.post(f"/entries/{entry.pk}/keep-both/", headers=HTMX)
    assert sorted(row.score or 0 for row in entries(person)) == [4, 5]


def test_a_reading_that_is_gone_leaves_the_one_before_in_its_card(
    person: Person, person_client: Client, noon: Any
) -> None:
    for score in "46":
        person_client.post("/entries/pain/", form(score=score), headers=HTMX)
    last = entries(person).get()
    undone = person_client.post(f"/entries/{last.pk}/undo/", headers=HTMX)
    assert "Last 4, 12:00" in " ".join(undone.content.decode().split())
    noon.shift(timedelta(hours=1))
    person_client.post("/entries/pain/", form(score="7"), headers=HTMX)
    gone = entries(person).get(score=7)
    deleted = person_client.post(f"/entries/{gone.pk}/remove/", headers=HTMX)
    page = " ".join(deleted.content.decode().split())
    assert "Last 4, 12:00" in page
    assert "For the reading 4 of 12:00." in page
    assert "1 logged" in page


def test_a_quicker_tap_still_corrects_the_one_before_it(
    person: Person, person_client: Client, noon: Any
) -> None:
    person_client.post("/entries/pain/", form(score="4"), headers=HTMX)
    waited = {**HTMX, "BackCare-Waited": "1"}  # 0.6 s, rounded
    answer = person_client.post("/entries/pain/", form(score="6"), headers=waited)
    assert "replaces the last one" in answer.content.decode()
    assert [row.score for row in entries(person)] == [6]
    earlier = form(score="2", time="11:59")
    person_client.post("/entries/pain/", earlier, headers=HTMX)
    assert sorted(row.score or 0 for row in entries(person)) == [2, 6]


def test_details_of_a_reading(person: Person, person_client: Client, noon: Any) -> None:
    entry = put(person, Kind.PAIN, now=NOON, score=4).entry
    fields = {
        "areas": ["lower_back-left", "buttock-left"],
        "sensations": ["dull"],
        "text": "after sitting",
    }
    answer = person_client.post(f"/entries/{entry.pk}/details/", fields, headers=HTMX)
    assert answer.status_code == 200
    entry.refresh_from_db()
    assert entry.areas == ["lower_back-left", "buttock-left"]
    assert (entry.sensations, entry.text) == (["dull"], "after sitting")
    person_client.post(f"/entries/{entry.pk}/details/", {}, headers=HTMX)
    entry.refresh_from_db()
    assert (entry.areas, entry.sensations, entry.text) == (None, None, "")


def test_a_forged_area_is_refused_and_what_was_typed_stays(
    person: Person, person_client: Client, noon: Any
) -> None:
    entry = put(person, Kind.PAIN, now=NOON, score=4, areas=["neck-middle"]).entry
    fields = {"areas": ["moon"], "text": "typed before"}
    answer = person_client.post(f"/entries/{entry.pk}/details/", fields, headers=HTMX)
    assert answer.status_code == 422
    assert "not on the map" in answer.content.decode()
    assert "typed before" in answer.content.decode()
    entry.refresh_from_db()
    assert (entry.areas, entry.text) == (["neck-middle"], "")


def test_an_emptied_note_is_taken_away_and_can_come_back(
    person: Person, person_client: Client, noon: Any
) -> None:
    person_client.post("/entries/note/", form(text="Something"))
    answer = person_client.post("/entries/note/", form(text=""), headers=HTMX)
    assert not entries(person).exists()
    assert "Undo" in answer.content.decode()
    gone = Entry.objects.get()
    person_client.post(f"/entries/{gone.pk}/restore/")
    assert entries(person).get().text == "Something"


ACTIONS = ["edit", "details", "remove", "restore", "undo", "keep-both", "move"]


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("headers", [HTMX, {}])
def test_what_belongs_to_another_does_not_exist(
    person: Person,
    other_client: Client,
    client: Client,
    noon: Any,
    action: str,
    headers: dict[str, str],
) -> None:
    entry = put(person, Kind.PAIN, now=NOON, score=4, text="sentinel").entry
    before = Entry.objects.values().get()
    address = f"/entries/{entry.pk}/{action}/"
    sent = {"score": "1", "day": "2026-11-01"}
    answer = other_client.post(address, sent, headers=headers)
    assert answer.status_code == 404
    assert b"sentinel" not in answer.content
    assert client.post(address, sent, headers=headers).status_code == 401
    assert Entry.objects.values().get() == before
