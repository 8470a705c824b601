"""The typical days of ``typical_days.toml``, and how to write one into a diary."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from tracker.models import Person, Situation, WarningScreen
from tracker.recording import Draft, record_many
from tracker.vocabulary import NONE_TODAY, Kind, Question

DAY = date(2026, 11, 20)
ZONE = ZoneInfo("Europe/Berlin")
DAYS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("typical_days.toml").read_text(encoding="utf-8")
)["day"]
OF_A_DAY = frozenset(
    {
        "pain",
        "night",
        "drinks",
        "exercise",
        "breaks",
        "desk",
        "marks",
        "none",
        "note",
        "after",
    }
)
ABOUT_IT = frozenset(
    {
        "name",
        "age",
        "began",
        "now",
        "situations",
        "warning",
        "before",
        "must",
        "must_not",
        "nothing",
    }
)


def moment_of(day: date, clock: str) -> datetime:
    """That time of a day in Berlin."""
    return datetime.combine(day, time.fromisoformat(clock), ZONE).astimezone(UTC)


def since(words: str) -> date | None:
    """The date behind "week 30", "21 days" or nothing."""
    match words.split():
        case ["week", week]:
            return DAY + timedelta(days=280 - 7 * int(week))
        case [days, "day" | "days"]:
            return DAY - timedelta(days=int(days))
    assert not words
    return None


def keep(person: Person, row: dict[str, Any]) -> datetime:
    """Write a typical day into the person's diary; returns when it is looked at."""
    now = moment_of(DAY, row.get("now", "12:00"))
    if "age" in row:
        person.birth_year = DAY.year - row["age"] - 1
        person.save()
    if "began" in row:
        person.pain_since = since(row["began"])
        person.save()
    for code, words in row.get("situations", {}).items():
        Situation.objects.create(
            person=person, code=code, since=since(words), started_on=DAY
        )
    drafts = list(_drafts(row, DAY))
    for earlier in row.get("before", ()):
        agos = earlier["ago"]
        for ago in agos if isinstance(agos, list) else [agos]:
            drafts += _drafts(earlier, DAY - timedelta(days=ago))
    record_many(person, drafts, now=now)
    if "warning" in row:
        WarningScreen.objects.create(
            id=uuid4(),
            person=person,
            day=DAY,
            opened_at=now,
            answered_at=now,
            action=row["warning"],
        )
    return now


def _drafts(row: dict[str, Any], day: date) -> Iterator[Draft]:
    def draft(kind: str, at: str | None = None, **values: Any) -> Draft:
        moment = moment_of(day, at) if at else None
        return Draft(kind, uuid4(), day, moment, values)

    def answer(question: Question, **values: Any) -> Draft:
        return draft(Kind.ANSWER, question=question, answer="yes", **values)

    for reading in row.get("pain", ()):
        values = dict(reading)
        values["sensations"] = values.pop("feels", [])
        values.setdefault("areas", [])
        yield draft(Kind.PAIN, **values)
    if "night" in row:
        night = row["night"]
        yield draft(
            Kind.SLEEP,
            sleep_minutes=night["minutes"],
            sleep_quality=night["quality"],
        )
    for volume in row.get("drinks", ()):
        yield draft(Kind.DRINK, volume_ml=volume)
    for done in row.get("exercise", ()):
        yield draft(Kind.EXERCISE, **done)
    for at in row.get("breaks", ()):
        yield draft(Kind.BREAK, at)
    for mark in row.get("marks", ()):
        yield draft(Kind.MARK, mark=mark)
    for kind in row.get("none", ()):
        yield answer(NONE_TODAY[Kind(kind)])
    if "note" in row:
        yield draft(Kind.NOTE, text=row["note"])
    if "desk" in row:
        said = "yes" if row["desk"] else "no"
        yield draft(Kind.ANSWER, question=Question.DESK_DAY, answer=said)
    if "after" in row:
        yield draft(
            Kind.ANSWER,
            question=Question.AFTER_EXERCISE,
            answer="scored",
            score=row["after"],
        )
