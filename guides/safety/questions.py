"""The questions of the screen of warning signs, read from ``screen.toml``.

Source: the safety specification, row by row. The data's own head says what each key
means; ``guides.safety.screen`` applies it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from guides.safety import words
from guides.safety.broken import SafetyError, load
from guides.vocabulary import MARKS, SENSATIONS, SITUATIONS

PATH: Final = Path(__file__).parent.parent / "content" / "safety" / "screen.toml"

QUESTION_KEYS: Final = frozenset(
    {"id", "section", "text", "tick", "action", "why", "also", "then"}
    | {"raised", "follow_up", "begins"}
)
TRIGGER_KEYS: Final = frozenset(
    {"because", "questions", "sensations", "marks", "words", "except"}
    | {"each_day", "at_once", "first", "alone"}
)


class Action(StrEnum):
    """What answers lead to, highest first."""

    EMERGENCY = "E"
    MATERNITY = "M"
    TODAY = "D"
    SOON = "S"


class Tick(StrEnum):
    """How a question was ticked; one that was not ticked is not among the answers."""

    YES = "yes"
    UNSURE = "unsure"


OPEN_ACTIONS: Final = (Action.EMERGENCY, Action.MATERNITY, Action.TODAY)
"""Actions that stay open until the person says what happened."""

CALLS: Final = frozenset({Action.EMERGENCY, Action.MATERNITY})

TIMED: Final = frozenset(
    {"full-first", "full-again", "full-episode"}
    | {"pregnancy-weeks", "pregnancy-weekly", "episode-days"}
)
"""Triggers that time brings, without an entry."""

BUILT_IN: Final = TIMED | {
    *("high-pain", "pain-rise", "often-high"),
    *("own", "perhaps-pregnant", "untold"),
}
"""Triggers that the code calls by name, whatever the words are."""

FULL_SECTIONS: Final = frozenset({"A", "B"})
"""The sections of the full screen; C is added for whom it concerns."""

RANK: Final = {action: rank for rank, action in enumerate(reversed(Action))}


class ScreenError(SafetyError):
    """The screen's data, or what was answered, cannot be used."""


@dataclass(frozen=True)
class FollowUp:
    """A tick of its own under a question. Ticked alone it counts too."""

    id: str
    text: str
    to: Action
    why: str


@dataclass(frozen=True)
class Raised:
    """Another question, ticked as well, raises the action."""

    to: Action
    with_any: frozenset[str]


@dataclass(frozen=True)
class Question:
    """One row of the screen. ``tick`` is how an answer is named afterwards.

    A row that ``begins`` a situation asks about no warning sign: it has no action.
    """

    id: str
    section: str
    text: str
    tick: str
    action: Action | None
    why: str
    also: str
    then: str
    begins: str
    raised: tuple[Raised, ...]
    follow_ups: tuple[FollowUp, ...]


@dataclass(frozen=True)
class Group:
    """Questions that stand together under one heading."""

    title: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Advice:
    """What to do, in words."""

    action: Action
    name: str
    do: str


@dataclass(frozen=True)
class Trigger:
    """Something that opens the screen, and the questions it then asks."""

    id: str
    because: str
    questions: tuple[str, ...]
    sensations: frozenset[str]
    marks: frozenset[str]
    words: tuple[words.Word, ...]
    exceptions: re.Pattern[str] | None
    each_day: bool
    at_once: Action | None
    first: str
    alone: bool


@dataclass(frozen=True)
class OftenHigh:
    """So many of the last logged days with pain of this score or more."""

    pain: int
    days: int
    of_logged: int


@dataclass(frozen=True)
class Times:
    """When questions come by themselves; days, weeks of pregnancy, scores 0-10.

    Of an episode, day 1 is the day it began; its days are asked about for
    ``episode_asked_days`` after the last of them. ``low_days`` logged days in a row
    with pain of ``low_pain`` or less end it.
    """

    full_again_days: int
    week_steps: tuple[int, ...]
    weekly_from: int
    episode_days: tuple[int, ...]
    episode_asked_days: int
    low_pain: int
    low_days: int


@dataclass(frozen=True)
class Screen:
    """The whole screen."""

    questions: Mapping[str, Question]
    groups: tuple[Group, ...]
    advice: Mapping[Action, Advice]
    triggers: Mapping[str, Trigger]
    nobody_watches: str
    none_ticked: str
    come_back: tuple[str, ...]
    absent: re.Pattern[str]
    quiet: timedelta
    high_pain: int
    rise: int
    often_high: OftenHigh
    times: Times

    @property
    def full(self) -> frozenset[str]:
        """The ids of the questions that the full screen asks of everybody."""
        rows = self.questions.values()
        return frozenset(q.id for q in rows if q.section in FULL_SECTIONS)

    @property
    def ticks(self) -> frozenset[str]:
        """The ids of everything that can be ticked: questions and follow-ups."""
        rows = self.questions.values()
        return frozenset(self.questions) | {f.id for q in rows for f in q.follow_ups}

    def owner_of(self, tick: str) -> Question:
        """The question that a tick is of, by its own id or that of a follow-up.

        Raises ``ScreenError`` for a tick that is on no screen.
        """
        for question in self.questions.values():
            if tick == question.id or any(f.id == tick for f in question.follow_ups):
                return question
        raise ScreenError(f"no such question: {tick!r}")


@cache
def screen() -> Screen:
    """The screen of ``screen.toml``, loaded and checked once."""
    return load_screen(PATH)


def load_screen(path: Path) -> Screen:
    """Read and check a screen. Raises ``ScreenError`` naming the file and line."""
    return load(path, _screen, ScreenError)


def _times(row: dict[str, Any]) -> Times:
    lists = {name: tuple(value) for name, value in row.items() if type(value) is list}
    return Times(**{**row, **lists})


def _screen(data: dict[str, Any]) -> Screen:
    questions = [_question(row) for row in data["questions"]]
    ids = [q.id for q in questions] + [f.id for q in questions for f in q.follow_ups]
    if doubled := {name for name in ids if ids.count(name) > 1}:
        raise ScreenError(f"id used twice: {min(doubled)}")
    whole = Screen(
        questions={question.id: question for question in questions},
        groups=tuple(Group(g["title"], tuple(g["questions"])) for g in data["groups"]),
        advice={
            Action(code): Advice(Action(code), row["name"], row["do"])
            for code, row in data["actions"].items()
        },
        triggers={name: _trigger(name, t) for name, t in data["triggers"].items()},
        nobody_watches=data["nobody_watches"],
        none_ticked=data["none_ticked"],
        come_back=tuple(data["come_back"]),
        absent=words.Absent(
            **{k: tuple(v) for k, v in data["absent"].items()}
        ).pattern(),
        quiet=timedelta(days=data["quiet_days"]),
        high_pain=data["high_pain"],
        rise=data["rise"],
        often_high=OftenHigh(**data["often_high"]),
        times=_times(data["times"]),
    )
    _check(whole)
    return whole


def _check(whole: Screen) -> None:
    if missing := set(Action) - whole.advice.keys():
        raise ScreenError(f"no words for action {min(missing)}")
    if gone := BUILT_IN - whole.triggers.keys():
        raise ScreenError(f"no such trigger: {min(gone)}")
    for question in whole.questions.values():
        raised = [r.to for r in question.raised] + [f.to for f in question.follow_ups]
        action = question.action
        if action is None:
            if raised or question.begins not in SITUATIONS:
                raise ScreenError(f"{question.id}: no action, and no situation")
        elif any(RANK[to] <= RANK[action] for to in raised):
            raise ScreenError(f"{question.id}: raised to something not higher")
    _check_names(whole)
    for trigger in whole.triggers.values():
        asked = [q for q in whole.questions.values() if q.id in trigger.questions]
        if trigger.first and not {q.action for q in asked} & CALLS:
            raise ScreenError(f"{trigger.id}: first, but no question asked is a call")


def _check_names(whole: Screen) -> None:
    """Whatever is named is there; every question is asked, under one heading."""
    questions = whole.questions.values()
    sections = {question.section for question in questions}
    asked = {name for t in whole.triggers.values() for name in t.questions}
    grouped = [name for group in whole.groups for name in group.questions]
    named = {q.then for q in questions if q.then} | asked
    unknown = named - sections - whole.questions.keys()
    others = {other for q in questions for r in q.raised for other in r.with_any}
    unknown |= (others | set(grouped)) - whole.questions.keys()
    if unknown:
        raise ScreenError(f"no such question or section: {min(unknown)}")
    if wrong := {q for q in whole.questions if grouped.count(q) != 1}:
        raise ScreenError(f"not in exactly one group: {min(wrong)}")
    if orphans := {q.id for q in questions if not {q.id, q.section} & asked}:
        raise ScreenError(f"asked by no trigger: {min(orphans)}")


def _question(row: dict[str, Any]) -> Question:
    _refuse_unknown(row, QUESTION_KEYS, row["id"])
    return Question(
        id=row["id"],
        section=_needed(row, "section", row["id"]),
        text=_needed(row, "text", row["id"]),
        tick=_needed(row, "tick", row["id"]),
        action=Action(row["action"]) if "action" in row else None,
        why=_needed(row, "why", row["id"]),
        also=row.get("also", ""),
        then=row.get("then", ""),
        begins=row.get("begins", ""),
        raised=tuple(
            Raised(Action(r["to"]), frozenset(r["with_any"]))
            for r in row.get("raised", ())
        ),
        follow_ups=tuple(
            FollowUp(f["id"], f["text"], Action(f["to"]), f["why"])
            for f in row.get("follow_up", ())
        ),
    )


def _trigger(name: str, row: dict[str, Any]) -> Trigger:
    _refuse_unknown(row, TRIGGER_KEYS, name)
    _refuse_unknown(row.get("sensations", ()), SENSATIONS, name)
    _refuse_unknown(row.get("marks", ()), MARKS, name)
    return Trigger(
        id=name,
        because=_needed(row, "because", name),
        questions=tuple(_needed(row, "questions", name)),
        sensations=frozenset(row.get("sensations", ())),
        marks=frozenset(row.get("marks", ())),
        words=tuple(map(words.word, row.get("words", ()))),
        exceptions=words.phrases(row.get("except", ())),
        each_day=row.get("each_day", False),
        at_once=Action(row["at_once"]) if "at_once" in row else None,
        first=row.get("first", ""),
        alone=row.get("alone", False),
    )


def _refuse_unknown(names: Iterable[str], known: Container[str], owner: str) -> None:
    for name in names:
        if name not in known:
            raise ScreenError(f"{owner}: unknown {name!r}")


def _needed(row: dict[str, Any], key: str, owner: str) -> Any:
    if key not in row:
        raise ScreenError(f"{owner}: missing key {key!r}")
    return row[key]
