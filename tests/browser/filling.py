"""A diary with something of everything in it, for tests that look at pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from tests.conftest import make_person
from tracker import demo, recording
from tracker.calendar import day_of
from tracker.models import Entry, Person, Situation
from tracker.recording import Draft
from tracker.vocabulary import Kind, Question

DAYS = 60


def log(person: Person, kind: str, day: date, **values: Any) -> Entry:
    """An entry without a time, on a day that has come."""
    draft = Draft(kind, uuid4(), day, None, values)
    return recording.record(person, draft, now=timezone.now()).entry


def make_reader(name: str) -> Person:
    """An account that has answered the first questions, with an empty diary."""
    person = make_person(name)
    person.welcomed_at = timezone.now()
    person.save()
    return person


def make_writer(name: str) -> Person:
    """The same with two months of days, and every part of today filled in.

    The device's zone is not the stored one and a due date has passed, so that the
    page also asks what it asks only once.
    """
    person = make_reader(name)
    person.time_zone = "Europe/London"
    person.water_goal_ml, person.sleep_goal_minutes = 1500, 420
    person.exercise_goal_minutes, person.breaks_goal = 20, 5
    person.save()
    today = day_of(timezone.now(), person)
    demo.fill(
        person,
        make_reader(f"{name}-beside"),
        today=today,
        days=DAYS,
        progress=lambda done, of: None,
    )
    Situation.objects.create(
        person=person,
        code="pregnant",
        since=today - timedelta(days=3),
        started_on=today - timedelta(days=90),
    )
    log(
        person,
        Kind.PAIN,
        today,
        score=3,
        areas=["lower_back-left", "calf-right"],
        sensations=["dull", "stiff"],
        text="after the stairs",
    )
    log(person, Kind.PAIN, today, score=5)
    log(person, Kind.SLEEP, today, sleep_minutes=300, sleep_quality=2)
    for volume_ml in (250, 330):
        log(person, Kind.DRINK, today, volume_ml=volume_ml)
    log(person, Kind.EXERCISE, today, activity="walk", minutes=20, effort="light")
    log(person, Kind.BREAK, today)
    log(person, Kind.ANSWER, today, question=Question.DESK_DAY, answer="yes")
    log(person, Kind.NOTE, today, text="A walk in the garden.")
    log(person, Kind.MARK, today, mark="stress")
    return person
