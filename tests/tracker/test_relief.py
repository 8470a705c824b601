"""A technique that was done: seen on its day, corrected, deleted, asked about."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.test import Client

from guides.library import library
from guides.practising import Item
from tests.days import DAY, NOON, Travel
from tests.pages import text
from tests.tracker.test_recording import put
from tracker import practising
from tracker.facts import facts_of, known_of
from tracker.integrity import wrong_summaries
from tracker.models import Entry, Person, Practice
from tracker.vocabulary import Kind

TECHNIQUES = [e.id for e in library().exercises.values() if e.kind == "technique"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def with_player(browser: Client, name: str, seconds: int) -> Practice:
    sent = {"exercise": name, "key": uuid4(), "how": "start"}
    assert browser.post("/practice/start/", sent).status_code == 302
    practice = Practice.objects.latest("started_at")
    address = f"/practice/{practice.pk}/"
    browser.post(f"{address}sets/1/", {"seconds": seconds})
    browser.post(f"{address}finish/")
    return practice


@pytest.mark.parametrize("name", TECHNIQUES)
def test_every_technique_is_logged_as_relief(person: Person, name: str) -> None:
    practising.log_done(person, [Item(name, {})], "exercise", now=NOON, key=uuid4())
    entry = Entry.objects.get()
    assert (entry.kind, entry.activity, entry.day) == (Kind.RELIEF, name, NOON.date())


def test_day_shows_what_was_really_done(screened_client: Client) -> None:
    with_player(screened_client, "cold-pack", 7 * 60)
    page = text(screened_client.get("/"))
    assert "Relief: Cold pack, 7 min." in page
    assert "1 logged" in page
    rows = text(screened_client.get("/days/2026-11-20/exercise/"))
    assert "Cold pack, 7 min" in rows
    assert "None today" in page  # it is no exercise, so the question stays


def test_day_page_shows_it_later(screened_client: Client, travel: Travel) -> None:
    with_player(screened_client, "heat-pack", 15 * 60)
    travel(NOON + DAY * 3)
    assert "Relief: Heat pack or hot-water bottle, 15 min." in text(
        screened_client.get("/days/2026-11-20/")
    )


def test_it_is_corrected(screened_client: Client) -> None:
    with_player(screened_client, "cold-pack", 40 * 60)
    entry = Entry.objects.get()
    address = f"/entries/{entry.pk}/edit/"
    page = text(screened_client.get(address))
    assert 'name="effort"' not in page
    screened_client.post(
        address, {"activity": "cold-pack", "minutes": "10", "time": "12:00"}
    )
    entry.refresh_from_db()
    assert entry.minutes == 10
    assert "Relief: Cold pack, 10 min." in text(screened_client.get("/"))


def test_it_is_deleted_and_brought_back(screened_client: Client) -> None:
    with_player(screened_client, "cold-pack", 600)
    entry = Entry.objects.get()
    answer = screened_client.post(f"/entries/{entry.pk}/remove/")
    shown = screened_client.get(answer["Location"].split("#")[0])
    assert "Cold pack, 10 min at 12:00 deleted." in text(shown)
    assert "Relief:" not in text(screened_client.get("/"))
    assert "Cold pack" in text(screened_client.get("/deleted/"))
    screened_client.post(f"/entries/{entry.pk}/restore/")
    assert "Relief: Cold pack" in text(screened_client.get("/"))


def test_practice_taken_back_can_be_restored(screened_client: Client) -> None:
    practice = with_player(screened_client, "cold-pack", 600)
    screened_client.post(f"/practice/{practice.pk}/delete/")
    assert "Cold pack" in text(screened_client.get("/deleted/"))
    assert practising.done_since(practice.person, NOON.date()) == []


def test_next_day_asks_how_the_back_is(screened_client: Client, travel: Travel) -> None:
    put(Person.objects.get(), Kind.PAIN, score=6, now=NOON - timedelta(hours=1))
    with_player(screened_client, "cold-pack", 600)
    travel(NOON + DAY)
    page = text(screened_client.get("/"))
    assert (
        "How is your back after yesterday\N{RIGHT SINGLE QUOTATION MARK}s cold pack?"
        in page
    )
    assert "Before it: 6." in page
    sent = {
        "client_id": uuid4(),
        "page_day": "2026-11-21",
        "live": "yes",
        "question": "after-exercise",
        "score": "4",
    }
    screened_client.post("/entries/answer/", sent)
    assert "How is your back after" not in text(screened_client.get("/"))
    assert Entry.objects.get(kind=Kind.ANSWER).score == 4


def test_cold_pack_is_no_exercise_that_did_harm(person: Person) -> None:
    put(person, Kind.PAIN, score=3, now=NOON)
    practising.log_done(
        person, [Item("cold-pack", {})], "exercise", now=NOON, key=uuid4()
    )
    put(
        person,
        Kind.ANSWER,
        now=NOON + DAY,
        day=NOON.date() + DAY,
        question="after-exercise",
        answer="scored",
        score=7,
    )
    facts = facts_of(known_of(person, NOON.date() + DAY, now=NOON + DAY))
    assert "exercise_next_day_rise" not in facts
    facts = facts_of(known_of(person, NOON.date(), now=NOON))
    assert "exercise_minutes" not in facts
    assert "activities" not in facts


def test_summaries_hold(person: Person) -> None:
    practising.log_done(
        person, [Item("cold-pack", {})], "exercise", now=NOON, key=uuid4()
    )
    assert list(wrong_summaries()) == []


def test_relief_says_what_it_was(person: Person) -> None:
    with pytest.raises(IntegrityError, match="relief_has_activity"):
        Entry.objects.create(
            person=person,
            client_id=uuid4(),
            fingerprint="",
            kind=Kind.RELIEF,
            day=NOON.date(),
            zone="UTC",
            recorded_at=NOON,
        )


def test_of_one_person_alone(screened_client: Client, other_client: Client) -> None:
    with_player(screened_client, "cold-pack", 600)
    assert "Relief:" not in text(other_client.get("/"))
