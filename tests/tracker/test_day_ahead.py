"""A day that was logged before a journey west is ahead of the person, and readable."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from tests.tracker.diary import log
from tests.tracker.test_history import names
from tracker import recording
from tracker.access import entries
from tracker.models import Person
from tracker.vocabulary import Kind

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)  # 02:00 on 1 December in Kiritimati
AHEAD, TODAY = date(2026, 12, 1), date(2026, 11, 30)


@pytest.fixture(autouse=True)
def travelled(person: Person) -> Iterator[None]:
    """Logged in Kiritimati, and back in Berlin within the hour."""
    with time_machine.travel(NOON, tick=False):
        person.time_zone = "Pacific/Kiritimati"
        log_there(person, Kind.PAIN, score=4, text="after the plane")
        log_there(person, Kind.DRINK, volume_ml=250)
        log_there(person, Kind.MARK, mark="travel")
        person.time_zone = "Europe/Berlin"
        person.save()
        yield


def log_there(person: Person, kind: str, **values: Any) -> None:
    draft = recording.Draft(kind, uuid4(), AHEAD, NOON, values)
    recording.record(person, draft, now=NOON)


def test_the_day_shows_what_is_logged_and_offers_no_form_for_more(
    person_client: Client,
) -> None:
    answer = person_client.get(f"/days/{AHEAD}/")
    assert answer.status_code == 200
    assert "has not come yet" in answer.text
    assert "after the plane" in answer.text
    assert "Pain 4" in answer.text
    assert "Mark “Travel”" in answer.text
    assert 'name="client_id"' not in answer.text


def test_its_entries_can_be_changed_deleted_and_brought_back(
    person: Person, person_client: Client
) -> None:
    pain = entries(person).get(kind=Kind.PAIN)
    changed = person_client.post(f"/entries/{pain.pk}/edit/", {"score": "5"})
    assert "Pain 5" in person_client.get(changed["Location"]).text
    for row in list(entries(person)):
        gone = person_client.post(f"/entries/{row.pk}/remove/")
    page = person_client.get(gone["Location"])
    assert page.status_code == 200
    assert f"/entries/{row.pk}/restore/" in page.text
    back = person_client.post(f"/entries/{row.pk}/restore/")
    assert "brought back" in person_client.get(back["Location"]).text


def test_nothing_new_is_taken_for_it(person: Person, person_client: Client) -> None:
    sent = {"client_id": str(uuid4()), "page_day": str(AHEAD), "text": "More"}
    answer = person_client.post("/entries/note/", sent)
    assert answer.status_code == 422
    assert "has not come yet" in answer.text
    assert entries(person).count() == 3


def test_the_calendar_leads_there_and_does_not_count_it(
    person: Person, person_client: Client
) -> None:
    assert 'rel="next"' in person_client.get("/history/").text
    html = person_client.get("/history/2026-12/").text
    said = "Tuesday 1 December, not come yet, pain 4.0, with a note, marked Travel"
    assert names(html) == {f"/days/{AHEAD}/": said}
    assert "average" not in html
    assert person_client.get("/history/2027-01/").status_code == 422


def test_without_such_a_day_the_calendar_ends_today(
    person: Person, person_client: Client
) -> None:
    entries(person).delete()
    recording.resummarise(person, AHEAD)
    assert 'rel="next"' not in person_client.get("/history/").text
    assert person_client.get("/history/2026-12/").status_code == 422
    assert person_client.get(f"/days/{AHEAD}/").status_code == 422


def test_the_week_shows_it_and_takes_nothing(
    person: Person, person_client: Client
) -> None:
    log(person, Kind.SLEEP, date(2026, 11, 19), sleep_minutes=400)
    html = person_client.get(f"/weeks/{TODAY}/").text
    cell = html.partition(f'id="cell-water-{AHEAD}"')[2].partition("</td>")[0]
    assert f'href="/days/{AHEAD}/"' in cell
    assert "250" in cell
    assert "<input" not in cell
    assert f'id="row-{AHEAD}"' not in html


def test_nobody_else_sees_it(other_client: Client) -> None:
    answer = other_client.get(f"/days/{AHEAD}/")
    assert answer.status_code == 422
    assert "after the plane" not in answer.text
