"""Search in notes. What is looked for is sent by POST and stands in no address."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from backcare.http import is_htmx
from tracker import access, notes, warnings
from tracker.calendar import day_of
from tracker.forms.search import SearchForm
from tracker.models import Person

PAGE_SIZE: Final = 20
SHOWN_MAX: Final = 1_000


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """An empty form, or the notes that hold the words, newest first."""
    person = access.person_of(request)
    if request.method != "POST":
        return render(request, "tracker/search.html", {"form": SearchForm()})
    form = SearchForm(request.POST)
    name = "tracker/search.html"
    if is_htmx(request):
        name += "#results"
    if not form.is_valid():
        return render(request, name, {"form": form}, status=422)
    typed = form.cleaned_data["words"]
    words = notes.words_in(typed)
    before = form.cleaned_data["shown"] or 0
    limit = min(before + PAGE_SIZE, SHOWN_MAX)
    found, more = notes.search(person, words, limit)
    context = {
        "form": form,
        "searched": True,
        "warning_signs": None if before else _warning_signs(person, typed),
        "found": found,
        "shown": len(found),
        "first_new": before if 0 < before < len(found) else None,
        "more": more and limit < SHOWN_MAX,
    }
    return render(request, name, context)


def _warning_signs(person: Person, typed: str) -> warnings.SignsInWords | None:
    """What in the words may be a warning sign: somebody may have it as they look."""
    situations = access.situations_running(person)
    return warnings.in_words(typed, situations, day_of(timezone.now(), person))
