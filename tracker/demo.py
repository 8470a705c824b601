"""An invented diary: a deterministic year of plausible days, for the demonstration.

Everything is written through ``recording``; the same seed gives the same diary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from tracker import offers
from tracker.calendar import moment_on
from tracker.facts import known_of
from tracker.models import Person, Situation
from tracker.recording import Draft, record_many
from tracker.screening import answer_none
from tracker.vocabulary import Kind

FLARE: Final = (150, 26)
"""Days before today on which the flare begins, and how long it takes to ebb away."""

GAPS: Final = ((300, 6), (221, 4), (96, 9), (40, 3))
"""Stretches without an entry: days before today, and length."""

OFFERED_DAYS: Final = 30
"""Days up to yesterday that keep the guides they led to, as if they had been seen."""

NOTES: Final = (
    "Long meeting, sat for most of it.",
    "Walked home instead of taking the bus.",
    "Garden work with a friend. Took it in turns.",
    "Slept on the sofa by accident.",
    "New chair at work.",
    "Quiet day.",
)


@dataclass(frozen=True)
class Teller:
    """Tells one invented person's days."""

    person: Person
    today: date
    rng: Random
    usual_pain: float

    def days(self, count: int) -> Iterator[list[Draft]]:
        """The entries of each of the last ``count`` days before today."""
        for ago in range(count, 0, -1):
            away = any(start >= ago > start - length for start, length in GAPS)
            forgotten = self.rng.random() < 0.06
            yield [] if away or forgotten else list(self._day(ago))

    def _day(self, ago: int) -> Iterator[Draft]:
        day = self.today - timedelta(days=ago)
        rng, level = self.rng, self._level(ago)
        late = rng.random() < 0.08
        at_work = day.weekday() < 5

        night = round(rng.gauss(435 - 10 * level, 45) / 15) * 15
        yield self._untimed(
            day,
            Kind.SLEEP,
            late,
            sleep_minutes=min(max(night, 180), 620),
            sleep_quality=min(max(round(rng.gauss(4 - level / 4, 0.8)), 1), 5),
        )
        yield from self._pain(day, level, late)
        for _ in range(max(0, round(rng.gauss(6, 2)))):
            yield self._timed(
                day, Kind.DRINK, late, 7, 21, volume_ml=rng.choice((250, 250, 300))
            )
        if at_work:
            desk = "yes" if rng.random() < 0.9 else "no"
            yield self._untimed(
                day, Kind.ANSWER, late, question="desk-day", answer=desk
            )
            for _ in range(max(0, round(rng.gauss(4, 2)))):
                yield self._timed(day, Kind.BREAK, late, 9, 17)
        yield from self._exercise(day, level, late)
        yield from self._rest(day, ago, level, late)

    def _level(self, ago: int) -> float:
        """The pain of a day before chance: slow recovery, and one flare."""
        start, length = FLARE
        level = self.usual_pain + 1.6 * (ago / 365) - 0.8
        since = start - ago
        if 0 <= since < length:
            level += 4.5 * (1 - since / length)
        return min(max(level, 0.0), 9.0)

    def _pain(self, day: date, level: float, late: bool) -> Iterator[Draft]:
        rng = self.rng
        for first, last in ((7, 9), (18, 21)):
            if rng.random() < 0.12:
                continue
            score = min(max(round(rng.gauss(level, 1.0)), 0), 9)
            values: dict[str, Any] = {"score": score}
            if score:
                side = rng.choice(("left", "middle", "right"))
                values["areas"] = [f"lower_back-{side}"]
                if rng.random() < 0.3:
                    values["areas"].append("buttock-left")
                values["sensations"] = [rng.choice(("dull", "stiff", "sharp"))]
            yield self._timed(day, Kind.PAIN, late, first, last, **values)

    def _exercise(self, day: date, level: float, late: bool) -> Iterator[Draft]:
        rng = self.rng
        if rng.random() < 0.12:
            question = {"question": "no-exercise", "answer": "yes"}
            yield self._untimed(day, Kind.ANSWER, late, **question)
            return
        if rng.random() < 0.65 - level / 12:
            yield self._timed(
                day,
                Kind.EXERCISE,
                late,
                12,
                18,
                activity=rng.choice(("walk", "walk", "swim", "cycling", "yoga")),
                minutes=rng.choice((15, 20, 30, 45)),
                effort=rng.choice(("light", "moderate")),
            )

    def _rest(self, day: date, ago: int, level: float, late: bool) -> Iterator[Draft]:
        rng = self.rng
        if 0 <= FLARE[0] - ago < 6:
            yield self._untimed(day, Kind.MARK, late, mark="flare")
        elif rng.random() < 0.05:
            mark = rng.choice(("stress", "travel", "heavy_work", "long_drive"))
            yield self._untimed(day, Kind.MARK, late, mark=mark)
        if rng.random() < 0.08:
            yield self._untimed(day, Kind.NOTE, late, text=rng.choice(NOTES))

    def _timed(
        self, day: date, kind: str, late: bool, first: int, last: int, **values: Any
    ) -> Draft:
        clock = time(self.rng.randint(first, last), self.rng.randrange(60))
        moment = None if late else moment_on(day, clock, self.person)
        return Draft(kind, self._id(), day, moment, values, backfilled=late)

    def _untimed(self, day: date, kind: str, late: bool, **values: Any) -> Draft:
        return Draft(kind, self._id(), day, None, values, backfilled=late)

    def _id(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)


def fill(
    person: Person,
    other: Person,
    *,
    today: date,
    days: int = 365,
    seed: int = 1,
    progress: Callable[[int, int], None],
) -> None:
    """Write the diaries of two invented people up to yesterday.

    ``progress`` is called with the days done and the days in all.
    """
    now = datetime.combine(today, time(0), tzinfo=UTC) + timedelta(days=1)
    Situation.objects.get_or_create(
        person=person, code="desk-work", ended_on=None, defaults={"started_on": today}
    )
    for who in (person, other):
        answer_none(who, now=now - timedelta(days=1))
    for number, (who, pain) in enumerate(((person, 3.0), (other, 5.0))):
        teller = Teller(who, today, Random(seed + number), pain)
        waiting: list[Draft] = []
        for done, drafts in enumerate(teller.days(days), 1):
            waiting += drafts
            if done % 30 == 0 or done == days:
                record_many(who, waiting, now=now)
                waiting = []
                progress(number * days + done, 2 * days)
        for ago in range(OFFERED_DAYS, 0, -1):
            offers.refresh(known_of(who, today - timedelta(days=ago), now=now))
