"""Diaries for tests of pages that only read: written through the one writer."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Model

from tests.days import NOON, TODAY
from tracker.models import DaySummary, Entry, Person
from tracker.recording import Draft, record, record_many
from tracker.vocabulary import Kind

HTMX = {"HX-Request": "true"}


def log(person: Person, kind: str, day: date = TODAY, **values: Any) -> Entry:
    """An entry without a time."""
    draft = Draft(kind, uuid4(), day, None, values, backfilled=day < TODAY)
    return record(person, draft, now=NOON).entry


def keep_diary(person: Person, days: int, *, seed: int = 1) -> None:
    """Something of every kind on each of the last ``days`` days, today included.

    The first time it goes through the one writer; later, the rows that it wrote
    then are put in as they were, for whoever it is now.
    """
    wanted = (days, seed, person.time_zone, person.day_ends_hour)
    if wanted in _WRITTEN:
        for model, rows in zip(TABLES, _WRITTEN[wanted], strict=True):
            _insert(model, person, rows)
        return
    assert not Entry.objects.filter(person=person).exists()
    _write(person, days, seed)
    _WRITTEN[wanted] = [_rows(model, person) for model in TABLES]


TABLES: Final[tuple[type[Model], ...]] = (Entry, DaySummary)
_WRITTEN: Final[dict[tuple[object, ...], list[list[Any]]]] = {}


def _columns(model: type[Model]) -> list[str]:
    """What a row says, but which row it is and whose."""
    columns = [str(field.column) for field in model._meta.concrete_fields]
    return [name for name in columns if name not in ("id", "person_id")]


def _rows(model: type[Model], person: Person) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(_columns(model))} FROM {model._meta.db_table} "
            "WHERE person_id = %s ORDER BY id",
            [person.pk],
        )
        return list(cursor.fetchall())


def _insert(model: type[Model], person: Person, rows: list[Any]) -> None:
    columns = ["person_id", *_columns(model)]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "
            f"VALUES ({', '.join(['%s'] * len(columns))})",
            [(person.pk, *row) for row in rows],
        )


def _write(person: Person, days: int, seed: int) -> None:
    rng = Random(seed)

    def draft(kind: str, day: date, **values: Any) -> Draft:
        client_id = UUID(int=rng.getrandbits(128), version=4)
        return Draft(kind, client_id, day, None, values, backfilled=True)

    drafts = []
    for ago in range(days):
        day = TODAY - timedelta(days=ago)
        drafts += [
            draft(Kind.PAIN, day, score=rng.randint(0, 6)),
            draft(Kind.PAIN, day, score=rng.randint(0, 6), text="on the stairs"),
            draft(Kind.SLEEP, day, sleep_minutes=rng.randrange(300, 540, 5)),
            draft(Kind.DRINK, day, volume_ml=rng.choice((1000, 1250, 1500))),
            draft(Kind.EXERCISE, day, activity="walk", minutes=rng.randint(5, 40)),
            draft(Kind.BREAK, day, times=rng.randint(1, 8)),
            draft(Kind.NOTE, day, text="A walk in the garden."),
            draft(Kind.MARK, day, mark=rng.choice(("flare", "stress", "travel"))),
        ]
    record_many(person, drafts, now=NOON)
