"""Whatever applies to a person: no address shows an exercise that is forbidden then.

What is forbidden is read from the table that was written from the safety
specification (``tests/guides/hide_table.toml``), not from the tags of the site.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils.html import escape
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as some
from pytest_django.fixtures import Settings

from guides.library import library
from guides.practising import Item
from guides.safety.hiding import hide_table
from tests.conftest import make_person, screened, signed_in
from tests.days import NOON, TODAY
from tests.guides.test_hide_table import table
from tests.showing import SHOWING, Look, Visit, own_words, traces
from tests.test_access import ask
from tests.tracker.diary import log
from tests.walk import addresses
from tests.world import confirmed, make_world
from tracker import practising
from tracker.models import Entry, Person, Practice, Situation, WarningScreen
from tracker.vocabulary import Kind, Mark

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

DRAWN = settings(
    max_examples=25,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
EXERCISES = sorted(library().exercises)
WITH_EXERCISES = [slug for slug, g in library().guides.items() if any(g.exercises())]


# How somebody comes to be in each situation of the table

Draw = Callable[[some.SearchStrategy[Any]], Any]
Enter = Callable[[Person, Draw], None]


def lasting(code: str, first: int, last: int, *, dated: bool = True) -> Enter:
    """A situation whose date is so many days from today."""

    def enter(person: Person, draw: Draw) -> None:
        days = draw(some.integers(first, last))
        since = TODAY + timedelta(days=days) if dated else None
        Situation.objects.create(
            person=person, code=code, since=since, started_on=TODAY
        )

    return enter


def weeks(first: int, last: int) -> Enter:
    return lasting("pregnant", 280 - last * 7 - 6, 280 - first * 7)


def undated(code: str) -> Enter:
    return lasting(code, 0, 0, dated=False)


def pain(score: some.SearchStrategy[int], areas: list[str], *felt: str) -> Enter:
    """A reading of today or yesterday."""

    def enter(person: Person, draw: Draw) -> None:
        day = TODAY - timedelta(days=draw(some.integers(0, 1)))
        sensations = [draw(some.sampled_from(felt))] if felt else []
        values = {"score": draw(score), "areas": areas, "sensations": sensations}
        log(person, Kind.PAIN, day, **values)

    return enter


def warning(person: Person, draw: Draw) -> None:
    tick = draw(some.sampled_from(["A1", "A11", "A14b"]))
    body = {"key": uuid4(), tick: "yes"}
    answer = signed_in(person).post("/new-symptom/", body)
    assert answer.status_code == 302
    row = WarningScreen.objects.filter(person=person).exclude(action="").get()
    assert row.action in ("E", "D")


def young(person: Person, draw: Draw) -> None:
    person.birth_year = draw(some.integers(2008, 2016))
    person.save()


def one_of(*ways: Enter) -> Enter:
    def enter(person: Person, draw: Draw) -> None:
        draw(some.sampled_from(ways))(person, draw)

    return enter


low = some.integers(1, 6)
ENTER: dict[str, Enter] = {
    "open-warning": warning,
    "acute-pain": pain(some.integers(7, 10), ["lower_back-left"], "sharp"),
    "disc-signs": one_of(
        pain(low, ["calf-left"], "tingling", "weak_leg", "numb"),
        pain(low, ["foot-right"], "tingling", "weak_leg"),
        undated("herniated-disc"),
    ),
    "pregnant-0-13": weeks(0, 13),
    "pregnant-14-15": weeks(14, 15),
    "pregnant-16-27": weeks(16, 27),
    "pregnant-28-40": weeks(28, 40),
    "pregnancy-complication": undated("pregnancy-complication"),
    "after-birth": one_of(lasting("birth", -42, 0), lasting("caesarean", -56, 0)),
    "spine-surgery": lasting("spine-surgery", -900, 0),
    "operation-or-fracture": lasting("operation-or-fracture", -84, 0),
    "numb-skin": one_of(undated("numb-skin"), pain(low, ["hip-left"], "numb")),
    "under-18": young,
    **{
        code: undated(code)
        for code in (
            "tummy-gap",
            "osteoporosis",
            "eye-pressure",
            "high-blood-pressure",
            "vertigo",
            "neck-disease",
            "blood-thinners",
            "heart-or-lung",
        )
    },
}


OF_THE_DAY = {"acute-pain", "disc-signs", "numb-skin"}
"""They may rest on readings: what was done on an earlier day is judged by that day."""


def keep_some_diary(person: Person, draw: Draw) -> None:
    """What else a person logs; nothing of it forbids less."""
    for ago in (0, 1, 3):
        day = TODAY - timedelta(days=ago)
        log(person, Kind.PAIN, day, score=draw(low), areas=["lower_back-right"])
        log(person, Kind.SLEEP, day, sleep_minutes=draw(some.integers(200, 560)))
    log(person, Kind.MARK, mark=draw(some.sampled_from(Mark.values)))
    if draw(some.booleans()):
        log(person, Kind.NOTE, text="numb between my legs")


def looks(visit: Visit) -> Iterator[tuple[str, Look]]:
    """Every page that could show what is forbidden, by the name of its address."""
    for name, pages in SHOWING.items():
        for look in pages(visit):
            yield name, look


def visit_of(person: Person, forbidden: list[str]) -> Visit:
    """Somebody who once did, and now is in the middle of, what is forbidden."""
    done = forbidden[:3] or ["heel-slide"]
    earlier = TODAY - timedelta(days=5)
    movements = [n for n in done if library().exercises[n].kind == "exercise"]
    for name in movements:
        log(person, Kind.EXERCISE, earlier, activity=name, sets=1, repetitions=5)
    log(person, Kind.EXERCISE, earlier, activity="walk", minutes=20)
    practice = practising.start(
        person,
        [Item(name, {}) for name in [*done, "easy-breath", "wall-standing"]],
        "exercise",
        frozenset(),
        now=NOON,
        key=uuid4(),
    )
    habit = Entry.objects.filter(person=person, kind=Kind.EXERCISE).earliest("pk")
    return Visit(signed_in(person), forbidden, practice, habit)


def forbidden_in(situations: set[str]) -> list[str]:
    """What the table forbids in any of these situations."""
    rows = table()["exercises"]
    return [name for name in EXERCISES if situations & rows[name]["hidden"].keys()]


def settled_person(name: str) -> Person:
    person = make_person(name)
    person.welcomed_at = NOON
    person.save()
    return screened(person)


@given(some.data())
@DRAWN
def test_no_address_shows_what_is_forbidden(data: some.DataObject) -> None:
    count = data.draw(some.integers(1, 3))
    chosen = data.draw(
        some.lists(
            some.sampled_from(sorted(ENTER)),
            min_size=count,
            max_size=count,
            unique_by=lambda situation: situation.split("-")[0],
        )
    )
    with transaction.atomic():
        person = settled_person("robin")
        for situation in chosen:
            ENTER[situation](person, data.draw)
        keep_some_diary(person, data.draw)
        forbidden = forbidden_in(set(chosen))
        turn = data.draw(some.integers(0, len(forbidden) - 1))
        forbidden = forbidden[turn:] + forbidden[:turn]
        lasting = forbidden_in(set(chosen) - OF_THE_DAY)
        for name, look in looks(visit_of(person, forbidden)):
            for exercise in lasting if name == "tracker:day" else forbidden:
                found = traces(look.html, exercise, named=look.of != exercise)
                if name == "tracker:entry" and look.of == exercise:
                    continue  # what the person logged herself may be mended
                assert not found, f"{chosen}: {look.what} shows {exercise}: {found}"
        transaction.set_rollback(True)


def test_every_situation_of_the_table_can_be_entered() -> None:
    assert ENTER.keys() == table()["situations"].keys()


def test_an_exercise_that_is_shown_would_be_found() -> None:
    person = settled_person("robin")
    names = [*EXERCISES[:25], "plank", "heel-slide"]
    visit = Visit(signed_in(person), names, *_begun(person, names))
    found: dict[str, set[str]] = {}
    for address, look in _without_sending(visit):
        shown = found.setdefault(address, set())
        shown.update(name for name in names if traces(look.html, name))
    for address in ("guides:guide", "guides:exercises", "tracker:practice-start"):
        assert found[address] == set(names), address
    for address in ("tracker:today", "tracker:practice", "tracker:add"):
        assert {"plank", "heel-slide"} <= found[address], address


def _begun(person: Person, names: list[str]) -> tuple[Practice, Entry]:
    entry = log(person, Kind.EXERCISE, activity="plank", minutes=1)
    items = [Item(name, {}) for name in names]
    practice = practising.start(
        person, items, "exercise", frozenset(), now=NOON, key=uuid4()
    )
    return practice, entry


def _without_sending(visit: Visit) -> Iterator[tuple[str, Look]]:
    """The same pages, where nothing is refused."""
    yield from (("guides:guide", look) for look in SHOWING["guides:guide"](visit))
    query = "?" + "&".join(f"exercise={name}" for name in visit.forbidden)
    html = visit.get("tracker:practice-start", query)
    yield "tracker:practice-start", Look("start", html)
    for name in (
        "guides:exercises",
        "tracker:practice",
        "tracker:today",
        "tracker:add",
    ):
        yield from ((name, look) for look in SHOWING[name](visit))


def test_every_exercise_has_words_of_its_own() -> None:
    assert [name for name in EXERCISES if not own_words(name)] == []


def test_every_address_that_shows_an_exercise_is_in_the_list(
    settings: Settings,
) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    world = make_world()
    Situation.objects.all().delete()
    WarningScreen.objects.all().delete()
    screened(world.owner)
    log(world.owner, Kind.EXERCISE, activity="plank", minutes=1)
    showing = set()
    for address in addresses(world):
        for method in ("GET", "POST"):
            html = _asked(confirmed(world.owner), address, method)
            if any(traces(html, name, named=False) for name in EXERCISES):
                showing.add(address.name)
    assert {"guides:guide", "tracker:today", "tracker:practice-start"} <= showing
    assert showing <= SHOWING.keys()


def _asked(browser: Client, address: Any, method: str) -> str:
    browser.raise_request_exception = False
    with transaction.atomic():
        answer = ask(browser, address, method, {})
        transaction.set_rollback(True)
    html = getattr(answer, "content", b"")
    return str(html.decode(errors="replace")) if b"<" in html else ""


@pytest.mark.parametrize(
    ("situation", "left_out"),
    [
        ("acute-pain", {"run", "gym"}),
        ("after-birth", {"run", "gym"}),
        ("operation-or-fracture", {"run", "gym"}),
        ("heart-or-lung", {"run"}),
        ("osteoporosis", {"run"}),
        ("blood-thinners", set()),
    ],
)
def test_again_does_not_suggest_running_or_loads_that_harm(
    situation: str, left_out: set[str], person: Person
) -> None:
    person.welcomed_at = NOON
    person.save()
    screened(person)
    for activity in ("run", "gym", "walk"):
        earlier = TODAY - timedelta(days=3)
        log(person, Kind.EXERCISE, earlier, activity=activity, minutes=10)
    ENTER[situation](person, least)
    page = signed_in(person).get("/").content.decode()
    again = set(
        re.findall(r'<button class="button" name="activity" value="(.*?)"', page)
    )
    assert again == {"run", "gym", "walk"} - left_out
    assert '<option value="run"' in page


def least(choice: some.SearchStrategy[Any]) -> Any:
    """The same one of several ways each time."""
    return find(choice, lambda _drawn: True)


# The stop rules


@pytest.mark.parametrize("slug", WITH_EXERCISES)
def test_stop_rules_stand_wherever_an_exercise_does(slug: str, person: Person) -> None:
    person.welcomed_at = NOON
    person.save()
    screened(person)
    every = [m.exercise.id for m in library().guides[slug].exercises()]
    names = [name for name in every if name not in library().opened_by]
    visit = Visit(signed_in(person), names, *_begun(person, names))
    query = "?" + "&".join(f"exercise={name}" for name in names)
    start = visit.get("tracker:practice-start", query)
    player = visit.get("tracker:practice", pk=visit.practice.pk)
    guide = visit.get("guides:guide", slug=slug)
    for page in (start, player, guide):
        assert all(traces(page, name) for name in names)
        for rule in hide_table().stop_rules:
            assert rule in page
    for name in names:
        assert all(escape(words) in start for words in library().exercises[name].stop)
        page = visit.get("guides:exercise", exercise=name)
        assert traces(page, name)
        assert all(rule in page for rule in hide_table().stop_rules)
