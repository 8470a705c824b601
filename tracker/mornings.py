"""What the diary says of the days of a programme, and of the morning after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from guides.programmes.shapes import Morning
from tracker import access
from tracker.facts import before_first_exercise
from tracker.legs import LOOKS_BACK_DAYS
from tracker.models import Entry, Person
from tracker.vocabulary import Kind, Question

if TYPE_CHECKING:
    from collections.abc import Sequence

ASKED: Final = (Kind.PAIN, Kind.EXERCISE, Kind.ANSWER)
DAY: Final = timedelta(days=1)


def entries_since(person: Person, since: date) -> list[Entry]:
    """What mornings and readings are worked out from; one query."""
    first = since - DAY * LOOKS_BACK_DAYS
    rows = access.entries(person).filter(kind__in=ASKED, day__gte=first)
    return list(rows.order_by("day", "pk"))


def mornings(entries: Sequence[Entry]) -> list[Morning]:
    """Each logged day with its worst reading and the answer about the day before."""
    by_day: dict[date, list[Entry]] = {}
    for row in entries:
        by_day.setdefault(row.day, []).append(row)
    return [_morning(day, by_day) for day in sorted(by_day)]


def _morning(day: date, by_day: Mapping[date, list[Entry]]) -> Morning:
    rows = by_day[day]
    scores = [e.score for e in rows if e.kind == Kind.PAIN and e.score is not None]
    after = [e.score for e in rows if e.question == Question.AFTER_EXERCISE]
    return Morning(
        day=day,
        before=before_first_exercise(by_day.get(day - DAY, ())),
        after=after[-1] if after else None,
        worst=max(scores, default=None),
    )
