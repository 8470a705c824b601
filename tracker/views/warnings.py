"""The red-flag screen: asked, answered, kept, closed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from guides.safety import screen as rules
from guides.safety.questions import Action, screen
from tracker import access, warnings
from tracker.forms.warnings import KeyForm, ScreenForm
from tracker.models import Person, WarningScreen


@require_http_methods(["GET", "POST"])
def new_symptom(request: HttpRequest) -> HttpResponse:
    """ "I have a new symptom": the whole of section A, and C for whom it concerns."""
    person, now = access.person_of(request), timezone.now()
    situations = list(access.running_situations(person))
    row = warnings.ask(person, rules.OWN, situations, now=now)
    sent = KeyForm(request.POST)
    if request.method == "POST" and sent.is_valid():
        key = sent.cleaned_data["key"]
        if access.warning_screens(person).filter(pk=key).exists():
            return redirect("tracker:warning", pk=key)
        if not warnings.key_is_taken(key):
            row.pk = key
    return _ask(request, person, row)


@require_http_methods(["GET", "POST"])
def warning(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One screen: its questions, or what the answers lead to."""
    person = access.person_of(request)
    row = access.warning_screen_or_404(person, pk)
    if row.answered_at is None:
        return _ask(request, person, row)
    if request.method == "POST":
        return redirect("tracker:warning", pk=row.pk)
    return render(request, "tracker/warning.html", {"row": row, **_told(row)})


@require_POST
def ask_more(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The questions on pregnancy, for whoever may be pregnant."""
    person, now = access.person_of(request), timezone.now()
    access.warning_screen_or_404(person, pk)
    situations = list(access.running_situations(person))
    row = warnings.ask(person, rules.PERHAPS_PREGNANT, situations, now=now)
    row.save()
    return redirect("tracker:warning", pk=row.pk)


@require_POST
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """ "I was seen", or "Ticked by mistake": the answer is kept with its time."""
    row = access.warning_screen_or_404(access.person_of(request), pk)
    closing = request.POST.get("closing", "")
    if closing not in WarningScreen.Closing.values or not warnings.is_open(row):
        return redirect("tracker:warning", pk=row.pk)
    row.closing, row.closed_at = closing, timezone.now()
    row.save(update_fields=["closing", "closed_at"])
    return redirect("tracker:warning", pk=row.pk)


@require_POST
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Undo of closing."""
    row = access.warning_screen_or_404(access.person_of(request), pk)
    row.closing, row.closed_at = "", None
    row.save(update_fields=["closing", "closed_at"])
    return redirect("tracker:warning", pk=row.pk)


@require_GET
def kept(request: HttpRequest) -> HttpResponse:
    """Every answer that is kept, latest first."""
    rows = access.warning_screens(access.person_of(request))
    told = [{"row": row, **_told(row)} for row in rows]
    return render(request, "tracker/warnings.html", {"told": told})


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask, then delete an answer for good."""
    row = access.warning_screen_or_404(access.person_of(request), pk)
    if request.method == "POST":
        row.delete()
        return redirect("tracker:warnings")
    context = {"row": row, **_told(row)}
    return render(request, "tracker/warning_delete.html", context)


def _ask(request: HttpRequest, person: Person, row: WarningScreen) -> HttpResponse:
    questions = [screen().questions[name] for name in row.questions]
    form = ScreenForm(
        questions, person.units, request.POST if request.method == "POST" else None
    )
    if form.is_valid():
        warnings.answer(row, form.ticks, now=timezone.now())
        return redirect("tracker:warning", pk=row.pk)
    context: dict[str, Any] = {
        "row": row,
        "form": form,
        "because": [screen().triggers[name].because for name in row.triggers],
        "nobody_watches": screen().nobody_watches,
        "at_once": _at_once(row),
    }
    status = 422 if form.error else 200
    return render(request, "tracker/warning_ask.html", context, status=status)


def _at_once(row: WarningScreen) -> Any:
    """What to do before any question, where a trigger says so."""
    for name in row.triggers:
        action = screen().triggers[name].at_once
        if action is not None:
            return screen().advice[action]
    return None


def _told(row: WarningScreen) -> dict[str, Any]:
    """What the answers lead to, in words."""
    whole = screen()
    ticked = []
    for name, tick in row.answers.items():
        question = whole.owner_of(name)
        texts = {f.id: f.text for f in question.follow_ups}
        ticked.append((texts.get(name, question.tick), tick))
    owners = [whole.owner_of(name) for name in row.answers]
    return {
        "advice": whole.advice[Action(row.action)] if row.action else None,
        "why": rules.why_of(row.answers),
        "also": [q.also for q in owners if q.also],
        "then": next((q.then for q in owners if q.then), ""),
        "ticked": ticked,
        "is_open": warnings.is_open(row),
        "none_ticked": whole.none_ticked,
        "nobody_watches": whole.nobody_watches,
    }
