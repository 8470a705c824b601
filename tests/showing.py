"""Every address that can show an exercise, and what gives one away in a page.

``SHOWING`` is the one list: a name of the URL configuration, and how to ask it so
that it would show exercises if it could. A test walks over all addresses of the
site and fails for one that shows an exercise and is not in the list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, lru_cache
from html.parser import HTMLParser
from typing import Any, Final
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from guides.library import library
from guides.rendering import picture_of
from guides.shapes import Exercise
from guides.units import in_units
from tests.days import TODAY
from tests.tracker.diary import HTMX
from tracker.models import Entry, Practice, Routine

LABELS: Final = {"a", "button", "option", "summary", "label", "legend", "title"}
HEADINGS: Final = {"h1", "h2", "h3", "h4"}
SCREENFUL: Final = 30
"""No page of several exercises takes more of them."""


@dataclass
class Visit:
    """Somebody who looks, and the exercises that must not be found.

    ``habit`` is an entry of an exercise that was logged some days ago; ``practice``
    was begun before anything was forbidden.
    """

    browser: Client
    forbidden: list[str]
    practice: Practice
    habit: Entry

    def get(self, name: str, query: str = "", **path: object) -> str:
        answer = self.browser.get(f"{reverse(name, kwargs=path)}{query}")
        assert answer.status_code in (200, 404, 409), f"{name}: {answer.status_code}"
        return answer.content.decode()

    def post(self, name: str, body: dict[str, object], **path: object) -> Any:
        address = reverse(name, kwargs=path)
        return self.browser.post(address, body, headers=HTMX)


@dataclass(frozen=True)
class Look:
    """One page that was asked for. ``of`` is the exercise that it is about."""

    what: str
    html: str
    of: str = ""


def _list(visit: Visit) -> Iterator[Look]:
    yield Look("all guides", visit.get("guides:list"))
    for name in visit.forbidden[:2]:
        words = library().exercises[name].name
        answer = visit.browser.post(reverse("guides:list"), {"words": words})
        yield Look(f"search for {words}", answer.content.decode())


def _guides(visit: Visit) -> Iterator[Look]:
    forbidden = set(visit.forbidden)
    for guide in library().guides.values():
        if forbidden & {marker.exercise.id for marker in guide.exercises()}:
            html = visit.get("guides:guide", slug=guide.slug)
            yield Look(f"the guide {guide.slug}", html)


def _exercises(visit: Visit) -> Iterator[Look]:
    yield Look("all exercises", visit.get("guides:exercises"))


def _exercise(visit: Visit) -> Iterator[Look]:
    asked = visit.forbidden[:4]
    for name in visit.forbidden:
        exercise = library().exercises[name]
        asked += [*exercise.easier, *exercise.harder]
    for name in list(dict.fromkeys(asked))[:10]:
        html = visit.get("guides:exercise", exercise=name)
        yield Look(f"the page of {name}", html, of=name)


def _start(visit: Visit) -> Iterator[Look]:
    for first in range(0, len(visit.forbidden), SCREENFUL):
        names = visit.forbidden[first : first + SCREENFUL]
        query = "?" + "&".join(f"exercise={name}" for name in names)
        one = names[0] if len(names) == 1 else ""
        html = visit.get("tracker:practice-start", query)
        yield Look(f"start of {', '.join(names)}", html, of=one)
    before = Practice.objects.count()
    for how in ("start", "done"):
        name = visit.forbidden[0]
        body: dict[str, object] = {"exercise": name, "how": how, "key": uuid4()}
        answer = visit.post("tracker:practice-start", body)
        assert answer.status_code == 409, f"{name} could be begun: {how}"
        yield Look(f"{name} sent: {how}", answer.content.decode(), of=name)
    assert Practice.objects.count() == before


def _practice(visit: Visit) -> Iterator[Look]:
    yield Look("the player", visit.get("tracker:practice", pk=visit.practice.pk))


def _today(visit: Visit) -> Iterator[Look]:
    yield Look("Today", visit.get("tracker:today"))


def _day(visit: Visit) -> Iterator[Look]:
    yield Look("yesterday", visit.get("tracker:day", day=TODAY - timedelta(days=1)))


def _add(visit: Visit) -> Iterator[Look]:
    sent = {"page_day": TODAY, "live": "yes"}
    body = {**sent, "client_id": uuid4(), "activity": "walk", "minutes": 9}
    for values in (body, {**sent, "client_id": uuid4()}):
        answer = visit.post("tracker:add", values, kind="exercise")
        yield Look("the card of exercise", answer.content.decode())


def _entry(visit: Visit) -> Iterator[Look]:
    html = visit.get("tracker:entry", pk=visit.habit.pk)
    yield Look("an exercise logged before", html, of=visit.habit.activity)


def _programmes(visit: Visit) -> Iterator[Look]:
    yield Look("all programmes", visit.get("guides:programmes"))


def _programme(visit: Visit) -> Iterator[Look]:
    for name in library().programmes:
        address = reverse("guides:programme-change", args=[name])
        visit.browser.post(address, {"do": "start", "also": "both"})
        yield Look(f"programme {name}", visit.get("guides:programme", slug=name))


def _routines(visit: Visit) -> Iterator[Look]:
    yield Look("all routines", visit.get("tracker:routines"))


def _routine(visit: Visit) -> Iterator[Look]:
    routine = Routine.objects.create(
        person=visit.practice.person,
        name="Mine",
        items=[{"exercise": n, "amounts": {}} for n in visit.forbidden[:SCREENFUL]],
        made_at=visit.practice.started_at,
    )
    yield Look("a routine", visit.get("tracker:routine", pk=routine.pk))
    query = f"?routine={routine.pk}"
    yield Look("its start", visit.get("tracker:practice-start", query))


SHOWING: Final[dict[str, Callable[[Visit], Iterator[Look]]]] = {
    "guides:list": _list,
    "guides:guide": _guides,
    "guides:exercises": _exercises,
    "guides:exercise": _exercise,
    "tracker:practice-start": _start,
    "tracker:practice": _practice,
    "guides:programmes": _programmes,
    "guides:programme": _programme,
    "tracker:routines": _routines,
    "tracker:routine": _routine,
    "tracker:today": _today,
    "tracker:day": _day,
    "tracker:add": _add,
    "tracker:entry": _entry,
}


class _Reader(HTMLParser):
    """The text of a page, the labels in it, and the values of attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.labels: list[str] = []
        self.values: set[str] = set()
        self.sent: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.values.update(value for _name, value in attrs if value)
        if tag != "option":
            self.sent.update(text for key, text in attrs if key == "value" and text)
        if tag in LABELS | HEADINGS:
            self.open.append(tag)
            self.labels.append("")

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self.open:
            self.labels[-1] += data


@dataclass(frozen=True)
class Read:
    """A page as it was read."""

    text: str
    labels: tuple[str, ...]
    values: frozenset[str]
    sent: frozenset[str]
    addressed: frozenset[str] = field(default_factory=frozenset)


@lru_cache(maxsize=64)
def read(html: str) -> Read:
    """What stands in a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    ids = re.findall(r"exercise(?:=|s/|-|\": \")([a-z0-9-]+)", html)
    return Read(
        text=_plain(" ".join(reader.text)),
        labels=tuple(map(_plain, reader.labels)),
        values=frozenset(reader.values),
        sent=frozenset(reader.sent),
        addressed=frozenset(ids),
    )


def _plain(text: str) -> str:
    return " ".join(text.split())


@cache
def own_words(name: str) -> tuple[str, ...]:
    """The steps that stand nowhere else, and so the words of its picture."""
    others = " ".join(w for other in library().exercises for w in _words(other, name))
    elsewhere = f"{others} {_prose()}"
    return tuple(words for words in _words(name) if words not in elsewhere)


@cache
def _words(name: str, besides: str = "") -> tuple[str, ...]:
    if name == besides:
        return ()
    exercise = library().exercises[name]
    picture = picture_of(library(), exercise)
    steps = [in_units(step, "metric") for step in exercise.steps]
    return tuple(map(_plain, steps + ([picture.text] if picture else [])))


@cache
def _prose() -> str:
    """What guides say outside of exercises: advice on sleep may sound like a step."""
    guides = library().guides.values()
    pieces = (piece.markdown for guide in guides for piece in guide.prose())
    return " ".join(_plain(in_units(piece, "metric")) for piece in pieces)


def traces(html: str, name: str, *, named: bool = True) -> list[str]:
    """What in a page shows an exercise: steps, picture, a way to start or log it.

    With ``named`` its name in a heading, a link or a button counts as well. An
    activity of the diary can always be chosen from the list of them, and its id may
    be that of a heading.
    """
    page, exercise = read(html), library().exercises[name]
    found = [words for words in own_words(name) if words in page.text]
    values = page.sent if exercise.is_activity else page.values
    if name in values or name in page.addressed:
        found.append(f"its address or a way to send {name!r}")
    if named:
        found += [label for label in page.labels if _names(label, exercise)]
    return found


def _names(label: str, exercise: Exercise) -> bool:
    if exercise.name not in label or label in _titles():
        return False
    longer = (n for n in _exercise_names() if n != exercise.name and n in label)
    return not any(exercise.name in name for name in longer)


@cache
def _titles() -> frozenset[str]:
    return frozenset(guide.title for guide in library().guides.values())


@cache
def _exercise_names() -> tuple[str, ...]:
    return tuple(exercise.name for exercise in library().exercises.values())
