"""Requests that no page of ours sends, and old tabs: answered in words, never lost."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from tests.days import NOON, TODAY
from tests.tracker.diary import HTMX, log
from tracker import recording
from tracker.access import entries
from tracker.models import Entry, Person
from tracker.vocabulary import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
LONG_KEY = "9" * 5000


def sent(**fields: Any) -> dict[str, Any]:
    page = {"client_id": str(uuid4()), "page_day": TODAY.isoformat(), "live": "yes"}
    return page | fields


@pytest.mark.parametrize("day", ["0001-01-01", "0001-02-01", "1899-12-31"])
def test_days_before_any_diary_do_not_exist(
    person: Person, person_client: Client, day: str
) -> None:
    assert person_client.get(f"/days/{day}/").status_code == 404
    assert person_client.get(f"/weeks/{day}/").status_code == 404
    row = {"client_id": str(uuid4()), "pain": "3", "was-pain": ""}
    assert person_client.post(f"/weeks/days/{day}/", row).status_code == 404
    assert person_client.get(f"/days/?day={day}").status_code == 422
    assert not Entry.objects.filter(person=person).exists()


@pytest.mark.parametrize("name", ["page_day", "for_day"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("hours", [0, 6])
def test_an_entry_for_the_ends_of_the_calendar_is_refused(
    person: Person, person_client: Client, name: str, day: str, hours: int
) -> None:
    Person.objects.update(day_ends_hour=hours, time_zone="America/Los_Angeles")
    body = sent(score="3", time="03:00") | {name: day}
    assert person_client.post("/entries/pain/", body).status_code == 422
    assert not Entry.objects.filter(person=person).exists()


@pytest.mark.parametrize("address", ["/?done=saved&entry=", "/settings/?ended="])
@pytest.mark.parametrize("key", [LONG_KEY, "9" * 25, "²", "-1", "x"])
def test_a_key_that_is_none_shows_the_page_without_it(
    person_client: Client, address: str, key: str
) -> None:
    assert person_client.get(f"{address}{key}").status_code == 200


@pytest.mark.parametrize("question", ["bogus", "", "a\0b"])
def test_an_unknown_question_is_refused_in_words(
    person_client: Client, question: str
) -> None:
    body = sent(question=question, answer="yes")
    answer = person_client.post("/entries/answer/", body, headers=HTMX)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_a_note_for_a_day_to_come_is_kept_with_a_message(
    person_client: Client,
) -> None:
    """A page of before a journey west is a day ahead of the person."""
    body = sent(text="On the plane") | {"page_day": "2026-11-21"}
    answer = person_client.post("/entries/note/", body, headers=HTMX)
    assert answer.status_code == 422
    assert "has not come yet" in answer.text
    assert "On the plane" in answer.text


def test_a_line_end_of_a_note_counts_once(
    person: Person, person_client: Client
) -> None:
    text = "ab\n" * 3333 + "c"
    body = sent(text=text.replace("\n", "\r\n"))
    assert person_client.post("/entries/note/", body).status_code == 302
    assert entries(person).get().text == text


def test_an_old_address_says_nothing_that_is_not_so(
    person: Person, person_client: Client, noon: Any
) -> None:
    entry = log(person, Kind.DRINK, volume_ml=250)
    address = f"/?done=saved&entry={entry.pk}"
    assert 'id="drink-saved"' in person_client.get(address).text
    recording.undo(person, entry, now=NOON)
    assert 'id="drink-saved"' not in person_client.get(address).text
    noon.shift(timedelta(days=1))
    assert 'id="drink-saved"' not in person_client.get(address).text
    entry.delete()
    assert person_client.get(address).status_code == 200


def test_a_plain_form_sent_again_after_undo_is_stored(
    person: Person, person_client: Client
) -> None:
    """The browser's Back may bring the old id with it."""
    body = sent(volume_ml="250")
    person_client.post("/entries/drink/", body)
    recording.undo(person, entries(person).get(), now=NOON)
    person_client.post("/entries/drink/", body)
    assert entries(person).get().volume_ml == 250


def test_a_retry_of_what_was_deleted_meanwhile_says_so(
    person: Person, person_client: Client
) -> None:
    body = sent(volume_ml="250")
    person_client.post("/entries/drink/", body, headers=HTMX)
    recording.remove(person, entries(person).get(), now=NOON)
    answer = person_client.post("/entries/drink/", body, headers=HTMX)
    assert "deleted." in answer.text
    assert not entries(person).exists()


@pytest.mark.parametrize("headers", [HTMX, None])
def test_bringing_back_what_cannot_stand_says_why(
    person: Person, person_client: Client, headers: dict[str, str] | None
) -> None:
    none = log(person, Kind.ANSWER, question="no-drink", answer="yes")
    recording.remove(person, none, now=NOON)
    log(person, Kind.DRINK, volume_ml=250)
    address = f"/entries/{none.pk}/restore/"
    answer = person_client.post(address, headers=headers)
    assert answer.status_code == 409
    assert "Delete it first" in answer.text
    assert "brought back" not in answer.text


def test_an_answer_has_no_other_day(person: Person, person_client: Client) -> None:
    log(person, Kind.DRINK, TODAY - timedelta(days=1), volume_ml=250)
    none = log(person, Kind.ANSWER, question="no-drink", answer="yes")
    body = {"day": str(TODAY - timedelta(days=1))}
    assert person_client.post(f"/entries/{none.pk}/move/", body).status_code == 404
    assert entries(person).get(pk=none.pk).day == TODAY


def test_a_time_typed_on_a_page_of_yesterday_asks_which_day(
    person: Person, person_client: Client, noon: Any
) -> None:
    noon.shift(timedelta(hours=12, minutes=10))  # ten past midnight
    body = sent(score="4", time="22:30")
    answer = person_client.post("/entries/pain/", body, headers=HTMX)
    assert "Which day is this for?" in answer.text
    body["for_day"] = TODAY.isoformat()
    person_client.post("/entries/pain/", body, headers=HTMX)
    entry = entries(person).get()
    assert (entry.day, entry.moment) == (TODAY, NOON + timedelta(hours=10.5))


def test_a_tap_that_waited_over_days_is_of_its_own_day(
    person: Person, person_client: Client, noon: Any
) -> None:
    noon.shift(timedelta(days=3))
    headers = {**HTMX, "BackCare-Waited": str(3 * 24 * 3600)}
    person_client.post("/entries/drink/", sent(volume_ml="250"), headers=headers)
    entry = entries(person).get()
    assert (entry.day, entry.moment) == (TODAY, NOON)


def test_no_cookie_holds_what_was_logged(person_client: Client, noon: Any) -> None:
    noon.shift(timedelta(days=1))
    answer = person_client.post("/entries/pain/", sent(score="4"))
    assert answer.status_code == 302
    cookies = set(person_client.cookies) - {settings.SESSION_COOKIE_NAME}
    assert "messages" not in cookies
    assert "A new day has begun" in person_client.get("/").text


def night(**fields: Any) -> dict[str, Any]:
    return sent(asleep_from="23:00", asleep_to="06:00") | fields


def test_how_well_keeps_the_times_of_the_night(
    person: Person, person_client: Client
) -> None:
    person_client.post("/entries/sleep/", night())
    person_client.post("/entries/sleep/", sent(sleep_quality="4"))
    entry = entries(person).get()
    assert (entry.asleep_from, entry.asleep_to) == (time(23, 0), time(6, 0))
    assert (entry.sleep_minutes, entry.sleep_quality) == (420, 4)


@pytest.mark.parametrize("page", ["day", "entry"])
def test_another_length_counts_before_the_times_of_before(
    person: Person, person_client: Client, page: str
) -> None:
    person_client.post("/entries/sleep/", night())
    stored = entries(person).get()
    assert (stored.sleep_minutes, stored.asleep_from) == (420, time(23, 0))
    address = "/entries/sleep/" if page == "day" else f"/entries/{stored.pk}/edit/"
    person_client.post(address, night(hours="7", minutes="0"))
    assert entries(person).get().asleep_from == time(23, 0)
    person_client.post(address, night(hours="8", minutes="0"))
    changed = entries(person).get()
    assert (changed.sleep_minutes, changed.asleep_from) == (480, None)


@pytest.mark.parametrize("onward", ["7", "tracker:today", "x", "//evil.example/", ""])
def test_welcome_leads_on_to_addresses_of_this_site_alone(
    person_client: Client, onward: str
) -> None:
    answer = person_client.post("/welcome/", {"skip": "all", "next": onward})
    assert (answer.status_code, answer["Location"]) == (302, "/")
