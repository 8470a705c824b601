"""What a programme is made of, and the run of one person, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from guides.programmes.conditions import Condition, Days, Weeks


@dataclass(frozen=True)
class Choice:
    """Something that only the person can say, in the words shown to them."""

    id: str
    text: str


@dataclass(frozen=True)
class Line:
    """A sentence of a step, left out by safety like an exercise with its tags."""

    text: str
    tags: frozenset[str]
    not_when: frozenset[str]


@dataclass(frozen=True, eq=False)
class Step:
    """One step. Its exercises are done in order, or one of them where ``pick``.

    A round is counted by ``counted``, of which it has ``sets`` sets; where ``pick``,
    by any. Where ``sets`` is None no dose names them, and each time is a round,
    however many sets the person did. ``besides`` are exercises that may be done and
    are not counted. ``times_a_day`` and ``every_hours`` are least and most. Where
    ``only_here``, what it counts is begun only once the programme opened the step.
    """

    id: str
    title: str
    exercises: tuple[str, ...]
    counted: frozenset[str]
    pick: bool
    sets: int | None
    besides: tuple[str, ...]
    also: tuple[Line, ...]
    times_a_day: tuple[int, int] | None
    every_hours: tuple[int, int] | None
    when: tuple[Condition, ...]
    only_here: bool

    @cached_property
    def waits_for(self) -> tuple[str, ...]:
        """The steps that have to be done before it."""
        asked = [c.step for c in self.when if isinstance(c, Days | Weeks)]
        return tuple(dict.fromkeys(asked))


@dataclass(frozen=True, eq=False)
class Programme:
    """Ordered work over weeks. The file's name is its id.

    Where ``from_flare``, its days count from a flare that was marked in the last days.
    """

    id: str
    name: str
    summary: str
    fits: tuple[str, ...]
    notes: tuple[str, ...]
    guide: str
    evidence: str
    covers: tuple[str, ...]
    choices: tuple[Choice, ...]
    steps: tuple[Step, ...]
    from_flare: bool = False

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of each step, by its id."""
        return {step.id: step.title for step in self.steps}

    @cached_property
    def choice_texts(self) -> dict[str, str]:
        """The words of each choice, by its id."""
        return {choice.id: choice.text for choice in self.choices}

    def exercises(self) -> frozenset[str]:
        """Every exercise that a step names."""
        return frozenset(
            name for step in self.steps for name in (*step.exercises, *step.besides)
        )


@dataclass(frozen=True)
class Pause:
    """Days from ``first`` on that do not count; ``last`` is ``None`` while it lasts."""

    first: date
    last: date | None


@dataclass(frozen=True)
class Run:
    """A programme that somebody does: since when, what they chose, and its pauses."""

    started_on: date
    choices: frozenset[str] = frozenset()
    pauses: tuple[Pause, ...] = ()

    @property
    def paused(self) -> bool:
        """Whether a pause lasts."""
        return any(pause.last is None for pause in self.pauses)


@dataclass(frozen=True)
class Morning:
    """What the diary says of a day.

    ``before`` is the reading before the exercise of the day before, ``after`` how the
    back was on this morning, ``worst`` the highest reading of this day, each 0 to 10.
    """

    day: date
    before: int | None = None
    after: int | None = None
    worst: int | None = None

    @property
    def rise(self) -> int:
        """How much worse the answer is than the reading before; 0 where unknown."""
        if self.before is None or self.after is None:
            return 0
        return self.after - self.before


@dataclass(frozen=True)
class Reading:
    """Where it hurt. ``areas`` are groups such as "calf"; none were ticked if empty."""

    day: date
    moment: datetime
    areas: frozenset[str] = field(default_factory=frozenset)
