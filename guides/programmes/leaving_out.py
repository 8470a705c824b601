"""What safety leaves out of a programme, and how its steps are called then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from guides.linking import exercise_hidden
from guides.programmes.conditions import NOT_NAMED
from guides.programmes.shapes import Programme, Step
from guides.safety.hiding import Hidden
from guides.shapes import Exercise


def step_hidden(
    step: Step, exercises: Mapping[str, Exercise], conditions: frozenset[str]
) -> Hidden | None:
    """Why a step is left out: one of its exercises is, or all there are to pick."""
    reasons = [exercise_hidden(exercises[name], conditions) for name in step.exercises]
    found = [why for why in reasons if why]
    if not found or (step.pick and len(found) < len(reasons)):
        return None
    return found[0]


def titles_shown(
    programme: Programme, exercises: Mapping[str, Exercise], conditions: frozenset[str]
) -> dict[str, str]:
    """The titles of the steps; what is left out is not named anywhere."""
    return {
        step.id: (NOT_NAMED if step_hidden(step, exercises, conditions) else step.title)
        for step in programme.steps
    }


def fits_instead(
    step: Step,
    before: Sequence[Step],
    exercises: Mapping[str, Exercise],
    conditions: frozenset[str],
) -> tuple[str, ...]:
    """The exercises to do where ``step`` is left out, if there are any.

    They are those of the last step of ``before`` that may be offered whole, else
    the nearest ones down the ladder.
    """

    def offered(name: str) -> bool:
        return not exercise_hidden(exercises[name], conditions, for_offer=True)

    for earlier in reversed(before):
        if all(map(offered, earlier.exercises)):
            return earlier.exercises
    rung = [name for name in step.exercises if not offered(name)]
    seen = set(rung)
    while rung:
        below = dict.fromkeys(n for name in rung for n in exercises[name].easier)
        rung = [name for name in below if name not in seen]
        seen.update(rung)
        if found := tuple(filter(offered, rung)):
            return found
    return ()
