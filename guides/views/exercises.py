"""The list of exercises and techniques, and the page of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from guides import rendering
from guides.figures.drawing import Still
from guides.filtering import Filter, filters, narrowed
from guides.library import Library, library
from guides.linking import exercise_hidden, exercises_shown
from guides.practising import Done
from guides.shapes import Exercise
from guides.units import in_units
from guides.views.known import known_today
from guides.views.narrowing import OF_EXERCISES, Missing, chosen_in, missing_of
from guides.vocabulary import AREAS, POSITIONS
from tracker import practising
from tracker.screening import questions_first
from tracker.standing import NotYet, not_yet

if TYPE_CHECKING:
    from tracker.models import Person

LATELY_DAYS: Final = 30


@dataclass(frozen=True)
class Found:
    """What the list shows, and what it leaves out, for everybody alike."""

    exercises: tuple[Exercise, ...]
    missing: tuple[Missing, ...]
    filters: tuple[Filter, ...]


@dataclass(frozen=True)
class DoneOn:
    """A day on which an exercise was done. None is not known."""

    day: date
    sets: int
    repetitions: int | None
    minutes: int | None


@require_safe
def exercise_list(request: HttpRequest) -> HttpResponse:
    """All exercises and techniques, or those that fit what is chosen."""
    chosen = chosen_in(request, OF_EXERCISES)
    known = known_today(request)
    if first := questions_first(known, request.get_full_path()):
        return redirect(first)
    found = _found(chosen, known.conditions())
    units, prefix = str(known.person.units), get_script_prefix()
    context = {
        "open_screens": known.open_screens,
        "chosen": chosen,
        "found": found,
        "rows": [_row(one, units, prefix) for one in found.exercises],
    }
    return render(request, "guides/exercises.html", context)


@lru_cache(maxsize=256)
def _found(chosen: tuple[tuple[str, str], ...], conditions: frozenset[str]) -> Found:
    shown = exercises_shown(library(), conditions)
    wanted = narrowed(library().exercises.values(), OF_EXERCISES, dict(chosen))
    return Found(
        exercises=tuple(narrowed(shown, OF_EXERCISES, dict(chosen))),
        missing=missing_of(exercise_hidden(e, conditions) for e in wanted),
        filters=filters(shown, OF_EXERCISES, dict(chosen)),
    )


@lru_cache(maxsize=512)
def _row(exercise: Exercise, units: str, prefix: str) -> SafeString:
    """An exercise in the list. ``prefix`` is the path that the site is served under."""
    context = {
        "exercise": exercise,
        "summary": in_units(exercise.summary, units),
        "still": _telling(exercise),
        "position": POSITIONS[exercise.position],
        "evidence": library().evidence[exercise.evidence],
    }
    return mark_safe(render_to_string("guides/exercises.html#row", context))


def _telling(exercise: Exercise) -> Still | None:
    """The position that tells most: the one that the move leads to first."""
    picture = rendering.picture_of(library(), exercise)
    return picture.stills[:2][-1] if picture else None


@require_safe
def exercise(request: HttpRequest, exercise: str) -> HttpResponse:
    """One exercise or technique, or one line where safety leaves it out today."""
    shown = library().exercises.get(exercise)
    if shown is None:
        raise Http404("No such exercise")
    known = known_today(request)
    if first := questions_first(known, request.path):
        return redirect(first)
    conditions, units = known.conditions(), str(known.person.units)
    later = None
    if exercise_hidden(shown, conditions) is None:
        later = not_yet(known, [shown.id]).get(shown.id)
    prefix = get_script_prefix()
    context = {
        "exercise": shown,
        "open_screens": known.open_screens,
        "article": article(library(), shown, conditions, units, prefix, later),
        "done": _done_lately(known.person, shown, known.day),
        "days": LATELY_DAYS,
    }
    return render(request, "guides/exercise.html", context)


@lru_cache(maxsize=512)
def article(
    loaded: Library,
    shown: Exercise,
    conditions: frozenset[str],
    units: str,
    prefix: str,
    later: NotYet | None = None,
) -> SafeString:
    """What the page says of an exercise as HTML, kept by all that it depends on.

    ``prefix`` is the path that the site is served under; addresses begin with it.
    ``later`` says what comes first, where it cannot be begun yet.
    """
    context = {
        "page": rendering.render_exercise(loaded, shown, conditions, units),
        "later": later,
        "areas": [AREAS[code] for code in shown.areas],
        "position": POSITIONS[shown.position],
    }
    return mark_safe(render_to_string("guides/exercise.html#article", context))


def _done_lately(person: Person, shown: Exercise, today: date) -> list[DoneOn]:
    """The last days on which it was done, latest first."""
    since = today - timedelta(days=LATELY_DAYS - 1)
    days: dict[date, list[Done]] = {}
    for one in practising.done_since(person, since, shown.id):
        days.setdefault(one.day, []).append(one)
    return [_on_day(day, days[day]) for day in sorted(days, reverse=True)]


def _on_day(day: date, done: list[Done]) -> DoneOn:
    repetitions = {one.repetitions for one in done}
    minutes = [one.minutes for one in done if one.minutes is not None]
    return DoneOn(
        day=day,
        sets=sum(one.sets for one in done),
        repetitions=repetitions.pop() if len(repetitions) == 1 else None,
        minutes=sum(minutes) if minutes else None,
    )
