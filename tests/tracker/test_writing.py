"""What a tap costs, and what stays when something after it breaks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connections
from django.test import Client

from tests.days import NOON, TODAY
from tests.tracker.test_entries import HTMX, form
from tests.tracker.test_recording import put
from tracker.access import entries
from tracker.integrity import wrong_summaries
from tracker.models import Offer, Person
from tracker.vocabulary import Kind

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_a_tap_costs_the_same_with_more_entries(
    person: Person,
    person_client: Client,
    noon: Any,
    count: int,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(count):
        put(person, Kind.PAIN, now=NOON - timedelta(hours=number + 1), score=4)
    with django_assert_max_num_queries(18):
        person_client.post("/entries/pain/", form(score="4"), headers=HTMX)


@pytest.mark.parametrize("broken", ["tracker.offers._offers", "tracker.warnings.check"])
@pytest.mark.parametrize("headers", [HTMX, {}])
def test_what_is_saved_stays_when_something_after_it_breaks(
    person: Person,
    person_client: Client,
    noon: Any,
    monkeypatch: pytest.MonkeyPatch,
    broken: str,
    headers: dict[str, str],
) -> None:
    def breaks(*args: Any) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(broken, breaks)
    person_client.raise_request_exception = False
    sent = form(score="4")
    status = person_client.post("/entries/pain/", sent, headers=headers).status_code
    redirected = broken == "tracker.offers._offers" and not headers
    assert status == (302 if redirected else 500)
    monkeypatch.undo()
    assert entries(person).get().score == 4
    assert person_client.post("/entries/pain/", sent, headers=HTMX).status_code == 200
    assert entries(person).count() == 1
    assert list(wrong_summaries()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_tap_waits_for_the_disk_once(
    person: Person,
    person_client: Client,
    headers: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    commits: list[None] = []
    connection = connections["default"]
    commit = connection.commit

    def counted() -> None:
        commits.append(None)
        commit()

    put(person, Kind.SLEEP, now=NOON, sleep_minutes=310)
    with time_machine.travel(NOON, tick=False):
        monkeypatch.setattr(connection, "commit", counted)
        person_client.post("/entries/pain/", form(score="4"), headers=headers)
    assert len(commits) == 1
    assert entries(person).filter(kind=Kind.PAIN).exists()


def test_a_plain_form_works_out_its_offers_on_the_page_that_follows(
    person: Person, person_client: Client, noon: Any
) -> None:
    sent = form(sleep_minutes="310")
    answer = person_client.post("/entries/sleep/", sent)
    assert not Offer.objects.exists()
    page = person_client.get(answer["Location"]).content.decode()
    assert "you slept 5" in page
    assert Offer.objects.get().day == TODAY


def test_a_plain_form_for_a_day_long_past_reads_little(
    person: Person, person_client: Client, noon: Any, django_assert_num_queries: Any
) -> None:
    sent = form(date(2026, 11, 1), score="9")
    # Session, account, person; begin, id and day, entry, summary, commit.
    with django_assert_num_queries(6):
        person_client.post("/entries/pain/", sent)
