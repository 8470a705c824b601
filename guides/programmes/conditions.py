"""What opens a step: a small closed vocabulary, read from words and told in words.

3 days of floor        the step was done on so many days
5 weeks of knees       it was done in so many full weeks
chosen stiff           the person said so
not chosen stiff
from day 2             of the programme; paused days count in a flare alone
until day 3
pain at most 4         today and yesterday, and something was logged
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

NOT_NAMED: Final = "a step that is left out for now"
"""How a step is called that safety leaves out."""

WAITS: Final = f"once {NOT_NAMED} fits again and is done"
"""What is said of a step that waits for such a one."""

WEEK_COUNTS_FROM: Final = 3
"""A week counts where the step was done on so many of its seven days."""


class ConditionError(ValueError):
    """Words that are no condition; the message says which."""


@dataclass(frozen=True)
class Record:
    """What conditions ask about: days and weeks of each step, and the day itself.

    ``day`` counts from 1. ``worst`` is the highest reading of today and yesterday.
    """

    days: Mapping[str, int] = field(default_factory=dict)
    weeks: Mapping[str, int] = field(default_factory=dict)
    choices: frozenset[str] = frozenset()
    day: int = 1
    worst: int | None = None


Titles: TypeAlias = Mapping[str, str]


@dataclass(frozen=True)
class Days:
    """The step was done on ``least`` days or more."""

    step: str
    least: int

    def holds(self, record: Record) -> bool:
        return record.days.get(self.step, 0) >= self.least

    def words(self, record: Record, titles: Titles) -> str:
        """What opens it, after "Opens "."""
        title = titles[self.step]
        if title == NOT_NAMED:
            return WAITS
        if self.least == 1:
            return f"once you have done “{title}”"
        done = record.days.get(self.step, 0)
        return f"after {self.least} days of “{title}” ({done} so far)"


@dataclass(frozen=True)
class Weeks:
    """The step was done in ``least`` full weeks or more."""

    step: str
    least: int

    def holds(self, record: Record) -> bool:
        return record.weeks.get(self.step, 0) >= self.least

    def words(self, record: Record, titles: Titles) -> str:
        """What opens it, after "Opens "."""
        done, title = record.weeks.get(self.step, 0), titles[self.step]
        if title == NOT_NAMED:
            return WAITS
        weeks = "week" if self.least == 1 else "weeks"
        return (
            f"after {self.least} full {weeks} of “{title}” ({done} so far; a week "
            f"counts when you did it on {WEEK_COUNTS_FROM} days or more)"
        )


@dataclass(frozen=True)
class Chosen:
    """The person said so, or did not where ``wanted`` is false."""

    choice: str
    wanted: bool

    def holds(self, record: Record) -> bool:
        return (self.choice in record.choices) == self.wanted

    def words(self, record: Record, titles: Titles) -> str:
        """What opens it, after "Opens "."""
        if self.wanted:
            return f"when you tick “{titles[self.choice]}”"
        return f"when “{titles[self.choice]}” is not ticked"


@dataclass(frozen=True)
class FromDay:
    """On day ``first`` of the programme and after."""

    first: int

    def holds(self, record: Record) -> bool:
        return record.day >= self.first

    def words(self, record: Record, titles: Titles) -> str:
        """What opens it, after "Opens "."""
        return f"on day {self.first}"


@dataclass(frozen=True)
class UntilDay:
    """Up to day ``last`` of the programme."""

    last: int

    def holds(self, record: Record) -> bool:
        return record.day <= self.last

    def words(self, record: Record, titles: Titles) -> str:
        """What is said of it once it is over."""
        return f"until day {self.last}"


@dataclass(frozen=True)
class PainAtMost:
    """Something was logged today or yesterday, and nothing above ``most``."""

    most: int

    def holds(self, record: Record) -> bool:
        return record.worst is not None and record.worst <= self.most

    def words(self, record: Record, titles: Titles) -> str:
        """What opens it, after "Opens "."""
        if record.worst is None:
            return f"when you have logged your pain, and it is {self.most} or less"
        return f"when your pain today and yesterday is {self.most} or less"


Condition: TypeAlias = Days | Weeks | Chosen | FromDay | UntilDay | PainAtMost

NAME: Final = r"(?P<name>[a-z][a-z0-9-]*)"
FORMS: Final = {
    "days": re.compile(rf"(?P<number>[1-9]\d?) days? of {NAME}"),
    "weeks": re.compile(rf"(?P<number>[1-9]\d?) weeks? of {NAME}"),
    "chosen": re.compile(rf"(?P<no>not )?chosen {NAME}"),
    "from": re.compile(r"from day (?P<number>[1-9]\d?)"),
    "until": re.compile(r"until day (?P<number>[1-9]\d?)"),
    "pain": re.compile(r"pain at most (?P<number>\d|10)"),
}


def parse_condition(text: str) -> Condition:
    """A condition from its words. Raises ConditionError."""
    for form, pattern in FORMS.items():
        match = pattern.fullmatch(text)
        if match is None:
            continue
        found = match.groupdict()
        if form == "chosen":
            return Chosen(found["name"], wanted=found["no"] is None)
        number = int(found["number"])
        if form in ("days", "weeks"):
            return (Days if form == "days" else Weeks)(found["name"], number)
        if form == "pain":
            return PainAtMost(number)
        return FromDay(number) if form == "from" else UntilDay(number)
    raise ConditionError(f"cannot read {text!r}")
