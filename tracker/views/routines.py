"""Routines: exercises in an order, ready ones and the person's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from guides.library import library
from guides.linking import exercise_hidden, exercises_shown
from guides.practising import Item, chosen, limits, may_be_empty
from guides.routines import amounts_in_words, seconds_of
from guides.safety.hiding import Hidden
from guides.shapes import Exercise
from tracker import access, practising
from tracker.calendar import day_of, undoable_since
from tracker.facts import Known, known_of
from tracker.models import Person, Routine
from tracker.practice_sources import own_items, routine_items
from tracker.screening import questions_first
from tracker.standing import not_yet
from tracker.views.amounts import Amount, amounts_of

NAME_MOST: Final = 60
MOST_EXERCISES: Final = 30
MOST_ROUTINES: Final = 50
UP_DOWN: Final = {"up": -1, "down": 1}


@dataclass(frozen=True)
class Row:
    """A routine as the list shows it; what safety leaves out is not named."""

    key: str
    name: str
    summary: str
    minutes: int
    names: Sequence[tuple[str, str]]
    hidden: int
    why: Hidden | None
    own: bool


@dataclass(frozen=True)
class Part:
    """An item of a routine that is being changed. ``why`` is set if left out."""

    exercise: Exercise
    amounts: Sequence[Amount]
    first: bool
    last: bool
    why: Hidden | None


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """All routines, and a form to make one, empty or from a ready one."""
    person = access.person_of(request)
    known = _known(person)
    if first := _questions_first(request, known):
        return redirect(first)
    error = ""
    if request.method == "POST":
        name = _name(request.POST.get("name", ""))
        if name and access.routines(person).count() < MOST_ROUTINES:
            items = _copied(person, request.POST.get("copy", ""))
            made = Routine.objects.create(
                person=person, name=name, items=items, made_at=known.now
            )
            return redirect("tracker:routine", pk=made.pk)
        error = "Give it a name." if not name else "Delete one of your routines first."
    ready = [
        _row(one.id, one.name, one.summary, one.items, known)
        for one in library().routines.values()
    ]
    own = [
        _row(str(one.pk), one.name, "", own_items(one), known, own=True)
        for one in access.routines(person)
    ]
    context = {
        "ready": ready,
        "own": own,
        "deleted": _just_deleted(person, request.GET.get("deleted", "")),
        "error": error,
        "typed": request.POST.get("name", ""),
        "name_most": NAME_MOST,
        "open_screens": known.open_screens,
    }
    status = 422 if error else 200
    return render(request, "tracker/routines/list.html", context, status=status)


def _just_deleted(person: Person, key: str) -> Routine | None:
    """The routine that the address says was deleted, if that is still so."""
    if not key:
        return None
    since = undoable_since(timezone.now(), person)
    rows = access.deleted_routines(person, since)
    return next((row for row in rows if str(row.pk) == key), None)


def _questions_first(request: HttpRequest, known: Known) -> str | None:
    """Where to go before exercises are shown; what was sent is kept first."""
    return None if request.method == "POST" else questions_first(known, request.path)


def _row(
    key: str,
    name: str,
    summary: str,
    items: Sequence[Item],
    known: Known,
    *,
    own: bool = False,
) -> Row:
    conditions, exercises = known.conditions(), library().exercises
    left = practising.items_left(items, conditions)
    reasons = [exercise_hidden(exercises[i.exercise], conditions) for i in items]
    return Row(
        key=key,
        name=name,
        summary=summary if len(left) == len(items) else "",
        minutes=max(1, round(seconds_of(left, exercises) / 60)) if left else 0,
        names=[
            (exercises[item.exercise].name, amounts_in_words(item.amounts))
            for item in left
        ],
        hidden=len(items) - len(left),
        why=next((why for why in reasons if why), None),
        own=own,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def routine(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change one: name, order, amounts, more or fewer. Each button saves it all."""
    person = access.person_of(request)
    row = access.routine_or_404(person, pk)
    known = _known(person)
    if first := _questions_first(request, known):
        return redirect(first)
    if request.method != "POST":
        return _show(request, row, known, {}, {})
    name, typed, errors = _name(request.POST.get("name", "")), {}, {}
    for item in own_items(row):
        prefix = f"{item.exercise}-"
        may_be = limits(library().exercises[item.exercise])
        try:
            typed[item.exercise] = practising.amounts_from(request.POST, prefix, may_be)
        except ValueError as error:
            least, most = may_be[str(error)]
            field = f"{prefix}{error}"
            errors[field] = f"Enter a whole number from {least} to {most}."
    if not name:
        errors["name"] = "Give it a name."
    if errors:
        return _show(request, row, known, request.POST, errors)
    items = [
        Item(item.exercise, {**_kept(item), **typed[item.exercise]})
        for item in own_items(row)
    ]
    row.name = name
    row.items = _as_rows(_done(request, items, known))
    row.save(update_fields=["name", "items"])
    return redirect("tracker:routine", pk=pk)


def _kept(item: Item) -> dict[str, int]:
    """The amounts that stay as they were where a field was sent empty."""
    gone = may_be_empty(library().exercises[item.exercise])
    return {key: n for key, n in item.amounts.items() if key not in gone}


def _done(request: HttpRequest, items: list[Item], known: Known) -> list[Item]:
    """The items after the button that was pressed."""
    do, _, name = request.POST.get("do", "").partition(":")
    place = next((n for n, i in enumerate(items) if i.exercise == name), None)
    if do == "add":
        added = request.POST.get("add", "")
        there = {one.id for one in _to_add(known, items)}
        if added in there and len(items) < MOST_EXERCISES:
            items.append(Item(added, {}))
    elif do == "remove" and place is not None:
        del items[place]
    elif do in UP_DOWN and place is not None:
        to = place + UP_DOWN[do]
        if 0 <= to < len(items):
            items[place], items[to] = items[to], items[place]
    return items


def _show(
    request: HttpRequest,
    row: Routine,
    known: Known,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
) -> HttpResponse:
    items, conditions = own_items(row), known.conditions()
    context = {
        "routine": row,
        "name": typed.get("name", row.name),
        "name_error": errors.get("name", ""),
        "name_most": NAME_MOST,
        "parts": [
            _part(n, items, conditions, typed, errors) for n in range(len(items))
        ],
        "left": practising.items_left(items, conditions),
        "to_add": _to_add(known, items),
        "full": len(items) >= MOST_EXERCISES,
        "open_screens": known.open_screens,
    }
    status = 422 if errors else 200
    return render(request, "tracker/routines/routine.html", context, status=status)


def _to_add(known: Known, items: Sequence[Item]) -> list[Exercise]:
    """What may join the items: not what is in, hidden, or not opened yet."""
    shown = exercises_shown(library(), known.conditions())
    out = {item.exercise for item in items} | not_yet(known, library().opened_by).keys()
    return [one for one in shown if one.id not in out]


def _part(
    place: int,
    items: Sequence[Item],
    conditions: frozenset[str],
    typed: Mapping[str, str],
    errors: Mapping[str, str],
) -> Part:
    item = items[place]
    exercise = library().exercises[item.exercise]
    amounts = chosen(exercise, item.amounts)
    offered = chosen(exercise, {"sets": 1, **item.amounts})
    return Part(
        exercise=exercise,
        amounts=amounts_of(exercise, {**offered, **amounts}, typed, errors),
        first=place == 0,
        last=place == len(items) - 1,
        why=exercise_hidden(exercise, conditions),
    )


@require_POST
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete a routine; what was done with it stays in the diary."""
    person = access.person_of(request)
    row = access.routine_or_404(person, pk, removed=True)
    if row.removed_at is None:
        row.removed_at = timezone.now()
        row.save(update_fields=["removed_at"])
    return redirect(f"{reverse('tracker:routines')}?deleted={pk}")


@require_POST
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring a deleted routine back, as it was."""
    row = access.routine_or_404(access.person_of(request), pk, removed=True)
    row.removed_at = None
    row.save(update_fields=["removed_at"])
    return redirect("tracker:routines")


def _as_rows(items: Sequence[Item]) -> list[dict[str, Any]]:
    exercises = library().exercises
    return [
        {"exercise": i.exercise, "amounts": chosen(exercises[i.exercise], i.amounts)}
        for i in items
    ]


def _copied(person: Person, key: str) -> list[dict[str, Any]]:
    return _as_rows(routine_items(person, key)) if key else []


def _name(text: str) -> str:
    return " ".join(text.split())[:NAME_MOST]


def _known(person: Person) -> Known:
    now = timezone.now()
    return known_of(person, day_of(now, person), now=now, entries=())
