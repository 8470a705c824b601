"""Programmes through the nights, journeys, gaps and corrections of a real diary."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.conftest import screened, signed_in
from tests.tracker.player_days import DAY, NOW, Travel, text
from tracker import recording
from tracker.calendar import day_of
from tracker.models import Entry, Person
from tracker.recording import Draft
from tracker.vocabulary import Kind

SERIES = "/guides/programmes/mckenzie-series/"
FLARE = "/guides/programmes/flare-days/"
CORE = "/guides/programmes/core-strength/"
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def travel(time_machine: Any) -> Travel:
    def to(moment: datetime) -> None:
        time_machine.move_to(moment, tick=False)

    to(NOW)
    return to


@pytest.fixture
def browser(person: Person) -> Client:
    return signed_in(screened(person))


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
    browser: Client, person: Person, travel: Travel
) -> None:
    night_owl(person)
    start(browser, FLARE)
    three = datetime(2026, 11, 21, 2, tzinfo=UTC)  # 03:00 in Berlin
    travel(three)
    assert "Today: Day 1" in text(browser.get(FLARE))
    did(person, "cold-pack-in-a-flare", three)
    page = text(browser.get(FLARE))
    assert "1 done today." in page
    assert "Next: tomorrow." in page  # in an hour a new day begins
    travel(three + HOUR)
    page = text(browser.get(FLARE))
    assert "Today: Days 2 and 3" in page
    assert "0 done today." in page


def test_before_the_end_of_the_day_the_time_is_told(
    browser: Client, person: Person, travel: Travel
) -> None:
    night_owl(person)
    one = datetime(2026, 11, 21, 0, tzinfo=UTC)  # 01:00 in Berlin
    travel(one)
    start(browser, FLARE)
    did(person, "cold-pack-in-a-flare", one)
    assert "Next at 02:00." in text(browser.get(FLARE))


def test_on_a_journey_the_next_is_told_by_the_new_clock(
    browser: Client, person: Person
) -> None:
    start(browser, FLARE)
    did(person, "cold-pack-in-a-flare", NOW)
    assert "Next at 13:00." in text(browser.get(FLARE))
    person.time_zone = "America/New_York"
    person.save()
    page = text(browser.get(FLARE))
    assert "1 done today." in page
    assert "Next at 07:00." in page


def test_days_keep_their_date_on_a_journey(
    browser: Client, person: Person, travel: Travel
) -> None:
    start(browser, CORE)
    for day in range(2):
        travel(NOW + day * DAY)
        did(person, "heel-slide", NOW + day * DAY)
    person.time_zone = "Pacific/Auckland"
    person.save()
    assert "after 3 days of “On your back” (2 so far)" in text(browser.get(CORE))
    assert set(Entry.objects.values_list("day", flat=True)) == {
        date(2026, 11, 20),
        date(2026, 11, 21),
    }


def test_missed_days_take_nothing_away(
    browser: Client, person: Person, travel: Travel
) -> None:
    start(browser, CORE)
    for day in (0, 20, 50):
        travel(NOW + day * DAY)
        did(person, "heel-slide", NOW + day * DAY)
    travel(NOW + 80 * DAY)
    page = text(browser.get(CORE))
    assert "Today: On hands and knees" in page
    assert "missed" not in page


def test_what_is_deleted_locks_again_and_brought_back_opens(
    browser: Client, person: Person
) -> None:
    start(browser, SERIES)
    entry = did(person, "prone-rest", NOW)
    assert "Today: 2: prop on your forearms" in text(browser.get(SERIES))
    recording.remove(person, entry, now=NOW)
    page = text(browser.get(SERIES))
    assert "Today: 1: lie face down" in page
    assert "Opens once you have done “1: lie face down”." in page
    recording.restore(person, entry, now=NOW)
    assert "Today: 2: prop on your forearms" in text(browser.get(SERIES))


def test_what_was_logged_by_mistake_locks_again(
    browser: Client, person: Person
) -> None:
    start(browser, SERIES)
    sent = {"exercise": "prone-rest", "how": "done", "key": str(uuid4())}
    answer = browser.post("/practice/start/", sent)
    assert "Today: 2: prop on your forearms" in text(browser.get(SERIES))
    browser.post(f"{answer['Location']}delete/")
    assert "Today: 1: lie face down" in text(browser.get(SERIES))


def test_move_6_that_was_begun_here_closes_with_what_opened_it(
    browser: Client, person: Person, travel: Travel
) -> None:
    start(browser, SERIES)
    browser.post(f"{SERIES}change/", {"do": "choose", "choice": "stiff"})
    for name in ("prone-rest", "prone-prop", "prone-press-up"):
        did(person, name, NOW)
    knees = []
    for day in range(36):
        travel(NOW + day * DAY)
        if day % 2 == 0:
            knees.append(did(person, "both-knees-to-chest", NOW + day * DAY))
    page = text(browser.get(SERIES))
    assert "Today: 6: bend forward on a chair, then 3" in page
    bend = "/practice/start/?exercise=seated-forward-bend"
    assert "practice-begin" in text(browser.get(bend))
    for entry in knees[:2]:
        recording.remove(person, entry, now=NOW + 35 * DAY)
    assert "practice-begin" not in text(browser.get(bend))


def test_each_exercise_is_named_once_on_the_morning_after(
    browser: Client, person: Person, travel: Travel
) -> None:
    for _round in range(3):
        for name in ("prone-rest", "prone-prop"):
            did(person, name, NOW)
    travel(NOW + DAY)
    asked = "s lying face down to rest and propped on the forearms?"
    assert asked in text(browser.get("/"))
