"""A form that was made before something changed overwrites nothing unseen."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.days import NOON, TODAY
from tests.tracker.diary import HTMX, log
from tests.tracker.test_recording import put
from tracker import recording
from tracker.access import entries
from tracker.models import Entry, Person
from tracker.vocabulary import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
MADE_FROM = re.compile(r'name="made_from" value="([^"]*)"')


def made_from(html: str) -> str:
    """What the only form that changes an entry on the page was made from."""
    (found,) = MADE_FROM.findall(html)
    return str(found)


def text_of(entry: Entry) -> str:
    entry.refresh_from_db()
    return entry.text


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_details_from_an_old_tab_are_kept_beside_what_is_saved(
    person: Person, person_client: Client, headers: dict[str, str]
) -> None:
    reading = log(person, Kind.PAIN, score=4)
    address = f"/entries/{reading.pk}/details/"
    old = made_from(person_client.get("/").text)
    first = {"text": "from the phone", "areas": "neck-middle", "sensations": "dull"}
    person_client.post(address, {**first, "made_from": old}, headers=headers)

    typed = {"text": "from the desk", "areas": "flank-left", "made_from": old}
    answer = person_client.post(address, typed, headers=headers)
    assert answer.status_code == 409
    assert text_of(reading) == "from the phone"
    notice = answer.text[answer.text.index("changed meanwhile") :]
    shown, form = notice.split("What you chose stands below", 1)
    assert "from the phone" in shown
    assert "Neck, middle. Dull" in shown
    assert "from the desk</textarea>" in form
    assert re.search(r'value="flank-left"[^>]* checked', form)

    now_known = {**typed, "made_from": made_from(answer.text)}
    saved = person_client.post(address, now_known, headers=headers)
    assert saved.status_code == (200 if headers else 302)
    assert text_of(reading) == "from the desk"


def test_details_sent_twice_are_saved_once(
    person: Person, person_client: Client
) -> None:
    reading = log(person, Kind.PAIN, score=4)
    address = f"/entries/{reading.pk}/details/"
    areas = ["neck-middle", "lower_back-left"]
    sent = {"text": "once", "areas": areas[::-1]}
    sent |= {"made_from": made_from(person_client.get("/").text)}
    for _ in range(2):
        answer = person_client.post(address, sent, headers=HTMX)
        assert answer.status_code == 200
    reading.refresh_from_db()
    assert (reading.text, reading.areas) == ("once", areas)


def test_a_refused_form_is_no_way_around(person: Person, person_client: Client) -> None:
    """It was refused for another reason and showed nothing of the change."""
    reading = log(person, Kind.PAIN, score=4)
    address = f"/entries/{reading.pk}/details/"
    old = made_from(person_client.get("/").text)
    recording.revise(person, reading, {"text": "from the phone"}, now=NOON)
    wrong = {"text": "x" * 10_001, "made_from": old}
    refused = person_client.post(address, wrong, headers=HTMX)
    assert refused.status_code == 422
    again = {"text": "short", "made_from": made_from(refused.text)}
    assert person_client.post(address, again, headers=HTMX).status_code == 409
    assert text_of(reading) == "from the phone"


def test_a_refused_form_stays_with_its_own_reading(
    person: Person, person_client: Client, noon: Any
) -> None:
    """In the card of the latest reading it would be saved to that one."""
    first = log(person, Kind.PAIN, score=4)
    noon.shift(timedelta(minutes=5))
    later = put(person, Kind.PAIN, now=NOON + timedelta(minutes=5), score=6).entry
    sent = {"areas": "moon", "text": "about the first"}
    answer = person_client.post(f"/entries/{first.pk}/details/", sent, headers=HTMX)
    assert answer.status_code == 422
    assert f'action="/entries/{first.pk}/details/"' in answer.text
    assert f'action="/entries/{later.pk}/details/"' not in answer.text


@pytest.mark.parametrize(
    ("kind", "values", "meanwhile", "typed", "said"),
    [
        (
            Kind.PAIN,
            {"score": 4, "text": "a"},
            {"score": 7, "text": "b"},
            {"score": "2", "text": "mine"},
            "Pain 7",
        ),
        (Kind.NOTE, {"text": "a"}, {"text": "b\nc"}, {"text": "mine"}, "b<br>c"),
        (
            Kind.SLEEP,
            {"sleep_minutes": 400},
            {"sleep_minutes": 300, "sleep_quality": 2},
            {"hours": "8"},
            "quality 2 of 5",
        ),
        (
            Kind.EXERCISE,
            {"activity": "walk"},
            {"minutes": 0},
            {"activity": "walk", "minutes": "33"},
            "Walk, 0",
        ),
    ],
)
def test_the_page_of_an_entry_overwrites_nothing_unseen(
    person: Person,
    person_client: Client,
    kind: str,
    values: dict[str, Any],
    meanwhile: dict[str, Any],
    typed: dict[str, str],
    said: str,
) -> None:
    entry = log(person, kind, **values)
    address = f"/entries/{entry.pk}/edit/"
    sent = {**typed, "made_from": made_from(person_client.get(address).text)}
    recording.revise(person, entry, meanwhile, now=NOON)
    stored = Entry.objects.values().get()
    answer = person_client.post(address, sent)
    assert answer.status_code == 409
    assert said in answer.text
    assert all(value in answer.text for value in typed.values())
    assert Entry.objects.values().get() == stored
    sent["made_from"] = made_from(answer.text)
    assert person_client.post(address, sent).status_code == 302
    assert Entry.objects.values().get() != stored


def test_a_time_changed_meanwhile_counts(person: Person, person_client: Client) -> None:
    entry = put(person, Kind.DRINK, now=NOON, volume_ml=250).entry
    address = f"/entries/{entry.pk}/edit/"
    sent = {"amount": "300", "time": "12:00"}
    sent["made_from"] = made_from(person_client.get(address).text)
    earlier = NOON - timedelta(hours=1)
    recording.revise(person, entry, {"moment": earlier}, now=NOON)
    assert person_client.post(address, sent).status_code == 409
    assert entries(person).get(day=TODAY).moment == earlier
