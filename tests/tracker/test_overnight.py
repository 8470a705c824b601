"""What is tapped around the end of a day, and sent again after it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.days import NOON, TODAY
from tests.tracker.test_entries import HTMX, form
from tracker.access import entries
from tracker.models import Person

MIDNIGHT = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)  # in Berlin
BLINK = timedelta(milliseconds=400)

pytestmark = pytest.mark.django_db


def test_a_page_left_open_overnight_saves_to_the_new_day_and_says_so(
    person: Person, person_client: Client, noon: Any
) -> None:
    sent = form(score="4")
    noon.shift(timedelta(hours=14))  # 02:00 in Berlin, the next day
    answer = person_client.post("/entries/pain/", sent, headers=HTMX)
    assert "HX-Redirect" in answer.headers
    assert entries(person).get().day == date(2026, 11, 21)
    page = person_client.get(answer["HX-Redirect"]).content.decode()
    assert "A new day has begun." in page
    assert "saved for Saturday" in page


def test_a_tap_that_had_to_wait_keeps_its_time(
    person: Person, person_client: Client, noon: Any
) -> None:
    sent = form(score="4")
    noon.shift(timedelta(hours=14))  # sent again after midnight
    waited = {**HTMX, "BackCare-Waited": str(14 * 3600)}
    answer = person_client.post("/entries/pain/", sent, headers=waited)
    assert answer.status_code == 200
    assert (entries(person).get().day, entries(person).get().moment) == (TODAY, NOON)


def overnight(
    client: Client, clock: Any, kind: str, sent: dict[str, Any], *, waited: int
) -> Any:
    """A tap whose answer is lost, sent again two seconds later, over midnight."""
    client.post(f"/entries/{kind}/", sent, headers=HTMX)
    clock.shift(timedelta(seconds=2))
    headers = {**HTMX, "BackCare-Waited": str(waited)}
    return client.post(f"/entries/{kind}/", sent, headers=headers)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("drink", {"volume_ml": "250"}),
        ("pain", {"score": "4"}),
        ("sleep", {"sleep_minutes": "400"}),
        ("note", {"text": "Hm"}),
        ("answer", {"question": "desk-day", "answer": "no"}),
    ],
)
def test_a_tap_sent_again_over_midnight_is_the_one_that_is_stored(
    person: Person, person_client: Client, noon: Any, kind: str, fields: dict[str, Any]
) -> None:
    noon.move_to(MIDNIGHT - BLINK)  # two seconds are rounded down to one
    answer = overnight(person_client, noon, kind, form(**fields), waited=1)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "saved." in page
    assert "Which day" not in page
    assert [row.day for row in entries(person)] == [TODAY]


def test_a_tap_that_reached_the_new_day_is_not_refused_when_sent_again(
    person: Person, person_client: Client, noon: Any
) -> None:
    noon.move_to(MIDNIGHT + BLINK)  # tapped before midnight, on its way for seconds
    answer = overnight(person_client, noon, "drink", form(volume_ml="250"), waited=9)
    assert answer.status_code == 200
    page = person_client.get(answer["HX-Redirect"]).content.decode()
    assert "saved for Saturday" in page
    assert [row.day for row in entries(person)] == [date(2026, 11, 21)]


def test_another_value_over_midnight_stays_a_conflict(
    person: Person, person_client: Client, noon: Any
) -> None:
    noon.move_to(MIDNIGHT + BLINK)
    sent = form(volume_ml="250")
    person_client.post("/entries/drink/", sent, headers=HTMX)
    waited = {**HTMX, "BackCare-Waited": "9"}
    changed = {**sent, "volume_ml": "500"}
    answer = person_client.post("/entries/drink/", changed, headers=waited)
    assert answer.status_code == 409
    assert [row.volume_ml for row in entries(person)] == [250]


@pytest.mark.parametrize("waited", ["-5", "soon", "9" * 40, "²"])
def test_nonsense_about_waiting_is_survived(
    person: Person, person_client: Client, noon: Any, waited: str
) -> None:
    headers = {**HTMX, "BackCare-Waited": waited}
    answer = person_client.post("/entries/pain/", form(score="4"), headers=headers)
    assert answer.status_code in (200, 204)
    assert entries(person).count() == 1


@pytest.mark.parametrize(
    ("kind", "fields"), [("sleep", {"sleep_minutes": "400"}), ("note", {"text": "Hm"})]
)
@pytest.mark.parametrize("htmx", [True, False])
def test_overnight_sleep_and_notes_ask_which_day(
    person: Person,
    person_client: Client,
    noon: Any,
    kind: str,
    fields: dict[str, Any],
    htmx: bool,
) -> None:
    sent = form(**fields)
    noon.shift(timedelta(hours=14))
    headers = HTMX if htmx else {}
    asked = person_client.post(f"/entries/{kind}/", sent, headers=headers)
    page = asked.content.decode()
    assert "Which day is this for?" in page
    assert all(value in page for value in fields.values())
    assert not entries(person).exists()
    person_client.post(f"/entries/{kind}/", {**sent, "for_day": "2026-11-20"})
    assert entries(person).get().day == TODAY
