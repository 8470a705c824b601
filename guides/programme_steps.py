"""What the page of a programme shows of its steps, as safety leaves them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID, uuid4

from guides import dosing
from guides.library import library
from guides.linking import exercise_hidden
from guides.programmes.conditions import Chosen
from guides.programmes.leaving_out import fits_instead, step_hidden
from guides.programmes.progress import State, Status, StepState
from guides.programmes.shapes import Programme, Step
from guides.safety.hiding import Hidden, hidden_because
from guides.shapes import Dose, Evidence
from guides.units import in_units
from tracker.calendar import day_of, local
from tracker.facts import Known


@dataclass(frozen=True)
class Doable:
    """An exercise that may be done now, with the evidence of its own topic."""

    id: str
    name: str
    dose: str
    evidence: Evidence


@dataclass(frozen=True)
class ShownStep:
    """A step in the list of all.

    One that safety leaves out has no title; neighbours left out for the same reason
    are one line, and ``many`` says how many they are. ``doable`` is set where the step
    is open beside that of today.
    """

    title: str
    status: str
    opens: tuple[str, ...]
    days: int
    why: Hidden | None
    many: int = 1
    pick: bool = False
    doable: Sequence[Doable] = field(default_factory=tuple)


@dataclass(frozen=True)
class Today:
    """What is to do today, as safety leaves it.

    ``why`` is set where the step is left out; ``fits`` is what may be done then.
    """

    title: str
    doable: Sequence[Doable]
    pick: bool
    besides: Sequence[Doable]
    also: Sequence[str]
    pace: str
    why: Hidden | None
    fits: Sequence[Doable]
    key: UUID


@dataclass(frozen=True)
class Due:
    """When the next round is due: now, at a time of today, or later."""

    now: bool
    at: datetime | None


def due_of(state: State, known: Known) -> Due | None:
    """When the next round is due; ``None`` where nothing is due today any more."""
    if state.due is None:
        return None
    if state.due <= known.now:
        return Due(now=True, at=None)
    if day_of(state.due, known.person) > known.day:
        return Due(now=False, at=None)
    # Without its zone, or the template would turn it into another one.
    return Due(now=False, at=local(state.due, known.person).replace(tzinfo=None))


def steps_shown(state: State, known: Known, *, goes_on: bool) -> list[ShownStep]:
    """All steps in order. Where ``goes_on``, one may be begun from there."""
    conditions, shown = known.conditions(), list[ShownStep]()
    for found in state.steps:
        why = step_hidden(found.step, library().exercises, conditions)
        before = shown[-1] if shown else None
        if why and before and before.why and before.why.reason == why.reason:
            shown[-1] = replace(before, many=before.many + 1)
        else:
            shown.append(_shown(found, why, known, goes_on=goes_on))
    return shown


def _shown(
    found: StepState, why: Hidden | None, known: Known, *, goes_on: bool
) -> ShownStep:
    step, status = found.step, found.status
    begins = goes_on and status == Status.OPEN and not why
    doable = _doable(step.exercises, known) if begins else []
    return ShownStep(
        title="" if why else step.title,
        status=status.value,
        opens=found.opens if status == Status.LOCKED else (),
        days=found.days,
        why=why,
        pick=step.pick and len(doable) > 1,
        doable=doable,
    )


def today_shown(step: Step, state: State, known: Known) -> Today:
    """What of the step of today may be done."""
    conditions, units = known.conditions(), str(known.person.units)
    lines = [
        in_units(line.text, units)
        for line in step.also
        if not hidden_because(line.tags, line.not_when, conditions)
    ]
    why = step_hidden(step, library().exercises, conditions)
    doable = [] if why else _doable(step.exercises, known)
    return Today(
        title="" if why else step.title,
        doable=doable,
        pick=step.pick and len(doable) > 1,
        besides=_doable(step.besides, known),
        also=lines,
        pace=_pace(step),
        why=why,
        fits=_instead(step, state, known) if why else [],
        key=uuid4(),
    )


def _instead(step: Step, state: State, known: Known) -> list[Doable]:
    before = [found.step for found in state.steps if found.status == Status.OPEN]
    names = fits_instead(step, before, library().exercises, known.conditions())
    return _doable(names, known)


def _pace(step: Step) -> str:
    if step.every_hours is None:
        return ""
    words = dosing.WORDS["every_hours"](step.every_hours)
    return f"{words[0].upper()}{words[1:]}, while you are awake."


def _doable(names: Sequence[str], known: Known) -> list[Doable]:
    exercises, evidence = library().exercises, library().evidence
    return [
        Doable(
            id=name,
            name=exercises[name].name,
            dose=_how_much(exercises[name].dose, str(known.person.units)),
            evidence=evidence[exercises[name].evidence],
        )
        for name in names
        if not exercise_hidden(exercises[name], known.conditions())
    ]


def _how_much(dose: Dose, units: str) -> str:
    """The dose in words. Where it counts nothing, its note says how much is right."""
    words = dosing.in_words(dose)
    if dose.amounts.keys() & {"minutes", "repetitions"}:
        return words
    return f"{words} {in_units(dose.note, units)}".strip()


def matters(choice: str, one: Programme, conditions: frozenset[str]) -> bool:
    """Whether a step that is shown asks for the choice."""
    return any(
        isinstance(condition, Chosen) and condition.choice == choice
        for step in one.steps
        if not step_hidden(step, library().exercises, conditions)
        for condition in step.when
    )
