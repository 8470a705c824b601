"""Which guides fit a day, and why.

Pure arithmetic on plain values: the rules are data beside the guide they offer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import groupby, islice
from typing import Final, TypeAlias

from guides.library import Library
from guides.rules import FactValue, Json, holds, plain, reason_for
from guides.safety.hiding import (
    NOT_SCREENED,
    Hidden,
    apart_from_the_lock,
    hidden_because,
    page_hidden_because,
)
from guides.shapes import Exercise, ExerciseMarker, Guide, LeftOut, Passage, Rule
from guides.vocabulary import ACTIVITY_TAGS

AT_OPEN_WARNING: Final = "get-help-now"
OPINIONS: Final = {"helped": 0, "did-not-help": 2}
NO_OPINION: Final = 1
NOT_FOR_ME: Final = "not-for-me"


@dataclass(frozen=True)
class Offer:
    """A guide that fits, and the reason, which completes "Because ..."."""

    guide: str
    rule: str
    reason: str
    urgent: bool
    fit: int
    values: dict[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class TableRow:
    """One line of the table of all rules, in words."""

    guide: str
    rule: str
    when: str
    because: str
    facts: str
    urgent: bool
    fit: int


def offers(
    guides: Iterable[Guide],
    facts: Mapping[str, FactValue],
    conditions: frozenset[str],
    *,
    marks: Mapping[str, str],
    recently: Mapping[str, date],
    day: date,
    units: str,
    limit: int = 3,
) -> list[Offer]:
    """At most ``limit`` guides for a day, best first.

    ``marks`` maps a slug to the person's opinion, ``recently`` to the last day it
    was offered before. Urgent first, then fit, then what helped, then what was not
    shown lately; equals take turns by day. Under an open warning nothing but help
    is offered; what safety leaves out never leads to an offer. Questions that come
    before exercise change nothing here.
    """
    conditions = apart_from_the_lock(conditions)
    asked = {**facts, "situations": conditions}
    found = [
        (guide, rule)
        for guide, rule in _best_rules(tuple(guides), asked, conditions)
        if _may_be_offered(guide, conditions, marks)
    ]

    chosen = islice(_in_turn(found, marks, recently, day.toordinal()), limit)
    return [_offer(guide, rule, asked, units) for guide, rule in chosen]


def _in_turn(
    found: Iterable[tuple[Guide, Rule]],
    marks: Mapping[str, str],
    recently: Mapping[str, date],
    turn: int,
) -> Iterator[tuple[Guide, Rule]]:
    """By rank. Equals begin one further every day, those shown lately last.

    After a round they begin one further still: otherwise three equals would stand
    still for somebody who logs every third day.

    Turned are all that are equal, whenever they were shown: to turn only those last
    shown on the same day would favour some, for these come and go in step.
    """

    def rank(pair: tuple[Guide, Rule]) -> tuple[bool, int, int]:
        guide, rule = pair
        opinion = OPINIONS.get(marks.get(guide.slug, ""), NO_OPINION)
        return (not rule.urgent, -rule.fit, opinion)

    def shown(pair: tuple[Guide, Rule]) -> date:
        return recently.get(pair[0].slug, date.min)

    by_name = sorted(found, key=lambda pair: pair[0].slug)
    for _, group in groupby(sorted(by_name, key=rank), key=rank):
        equals = list(group)
        first = (turn + turn // len(equals)) % len(equals)
        yield from sorted(equals[first:] + equals[:first], key=shown)


def _may_be_offered(
    guide: Guide, conditions: frozenset[str], marks: Mapping[str, str]
) -> bool:
    if guide.slug == AT_OPEN_WARNING:
        return True
    if "open-warning" in conditions or marks.get(guide.slug) == NOT_FOR_ME:
        return False
    return page_hidden_because(guide.slug, guide.topics, conditions) is None


def _best_rules(
    guides: tuple[Guide, ...],
    facts: Mapping[str, FactValue],
    conditions: frozenset[str],
) -> Iterable[tuple[Guide, Rule]]:
    """Each page that some rule leads to, with the most fitting of its rules."""
    best: dict[str, tuple[Guide, Rule]] = {}
    for guide, rule in _called(_index(guides), facts):
        other = best.get(guide.slug)
        weight = (rule.urgent, rule.fit, -rule.line)
        if other and weight <= (other[1].urgent, other[1].fit, -other[1].line):
            continue
        if _applies(rule, guide, facts, conditions):
            best[guide.slug] = (guide, rule)
    return best.values()


Index: TypeAlias = dict[str, dict[str | bool, list[tuple[Guide, Rule]]]]
ANY: Final = ""
"""Where a rule stands in the index that a number calls."""


@lru_cache(maxsize=16)
def _index(guides: tuple[Guide, ...]) -> Index:
    """The rules by one fact, and one value of it, that each cannot do without.

    Today asks on every tap: only rules that the day's own words, answers and numbers
    call for are looked at.
    """
    index: Index = {}
    for guide in guides:
        for rule in guide.rules:
            name, values = _call(rule)
            for value in values:
                index.setdefault(name, {}).setdefault(value, []).append((guide, rule))
    return index


def _call(rule: Rule) -> tuple[str, Iterable[str | bool]]:
    """The fact and the values of it, one of which must be there for the rule."""
    sets = [condition for condition in rule.when if condition.op == "includes"]
    if sets:
        narrowest = min(sets, key=lambda condition: len(condition.words))
        return narrowest.name, sorted(narrowest.words)
    for condition in rule.when:
        if condition.flag is not None:
            return condition.name, [condition.flag]
    return next((c.name, [ANY]) for c in rule.when if c.op != "excludes")


def _called(
    index: Index, facts: Mapping[str, FactValue]
) -> Iterator[tuple[Guide, Rule]]:
    for name in index.keys() & facts.keys():
        value, by_value = facts[name], index[name]
        keys: Iterable[str | bool] = value if isinstance(value, frozenset) else (ANY,)
        if isinstance(value, bool):
            keys = (value,)
        for key in keys:
            yield from by_value.get(key, ())


def _offer(
    guide: Guide, rule: Rule, facts: Mapping[str, FactValue], units: str
) -> Offer:
    return Offer(
        guide=guide.slug,
        rule=rule.id,
        reason=reason_for(rule.because, facts, units),
        urgent=rule.urgent,
        fit=rule.fit,
        values={name: plain(facts[name]) for name in sorted(rule.asked)},
    )


def _applies(
    rule: Rule,
    guide: Guide,
    facts: Mapping[str, FactValue],
    conditions: frozenset[str],
) -> bool:
    """Whether the rule holds, and something it rests on may be shown."""
    for condition in rule.when:
        if not holds(condition, facts):
            return False
    if not facts.keys() >= rule.asked:
        return False
    return not shown_facts(guide, conditions, True).isdisjoint(rule.facts)


@lru_cache(maxsize=4096)
def shown_facts(
    guide: Guide, conditions: frozenset[str], for_offer: bool = False
) -> frozenset[str]:
    """The fact rows of a page that stand in something shown under the conditions.

    ``for_offer`` leaves out what besides is never a reason to offer a page.
    """
    shown: set[str] = set()
    for block in guide.blocks:
        inner: tuple[object, ...] = (block,)
        if isinstance(block, Passage | LeftOut):
            if isinstance(block, Passage) and hidden_because(
                block.tags, block.not_when, conditions, for_offer=for_offer
            ):
                continue
            shown.update(block.facts)
            inner = block.blocks
        for piece in inner:
            if isinstance(piece, ExerciseMarker) and not exercise_hidden(
                piece.exercise, conditions, for_offer
            ):
                shown.update(piece.exercise.covers)
    return frozenset(shown)


def exercise_hidden(
    exercise: Exercise, conditions: frozenset[str], for_offer: bool = False
) -> Hidden | None:
    """Why an exercise is left out under the conditions, or None."""
    return hidden_because(
        exercise.safety_tags, exercise.not_when, conditions, for_offer=for_offer
    )


def activities_hidden(conditions: frozenset[str]) -> frozenset[str]:
    """Activities of the diary that are not to be suggested under the conditions."""
    return frozenset(
        code
        for code, tags in ACTIVITY_TAGS.items()
        if hidden_because(tags, (), conditions)
    )


def is_locked(exercise: Exercise, conditions: frozenset[str]) -> bool:
    """Whether safety questions come first, and nothing else leaves it out."""
    return (
        NOT_SCREENED in conditions
        and exercise_hidden(exercise, conditions) is not None
        and exercise_hidden(exercise, apart_from_the_lock(conditions)) is None
    )


def nothing_left(guide: Guide, conditions: frozenset[str]) -> Hidden | None:
    """Why a page has nothing left to show, or None where it has.

    A page lives by what its rules rest on and by its exercises; one with neither
    lives by all that it covers. Exercises that are only locked are there.
    """
    conditions = apart_from_the_lock(conditions)
    whole = page_hidden_because(guide.slug, guide.topics, conditions)
    if whole:
        return whole
    lives_by = {name for rule in guide.rules for name in rule.facts}
    lives_by.update(name for m in guide.exercises() for name in m.exercise.covers)
    lives_by = lives_by or set(guide.covers)
    if not shown_facts(guide, conditions).isdisjoint(lives_by):
        return None
    return next(_reasons(guide, conditions), None)


def _reasons(guide: Guide, conditions: frozenset[str]) -> Iterator[Hidden]:
    for block in guide.blocks:
        if isinstance(block, Passage):
            hidden = hidden_because(block.tags, block.not_when, conditions)
            if hidden:
                yield hidden
    for marker in guide.exercises():
        if hidden := exercise_hidden(marker.exercise, conditions):
            yield hidden


def exercises_shown(loaded: Library, conditions: frozenset[str]) -> list[Exercise]:
    """The exercises and techniques that may be listed, by name, locked ones too."""
    conditions = apart_from_the_lock(conditions)
    shown = [
        exercise
        for exercise in loaded.exercises.values()
        if exercise_hidden(exercise, conditions) is None
    ]
    return sorted(shown, key=lambda exercise: exercise.name)


def rule_table(loaded: Library) -> list[TableRow]:
    """Every rule of every guide, in the order of the pages."""
    return [
        TableRow(
            guide=guide.slug,
            rule=rule.id,
            when=" and ".join(str(condition) for condition in rule.when),
            because=rule.because,
            facts=", ".join(rule.facts),
            urgent=rule.urgent,
            fit=rule.fit,
        )
        for guide in loaded.guides.values()
        for rule in guide.rules
    ]
