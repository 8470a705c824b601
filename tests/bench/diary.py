"""Invented diaries of a known size: the ten years, the month, and the crowd.

A logged day has two pain readings with areas, a night, five glasses, one exercise and
three breaks. Days are left out, some are marked, some have a note.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from tests.bench.setting import SEARCHED
from tracker.calendar import moment_on
from tracker.models import Person
from tracker.recording import Draft
from tracker.vocabulary import Kind

TEN_YEARS_DAYS: Final = 3650
MONTH_DAYS: Final = 30
NOTES: Final = (
    f"An hour in the {SEARCHED}, in turns with a friend.",
    "Long meeting, sat for most of it.",
    "Walked home instead of taking the bus.",
    "Slept on the sofa by accident.",
    "Quiet day.",
)


def evening_zone(now: datetime) -> str:
    """A time zone in which it is eight in the evening: today's day is then full."""
    ahead = (20 - now.astimezone(UTC).hour + 11) % 24 - 11
    return "UTC" if ahead == 0 else f"Etc/GMT{-ahead:+d}"


def drafts(person: Person, today: date, logged_days: int, seed: int) -> list[Draft]:
    """The entries of so many logged days, the last of them today."""
    rng = Random(seed)
    day, found = today, []
    for _ in range(logged_days):
        found += list(_day(person, day, rng, today))
        day -= timedelta(days=1)
        if rng.random() < 0.01:
            day -= timedelta(days=rng.randint(2, 8))
    return found


def _day(person: Person, day: date, rng: Random, today: date) -> Iterator[Draft]:
    def entry(kind: str, clock: time | None, **values: Any) -> Draft:
        identity = UUID(int=rng.getrandbits(128), version=4)
        moment = moment_on(day, clock, person) if clock else None
        return Draft(kind, identity, day, moment, values)

    def at(first: int, last: int) -> time:
        return time(rng.randint(first, last), rng.randrange(60))

    for first, last in ((7, 9), (17, 18)):
        values: dict[str, Any] = {"score": rng.randint(2, 5)}
        values["areas"] = [f"lower_back-{rng.choice(('left', 'middle', 'right'))}"]
        if rng.random() < 0.4:
            values["areas"].append(f"buttock-{rng.choice(('left', 'right'))}")
        values["sensations"] = [rng.choice(("dull", "stiff"))]
        yield entry(Kind.PAIN, at(first, last), **values)
    # A short night, so that there is something to offer today.
    night = 320 if day == today else 15 * rng.randint(22, 34)
    quality = rng.randint(2, 5)
    yield entry(Kind.SLEEP, None, sleep_minutes=night, sleep_quality=quality)
    for _ in range(5):
        yield entry(Kind.DRINK, at(7, 18), volume_ml=rng.choice((200, 250, 300)))
    yield entry(
        Kind.EXERCISE,
        at(11, 18),
        activity=rng.choice(("walk", "swim", "cycling", "yoga")),
        minutes=rng.choice((15, 20, 30, 45)),
        effort=rng.choice(("light", "moderate")),
    )
    for _ in range(3):
        yield entry(Kind.BREAK, at(9, 17))
    if rng.random() < 0.05:
        mark = rng.choice(("stress", "travel", "heavy_work", "flare"))
        yield entry(Kind.MARK, None, mark=mark)
    if rng.random() < 0.08:
        yield entry(Kind.NOTE, None, text=rng.choice(NOTES))
