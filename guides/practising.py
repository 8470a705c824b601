"""An exercise as it is done: sets, and the phases that the player leads through.

Doses come from the exercises; the player starts at their low end. Getting ready,
changing sides and the pace of slow repetitions are no doses but the player's own
rhythm, and the person can go on at any moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from guides.shapes import Exercise

READY_SECONDS: Final = 10
"""Time to get into position before the first set of an exercise."""

AGAIN_SECONDS: Final = 5
"""Time to get ready for a further set."""

SWITCH_SECONDS: Final = 8
REST_SECONDS: Final = 20
"""Between sets, unless a set is one hold and the dose names the rest."""

MOVE_SECONDS: Final = 5
"""One slow repetition where nothing is held."""

RELEASE_SECONDS: Final = 3
"""Between two holds of one set, where the dose names no rest."""

A_FEW: Final = 3
"""Sets to begin with where something is held and let go again, and nobody counted."""

GET_READY: Final = "Get ready"
UNTIL_THE_END: Final = "Go on until the time is up"

BREATH: Final = "breath-cycle"
"""The tag of a technique whose hold is a breath in, a hold and a breath out."""

LIMITS: Final[Mapping[str, tuple[int, int]]] = {
    "minutes": (1, 60),
    "hold_seconds": (1, 300),
    "rest_seconds": (0, 300),
    "repetitions": (1, 100),
    "sets": (1, 20),
    "count": (1, 200),
}
"""What an amount may be at all, least and most."""

ACTIVITY_MINUTES: Final = (1, 240)
"""How long an activity may be meant to take; no dose says it."""

OVERDONE: Final = frozenset({"cold", "heat", "hot-water", "pressure"})
"""Tags of what does harm when it goes on for too long."""

SHOWN_AMOUNTS: Final = {
    "minutes": "Minutes",
    "hold_seconds": "Seconds to hold",
    "repetitions": "Times",
    "sets": "Sets",
    "count": "Slow count",
}
"""Amounts that a person may change, and their labels."""


class Kind(StrEnum):
    """What a phase asks for."""

    READY = "ready"
    HOLD = "hold"
    MOVE = "move"
    RELEASE = "release"
    TIMED = "timed"
    OPEN = "open"
    BREATHE_IN = "in"
    BREATHE_OUT = "out"
    REST = "rest"
    SWITCH = "switch"


ACTIVE: Final = frozenset(
    {
        Kind.HOLD,
        Kind.MOVE,
        Kind.RELEASE,
        Kind.TIMED,
        Kind.OPEN,
        Kind.BREATHE_IN,
        Kind.BREATHE_OUT,
    }
)
"""Phases that count as exercise done."""


@dataclass(frozen=True)
class Item:
    """An exercise and the amounts chosen for it, by the keys of ``LIMITS``."""

    exercise: str
    amounts: Mapping[str, int]


@dataclass(frozen=True)
class Done:
    """An exercise or a technique that was done, however it was logged."""

    exercise: str
    day: date
    moment: datetime | None
    sets: int
    repetitions: int | None
    minutes: int | None


@dataclass(frozen=True)
class Phase:
    """A stretch of time. ``seconds`` 0 is open: it ends when the person says so."""

    kind: Kind
    seconds: int
    says: str


@dataclass(frozen=True)
class Set:
    """What goes to the server at once when it is finished. ``number`` counts from 1."""

    number: int
    exercise: str
    name: str
    of_exercise: int
    sets: int
    repetitions: int | None
    phases: tuple[Phase, ...]

    @property
    def sided(self) -> bool:
        """Whether it is done on one side and then on the other."""
        return any(phase.kind == Kind.SWITCH for phase in self.phases)

    @property
    def active_seconds(self) -> int:
        """How long its exercise takes by the clock; open phases not counted."""
        return sum(p.seconds for p in self.phases if p.kind in ACTIVE)


@dataclass(frozen=True)
class Plan:
    """All that is led through, in order."""

    sets: tuple[Set, ...]

    @property
    def seconds(self) -> int:
        """How long it takes by the clock; open phases not counted."""
        return sum(phase.seconds for one in self.sets for phase in one.phases)

    def as_data(self) -> dict[str, Any]:
        """The plan for the page, as plain values."""
        return {"sets": [asdict(one) for one in self.sets]}


def low_end(exercise: Exercise) -> dict[str, int]:
    """The amounts that the player begins with: the low end of the dose."""
    amounts = exercise.dose.amounts
    least = {key: round(amounts[key][0]) for key in LIMITS if key in amounts}
    if least.keys() == {"hold_seconds", "rest_seconds"}:
        least["sets"] = A_FEW
    return least


def limits(exercise: Exercise, *, done: bool = False) -> dict[str, tuple[int, int]]:
    """What may be chosen before a start, least and most.

    Cold, warmth and pressure go on no longer than the dose says, and a breath is
    held as the dose says. What was ``done`` already is not cut down to that.
    """
    found, named = dict(LIMITS), exercise.dose.amounts
    if exercise.is_activity:
        found["minutes"] = ACTIVITY_MINUTES
    if done:
        return found
    if not OVERDONE.isdisjoint(exercise.tags):
        for key in {"minutes", "count"} & named.keys():
            found[key] = LIMITS[key][0], round(named[key][1])
    if BREATH in exercise.tags and "hold_seconds" in named:
        least, most = named["hold_seconds"]
        found["hold_seconds"] = round(least), round(most)
    return found


def chosen(
    exercise: Exercise, wanted: Mapping[str, int], *, done: bool = False
) -> dict[str, int]:
    """The low end with what the person changed, held within ``limits``.

    Amounts that the dose does not have are left out, but ``sets`` may always be
    chosen where something is repeated or held, and ``minutes`` of an activity.
    """
    may_be = limits(exercise, done=done)
    amounts = low_end(exercise)
    may_change = set(amounts) | may_be_empty(exercise)
    if _is_counted(amounts):
        may_change.add("sets")
    for key in may_change & wanted.keys():
        least, most = may_be[key]
        amounts[key] = min(max(wanted[key], least), most)
    return amounts


def may_be_empty(exercise: Exercise) -> frozenset[str]:
    """Amounts that the dose does not name, and that a person may give or not."""
    return frozenset({"minutes"} if exercise.is_activity else ())


def _is_counted(amounts: Mapping[str, int]) -> bool:
    return "repetitions" in amounts or (
        "hold_seconds" in amounts and "minutes" not in amounts
    )


def plan(items: Iterable[Item], exercises: Mapping[str, Exercise]) -> Plan:
    """What the player leads through. Raises ``KeyError`` for an unknown exercise."""
    sets: list[Set] = []
    for item in items:
        exercise = exercises[item.exercise]
        for turn in range(1, item.amounts.get("sets", 1) + 1):
            sets.append(_set(len(sets) + 1, turn, exercise, item.amounts))
    return Plan(tuple(sets))


def _set(number: int, turn: int, exercise: Exercise, amounts: Mapping[str, int]) -> Set:
    return Set(
        number=number,
        exercise=exercise.id,
        name=exercise.name,
        of_exercise=turn,
        sets=amounts.get("sets", 1),
        repetitions=amounts.get("repetitions"),
        phases=tuple(_phases(turn, exercise, amounts)),
    )


def _phases(
    turn: int, exercise: Exercise, amounts: Mapping[str, int]
) -> Iterator[Phase]:
    if turn == 1:
        yield Phase(Kind.READY, READY_SECONDS, GET_READY)
    else:
        # The rest that a dose names lies between holds. Where a set is one hold, to get
        # ready as well would be a longer rest than that.
        if "rest_seconds" in amounts and "repetitions" not in amounts:
            yield Phase(Kind.REST, amounts["rest_seconds"], "Rest")
        else:
            yield Phase(Kind.REST, REST_SECONDS, "Rest")
            yield Phase(Kind.READY, AGAIN_SECONDS, GET_READY)
    work = tuple(_work(exercise, amounts))
    if not exercise.dose.per_side:
        yield from work
        return
    yield from _on_side(work, "first side")
    yield Phase(Kind.SWITCH, SWITCH_SECONDS, "Change sides")
    yield from _on_side(work, "other side")


def _on_side(work: Sequence[Phase], side: str) -> Iterator[Phase]:
    for phase in work:
        yield Phase(phase.kind, phase.seconds, f"{phase.says}, {side}")


def _work(exercise: Exercise, amounts: Mapping[str, int]) -> Iterator[Phase]:
    hold, times = amounts.get("hold_seconds"), amounts.get("repetitions", 1)
    if BREATH in exercise.tags and hold and "minutes" in amounts:
        yield from _breaths(hold, amounts["minutes"])
    elif "minutes" in amounts:
        yield Phase(Kind.TIMED, amounts["minutes"] * 60, UNTIL_THE_END)
    elif "count" in amounts:
        yield Phase(Kind.TIMED, amounts["count"], "Count slowly")
    elif hold:
        for number in range(1, times + 1):
            which = f" {number} of {times}" if times > 1 else ""
            yield Phase(Kind.HOLD, hold, f"Hold{which}")
            if number < times:
                rest = amounts.get("rest_seconds", RELEASE_SECONDS)
                yield Phase(Kind.RELEASE, rest, "Let go")
    elif "repetitions" in amounts:
        for number in range(1, times + 1):
            yield Phase(Kind.MOVE, MOVE_SECONDS, f"{number} of {times}")
    else:
        yield Phase(Kind.OPEN, 0, "As long as it feels good")


def _breaths(seconds: int, minutes: int) -> Iterator[Phase]:
    for _ in range(max(1, round(minutes * 60 / (3 * seconds)))):
        yield Phase(Kind.BREATHE_IN, seconds, "Breathe in")
        yield Phase(Kind.HOLD, seconds, "Hold")
        yield Phase(Kind.BREATHE_OUT, seconds, "Breathe out")
