"""Exercise led through: what will be done, the player, and what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID, uuid4, uuid5

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from guides import dosing
from guides.figures.drawing import Picture
from guides.library import library
from guides.linking import exercise_hidden
from guides.practising import Item, Set, chosen, limits, low_end
from guides.rendering import picture_of
from guides.routines import amounts_in_words
from guides.safety.hiding import Hidden, apart_from_the_lock, hide_table
from guides.shapes import Evidence, Exercise
from guides.units import in_units
from tracker import access, practice_sources, practising, recording, warnings
from tracker.calendar import day_of
from tracker.facts import Known, known_of
from tracker.models import Entry, Person, Practice, PracticeSet
from tracker.practising import NothingLeft, StillRunning
from tracker.recording import Draft
from tracker.screening import questions_first
from tracker.standing import NotYet, not_yet
from tracker.views.amounts import Amount, amounts_of
from tracker.vocabulary import Kind
from tracker.wording import activity_label, amount

BY_PLAYER: Final = "BackCare-Player"
"""The header that the player's script sends."""

FRESH_SECONDS: Final = 20
"""A player that was begun so lately starts by itself."""

MOST_EXERCISES: Final = 30


@dataclass(frozen=True)
class Shown:
    """An exercise as the start page shows it.

    ``why`` is set where it is left out, ``later`` where something comes before it.
    """

    exercise: Exercise
    picture: Picture | None
    dose: str
    note: str
    steps: list[str]
    when_not: list[str]
    stop: list[str]
    amounts: list[Amount]
    evidence: Evidence
    why: Hidden | None
    later: NotYet | None

    @property
    def open(self) -> bool:
        """Whether it may be begun now."""
        return self.why is None and self.later is None


@dataclass(frozen=True)
class Led:
    """An exercise as the player shows it. ``left`` are the sets to do yet."""

    exercise: Exercise
    picture: Picture | None
    amounts: str
    steps: list[str]
    when_not: list[str]
    stop: list[str]
    left: list[Set]


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """What will be done, with its amounts; then the player, or logged as done."""
    person, now = access.person_of(request), timezone.now()
    known = known_of(person, day_of(now, person), now=now, entries=())
    sent = request.POST if request.method == "POST" else request.GET
    source, first = practice_sources.asked(person, sent)
    names = _exercises(sent.getlist("exercise") or [item.exercise for item in first])
    logs = request.method == "POST" and sent.get("how") == "done"
    if not logs and (questions := questions_first(known, _start(source, names))):
        return redirect(questions)
    if request.method != "POST":
        begins = {
            f"{i.exercise}-{k}": str(n) for i in first for k, n in i.amounts.items()
        }
        return _show_start(request, known, names, begins, {})
    typed, errors = _amounts(names, request.POST, done=logs)
    if errors:
        return _show_start(request, known, names, request.POST, errors, status=422)
    items = [Item(name, typed[name]) for name in names]
    key = _key(request.POST.get("key", ""))
    if logs:
        return _log_done(request, known, items, source, key)
    later = not_yet(known, names)
    items = [item for item in items if item.exercise not in later]
    try:
        practice = practising.start(
            person, items, source, known.conditions(), now=now, key=key
        )
    except StillRunning as still:
        context = {
            "practice": still.practice,
            "names": practising.names_of(still.practice),
        }
        return render(request, "tracker/practice/still.html", context, status=409)
    except NothingLeft:
        return _show_start(request, known, names, {}, {}, status=409)
    return _after_pain(request, practice, "before", now)


def _start(source: str, names: list[str]) -> str:
    kind, _, which = source.partition(":")
    asked = [(kind, which)] if which else [("exercise", name) for name in names]
    return f"{reverse('tracker:practice-start')}?{urlencode(asked)}"


def _exercises(names: list[str]) -> list[str]:
    known = library().exercises
    if not names or len(names) > MOST_EXERCISES or any(n not in known for n in names):
        raise Http404("No such exercise")
    return list(dict.fromkeys(names))


def _amounts(
    names: list[str], form: Mapping[str, str], *, done: bool
) -> tuple[dict[str, dict[str, int]], dict[str, str]]:
    typed, errors = {}, {}
    for name in names:
        may_be = limits(library().exercises[name], done=done)
        try:
            typed[name] = practising.amounts_from(form, f"{name}-", may_be)
        except ValueError as error:
            key = str(error)
            least, most = may_be[key]
            errors[f"{name}-{key}"] = f"Enter a whole number from {least} to {most}."
    return typed, errors


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _log_done(
    request: HttpRequest, known: Known, items: list[Item], source: str, key: UUID
) -> HttpResponse:
    # What was done already may be logged, whatever waits for an answer.
    left = practising.items_left(items, apart_from_the_lock(known.conditions()))
    if not left:
        names = [item.exercise for item in items]
        return _show_start(request, known, names, {}, {}, status=409)
    practice = practising.log_done(
        known.person, left, source, now=known.now, key=uuid5(key, "done")
    )
    return _after_pain(request, practice, "before", known.now)


def _show_start(
    request: HttpRequest,
    known: Known,
    names: list[str],
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    status: int = 200,
) -> HttpResponse:
    later = not_yet(known, names)
    shown = [_shown(name, known, typed, errors, later.get(name)) for name in names]
    sent = request.POST if request.method == "POST" else request.GET
    context = {
        "shown": shown,
        "source": practice_sources.field(sent),
        "left": [one for one in shown if one.open],
        "typed": typed,
        "key": typed.get("key") or uuid4(),
        "running": practising.running(known.person),
        "open_screens": known.open_screens,
        "scores": range(11),
        "stop_rules": hide_table().stop_rules,
        "soreness": hide_table().soreness,
    }
    return render(request, "tracker/practice/start.html", context, status=status)


def _shown(
    name: str,
    known: Known,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    later: NotYet | None,
) -> Shown:
    exercise, units = library().exercises[name], str(known.person.units)
    steps, when_not, stop = _texts(exercise, known.person)
    return Shown(
        exercise=exercise,
        picture=picture_of(library(), exercise),
        dose=dosing.in_words(exercise.dose),
        note=in_units(exercise.dose.note, units),
        steps=steps,
        when_not=when_not,
        stop=stop,
        amounts=_fields(exercise, typed, errors),
        evidence=library().evidence[exercise.evidence],
        why=exercise_hidden(exercise, known.conditions()),
        later=later,
    )


def _texts(exercise: Exercise, person: Person) -> tuple[list[str], ...]:
    """Its steps, when not to do it and when to stop, in the person's units."""
    units = str(person.units)
    return tuple(
        [in_units(text, units) for text in texts]
        for texts in (exercise.steps, exercise.when_not, exercise.stop)
    )


def _fields(
    exercise: Exercise, typed: Mapping[str, str], errors: Mapping[str, str]
) -> list[Amount]:
    begins = low_end(exercise)
    offered = chosen(exercise, {"sets": begins.get("sets", 1)})
    return amounts_of(exercise, offered, typed, errors)


@require_safe
def practice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The player while it runs; afterwards what was done."""
    person, now = access.person_of(request), timezone.now()
    row = access.practice_or_404(person, pk)
    if row.finished_at is not None:
        return _show_done(request, row)
    known = known_of(person, day_of(now, person), now=now, entries=())
    if first := questions_first(known, request.path):
        return redirect(first)
    plan = practising.plan_of(row, known.conditions())
    done = set(row.sets.values_list("number", flat=True))
    left = [one for one in plan.sets if one.number not in done]
    context = {
        "practice": row,
        "plan": plan,
        "data": plan.as_data(),
        "open_screens": known.open_screens,
        "done": sorted(done),
        "fresh": (now - row.started_at).total_seconds() < FRESH_SECONDS,
        "shown": [
            _led(item, left, person)
            for item in practising.items_of(row)
            if item.exercise in {one.exercise for one in plan.sets}
        ],
        "stop_rules": hide_table().stop_rules,
    }
    return render(request, "tracker/practice/player.html", context)


def _led(item: Item, left: Sequence[Set], person: Person) -> Led:
    exercise = library().exercises[item.exercise]
    steps, when_not, stop = _texts(exercise, person)
    return Led(
        exercise=exercise,
        picture=picture_of(library(), exercise),
        amounts=amounts_in_words(item.amounts),
        steps=steps,
        when_not=when_not,
        stop=stop,
        left=[one for one in left if one.exercise == exercise.id],
    )


def _show_done(request: HttpRequest, row: Practice) -> HttpResponse:
    context: dict[str, Any] = {
        "practice": row,
        "programme": practice_sources.programme_of(row),
        "names": practising.names_of(row),
        "counted": _counted(row),
        "scores": range(11),
        "pain_after": access.entries(row.person)
        .filter(client_id=uuid5(row.pk, "pain-after"))
        .first(),
        "soreness": hide_table().soreness,
    }
    return render(request, "tracker/practice/done.html", context)


def _counted(row: Practice) -> list[tuple[str, str, str]]:
    """Each exercise that was done, how much of it, and what was ended early."""
    found: dict[str, list[PracticeSet]] = {}
    for one in row.sets.all():
        found.setdefault(one.exercise, []).append(one)
    logged = [
        Entry(kind=Kind.EXERCISE, **practising.values_of(name, sets))
        for name, sets in found.items()
    ]
    return [
        (activity_label(one.activity), amount(one, row.person), one.text)
        for one in logged
    ]


@require_POST
def finish_set(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """A set is finished; sent at once, and again until it is answered."""
    row = access.practice_or_404(access.person_of(request), pk)
    seconds = _whole(request.POST.get("seconds", ""))
    times = _whole(request.POST.get("repetitions", "")) or None
    other = _whole(request.POST["other"]) if "other" in request.POST else None
    ago = _whole(request.POST.get("ago", ""))
    try:
        practising.finish_set(
            row,
            number,
            seconds,
            now=timezone.now(),
            times=times,
            other_side=other,
            ago=ago,
        )
    except KeyError:
        raise Http404("No such set") from None
    if BY_PLAYER in request.headers:
        return HttpResponse(status=204)
    return redirect("tracker:practice", pk=pk)


def _whole(text: str) -> int:
    return int(text[:6]) if text.isascii() and text.isdecimal() else 0


@require_POST
def finish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End: what was done so far is logged."""
    row = access.practice_or_404(access.person_of(request), pk)
    practising.finish(row, now=timezone.now())
    return redirect("tracker:practice", pk=pk)


@require_POST
def pain(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How the back is afterwards; it may be left out."""
    row = access.practice_or_404(access.person_of(request), pk)
    return _after_pain(request, row, "after", timezone.now())


@require_POST
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back what was logged by mistake; entries stay under "Deleted lately"."""
    person, now = access.person_of(request), timezone.now()
    row = access.practice_or_404(person, pk)
    practising.delete(row, now=now)
    return redirect("tracker:today")


def _after_pain(
    request: HttpRequest, row: Practice, when: str, now: datetime
) -> HttpResponse:
    """Store a reading that was sent along, then go on; a warning sign comes first."""
    onwards = redirect("tracker:practice", pk=row.pk)
    text = request.POST.get("pain", "")
    if not (text.isascii() and text.isdecimal() and 0 <= int(text[:3]) <= 10):
        return onwards
    person: Person = row.person
    draft = Draft(
        kind=Kind.PAIN,
        client_id=uuid5(row.pk, f"pain-{when}"),
        day=day_of(now, person),
        moment=now,
        values={"score": int(text)},
    )
    try:
        recorded = recording.record(person, draft, now=now, keep_both=True)
    except recording.Conflict:
        return onwards
    known = known_of(person, draft.day, now=now)
    screen = warnings.check(known, recorded.entry)
    if screen is not None:
        return redirect("tracker:warning", pk=screen.pk)
    return onwards
