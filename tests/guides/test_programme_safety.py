"""Programmes as safety leaves them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.test import Client

from guides.library import library
from guides.linking import exercise_hidden
from guides.models import ProgrammeRun
from guides.programmes.leaving_out import fits_instead
from guides.programmes.shapes import Step
from guides.vocabulary import CONDITIONS
from tests.days import DAY, NOON, TODAY
from tests.guides.test_programme_pages import (
    CORE,
    FLARE,
    LIST,
    SERIES,
    did,
    do,
    log,
)
from tests.pages import text
from tracker.facts import known_of
from tracker.models import Person, Situation
from tracker.vocabulary import SITUATIONS, Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


# What safety leaves out


def in_situation(person: Person, code: str, **more: Any) -> None:
    Situation.objects.create(person=person, code=code, started_on=TODAY, **more)


def test_hidden_step_says_why_and_what_instead(
    screened_client: Client, person: Person
) -> None:
    do(screened_client, "start", CORE)
    in_situation(person, "pregnant", since=TODAY + 7 * 10 * DAY)  # 30 weeks
    page = text(screened_client.get(CORE))
    assert "This step is left out for now, because" in page
    assert "Lie on your side." in page
    for name in ("On your back", "Single knee", "Heel slide", "lank"):
        assert name not in page
    waits = "Opens once a step that is left out for now fits again and is done."
    assert waits in page
    assert "practice/start/?" not in page
    assert 'name="exercise"' not in page
    assert "The programme rests until it fits again. Nothing is lost." in page


def test_hidden_step_gives_way_to_the_one_before(
    screened_client: Client, person: Person
) -> None:
    do(screened_client, "start", CORE)
    do(screened_client, "choose", CORE, choice="steady")
    run = ProgrammeRun.objects.get()
    run.started_on = TODAY - DAY * 9
    run.save()
    for back in range(3, 9):
        name = "heel-slide" if back > 5 else "hands-and-knees-leg-lift"
        did(person, name, NOON - DAY * back)
    log(person, Kind.PAIN, NOON, score=2)
    assert "Today: Hold a plank" in text(screened_client.get(CORE))
    in_situation(person, "high-blood-pressure")
    page = text(screened_client.get(CORE))
    assert "This step is left out for now, because" in page
    assert "What fits now in its place:" in page
    start = "/practice/start/?exercise=hands-and-knees-leg-lift&amp;programme="
    assert f'href="{start}core-strength"' in page
    assert "The programme rests" not in page


def test_nothing_that_is_offered_instead_is_left_out() -> None:
    exercises, found = library().exercises, {}
    for programme in library().programmes.values():
        for number, step in enumerate(programme.steps):
            for code in CONDITIONS:
                conditions, before = frozenset({code}), programme.steps[:number]
                fits = fits_instead(step, before, exercises, conditions)
                found[step.id, code] = fits
                assert not any(exercise_hidden(exercises[n], conditions) for n in fits)
                assert not library().opened_by.keys() & set(fits) - before_it(before)
    assert found["press-up", "flare"] == ("prone-rest",)
    assert found["prop", "acute-pain"] == ("prone-rest",)
    assert found["full", "high-blood-pressure"] == ("swallow-lift-easy",)
    assert found["large", "spine-surgery"] == ()


def test_ladder_is_gone_down_where_no_step_came_before() -> None:
    exercises = library().exercises
    step = library().programmes["mckenzie-series"].steps[2]
    fits = fits_instead(step, (), exercises, frozenset({"flare"}))
    assert fits == ("prone-rest", "standing-back-bend")
    assert fits_instead(step, (), exercises, frozenset({"spine-surgery"})) == ()


def before_it(steps: Sequence[Step]) -> set[str]:
    return {name for step in steps for name in step.exercises}


def test_lines_go_through_safety_too(screened_client: Client, person: Person) -> None:
    do(screened_client, "start", FLARE)
    assert "lie on your back" in text(screened_client.get(FLARE))
    in_situation(person, "pregnant", since=TODAY + 7 * 10 * DAY)
    in_situation(person, "numb-skin")
    page = text(screened_client.get(FLARE))
    assert "lie on your back" not in page
    assert "Lie on your side" in page
    assert "Cold is for the hours" not in page
    assert "because numb skin may not feel a burn" in page
    assert "exercise=prone-rest" not in page
    assert "The programme rests" not in page  # walks and easy positions go on


def test_under_18_no_programme_is_shown(
    screened_client: Client, person: Person
) -> None:
    person.birth_year = TODAY.year - 15
    person.save()
    page = text(screened_client.get(SERIES))
    assert "this is for people aged 18 and over" in page
    assert "Start this programme" not in page
    do(screened_client, "start")
    assert not ProgrammeRun.objects.exists()


@pytest.mark.parametrize("code", sorted(SITUATIONS))
def test_nothing_forbidden_is_named_or_led_to(
    screened_client: Client, person: Person, code: str
) -> None:
    for name in library().programmes:
        do(screened_client, "start", f"{LIST}{name}/", also="both")
    assert ProgrammeRun.objects.count() == len(library().programmes)
    in_situation(person, code, since=TODAY + 70 * DAY if code == "pregnant" else None)
    conditions = known_of(person, TODAY, now=NOON).conditions()
    exercises = library().exercises.values()
    hidden = [e for e in exercises if exercise_hidden(e, conditions)]
    addresses = [LIST, "/practice/routines/"]
    addresses += [f"{LIST}{name}/" for name in library().programmes]
    for address in addresses:
        page = text(screened_client.get(address))
        for exercise in hidden:
            assert exercise.name not in page, address
            assert f"exercise={exercise.id}&" not in page, address
            assert f'value="{exercise.id}"' not in page, address
