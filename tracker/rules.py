"""What an entry may hold, kind by kind: the rules that every writer shares."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from tracker import vocabulary as words
from tracker.vocabulary import Kind, Question

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    Kind.PAIN: ("score", "areas", "sensations", "text"),
    Kind.SLEEP: ("sleep_minutes", "sleep_quality", "asleep_from", "asleep_to"),
    Kind.DRINK: ("volume_ml",),
    Kind.EXERCISE: ("activity", "minutes", "sets", "repetitions", "effort", "text"),
    Kind.BREAK: ("times",),
    Kind.RELIEF: ("activity", "minutes", "sets", "repetitions", "text"),
    Kind.NOTE: ("text",),
    Kind.MARK: ("mark",),
    Kind.ANSWER: ("question", "answer", "score"),
}
"""The columns each kind of entry uses; every other column stays empty."""

ANSWERS: Final = {
    Question.NO_DRINK: {"yes"},
    Question.NO_EXERCISE: {"yes"},
    Question.NO_BREAK: {"yes"},
    Question.DESK_DAY: {"yes", "no"},
    Question.AFTER_EXERCISE: {"scored", "skipped"},
}

_RANGES: Final = {
    "score": (0, 10, "Pain goes from 0 to 10."),
    "sleep_minutes": (0, words.SLEEP_MAX_MINUTES, "A night has at most 24 hours."),
    "sleep_quality": (1, 5, "Sleep quality goes from 1 to 5."),
    "volume_ml": (
        1,
        words.DRINK_MAX_ML,
        "One drink can be from 1 ml to 5 litres (169 fl oz).",
    ),
    "minutes": (0, words.EXERCISE_MAX_MINUTES, "A day has at most 24 hours."),
    "sets": (1, words.SETS_MAX, f"Sets can be from 1 to {words.SETS_MAX}."),
    "repetitions": (
        1,
        words.REPETITIONS_MAX,
        f"Repetitions can be from 1 to {words.REPETITIONS_MAX}.",
    ),
    "times": (1, 100, "Breaks can be from 1 to 100."),
}

_REQUIRED: Final = {
    Kind.PAIN: ("score", "Choose a number from 0 to 10."),
    Kind.SLEEP: ("sleep_minutes", "Enter how long you slept."),
    Kind.DRINK: ("volume_ml", "Enter how much you drank."),
    Kind.EXERCISE: ("activity", "Choose what you did."),
    Kind.RELIEF: ("activity", "Choose what you did."),
    Kind.NOTE: ("text", "Write something first."),
    Kind.MARK: ("mark", "Choose a mark."),
    Kind.ANSWER: ("question", "Choose a question."),
}


class Invalid(Exception):
    """Values that may not stand. ``errors`` maps a field to its message."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{k}: {v}" for k, v in errors.items()))
        self.errors = dict(errors)


def checked(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of an entry, ready to store; raises ``Invalid``.

    Lists are put into the order of the vocabulary, so that the same choice is
    always stored the same way.
    """
    allowed = COLUMNS[kind]
    clean = {name: value for name, value in values.items() if name in allowed}
    errors: dict[str, str] = {}
    if stray := set(values) - set(allowed):
        errors["__all__"] = f"Not part of this entry: {', '.join(sorted(stray))}."
    name, message = _REQUIRED.get(Kind(kind), ("", ""))
    if name and clean.get(name) in (None, ""):
        errors[name] = message
    for column, (low, high, message) in _RANGES.items():
        number = clean.get(column)
        if number is None:
            continue
        if isinstance(number, bool) or not isinstance(number, int):
            errors[column] = "Enter a whole number."
        elif not low <= number <= high:
            errors[column] = message
    _check_words(kind, clean, errors)
    if errors:
        raise Invalid(errors)
    return clean


def _check_words(kind: str, clean: dict[str, Any], errors: dict[str, str]) -> None:
    for column, known, message in (
        ("areas", list(words.AREAS), "That place is not on the map."),
        ("sensations", words.Sensation.values, "That feeling is not in the list."),
    ):
        chosen = clean.get(column)
        if chosen is None:
            continue
        if not set(chosen) <= set(known):
            errors[column] = message
        else:
            clean[column] = [code for code in known if code in set(chosen)]
    if clean.get("effort") and clean["effort"] not in words.Effort.values:
        errors["effort"] = "Effort is light, moderate or hard."
    if kind == Kind.MARK and clean.get("mark") not in words.Mark.values:
        errors["mark"] = "That mark is not in the list."
    if len(clean.get("text") or "") > words.NOTE_MAX_LENGTH:
        length = f"{words.NOTE_MAX_LENGTH:,}"
        errors["text"] = f"A note can have at most {length} characters."
    if len(clean.get("activity") or "") > 64:
        errors["activity"] = "That exercise is not in the list."
    if kind == Kind.ANSWER and "question" not in errors:
        _check_answer(clean, errors)


def _check_answer(clean: dict[str, Any], errors: dict[str, str]) -> None:
    question = clean.get("question")
    if question not in words.Question.values:
        errors["question"] = "That question is not in the list."
    elif clean.get("answer") not in ANSWERS[Question(question)]:
        errors["answer"] = "That is not one of the answers."
    elif clean["answer"] == "scored" and clean.get("score") is None:
        errors["score"] = "Choose a number from 0 to 10."


def refuse_future(day: date, today: date) -> None:
    """Raise ``Invalid`` for a day after the person's today."""
    if day > today:
        raise Invalid({"day": "That day has not come yet. Choose today or earlier."})


def refuse_other_day(day: date, day_of_moment: date) -> None:
    """Raise ``Invalid`` for a time that is not on the entry's day."""
    if day != day_of_moment:
        raise Invalid(
            {"time": "That time is on another day. Use “Move to another day”."}
        )


def refuse_later_than(moment: datetime, now: datetime) -> None:
    """Raise ``Invalid`` for a time that has not come; a minute's slack for clocks."""
    if moment > now + timedelta(minutes=1):
        raise Invalid({"time": "That time has not come yet."})
