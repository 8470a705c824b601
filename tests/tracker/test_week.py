"""The week grid: what it shows, saves, refuses and takes back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.conftest import signed_in
from tests.days import NOON, TODAY
from tests.tracker.diary import HTMX, keep_diary, log
from tracker import access
from tracker.models import DaySummary, Entry, Offer, Person, WarningScreen
from tracker.recording import Draft, record
from tracker.vocabulary import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
TUESDAY = date(2026, 11, 17)
KEYS = ("pain", "sleep", "water", "exercise", "breaks", "desk")


def live(person: Person) -> list[Entry]:
    return list(access.entries(person).order_by("pk"))


def send(
    browser: Client, day: date = TUESDAY, *, htmx: bool = True, **cells: str
) -> Any:
    """Send a row as the grid does: what each cell holds, and what it held before."""
    return send_row(browser, cells, day, htmx=htmx)


def send_row(
    browser: Client,
    cells: Mapping[str, str | list[str]],
    day: date = TUESDAY,
    *,
    htmx: bool = True,
) -> Any:
    """The same with the cells by their names; ``was_pain`` is what pain held."""
    sent: dict[str, str | list[str]] = {"client_id": str(uuid4())}
    sent |= dict.fromkeys(KEYS, "")
    sent |= {f"was-{key}": "" for key in KEYS}
    sent |= {name.replace("was_", "was-"): value for name, value in cells.items()}
    headers = HTMX if htmx else None
    return browser.post(f"/weeks/days/{day}/", sent, headers=headers)


def changes(html: str) -> list[str]:
    return re.findall(r'name="change" value="([^"]+)"', html)


def names(html: str) -> list[str]:
    return re.findall(r'aria-label="([^"]+, \w+ \d+ \w+[^"]*)"', html)


def test_cells_are_named_by_field_day_and_not_logged(
    person: Person, person_client: Client
) -> None:
    log(person, Kind.PAIN, TUESDAY, score=4)
    html = person_client.get(f"/weeks/{TUESDAY}/").content.decode()
    found = names(html)
    assert len(found) == 5 * 6
    assert found[:2] == [
        "Pain, Monday 16 November, not logged",
        "Sleep, Monday 16 November, not logged",
    ]
    assert "Pain, Tuesday 17 November" in found
    assert "Pain, Saturday 21 November, not come yet" in html
    assert html.count("not come yet") == 2 * 6
    assert 'scope="row"' in html


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("key", "typed", "kind", "stored"),
    [
        ("pain", "4", Kind.PAIN, {"score": 4}),
        ("sleep", "7:30", Kind.SLEEP, {"sleep_minutes": 450}),
        ("water", "1250", Kind.DRINK, {"volume_ml": 1250}),
        ("water", "0", Kind.ANSWER, {"question": "no-drink", "answer": "yes"}),
        ("exercise", "20", Kind.EXERCISE, {"minutes": 20, "activity": "other"}),
        ("exercise", "0", Kind.ANSWER, {"question": "no-exercise"}),
        ("breaks", "3", Kind.BREAK, {"times": 3}),
        ("breaks", "0", Kind.ANSWER, {"question": "no-break"}),
        ("desk", "yes", Kind.ANSWER, {"question": "desk-day", "answer": "yes"}),
        ("desk", "no", Kind.ANSWER, {"question": "desk-day", "answer": "no"}),
    ],
)
def test_a_cell_is_saved_without_a_time_and_marked_as_filled_in(
    person: Person,
    person_client: Client,
    key: str,
    typed: str,
    kind: str,
    stored: dict[str, Any],
    htmx: bool,
) -> None:
    answer = send_row(person_client, {key: typed}, htmx=htmx)
    (entry,) = live(person)
    assert (entry.kind, entry.day, entry.moment) == (kind, TUESDAY, None)
    assert entry.backfilled
    assert {name: getattr(entry, name) for name in stored} == stored
    assert DaySummary.objects.get(person=person, day=TUESDAY).backfilled
    if htmx:
        html = answer.content.decode()
        assert answer.status_code == 200
        assert f'<td id="cell-{key}-{TUESDAY}" data-hx-swap-oob="true">' in html
        assert changes(html) == [f"made-{entry.pk}"]
        assert "Undo is there." in html
    else:
        assert answer.status_code == 302
        html = person_client.get(answer["Location"].partition("#")[0]).content.decode()
        assert changes(html) == [f"made-{entry.pk}"]
        assert "✓ saved" in html


def test_a_whole_row_is_saved_at_once(person: Person, person_client: Client) -> None:
    send(person_client, htmx=False, pain="4", sleep="7", breaks="2", desk="yes")
    assert [entry.kind for entry in live(person)] == [
        "pain",
        "sleep",
        "break",
        "answer",
    ]
    day = DaySummary.objects.get(person=person, day=TUESDAY)
    assert (day.pain_sum, day.sleep_minutes, day.breaks) == (4, 420, 2)
    assert day.desk_day is True


def test_a_row_sent_twice_is_stored_once(person: Person, person_client: Client) -> None:
    sent = {"client_id": str(uuid4()), "pain": "4", "was-pain": "", "breaks": "2"}
    for _ in range(2):
        answer = person_client.post(f"/weeks/days/{TUESDAY}/", sent, headers=HTMX)
        assert answer.status_code == 200
    assert len(live(person)) == 2
    # The second time nothing has changed, so nothing takes the place of the Undo.
    assert "undo-" not in answer.content.decode()


def test_back_with_another_value_corrects_and_is_no_conflict(
    person: Person, person_client: Client
) -> None:
    sent = {"client_id": str(uuid4()), "pain": "4", "was-pain": ""}
    person_client.post(f"/weeks/days/{TUESDAY}/", sent)
    answer = person_client.post(f"/weeks/days/{TUESDAY}/", sent | {"pain": "6"})
    assert answer.status_code == 302
    assert [entry.score for entry in live(person)] == [6]


def test_a_correction_keeps_time_and_details(
    person: Person, person_client: Client
) -> None:
    moment = datetime(2026, 11, 17, 18, 0, tzinfo=UTC)
    values = {"score": 4, "areas": ["neck-middle"], "text": "stairs"}
    record(person, Draft(Kind.PAIN, uuid4(), TUESDAY, moment, values), now=NOON)
    html = send(person_client, pain="5", was_pain="4").content.decode()
    (entry,) = live(person)
    assert (entry.score, entry.areas, entry.text) == (5, ["neck-middle"], "stairs")
    assert (entry.moment, entry.backfilled) == (moment, False)
    (change,) = changes(html)
    person_client.post(f"/weeks/days/{TUESDAY}/undo/", {"change": change}, headers=HTMX)
    (entry,) = live(person)
    assert (entry.score, entry.areas, entry.moment) == (4, ["neck-middle"], moment)


@pytest.mark.parametrize(
    ("key", "first", "second"),
    [
        ("pain", "4", "5"),
        ("sleep", "7:00", "6:30"),
        ("water", "1000", "1500"),
        ("water", "0", "500"),
        ("water", "500", "0"),
        ("exercise", "20", "0"),
        ("exercise", "0", "20"),
        ("breaks", "3", "0"),
        ("desk", "yes", "no"),
        ("pain", "4", ""),
        ("sleep", "7:00", ""),
        ("breaks", "0", ""),
        ("desk", "no", ""),
    ],
)
def test_a_change_can_be_taken_back_and_leaves_the_day_as_it_was(
    person: Person, person_client: Client, key: str, first: str, second: str
) -> None:
    send_row(person_client, {key: first})
    before = live(person)
    summary = DaySummary.objects.filter(person=person).values().get()
    html = send_row(person_client, {key: second, f"was_{key}": first}).content.decode()
    now = person_client.get(f"/weeks/{TUESDAY}/").content.decode()
    if second and key != "desk":
        assert f'value="{second}"' in now
    assert len(live(person)) == (1 if second else 0)
    undo = {"change": changes(html)}
    for _ in range(2):  # the second tap finds it taken back already
        answer = person_client.post(f"/weeks/days/{TUESDAY}/undo/", undo, headers=HTMX)
        assert answer.status_code == 200
        assert live(person) == before
    again = DaySummary.objects.filter(person=person).values().get()
    assert {**again, "id": 0} == {**summary, "id": 0}


def test_several_entries_are_shown_and_changed_on_their_day(
    person: Person, person_client: Client
) -> None:
    log(person, Kind.PAIN, TUESDAY, score=4)
    log(person, Kind.PAIN, TUESDAY, score=5)
    log(person, Kind.DRINK, TUESDAY, volume_ml=250)
    log(person, Kind.DRINK, TUESDAY, volume_ml=500)
    html = person_client.get(f"/weeks/{TUESDAY}/").content.decode()
    cell = html.partition(f'id="cell-pain-{TUESDAY}"')[2].partition("</td>")[0]
    assert f'href="/days/{TUESDAY}/"' in cell
    assert "4.5" in cell
    assert "mean of 2" in cell
    assert "<input" not in cell
    assert "2 drinks" in html
    answer = send(person_client, pain="7")
    assert answer.status_code == 422
    assert "More than one is logged." in answer.content.decode()
    assert len(live(person)) == 4


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("key", "typed", "message"),
    [
        ("pain", "11", "Enter a whole number from 0 to 10."),
        ("pain", "-1", "Enter a whole number from 0 to 10."),
        ("pain", "x", "Enter a whole number from 0 to 10."),
        ("sleep", "30:00", "A night has at most 24 hours."),
        ("water", "50000", "At most 5 litres (169 fl oz) here."),
        ("desk", "maybe", "Choose yes or no."),
    ],
)
def test_bad_input_is_told_at_the_cell_and_kept(
    person: Person,
    person_client: Client,
    key: str,
    typed: str,
    message: str,
    htmx: bool,
) -> None:
    answer = send_row(person_client, {key: typed, "breaks": "2"}, htmx=htmx)
    html = answer.content.decode()
    assert answer.status_code == 422
    cell = html.partition(f'id="cell-{key}-{TUESDAY}"')[2].partition("</td>")[0]
    assert message in cell
    assert 'aria-invalid="true"' in cell
    assert f'aria-describedby="error-{key}-{TUESDAY}"' in cell
    if key != "desk":
        assert f'value="{typed}"' in cell
    # What was right beside it is saved.
    assert [entry.kind for entry in live(person)] == ["break"]


def test_a_refused_cell_that_is_emptied_complains_no_more(
    person: Person, person_client: Client
) -> None:
    refused = send_row(person_client, {"pain": "11", "water": "50000"}, htmx=True)
    assert refused.content.decode().count('name="told"') == 2
    told = ["pain", "water"]
    sent: dict[str, Any] = {"pain": "11", "water": "", "told": told}
    html = send_row(person_client, sent, htmx=True).content.decode()
    cell = html.partition(f'id="cell-water-{TUESDAY}"')[2].partition("</td>")[0]
    assert 'name="water"' in cell
    assert "field-error" not in cell
    assert "aria-invalid" not in cell
    assert "Enter a whole number from 0 to 10." in html
    assert not live(person)


@pytest.mark.parametrize("htmx", [True, False])
def test_the_future_is_refused_by_the_persons_clock(
    person: Person, person_client: Client, htmx: bool
) -> None:
    tomorrow = TODAY + timedelta(days=1)
    answer = send(person_client, tomorrow, htmx=htmx, pain="4")
    assert answer.status_code == 422
    html = answer.content.decode()
    cell = html.partition(f'id="cell-pain-{tomorrow}"')[2].partition("</td>")[0]
    assert "That day has not come yet." in cell
    assert 'value="4"' in cell
    assert live(person) == []


def test_a_zone_ahead_may_be_a_day_further(
    person: Person, person_client: Client
) -> None:
    person.time_zone = "Pacific/Kiritimati"  # 01:00 on the 21st
    person.save(update_fields=["time_zone"])
    assert send(person_client, date(2026, 11, 21), pain="4").status_code == 200
    assert send(person_client, date(2026, 11, 22), pain="4").status_code == 422


def test_pain_of_today_is_a_reading_of_now(
    person: Person, person_client: Client
) -> None:
    send(person_client, TODAY, pain="4")
    (entry,) = live(person)
    assert (entry.moment, entry.backfilled) == (NOON, False)


@pytest.mark.parametrize("htmx", [True, False])
def test_a_warning_sign_is_followed_up_after_it_is_saved(
    person: Person, person_client: Client, htmx: bool
) -> None:
    answer = send(person_client, TODAY, htmx=htmx, pain="9")
    assert [entry.score for entry in live(person)] == [9]
    screen = WarningScreen.objects.get(person=person)
    header = "HX-Redirect" if htmx else "Location"
    assert answer[header] == f"/warnings/{screen.pk}/"


def test_offers_of_the_day_are_worked_out_anew(
    person: Person, person_client: Client
) -> None:
    send(person_client, sleep="5:00")
    assert Offer.objects.filter(person=person, day=TUESDAY, guide__contains="sleep")
    send(person_client, sleep="8:00", was_sleep="5:00")
    assert not Offer.objects.filter(person=person, day=TUESDAY)


def test_fluid_ounces_are_the_persons(person: Person, person_client: Client) -> None:
    person.units = "us"
    person.save(update_fields=["units"])
    html = send(person_client, water="40").content.decode()
    assert live(person)[0].volume_ml == 1183
    assert 'value="40"' in html
    assert "fl oz" in person_client.get(f"/weeks/{TUESDAY}/").content.decode()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/weeks/2026-11-22/", 200),  # a Sunday to come, of a week that has begun
        ("/weeks/2026-11-23/", 422),
        ("/weeks/1899-12-31/", 404),
        ("/weeks/2026-02-30/", 404),
        ("/weeks/?day=2026-11-02", 302),
        ("/weeks/?day=2026-11-30", 422),
        ("/weeks/?day=x", 422),
    ],
)
def test_weeks_at_the_edges(person_client: Client, address: str, status: int) -> None:
    assert person_client.get(address).status_code == status


def test_a_visitor_gets_nothing(client: Client) -> None:
    assert client.get(f"/weeks/{TUESDAY}/").status_code == 302
    assert send(client, pain="4").status_code == 401
    assert client.post(f"/weeks/days/{TUESDAY}/undo/").status_code == 401


def test_a_row_is_not_saved_by_a_link(person_client: Client) -> None:
    assert person_client.get(f"/weeks/days/{TUESDAY}/").status_code == 405


@pytest.mark.parametrize("days", [1, 3, 3650])
def test_a_week_takes_as_many_queries_after_ten_years(
    person: Person, days: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keep_diary(person, days)
    browser = signed_in(person)
    with django_assert_num_queries(4):  # session, account, person, entries
        browser.get(f"/weeks/{TUESDAY}/")
