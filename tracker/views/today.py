"""The day's screen: today, and any day before it."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker import access, offers
from tracker.calendar import day_of
from tracker.days import in_order
from tracker.forms.places import DayForm
from tracker.models import Person
from tracker.views.page import DayPage, day_page
from tracker.views.saved import Done, saved_line, still_so
from tracker.vocabulary import FIXED


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The person's today."""
    person, now = access.person_of(request), timezone.now()
    return _show(request, day_page(person, day_of(now, person), now=now))


@require_safe
def day(request: HttpRequest, day: date) -> HttpResponse:
    """Any day before today; today has one address only. Later days can be read."""
    person, now = access.person_of(request), timezone.now()
    current = day_of(now, person)
    if day == current:
        query = request.GET.urlencode()
        return redirect(f"/?{query}" if query else "tracker:today")
    if day > current:
        return _ahead(request, person, day, now)
    return _show(request, day_page(person, day, now=now))


@require_safe
def go(request: HttpRequest) -> HttpResponse:
    """The date field: opens the day that was typed."""
    person = access.person_of(request)
    form = DayForm(request.GET, today=day_of(timezone.now(), person))
    if form.is_valid():
        return redirect("tracker:day", day=form.cleaned_data["day"])
    return _refuse(request, form)


def _ahead(
    request: HttpRequest, person: Person, day: date, now: datetime
) -> HttpResponse:
    """A day that has not come by the person's clock, but had where they were.

    Somebody who travels west finds there what they logged before the journey.
    """
    page = day_page(person, day, now=now)
    _say_what_was_done(request, page)
    if not page.entries and not page.saved:
        return _refuse(request, DayForm({"day": day}, today=page.today))
    context = {"page": page, "rows": in_order(page.entries), "fixed": FIXED}
    return render(request, "tracker/day_ahead.html", context)


def _refuse(request: HttpRequest, form: DayForm) -> HttpResponse:
    person, now = access.person_of(request), timezone.now()
    page = day_page(person, form.today, now=now)
    page.forms["day"] = form
    form.is_valid()
    return _show(request, page, status=422)


def _show(request: HttpRequest, page: DayPage, status: int = 200) -> HttpResponse:
    page.offers = offers.refresh(page.known)
    _say_what_was_done(request, page)
    return render(request, "tracker/today/page.html", {"page": page}, status=status)


def _say_what_was_done(request: HttpRequest, page: DayPage) -> None:
    """The line that the address asks for, if it is still so."""
    done, pk = request.GET.get("done", ""), request.GET.get("entry", "")
    if done in Done.values and access.KEY.fullmatch(pk):
        entry = access.changed_entry(page.person, page.date, int(pk))
        if entry is not None and still_so(entry, Done(done)):
            page.saved = saved_line(entry, Done(done), page.person)
