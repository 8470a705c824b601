"""What the week grid says beside its figures."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from tests.tracker.diary import log
from tracker.models import Person
from tracker.vocabulary import Kind

TUESDAY = date(2026, 11, 17)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def exercise_cell(browser: Client) -> str:
    html = browser.get(f"/weeks/{TUESDAY}/").text
    cell = html.partition(f'id="cell-exercise-{TUESDAY}"')[2].partition("</td>")[0]
    words = re.sub(r"<[^>]+>", " ", cell.partition(">")[2])
    return " ".join(words.split())


def test_exercise_without_minutes_is_never_shown_as_none(
    person: Person, person_client: Client
) -> None:
    log(person, Kind.EXERCISE, TUESDAY, activity="plank", sets=3, repetitions=10)
    assert "3 sets of 10 no minutes" in exercise_cell(person_client)
    log(person, Kind.EXERCISE, TUESDAY, activity="walk")
    assert "done 2 times, no minutes" in exercise_cell(person_client)
    log(person, Kind.EXERCISE, TUESDAY, activity="swim", minutes=20)
    assert "20 3 times, 2 without minutes" in exercise_cell(person_client)


def test_the_page_says_what_undo_covers(person_client: Client) -> None:
    html = person_client.get(f"/weeks/{TUESDAY}/").text
    assert "Undo takes back the last change of its cell" in html
