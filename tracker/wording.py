"""What was just saved, in words: for the line under the thumb and screen readers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from guides.library import library
from guides.units import duration, volume
from tracker.calendar import local
from tracker.models import Entry, Person
from tracker.vocabulary import Activity, Effort, Kind, Mark, Question

NAMED_MOST: Final = 3
"""So many activities are named in a sentence; of more, the others are counted."""

_ACTIVITIES: Final = {code: str(label) for code, label in Activity.choices}
_EFFORTS: Final = {code: str(label).lower() for code, label in Effort.choices}
_ANSWERS = {
    (Question.NO_DRINK, "yes"): "“No water”",
    (Question.NO_EXERCISE, "yes"): "“No exercise”",
    (Question.NO_BREAK, "yes"): "“No posture break”",
    (Question.DESK_DAY, "yes"): "Desk day: yes",
    (Question.DESK_DAY, "no"): "Desk day: no",
    (Question.AFTER_EXERCISE, "skipped"): "Back after exercise: skipped",
}


def activity_label(code: str) -> str:
    """The words for an activity or an exercise of the library."""
    if code in _ACTIVITIES:
        return _ACTIVITIES[code]
    exercise = library().exercises.get(code)
    return exercise.name if exercise else code.replace("-", " ").capitalize()


def named_once(activities: Iterable[str]) -> str:
    """Activities in a sentence, each once: "walk, plank, heel slide and 2 others"."""
    names = [activity_label(code).lower() for code in dict.fromkeys(activities)]
    left = len(names) - NAMED_MOST
    if left > 1:
        return f"{', '.join(names[:NAMED_MOST])} and {left} others"
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last


def clock(moment: datetime, person: Person) -> str:
    """The person's wall-clock time, 24 hours."""
    return f"{local(moment, person):%H:%M}"


def amount(entry: Entry, person: Person) -> str:
    """What an exercise came to: "20 min, light" or "3 sets of 10"."""
    parts = []
    if entry.minutes is not None:
        parts.append(duration(entry.minutes))
    if entry.sets and entry.sets > 1 and entry.repetitions:
        parts.append(f"{entry.sets} sets of {entry.repetitions}")
    elif entry.repetitions:
        times = entry.repetitions
        parts.append("once" if times == 1 else f"{times} times")
    elif entry.sets:
        parts.append(f"{entry.sets} {'set' if entry.sets == 1 else 'sets'}")
    if entry.effort:
        parts.append(_EFFORTS[entry.effort])
    return ", ".join(parts)


def describe(entry: Entry, person: Person) -> str:
    """An entry in a few words, without its time."""
    if entry.kind == Kind.PAIN:
        return f"Pain {entry.score}"
    if entry.kind == Kind.SLEEP:
        return f"Slept {duration(entry.sleep_minutes or 0)}"
    if entry.kind == Kind.DRINK:
        return f"Water, {volume(entry.volume_ml or 0, person.units)}"
    if entry.kind in (Kind.EXERCISE, Kind.RELIEF):
        label, done = activity_label(entry.activity), amount(entry, person)
        return f"{label}, {done}" if done else label
    if entry.kind == Kind.BREAK:
        times = entry.times or 1
        return "Posture break" if times == 1 else f"{times} posture breaks"
    if entry.kind == Kind.NOTE:
        return "Note"
    if entry.kind == Kind.MARK:
        return f"Mark “{Mark(entry.mark).label}”"
    question = Question(entry.question)
    if question == Question.AFTER_EXERCISE and entry.score is not None:
        return f"Back after exercise {entry.score}"
    return _ANSWERS[question, entry.answer]
