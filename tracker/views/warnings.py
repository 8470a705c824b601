"""The red-flag screen: asked, answered, kept, closed."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from django_htmx.http import HttpResponseClientRedirect

from backcare.http import is_htmx
from guides.safety import screen as rules
from guides.safety import timing
from guides.safety.hiding import hide_table
from guides.safety.questions import TIMED, Action, ScreenError, Tick, screen
from guides.units import in_units
from tracker import access, screening, warnings
from tracker.calendar import day_of
from tracker.facts import known_of
from tracker.forms.warnings import KeyForm, ScreenForm
from tracker.models import Person, WarningScreen
from tracker.screening import asked_quietly

KEPT_ON_A_PAGE: Final = 50

NO_ENTRY: Final = TIMED | {rules.OWN, rules.PERHAPS_PREGNANT}
"""Triggers that no entry has pulled."""


@require_http_methods(["GET", "HEAD", "POST"])
def new_symptom(request: HttpRequest) -> HttpResponse:
    """ "I have a new symptom": the whole of section A, and C for whom it concerns."""
    person, now = access.person_of(request), timezone.now()
    situations = list(access.running_situations(person))
    sent = KeyForm(request.POST)
    key = sent.cleaned_data["key"] if sent.is_valid() else None
    row = warnings.ask(person, {rules.OWN}, situations, now=now, key=key)
    return _ask(request, person, row)


@require_http_methods(["GET", "HEAD", "POST"])
def safety_questions(request: HttpRequest) -> HttpResponse:
    """What time brought: the full screen before exercise, or what Today asks.

    On the way to an exercise, ``next`` is its address, and all that is due is asked.
    """
    person, now = access.person_of(request), timezone.now()
    known = known_of(person, day_of(now, person), now=now, entries=())
    onwards = _local(request)
    asked = known.due if onwards else asked_quietly(known.due) or known.due
    if request.method != "POST":
        if not asked:
            return redirect(onwards or "tracker:warnings")
        row = warnings.ask(person, asked, known.situations, now=now)
        return _ask(request, person, row)
    sent = KeyForm(request.POST)
    key = sent.cleaned_data["key"] if sent.is_valid() else None
    # Answered in another tab meanwhile: whatever is ticked here is kept all the same.
    asked = asked or [timing.FIRST]
    row = warnings.ask(person, asked, known.situations, now=now, key=key)
    return _ask(request, person, row)


@require_POST
def episode(request: HttpRequest) -> HttpResponse:
    """The person says that the episode of pain is over, or takes that back."""
    person = access.person_of(request)
    over = request.POST.get("over") != "no"
    screening.say_over(person, day_of(timezone.now(), person) if over else None)
    if over:
        messages.info(request, "Noted: it is over. Settings can take that back.")
    return redirect(_local(request) or "tracker:settings")


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
    full = screen().full.issubset(row.questions)
    context = {"row": row, "stands": stands, "full": full, **_told(row, person)}
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
    # An action of its own goes before whatever else is said first.
    first, do_first = rules.said_first(() if row.action else row.triggers)
    context: dict[str, Any] = {
        "row": row,
        "form": form,
        "because": [whole.triggers[t].because for t in row.triggers],
        "first": first if waits else [],
        "first_do": whole.advice[do_first].do if do_first else "",
        "by_entry": not NO_ENTRY.issuperset(row.triggers),
        "crisis": warnings.DESPAIR in row.questions and "despair" in row.triggers,
        "locks": rules.OWN not in row.triggers,
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
    context = {
        "row": row,
        "waiting": waiting,
        "error": error,
        "onwards": "" if warnings.is_open(row) or waiting else _local(request),
        **_told(row, person),
    }
    status = 422 if error else 200
    return render(request, "tracker/warning.html", context, status=status)


def _to(request: HttpRequest, row: WarningScreen) -> HttpResponse:
    address = reverse("tracker:warning", args=[row.pk])
    if onwards := _local(request):
        address = f"{address}?{urlencode({'next': onwards})}"
    return (
        HttpResponseClientRedirect(address) if is_htmx(request) else redirect(address)
    )


def _local(request: HttpRequest) -> str:
    """Where the person was going, if that is an address of this site; else empty."""
    address = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if safe and address.startswith("/") else ""


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
        "crisis": warnings.DESPAIR in row.answers,
        "why": rules.why_of(known),
        "also": also,
        "then": then,
        "ticked": ticked,
        "begun": [
            q.why for q in whole.questions.values() if q.begins and q.id in known
        ],
        "unsure": not row.action and Tick.UNSURE in _of_signs(known),
        "is_open": warnings.is_open(row),
        "none_ticked": whole.none_ticked,
        "disclaimer": hide_table().disclaimer,
        "come_back": whole.come_back,
        "nobody_watches": whole.nobody_watches,
    }


def _of_signs(answers: dict[str, str]) -> set[str]:
    """How warning signs were ticked, not what begins a situation."""
    whole = screen()
    return {tick for name, tick in answers.items() if not whole.owner_of(name).begins}
