"""Programmes through the nights, journeys, gaps and corrections of a real diary."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from tests.days import DAY, NOON, Travel
from tests.pages import text
from tracker import recording
from tracker.calendar import day_of
from tracker.models import Entry, Person
from tracker.recording import Draft
from tracker.vocabulary import Kind

SERIES = "/guides/programmes/mckenzie-series/"
FLARE = "/guides/programmes/flare-days/"
CORE = "/guides/programmes/core-strength/"
HOUR = timedelta(hours=1)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def start(browser: Client, address: str) -> None:
    browser.post(f"{address}change/", {"do": "start"})


def did(person: Person, exercise: str, moment: datetime) -> Entry:
    kind = Kind.RELIEF if exercise.startswith("cold") else Kind.EXERCISE
    values = {"activity": exercise, "minutes": 2}
    draft = Draft(kind, uuid4(), day_of(moment, person), moment, values)
    return recording.record(person, draft, now=moment).entry


def night_owl(person: Person) -> None:
    person.day_ends_hour = 4
    person.save()


def test_a_night_belongs_to_the_day_that_it_ends(
    screened_client: Client, person: Person, travel: Travel
) -> None:
    night_owl(person)
    start(screened_client, FLARE)
    three = datetime(2026, 11, 21, 2, tzinfo=UTC)  # 03:00 in Berlin
    travel(three)
    assert "Today: Day 1" in text(screened_client.get(FLARE))
    did(person, "cold-pack-in-a-flare", three)
    page = text(screened_client.get(FLARE))
    assert "1 done today." in page
    assert "Next: tomorrow." in page  # in an hour a new day begins
    travel(three + HOUR)
    page = text(screened_client.get(FLARE))
    assert "Today: Days 2 and 3" in page
    assert "0 done today." in page


def test_before_the_end_of_the_day_the_time_is_told(
    screened_client: Client, person: Person, travel: Travel
) -> None:
    night_owl(person)
    one = datetime(2026, 11, 21, 0, tzinfo=UTC)  # 01:00 in Berlin
    travel(one)
    start(screened_client, FLARE)
    did(person, "cold-pack-in-a-flare", one)
    assert "Next at 02:00." in text(screened_client.get(FLARE))


def test_on_a_journey_the_next_is_told_by_the_new_clock(
    screened_client: Client, person: Person
) -> None:
    start(screened_client, FLARE)
    did(person, "cold-pack-in-a-flare", NOON)
    assert "Next at 13:00." in text(screened_client.get(FLARE))
    person.time_zone = "America/New_York"
    person.save()
    page = text(screened_client.get(FLARE))
    assert "1 done today." in page
    assert "Next at 07:00." in page


def test_days_keep_their_date_on_a_journey(
    screened_client: Client, person: Person, travel: Travel
) -> None:
    start(screened_client, CORE)
    for day in range(2):
        travel(NOON + day * DAY)
        did(person, "heel-slide", NOON + day * DAY)
    person.time_zone = "Pacific/Auckland"
    person.save()
    assert "after 3 days of “On your back” (2 so far)" in text(
        screened_client.get(CORE)
    )
    assert set(Entry.objects.values_list("day", flat=True)) == {
        date(2026, 11, 20),
        date(2026, 11, 21),
    }


def test_missed_days_take_nothing_away(
    screened_client: Client, person: Person, travel: Travel
) -> None:
    start(screened_client, CORE)
    for day in (0, 20, 50):
        travel(NOON + day * DAY)
        did(person, "heel-slide", NOON + day * DAY)
    travel(NOON + 80 * DAY)
    page = text(screened_client.get(CORE))
    assert "Today: On hands and knees" in page
    assert "missed" not in page


def test_what_is_deleted_locks_again_and_brought_back_opens(
    screened_client: Client, person: Person
) -> None:
    start(screened_client, SERIES)
    entry = did(person, "prone-rest", NOON)
    assert "Today: 2: prop on your forearms" in text(screened_client.get(SERIES))
    recording.remove(person, entry, now=NOON)
    page = text(screened_client.get(SERIES))
    assert "Today: 1: lie face down" in page
    assert "Opens once you have done “1: lie face down”." in page
    recording.restore(person, entry, now=NOON)
    assert "Today: 2: prop on your forearms" in text(screened_client.get(SERIES))


def test_what_was_logged_by_mistake_locks_again(
    screened_client: Client, person: Person
) -> None:
    start(screened_client, SERIES)
    sent = {"exercise": "prone-rest", "how": "done", "key": str(uuid4())}
    answer = screened_client.post("/practice/start/", sent)
    assert "Today: 2: prop on your forearms" in text(screened_client.get(SERIES))
    screened_client.post(f"{answer['Location']}delete/")
    assert "Today: 1: lie face down" in text(screened_client.get(SERIES))


def test_move_6_that_was_begun_here_closes_with_what_opened_it(
    screened_client: Client, person: Person, travel: Travel
) -> None:
    start(screened_client, SERIES)
    screened_client.post(f"{SERIES}change/", {"do": "choose", "choice": "stiff"})
    for name in ("prone-rest", "prone-prop", "prone-press-up"):
        did(person, name, NOON)
    knees = []
    for day in range(36):
        travel(NOON + day * DAY)
        if day % 2 == 0:
            knees.append(did(person, "both-knees-to-chest", NOON + day * DAY))
    page = text(screened_client.get(SERIES))
    assert "Today: 6: bend forward on a chair, then 3" in page
    bend = "/practice/start/?exercise=seated-forward-bend"
    assert "practice-begin" in text(screened_client.get(bend))
    for entry in knees[:2]:
        recording.remove(person, entry, now=NOON + 35 * DAY)
    assert "practice-begin" not in text(screened_client.get(bend))


def test_each_exercise_is_named_once_on_the_morning_after(
    screened_client: Client, person: Person, travel: Travel
) -> None:
    for _round in range(3):
        for name in ("prone-rest", "prone-prop"):
            did(person, name, NOON)
    travel(NOON + DAY)
    asked = "s lying face down to rest and propped on the forearms?"
    assert asked in text(screened_client.get("/"))
