"""The month calendar: what a cell shows and says, and how a month is chosen."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.conftest import signed_in
from tests.days import TODAY
from tests.tracker.diary import keep_diary, log
from tracker.models import Person
from tracker.vocabulary import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def page(browser: Client, address: str = "/history/", status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def names(html: str) -> dict[str, str]:
    """The links of the calendar: address and what a screen reader says."""
    found = re.findall(
        r'<a class="calendar-day[^"]*" href="([^"]+)" aria-label="([^"]+)"', html
    )
    return dict(found)


def test_a_cell_says_day_score_and_what_else_is_there(
    person: Person, person_client: Client
) -> None:
    log(person, Kind.PAIN, date(2026, 11, 12), score=4, text="stairs")
    log(person, Kind.PAIN, date(2026, 11, 12), score=7)
    log(person, Kind.MARK, date(2026, 11, 12), mark="flare")
    log(person, Kind.SLEEP, date(2026, 11, 13), sleep_minutes=400)
    log(person, Kind.PAIN, TODAY, score=0)
    html = page(person_client)
    found = names(html)
    assert found["/days/2026-11-12/"] == (
        "Thursday 12 November, pain 5.5, worst 7, with a note, marked Flare"
    )
    assert found["/days/2026-11-13/"] == "Friday 13 November, pain not logged"
    assert found["/"] == "Friday 20 November, today, pain 0.0"
    assert found["/days/2026-11-01/"] == "Sunday 1 November, pain not logged"
    assert 'class="calendar-day pain-6"' in html
    assert 'class="calendar-day pain-0 is-today"' in html
    assert "Pain logged on 2 of 20 days, on average 2.8." in html


def test_days_to_come_are_no_links(person_client: Client) -> None:
    html = page(person_client)
    assert "/days/2026-11-21/" not in html
    assert "Saturday 21 November, not come yet" in html


def test_an_empty_diary_is_told_the_first_step(person_client: Client) -> None:
    html = page(person_client)
    assert "Each day you log stands here with its score." in html
    assert "No pain logged on these 20 days." in html


def test_another_persons_days_are_not_there(
    person: Person, other_client: Client
) -> None:
    log(person, Kind.PAIN, date(2026, 11, 12), score=9)
    assert names(page(other_client))["/days/2026-11-12/"].endswith("not logged")


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    answer = client.get("/history/2026-11/")
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=%2Fhistory%2F2026-11%2F")


def test_arrows_lead_to_months_and_not_beyond_today(person_client: Client) -> None:
    html = page(person_client)
    assert 'href="/history/2026-10/"' in html
    assert 'href="/history/2026-12/"' not in html
    html = page(person_client, "/history/2026-10/")
    assert 'href="/history/2026-09/"' in html
    assert 'href="/history/2026-11/"' in html


def test_chooser_opens_the_month(person_client: Client) -> None:
    answer = person_client.get("/history/?month=2&year=2024")
    assert (answer.status_code, answer["Location"]) == (302, "/history/2024-02/")
    html = page(person_client, "/history/2024-02/")
    assert "Thursday 29 February, pain not logged" in html


@pytest.mark.parametrize(
    ("query", "message", "kept"),
    [
        ("month=12&year=2026", "That month has not come yet.", 'value="2026"'),
        ("month=13&year=2026", "Choose a month from the list.", 'value="2026"'),
        ("month=1&year=x", "Enter a year such as 2026.", 'value="x"'),
        ("month=1&year=", "Enter a year.", "selected"),
        ("month=1&year=0", "Choose a year from 1900 on.", 'value="0"'),
    ],
)
def test_a_wrong_month_is_told_at_its_field(
    person_client: Client, query: str, message: str, kept: str
) -> None:
    html = page(person_client, f"/history/?{query}", 422)
    assert message in html
    assert kept in html


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/history/2026-12/", 422),
        ("/history/1899-12/", 422),
        ("/history/1900-01/", 200),
        ("/history/2026-13/", 404),
        ("/history/0000-01/", 404),
    ],
)
def test_months_at_the_edges(person_client: Client, address: str, status: int) -> None:
    page(person_client, address, status)


@pytest.mark.parametrize(("language", "first"), [("en-gb", "Mon"), ("en-us", "Sun")])
def test_weeks_begin_as_the_reader_begins_them(
    person_client: Client, language: str, first: str
) -> None:
    answer = person_client.get("/history/", headers={"Accept-Language": language})
    weekdays = re.findall(r'<th scope="col"[^>]*>(\w+)</th>', answer.content.decode())
    assert (weekdays[0], len(weekdays)) == (first, 7)


@pytest.mark.parametrize("days", [1, 3, 3650])
def test_a_month_takes_as_many_queries_after_ten_years(
    person: Person, days: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keep_diary(person, days)
    browser = signed_in(person)
    with django_assert_num_queries(4):  # session, account, person, month
        browser.get("/history/")
