"""The screen of warning signs: what opens it, what it asks, what answers lead to.

Single signs are weak tests: the screen sends people to care in time, it never
reassures. Answers are never scored or added up; the highest action wins and one yes
is enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from guides.safety.questions import (
    OPEN_ACTIONS,
    RANK,
    Action,
    Question,
    ScreenError,
    Tick,
    Trigger,
    screen,
)
from guides.safety.words import Said, said_in

OWN: Final = "own"
"""The trigger "I have a new symptom"."""

PERHAPS_PREGNANT: Final = "perhaps-pregnant"

UNTOLD: Final = "untold"
"""The trigger of words that fit a pregnancy only, where none was told."""

Answers = Mapping[str, str]
"""Ticked questions and follow-ups, each "yes" or "unsure"."""


@dataclass(frozen=True)
class Noted:
    """What one entry says, as far as the screen asks.

    ``earlier`` are readings of the 24 hours before ``pain``, ``last_days`` the worst
    readings of the last logged days, the entry's own included, latest first. ``day``
    is the day of the entry in ISO form.
    """

    day: str
    pain: int | None = None
    earlier: Sequence[int] = ()
    last_days: Sequence[int] = ()
    sensations: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    text: str = ""


@dataclass(frozen=True)
class Called:
    """A trigger that fired, and the signs that fired it."""

    trigger: str
    signs: frozenset[str]
    at_once: Action | None = None


@dataclass(frozen=True)
class Remembered:
    """A screen that was answered before, as far as memory asks.

    ``quiet`` tells that nothing was ticked, or by mistake; ``open`` that its action
    is still open. ``pain`` is the worst reading then, if there was one.
    """

    triggers: frozenset[str]
    signs: frozenset[str]
    pain: int | None
    answered_at: datetime
    quiet: bool
    open: bool


def questions_for(
    triggers: str | Iterable[str], pregnant_or_recent_birth: bool
) -> list[Question]:
    """The questions that one or several triggers ask, in the order of the screen.

    Section C is added for whoever is pregnant or gave birth in the last six weeks,
    unless every trigger asks its own questions alone.
    """
    names = {triggers} if isinstance(triggers, str) else set(triggers)
    whole = screen()
    called = [whole.triggers[name] for name in names]
    wanted = {q for trigger in called for q in trigger.questions}
    if pregnant_or_recent_birth and not all(trigger.alone for trigger in called):
        wanted.add("C")
    return [
        question
        for question in whole.questions.values()
        if question.id in wanted or question.section in wanted
    ]


def said_first(names: Iterable[str]) -> tuple[list[str], Action | None]:
    """What triggers say before anything is ticked, and the highest it leads to.

    Nothing and None where none of them says anything first.
    """
    whole = screen()
    saying = [t for t in (whole.triggers[name] for name in names) if t.first]
    asked = [whole.questions[q].action for t in saying for q in t.questions]
    actions = [action for action in asked if action]
    highest = max(actions, key=RANK.__getitem__, default=None)
    return [trigger.first for trigger in saying], highest


def action_of(answers: Answers) -> Action | None:
    """The highest action of the answers, None where nothing counts as a yes.

    Raises ``ScreenError`` for an unknown question or an unknown tick.
    """
    actions = actions_of_each(answers).values()
    return max(actions, key=RANK.__getitem__, default=None)


def actions_of_each(answers: Answers) -> dict[str, Action]:
    """What each ticked question leads to by itself, by the question's id."""
    whole = screen()
    for tick, value in answers.items():
        whole.owner_of(tick)
        if value not in set(Tick):
            raise ScreenError(f"no such tick: {value!r}")
    found = {}
    for question in whole.questions.values():
        actions = list(_actions(question, answers))
        if actions:
            found[question.id] = max(actions, key=RANK.__getitem__)
    return found


def situations_of(answers: Answers) -> frozenset[str]:
    """The situations that the answers begin; "not sure" counts as yes."""
    rows = screen().questions.values()
    return frozenset(q.begins for q in rows if q.begins and q.id in answers)


def _actions(question: Question, answers: Answers) -> Iterable[Action]:
    if question.action and _counts(answers.get(question.id), question.action):
        yield question.action
    if question.id in answers:
        for raised in question.raised:
            others = (answers.get(other) for other in raised.with_any)
            if any(_counts(other, raised.to) for other in others):
                yield raised.to
    for follow_up in question.follow_ups:
        if _counts(answers.get(follow_up.id), follow_up.to):
            yield follow_up.to


def _counts(tick: str | None, action: Action) -> bool:
    """Whether a tick counts as yes: "not sure" does for E, M and D."""
    return tick == Tick.YES or (tick == Tick.UNSURE and action in OPEN_ACTIONS)


def why_of(answers: Answers) -> str:
    """One sentence for the reason of the highest action; empty where there is none."""
    highest = action_of(answers)
    for question_id, action in actions_of_each(answers).items():
        question = screen().questions[question_id]
        if action != highest:
            continue
        for follow_up in question.follow_ups:
            if follow_up.id in answers and follow_up.to == action:
                return follow_up.why
        return question.why
    return ""


def triggers(
    noted: Noted, *, pregnant: bool, recent_birth: bool = False
) -> list[Called]:
    """What in an entry opens the screen, in the order of the data.

    Words about contractions, bleeding, waters and the baby's moves go straight to an
    action in pregnancy and open the questions after a recent birth. Of those, what
    fits a pregnancy only opens the questions for everybody else.
    """
    called = []
    said = said_in(noted.text, screen().absent)
    for trigger in screen().triggers.values():
        if trigger.at_once and not (pregnant or recent_birth):
            continue
        if trigger.id == UNTOLD and (pregnant or recent_birth):
            continue
        signs = _signs(trigger, noted, said)
        if signs:
            at_once = trigger.at_once if pregnant else None
            called.append(Called(trigger.id, frozenset(signs), at_once))
    return called


def _signs(trigger: Trigger, noted: Noted, said: Said) -> set[str]:
    whole = screen()
    signs = {f"sensation:{code}" for code in trigger.sensations & noted.sensations}
    for mark in trigger.marks & noted.marks:
        signs.add(f"mark:{mark}:{noted.day}" if trigger.each_day else f"mark:{mark}")
    signs |= {f"word:{sign}" for sign in _words(trigger, said)}
    pain = noted.pain
    if pain is not None and trigger.id == "high-pain" and pain >= whole.high_pain:
        signs.add("pain")
    if pain is not None and trigger.id == "pain-rise" and noted.earlier:
        rose = pain - min(noted.earlier) >= whole.rise
        signs |= {"pain"} if rose else set()
    if pain is not None and trigger.id == "often-high":
        signs |= {"pain"} if is_often_high(noted.last_days) else set()
    return signs


def is_often_high(last_days: Sequence[int]) -> bool:
    """Whether pain was high on most of the last logged days, latest first."""
    limit = screen().often_high
    last = last_days[: limit.of_logged]
    return sum(worst >= limit.pain for worst in last) >= limit.days


def _words(trigger: Trigger, said: Said) -> set[str]:
    """The signs of the words in what was said, sentence by sentence."""
    if not said.words:
        return set()
    there = [word for word in trigger.words if word.may_stand_in(said)]
    sentences = said.sentences
    if trigger.exceptions:
        sentences = tuple(trigger.exceptions.sub(" ", one) for one in sentences)
    return {w.sign for one in sentences for w in there if w.stands_in(one)}


def is_remembered(
    called: Called, pain: int | None, past: Iterable[Remembered], now: datetime
) -> bool:
    """Whether an earlier answer still covers a trigger, so that it is not asked again.

    It does for seven days after nothing was ticked, and while its own action is
    open; unless pain is higher than then, or a sign or word is new.
    """
    limit = now - screen().quiet
    covering = [
        old
        for old in past
        if called.trigger in old.triggers
        and (old.open or (old.quiet and old.answered_at > limit))
    ]
    if not covering:
        return False
    pains = [old.pain for old in covering if old.pain is not None]
    higher = pain is not None and bool(pains) and pain > max(pains)
    known = frozenset().union(*(old.signs for old in covering))
    return not higher and called.signs <= known
