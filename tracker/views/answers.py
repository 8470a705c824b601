"""How the day's screen answers a tap: a card for htmx, the day's page otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from backcare.http import is_htmx
from tracker import offers, warnings
from tracker.calendar import day_of
from tracker.facts import known_of
from tracker.forms.entries import EntryForm
from tracker.forms.places import TimeForm
from tracker.models import Entry, Person, WarningScreen
from tracker.views.page import DayPage, day_page
from tracker.views.saved import Done, card_of, saved_line
from tracker.vocabulary import Kind

SAVED_BEFORE: Final = (
    "This was saved before with another value. What is saved is shown here."
)
MAY_WARN: Final = {
    Done.SAVED,
    Done.CORRECTED,
    Done.DETAILS,
    Done.CHANGED,
    Done.MOVED,
    Done.KEPT_BOTH,
}


@dataclass(frozen=True)
class Change:
    """What a tap did to an entry.

    ``live`` are its day's live entries afterwards, ``before`` the pain and exercise of
    the day before, where they were read. ``whole_page`` says that the card alone would
    not show it.
    """

    entry: Entry
    done: Done
    live: list[Entry] | None = None
    before: list[Entry] | None = None
    whole_page: bool = False


def write(
    request: HttpRequest,
    person: Person,
    now: datetime,
    change: Callable[[], Change],
    *,
    whole_page: bool = False,
) -> HttpResponse:
    """Write, then say so: the red-flag screen first, then the card and the offers.

    A card is answered out of the transaction of the write, so that the disk is waited
    for once. A whole page works out its offers when it is asked for.
    """
    if whole_page or not is_htmx(request):
        return _turn_to(request, person, now, change())
    failure: Exception | None = None
    screen = page = None
    with transaction.atomic():
        changed = change()
        if not changed.whole_page:
            # What was written stands, whatever goes wrong after it.
            try:
                with transaction.atomic():
                    screen, page = _followed(person, now, changed)
            except Exception as error:
                failure = error
    if failure is not None:
        raise failure
    if screen is not None:
        return _go(request, reverse("tracker:warning", args=[screen.pk]))
    if page is None:
        return _turn_to(request, person, now, changed)
    page.saved = saved_line(changed.entry, changed.done, person)
    return _card(request, page, page.saved.card)


def _followed(
    person: Person, now: datetime, changed: Change
) -> tuple[WarningScreen | None, DayPage | None]:
    """The red-flag screen that a change opens, or else the day with its offers."""
    day = changed.entry.day
    page = day_page(person, day, now=now, live=changed.live, before=changed.before)
    if changed.done in MAY_WARN:
        screen = warnings.check(page.known, changed.entry)
        if screen is not None:
            return screen, None
    page.offers = offers.refresh(page.known)
    return None, page


def _turn_to(
    request: HttpRequest, person: Person, now: datetime, changed: Change
) -> HttpResponse:
    """Go to the red-flag screen, or to the day, once something is written."""
    entry = changed.entry
    if changed.done in MAY_WARN and warnings.may_open(person, entry, now):
        around = None
        if changed.live is not None and changed.before is not None:
            around = [*changed.live, *changed.before]
        known = known_of(person, entry.day, now=now, entries=around)
        screen = warnings.check(known, entry)
        if screen is not None:
            return _go(request, reverse("tracker:warning", args=[screen.pk]))
    return _go(request, _address(person, entry, changed.done, now))


def refused(
    request: HttpRequest,
    person: Person,
    day: date,
    now: datetime,
    form: EntryForm,
    clock: TimeForm | None,
) -> HttpResponse:
    """The card again with the message at the field and what was typed: 422."""
    today = day_of(now, person)
    page = day_page(person, min(day, today), now=now)
    name = card_of(form.kind, str(form.data.get("question", "")))
    page.forms = {name: form, "time": clock}
    if is_htmx(request):
        return _card(request, page, name, status=422)
    page.offers = offers.refresh(page.known)
    return render(request, "tracker/today/page.html", {"page": page}, status=422)


def refused_details(
    request: HttpRequest,
    person: Person,
    reading: Entry,
    now: datetime,
    form: EntryForm,
    status: int,
) -> HttpResponse:
    """The form of a reading again with what was typed.

    422: it is wrong. 409: the reading was changed meanwhile, which is shown too.
    """
    page = day_page(person, reading.day, now=now)
    page.about, page.changed = reading, status == 409
    page.forms = {"pain": form, "time": None}
    if is_htmx(request):
        return _card(request, page, "pain", status)
    page.offers = offers.refresh(page.known)
    return render(request, "tracker/today/page.html", {"page": page}, status=status)


def conflict(
    request: HttpRequest,
    person: Person,
    day: date,
    now: datetime,
    card: str,
    words: str = SAVED_BEFORE,
) -> HttpResponse:
    """It does not go with what is stored: the card as it is stored, 409."""
    page = day_page(person, day, now=now)
    page.problem, page.problem_card = words, card
    if is_htmx(request):
        return _card(request, page, card, 409)
    page.offers = offers.refresh(page.known)
    return render(request, "tracker/today/page.html", {"page": page}, status=409)


def nothing(
    request: HttpRequest, person: Person, day: date, now: datetime, card: str
) -> HttpResponse:
    """Nothing was sent that could be saved; the card stays as it was."""
    if not is_htmx(request):
        return _go(request, _day_address(person, day, now))
    return _card(request, day_page(person, day, now=now), card)


def stale(request: HttpRequest, person: Person, now: datetime) -> HttpResponse:
    """A form without a proper id or day: nothing can be stored safely."""
    page = day_page(person, day_of(now, person), now=now)
    page.problem = (
        "That could not be saved, because the form was not complete. "
        "Please tap again on this page."
    )
    page.offers = offers.refresh(page.known)
    return render(request, "tracker/today/page.html", {"page": page}, status=422)


def which_day(
    request: HttpRequest, kind: str, page_day: date, today: date
) -> HttpResponse:
    """Ask which day was meant, keeping everything that was typed."""
    asked = {"csrfmiddlewaretoken", "for_day"}
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in asked
        for value in values
    ]
    context: dict[str, Any] = {
        "kind": kind,
        "label": Kind(kind).label,
        "typed": typed,
        "page_day": page_day,
        "today": today,
        "card": card_of(kind, request.POST.get("question", "")),
        "swapped": is_htmx(request),
    }
    name = "tracker/which_day.html"
    return render(request, f"{name}#question" if is_htmx(request) else name, context)


def _card(
    request: HttpRequest, page: DayPage, name: str, status: int = 200
) -> HttpResponse:
    context = {
        "page": page,
        "card_template": f"tracker/today/{name}.html",
        "beside": status == 200,
    }
    return render(request, "tracker/today/answer.html", context, status=status)


def _go(request: HttpRequest, address: str) -> HttpResponse:
    if is_htmx(request):
        return HttpResponseClientRedirect(address)
    response = HttpResponse(status=302)
    response["Location"] = address
    return response


def _day_address(person: Person, day: date, now: datetime) -> str:
    if day == day_of(now, person):
        return reverse("tracker:today")
    return reverse("tracker:day", args=[day])


def _address(person: Person, entry: Entry, what: Done, now: datetime) -> str:
    card = card_of(entry.kind, entry.question)
    day = _day_address(person, entry.day, now)
    return f"{day}?done={what}&entry={entry.pk}#{card}"
