"""The first screen and Settings: owner, another person, visitor; with htmx, without."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guides.units import volume
from tests.conftest import signed_in
from tests.days import NOON, TODAY
from tracker.models import Person, Situation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

HTMX = {"HX-Request": "true"}

CLOCK = {"time_zone": "Europe/Berlin", "units": "metric", "day_ends_hour": "0"}


def test_welcome_is_one_screen_with_the_disclaimer(person_client: Client) -> None:
    page = person_client.get("/welcome/")
    assert page.status_code == 200
    for words in (
        "Time zone",
        "My day ends at",
        "My pain began",
        "Year of birth",
        "I am pregnant",
        "Sleep a night",
        "does not diagnose",
        "only you see it",
        "data-zone-preset",
    ):
        assert words in page.text


def test_welcome_with_nothing_filled_in_keeps_the_defaults(
    person_client: Client, person: Person
) -> None:
    answer = person_client.post("/welcome/", CLOCK)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    person.refresh_from_db()
    assert person.welcomed_at == NOON
    assert person.pain_since is None
    assert person.birth_year is None
    assert person.sex == ""
    assert person.sleep_goal_minutes is None
    assert person.water_goal_ml is None
    assert person.exercise_goal_minutes is None
    assert person.breaks_goal is None
    assert not person.situations.exists()


def test_skipping_saves_nothing_but_the_zone_of_the_browser(
    person_client: Client, person: Person
) -> None:
    form = CLOCK | {
        "time_zone": "Asia/Kathmandu",
        "day_ends_hour": "4",
        "birth_year": "nonsense",
        "situations": ["osteoporosis"],
        "skip": "all",
    }
    assert person_client.post("/welcome/", form).status_code == 302
    person.refresh_from_db()
    assert person.welcomed_at == NOON
    assert (person.time_zone, person.day_ends_hour) == ("Asia/Kathmandu", 0)
    assert not person.situations.exists()


def test_welcome_saves_everything_at_once(
    person_client: Client, person: Person
) -> None:
    answer = person_client.post(
        "/welcome/",
        {
            "time_zone": "America/St_Johns",
            "units": "us",
            "day_ends_hour": "4",
            "pain_since": "2024-05-06",
            "birth_year": "1980",
            "sex": "female",
            "situations": ["desk-work", "pregnant"],
            "since_pregnant": "2027-03-01",
            "sleep_hours": "7",
            "sleep_minutes": "30",
            "water": "64",
            "exercise_goal_minutes": "20",
            "breaks_goal": "6",
            "next": "/settings/",
        },
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/settings/")
    person.refresh_from_db()
    assert person.time_zone == "America/St_Johns"
    assert (person.units, person.day_ends_hour) == ("us", 4)
    assert person.pain_since == date(2024, 5, 6)
    assert (person.birth_year, person.sex) == (1980, "female")
    assert person.sleep_goal_minutes == 450
    assert person.water_goal_ml == 1893  # 64 fl oz
    assert (person.exercise_goal_minutes, person.breaks_goal) == (20, 6)
    rows = person.situations.order_by("code").values_list("code", "since", "started_on")
    assert list(rows) == [
        ("desk-work", None, TODAY),
        ("pregnant", date(2027, 3, 1), TODAY),
    ]


def test_welcome_shows_every_mistake_and_keeps_what_was_typed(
    person_client: Client, person: Person
) -> None:
    answer = person_client.post(
        "/welcome/",
        {
            "time_zone": "Mars/Olympus",
            "units": "cubits",
            "day_ends_hour": "7",
            "birth_year": "1066",
            "situations": ["pregnant", "blood-thinners"],
            "water": "9000",
            "sleep_hours": "x",
        },
    )
    assert answer.status_code == 422
    for words in (
        "That time zone is not in the list.",
        "Those units are not in the list.",
        "A day can end from midnight to 6.",
        "Enter a year from 1900 to 2026.",
        "Enter the date. What is left out for you depends on it.",
        "Enter from 200 to 6000 ml, or leave it empty.",
        "Enter a whole number from 0 to 16, or leave it empty.",
        'value="1066"',
        'value="9000"',
        'value="x"',
    ):
        assert words in answer.text, words
    person.refresh_from_db()
    assert person.welcomed_at is None
    assert not person.situations.exists()


def test_welcome_leads_to_no_other_site(person_client: Client) -> None:
    for target in ("https://evil.example/", "//evil.example/", "javascript:x"):
        answer = person_client.post("/welcome/", CLOCK | {"next": target})
        assert answer.headers["Location"] == "/"


def test_today_is_counted_in_the_zone_being_chosen(
    person_client: Client, person: Person
) -> None:
    person.time_zone = "UTC"
    person.save()
    form = CLOCK | {"time_zone": "Pacific/Kiritimati", "pain_since": "2026-11-21"}
    assert person_client.post("/welcome/", form).status_code == 302
    person.refresh_from_db()
    assert person.pain_since == date(2026, 11, 21)


def test_units_follow_the_browser_until_something_is_chosen(person: Person) -> None:
    def checked(language: str) -> str:
        browser = signed_in(person)
        page = browser.get("/welcome/", headers={"accept-language": language})
        return str(page.context["forms"]["clock"]["units"].value())

    assert checked("en-US,en;q=0.9") == "us"
    assert checked("en-GB,en-US;q=0.9") == "metric"
    assert checked("de") == "metric"


def test_a_glass_is_round_in_the_units_until_somebody_names_another(
    person: Person,
) -> None:
    def glass(units: str) -> int:
        clock = {"time_zone": "Europe/Berlin", "units": units, "day_ends_hour": "0"}
        signed_in(person).post("/settings/clock/", clock)
        person.refresh_from_db()
        assert person.units == units
        return int(person.containers[0]["volume_ml"])

    assert [glass("us"), glass("metric")] == [237, 250]
    assert [volume(count * 237, "us") for count in (1, 2, 10)] == [
        "8\u00a0fl oz",
        "16\u00a0fl oz",
        "80\u00a0fl oz",
    ]
    person.containers = [{"name": "Mug", "volume_ml": 300}]
    person.save()
    assert [glass("us"), glass("metric")] == [300, 300]


def test_settings_shows_all_and_says_that_it_is_private(
    person_client: Client, person: Person
) -> None:
    page = person_client.get("/settings/")
    assert page.status_code == 200
    for words in (
        "only you see",
        "Cups and bottles",
        "Light or dark",
        "Change password",
        "Where I am signed in",
        "does not diagnose",
    ):
        assert words in page.text
    assert "/operator/" not in page.text


def test_settings_takes_few_queries_however_much_applies(
    person_client: Client,
    person: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(4):
        person_client.get("/settings/")
    for code in ("desk-work", "vertigo", "osteoporosis", "numb-skin"):
        Situation.objects.create(person=person, code=code, started_on=TODAY)
    with django_assert_num_queries(4):
        person_client.get("/settings/")
