"""How a programme stands for a person, and what of it may be begun alone already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guides.library import library
from guides.models import ProgrammeRun
from guides.programmes.leaving_out import titles_shown
from guides.programmes.progress import State, Status, moved_down, progress
from guides.programmes.shapes import Programme, Run, Step
from tracker import legs, mornings
from tracker.practising import done_since

if TYPE_CHECKING:
    from tracker.facts import Known


@dataclass(frozen=True)
class Standing:
    """The state of a programme. ``stopped`` is set where pain moved down a leg."""

    state: State
    stopped: bool


@dataclass(frozen=True)
class NotYet:
    """An exercise that only a programme opens, and that it has not opened.

    ``says`` tells in whole sentences what stands between.
    """

    programme: str
    name: str
    says: str


def standing(known: Known, programme: Programme, row: ProgrammeRun | None) -> Standing:
    """Where ``row`` stands, or without one a programme that would begin today."""
    titles = titles_shown(programme, library().exercises, known.conditions())
    if row is None:
        run = Run(known.day)
        state = progress(programme, run, (), (), known.day, known.now, titles)
        return Standing(state, stopped=False)
    entries = mornings.entries_since(known.person, row.started_on)
    down = moved_down(legs.readings(known.person, entries), row.legs_from)
    state = progress(
        programme,
        row.as_run(),
        done_since(known.person, row.started_on),
        mornings.mornings(entries),
        known.day,
        known.now,
        titles,
    )
    return Standing(state, stopped=down is not None)


def not_yet(known: Known, names: Iterable[str]) -> dict[str, NotYet]:
    """Those of the exercises that a programme has not opened for the person.

    No query for exercises that may be begun at any time.
    """
    found: dict[str, NotYet] = {}
    asked = {n: library().opened_by[n] for n in names if n in library().opened_by}
    for programme in {programme for programme, _step in asked.values()}:
        row = _row(known, programme)
        now = standing(known, programme, row)
        for name, (opener, step) in asked.items():
            says = _closed(now, step, row) if opener is programme else ""
            if says:
                found[name] = NotYet(programme.id, programme.name, says)
    return found


def _row(known: Known, programme: Programme) -> ProgrammeRun | None:
    rows = ProgrammeRun.objects.filter(
        person=known.person, programme=programme.id, ended_on__isnull=True
    )
    return rows.prefetch_related("pauses").first()


def _closed(now: Standing, step: Step, row: ProgrammeRun | None) -> str:
    """What keeps a step closed today, in sentences; empty where it is open."""
    one = next(found for found in now.state.steps if found.step is step)
    opens = f"It opens {', and '.join(one.opens)}."
    if row is None:
        return f"Begin with the first step there. {opens}"
    if now.stopped:
        return "The programme has stopped, as your pain moved further down your leg."
    if now.state.paused:
        return "You have paused the programme. Go on with it first."
    if now.state.rests:
        return "Today is a day of rest, as your back was worse this morning."
    return "" if one.status in (Status.NOW, Status.OPEN) else opens
