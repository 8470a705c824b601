"""What the diary says of the days of a programme, and of the morning after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from guides.programmes.shapes import Morning
from tracker import access
from tracker.calendar import zone_named
from tracker.facts import before_first_exercise
from tracker.legs import LOOKS_BACK_DAYS
from tracker.models import Entry, Person
from tracker.vocabulary import Kind, Question

if TYPE_CHECKING:
    from collections.abc import Sequence

ASKED: Final = (Kind.PAIN, Kind.EXERCISE, Kind.ANSWER)
FELT_OR_DONE: Final = (Kind.PAIN, Kind.EXERCISE)
NOON: Final = 12  # o'clock, where the entry was made
DAY: Final = timedelta(days=1)


def entries_since(person: Person, since: date) -> list[Entry]:
    """What mornings and readings are worked out from; one query."""
    first = since - DAY * LOOKS_BACK_DAYS
    rows = access.entries(person).filter(kind__in=ASKED, day__gte=first)
    return list(rows.order_by("day", "pk"))


def mornings(entries: Sequence[Entry]) -> list[Morning]:
    """Each logged day with its worst reading, and how the back was after the last.

    That is the answer to the question, else the first reading of the morning.
    """
    by_day: dict[date, list[Entry]] = {}
    for row in entries:
        by_day.setdefault(row.day, []).append(row)
    return [_morning(day, by_day) for day in sorted(by_day)]


def _in_the_morning(rows: Sequence[Entry]) -> int | None:
    """The first reading before noon and before any exercise of the day."""
    timed = [e for e in rows if e.moment is not None and e.kind in FELT_OR_DONE]
    if not timed:
        return None
    first = min(timed, key=lambda e: e.moment or e.recorded_at)
    at = (first.moment or first.recorded_at).astimezone(zone_named(first.zone))
    # After midnight the evening before may still last: it is no morning then.
    if first.kind != Kind.PAIN or at.date() != first.day or at.hour >= NOON:
        return None
    return first.score


def _morning(day: date, by_day: Mapping[date, list[Entry]]) -> Morning:
    rows = by_day[day]
    scores = [e.score for e in rows if e.kind == Kind.PAIN and e.score is not None]
    answers = [e.score for e in rows if e.question == Question.AFTER_EXERCISE]
    after = [score for score in answers if score is not None]
    return Morning(
        day=day,
        before=before_first_exercise(by_day.get(day - DAY, ())),
        after=after[-1] if after else _in_the_morning(rows),
        worst=max(scores, default=None),
    )
