"""The list of guides, a guide, the help page, and marks on guides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from backcare.http import is_htmx
from guides import marks, rendering
from guides.filtering import Filter, filters, narrowed
from guides.forms import SearchForm
from guides.library import Library, library
from guides.linking import exercise_hidden, nothing_left
from guides.models import GuideMark
from guides.safety.hiding import Hidden, apart_from_the_lock
from guides.searching import search, search_exercises
from guides.shapes import Evidence, Exercise, Guide
from guides.views.known import known_today
from guides.views.narrowing import OF_GUIDES, Missing, chosen_in, missing_of
from guides.vocabulary import TOPICS
from tracker import access, offers, warnings

if TYPE_CHECKING:
    from tracker.models import Person

HELP: Final = "get-help-now"
REASONS_DAYS: Final = 30
EXERCISES_FOUND: Final = 8
"""Exercises that a search shows beside the guides."""


@dataclass(frozen=True)
class Listed:
    """A guide as the list shows it."""

    guide: Guide
    evidence: Evidence
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """What the list shows, and what it leaves out, for everybody alike."""

    guides: tuple[Guide, ...]
    missing: tuple[Missing, ...]
    filters: tuple[Filter, ...]
    exercises: tuple[Exercise, ...] = ()


@dataclass(frozen=True)
class Choice:
    """One of the marks a person may put on a guide, and whether it is there."""

    kind: str
    label: str
    chosen: bool


@require_http_methods(["GET", "HEAD", "POST"])
def guide_list(request: HttpRequest) -> HttpResponse:
    """All guides, those that fit what is chosen, or the words looked for."""
    chosen = chosen_in(request, OF_GUIDES)
    form = SearchForm(request.POST) if request.method == "POST" else SearchForm()
    name = "guides/list.html#guides" if is_htmx(request) else "guides/list.html"
    known = known_today(request)
    conditions = apart_from_the_lock(known.conditions())
    searched = form.is_bound and form.is_valid()
    words = str(form.cleaned_data["words"]) if searched else ""
    found = _found(words, conditions) if searched else _narrowed(chosen, conditions)
    context = {
        "open_screens": known.open_screens,
        "form": form,
        "chosen": chosen,
        "searched": searched,
        "warning_signs": warnings.in_words(words, known.situations, known.day),
        "found": found,
        "listed": _listed(known.person, found.guides),
    }
    status = 422 if form.errors else 200
    return render(request, name, context, status=status)


@cache
def _in_order() -> tuple[Guide, ...]:
    order = list(TOPICS)
    guides = library().guides.values()
    return tuple(sorted(guides, key=lambda g: (order.index(g.topics[0]), g.title)))


@lru_cache(maxsize=256)
def _narrowed(chosen: tuple[tuple[str, str], ...], conditions: frozenset[str]) -> Found:
    """The guides that fit what is chosen and have something to show."""
    shown = [guide for guide in _in_order() if not _left_out(guide, conditions)]
    wanted = narrowed(_in_order(), OF_GUIDES, dict(chosen))
    return Found(
        guides=tuple(narrowed(shown, OF_GUIDES, dict(chosen))),
        missing=missing_of(_left_out(guide, conditions) for guide in wanted),
        filters=filters(shown, OF_GUIDES, dict(chosen)),
    )


def _found(words: str, conditions: frozenset[str]) -> Found:
    """The guides and exercises that the words lead to."""
    guides = search(_in_order(), words)
    exercises = search_exercises(library().exercises.values(), words)
    why = [
        *(_left_out(guide, conditions) for guide in guides),
        *(exercise_hidden(exercise, conditions) for exercise in exercises),
    ]
    shown = [e for e in exercises if not exercise_hidden(e, conditions)]
    return Found(
        guides=tuple(g for g in guides if not _left_out(g, conditions)),
        missing=missing_of(why),
        filters=_narrowed((), conditions).filters,
        exercises=tuple(shown[:EXERCISES_FOUND]),
    )


def _listed(person: Person, guides: Iterable[Guide]) -> list[Listed]:
    of_person = marks.marks_of(person)
    labels = dict(GuideMark.Kind.choices)
    evidence = library().evidence
    return [
        Listed(
            guide,
            evidence[guide.evidence[0]],
            tuple(str(labels[k]) for k in sorted(of_person.get(guide.slug, ()))),
        )
        for guide in guides
    ]


@lru_cache(maxsize=1024)
def _left_out(guide: Guide, conditions: frozenset[str]) -> Hidden | None:
    return nothing_left(guide, conditions)


@require_safe
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """One guide, as safety leaves it for the person today."""
    page = _guide_or_404(slug)
    known = known_today(request)
    person = known.person
    text = article(
        library(), page, known.conditions(), str(person.units), get_script_prefix()
    )
    context = {
        "guide": page,
        "open_screens": known.open_screens,
        "article": text,
        "choices": _choices(person, slug),
        "reasons": offers.offers_of_guide(
            person, slug, known.day - timedelta(days=REASONS_DAYS - 1)
        ),
        "days": REASONS_DAYS,
    }
    return render(request, "guides/guide.html", context)


@login_not_required
@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """When to get help: for everybody, the same for all, and nothing is stored."""
    page = _guide_or_404(HELP)
    context = {
        "guide": page,
        "article": article(library(), page, frozenset(), "both", get_script_prefix()),
    }
    return render(request, "guides/guide.html", context)


@require_POST
def mark(request: HttpRequest, slug: str) -> HttpResponse:
    """Put one of the person's marks on a guide, or take it off again."""
    page = _guide_or_404(slug)
    kind = request.POST.get("kind", "")
    if page.public or kind not in GuideMark.Kind.values:
        raise Http404("No such mark")
    person = access.person_of(request)
    if request.POST.get("chosen") == "no":
        marks.take_away(person, slug, kind)
    else:
        marks.put(person, slug, kind, now=timezone.now())
    if not is_htmx(request):
        return redirect(f"{request.path.removesuffix('mark/')}#marks")
    context = {"guide": page, "choices": _choices(person, slug), "swapped": True}
    return render(request, "guides/guide.html#marks", context)


@lru_cache(maxsize=128)
def article(
    loaded: Library, page: Guide, conditions: frozenset[str], units: str, prefix: str
) -> SafeString:
    """The text of a guide as HTML. Nothing in it is of one person alone.

    ``prefix`` is the path that the site is served under; addresses begin with it.
    """
    rendered = rendering.render(loaded, page, conditions, units)
    return mark_safe(render_to_string("guides/guide.html#article", {"page": rendered}))


def _guide_or_404(slug: str) -> Guide:
    found = library().guides.get(slug)
    if found is None:
        raise Http404("No such guide")
    return found


def _choices(person: Person, slug: str) -> list[Choice]:
    there = marks.marks_on(person, slug)
    return [
        Choice(kind, str(label), kind in there)
        for kind, label in GuideMark.Kind.choices
    ]
