"""Programmes when pain moves down a leg: they stop, and safety questions come."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.guides.test_programme_pages import CORE, NOW, SERIES, asked, do, log, text
from tests.tracker.player_days import Travel
from tracker.models import Entry, Person
from tracker.vocabulary import Kind

pytestmark = pytest.mark.django_db


def leg(person: Person, area: str, moment: datetime) -> None:
    log(person, Kind.PAIN, moment, score=4, areas=[f"{area}-left"])


def test_pain_moving_down_the_leg_stops_it(
    browser: Client, person: Person, travel: Travel
) -> None:
    leg(person, "thigh_back", NOW - timedelta(hours=2))
    do(browser, "start")
    assert "Stopped:" not in text(browser.get(SERIES))
    travel(NOW + timedelta(hours=1))
    leg(person, "calf", NOW + timedelta(hours=1))
    page = text(browser.get(SERIES))
    assert "Stopped: your pain moved further down your leg." in page
    assert "practice/start" not in page
    assert not asked().exists()
    sent = do(browser, "ask")
    assert asked().get().triggers == ["leg-down"]
    assert "your pain moved further down your leg" in text(sent)


@pytest.mark.parametrize("runs", [True, False])
def test_the_reading_itself_opens_the_screen(
    browser: Client, person: Person, travel: Travel, runs: bool
) -> None:
    leg(person, "thigh_back", NOW - timedelta(hours=2))
    if runs:
        do(browser, "start")
    travel(NOW + timedelta(hours=1))
    entry = log(person, Kind.PAIN, NOW + timedelta(hours=1), score=4)
    browser.post(f"/entries/{entry.pk}/details/", {"areas": ["foot-left"]})
    assert Entry.objects.filter(areas=["foot-left"]).exists()
    triggers = asked().values_list("triggers", flat=True)
    assert list(triggers) == ([["leg-down"]] if runs else [])


def test_once_the_leg_is_better_it_goes_on(
    browser: Client, person: Person, travel: Travel
) -> None:
    leg(person, "lower_back", NOW - timedelta(hours=2))
    do(browser, "start", CORE)
    travel(NOW + timedelta(hours=1))
    leg(person, "thigh_back", NOW + timedelta(hours=1))
    assert "Stopped:" in text(browser.get(CORE))
    travel(NOW + timedelta(hours=2))
    page = text(do(browser, "again", CORE))
    assert "Stopped:" not in page
    assert "Today: On your back" in page
