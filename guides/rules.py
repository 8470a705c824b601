"""The language of linking rules: named facts of a day, and conditions on them.

A condition reads ``NAME OP VALUE``. It is false where a fact it names is missing:
nothing is ever offered on silence. Every name and word comes from a closed list.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from guides import units as quantities
from guides.vocabulary import (
    ACTIVITIES,
    AREAS,
    CONDITIONS,
    MARKS,
    NOTE_TOPICS,
    SENSATIONS,
    SITUATIONS,
)

FactValue: TypeAlias = int | float | bool | frozenset[str]
Json: TypeAlias = int | float | bool | str | list[str]


@dataclass(frozen=True)
class Fact:
    """A named fact of a day. ``unit`` decides how it is written and compared;

    ``words`` are the closed list of a set and the words for them.
    """

    name: str
    kind: str  # "number", "flag" or "words"
    unit: str = ""  # "pain", "minutes", "ml", "days", "nights", "count", ...
    words: Mapping[str, str] | None = None


def _number(name: str, unit: str) -> Fact:
    return Fact(name, "number", unit)


def _flag(name: str) -> Fact:
    return Fact(name, "flag")


FACTS: Final = {
    fact.name: fact
    for fact in [
        _number("pain_score", "pain"),
        _number("pain_worst", "pain"),
        _number("pain_latest", "pain"),
        _number("pain_rise_24h", "pain"),
        Fact("pain_areas", "words", words=AREAS),
        Fact("sensations", "words", words=SENSATIONS),
        _flag("leg_pain"),
        _number("pain_rise_today", "pain"),
        _number("pain_days_of_14", "days"),
        _number("pain_4_days_of_14", "days"),
        _number("pain_spread_of_14", "pain"),
        _number("leg_pain_days_of_7", "days"),
        _number("days_in_row_with_pain_4", "days"),
        _number("sleep_minutes", "minutes"),
        _number("sleep_quality", "of 5"),
        _number("sleep_target_minutes", "minutes"),
        _number("short_nights_in_row", "nights"),
        _number("water_ml", "ml"),
        _number("water_target_ml", "ml"),
        _flag("water_none"),
        _flag("day_is_late"),
        _number("exercise_minutes", "minutes"),
        _flag("exercise_none"),
        _number("exercise_target_minutes", "minutes"),
        _number("exercise_next_day_rise", "pain"),
        _number("exercise_days_of_7", "days"),
        _flag("exercise_hard"),
        _number("days_in_row_without_exercise", "days"),
        Fact("activities", "words", words=ACTIVITIES),
        _number("breaks_count", "breaks"),
        _number("breaks_target", "breaks"),
        _flag("breaks_none"),
        _flag("desk_day"),
        _number("longest_sitting_minutes", "minutes"),
        _number("break_target_minutes", "minutes"),
        _number("days_in_row_without_break", "days"),
        _number("desk_days_without_break_of_7", "days"),
        Fact("marks", "words", words=MARKS),
        Fact("note_topics", "words", words=NOTE_TOPICS),
        _number("days_since_onset", "days"),
        _number("days_since_flare", "days"),
        Fact("situations", "words", words=CONDITIONS),
        Fact("profile", "words", words=SITUATIONS),
        _number("pregnancy_week", "week"),
        _number("days_since_birth", "days"),
    ]
}

OPERATORS: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}

SETS: Final = frozenset({"includes", "excludes"})
PARTS: Final = re.compile(
    r"(?P<name>\w+) (?P<op><=|>=|<|>|=|includes|excludes) (?P<value>\S+)"
)
PLACE: Final = re.compile(r"\{(\w+)\}")
COUNTED: Final = {
    "days": ("day", "days"),
    "nights": ("night", "nights"),
    "breaks": ("break", "breaks"),
}


class RuleError(ValueError):
    """A condition or a reason that cannot be read; the message says why."""


@dataclass(frozen=True)
class Condition:
    """One condition of a rule. Exactly one of the last four is used.

    ``other`` names the fact to compare with; ``words`` are any of a set.
    """

    name: str
    op: str
    number: float | None = None
    flag: bool | None = None
    other: str | None = None
    words: frozenset[str] = frozenset()

    def __str__(self) -> str:
        if self.flag is not None:
            return f"{self.name} {self.op} {'yes' if self.flag else 'no'}"
        if self.number is not None:
            return f"{self.name} {self.op} {self.number:g}"
        return f"{self.name} {self.op} {self.other or '|'.join(sorted(self.words))}"

    @property
    def names(self) -> tuple[str, ...]:
        """The facts this condition asks for."""
        return (self.name, self.other) if self.other else (self.name,)


def parse_condition(text: str, more_activities: frozenset[str]) -> Condition:
    """Read a condition. ``more_activities`` are the ids of the exercises.

    Raises RuleError for anything outside the closed vocabulary.
    """
    match = PARTS.fullmatch(text)
    if match is None:
        raise RuleError(f"cannot read the condition {text!r}")
    name, op, value = match["name"], match["op"], match["value"]
    fact = FACTS.get(name)
    if fact is None:
        raise RuleError(f"unknown fact {name!r} in {text!r}")
    if (fact.kind == "words") != (op in SETS):
        raise RuleError(f"{op!r} does not fit {name!r} in {text!r}")
    if fact.kind == "words":
        return Condition(name, op, words=_words(fact, value, more_activities))
    if fact.kind == "flag":
        if op != "=" or value not in ("yes", "no"):
            raise RuleError(f"{name!r} is only ever = yes or = no, not {text!r}")
        return Condition(name, op, flag=value == "yes")
    return _comparison(fact, op, value)


def _words(fact: Fact, value: str, more_activities: frozenset[str]) -> frozenset[str]:
    words = frozenset(value.split("|"))
    known = frozenset(fact.words or ())
    if fact.name == "activities":
        known |= more_activities
    if unknown := words - known:
        raise RuleError(f"unknown word {min(unknown)!r} for {fact.name!r}")
    return words


def _comparison(fact: Fact, op: str, value: str) -> Condition:
    if re.fullmatch(r"\d+(\.\d+)?", value):
        return Condition(fact.name, op, number=float(value))
    other = FACTS.get(value)
    if other is None:
        raise RuleError(f"unknown fact or number {value!r} beside {fact.name!r}")
    if other.kind != "number" or other.unit != fact.unit:
        raise RuleError(f"{fact.name!r} cannot be compared with {value!r}")
    return Condition(fact.name, op, other=other.name)


def holds(condition: Condition, facts: Mapping[str, FactValue]) -> bool:
    """Whether the condition holds; False where a fact it names is missing."""
    value = facts.get(condition.name)
    if value is None:
        return False
    if isinstance(value, frozenset):
        return condition.words.isdisjoint(value) is (condition.op == "excludes")
    if condition.flag is not None:
        return value is condition.flag
    right = facts.get(condition.other) if condition.other else condition.number
    if right is None or isinstance(right, frozenset):
        return False
    return OPERATORS[condition.op](value, right)


def check_reason(text: str) -> tuple[str, ...]:
    """The facts that a reason names. Raises RuleError for one that is unknown."""
    names = tuple(PLACE.findall(text))
    for name in names:
        if name not in FACTS or FACTS[name].kind == "flag":
            raise RuleError(f"{name!r} cannot stand in a reason")
    rest = PLACE.sub("", text)
    if "{" in rest or "}" in rest:
        raise RuleError(f"stray brace in the reason {text!r}")
    return names


def reason_for(text: str, facts: Mapping[str, FactValue], units: str) -> str:
    """The reason with its facts written out; every fact it names must be there."""
    return PLACE.sub(lambda m: written(m[1], facts[m[1]], units), text)


def written(name: str, value: FactValue, units: str) -> str:
    """A fact in words and in the units of the person."""
    fact = FACTS[name]
    if isinstance(value, frozenset):
        known = [label for word, label in (fact.words or {}).items() if word in value]
        return in_a_row(known + sorted(value - (fact.words or {}).keys()))
    if fact.unit == "minutes":
        return quantities.duration(int(value))
    if fact.unit == "ml":
        return quantities.volume(value, units)
    if fact.unit in COUNTED:
        one, many = COUNTED[fact.unit]
        return f"{value:g}{quantities.NO_BREAK}{one if value == 1 else many}"
    return f"{value:.1f}".removesuffix(".0")


def in_a_row(words: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def plain(value: FactValue) -> Json:
    """A fact as it is kept beside an offer."""
    return sorted(value) if isinstance(value, frozenset) else value
