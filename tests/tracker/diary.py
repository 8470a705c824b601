"""Diaries for tests of pages that only read: written through the one writer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from tracker.models import Entry, Person
from tracker.recording import Draft, record, record_many
from tracker.vocabulary import Kind

NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)  # 12:00 in Berlin, a Friday
TODAY = date(2026, 11, 20)
HTMX = {"HX-Request": "true"}


def log(person: Person, kind: str, day: date = TODAY, **values: Any) -> Entry:
    """An entry without a time."""
    draft = Draft(kind, uuid4(), day, None, values, backfilled=day < TODAY)
    return record(person, draft, now=NOON).entry


def keep_diary(person: Person, days: int, *, seed: int = 1) -> None:
    """Something of every kind on each of the last ``days`` days, today included."""
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
