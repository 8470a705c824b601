"""What applies to a person: begun, dated, ended by one tap, asked about once."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tests.days import TODAY
from tracker import situations
from tracker.models import Person, Situation
from tracker.questions import pending
from tracker.vocabulary import SITUATIONS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

HTMX = {"HX-Request": "true"}


def running(person: Person) -> dict[str, date | None]:
    rows = person.situations.filter(ended_on=None)
    return dict(rows.values_list("code", "since"))


def begun(person: Person, code: str, since: date | None = None) -> Situation:
    return Situation.objects.create(
        person=person, code=code, since=since, started_on=TODAY
    )


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_something_newly_applies(
    person_client: Client, person: Person, headers: dict[str, str]
) -> None:
    begun(person, "desk-work")
    form = {
        "situations": ["vertigo", "spine-surgery"],
        "since_spine-surgery": "2026-10-01",
    }
    answer = person_client.post("/settings/situations/", form, headers=headers)
    assert answer.status_code == (200 if headers else 302)
    assert running(person) == {
        "desk-work": None,
        "vertigo": None,
        "spine-surgery": date(2026, 10, 1),
    }


def test_a_date_alone_counts_as_a_tick(person_client: Client, person: Person) -> None:
    person_client.post("/settings/situations/", {"since_pregnant": "2027-03-01"})
    assert running(person) == {"pregnant": date(2027, 3, 1)}


def test_every_kind_can_be_chosen(person_client: Client, person: Person) -> None:
    form: dict[str, Any] = {"situations": list(SITUATIONS)}
    for kind in SITUATIONS.values():
        if kind.date_required:
            form[f"since_{kind.code}"] = "2026-11-20"
    assert person_client.post("/settings/situations/", form).status_code == 302
    assert set(running(person)) == set(SITUATIONS)


@pytest.mark.parametrize(
    ("code", "since", "words"),
    [
        ("pregnant", "", "Enter the date."),
        ("pregnant", "2027-08-28", "at most 40 weeks away"),
        ("pregnant", "2026-11-05", "more than two weeks ago"),
        ("birth", "", "Enter the date."),
        ("birth", "2026-11-21", "has not come yet"),
        ("caesarean", "1899-12-31", "check the year"),
        ("spine-surgery", "yesterday", "Enter a date such as"),
        ("operation-or-fracture", "2030-01-01", "has not come yet"),
        ("herniated-disc", "2026-12-01", "has not come yet"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_dates_that_cannot_be(
    person_client: Client,
    person: Person,
    code: str,
    since: str,
    words: str,
    headers: dict[str, str],
) -> None:
    form = {"situations": [code, "vertigo"], f"since_{code}": since}
    answer = person_client.post("/settings/situations/", form, headers=headers)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{since}"' in answer.text or not since
    assert answer.text.count(" checked") >= 2
    assert running(person) == {}


def test_what_runs_already_or_does_not_exist_is_refused(
    person_client: Client, person: Person
) -> None:
    begun(person, "vertigo")
    for code in ("vertigo", "immortality"):
        form = {"situations": [code]}
        answer = person_client.post("/settings/situations/", form)
        assert answer.status_code == 422
    assert person.situations.count() == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_ending_is_one_tap_without_a_question_and_can_be_undone(
    person_client: Client, person: Person, headers: dict[str, str]
) -> None:
    row = begun(person, "pregnant", date(2027, 3, 1))
    begun(person, "pregnancy-complication")
    address = f"/situations/{row.pk}/end/"
    answer = person_client.post(address, headers=headers)
    assert running(person) == {}
    if not headers:
        answer = person_client.get(answer.headers["Location"])
    assert "Undo" in answer.text
    saved = answer.text.split('id="situations-saved"')[1].split("</form>")[0]
    words = re.sub(r"<[^>]*>", " ", saved).lower()  # a token may hold any letters
    assert "undo" in words
    for word in ("congrat", "sorry", "sure", "why", "?"):
        assert word not in words
    person_client.post(f"/situations/{row.pk}/resume/", headers=headers)
    assert running(person) == {
        "pregnant": date(2027, 3, 1),
        "pregnancy-complication": None,
    }


def test_ending_twice_and_undoing_twice_is_the_same_as_once(
    person_client: Client, person: Person
) -> None:
    row = begun(person, "vertigo")
    for _ in range(2):
        person_client.post(f"/situations/{row.pk}/end/")
    assert running(person) == {}
    for _ in range(2):
        person_client.post(f"/situations/{row.pk}/resume/")
    assert running(person) == {"vertigo": None}


def test_undo_does_not_double_what_was_begun_again(
    person_client: Client, person: Person
) -> None:
    row = begun(person, "vertigo")
    person_client.post(f"/situations/{row.pk}/end/")
    person_client.post("/settings/situations/", {"situations": ["vertigo"]})
    assert person_client.post(f"/situations/{row.pk}/resume/").status_code == 302
    assert person.situations.filter(ended_on=None).count() == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_date_can_be_changed(
    person_client: Client, person: Person, headers: dict[str, str]
) -> None:
    row = begun(person, "pregnant", date(2027, 3, 1))
    address, name = f"/situations/{row.pk}/date/", f"s{row.pk}-since"
    wrong = person_client.post(address, {name: "2029-01-01"}, headers=headers)
    assert wrong.status_code == 422
    assert "at most 40 weeks away" in wrong.text
    assert 'value="2029-01-01"' in wrong.text
    person_client.post(address, {name: "2027-03-09"}, headers=headers)
    assert running(person) == {"pregnant": date(2027, 3, 9)}


@pytest.mark.parametrize("action", ["end", "resume", "date", "after-due-date"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_situations_of_others_do_not_exist(
    person: Person,
    other_client: Client,
    client: Client,
    action: str,
    headers: dict[str, str],
) -> None:
    row = begun(person, "pregnant", date(2026, 11, 10))
    form = {"answer": "end", f"s{row.pk}-since": "2026-11-11"}
    address = f"/situations/{row.pk}/{action}/"
    assert other_client.post(address, form, headers=headers).status_code == 404
    assert client.post(address, form, headers=headers).status_code == 401
    assert running(person) == {"pregnant": date(2026, 11, 10)}
    assert (
        "2026"
        not in other_client.get(f"/settings/?ended={row.pk}")
        .text.split('id="situations"')[1]
        .split("</section>")[0]
    )


def question(person: Person, day: date = TODAY) -> str:
    return render_to_string(
        "components/person_questions.html",
        {"person": person, "questions": pending(person, day)},
    )


def test_after_the_due_date_it_asks_once(person_client: Client, person: Person) -> None:
    row = begun(person, "pregnant", date(2026, 11, 19))
    assert "due date" not in question(person, date(2026, 11, 19))
    asked = question(person)
    assert "Your due date was 19 Nov" in asked
    assert "congrat" not in asked.lower()
    address = f"/situations/{row.pk}/after-due-date/"
    person_client.post(address, {"answer": "pregnant"})
    assert "due date" not in question(person)
    assert running(person) == {"pregnant": date(2026, 11, 19)}


def test_a_new_due_date_may_be_asked_about_again(person: Person) -> None:
    row = begun(person, "pregnant", date(2026, 11, 10))
    situations.still_pregnant(person, row.pk, TODAY)
    situations.redate(
        Situation.objects.get(pk=row.pk), since := TODAY + timedelta(days=3)
    )
    assert "due date" not in question(person)
    assert "due date" in question(person, since + timedelta(days=1))


@pytest.mark.parametrize("code", ["birth", "caesarean"])
def test_a_birth_ends_the_pregnancy_and_counts_from_its_day(
    person_client: Client, person: Person, code: str
) -> None:
    row = begun(person, "pregnant", date(2026, 11, 10))
    begun(person, "pregnancy-complication")
    form = {"answer": code, "born": "2026-11-12"}
    answer = person_client.post(f"/situations/{row.pk}/after-due-date/", form)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert running(person) == {code: date(2026, 11, 12)}


@pytest.mark.parametrize(
    ("born", "words"),
    [
        ("", "Enter the day of the birth."),
        ("2026-11-21", "has not come yet"),
        ("2025-11-12", "long before the due date"),
        ("soon", "Enter a date such as"),
    ],
)
def test_a_day_of_birth_that_cannot_be(
    person_client: Client, person: Person, born: str, words: str
) -> None:
    row = begun(person, "pregnant", date(2026, 11, 10))
    form = {"answer": "birth", "born": born}
    answer = person_client.post(f"/situations/{row.pk}/after-due-date/", form)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{born}"' in answer.text
    # What is no day is shown as text, which has no latest.
    assert ('max="2026-11-20"' in answer.text) is (born != "soon")
    assert running(person) == {"pregnant": date(2026, 11, 10)}


def test_it_no_longer_applies_asks_nothing_more(
    person_client: Client, person: Person
) -> None:
    row = begun(person, "pregnant", date(2026, 11, 10))
    address = f"/situations/{row.pk}/after-due-date/"
    answer = person_client.post(address, {"answer": "end"})
    page = person_client.get(answer.headers["Location"])
    assert "Undo" in page.text
    assert running(person) == {}


def test_other_answers_and_other_situations_are_refused(
    person_client: Client, person: Person
) -> None:
    row = begun(person, "pregnant", date(2026, 11, 10))
    other = begun(person, "vertigo")
    form = {"answer": "maybe"}
    address = f"/situations/{row.pk}/after-due-date/"
    assert person_client.post(address, form).status_code == 404
    address = f"/situations/{other.pk}/after-due-date/"
    for answer in ("pregnant", "birth"):
        form = {"answer": answer, "born": "2026-11-12"}
        assert person_client.post(address, form).status_code == 404
    assert set(running(person)) == {"pregnant", "vertigo"}


@pytest.mark.parametrize(
    ("due", "week"),
    [
        (TODAY, 40),
        (TODAY - timedelta(days=13), 41),
        (TODAY - timedelta(days=14), None),
        (TODAY + timedelta(days=140), 20),
        (TODAY + timedelta(days=1), 39),
    ],
)
def test_no_week_is_shown_from_42_weeks_on(
    person_client: Client, person: Person, due: date, week: int | None
) -> None:
    row = begun(person, "pregnant", due)
    assert situations.week_shown(row, TODAY) == week
    text = person_client.get("/settings/").text
    assert (f", week {week}" in text) is (week is not None)
    assert (", week " in text) is (week is not None)


def test_the_zone_question_carries_what_the_browser_compares(person: Person) -> None:
    person.zone_declined = "Asia/Tokyo"
    asked = question(person)
    assert 'data-stored-zone="Europe/Berlin"' in asked
    assert 'data-declined-zone="Asia/Tokyo"' in asked
    assert " hidden" in asked
