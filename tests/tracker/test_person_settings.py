"""Settings, card by card: what is saved, what is refused, and whose it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.days import TODAY
from tests.tracker.test_person import CLOCK, HTMX
from tracker.models import Person, Situation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


SAVES = [
    ("clock", CLOCK | {"units": "us"}, {"units": "us"}),
    ("about", {"birth_year": "1975", "sex": ""}, {"birth_year": 1975}),
    (
        "goals",
        {"sleep_hours": "8", "water": "2000"},
        {"sleep_goal_minutes": 480, "water_goal_ml": 2000},
    ),
    (
        "containers",
        {"name_0": "Mug", "size_0": "300", "name_3": "Bottle", "size_3": "750"},
        {
            "containers": [
                {"name": "Mug", "volume_ml": 300},
                {"name": "Bottle", "volume_ml": 750},
            ]
        },
    ),
    ("theme", {"theme": "dark"}, {"theme": "dark"}),
]


@pytest.mark.parametrize(("card", "form", "stored"), SAVES)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_each_card_saves_by_itself(
    person_client: Client,
    person: Person,
    other_person: Person,
    card: str,
    form: dict[str, str],
    stored: dict[str, Any],
    headers: dict[str, str],
) -> None:
    answer = person_client.post(f"/settings/{card}/", form, headers=headers)
    person.refresh_from_db()
    assert {name: getattr(person, name) for name in stored} == stored
    if not headers:
        address = f"/settings/?saved={card}#{card}"
        assert (answer.status_code, answer.headers["Location"]) == (302, address)
        assert 'class="saved"' in person_client.get(address).text
    elif card in ("clock", "theme"):
        assert answer.headers["HX-Redirect"] == f"/settings/?saved={card}#{card}"
    else:
        assert answer.status_code == 200
        assert f'id="{card}"' in answer.text
        assert "<html" not in answer.text
        assert 'id="status"' in answer.text
    before = Person.objects.get(pk=other_person.pk)
    assert {n: getattr(before, n) for n in stored} != stored


MISTAKES = [
    ("clock", CLOCK | {"day_ends_hour": "x"}, "A day can end", 'value="0"'),
    ("clock", CLOCK | {"time_zone": "../etc/passwd"}, "That time zone", ""),
    ("about", {"birth_year": "2200"}, "Enter a year from 1900", 'value="2200"'),
    ("about", {"birth_year": "x"}, "Enter a year such as", 'value="x"'),
    ("about", {"pain_since": "2026-11-21"}, "has not come yet", "2026-11-21"),
    ("about", {"pain_since": "0202-01-01"}, "check the year", "0202-01-01"),
    (
        "about",
        {"pain_since": "1970-01-01", "birth_year": "1980"},
        "before the year of birth",
        "1970-01-01",
    ),
    ("about", {"sex": "spaceship"}, "not in the list", ""),
    ("goals", {"sleep_hours": "30"}, "from 0 to 16", 'value="30"'),
    ("goals", {"sleep_hours": "0", "sleep_minutes": "5"}, "1 to 16 hours", 'value="5"'),
    ("goals", {"sleep_minutes": "75"}, "from 0 to 59", 'value="75"'),
    ("goals", {"water": "50000"}, "200 to 6000 ml", 'value="50000"'),
    ("goals", {"water": "-1"}, "200 to 6000 ml", 'value="-1"'),
    ("goals", {"water": "NaN"}, "Enter a number.", 'value="NaN"'),
    ("goals", {"water": "1e309"}, "Enter a number.", 'value="1e309"'),
    ("goals", {"breaks_goal": "0"}, "from 1 to 50", 'value="0"'),
    ("goals", {"exercise_goal_minutes": "x"}, "from 1 to 600", 'value="x"'),
    ("containers", {"name_0": "Mug"}, "how much it holds", 'value="Mug"'),
    ("containers", {"size_0": "300"}, "Give it a name", 'value="300"'),
    ("containers", {}, "Keep at least one", ""),
    (
        "containers",
        {"name_0": "Mug", "size_0": "50000"},
        "1 to 3000 ml",
        'value="50000"',
    ),
    (
        "containers",
        {"name_0": "Mug", "size_0": "1", "name_1": "mug", "size_1": "2"},
        "same name",
        'value="mug"',
    ),
    ("containers", {"name_0": "x" * 31, "size_0": "1"}, "At most 30", "x" * 31),
    ("theme", {"theme": "neon"}, "not in the list", ""),
]


@pytest.mark.parametrize(("card", "form", "words", "kept"), MISTAKES)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_mistakes_are_said_at_the_field_and_change_nothing(
    person_client: Client,
    person: Person,
    card: str,
    form: dict[str, str],
    words: str,
    kept: str,
    headers: dict[str, str],
) -> None:
    before = Person.objects.filter(pk=person.pk).values().get()
    answer = person_client.post(f"/settings/{card}/", form, headers=headers)
    assert answer.status_code == 422
    assert words in answer.text
    assert kept in answer.text
    assert ("<html" in answer.text) is (headers == {})
    assert Person.objects.filter(pk=person.pk).values().get() == before


def test_a_water_goal_with_a_fluid_limit_is_the_doctors(
    person_client: Client, person: Person
) -> None:
    Situation.objects.create(person=person, code="fluid-limit", started_on=TODAY)
    refused = person_client.post("/settings/goals/", {"water": "1500"})
    assert refused.status_code == 422
    assert "only the amount that your doctor or nurse gave you" in refused.text
    form = {"water": "1500", "water_from_doctor": "on"}
    assert person_client.post("/settings/goals/", form).status_code == 302
    person.refresh_from_db()
    assert person.water_goal_ml == 1500


def test_welcome_asks_for_the_doctors_amount_when_a_limit_is_ticked(
    person_client: Client, person: Person
) -> None:
    form = CLOCK | {"situations": ["fluid-limit"], "water": "1500"}
    answer = person_client.post("/welcome/", form)
    assert answer.status_code == 422
    assert 'name="water_from_doctor"' in answer.text


def test_amounts_in_fluid_ounces_do_not_drift(
    person_client: Client, person: Person
) -> None:
    person.units, person.water_goal_ml = "us", 2000
    person.containers = [{"name": "Glass", "volume_ml": 250}]
    person.save()
    page = person_client.get("/settings/")
    assert page.context["goals"]["water"].value() == Decimal("67.6")
    for _ in range(3):
        page = person_client.get("/settings/")
        for card in ("goals", "containers"):
            form = page.context[card]
            typed = {
                f.html_name: f.value()
                for f in form
                if f.value() not in (None, False, "")
            }
            assert person_client.post(f"/settings/{card}/", typed).status_code == 302
    person.refresh_from_db()
    assert person.water_goal_ml == 2000
    assert person.containers == [{"name": "Glass", "volume_ml": 250}]


def test_unknown_cards_and_wrong_methods(person_client: Client) -> None:
    assert person_client.post("/settings/wallet/").status_code == 404
    assert person_client.get("/settings/goals/").status_code == 405
    assert person_client.post("/settings/").status_code == 405
    assert person_client.put("/welcome/").status_code == 405


def test_visitors_are_asked_to_sign_in(client: Client, person: Person) -> None:
    for address in ("/welcome/", "/settings/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/login/")
    for address in ("/welcome/", "/settings/goals/", "/settings/situations/", "/zone/"):
        for headers in ({}, HTMX):
            assert client.post(address, {}, headers=headers).status_code == 401
    assert Person.objects.get(pk=person.pk).welcomed_at is None


def test_nobody_sees_what_another_person_chose(
    person: Person, other_client: Client
) -> None:
    person.pain_since, person.birth_year = date(1999, 9, 9), 1951
    person.containers = [{"name": "Samovar", "volume_ml": 999}]
    person.save()
    Situation.objects.create(person=person, code="vertigo", started_on=TODAY)
    for address in ("/settings/", "/welcome/", "/settings/?ended=1&saved=goals"):
        page = other_client.get(address)
        for mine in ("1999-09-09", "1951", "Samovar", "Change the date"):
            assert mine not in page.text


def test_the_devices_zone_is_taken_or_declined_once(
    person_client: Client, person: Person
) -> None:
    form = {"device_zone": "Asia/Tokyo", "choice": "keep"}
    assert person_client.post("/zone/", form).headers["Location"] == "/"
    person.refresh_from_db()
    assert (person.time_zone, person.zone_declined) == ("Europe/Berlin", "Asia/Tokyo")
    person_client.post("/zone/", form | {"choice": "take"})
    person.refresh_from_db()
    assert (person.time_zone, person.zone_declined) == ("Asia/Tokyo", "")


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "x" * 65])
def test_a_forged_zone_changes_nothing(
    person_client: Client, person: Person, name: str
) -> None:
    form = {"device_zone": name, "choice": "take"}
    answer = person_client.post("/zone/", form)
    assert answer.headers["Location"] == "/settings/#clock"
    person.refresh_from_db()
    assert person.time_zone == "Europe/Berlin"
