"""Programmes as safety leaves them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from guides.library import library
from guides.linking import exercise_hidden
from guides.models import ProgrammeRun
from tests.conftest import screened, signed_in
from tests.guides.test_programme_pages import (
    CORE,
    DAY,
    FLARE,
    LIST,
    NOW,
    SERIES,
    TODAY,
    do,
    text,
)
from tracker.facts import known_of
from tracker.models import Person, Situation
from tracker.vocabulary import SITUATIONS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def browser(person: Person) -> Client:
    return signed_in(screened(person))


# What safety leaves out


def in_situation(person: Person, code: str, **more: Any) -> None:
    Situation.objects.create(person=person, code=code, started_on=TODAY, **more)


def test_hidden_step_says_why_and_what_instead(browser: Client, person: Person) -> None:
    do(browser, "start", CORE)
    in_situation(person, "pregnant", since=TODAY + 7 * 10 * DAY)  # 30 weeks
    page = text(browser.get(CORE))
    assert "This step is left out for now, because" in page
    assert "Lie on your side." in page
    for name in ("On your back", "Single knee", "Heel slide", "lank"):
        assert name not in page
    assert "Opens after 3 days of “a step that is left out for now”" in page
    assert "practice/start/?" not in page
    assert 'name="exercise"' not in page


def test_lines_go_through_safety_too(browser: Client, person: Person) -> None:
    do(browser, "start", FLARE)
    assert "lie on your back" in text(browser.get(FLARE))
    in_situation(person, "pregnant", since=TODAY + 7 * 10 * DAY)
    in_situation(person, "numb-skin")
    page = text(browser.get(FLARE))
    assert "lie on your back" not in page
    assert "Lie on your side" in page
    assert "Cold is for the hours" not in page
    assert "because numb skin may not feel a burn" in page
    assert "exercise=prone-rest" not in page


def test_under_18_no_programme_is_shown(browser: Client, person: Person) -> None:
    person.birth_year = TODAY.year - 15
    person.save()
    page = text(browser.get(SERIES))
    assert "this is for people aged 18 and over" in page
    assert "Start this programme" not in page
    do(browser, "start")
    assert not ProgrammeRun.objects.exists()


@pytest.mark.parametrize("code", sorted(SITUATIONS))
def test_nothing_forbidden_is_named_or_led_to(
    browser: Client, person: Person, code: str
) -> None:
    for name in library().programmes:
        do(browser, "start", f"{LIST}{name}/", also="both")
    assert ProgrammeRun.objects.count() == len(library().programmes)
    in_situation(person, code, since=TODAY + 70 * DAY if code == "pregnant" else None)
    conditions = known_of(person, TODAY, now=NOW).conditions()
    exercises = library().exercises.values()
    hidden = [e for e in exercises if exercise_hidden(e, conditions)]
    addresses = [LIST, "/practice/routines/"]
    addresses += [f"{LIST}{name}/" for name in library().programmes]
    for address in addresses:
        page = text(browser.get(address))
        for exercise in hidden:
            assert exercise.name not in page, address
            assert f"exercise={exercise.id}&" not in page, address
            assert f'value="{exercise.id}"' not in page, address
