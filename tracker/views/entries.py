"""Everything that is tapped on the day's screen.

Each view answers htmx with the card that changed, the offers and a word for screen
readers; a plain form comes back to the day's page. The entry is always saved before
a warning sign in it is followed up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from backcare.http import is_htmx
from tracker import access, offers, recording, rules
from tracker.calendar import day_of, local, moment_on
from tracker.facts import known_of
from tracker.forms import entries as forms
from tracker.forms.editing import AmountForm, chosen_by_name
from tracker.forms.places import DayForm, PlaceForm, TimeForm
from tracker.forms.sleep import SleepForm
from tracker.models import Entry, Person
from tracker.recording import Changed, Conflict, Draft
from tracker.views import answers
from tracker.views.answers import Change
from tracker.views.choices import CHOICES, activities_under
from tracker.views.page import known_activities
from tracker.views.saved import Done, card_of
from tracker.vocabulary import FIXED, Kind
from tracker.wording import activity_label, describe

FORMS: Final[dict[str, type[forms.EntryForm]]] = {
    form.kind: form
    for form in (
        forms.PainForm,
        SleepForm,
        forms.DrinkForm,
        forms.ExerciseForm,
        forms.BreakForm,
        forms.NoteForm,
        forms.MarkForm,
        forms.AnswerForm,
    )
}
WAIT_MAX_SECONDS: Final = 7 * 24 * 60 * 60
ASKS_WHICH_DAY: Final = {Kind.SLEEP, Kind.NOTE, Kind.MARK, Kind.ANSWER}
"""Kinds that are about a day and not about now."""


@require_POST
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """Store one tap or one small form."""
    if kind not in FORMS:
        raise Http404
    person, now = access.person_of(request), timezone.now()
    tapped = now - _waited(request)
    today = day_of(tapped, person)
    place = PlaceForm(request.POST)
    if not place.is_valid():
        return answers.stale(request, person, now)
    page_day: date = place.cleaned_data["page_day"]
    live = place.cleaned_data["live"] == "yes"
    day: date = place.cleaned_data["for_day"] or page_day
    turned = live and page_day < today and not place.cleaned_data["for_day"]
    if turned and is_htmx(request):
        # Sent again over midnight: it was stored before the day turned.
        turned = not access.was_sent(person, place.cleaned_data["client_id"])
    if turned and (kind in ASKS_WHICH_DAY or request.POST.get("time")):
        return answers.which_day(request, kind, page_day, today)
    if turned:
        day = today

    form = make_form(kind, person, day, request.POST)
    clock = TimeForm(request.POST) if request.POST.get("time") else None
    if not form.is_valid() or (clock and not clock.is_valid()):
        return answers.refused(request, person, page_day, now, form, clock)
    if kind == Kind.NOTE and not form.cleaned_data["text"]:
        return _note_emptied(request, person, day, now)
    draft = Draft(
        kind=kind,
        client_id=place.cleaned_data["client_id"],
        day=day,
        moment=_moment(
            day, clock.cleaned_data["time"] if clock else None, person, tapped
        ),
        values=form.values(),
        backfilled=day < today,
    )

    def change() -> Change:
        recorded = _record(request, person, draft, now)
        entry = recorded.entry
        if entry.removed_at is not None:  # deleted before its answer came through
            return Change(entry, Done.REMOVED)
        new_day = live and page_day < entry.day
        if new_day:
            what = describe(entry, person)
            messages.info(
                request, f"A new day has begun. {what} was saved for {entry.day:%A}."
            )
        corrected = recorded.replaced is not None and kind == Kind.PAIN
        done = Done.CORRECTED if corrected else Done.SAVED
        if entry.day != day:  # moved, or a day older, before its answer came through
            return Change(entry, done, whole_page=new_day)
        return Change(entry, done, recorded.today, recorded.before, whole_page=new_day)

    try:
        return answers.write(request, person, now, change)
    except rules.Invalid as error:
        form.show_errors(error.errors)
        return answers.refused(request, person, page_day, now, form, clock)
    except Conflict:
        card = card_of(kind, request.POST.get("question", ""))
        return answers.conflict(request, person, day, now, card)


@require_POST
def details(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a reading is, how it feels, and its note."""
    person, now = access.person_of(request), timezone.now()
    entry = access.entry_or_404(person, pk)
    form = forms.PainDetailForm(person, request.POST)
    if entry.kind != Kind.PAIN:
        raise Http404
    if not form.is_valid():
        return answers.refused_details(request, person, entry, now, form, 422)
    made_from = request.POST.get("made_from")

    def change() -> Change:
        live = recording.revise(
            person, entry, form.values(), now=now, made_from=made_from
        )
        return Change(entry, Done.DETAILS, live)

    try:
        return answers.write(request, person, now, change)
    except Changed:
        return answers.refused_details(request, person, entry, now, form, 409)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: change it, give it another time, move it, delete it."""
    person, now = access.person_of(request), timezone.now()
    entry = access.entry_or_404(person, pk)
    today = day_of(now, person)
    data = request.POST if request.method == "POST" else None
    form = edit_form(entry, person, data, now)
    clock = TimeForm(request.POST or None, initial={"time": _clock_of(entry, person)})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and clock.is_valid():
            typed = clock.cleaned_data["time"]
            values = {**_blank(entry), **form.values()}
            if "time" in request.POST and typed != _clock_of(entry, person):
                values["moment"] = typed and moment_on(entry.day, typed, person)
            made_from = request.POST.get("made_from")

            def change() -> Change:
                live = recording.revise(
                    person, entry, values, now=now, made_from=made_from
                )
                return Change(entry, Done.CHANGED, live)

            try:
                return answers.write(request, person, now, change, whole_page=True)
            except rules.Invalid as error:
                _show_on_edit(form, clock, error)
            except Changed:
                status = 409
    context = {
        "entry": entry,
        "form": form,
        "clock": clock,
        "changed": status == 409,
        "move": DayForm(initial={"day": entry.day}, today=today),
        "body_areas": CHOICES.areas,
    }
    return render(request, "tracker/entry.html", context, status=status)


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move an entry to another day; its address stays the same."""
    person, now = access.person_of(request), timezone.now()
    entry = access.entry_or_404(person, pk)
    form = DayForm(request.POST, today=day_of(now, person))
    left = entry.day
    if entry.kind in FIXED:
        raise Http404
    if form.is_valid():

        def change() -> Change:
            day = form.cleaned_data["day"]
            _old, live = recording.move(person, entry, day, now=now)
            offers.refresh(known_of(person, left, now=now))
            return Change(entry, Done.MOVED, live)

        try:
            return answers.write(request, person, now, change, whole_page=True)
        except rules.Invalid as error:
            entry.refresh_from_db()
            form.add_error("day", " ".join(error.errors.values()))
    context = {
        "entry": entry,
        "form": edit_form(entry, person, None, now),
        "clock": TimeForm(initial={"time": _clock_of(entry, person)}),
        "move": form,
        "body_areas": CHOICES.areas,
    }
    return render(request, "tracker/entry.html", context, status=422)


def _change(
    writer: Callable[..., list[Entry]], done: Done, *, removed: bool = False
) -> Callable[[HttpRequest, int], HttpResponse]:
    """A view that does one thing to an entry and shows its card again."""

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        person, now = access.person_of(request), timezone.now()
        entry = access.entry_or_404(person, pk, removed=removed)

        def change() -> Change:
            return Change(entry, done, writer(person, entry, now=now))

        try:
            return answers.write(request, person, now, change)
        except rules.Invalid as error:
            card = card_of(entry.kind, entry.question)
            words = " ".join(error.errors.values())
            return answers.conflict(request, person, entry.day, now, card, words)

    return view


remove = _change(recording.remove, Done.REMOVED, removed=True)
restore = _change(recording.restore, Done.RESTORED, removed=True)
undo = _change(recording.undo, Done.UNDONE, removed=True)
keep_both = _change(recording.keep_both, Done.KEPT_BOTH)


def make_form(kind: str, person: Person, day: date, data: Any) -> forms.EntryForm:
    """The form of a kind, bound to what was sent."""
    if kind == Kind.SLEEP:
        stored = access.entries(person).filter(day=day, kind=kind)
        return SleepForm(person, data, day=day, night=stored.first())
    if kind == Kind.EXERCISE:
        return forms.ExerciseForm(person, data, known=known_activities())
    return FORMS[kind](person, data)


def edit_form(
    entry: Entry, person: Person, data: Any, now: datetime
) -> forms.EntryForm:
    """The form that changes an entry, filled with what is stored."""
    initial = {name: getattr(entry, name) for name in rules.COLUMNS[entry.kind]}
    if entry.kind == Kind.SLEEP:
        hours, minutes = divmod(entry.sleep_minutes or 0, 60)
        initial |= {"hours": hours, "minutes": minutes}
        return SleepForm(person, data, day=entry.day, night=entry, initial=initial)
    if entry.kind in (Kind.EXERCISE, Kind.RELIEF):
        conditions = known_of(person, day_of(now, person), now=now).conditions()
        groups = activities_under(conditions) if entry.kind == Kind.EXERCISE else ()
        known = known_activities() | {entry.activity}
        form = forms.ReliefForm if entry.kind == Kind.RELIEF else forms.ExerciseForm
        filled = form(person, data, known=known, initial=initial)
        return chosen_by_name(filled, entry, activity_label(entry.activity), groups)
    if entry.kind == Kind.DRINK:
        return AmountForm(person, data, stored_ml=entry.volume_ml or 0)
    if entry.kind == Kind.PAIN:
        return forms.ReadingForm(person, data, initial=initial)
    if entry.kind in FIXED:
        raise Http404
    return FORMS[entry.kind](person, data, initial=initial)


def _record(
    request: HttpRequest, person: Person, draft: Draft, now: datetime
) -> recording.Recorded:
    """Record a draft; a plain form sent again with other content is a new entry.

    So is one whose entry was taken back since. Only a person going Back in the
    browser sends such forms; a retry by script always repeats what it sent, so there
    a difference stays a conflict.
    """
    try:
        recorded = recording.record(person, draft, now=now)
    except Conflict:
        if is_htmx(request):
            return _recorded_later(person, draft, now)
    else:
        if recorded.entry.removed_at is None:
            return recorded
        if is_htmx(request):
            if recorded.entry.removal == Entry.Removal.REPLACED:
                raise Conflict
            return recorded
    return recording.record(person, replace(draft, client_id=uuid4()), now=now)


def _recorded_later(person: Person, draft: Draft, now: datetime) -> recording.Recorded:
    """What a tap of a day led to that was on its way when the day ended.

    It was stored for the new day, and is sent again with the time it waited. Raises
    ``Conflict`` if that is not so.
    """
    today = day_of(now, person)
    if draft.day >= today:
        raise Conflict
    return recording.record(person, replace(draft, day=today, moment=None), now=now)


def _moment(
    day: date, typed: time | None, person: Person, tapped: datetime
) -> datetime | None:
    if typed is not None:
        return moment_on(day, typed, person)
    return tapped if day == day_of(tapped, person) else None


def _waited(request: HttpRequest) -> timedelta:
    """How long ago the tap was that only now could be sent; at most a week."""
    seconds = request.headers.get("BackCare-Waited", "")
    if not (seconds.isascii() and seconds.isdecimal()):
        return timedelta(0)
    return timedelta(seconds=min(int(seconds[:9]), WAIT_MAX_SECONDS))


def _note_emptied(
    request: HttpRequest, person: Person, day: date, now: datetime
) -> HttpResponse:
    note = access.entries(person).filter(day=day, kind=Kind.NOTE).first()
    if note is None:
        return answers.nothing(request, person, day, now, "note")

    def change() -> Change:
        return Change(note, Done.REMOVED, recording.remove(person, note, now=now))

    return answers.write(request, person, now, change)


def _blank(entry: Entry) -> dict[str, Any]:
    """Columns of the kind emptied, so that what a form leaves out is taken away."""
    kept = {"activity", "question", "answer", "mark", "times"}
    text = {"text", "effort"}
    return {
        name: "" if name in text else None
        for name in rules.COLUMNS[entry.kind]
        if name not in kept
    }


def _clock_of(entry: Entry, person: Person) -> time | None:
    if entry.moment is None:
        return None
    return local(entry.moment, person).time().replace(second=0, microsecond=0)


def _show_on_edit(form: forms.EntryForm, clock: TimeForm, error: Any) -> None:
    errors = dict(error.errors)
    if "time" in errors:
        clock.add_error("time", errors.pop("time"))
    form.show_errors(errors)
