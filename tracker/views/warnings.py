"""The red-flag screen: asked, answered, kept, closed."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from django_htmx.http import HttpResponseClientRedirect

from backcare.http import is_htmx
from guides.safety import screen as rules
from guides.safety.hiding import hide_table
from guides.safety.questions import Action, ScreenError, screen
from guides.units import in_units
from tracker import access, warnings
from tracker.forms.warnings import KeyForm, ScreenForm
from tracker.models import Person, WarningScreen

KEPT_ON_A_PAGE: Final = 50


@require_http_methods(["GET", "HEAD", "POST"])
def new_symptom(request: HttpRequest) -> HttpResponse:
    """ "I have a new symptom": the whole of section A, and C for whom it concerns."""
    person, now = access.person_of(request), timezone.now()
    situations = list(access.running_situations(person))
    sent = KeyForm(request.POST)
    key = sent.cleaned_data["key"] if sent.is_valid() else None
    row = warnings.ask(person, rules.OWN, situations, now=now, key=key)
    return _ask(request, person, row)


@require_http_methods(["GET", "HEAD", "POST"])
def warning(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One screen: its questions, or what the answers lead to."""
    person = access.person_of(request)
    row = access.warning_screen_or_404(person, pk)
    if row.answered_at is None or request.method == "POST":
        return _ask(request, person, row)
    return _show(request, person, row)


@require_POST
def ask_more(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The questions on pregnancy, for whoever may be pregnant."""
    person, now = access.person_of(request), timezone.now()
    access.warning_screen_or_404(person, pk)
    situations = list(access.running_situations(person))
    row = warnings.open_for(person, rules.PERHAPS_PREGNANT, situations, now=now)
    return _to(request, row)


@require_POST
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """ "I was seen", or "Ticked by mistake": the answer is kept with its time."""
    person = access.person_of(request)
    row = access.warning_screen_or_404(person, pk)
    if row.answered_at is None:
        return _to(request, row)
    closing = request.POST.get("closing", "")
    if closing not in WarningScreen.Closing.values:
        return _show(request, person, row, error="Choose one of the two.")
    warnings.close(row, closing, now=timezone.now())
    return _to(request, row)


@require_POST
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Undo of closing."""
    row = access.warning_screen_or_404(access.person_of(request), pk)
    warnings.reopen(row)
    return _to(request, row)


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """Every answer that is kept, latest first."""
    person = access.person_of(request)
    pages = Paginator(access.warning_screens(person), KEPT_ON_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "told": [{"row": row, **_told(row, person)} for row in page],
        "nobody_watches": screen().nobody_watches,
    }
    return render(request, "tracker/warnings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask, then delete an answer for good; what stands has to be ended first."""
    person = access.person_of(request)
    row = access.warning_screen_or_404(person, pk)
    stands = row.answered_at is None or warnings.is_open(row)
    if request.method == "POST" and not stands:
        row.delete()
        return redirect("tracker:warnings")
    context = {"row": row, "stands": stands, **_told(row, person)}
    status = 422 if request.method == "POST" else 200
    return render(request, "tracker/warning_delete.html", context, status=status)


def _ask(request: HttpRequest, person: Person, row: WarningScreen) -> HttpResponse:
    whole = screen()
    questions = [whole.questions[q] for q in row.questions if q in whole.questions]
    data = request.POST if request.method == "POST" else None
    form = ScreenForm(questions, person.units, data)
    if form.is_valid():
        answered = warnings.answer(row, form.ticks, now=timezone.now())
        return _to(request, answered)
    waits = row.answered_at is None
    context: dict[str, Any] = {
        "row": row,
        "form": form,
        "because": [whole.triggers[t].because for t in row.triggers],
        "by_entry": rules.OWN not in row.triggers,
        "nobody_watches": whole.nobody_watches,
        "at_once": whole.advice[Action(row.action)] if waits and row.action else None,
    }
    status = 422 if form.error else 200
    return render(request, "tracker/warning_ask.html", context, status=status)


def _show(
    request: HttpRequest, person: Person, row: WarningScreen, error: str = ""
) -> HttpResponse:
    """What the answers of a screen lead to."""
    waiting = warnings.unanswered(access.warning_screens(person))
    context = {"row": row, "waiting": waiting, "error": error, **_told(row, person)}
    status = 422 if error else 200
    return render(request, "tracker/warning.html", context, status=status)


def _to(request: HttpRequest, row: WarningScreen) -> HttpResponse:
    address = reverse("tracker:warning", args=[row.pk])
    return (
        HttpResponseClientRedirect(address) if is_htmx(request) else redirect(address)
    )


def _told(row: WarningScreen, person: Person) -> dict[str, Any]:
    """What the answers lead to, in words.

    A question that the screen no longer has is told by its id.
    """
    whole = screen()
    ticked, also, then = [], [], ""
    for name, tick in row.answers.items():
        try:
            question = whole.owner_of(name)
        except ScreenError:
            ticked.append((name, tick))
            continue
        texts = {f.id: in_units(f.text, person.units) for f in question.follow_ups}
        ticked.append((texts.get(name, question.tick), tick))
        also += [question.also] if question.also and question.also not in also else []
        then = then or question.then
    known = {name: t for name, t in row.answers.items() if name in whole.ticks}
    return {
        "advice": whole.advice[Action(row.action)] if row.action else None,
        "calls": row.action in warnings.CALL_NOW,
        "why": rules.why_of(known),
        "also": also,
        "then": then,
        "ticked": ticked,
        "is_open": warnings.is_open(row),
        "none_ticked": whole.none_ticked,
        "disclaimer": hide_table().disclaimer,
        "come_back": whole.come_back,
        "nobody_watches": whole.nobody_watches,
    }
