"""Episodes of pain as the diary tells them, and the questions they bring."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.conftest import screened
from tests.days import NOON, TODAY
from tests.pages import page_of
from tests.tracker.test_entries import HTMX, form
from tests.tracker.test_screening import (
    QUESTIONS,
    ago,
    due,
    is_locked,
    log,
    pregnant,
)
from tracker.facts import known_of
from tracker.models import Entry, Person, WarningScreen
from tracker.recording import Draft, record_many
from tracker.vocabulary import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


# Episodes


@pytest.mark.parametrize(("day", "asked"), [(14, False), (15, True), (43, True)])
def test_days_of_an_episode_since_its_onset_ask_two_rows(
    person: Person, person_client: Client, day: int, asked: bool
) -> None:
    screened(person)
    WarningScreen.objects.update(answered_at=NOON - timedelta(days=day - 1))
    person.pain_since = ago(day - 1)
    person.save()
    assert ("A few safety questions" in page_of(person_client, "/")) is asked
    if asked:
        page = page_of(person_client, QUESTIONS)
        assert 'name="B8"' in page
        assert 'name="A1"' not in page
        person_client.post(QUESTIONS, {"key": uuid4(), "none": "none"})
    assert not is_locked(person)


def flare(client: Client) -> Any:
    return client.post("/entries/mark/", form(mark="flare"), headers=HTMX)


def test_a_flare_begins_an_episode_and_brings_the_full_screen(
    person: Person, person_client: Client
) -> None:
    screened(person)
    WarningScreen.objects.update(answered_at=NOON - timedelta(days=2))
    assert "HX-Redirect" not in flare(person_client).headers
    assert due(person) == ["full-episode"]
    assert "This episode is over" in page_of(person_client, "/")
    assert 'name="B1"' in page_of(person_client, QUESTIONS)
    person_client.post(QUESTIONS, {"key": uuid4(), "none": "none"})
    assert due(person) == []
    fortnight = known_of(person, TODAY, now=NOON + timedelta(days=14))
    assert fortnight.due == ["episode-days"]


def test_a_flare_in_an_episode_that_runs_begins_none(
    person: Person, person_client: Client
) -> None:
    person.pain_since = ago(300)
    person.save()
    screened(person)
    WarningScreen.objects.update(answered_at=NOON - timedelta(days=2))
    flare(person_client)
    person.refresh_from_db()
    assert person.flare_on is None
    assert due(person) == []


def test_a_flare_taken_back_begins_none(person: Person, person_client: Client) -> None:
    screened(person)
    WarningScreen.objects.update(answered_at=NOON - timedelta(days=2))
    flare(person_client)
    entry = Entry.objects.get()
    person_client.post(f"/entries/{entry.pk}/remove/", headers=HTMX)
    person.refresh_from_db()
    assert person.flare_on == TODAY
    assert due(person) == []


def test_fourteen_quiet_days_end_an_episode(person: Person) -> None:
    screened(person)
    WarningScreen.objects.update(answered_at=NOON - timedelta(days=80))
    person.pain_since = ago(50)
    person.save()
    for days in range(13):
        log(person, Kind.PAIN, ago(20 - days), score=2)
    assert due(person) == ["full-episode", "episode-days"]
    log(person, Kind.PAIN, ago(1), score=0)
    assert due(person) == []


def test_the_person_says_that_it_is_over_and_takes_it_back(
    person: Person, person_client: Client
) -> None:
    screened(person)
    WarningScreen.objects.update(answered_at=NOON - timedelta(days=40))
    person.pain_since = ago(20)
    person.save()
    assert "One runs since 31 October 2026" in page_of(person_client, "/settings/")
    went = person_client.post("/episode/?next=/", {"over": "yes"})
    assert went["Location"] == "/"
    today = page_of(person_client, "/")
    assert "Noted: it is over. Settings can take that back." in today
    assert "safety questions" not in today
    page = page_of(person_client, "/settings/")
    assert "You said on 20 November 2026 that it was over" in page
    person_client.post("/episode/", {"over": "no"})
    assert "A few safety questions" in page_of(person_client, "/")


def mark_flare(client: Client, back: int) -> Any:
    sent = form(ago(back), mark="flare")
    return client.post("/entries/mark/", sent, headers=HTMX)


def test_flare_told_late_runs_from_its_day_and_brings_no_full_screen(
    person: Person, person_client: Client
) -> None:
    screened(person)
    WarningScreen.objects.update(answered_at=NOON - timedelta(days=10))
    assert "HX-Redirect" not in mark_flare(person_client, 3).headers
    person.refresh_from_db()
    assert person.flare_on == ago(3)
    assert due(person) == []
    assert "One runs since 17 November 2026" in page_of(person_client, "/settings/")
    later = known_of(person, TODAY, now=NOON + timedelta(days=11))
    assert later.due == ["episode-days"]  # its day 15


def test_flare_of_yesterday_brings_the_full_screen(
    person: Person, person_client: Client
) -> None:
    screened(person)
    WarningScreen.objects.update(answered_at=NOON - timedelta(days=10))
    mark_flare(person_client, 1)
    assert due(person) == ["full-episode"]


def test_flare_told_late_that_is_over_begins_none(
    person: Person, person_client: Client
) -> None:
    screened(person)
    WarningScreen.objects.update(answered_at=NOON - timedelta(days=60))
    for back in range(1, 15):
        log(person, Kind.PAIN, ago(back), score=1)
    mark_flare(person_client, 20)
    person.refresh_from_db()
    assert person.flare_on is None
    mark_flare(person_client, 0)
    person.refresh_from_db()
    assert person.flare_on == TODAY
    mark_flare(person_client, 30)
    person.refresh_from_db()
    assert person.flare_on == TODAY


def test_flare_told_late_begins_the_episode_earlier(
    person: Person, person_client: Client
) -> None:
    screened(person)
    mark_flare(person_client, 0)
    mark_flare(person_client, 16)
    person.refresh_from_db()
    assert person.flare_on == ago(16)
    WarningScreen.objects.update(answered_at=NOON - timedelta(days=5))
    assert due(person) == ["episode-days"]


def test_whole_histories_begin_no_episode(person: Person) -> None:
    screened(person)
    WarningScreen.objects.update(answered_at=NOON - timedelta(days=10))
    flare = Draft(Kind.MARK, uuid4(), TODAY, None, {"mark": "flare"})
    record_many(person, [flare], now=NOON)
    person.refresh_from_db()
    assert person.flare_on is None
    assert due(person) == []


def test_time_asks_the_database_nothing_unless_an_episode_is_recent(
    person: Person, django_assert_num_queries: Any
) -> None:
    screened(person)
    person.pain_since = ago(400)
    pregnant(person, 22)
    known = known_of(person, TODAY, now=NOON)
    with django_assert_num_queries(0):
        assert known.due == []
    person.pain_since = ago(20)
    WarningScreen.objects.update(answered_at=NOON - timedelta(days=10))
    known = known_of(person, TODAY, now=NOON)
    with django_assert_num_queries(1):
        assert "episode-days" in known.due
