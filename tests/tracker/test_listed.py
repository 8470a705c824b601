"""The entries of one card, listed when asked for."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.days import NOON
from tests.pages import page_of
from tests.tracker.test_recording import put
from tracker.models import Person
from tracker.vocabulary import Kind

ADDRESS = "/days/2026-11-20/drink/"
HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.django_db


def test_the_rows_go_into_the_card_or_onto_a_page(
    person: Person, person_client: Client
) -> None:
    entry = put(person, Kind.DRINK, volume_ml=330).entry
    put(person, Kind.PAIN, score=9)
    part = person_client.get(ADDRESS, headers=HTMX).content.decode()
    page = person_client.get(ADDRESS).content.decode()
    for html in (part, page):
        assert "330" in html
        assert "12:00" in html
        assert f"/entries/{entry.pk}/remove/" in html
        assert "Pain 9" not in html
    assert "<html" in page
    assert "<html" not in part
    assert 'data-hx-target="#drink"' in part
    assert "data-hx-target" not in page


def test_an_empty_card_says_so(person_client: Client) -> None:
    assert "Nothing is logged here" in person_client.get(ADDRESS).content.decode()


def test_an_unknown_card_is_not_found(person_client: Client) -> None:
    assert person_client.get("/days/2026-11-20/mood/").status_code == 404


def test_nobody_lists_the_entries_of_another(
    person: Person, other_client: Client, client: Client
) -> None:
    put(person, Kind.DRINK, volume_ml=333)
    assert "333" not in other_client.get(ADDRESS).content.decode()
    assert client.get(ADDRESS)["Location"].startswith("/accounts/login/")
    lost = client.get(ADDRESS, headers=HTMX)
    assert lost.status_code == 401
    assert "HX-Redirect" in lost.headers


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_with_more_rows(
    person: Person,
    person_client: Client,
    count: int,
    django_assert_max_num_queries: Any,
) -> None:
    for _ in range(count):
        put(person, Kind.DRINK, volume_ml=250)
    with django_assert_max_num_queries(4):
        person_client.get(ADDRESS, headers=HTMX)


@pytest.mark.usefixtures("noon")
@pytest.mark.parametrize("address", ["/", "/days/2026-11-19/"])
def test_a_day_leads_to_what_was_deleted(
    person: Person, person_client: Client, address: str
) -> None:
    entry = put(person, Kind.DRINK, volume_ml=337).entry
    links = re.findall(
        r'href="([^"]+)">Deleted lately<', page_of(person_client, address)
    )
    assert links == ["/deleted/"]
    page = page_of(person_client, links[0])
    assert "Nothing here" in page
    assert "337" not in page
    person_client.post(f"/entries/{entry.pk}/remove/")
    assert 'href="/deleted/">Deleted lately<' in page_of(person_client, address)
    page = page_of(person_client, links[0])
    assert "Nothing here" not in page
    assert "337" in page
    assert f'action="/entries/{entry.pk}/restore/"' in page


def test_what_was_deleted_stands_in_a_list_until_the_next_day_ends(
    person: Person, person_client: Client, other_client: Client
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        entry = put(person, Kind.DRINK, volume_ml=337).entry
        assert "Nothing here" in person_client.get("/deleted/").content.decode()
        person_client.post(f"/entries/{entry.pk}/remove/")
        page = person_client.get("/deleted/").content.decode()
        assert "337" in page
        assert "until the end of Saturday 21 November" in page
        assert "337" not in other_client.get("/deleted/").content.decode()
        clock.shift(timedelta(hours=35))
        assert "337" in person_client.get("/deleted/").content.decode()
        clock.shift(timedelta(hours=2))
        assert "337" not in person_client.get("/deleted/").content.decode()
        clock.shift(timedelta(hours=-10))
        person_client.post(f"/entries/{entry.pk}/restore/")
        entry.refresh_from_db()
        assert entry.removed_at is None
