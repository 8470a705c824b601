"""From rows to plain values: the only module that knows both.

``summarise`` is the one place where the entries of a day are added up; the writer
stores what it returns, and the command that checks the diary compares with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from django.db.models import TextField
from django.db.models.functions import Cast

from tracker import access
from tracker.models import Entry, Person
from tracker.vocabulary import Kind, Question


@dataclass(frozen=True)
class Day:
    """One logged day. ``None`` means not logged; zero means zero was logged.

    Pain is on the numeric rating scale 0-10: ``pain_mean`` is the mean of the day's
    readings to one decimal, ``pain_worst`` their maximum. What was done for relief is
    known only to ``days_with_techniques``.
    """

    date: date
    pain_count: int = 0
    pain_mean: float | None = None
    pain_worst: int | None = None
    pain_latest: int | None = None
    sleep_minutes: int | None = None
    sleep_quality: int | None = None
    water_ml: int | None = None
    exercise_minutes: int | None = None
    breaks: int | None = None
    longest_sitting_minutes: int | None = None
    desk_day: bool | None = None
    after_exercise_score: int | None = None
    has_note: bool = False
    backfilled: bool = False
    areas: frozenset[str] = frozenset()
    sensations: frozenset[str] = frozenset()
    activities: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    techniques: frozenset[str] = frozenset()
    technique_minutes: int | None = None


LISTS: Final = ("areas", "sensations", "activities", "marks")
STORED: Final = (
    "day",
    "pain_count",
    "pain_sum",
    "pain_worst",
    "pain_latest",
    "sleep_minutes",
    "sleep_quality",
    "water_ml",
    "exercise_minutes",
    "breaks",
    "longest_sitting_minutes",
    "desk_day",
    "after_exercise_score",
    "has_note",
    "backfilled",
    *LISTS,
)
"""The columns of a summary in the order of ``Day``, which has the mean for the sum."""


def mean_score(total: int, count: int) -> float:
    """Mean of scores to one decimal, halves up, as a reader would round."""
    return (20 * total + count) // (2 * count) / 10


def days_between(person: Person, first: date, last: date) -> list[Day]:
    """The logged days from ``first`` to ``last``, in order; one query."""
    rows = access.summary_values(person, first, last, *STORED)
    return [
        _day([*row[: -len(LISTS)], *map(_listed, row[-len(LISTS) :])]) for row in rows
    ]


def days_with_techniques(person: Person, first: date, last: date) -> list[Day]:
    """The same with the techniques done and their known minutes; two queries."""
    done: dict[date, list[tuple[str, int | None]]] = {}
    rows = access.technique_values(person, first, last, "day", "activity", "minutes")
    for day, technique, minutes in rows:
        done.setdefault(day, []).append((technique, minutes))
    return [
        replace(
            day,
            techniques=frozenset(technique for technique, _minutes in done[day.date]),
            technique_minutes=sum(m or 0 for _technique, m in done[day.date]) or None,
        )
        if day.date in done
        else day
        for day in days_between(person, first, last)
    ]


def _day(stored: list[Any]) -> Day:
    """A day from the columns ``STORED``."""
    day, count, total, *plain = stored[: -len(LISTS)]
    mean = mean_score(total, count) if count and total is not None else None
    return Day(day, count, mean, *plain, *map(frozenset, stored[-len(LISTS) :]))


@lru_cache(maxsize=1024)
def _listed(text: str) -> frozenset[str]:
    return frozenset(json.loads(text))


def scored_days(person: Person, first: date, last: date) -> list[Day]:
    """The logged days with what a calendar shows: pain, marks, note; one query.

    All other measures are ``None`` here, whether they are logged or not.
    """
    rows = access.summaries(person, first, last).values_list(
        "day", "pain_count", "pain_sum", "pain_worst", "marks", "has_note"
    )
    return [
        Day(
            date=day,
            pain_count=count,
            pain_mean=mean_score(total or 0, count) if count else None,
            pain_worst=worst,
            marks=frozenset(marks),
            has_note=has_note,
        )
        for day, count, total, worst, marks, has_note in rows
    ]


@dataclass(frozen=True)
class Figures:
    """What charts draw, as columns: one item for each logged day, in order.

    Units are those of ``Day``. ``exercise_minutes`` is ``None`` also on the days of
    ``untimed``, when exercise was done and no minutes are known of it. ``marks`` has
    only days with marks.
    """

    dates: Sequence[date]
    pain_mean: Sequence[float | None]
    pain_worst: Sequence[int | None]
    sleep_minutes: Sequence[int | None]
    water_ml: Sequence[int | None]
    exercise_minutes: Sequence[int | None]
    breaks: Sequence[int | None]
    marks: Mapping[date, tuple[str, ...]]
    untimed: frozenset[date]


def figures_between(person: Person, first: date, last: date) -> Figures:
    """The figures from ``first`` to ``last``; one query, quick over ten years."""
    # Dates and lists come as text: SQLite's own conversion of a date takes as long as
    # the rest of the row, and nearly all lists are empty and need no reading.
    rows = access.summaries(person, first, last).values_list(
        Cast("day", TextField()),
        "pain_count",
        "pain_sum",
        "pain_worst",
        "sleep_minutes",
        "water_ml",
        "exercise_minutes",
        "breaks",
        Cast("marks", TextField()),
        Cast("activities", TextField()),
    )
    columns = list(zip(*rows, strict=True)) or [()] * 10
    days, counts, sums, worst, sleep, water, minutes, breaks, marks, done = columns
    dates = list(map(date.fromisoformat, days))
    pairs = zip(counts, sums, strict=True)
    timed = zip(minutes, done, strict=True)
    return Figures(
        dates=dates,
        pain_mean=[
            mean_score(total, count) if count else None for count, total in pairs
        ],
        pain_worst=worst,
        sleep_minutes=sleep,
        water_ml=water,
        exercise_minutes=[None if m == 0 and d != "[]" else m for m, d in timed],
        breaks=breaks,
        marks={
            day: tuple(json.loads(found))
            for day, found in zip(dates, marks, strict=True)
            if found != "[]"
        },
        untimed=frozenset(
            day
            for day, m, d in zip(dates, minutes, done, strict=True)
            if m == 0 and d != "[]"
        ),
    )


def first_day(person: Person) -> date | None:
    """The earliest logged day; one query."""
    rows = access.summaries(person, date.min, date.max)
    return rows.values_list("day", flat=True).first()


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Entries as the day went: timed ones by time, then untimed as recorded."""
    return sorted(
        entries,
        key=lambda e: (e.moment is None, e.moment or e.recorded_at, e.pk or 0),
    )


def summarise(entries: Iterable[Entry]) -> dict[str, Any]:
    """What the live entries of one day add up to, as ``DaySummary`` columns.

    "None today" gives zero, silence gives ``None``. Exercise logged in sets and
    repetitions only counts as done with zero minutes known. An empty mapping means
    that nothing is logged and no summary row stands.
    """
    rows = in_order(entries)
    if not rows:
        return {}
    by_kind: dict[str, list[Entry]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    answers = {row.question: row for row in by_kind.get(Kind.ANSWER, [])}
    after = answers.get(Question.AFTER_EXERCISE)
    desk = answers.get(Question.DESK_DAY)
    return {
        **_pain(by_kind.get(Kind.PAIN, [])),
        **_sleep(by_kind.get(Kind.SLEEP, [])),
        **_amounts(by_kind, answers),
        "desk_day": None if desk is None else desk.answer == "yes",
        "longest_sitting_minutes": _longest_gap(by_kind.get(Kind.BREAK, [])),
        "after_exercise_score": None if after is None else after.score,
        "marks": sorted(row.mark for row in by_kind.get(Kind.MARK, [])),
        "has_note": Kind.NOTE in by_kind
        or any(row.text for row in by_kind.get(Kind.PAIN, [])),
        "backfilled": any(row.backfilled for row in rows),
    }


def _pain(readings: list[Entry]) -> dict[str, Any]:
    scores = [row.score for row in readings if row.score is not None]
    return {
        "pain_count": len(scores),
        "pain_sum": sum(scores) if scores else None,
        "pain_worst": max(scores, default=None),
        "pain_latest": scores[-1] if scores else None,
        "areas": sorted({code for row in readings for code in row.areas or []}),
        "sensations": sorted(
            {code for row in readings for code in row.sensations or []}
        ),
    }


def _sleep(nights: list[Entry]) -> dict[str, Any]:
    night = nights[-1] if nights else None
    return {
        "sleep_minutes": night.sleep_minutes if night else None,
        "sleep_quality": night.sleep_quality if night else None,
    }


def _amounts(
    by_kind: dict[str, list[Entry]], answers: dict[str, Entry]
) -> dict[str, Any]:
    drinks = by_kind.get(Kind.DRINK, [])
    done = by_kind.get(Kind.EXERCISE, [])
    breaks = by_kind.get(Kind.BREAK, [])

    def total(rows: list[Entry], amount: int, none_today: Question) -> int | None:
        if rows:
            return amount
        return 0 if none_today in answers else None

    return {
        "water_ml": total(
            drinks, sum(row.volume_ml or 0 for row in drinks), Question.NO_DRINK
        ),
        "exercise_minutes": total(
            done, sum(row.minutes or 0 for row in done), Question.NO_EXERCISE
        ),
        "activities": sorted({row.activity for row in done}),
        "breaks": total(
            breaks, sum(row.times or 1 for row in breaks), Question.NO_BREAK
        ),
    }


def _longest_gap(breaks: list[Entry]) -> int | None:
    """Longest time between two timed breaks, in whole minutes."""
    moments = [row.moment for row in breaks if row.moment is not None]
    gaps = [
        (later - earlier).total_seconds() / 60 for earlier, later in pairwise(moments)
    ]
    return int(max(gaps)) if gaps else None
