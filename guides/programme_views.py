"""The screens of programmes: which there are, and what is to do today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from guides import dosing, runs
from guides.library import library
from guides.linking import exercise_hidden, nothing_left
from guides.models import ProgrammeRun
from guides.programmes.conditions import Chosen
from guides.programmes.leaving_out import fits_instead, step_hidden, titles_shown
from guides.programmes.progress import Fall, State, Status
from guides.programmes.shapes import Programme, Step
from guides.safety.hiding import (
    Hidden,
    apart_from_the_lock,
    hidden_because,
    hide_table,
)
from guides.shapes import Evidence
from guides.units import in_units
from guides.vocabulary import ROUTINE
from tracker import access, legs, warnings
from tracker.calendar import day_of, local
from tracker.facts import Known, known_of
from tracker.models import Person
from tracker.screening import questions_first
from tracker.standing import standing

FLARE_DAYS: Final = 3
"""How far back a flare still tells which day of it today is; then all are alike."""


@dataclass(frozen=True)
class Listed:
    """A programme as the list shows it. ``why`` is set where it is left out."""

    programme: Programme
    evidence: Evidence
    runs: bool
    why: Hidden | None


@dataclass(frozen=True)
class Doable:
    """An exercise that may be done now, with the evidence of its own topic."""

    id: str
    name: str
    dose: str
    evidence: Evidence


@dataclass(frozen=True)
class ShownStep:
    """A step in the list of all. One that safety leaves out has no title."""

    title: str
    status: str
    opens: tuple[str, ...]
    days: int
    why: Hidden | None


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


@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """All programmes, what each is for, and which the person does."""
    person = access.person_of(request)
    known = _known(person)
    does = {row.programme for row in runs.running(person)}
    listed = [
        Listed(
            programme=one,
            evidence=_evidence(one),
            runs=one.id in does,
            why=_whole_hidden(one, apart_from_the_lock(known.conditions())),
        )
        for one in sorted(library().programmes.values(), key=lambda p: p.name)
    ]
    context = {"listed": listed, "open_screens": known.open_screens}
    return render(request, "guides/programmes/list.html", context)


@require_safe
def programme_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One programme: before its start what it is, then what is to do today."""
    one = _programme_or_404(slug)
    person = access.person_of(request)
    known = _known(person)
    if first := questions_first(known, request.path):
        return redirect(first)
    row = _row(runs.running(person), one)
    context = {
        "programme": one,
        "guide": library().guides[one.guide],
        "evidence": _evidence(one),
        "open_screens": known.open_screens,
        "run": row,
        "why": _whole_hidden(one, known.conditions()),
        "stop_rules": hide_table().stop_rules,
        "soreness": hide_table().soreness,
    }
    found = standing(known, one, row)
    if row is None:
        context["steps"] = _steps(one, found.state, known.conditions())
    else:
        context |= _running(one, row, found.state, known, found.stopped)
    return render(request, "guides/programmes/page.html", context)


def _running(
    one: Programme, row: ProgrammeRun, state: State, known: Known, down: bool
) -> dict[str, object]:
    conditions = known.conditions()
    today = None
    if state.current and not (down or state.paused or state.rests):
        today = _today(state.current, state, known)
    return {
        "state": state,
        "steps": _steps(one, state, conditions),
        "today": today,
        "due": _due(state, known),
        "why_down": _why_down(
            state.fall, titles_shown(one, library().exercises, conditions)
        ),
        "choices": [
            (choice, choice.id in row.choices)
            for choice in one.choices
            if _matters(choice.id, one, conditions)
        ],
        "paused": state.paused,
        "stopped": down,
    }


def _matters(choice: str, one: Programme, conditions: frozenset[str]) -> bool:
    """Whether a step that is shown asks for the choice."""
    return any(
        isinstance(condition, Chosen) and condition.choice == choice
        for step in one.steps
        if not step_hidden(step, library().exercises, conditions)
        for condition in step.when
    )


def _why_down(fall: Fall | None, titles: Mapping[str, str]) -> dict[str, object]:
    if fall is None:
        return {}
    return {
        "fall": fall,
        "step": titles[fall.step.id],
        "to": titles[fall.to.id],
        "same": fall.to is fall.step,
    }


def _due(state: State, known: Known) -> Due | None:
    if state.due is None:
        return None
    if state.due <= known.now:
        return Due(now=True, at=None)
    if day_of(state.due, known.person) > known.day:
        return Due(now=False, at=None)
    # Without its zone, or the template would turn it into another one.
    return Due(now=False, at=local(state.due, known.person).replace(tzinfo=None))


def _steps(one: Programme, state: State, conditions: frozenset[str]) -> list[ShownStep]:
    return [
        ShownStep(
            title="" if why else found.step.title,
            status=found.status.value,
            opens=found.opens if found.status == Status.LOCKED else (),
            days=found.days,
            why=why,
        )
        for found in state.steps
        for why in [step_hidden(found.step, library().exercises, conditions)]
    ]


def _today(step: Step, state: State, known: Known) -> Today:
    conditions, units = known.conditions(), str(known.person.units)
    lines = [
        in_units(line.text, units)
        for line in step.also
        if not hidden_because(line.tags, line.not_when, conditions)
    ]
    why = step_hidden(step, library().exercises, conditions)
    return Today(
        title="" if why else step.title,
        doable=[] if why else _doable(step.exercises, conditions),
        pick=step.pick and len(step.exercises) > 1,
        besides=_doable(step.besides, conditions),
        also=lines,
        pace=_pace(step),
        why=why,
        fits=_instead(step, state, conditions) if why else [],
        key=uuid4(),
    )


def _instead(step: Step, state: State, conditions: frozenset[str]) -> list[Doable]:
    before = [found.step for found in state.steps if found.status == Status.OPEN]
    names = fits_instead(step, before, library().exercises, conditions)
    return _doable(names, conditions)


def _pace(step: Step) -> str:
    if step.every_hours is None:
        return ""
    words = dosing.WORDS["every_hours"](step.every_hours)
    return f"{words[0].upper()}{words[1:]}, while you are awake."


def _doable(names: Sequence[str], conditions: frozenset[str]) -> list[Doable]:
    exercises, evidence = library().exercises, library().evidence
    return [
        Doable(
            id=name,
            name=exercises[name].name,
            dose=dosing.in_words(exercises[name].dose),
            evidence=evidence[exercises[name].evidence],
        )
        for name in names
        if not exercise_hidden(exercises[name], conditions)
    ]


def _whole_hidden(one: Programme, conditions: frozenset[str]) -> Hidden | None:
    page = library().guides[one.guide]
    whole = hidden_because((ROUTINE,), (), conditions)
    return whole or nothing_left(page, conditions)


@require_POST
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Start, choose, pause, go on with or stop a programme."""
    one = _programme_or_404(slug)
    person = access.person_of(request)
    known = _known(person)
    rows = runs.running(person)
    row, do = _row(rows, one), request.POST.get("do", "")
    if do == "start":
        if _whole_hidden(one, known.conditions()):
            return redirect("guides:programme", slug=slug)
        others = [r for r in rows if r.programme != one.id]
        also = request.POST.get("also", "")
        if row is None and others and also not in ("both", "instead"):
            names = [library().programmes[r.programme].name for r in others]
            context = {"programme": one, "others": names}
            return render(request, "guides/programmes/both.html", context, status=409)
        if also == "instead":
            for other in others:
                runs.stop(other, day=known.day)
        runs.start(person, one, day=_first_day(one, known), now=known.now)
    elif do == "ask" and row is not None:
        screen = warnings.open_for(
            person, legs.LEG_DOWN, known.situations, now=known.now
        )
        return redirect("tracker:warning", pk=screen.pk)
    elif row is not None:
        _change(request, one, row, do, known.day, known.now)
    return redirect("guides:programme", slug=slug)


def _first_day(one: Programme, known: Known) -> date:
    """The day that a programme counts from: a flare that was marked, else today."""
    lately = [known.day - timedelta(days=n) for n in range(FLARE_DAYS)]
    marked = [
        day for day in lately if day in known.days and "flare" in known.days[day].marks
    ]
    return min(marked) if one.from_flare and marked else known.day


def _change(
    request: HttpRequest,
    one: Programme,
    row: ProgrammeRun,
    do: str,
    day: date,
    now: datetime,
) -> None:
    if do == "choose":
        runs.choose(row, one, request.POST.getlist("choice"))
    elif do == "pause":
        runs.pause(row, day=day)
    elif do == "resume":
        runs.resume(row, day=day)
    elif do == "again":
        runs.again(row, now=now)
    elif do == "stop":
        runs.stop(row, day=day)


def _programme_or_404(slug: str) -> Programme:
    found = library().programmes.get(slug)
    if found is None:
        raise Http404("No such programme")
    return found


def _row(rows: Sequence[ProgrammeRun], one: Programme) -> ProgrammeRun | None:
    return next((row for row in rows if row.programme == one.id), None)


def _evidence(one: Programme) -> Evidence:
    return library().evidence[one.evidence]


def _known(person: Person) -> Known:
    now = timezone.now()
    return known_of(person, day_of(now, person), now=now, entries=())


urlpatterns = [
    path("", programme_list, name="programmes"),
    path("<slug:slug>/", programme_page, name="programme"),
    path("<slug:slug>/change/", change, name="programme-change"),
]
