"""One entry on a page of its own: changed, given another time, moved, deleted."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import html5lib
import pytest
from django.test import Client

from tests.days import NOON
from tests.tracker.test_recording import put
from tracker import rules
from tracker.models import Offer, Person
from tracker.vocabulary import AREAS, Kind, Sensation

pytestmark = pytest.mark.django_db


def test_edit_shows_and_changes_a_reading(
    person: Person, person_client: Client, noon: Any
) -> None:
    entry = put(person, Kind.PAIN, now=NOON, score=4, text="first").entry
    address = f"/entries/{entry.pk}/edit/"
    page = person_client.get(address).content.decode()
    assert "first" in page
    assert "12:00" in page
    changed = {"score": "6", "text": "second", "time": "09:15"}
    assert person_client.post(address, changed).status_code == 302
    entry.refresh_from_db()
    assert (entry.score, entry.text) == (6, "second")
    assert entry.moment == datetime(2026, 11, 20, 8, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "values", "changed", "expected"),
    [
        (Kind.SLEEP, {"sleep_minutes": 400}, {"hours": "8"}, {"sleep_minutes": 480}),
        (Kind.DRINK, {"volume_ml": 250}, {"amount": "300"}, {"volume_ml": 300}),
        (
            Kind.EXERCISE,
            {"activity": "walk", "minutes": 20},
            {"activity": "swim", "sets": "2"},
            {"activity": "swim", "minutes": None, "sets": 2},
        ),
        (Kind.NOTE, {"text": "a"}, {"text": "b"}, {"text": "b"}),
    ],
)
def test_edit_of_every_kind(
    person: Person,
    person_client: Client,
    noon: Any,
    kind: str,
    values: dict[str, Any],
    changed: dict[str, str],
    expected: dict[str, Any],
) -> None:
    entry = put(person, kind, now=NOON, **values).entry
    address = f"/entries/{entry.pk}/edit/"
    assert person_client.get(address).status_code == 200
    assert person_client.post(address, changed).status_code == 302
    entry.refresh_from_db()
    assert {name: getattr(entry, name) for name in expected} == expected


def test_edit_keeps_what_was_typed_when_it_is_wrong(
    person: Person, person_client: Client, noon: Any
) -> None:
    entry = put(person, Kind.PAIN, now=NOON, score=4).entry
    sent = {"score": "12", "text": "typed"}
    answer = person_client.post(f"/entries/{entry.pk}/edit/", sent)
    assert answer.status_code == 422
    assert "from 0 to 10" in answer.content.decode()
    assert "typed" in answer.content.decode()
    later = {"score": "5", "time": "23:00"}
    answer = person_client.post(f"/entries/{entry.pk}/edit/", later)
    assert answer.status_code == 422
    assert "has not come yet" in answer.content.decode()
    entry.refresh_from_db()
    assert entry.score == 4


def test_an_entry_moves_to_another_day(
    person: Person, person_client: Client, noon: Any
) -> None:
    entry = put(person, Kind.PAIN, now=NOON, score=4).entry
    address = f"/entries/{entry.pk}/move/"
    answer = person_client.post(address, {"day": "2026-11-18"})
    assert answer["Location"].startswith("/days/2026-11-18/")
    entry.refresh_from_db()
    assert entry.day == date(2026, 11, 18)
    for bad in ("2026-11-21", "soon", ""):
        answer = person_client.post(address, {"day": bad})
        assert answer.status_code == 422


def test_a_night_never_pushes_another_out(
    person: Person, person_client: Client, noon: Any
) -> None:
    there = date(2026, 11, 18)
    kept = put(person, Kind.SLEEP, day=there, timed=False, sleep_minutes=400).entry
    moved = put(person, Kind.SLEEP, now=NOON, sleep_minutes=310).entry
    sent = {"day": there.isoformat()}
    answer = person_client.post(f"/entries/{moved.pk}/move/", sent)
    assert answer.status_code == 422
    assert "has sleep logged already" in answer.content.decode()
    moved.refresh_from_db()
    kept.refresh_from_db()
    assert (moved.day, kept.removed_at) == (date(2026, 11, 20), None)


def test_moving_makes_the_offers_of_both_days_anew(
    person: Person, person_client: Client, noon: Any
) -> None:
    night = put(person, Kind.SLEEP, now=NOON, sleep_minutes=310).entry
    person_client.get("/")
    assert Offer.objects.get().day == date(2026, 11, 20)
    answer = person_client.post(f"/entries/{night.pk}/move/", {"day": "2026-11-18"})
    assert not Offer.objects.exists()
    person_client.get(answer["Location"])
    assert Offer.objects.get().day == date(2026, 11, 18)


def controls(html: str, address: str) -> dict[str, list[str]]:
    """What a browser would send of the form of this address, as it came."""
    page = html5lib.parse(html, namespaceHTMLElements=False)
    form = next(f for f in page.iter("form") if f.get("action") == address)
    sent: dict[str, list[str]] = {}
    for field in form.iter():
        name = field.get("name")
        if not name:
            continue
        if field.tag == "input":
            box = field.get("type") in ("checkbox", "radio")
            if not box or "checked" in field.attrib:
                sent.setdefault(name, []).append(field.get("value", ""))
        elif field.tag == "textarea":
            sent.setdefault(name, []).append((field.text or "").removeprefix("\n"))
        elif field.tag == "select":
            chosen = [o for o in field.iter("option") if "selected" in o.attrib]
            sent.setdefault(name, []).extend(o.get("value", "") for o in chosen)
    return sent


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (
            Kind.PAIN,
            {
                "score": 4,
                "areas": ["lower_back-left", "calf-right"],
                "sensations": ["dull", "stiff"],
                "text": "after the garden",
            },
        ),
        (Kind.SLEEP, {"sleep_minutes": 450, "sleep_quality": 3}),
        (Kind.DRINK, {"volume_ml": 330}),
        (Kind.EXERCISE, {"activity": "walk", "minutes": 20, "effort": "light"}),
        (Kind.EXERCISE, {"activity": "gym", "sets": 3, "repetitions": 8}),
        (Kind.RELIEF, {"activity": "heat-pack", "minutes": 15}),
        (Kind.BREAK, {}),
        (Kind.NOTE, {"text": "two\nlines"}),
    ],
)
def test_saving_the_page_as_it_came_changes_nothing(
    person: Person, person_client: Client, noon: Any, kind: str, values: dict[str, Any]
) -> None:
    entry = put(person, kind, now=NOON, **values).entry
    before = {name: getattr(entry, name) for name in rules.COLUMNS[kind]}
    assert before.items() >= values.items()
    address = f"/entries/{entry.pk}/edit/"
    sent = controls(person_client.get(address).content.decode(), address)
    assert person_client.post(address, sent).status_code == 302
    entry.refresh_from_db()
    assert {name: getattr(entry, name) for name in before} == before
    assert entry.moment == NOON


def test_places_and_feelings_of_a_reading_are_changed_by_ticks(
    person: Person, person_client: Client, noon: Any
) -> None:
    entry = put(
        person, Kind.PAIN, now=NOON, score=4, areas=["neck-middle"], sensations=["dull"]
    ).entry
    address = f"/entries/{entry.pk}/edit/"
    page = person_client.get(address).content.decode()
    assert page.count('name="areas"') == len(AREAS)
    assert page.count('type="checkbox" name="sensations"') == len(Sensation)
    sent = controls(page, address) | {"areas": ["groin-left"], "sensations": ["sharp"]}
    person_client.post(address, sent)
    entry.refresh_from_db()
    assert (entry.areas, entry.sensations) == (["groin-left"], ["sharp"])
    wrong = person_client.post(f"/entries/{entry.pk}/move/", {"day": "soon"})
    assert wrong.content.decode().count('name="areas"') == len(AREAS)


@pytest.mark.parametrize(
    ("units", "label", "shown", "typed", "stored"),
    [
        ("metric", "Amount in ml", "250", "330", 330),
        ("us", "Amount in fl oz", "8.5", "12", 355),
    ],
)
def test_a_drink_is_changed_in_the_unit_of_the_person(
    person: Person,
    person_client: Client,
    noon: Any,
    units: str,
    label: str,
    shown: str,
    typed: str,
    stored: int,
) -> None:
    person.units = units
    person.save()
    entry = put(person, Kind.DRINK, now=NOON, volume_ml=250).entry
    address = f"/entries/{entry.pk}/edit/"
    page = person_client.get(address).content.decode()
    assert label in page
    assert 'name="volume_ml"' not in page
    sent = controls(page, address)
    assert sent["amount"] == [shown]
    assert person_client.post(address, sent).status_code == 302
    entry.refresh_from_db()
    assert entry.volume_ml == 250
    assert person_client.post(address, {**sent, "amount": typed}).status_code == 302
    entry.refresh_from_db()
    assert entry.volume_ml == stored
    answer = person_client.post(address, {**sent, "amount": "999999"})
    assert answer.status_code == 422
    assert 'value="999999"' in answer.content.decode()


def test_what_was_done_is_chosen_by_its_name(
    person: Person, person_client: Client, noon: Any
) -> None:
    entry = put(person, Kind.EXERCISE, now=NOON, activity="hip-bridge", minutes=5).entry
    address = f"/entries/{entry.pk}/edit/"
    page = person_client.get(address).content.decode()
    assert '<option value="hip-bridge" selected>Hip bridge</option>' in page
    assert '<option value="walk">Walk</option>' in page
    assert '<option value="plank">Plank</option>' in page
    put(person, Kind.PAIN, now=NOON, score=8)
    page = person_client.get(address).content.decode()
    assert '<option value="hip-bridge" selected>Hip bridge</option>' in page
    assert "Plank" not in page
