"""Safety questions that time brings: the lock on exercise, and the card on Today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from guides.safety.questions import screen
from tests.conftest import screened
from tests.days import NOON, TODAY
from tests.pages import page_of
from tests.tracker.test_entries import form
from tracker import screening
from tracker.facts import known_of
from tracker.models import Entry, Person, Practice, Situation, WarningScreen
from tracker.recording import Draft, record
from tracker.vocabulary import Kind

START = "/practice/start/?exercise=heel-slide"
QUESTIONS = "/safety-questions/"
TO_START = f"{QUESTIONS}?next=%2Fpractice%2Fstart%2F%3Fexercise%3Dheel-slide"
NONE = "No warning sign ticked today. If one appears, come back at once."

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def is_locked(person: Person, days: int = 0) -> bool:
    now = NOON + timedelta(days=days)
    known = known_of(person, TODAY + timedelta(days=days), now=now)
    return "not-screened" in known.conditions()


def due(person: Person) -> list[str]:
    person.refresh_from_db()
    return known_of(person, TODAY, now=NOON).due


def log(person: Person, kind: str, day: date, **values: Any) -> Entry:
    return record(person, Draft(kind, uuid4(), day, None, values), now=NOON).entry


def pregnant(person: Person, week: int, days: int = 0, told: int = 100) -> None:
    due_date = TODAY + timedelta(days=280 - 7 * week - days)
    Situation.objects.create(
        person=person, code="pregnant", since=due_date, started_on=ago(told)
    )


# Before the first exercise


def test_the_first_exercise_leads_to_the_full_screen_and_back(
    person: Person, person_client: Client
) -> None:
    went = person_client.get(START)
    assert went["Location"] == TO_START
    page = page_of(person_client, TO_START)
    assert "these questions come once before the first exercise" in page
    assert [q for q in screen().full if f'name="{q}"' not in page] == []
    assert 'name="C1"' not in page
    answered = person_client.post(TO_START, {"key": uuid4(), "none": "none"})
    result = page_of(person_client, answered["Location"])
    assert NONE in result
    assert f'href="{START}"' in result
    assert person_client.get(START).status_code == 200
    assert WarningScreen.objects.get().triggers == ["full-first"]


@pytest.mark.parametrize("code", ["pregnant", "birth", "caesarean"])
def test_section_c_is_part_of_it_for_whom_it_concerns(
    person: Person, person_client: Client, code: str
) -> None:
    since = TODAY + timedelta(days=230) if code == "pregnant" else ago(20)
    Situation.objects.create(person=person, code=code, since=since, started_on=TODAY)
    page = page_of(person_client, TO_START)
    assert 'name="B10"' in page
    assert 'name="C9"' in page


def test_what_is_ticked_keeps_the_exercise_locked(
    person: Person, person_client: Client
) -> None:
    went = person_client.post(TO_START, {"key": uuid4(), "A6": "yes"})
    page = page_of(person_client, went["Location"])
    assert "See someone today" in page
    assert "Go on" not in page
    start = page_of(person_client, START)
    assert "is left out" in start
    assert "Steps" not in start


def test_soon_is_told_and_does_not_lock(person: Person, person_client: Client) -> None:
    went = person_client.post(TO_START, {"key": uuid4(), "B6": "yes"})
    page = page_of(person_client, went["Location"])
    assert "See a doctor soon" in page
    assert "inflammatory back pain" in page
    assert f'href="{START}"' in page
    assert not is_locked(person)


def test_not_sure_of_something_for_soon_is_not_told_as_nothing(
    person: Person, person_client: Client
) -> None:
    went = person_client.post(TO_START, {"key": uuid4(), "B9": "unsure"})
    page = page_of(person_client, went["Location"])
    assert NONE in page
    assert "You were not sure about something" in page


def test_it_is_answered_once_however_often_it_is_sent(
    person: Person, person_client: Client
) -> None:
    sent = {"key": uuid4(), "none": "none"}
    first = person_client.post(TO_START, sent)
    second = person_client.post(TO_START, sent)
    assert first["Location"] == second["Location"]
    assert WarningScreen.objects.count() == 1


def test_a_sign_ticked_in_another_tab_after_all_was_answered_is_kept(
    person: Person, person_client: Client
) -> None:
    screened(person)
    went = person_client.post(QUESTIONS, {"key": uuid4(), "A1": "yes"})
    assert "Emergency now" in page_of(person_client, went["Location"])


def test_nothing_due_leads_onwards(person: Person, person_client: Client) -> None:
    screened(person)
    assert person_client.get(TO_START)["Location"] == START
    assert person_client.get(QUESTIONS)["Location"] == "/warnings/"


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "x"]
)
def test_only_an_address_of_this_site_is_gone_to(
    person: Person, person_client: Client, address: str
) -> None:
    sent = {"key": uuid4(), "none": "none"}
    went = person_client.post(f"{QUESTIONS}?next={address}", sent)
    assert "next" not in went["Location"]
    assert "evil" not in page_of(person_client, f"{went['Location']}?next={address}")
    assert person_client.get(f"{QUESTIONS}?next={address}")["Location"] == "/warnings/"


def test_what_waits_is_asked_along_with_it(
    person: Person, person_client: Client
) -> None:
    person_client.post("/entries/note/", form(text="my foot is numb"))
    row = WarningScreen.objects.get()
    assert "is left out" in page_of(person_client, START)
    page = page_of(person_client, TO_START)
    assert f'value="{row.pk}"' in page
    person_client.post(TO_START, {"key": row.pk, "none": "none"})
    assert WarningScreen.objects.get().triggers == ["full-first", "nerve"]
    assert person_client.get(START).status_code == 200


def test_the_player_and_guides_are_locked_and_logging_is_not(
    person: Person, person_client: Client
) -> None:
    screened(person)
    start = {"exercise": "heel-slide", "key": uuid4(), "how": "start"}
    person_client.post("/practice/start/", start)
    practice = Practice.objects.get()
    guide = "/guides/core-strength/"
    assert 'id="exercise-plank"' in page_of(person_client, guide)
    WarningScreen.objects.update(answered_at=NOON - timedelta(days=91))
    address = f"/practice/{practice.pk}/"
    there = f"{QUESTIONS}?next=%2Fpractice%2F{practice.pk}%2F"
    assert person_client.get(address)["Location"] == there
    assert person_client.post("/practice/start/", start)["Location"] == TO_START
    page = page_of(person_client, guide)
    assert "A few safety questions come first" in page
    assert f'href="{QUESTIONS}?next={guide}"' in page
    assert 'id="exercise-' not in page
    assert f'href="{guide}"' in page_of(person_client, "/guides/")
    person_client.post(f"{address}sets/1/", {"seconds": "60"})
    person_client.post(f"{address}finish/")
    assert "Logged" in page_of(person_client, address)
    done = {"exercise": "child-pose", "key": uuid4(), "how": "done"}
    person_client.post("/practice/start/", done)
    activities = Entry.objects.values_list("activity", flat=True)
    assert sorted(activities) == ["child-pose", "heel-slide"]
    assert 'value="heel-slide"' in page_of(person_client, "/")


@pytest.mark.parametrize(
    "address",
    ["/guides/exercises/", "/guides/exercises/plank/", "/guides/exercises/?area=neck"],
)
def test_pages_of_exercises_lead_to_the_questions_and_back(
    person: Person, person_client: Client, address: str
) -> None:
    went = person_client.get(address)["Location"]
    assert went == f"{QUESTIONS}?{urlencode({'next': address})}"
    sent = person_client.post(went, {"key": uuid4(), "none": "none"})
    assert f'href="{address}"' in page_of(person_client, sent["Location"])
    assert person_client.get(address).status_code == 200


def test_a_search_finds_locked_exercises_by_name(
    person: Person, person_client: Client
) -> None:
    page = person_client.post("/guides/", {"words": "plank"}).content.decode()
    assert 'href="/guides/exercises/plank/"' in page
    assert "left out" not in page


def test_deleting_the_answer_brings_the_questions_back(
    person: Person, person_client: Client
) -> None:
    screened(person)
    row = WarningScreen.objects.get()
    address = f"/warnings/{row.pk}/delete/"
    assert "questions come again before your next exercise" in (
        page_of(person_client, address)
    )
    person_client.post(address)
    assert is_locked(person)


# What Today asks


def test_today_does_not_ask_who_never_wanted_an_exercise(
    person: Person, person_client: Client
) -> None:
    assert is_locked(person)
    assert "safety questions" not in page_of(person_client, "/")


@pytest.mark.parametrize("days", [91, 101, 900])
def test_three_months_are_asked_about_once_and_quietly(
    person: Person, person_client: Client, days: int
) -> None:
    screened(person)
    WarningScreen.objects.update(answered_at=NOON - timedelta(days=90))
    assert "safety questions" not in page_of(person_client, "/")
    WarningScreen.objects.update(answered_at=NOON - timedelta(days=days))
    today = page_of(person_client, "/")
    assert "A few safety questions" in today
    assert "three months have passed" in today
    assert f'href="{QUESTIONS}"' in today
    assert "safety questions" not in page_of(person_client, "/days/2026-11-19/")
    person_client.post(QUESTIONS, {"key": uuid4(), "none": "none"})
    assert "safety questions" not in page_of(person_client, "/")


@pytest.mark.parametrize("week", [16, 20, 28, 37])
def test_weeks_of_a_pregnancy_ask_section_c(
    person: Person, person_client: Client, week: int
) -> None:
    pregnant(person, week, told=7)
    with time_machine.travel(NOON - timedelta(days=1)):
        screened(person)
    page = page_of(person_client, QUESTIONS)
    assert "these questions come again as the weeks go on" in page
    assert 'name="C1"' in page
    assert 'name="A1"' not in page
    assert is_locked(person)
    person_client.post(QUESTIONS, {"key": uuid4(), "none": "none"})
    assert not is_locked(person)


def test_a_pregnancy_that_is_told_asks_section_c_of_who_never_exercised(
    person: Person, person_client: Client
) -> None:
    pregnant(person, 10, told=0)
    assert "A few safety questions" in page_of(person_client, "/")
    page = page_of(person_client, QUESTIONS)
    assert 'name="C9"' in page
    assert 'name="B1"' not in page
    went = person_client.post(QUESTIONS, {"key": uuid4(), "C3": "unsure"})
    assert "Maternity unit now" in page_of(person_client, went["Location"])


def test_two_rows_come_weekly_from_week_20(
    person: Person, person_client: Client
) -> None:
    pregnant(person, 22)
    with time_machine.travel(NOON - timedelta(days=1)):
        screened(person)
    page = page_of(person_client, QUESTIONS)
    assert page.count('type="checkbox"') == 5
    assert 'name="C4-fit"' in page
    person_client.post(QUESTIONS, {"key": uuid4(), "none": "none"})
    assert due(person) == []
    later = known_of(person, TODAY, now=NOON + timedelta(days=7))
    assert later.due == ["pregnancy-weekly"]


# High pain on most days, and operations


def test_seven_of_the_last_ten_logged_days_at_seven_ask_a_and_most_of_b(
    person: Person, person_client: Client
) -> None:
    for days in range(9):
        log(person, Kind.PAIN, ago(60 - 5 * days), score=7 if days % 3 else 2)
    person_client.post("/entries/pain/", form(score="6"))
    assert not WarningScreen.objects.exists()
    for entry in Entry.objects.filter(day=ago(45)):
        person_client.post(f"/entries/{entry.pk}/edit/", {"score": "7"})
    assert not WarningScreen.objects.exists()
    went = person_client.post("/entries/pain/", form(score="7"))
    row = WarningScreen.objects.get()
    assert went["Location"] == f"/warnings/{row.pk}/"
    assert row.triggers == ["often-high"]
    asked = {"B1", "B10"} | set(row.questions)
    assert asked == screen().full
    assert "B1" not in row.questions


@pytest.mark.parametrize(
    ("question", "situation"),
    [("O1", "spine-surgery"), ("O2", "operation-or-fracture")],
)
def test_words_about_an_operation_ask_and_begin_what_locks(
    person: Person, person_client: Client, question: str, situation: str
) -> None:
    screened(person)
    went = person_client.post("/entries/note/", form(text="home from hospital"))
    row = WarningScreen.objects.get(answered_at=None)
    assert row.questions == ["O1", "O2"]
    assert "is left out" in page_of(person_client, START)
    answered = person_client.post(went["Location"], {question: "unsure"})
    page = page_of(person_client, answered["Location"])
    assert "What applies to you stands in" in page
    assert "You were not sure" not in page
    assert Situation.objects.get().code == situation
    assert "is left out" in page_of(person_client, START)
    person_client.post("/entries/note/", form(text="surgeon called, operation went ok"))
    assert not WarningScreen.objects.filter(answered_at=None).exists()


def test_no_operation_begins_nothing(person: Person, person_client: Client) -> None:
    screened(person)
    person_client.post("/entries/note/", form(text="in hospital for a scan"))
    row = WarningScreen.objects.get(answered_at=None)
    person_client.post(f"/warnings/{row.pk}/", {"none": "none"})
    assert not Situation.objects.exists()
    assert person_client.get(START).status_code == 200


def test_weight_and_night_sweats_ask_the_background(
    person: Person, person_client: Client
) -> None:
    person_client.post("/entries/note/", form(text="lost weight, night sweats"))
    row = WarningScreen.objects.get()
    assert row.questions == ["B1", "B2", "B3"]
    went = person_client.post(f"/warnings/{row.pk}/", {"B2": "yes", "B3": "unsure"})
    assert "See someone today" in page_of(person_client, went["Location"])


def test_an_invented_answer_holds_every_question_about_signs(person: Person) -> None:
    row = screening.answer_none(person, now=NOON)
    assert screen().full < set(row.questions)
    assert {"O1", "O2"}.isdisjoint(row.questions)
    row.refresh_from_db()
    assert row.action == ""
