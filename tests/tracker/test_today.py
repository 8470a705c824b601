"""The day's screen: what it shows, to whom, and at what cost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.days import NOON, TODAY
from tests.tracker.diary import keep_diary
from tests.tracker.test_recording import put
from tracker.models import Person
from tracker.vocabulary import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_an_empty_day_names_itself_and_what_is_missing(person_client: Client) -> None:
    page = person_client.get("/").content.decode()
    assert "<title>Today, Friday 20 November 2026 · BackCare</title>" in page
    assert page.count("not logged") >= 5
    assert "no pain today" in page
    assert "Nothing stands out" in page


def test_a_visitor_is_led_to_sign_in(client: Client, db: None) -> None:
    for address in ("/", "/days/2026-11-19/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")


def test_nobody_sees_the_day_of_another(
    person: Person, other_client: Client, person_client: Client
) -> None:
    put(person, Kind.NOTE, text="sentinel-of-robin")
    assert "sentinel-of-robin" in person_client.get("/").content.decode()
    assert "sentinel-of-robin" not in other_client.get("/").content.decode()


def test_any_past_day_opens_the_same_screen(
    person: Person, person_client: Client
) -> None:
    put(person, Kind.SLEEP, day=date(2026, 11, 3), timed=False, sleep_minutes=445)
    page = person_client.get("/days/2026-11-03/").content.decode()
    assert "Tuesday 3 November 2026" in page
    assert "7 h 25 min" in page.replace("\u00a0", " ")
    assert 'name="live"' not in page
    assert "no pain that day" in page
    assert "None that day" in page
    assert "no pain today" not in page
    assert "None today" not in page


def test_today_has_one_address(person_client: Client) -> None:
    assert person_client.get("/days/2026-11-20/")["Location"] == "/"


def test_the_future_is_refused_in_words(person_client: Client) -> None:
    for address in ("/days/2026-11-21/", "/days/?day=2026-11-21"):
        answer = person_client.get(address)
        assert answer.status_code == 422
        assert "That day has not come yet" in answer.content.decode()


def test_the_future_is_by_the_persons_clock(
    person: Person, person_client: Client
) -> None:
    person.time_zone = "Pacific/Kiritimati"
    person.save()
    assert person_client.get("/days/2026-11-21/")["Location"] == "/"


def test_the_date_field_opens_a_day(person_client: Client) -> None:
    answer = person_client.get("/days/?day=2026-02-01")
    assert answer["Location"] == "/days/2026-02-01/"
    bad = person_client.get("/days/?day=yesterday")
    assert bad.status_code == 422


def test_an_impossible_date_is_not_found(person_client: Client) -> None:
    assert person_client.get("/days/2026-02-30/").status_code == 404


@pytest.mark.parametrize("days", [1, 3, 3650])
def test_today_costs_the_same_with_any_history(
    person: Person,
    person_client: Client,
    days: int,
    django_assert_max_num_queries: Any,
) -> None:
    keep_diary(person, days)
    person_client.get("/")
    with django_assert_max_num_queries(12):
        person_client.get("/")


def test_the_next_day_asks_once_about_exercise(
    person: Person, person_client: Client
) -> None:
    yesterday = NOON - timedelta(days=1)
    put(person, Kind.PAIN, now=yesterday, day=yesterday.date(), score=3)
    put(
        person,
        Kind.EXERCISE,
        now=yesterday + timedelta(minutes=5),
        day=yesterday.date(),
        activity="swim",
        minutes=30,
    )
    asked = person_client.get("/").content.decode()
    assert "How is your back after yesterday" in asked
    assert "swim?" in asked
    assert "Before it: 3." in asked
    put(person, Kind.ANSWER, question="after-exercise", answer="scored", score=4)
    assert "How is your back after" not in person_client.get("/").content.decode()
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        later = person_client.get("/").content.decode()
    assert "How is your back after" not in later


def test_recent_exercise_comes_back_as_one_tap(
    person: Person, person_client: Client
) -> None:
    day = TODAY - timedelta(days=4)
    put(person, Kind.EXERCISE, day=day, timed=False, activity="swim", minutes=30)
    page = person_client.get("/").content.decode().replace("\u00a0", " ")
    assert "+ Swim, 30 min" in page


def test_it_leads_to_programmes_and_routines(screened_client: Client) -> None:
    page = screened_client.get("/").text
    for address in ("/guides/programmes/", "/practice/routines/"):
        assert f'href="{address}"' in page
        assert screened_client.get(address).status_code == 200
