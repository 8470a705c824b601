"""Trends: spans, numbers that agree, files, and refusals."""

from __future__ import annotations

import csv
import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.conftest import signed_in
from tests.days import TODAY
from tests.tracker.diary import HTMX, keep_diary, log
from tracker.days import days_between
from tracker.models import Person
from tracker.vocabulary import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def page(browser: Client, query: str = "", status: int = 200) -> str:
    answer = browser.get(f"/trends/{query}")
    assert answer.status_code == status
    return answer.content.decode()


def data(html: str) -> Any:
    found = re.search(r'<script id="charts-data"[^>]*>(.*?)</script>', html)
    assert found is not None
    return json.loads(found[1])


def table(html: str) -> list[list[str]]:
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)
    ]


def test_the_last_thirty_days_are_drawn_first(
    person: Person, person_client: Client
) -> None:
    log(person, Kind.PAIN, TODAY - timedelta(days=1), score=4)
    html = page(person_client)
    drawn = data(html)
    assert len(drawn["labels"]) == 30
    assert drawn["labels"][-1] == "20 Nov"
    assert drawn["charts"]["pain"]["series"][0]["values"] == [None] * 28 + [4.0, None]
    assert list(drawn["charts"]) == ["pain"]
    assert "No sleep was logged in these 30 days." in html
    assert html.count('<canvas aria-hidden="true">') == 1


@pytest.mark.parametrize(
    ("query", "points"),
    [
        ("?range=7", 7),
        ("?range=90", 90),
        ("?range=365", 365),
        ("?range=all", 401),
        ("?range=own&first=2026-11-01&last=2026-11-20", 20),
        ("?range=own&first=2026-11-20&last=2026-11-20", 1),
        ("?range=nonsense", 30),
    ],
)
def test_spans(person: Person, person_client: Client, query: str, points: int) -> None:
    log(person, Kind.PAIN, TODAY - timedelta(days=400), score=4)
    log(person, Kind.PAIN, TODAY, score=5)
    labels = data(page(person_client, query))["labels"]
    assert len(labels) == points if points <= 366 else 58
    if points > 366:
        assert (labels[0], len(labels)) == ("13 Oct 2025", 58)


@pytest.mark.parametrize(
    ("query", "message", "kept"),
    [
        ("first=2026-11-21&last=2026-11-20", "has not come yet", "2026-11-21"),
        ("first=2026-11-10&last=2026-11-09", "before the first", "2026-11-09"),
        ("first=x&last=2026-11-09", "Enter a date such as", 'value="x"'),
        ("first=&last=2026-11-09", "Choose a day.", "2026-11-09"),
        ("first=1899-12-31&last=1900-01-01", "from 1900 on", "1899-12-31"),
        ("first=1950-01-01&last=2026-01-01", "at most 20 years", "1950-01-01"),
    ],
)
def test_wrong_dates_are_told_at_their_field_and_kept(
    person: Person, person_client: Client, query: str, message: str, kept: str
) -> None:
    log(person, Kind.PAIN, TODAY, score=5)
    html = page(person_client, f"?range=own&{query}", 422)
    assert message in html
    assert kept in html
    assert "charts-data" not in html


@pytest.mark.parametrize("query", ["?range=90", "?range=all"])
@pytest.mark.parametrize("key", ["pain", "sleep", "water", "exercise", "breaks"])
def test_a_charts_numbers_equal_its_table(
    person: Person, person_client: Client, query: str, key: str
) -> None:
    keep_diary(person, 500)
    drawn = data(page(person_client, query))["charts"][key]["series"]
    answer = person_client.get(f"/trends/{query}&table={key}", headers=HTMX)
    rows = table(answer.content.decode())
    for column, series in enumerate(drawn, start=1):
        shown = [number(row[column]) for row in rows]
        assert shown == series["values"]


def number(cell: str) -> float | None:
    """What a cell of a table says, as the chart's number."""
    words = cell.replace("\u00a0", " ").replace(",", "")
    if "not logged" in words or "fewer" in words:
        return None
    hours = re.search(r"(\d+) h", words)
    minutes = re.search(r"(\d+) min", words)
    if hours or minutes:
        return 60 * int(hours[1] if hours else 0) + int(minutes[1] if minutes else 0)
    return float(words.removesuffix(" ml"))


def test_a_table_opens_without_script_too(
    person: Person, person_client: Client
) -> None:
    log(person, Kind.PAIN, TODAY, score=5)
    html = page(person_client, "?range=7&table=pain")
    assert '<details class="more" id="numbers-pain" open>' in html
    assert len(table(html)) == 7
    assert table(html)[-1][1] == "5.0"


@pytest.mark.parametrize("wanted", ["nothing", "sleep", ""])
def test_there_is_no_table_of_what_is_not_drawn(
    person: Person, person_client: Client, wanted: str
) -> None:
    log(person, Kind.PAIN, TODAY, score=5)
    answer = person_client.get(f"/trends/?table={wanted}", headers=HTMX)
    assert answer.status_code == 404


def test_file_has_every_day_with_its_units(
    person: Person, person_client: Client
) -> None:
    log(person, Kind.PAIN, TODAY, score=5)
    log(person, Kind.PAIN, TODAY, score=6)
    log(person, Kind.EXERCISE, TODAY, activity="gym", sets=3, repetitions=10)
    log(person, Kind.MARK, TODAY, mark="stress")
    log(person, Kind.MARK, TODAY, mark="flare")
    yesterday = TODAY - timedelta(days=1)
    log(person, Kind.SLEEP, yesterday, sleep_minutes=455, sleep_quality=4)
    log(person, Kind.ANSWER, yesterday, question="no-drink", answer="yes")
    log(person, Kind.ANSWER, yesterday, question="desk-day", answer="no")
    answer = person_client.get("/trends/days.csv?range=7")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == (
        'attachment; filename="backcare-days-2026-11-14-2026-11-20.csv"'
    )
    lines = answer.content.decode().split("\r\n")
    assert lines[0] == (
        "date,pain_0_to_10,pain_worst_0_to_10,pain_readings,sleep_minutes,"
        "sleep_quality_1_to_5,water_ml,exercise_minutes,exercises,technique_minutes,"
        "techniques,posture_breaks,desk_day,marks,filled_in_later"
    )
    assert lines[1] == "2026-11-14,,,,,,,,,,,,,,"
    assert lines[6] == "2026-11-19,,,,455,4,0,,,,,,no,,yes"
    assert lines[7] == "2026-11-20,5.5,6,2,,,,,gym,,,,,flare; stress,"
    assert lines[8:] == [""]


def test_file_has_the_techniques_done_and_their_known_minutes(
    person: Person, other_person: Person, person_client: Client
) -> None:
    day, earlier = TODAY - timedelta(days=1), TODAY - timedelta(days=2)
    log(person, Kind.RELIEF, day, activity="heat-pack", minutes=15)
    log(person, Kind.RELIEF, day, activity="heat-pack", minutes=10)
    log(person, Kind.RELIEF, day, activity="cold-pack")
    log(person, Kind.RELIEF, earlier, activity="cold-pack", sets=2, repetitions=3)
    log(person, Kind.RELIEF, TODAY - timedelta(days=3), activity="cold-pack")
    log(person, Kind.EXERCISE, TODAY, activity="walk", minutes=5)
    log(other_person, Kind.RELIEF, TODAY, activity="cold-pack", minutes=7)
    span = f"range=own&first={earlier}&last={TODAY}"
    answer = person_client.get(f"/trends/days.csv?{span}")
    rows = csv.DictReader(answer.content.decode().splitlines())
    names = ("technique_minutes", "techniques", "exercise_minutes", "exercises")
    assert [[row[name] for name in names] for row in rows] == [
        ["", "cold-pack", "", ""],
        ["25", "cold-pack; heat-pack", "", ""],
        ["", "", "5", "walk"],
    ]


@pytest.mark.parametrize("span", ["range=90", "range=all"])
def test_file_equals_the_days_even_where_weeks_are_drawn(
    person: Person, person_client: Client, span: str
) -> None:
    keep_diary(person, 500)
    answer = person_client.get(f"/trends/days.csv?{span}&chart=pain")
    rows = list(csv.DictReader(answer.content.decode().splitlines()))
    days = {day.date: day for day in days_between(person, date.min, TODAY)}
    assert len(rows) == (90 if span == "range=90" else 500)
    for row in rows:
        day = days[date.fromisoformat(row["date"])]
        assert row["pain_0_to_10"] == str(day.pain_mean)
        assert row["pain_worst_0_to_10"] == str(day.pain_worst)


@pytest.mark.parametrize("query", ["range=7&chart=x", "range=own&first=x&last=y"])
def test_there_is_no_file_of_nothing(person_client: Client, query: str) -> None:
    assert person_client.get(f"/trends/days.csv?{query}").status_code == 404


def test_an_empty_diary_says_what_will_stand_there(person_client: Client) -> None:
    for query in ("", "?range=all"):
        html = page(person_client, query)
        assert "Your days will stand here" in html
        assert "Log your first day" in html
        assert "chart.umd" not in html
    assert person_client.get("/trends/days.csv?range=all").status_code == 404


def test_an_empty_span_leads_to_the_others(
    person: Person, person_client: Client
) -> None:
    log(person, Kind.PAIN, TODAY - timedelta(days=100), score=5)
    assert "Nothing logged in this time" in page(person_client, "?range=7")


@pytest.mark.parametrize("query", ["?range=7", "?range=all"])
@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (Kind.NOTE, {"text": "A quiet day."}),
        (Kind.MARK, {"mark": "flare"}),
        (Kind.EXERCISE, {"activity": "gym", "sets": 3}),
        (Kind.RELIEF, {"activity": "heat-pack", "minutes": 15}),
    ],
)
def test_what_is_not_drawn_counts_as_logged(
    person: Person,
    person_client: Client,
    query: str,
    kind: Kind,
    values: dict[str, Any],
) -> None:
    log(person, kind, TODAY - timedelta(days=1), **values)
    html = page(person_client, query)
    assert "Nothing to draw in this time" in html
    assert "Nothing logged" not in html
    assert "Your diary has other days" not in html
    assert f'href="/trends/days.csv{query}"' in html


def test_own_days_are_shown_as_a_date_field_takes_them(
    person: Person, person_client: Client
) -> None:
    log(person, Kind.PAIN, TODAY, score=5)
    html = page(person_client, "?range=own&first=18/11/2026&last=2026-11-20")
    latest = f'max="{TODAY}"'
    assert f'value="2026-11-18" {latest} name="first" id="id_first"' in html
    assert f'value="2026-11-20" {latest} name="last" id="id_last"' in html
    own = "?range=own&amp;first=2026-11-18&amp;last=2026-11-20"
    assert f'href="/trends/days.csv{own}&amp;chart=pain"' in html


def test_a_picture_is_given_its_days_with_their_years(
    person: Person, person_client: Client
) -> None:
    log(person, Kind.PAIN, TODAY, score=5)
    assert data(page(person_client, "?range=365"))["period"] == (
        "21 Nov 2025 to 20 Nov 2026"
    )


def test_another_persons_days_are_not_drawn(
    person: Person, other_client: Client
) -> None:
    keep_diary(person, 10)
    assert "Your days will stand here" in page(other_client)
    body = other_client.get("/trends/days.csv?range=7").content.decode()
    assert "2026-11-20,,,,,,,,,,,,,," in body


@pytest.mark.parametrize("address", ["/trends/", "/trends/days.csv"])
def test_a_visitor_is_asked_to_sign_in(client: Client, address: str) -> None:
    assert client.get(address).status_code == 302
    assert client.get(address, headers=HTMX).status_code == 401


@pytest.mark.parametrize("days", [1, 3, 3650])
@pytest.mark.parametrize(
    ("query", "queries"),
    [
        ("", 4),  # session, account, person, days
        ("?range=90", 4),
        ("?range=all", 5),  # and the first day
    ],
)
def test_trends_take_as_many_queries_after_ten_years(
    person: Person,
    days: int,
    query: str,
    queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    keep_diary(person, days)
    browser = signed_in(person)
    with django_assert_num_queries(queries):
        browser.get(f"/trends/{query}")


def test_a_day_far_back_does_not_draw_for_ever(
    person: Person, person_client: Client
) -> None:
    log(person, Kind.PAIN, date(1066, 10, 14), score=10)
    log(person, Kind.PAIN, TODAY, score=1)
    assert len(data(page(person_client, "?range=all"))["labels"]) == 2088
