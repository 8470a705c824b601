"""Undo in the week grid: the last change of each cell, on its own, for a day more."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import signed_in
from tests.days import NOON, TODAY
from tests.tracker.diary import HTMX, log
from tests.tracker.test_week import TUESDAY, live, send, send_row
from tracker import access, grid, recording
from tracker.forms.week import FIELDS
from tracker.integrity import wrong_summaries
from tracker.models import Entry, Person
from tracker.vocabulary import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
LONG_AGO = NOON - timedelta(days=5)


def cell(browser: Client, key: str, day: date = TUESDAY) -> str:
    """What the page of the week shows in a cell."""
    html = browser.get(f"/weeks/{day}/").content.decode()
    return html.partition(f'id="cell-{key}-{day}"')[2].partition("</td>")[0]


def change(html: str) -> str | None:
    """What the Undo of a cell sends; ``None`` where there is none."""
    found = re.search(r'name="change" value="([^"]+)"', html)
    return found and found[1]


def undo(browser: Client, sent: str | None, *, htmx: bool = True) -> Any:
    headers = HTMX if htmx else None
    body = {"change": sent}
    return browser.post(f"/weeks/days/{TUESDAY}/undo/", body, headers=headers)


def test_each_cell_is_undone_on_its_own(person: Person, person_client: Client) -> None:
    send_row(person_client, {"pain": "4", "sleep": "7:00", "breaks": "2"})
    send_row(person_client, {"water": "1000"})
    answer = undo(person_client, change(cell(person_client, "sleep")))
    html = answer.content.decode()
    assert "Sleep, Tuesday 17 November: not logged again. Undo is there." in html
    assert html.count("<td") == 1
    assert f'id="cell-sleep-{TUESDAY}"' in html
    assert {entry.kind for entry in live(person)} == {"pain", "break", "drink"}
    undo(person_client, change(cell(person_client, "pain")))
    assert {entry.kind for entry in live(person)} == {"break", "drink"}


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("key", "steps", "was"),
    [
        ("pain", ["4"], "empty"),
        ("pain", ["4", "5"], "4"),
        ("pain", ["4", ""], "4"),
        ("sleep", ["7:00", "6:30"], "7:00"),
        ("water", ["0", "500"], "0"),
        ("water", ["500", "0"], "500"),
        ("exercise", ["20", "0"], "20"),
        ("breaks", ["3", ""], "3"),
        ("desk", ["yes", "no"], "yes"),
        ("desk", ["yes", ""], "yes"),
    ],
)
def test_a_page_opened_later_says_what_was_there_and_brings_it_back(
    person: Person,
    person_client: Client,
    key: str,
    steps: list[str],
    was: str,
    htmx: bool,
) -> None:
    before = ""
    for typed in steps:
        send_row(person_client, {key: typed, f"was_{key}": before})
        before = typed
    shown = cell(person_client, key)
    assert f'<span class="week-unit">was {was}</span>' in shown
    answer = undo(person_client, change(shown), htmx=htmx)
    if htmx:
        html = answer.content.decode()
    else:
        html = person_client.get(answer["Location"].partition("#")[0]).content.decode()
        html = html.partition(f'id="cell-{key}-{TUESDAY}"')[2].partition("</td>")[0]
    assert "✓ undone" in html
    held = "" if was == "empty" else was
    assert f'name="was-{key}" form="row-{TUESDAY}" value="{held}"' in html
    assert not list(wrong_summaries())


def test_what_is_undone_can_be_done_again(
    person: Person, person_client: Client
) -> None:
    send(person_client, pain="4")
    send(person_client, pain="5", was_pain="4")
    for scores in ([4], [5], [4]):
        undo(person_client, change(cell(person_client, "pain")))
        assert [entry.score for entry in live(person)] == scores


def test_a_cleared_cell_of_long_ago_is_brought_back_with_its_details(
    person: Person, person_client: Client
) -> None:
    entry = _logged_long_ago(person)
    assert change(cell(person_client, "pain")) is None
    send(person_client, pain="", was_pain="4")
    shown = cell(person_client, "pain")
    assert change(shown) == f"gone-{entry.pk}"
    answer = undo(person_client, change(shown))
    assert live(person) == [entry]
    # There is nothing more to undo, and focus still finds its place.
    html = answer.content.decode()
    assert f'id="undo-pain-{TUESDAY}" tabindex="-1">✓ undone<' in html
    assert "Pain, Tuesday 17 November: 4 again." in html
    assert "Undo is there." not in html


def _logged_long_ago(person: Person) -> Entry:
    values = {"score": 4, "text": "on the stairs"}
    draft = recording.Draft(Kind.PAIN, uuid4(), TUESDAY, None, values)
    with time_machine.travel(LONG_AGO, tick=False):
        return recording.record(person, draft, now=NOON - timedelta(days=3)).entry


@pytest.mark.parametrize(("hours", "there"), [(35, True), (37, False)])
@pytest.mark.parametrize("cleared", [False, True])
def test_undo_ends_with_the_next_day(
    person: Person, person_client: Client, hours: int, there: bool, cleared: bool
) -> None:
    if cleared:
        _logged_long_ago(person)
        send(person_client, pain="", was_pain="4")
    else:
        send(person_client, pain="4")
    sent, before = change(cell(person_client, "pain")), live(person)
    # 12:00 in Berlin; the next day ends 36 hours later.
    with time_machine.travel(NOON + timedelta(hours=hours), tick=False):
        browser = signed_in(person)
        assert (change(cell(browser, "pain")) == sent) is there
        html = undo(browser, sent).content.decode()
        assert (live(person) == before) is not there
        kept = "Not undone. It was changed since, or its time for Undo has passed."
        assert (kept in html) is not there


def test_a_page_without_script_says_that_undo_came_too_late(
    person: Person, person_client: Client
) -> None:
    send(person_client, pain="4")
    sent = change(cell(person_client, "pain"))
    send(person_client, pain="6", was_pain="4")
    answer = undo(person_client, sent, htmx=False)
    assert [entry.score for entry in live(person)] == [6]
    html = person_client.get(answer["Location"].partition("#")[0]).content.decode()
    assert "Changed since, or too late to undo." in html


def test_a_cleared_cell_that_holds_something_again_keeps_it(
    person: Person, person_client: Client
) -> None:
    send(person_client, breaks="4")
    send(person_client, breaks="", was_breaks="4")
    sent = change(cell(person_client, "breaks"))
    log(person, Kind.BREAK, TUESDAY, times=2)
    assert "Not undone." in undo(person_client, sent).content.decode()
    assert [entry.times for entry in live(person)] == [2]


def test_what_several_entries_came_to_has_no_undo(
    person: Person, person_client: Client
) -> None:
    for volume in (250, 500):
        log(person, Kind.DRINK, TUESDAY, volume_ml=volume)
    assert change(cell(person_client, "water")) is None


def test_undo_is_for_cells_alone(person: Person, person_client: Client) -> None:
    note = log(person, Kind.NOTE, TUESDAY, text="Quiet.")
    assert undo(person_client, f"made-{note.pk}").status_code == 404
    assert live(person) == [note]


def test_a_correction_is_no_deletion(person: Person, person_client: Client) -> None:
    """It is undone in its cell, and does not stand among what was deleted."""
    send(person_client, water="500")
    send(person_client, water="750", was_water="500")
    since = NOON - timedelta(days=1)
    assert not access.deleted_entries(person, since).exists()


@pytest.mark.parametrize("key", ["water", "sleep", "breaks"])
def test_only_readings_are_kept_beside_what_they_correct(
    person: Person, person_client: Client, key: str
) -> None:
    first, second = {"water": ("0", "500"), "sleep": ("7:00", "8:00")}.get(
        key, ("3", "0")
    )
    send_row(person_client, {key: first})
    send_row(person_client, {key: second, f"was_{key}": first})
    (entry,) = live(person)
    answer = person_client.post(f"/entries/{entry.pk}/keep-both/", headers=HTMX)
    assert answer.status_code == 200
    assert live(person) == [entry]


VALUES = {
    "pain": ["", "0", "4", "5"],
    "sleep": ["", "6:30", "7:00"],
    "water": ["", "0", "500"],
    "exercise": ["", "0", "20"],
    "breaks": ["", "0", "3"],
    "desk": ["", "yes", "no"],
}
STEPS = st.lists(
    st.sampled_from(sorted(VALUES)).flatmap(
        lambda key: st.tuples(st.just(key), st.sampled_from([*VALUES[key], "undo"]))
    ),
    max_size=12,
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_undo_always_leads_to_what_it_says(
    person: Person, steps: list[tuple[str, str]]
) -> None:
    """Whatever was typed and undone before, and never in another cell."""
    held = dict.fromkeys(VALUES, "")
    with transaction.atomic():
        for number, (key, typed) in enumerate(steps):
            now = NOON + timedelta(minutes=number)
            if typed == "undo":
                last = next(c.change for c in _row(person) if c.field.key == key)
                if last is None:
                    assert not held[key]
                    continue
                assert grid.undo(person, TUESDAY, last, now=now) == (FIELDS[key], True)
                held[key] = last.was
            else:
                grid.set_cell(
                    person, TUESDAY, FIELDS[key], typed, client_id=uuid4(), now=now
                )
                held[key] = typed
            assert {c.field.key: c.value for c in _row(person)} == held
        assert not list(wrong_summaries())
        transaction.set_rollback(True)


def _row(person: Person) -> list[grid.Cell]:
    since = NOON - timedelta(days=1)
    entries = access.entries_and_removed(person, TUESDAY, TUESDAY, since)
    return grid.row_of(TUESDAY, entries, person, since)


def test_a_tap_of_today_can_be_undone_in_its_cell(
    person: Person, person_client: Client
) -> None:
    entry = log(person, Kind.BREAK, TODAY)
    sent = change(cell(person_client, "breaks", TODAY))
    assert sent == f"made-{entry.pk}"


def test_another_persons_entries_cannot_be_seen_or_taken_back(
    person: Person, other_client: Client
) -> None:
    entry = log(person, Kind.PAIN, TUESDAY, score=7)
    html = other_client.get(f"/weeks/{TUESDAY}/").content.decode()
    assert "Pain, Tuesday 17 November, not logged" in html
    for change in (f"made-{entry.pk}", f"gone-{entry.pk}"):
        answer = other_client.post(f"/weeks/days/{TUESDAY}/undo/", {"change": change})
        assert answer.status_code == 404
    assert live(person) == [entry]


def test_undo_holds_for_its_own_day_only(person: Person, person_client: Client) -> None:
    entry = log(person, Kind.PAIN, TODAY, score=7)
    answer = person_client.post(
        f"/weeks/days/{TUESDAY}/undo/", {"change": f"made-{entry.pk}"}
    )
    assert answer.status_code == 404


@pytest.mark.parametrize("junk", ["x", "1", "made-x", "-", "gone-" + "9" * 30])
def test_junk_for_undo_changes_nothing(
    person: Person, person_client: Client, junk: str
) -> None:
    log(person, Kind.PAIN, TUESDAY, score=7)
    answer = person_client.post(f"/weeks/days/{TUESDAY}/undo/", {"change": junk})
    assert answer.status_code == 302
    assert len(live(person)) == 1
