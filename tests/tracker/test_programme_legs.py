"""Programmes when pain moves down a leg: they stop, and safety questions come."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.days import NOON, Travel
from tests.guides.test_programme_pages import CORE, SERIES, asked, do, log
from tests.pages import text
from tracker.models import Entry, Person
from tracker.vocabulary import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def leg(person: Person, area: str, moment: datetime) -> None:
    log(person, Kind.PAIN, moment, score=4, areas=[f"{area}-left"])


def test_pain_moving_down_the_leg_stops_it(
    screened_client: Client, person: Person, travel: Travel
) -> None:
    leg(person, "thigh_back", NOON - timedelta(hours=2))
    do(screened_client, "start")
    assert "Stopped:" not in text(screened_client.get(SERIES))
    travel(NOON + timedelta(hours=1))
    leg(person, "calf", NOON + timedelta(hours=1))
    page = text(screened_client.get(SERIES))
    assert "Stopped: your pain moved further down your leg." in page
    assert "practice/start" not in page
    assert not asked().exists()
    sent = do(screened_client, "ask")
    assert asked().get().triggers == ["leg-down"]
    assert "your pain moved further down your leg" in text(sent)


@pytest.mark.parametrize("runs", [True, False])
def test_the_reading_itself_opens_the_screen(
    screened_client: Client, person: Person, travel: Travel, runs: bool
) -> None:
    leg(person, "thigh_back", NOON - timedelta(hours=2))
    if runs:
        do(screened_client, "start")
    travel(NOON + timedelta(hours=1))
    entry = log(person, Kind.PAIN, NOON + timedelta(hours=1), score=4)
    screened_client.post(f"/entries/{entry.pk}/details/", {"areas": ["foot-left"]})
    assert Entry.objects.filter(areas=["foot-left"]).exists()
    triggers = asked().values_list("triggers", flat=True)
    assert list(triggers) == ([["leg-down"]] if runs else [])


def test_once_the_leg_is_better_it_goes_on(
    screened_client: Client, person: Person, travel: Travel
) -> None:
    leg(person, "lower_back", NOON - timedelta(hours=2))
    do(screened_client, "start", CORE)
    travel(NOON + timedelta(hours=1))
    leg(person, "thigh_back", NOON + timedelta(hours=1))
    assert "Stopped:" in text(screened_client.get(CORE))
    travel(NOON + timedelta(hours=2))
    page = text(do(screened_client, "again", CORE))
    assert "Stopped:" not in page
    assert "Today: On your back" in page
