"""The screens of programmes: which there are, and what is to do today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from guides import runs
from guides.library import library
from guides.linking import nothing_left
from guides.models import ProgrammeRun
from guides.programme_steps import due_of, matters, steps_shown, today_shown
from guides.programmes.leaving_out import titles_shown
from guides.programmes.progress import Fall, State
from guides.programmes.shapes import Programme
from guides.safety.hiding import (
    Hidden,
    apart_from_the_lock,
    hidden_because,
    hide_table,
)
from guides.shapes import Evidence
from guides.vocabulary import ROUTINE
from tracker import access, legs, warnings
from tracker.calendar import day_of
from tracker.facts import Known, known_of
from tracker.models import Person
from tracker.screening import questions_first
from tracker.standing import standing

BEGINS: Final = ("start", "anew", "resume")
"""What may set a programme going beside one that goes already."""

FLARE_DAYS: Final = 3
"""How far back a flare still tells which day of it today is; then all are alike."""


@dataclass(frozen=True)
class Listed:
    """A programme as the list shows it. ``why`` is set where it is left out."""

    programme: Programme
    evidence: Evidence
    runs: bool
    paused: bool
    why: Hidden | None


@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """All programmes and what each is for; those that the person does come first."""
    person = access.person_of(request)
    known = _known(person)
    does = {row.programme: row.as_run().paused for row in runs.running(person)}
    listed = [
        Listed(
            programme=one,
            evidence=_evidence(one),
            runs=one.id in does,
            paused=does.get(one.id, False),
            why=_whole_hidden(one, apart_from_the_lock(known.conditions())),
        )
        for one in sorted(
            library().programmes.values(), key=lambda p: (p.id not in does, p.name)
        )
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
        context["steps"] = steps_shown(found.state, known, goes_on=False)
    else:
        context |= _running(one, row, found.state, known, found.stopped)
    return render(request, "guides/programmes/page.html", context)


def _running(
    one: Programme, row: ProgrammeRun, state: State, known: Known, down: bool
) -> dict[str, object]:
    conditions = known.conditions()
    goes_on = not (down or state.paused or state.rests)
    today = None
    if state.current and goes_on:
        today = today_shown(state.current, state, known)
    return {
        "state": state,
        "steps": steps_shown(state, known, goes_on=goes_on),
        "goes_on": goes_on,
        "today": today,
        "due": due_of(state, known),
        "flare_is_old": one.from_flare and state.day > FLARE_DAYS,
        "why_down": _why_down(
            state.fall, titles_shown(one, library().exercises, conditions)
        ),
        "choices": [
            (choice, choice.id in row.choices)
            for choice in one.choices
            if matters(choice.id, one, conditions)
        ],
        "paused": state.paused,
        "stopped": down,
    }


def _why_down(fall: Fall | None, titles: Mapping[str, str]) -> dict[str, object]:
    if fall is None:
        return {}
    return {
        "fall": fall,
        "step": titles[fall.step.id],
        "to": titles[fall.to.id],
        "same": fall.to is fall.step,
    }


def _whole_hidden(one: Programme, conditions: frozenset[str]) -> Hidden | None:
    page = library().guides[one.guide]
    whole = hidden_because((ROUTINE,), (), conditions)
    return whole or nothing_left(page, conditions)


@require_POST
@transaction.atomic
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Start, choose, pause, go on with, begin again or stop a programme."""
    one = _programme_or_404(slug)
    person = access.person_of(request)
    known = _known(person)
    rows = runs.running(person)
    row, do = _row(rows, one), request.POST.get("do", "")
    if do == "ask" and row is not None:
        screen = warnings.open_for(
            person, legs.LEG_DOWN, known.situations, now=known.now
        )
        return redirect("tracker:warning", pk=screen.pk)
    if do in BEGINS:
        if first := _before_it_begins(request, one, rows, known):
            return first
        if request.POST.get("also") == "pause":
            for other in _beside(one, rows):
                runs.pause(other, day=known.day)
    if do == "anew" and row is not None:
        runs.stop(row, day=known.day)
    if do == "start" or (do == "anew" and row is not None):
        runs.start(person, one, day=_first_day(one, known), now=known.now)
    elif row is not None:
        _change(request, one, row, do, known.day, known.now)
    return redirect("guides:programme", slug=slug)


def _beside(one: Programme, rows: Sequence[ProgrammeRun]) -> list[ProgrammeRun]:
    """What the person does beside it, pauses left out."""
    return [row for row in rows if row.programme != one.id and not row.as_run().paused]


def _before_it_begins(
    request: HttpRequest, one: Programme, rows: Sequence[ProgrammeRun], known: Known
) -> HttpResponse | None:
    """What is answered instead: it is left out, or another one goes on already."""
    row, do = _row(rows, one), request.POST.get("do", "")
    if do != "resume" and _whole_hidden(one, known.conditions()):
        return redirect("guides:programme", slug=one.id)
    others, idle = _beside(one, rows), row is None or row.as_run().paused
    if not (idle and others) or request.POST.get("also") in ("both", "pause"):
        return None
    names = [library().programmes[other.programme].name for other in others]
    context = {"programme": one, "others": names, "do": do}
    return render(request, "guides/programmes/both.html", context, status=409)


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
