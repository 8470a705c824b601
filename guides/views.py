"""The screens of the guides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from backcare.http import is_htmx
from guides import marks, rendering
from guides.forms import SearchForm
from guides.library import Library, library
from guides.linking import nothing_left
from guides.models import GuideMark
from guides.safety.hiding import Hidden
from guides.searching import search
from guides.shapes import Guide
from guides.vocabulary import TOPICS
from tracker import access, offers
from tracker.calendar import day_of
from tracker.facts import Known, known_of

if TYPE_CHECKING:
    from tracker.models import Person

HELP: Final = "get-help-now"
REASONS_DAYS: Final = 30


@dataclass(frozen=True)
class Listed:
    """A guide as the list shows it."""

    guide: Guide
    verdict: str
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Missing:
    """Guides that the list leaves out for one reason."""

    why: Hidden
    count: int


@dataclass(frozen=True)
class Choice:
    """One of the marks a person may put on a guide, and whether it is there."""

    kind: str
    label: str
    chosen: bool


@require_http_methods(["GET", "HEAD", "POST"])
def guide_list(request: HttpRequest) -> HttpResponse:
    """All guides, those of one topic, or those with the words looked for."""
    topic = request.GET.get("topic", "")
    if topic and topic not in TOPICS:
        raise Http404("No such topic")
    form = SearchForm(request.POST) if request.method == "POST" else SearchForm()
    name = "guides/list.html#guides" if is_htmx(request) else "guides/list.html"
    guides: Sequence[Guide] = _in_order(topic)
    searched = form.is_bound and form.is_valid()
    if searched:
        guides = search(guides, form.cleaned_data["words"])
    person = access.person_of(request)
    known = _known(person, _today(person))
    listed, missing = _listed(person, guides, known.conditions())
    context = {
        "open_screens": known.open_screens,
        "form": form,
        "topic": topic,
        "topics": tuple(TOPICS.items()),
        "searched": searched,
        "listed": listed,
        "missing": missing,
    }
    status = 422 if form.errors else 200
    return render(request, name, context, status=status)


@cache
def _in_order(topic: str) -> tuple[Guide, ...]:
    order = list(TOPICS)
    guides = [g for g in library().guides.values() if not topic or topic in g.topics]
    return tuple(sorted(guides, key=lambda g: (order.index(g.topics[0]), g.title)))


def _listed(
    person: Person, guides: Sequence[Guide], conditions: frozenset[str]
) -> tuple[list[Listed], list[Missing]]:
    """The guides that have something to show, and how many have not, by reason."""
    of_person = marks.marks_of(person)
    labels = dict(GuideMark.Kind.choices)
    listed: list[Listed] = []
    missing: dict[Hidden, int] = {}
    for guide in guides:
        why = _left_out(guide, conditions)
        if why:
            missing[why] = missing.get(why, 0) + 1
            continue
        verdict = library().evidence[guide.evidence[0]].verdict
        kinds = sorted(of_person.get(guide.slug, ()))
        listed.append(Listed(guide, verdict, tuple(str(labels[k]) for k in kinds)))
    return listed, [Missing(why, count) for why, count in missing.items()]


@lru_cache(maxsize=1024)
def _left_out(guide: Guide, conditions: frozenset[str]) -> Hidden | None:
    return nothing_left(guide, conditions)


@require_safe
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """One guide, as safety leaves it for the person today."""
    page = _guide_or_404(slug)
    person = access.person_of(request)
    today = _today(person)
    known = _known(person, today)
    context = {
        "guide": page,
        "open_screens": known.open_screens,
        "article": article(library(), page, known.conditions(), str(person.units)),
        "choices": _choices(person, slug),
        "reasons": offers.offers_of_guide(
            person, slug, today - timedelta(days=REASONS_DAYS - 1)
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
        "article": article(library(), page, frozenset(), "both"),
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
    loaded: Library, page: Guide, conditions: frozenset[str], units: str
) -> SafeString:
    """The text of a guide as HTML. Nothing in it is of one person alone."""
    rendered = rendering.render(loaded, page, conditions, units)
    return mark_safe(render_to_string("guides/guide.html#article", {"page": rendered}))


def _guide_or_404(slug: str) -> Guide:
    found = library().guides.get(slug)
    if found is None:
        raise Http404("No such guide")
    return found


def _today(person: Person) -> date:
    return day_of(timezone.now(), person)


def _known(person: Person, today: date) -> Known:
    return known_of(person, today, now=timezone.now(), entries=())


def _choices(person: Person, slug: str) -> list[Choice]:
    there = marks.marks_on(person, slug)
    return [
        Choice(kind, str(label), kind in there)
        for kind, label in GuideMark.Kind.choices
    ]
