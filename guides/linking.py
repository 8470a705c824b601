"""Which guides fit a day, and why.

Pure arithmetic on plain values: the rules are data beside the guide they offer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from guides.library import Library
from guides.rules import PLACE, FactValue, Json, holds, plain, reason_for
from guides.safety.hiding import Hidden, hidden_because, page_hidden_because
from guides.shapes import Exercise, ExerciseMarker, Guide, LeftOut, Passage, Rule

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
    is offered; what safety leaves out never leads to an offer.
    """
    asked = {**facts, "situations": conditions}
    found = [
        offer
        for guide in guides
        if _may_be_offered(guide, conditions, marks)
        for offer in _best(guide, asked, conditions, units)
    ]
    found.sort(key=lambda offer: offer.guide)
    turn = day.toordinal() % len(found) if found else 0
    found = found[turn:] + found[:turn]

    def rank(offer: Offer) -> tuple[bool, int, int, date]:
        opinion = OPINIONS.get(marks.get(offer.guide, ""), NO_OPINION)
        shown = recently.get(offer.guide, date.min)
        return (not offer.urgent, -offer.fit, opinion, shown)

    return sorted(found, key=rank)[:limit]


def _may_be_offered(
    guide: Guide, conditions: frozenset[str], marks: Mapping[str, str]
) -> bool:
    if guide.slug == AT_OPEN_WARNING:
        return True
    if "open-warning" in conditions or marks.get(guide.slug) == NOT_FOR_ME:
        return False
    return page_hidden_because(guide.slug, guide.topics, conditions) is None


def _best(
    guide: Guide, facts: Mapping[str, FactValue], conditions: frozenset[str], units: str
) -> Iterator[Offer]:
    """The most fitting rule of a page that holds, if any."""
    rules = [rule for rule in guide.rules if _applies(rule, guide, facts, conditions)]
    if not rules:
        return
    rule = max(rules, key=lambda rule: (rule.urgent, rule.fit))
    yield Offer(
        guide=guide.slug,
        rule=rule.id,
        reason=reason_for(rule.because, facts, units),
        urgent=rule.urgent,
        fit=rule.fit,
        values={name: plain(facts[name]) for name in sorted(_asked(rule))},
    )


def _applies(
    rule: Rule,
    guide: Guide,
    facts: Mapping[str, FactValue],
    conditions: frozenset[str],
) -> bool:
    """Whether the rule holds, and something it rests on may be shown."""
    if not all(holds(condition, facts) for condition in rule.when):
        return False
    if not all(name in facts for name in PLACE.findall(rule.because)):
        return False
    return not shown_facts(guide, conditions, True).isdisjoint(rule.facts)


def _asked(rule: Rule) -> set[str]:
    asked = {name for condition in rule.when for name in condition.names}
    return asked | set(PLACE.findall(rule.because))


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


def nothing_left(guide: Guide, conditions: frozenset[str]) -> Hidden | None:
    """Why a page has nothing left to show, or None where it has.

    A page lives by what its rules rest on and by its exercises; one with neither
    lives by all that it covers.
    """
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
    """The exercises and techniques that may be listed, by name."""
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
