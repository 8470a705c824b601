"""How an open warning ends, where it is shown meanwhile, and what is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tests.days import NOON, TODAY
from tests.pages import page_of
from tests.tracker.test_entries import HTMX, form
from tests.tracker.test_warning_answers import answered, locked, waiting
from tracker import warnings
from tracker.facts import known_of
from tracker.models import Entry, Person, WarningScreen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


# Closing and its Undo


@pytest.mark.parametrize(
    ("closing", "words"), [("seen", "I was seen"), ("mistake", "Ticked by mistake")]
)
def test_closing_keeps_its_time_and_undo_opens_it_again(
    person: Person, person_client: Client, noon: Any, closing: str, words: str
) -> None:
    row = answered(person, {"A6": "yes"})
    noon.shift(timedelta(hours=2))
    for _ in range(2):
        person_client.post(f"/warnings/{row.pk}/close/", {"closing": closing})
        noon.shift(timedelta(minutes=1))
    row.refresh_from_db()
    assert (row.closing, row.closed_at) == (closing, NOON + timedelta(hours=2))
    page = page_of(person_client, f"/warnings/{row.pk}/")
    assert f"{words}, 20 November 2026, 14:00" in page
    assert "Undo" in page
    assert not locked(person)
    person_client.post(f"/warnings/{row.pk}/reopen/")
    assert locked(person)


@pytest.mark.parametrize("closing", ["", "fine", "SEEN"])
def test_another_way_of_closing_is_refused_in_words(
    person: Person, person_client: Client, closing: str
) -> None:
    row = answered(person, {"A1": "yes"})
    refused = person_client.post(f"/warnings/{row.pk}/close/", {"closing": closing})
    assert refused.status_code == 422
    assert "Choose one of the two" in refused.content.decode()
    assert locked(person)


def test_what_waits_cannot_be_closed_unanswered(
    person: Person, person_client: Client
) -> None:
    row = waiting(person)
    person_client.post(f"/warnings/{row.pk}/close/", {"closing": "mistake"})
    row.refresh_from_db()
    assert row.closed_at is None
    assert locked(person)


def test_days_do_not_close_what_is_open(person: Person) -> None:
    answered(person, {"A6": "yes"})
    later = NOON + timedelta(days=400)
    known = known_of(person, TODAY + timedelta(days=400), now=later)
    assert "open-warning" in known.conditions()


def test_a_mistake_is_remembered_as_none_and_being_seen_is_not(person: Person) -> None:
    row = answered(person, {"A6": "yes"})
    pain = Entry(kind="pain", score=8, day=TODAY, moment=NOON)

    def opens() -> bool:
        known = known_of(person, TODAY, now=NOON, entries=())
        return warnings.check(known, pain) is not None

    assert not opens()
    warnings.close(row, "mistake", now=NOON)
    assert not opens()
    warnings.reopen(row)
    warnings.close(row, "seen", now=NOON)
    assert opens()


# What pages show while something stands


def test_the_highest_that_stands_is_shown_first(person: Person) -> None:
    today = answered(person, {"A6": "yes"})
    emergency = answered(person, {"A1": "yes"})
    asked = waiting(person)
    screens = warnings.recent_screens(person, NOON)
    shown = [row.pk for row in warnings.standing(screens)]
    assert shown[0] == emergency.pk
    assert set(shown) == {today.pk, emergency.pk, asked.pk}
    assert warnings.open_action(screens) == "E"


@pytest.mark.parametrize("address", ["/", "/days/2026-11-19/", "/guides/"])
def test_every_page_points_to_what_stands(
    person: Person, person_client: Client, other_client: Client, address: str
) -> None:
    row = answered(person, {"A1": "yes"})
    assert f"/warnings/{row.pk}/" in page_of(person_client, address)
    assert "/warnings/" not in page_of(other_client, address)
    warnings.close(row, "seen", now=NOON)
    assert f"/warnings/{row.pk}/" not in page_of(person_client, address)


def test_a_guide_points_to_what_stands(person: Person, person_client: Client) -> None:
    assert "Emergency now." not in page_of(person_client, "/guides/water/")
    row = answered(person, {"A1": "yes"})
    assert f"/warnings/{row.pk}/" in page_of(person_client, "/guides/water/")


# Kept, and deleted


def test_answers_are_listed_with_their_time_and_can_be_deleted(
    person: Person, person_client: Client
) -> None:
    row = answered(person, {"A6": "yes"})
    warnings.close(row, "seen", now=NOON)
    page = page_of(person_client, "/warnings/")
    assert "answered 20 November 2026, 12:00; “I was seen” on 20 November" in page
    assert "See someone today" in page
    address = f"/warnings/{row.pk}/delete/"
    assert "cannot be brought back" in page_of(person_client, address)
    assert person_client.post(address)["Location"] == "/warnings/"
    assert not WarningScreen.objects.exists()
    assert "Nothing here yet" in page_of(person_client, "/warnings/")
    assert person_client.post(address).status_code == 404


@pytest.mark.parametrize("ticks", [None, {"A1": "yes"}])
def test_what_stands_cannot_be_deleted(
    person: Person, person_client: Client, ticks: dict[str, str] | None
) -> None:
    row = waiting(person) if ticks is None else answered(person, ticks)
    address = f"/warnings/{row.pk}/delete/"
    assert "cannot be deleted yet" in page_of(person_client, address)
    assert person_client.post(address).status_code == 422
    assert WarningScreen.objects.filter(pk=row.pk).exists()
    assert address not in page_of(person_client, "/warnings/")


def test_a_long_list_comes_in_pages_with_few_queries(
    person: Person, person_client: Client, django_assert_max_num_queries: Any
) -> None:
    WarningScreen.objects.bulk_create(
        WarningScreen(
            id=UUID(int=number),
            person=person,
            day=TODAY,
            opened_at=NOON - timedelta(days=number),
            answered_at=NOON - timedelta(days=number),
        )
        for number in range(60)
    )
    with django_assert_max_num_queries(6):
        first = page_of(person_client, "/warnings/")
    second = page_of(person_client, "/warnings/?page=2")
    assert first.count("No warning sign ticked") == 50
    assert second.count("No warning sign ticked") == 10
    assert "Earlier answers" in first
    assert "Later answers" in second


def test_checking_an_entry_that_opens_nothing_asks_the_database_nothing(
    person: Person, django_assert_num_queries: Any
) -> None:
    known = known_of(person, TODAY, now=NOON, entries=())
    entry = Entry(kind="pain", score=4, day=TODAY, moment=NOON)
    with django_assert_num_queries(0):
        assert warnings.check(known, entry) is None


# Entries that come to stand where they open it


def test_keeping_both_readings_shows_the_rise(
    person: Person, person_client: Client, noon: Any
) -> None:
    person_client.post("/entries/pain/", form(score="2"), headers=HTMX)
    noon.shift(timedelta(minutes=1))
    person_client.post("/entries/pain/", form(score="6"), headers=HTMX)
    assert not WarningScreen.objects.exists()
    entry = Entry.objects.get(score=6)
    went = person_client.post(f"/entries/{entry.pk}/keep-both/", headers=HTMX)
    row = WarningScreen.objects.get()
    assert row.triggers == ["pain-rise"]
    assert went["HX-Redirect"] == f"/warnings/{row.pk}/"


def test_an_old_reading_moved_to_today_opens_it(
    person: Person, person_client: Client
) -> None:
    old = TODAY - timedelta(days=9)
    person_client.post("/entries/pain/", form(old, score="9"))
    assert not WarningScreen.objects.exists()
    entry = Entry.objects.get()
    sent = {"day": TODAY.isoformat()}
    went = person_client.post(f"/entries/{entry.pk}/move/", sent)
    assert went["Location"] == f"/warnings/{WarningScreen.objects.get().pk}/"
