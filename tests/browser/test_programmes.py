"""The page of a programme in a browser: by keyboard, without script, in every state."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from guides import runs
from guides.library import library
from guides.models import ProgrammeRun
from tests.browser.looking import looking
from tests.conftest import screened
from tracker import recording
from tracker.calendar import day_of
from tracker.models import Person
from tracker.recording import Draft
from tracker.vocabulary import Kind

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

LIST = "/guides/programmes/"
SERIES = f"{LIST}mckenzie-series/"
CORE = f"{LIST}core-strength/"
OFFICE = f"{LIST}office-moves/"
FLARE = f"{LIST}flare-days/"
DAY = timedelta(days=1)


@pytest.fixture
def person(person: Person) -> Person:
    """Somebody who answered the safety questions."""
    return screened(person)


def wrote(person: Person, kind: str, days_ago: int, **values: object) -> None:
    moment = timezone.now() - DAY * days_ago
    draft = Draft(kind, uuid4(), day_of(moment, person), moment, values)
    recording.record(person, draft, now=moment)


def did(person: Person, activity: str, days_ago: int) -> None:
    wrote(person, Kind.EXERCISE, days_ago, activity=activity, minutes=2)


def began(person: Person, programme: str, days_ago: int) -> ProgrammeRun:
    now = timezone.now() - DAY * days_ago
    one = library().programmes[programme]
    return runs.start(person, one, day=day_of(now, person), now=now)


def tab_to(page: Page, name: str) -> None:
    """Go on by the keyboard alone until something of that name has the focus."""
    wanted = page.get_by_role("link", name=name).or_(
        page.get_by_role("button", name=name)
    )
    for _press in range(60):
        page.keyboard.press("Tab")
        if wanted.first.evaluate("found => found === document.activeElement"):
            return
    raise AssertionError(f"{name!r} is not reached by Tab")


def test_by_keyboard_and_without_script(without_script: Page, person: Person) -> None:
    page = without_script
    began(person, "core-strength", 0)
    page.goto(LIST)
    expect(page.get_by_role("heading", level=2).first).to_have_text("Core strength")
    tab_to(page, "McKenzie series")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{SERIES}")
    tab_to(page, "Start this programme")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Which one now?").wait_for()
    tab_to(page, "Pause that, and do McKenzie series")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Today: 1: lie face down").wait_for()
    tab_to(page, "I did this")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Logged").wait_for()
    tab_to(page, "McKenzie series")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Today: 2: prop on your forearms").wait_for()
    tab_to(page, "Do this one today")
    page.keyboard.press("Enter")
    page.wait_for_url("**/practice/start/?exercise=prone-rest&programme=*")


def test_every_state_is_sound(
    browser: Browser, live_server: LiveServer, person: Person
) -> None:
    began(person, "core-strength", 5)
    for ago in (4, 3, 2, 1):
        did(person, "heel-slide", ago)
    did(person, "hands-and-knees-leg-lift", 1)
    wrote(person, Kind.PAIN, 1, score=2)
    worse = {"question": "after-exercise", "answer": "scored", "score": 5}
    wrote(person, Kind.ANSWER, 0, **worse)
    began(person, "flare-days", 9)
    began(person, "office-moves", 5)
    for ago in (4, 3, 2):
        did(person, "desk-lean", ago)
    wrote(person, Kind.PAIN, 0, score=2)
    office = ProgrammeRun.objects.get(programme="office-moves")
    runs.choose(office, library().programmes["office-moves"], ["as-usual"])
    with looking(browser, live_server, person) as looked:
        page, form = looked.page, "form[action$='/change/']"
        looked.go(LIST)
        looked.go(CORE)
        expect(page.get_by_text("One step down.")).to_be_visible()
        looked.go(OFFICE)
        expect(page.get_by_text("Or do one of these today:")).to_be_visible()
        looked.go(FLARE)
        expect(page.get_by_role("button", name="Begin again with")).to_be_visible()
        looked.go(SERIES)
        looked.send(form, do="start")
        looked.look("which one now")
        expect(page.get_by_text("Do all of them")).to_be_visible()
        page.get_by_role("button", name="Pause those").click()
        page.get_by_role("heading", name="Today: 1").wait_for()
        looked.go(CORE)
        expect(page.get_by_text("Waits").first).to_be_visible()
