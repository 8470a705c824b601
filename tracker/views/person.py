"""How a diary is kept and for whom: the first screen, and Settings.

Nothing here is about a day. Every card of Settings is saved by itself; the first
screen asks the same on one page.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from django_htmx.http import HttpResponseClientRedirect

from backcare.http import is_htmx
from tracker import situations
from tracker.access import KEY, person_of, running_situations, situation_or_404
from tracker.calendar import day_of
from tracker.forms.goals import (
    FLUID_LIMIT,
    ContainersForm,
    GoalsForm,
    unit_of,
)
from tracker.forms.person import (
    AboutForm,
    ClockForm,
    PersonForm,
    ThemeForm,
    ZoneForm,
)
from tracker.forms.situations import BirthForm, DateForm, SituationsForm
from tracker.models import Person, Situation
from tracker.screening import running_episode
from tracker.vocabulary import SITUATIONS, Units

FORMS: Final[Mapping[str, type[PersonForm]]] = {
    "clock": ClockForm,
    "about": AboutForm,
    "goals": GoalsForm,
    "containers": ContainersForm,
    "theme": ThemeForm,
}
WHOLE_PAGE: Final = frozenset({"clock", "theme"})
"""Cards whose saving changes the rest of the page: units, days, colours."""

US_ENGLISH: Final = "en-us"


@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Ask everything once, on one screen; all of it can be skipped."""
    person, now = person_of(request), timezone.now()
    if request.method != "POST":
        forms = _welcome_forms(request, person, None)
        return render(request, "tracker/welcome.html", {"forms": forms})
    if "skip" in request.POST:
        _take_presets(request, person)
    else:
        forms = _welcome_forms(request, person, request.POST)
        # Every form, not only up to the first that fails: each shows its messages.
        valid = [form.is_valid() for form in forms.values()]
        if not all(valid):
            context = {"forms": forms, "invalid": True}
            return render(request, "tracker/welcome.html", context, status=422)
        with transaction.atomic():
            for name in ("clock", "about", "goals"):
                forms[name].save()
            today = day_of(now, person)
            situations.begin(person, forms["situations"].chosen(), today)
    person.welcomed_at = person.welcomed_at or now
    person.save(update_fields=["welcomed_at"])
    return redirect(_onwards(request))


@require_safe
def settings_page(request: HttpRequest) -> HttpResponse:
    """Everything that was asked, and what was not, to see and change."""
    person = person_of(request)
    context = _settings(request, person)
    context["saved"] = request.GET.get("saved", "")
    context["episode"] = running_episode(person, context["today"])
    context["ended"] = _ended(person, request.GET.get("ended", ""))
    return render(request, "tracker/settings.html", context)


@require_POST
def save(request: HttpRequest, card: str) -> HttpResponse:
    """Save one card of Settings."""
    if card not in FORMS:
        raise Http404("No such card")
    person = person_of(request)
    form = _form(card, person, request.POST, _today(person))
    if not form.is_valid():
        return _card(request, person, card, {card: form}, status=422)
    form.save()
    if card in WHOLE_PAGE or not is_htmx(request):
        return _go(request, _settings_address(card, saved=card))
    return _card(request, person, card, {"saved": card})


@require_POST
def add_situations(request: HttpRequest) -> HttpResponse:
    """Begin what newly applies."""
    person = person_of(request)
    today = _today(person)
    form = SituationsForm(request.POST, today=today, running=_running(person))
    if not form.is_valid():
        return _card(request, person, "situations", {"more": form}, status=422)
    situations.begin(person, form.chosen(), today)
    return _situations_saved(request, person)


@require_POST
def date_situation(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the date that a situation counts from."""
    person = person_of(request)
    row = situation_or_404(person, pk)
    form = DateForm(row, request.POST, today=_today(person))
    if not form.is_valid():
        return _card(request, person, "situations", {"dated": form}, status=422)
    situations.redate(row, form.cleaned_data["since"])
    return _situations_saved(request, person)


@require_POST
def end_situation(request: HttpRequest, pk: int) -> HttpResponse:
    """End a situation: one tap, no question, and Undo."""
    person = person_of(request)
    row = situations.end(person, pk, _today(person))
    if not is_htmx(request):
        return _go(request, _settings_address("situations", ended=row.pk))
    return _card(request, person, "situations", {"ended": row})


@require_POST
def resume_situation(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo an ending."""
    person = person_of(request)
    situations.resume(person, pk)
    return _situations_saved(request, person)


@require_POST
def after_due_date(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer to the one question after a due date."""
    person = person_of(request)
    today, answer = _today(person), request.POST.get("answer", "")
    row = situation_or_404(person, pk)
    if answer == "end":
        situations.end(person, pk, today)
        return redirect(_settings_address("situations", ended=pk))
    if answer == "pregnant":
        situations.still_pregnant(person, pk, today)
        return redirect("tracker:today")
    if answer not in situations.BIRTHS:
        raise Http404("No such answer")
    form = BirthForm(row, request.POST, today=today)
    if not form.is_valid():
        context = {"row": row, "form": form, "answer": answer, "today": today}
        return render(request, "tracker/after_due_date.html", context, status=422)
    situations.gave_birth(person, pk, answer, form.cleaned_data["born"], today)
    return redirect("tracker:today")


@require_POST
def zone(request: HttpRequest) -> HttpResponse:
    """The device is in another time zone: take it, or keep the old one for good."""
    person = person_of(request)
    form = ZoneForm(request.POST)
    if not form.is_valid():
        return redirect(_settings_address("clock"))
    name = form.cleaned_data["device_zone"]
    if request.POST.get("choice") == "take":
        person.time_zone, person.zone_declined = name, ""
    else:
        person.zone_declined = name
    person.save(update_fields=["time_zone", "zone_declined"])
    return redirect("tracker:today")


def _today(person: Person) -> date:
    return day_of(timezone.now(), person)


def _go(request: HttpRequest, address: str) -> HttpResponse:
    """To a whole page, also when htmx asked."""
    if is_htmx(request):
        return HttpResponseClientRedirect(address)
    return redirect(address)


def _running(person: Person) -> frozenset[str]:
    return frozenset(running_situations(person).values_list("code", flat=True))


def _form(card: str, person: Person, data: Any, today: date) -> PersonForm:
    if card == "goals":
        limited = FLUID_LIMIT in _running(person)
        return GoalsForm(person, data, today=today, fluid_limit=limited)
    return FORMS[card](person, data, today=today)


def _welcome_forms(request: HttpRequest, person: Person, data: Any) -> dict[str, Any]:
    if person.welcomed_at is None and data is None:
        person.units = _units_of_browser(request)
    chosen = {} if data is None else data
    units = chosen.get("units", person.units)
    limited = data is not None and FLUID_LIMIT in data.getlist("situations")
    clock = ClockForm(person, data, today=_today(person))
    # Dates are checked against today in the zone that is being chosen.
    kept = clock.values() if clock.is_bound and clock.is_valid() else clock.stored()
    today = _today(Person(**kept))
    return {
        "clock": clock,
        "about": AboutForm(person, data, today=today),
        "situations": SituationsForm(data, today=today, running=_running(person)),
        "goals": GoalsForm(
            person,
            data,
            today=today,
            units=units if units in Units.values else person.units,
            fluid_limit=limited or FLUID_LIMIT in _running(person),
        ),
    }


def _units_of_browser(request: HttpRequest) -> str:
    """Fluid ounces where the browser prefers the English of the United States."""
    first = request.headers.get("Accept-Language", "").split(",")[0].strip().lower()
    return Units.US if first == US_ENGLISH else Units.METRIC


def _take_presets(request: HttpRequest, person: Person) -> None:
    """Keep what the browser filled in, even when all is skipped: it decides days."""
    form = ZoneForm({"device_zone": request.POST.get("time_zone", "")})
    if person.welcomed_at is None and form.is_valid():
        person.time_zone = form.cleaned_data["device_zone"]
        person.use_units(_units_of_browser(request))
        person.save(update_fields=["time_zone", "units", "containers"])


def _onwards(request: HttpRequest) -> str:
    """Where the person was going when they signed in; Today otherwise."""
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    # A word alone would be looked up as the name of a page.
    return address if safe and address.startswith("/") else reverse("tracker:today")


def _settings(request: HttpRequest, person: Person) -> dict[str, Any]:
    today = _today(person)
    rows = list(running_situations(person).order_by("started_on", "pk"))
    running = frozenset(row.code for row in rows)
    limited = FLUID_LIMIT in running
    return {
        "today": today,
        "unit": unit_of(person.units),
        "clock": ClockForm(person, today=today),
        "about": AboutForm(person, today=today),
        "goals": GoalsForm(person, today=today, fluid_limit=limited),
        "containers": ContainersForm(person, today=today),
        "theme": ThemeForm(person, today=today),
        "more": SituationsForm(today=today, running=running),
        "rows": [_line(row, today) for row in rows],
    }


def _line(row: Situation, today: date) -> dict[str, Any]:
    """One running situation, for the template."""
    kind = SITUATIONS[row.code]
    return {
        "row": row,
        "kind": kind,
        "week": situations.week_shown(row, today),
        "form": DateForm(row, today=today) if kind.date_label else None,
    }


def _card(
    request: HttpRequest,
    person: Person,
    card: str,
    changes: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """One card of Settings as a fragment, or all of Settings without htmx."""
    context = _settings(request, person) | changes
    dated = changes.get("dated")
    for line in context["rows"]:
        if dated is not None and line["row"] == dated.row:
            line["form"] = dated
    if not is_htmx(request):
        return render(request, "tracker/settings.html", context, status=status)
    html = render_to_string(f"tracker/settings.html#{card}", context, request)
    if status == 200:
        html += render_to_string("tracker/settings.html#spoken", context, request)
    return HttpResponse(html, status=status)


def _situations_saved(request: HttpRequest, person: Person) -> HttpResponse:
    if not is_htmx(request):
        return redirect(_settings_address("situations", saved="situations"))
    return _card(request, person, "situations", {"saved": "situations"})


def _ended(person: Person, pk: str) -> Situation | None:
    """The situation just ended, so that Undo can be offered without htmx."""
    if not KEY.fullmatch(pk):
        return None
    return person.situations.filter(pk=int(pk), ended_on__isnull=False).first()


def _settings_address(card: str, **query: Any) -> str:
    address = reverse("tracker:settings")
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{address}{f'?{asked}' if asked else ''}#{card}"


urlpatterns = [
    path("welcome/", welcome, name="welcome"),
    path("settings/", settings_page, name="settings"),
    path("settings/situations/", add_situations, name="situations"),
    path("settings/<str:card>/", save, name="settings-save"),
    path("situations/<int:pk>/date/", date_situation, name="situation-date"),
    path("situations/<int:pk>/end/", end_situation, name="situation-end"),
    path("situations/<int:pk>/resume/", resume_situation, name="situation-resume"),
    path("situations/<int:pk>/after-due-date/", after_due_date, name="after-due-date"),
    path("zone/", zone, name="zone"),
]
