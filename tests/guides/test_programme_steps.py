"""What the page of a programme says of its steps, so that somebody tired finds them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from guides.models import ProgrammeRun
from tests.conftest import screened, signed_in
from tests.guides.test_programme_pages import (
    BIRTH,
    CORE,
    DAY,
    FLARE,
    LIST,
    NOW,
    SERIES,
    TODAY,
    did,
    do,
    log,
    text,
)
from tracker.models import Person, Situation
from tracker.recording import Draft, record
from tracker.vocabulary import Kind

OFFICE = f"{LIST}office-moves/"
STRENGTH = f"{LIST}back-muscle-strength/"
BEGIN = "/practice/start/?"

pytestmark = pytest.mark.django_db
Travel = Callable[[datetime], None]


@pytest.fixture(autouse=True)
def travel(time_machine: Any) -> Travel:
    def to(moment: datetime) -> None:
        time_machine.move_to(moment, tick=False)

    to(NOW)
    return to


@pytest.fixture
def browser(person: Person) -> Client:
    return signed_in(screened(person))


def mark_flare(person: Person, day: int) -> None:
    moment = NOW + day * DAY
    draft = Draft(Kind.MARK, uuid4(), moment.date(), None, {"mark": "flare"})
    record(person, draft, now=moment)


# Longer with a step than it asks for


def test_a_step_that_is_open_may_be_done_again(browser: Client, person: Person) -> None:
    do(browser, "start")
    assert "Do this one today" not in text(browser.get(SERIES))
    for name in ("prone-rest", "prone-prop"):
        did(person, name)
    page = text(browser.get(SERIES))
    assert "Today: 3: press up" in page
    first = f"{BEGIN}exercise=prone-rest&amp;programme=mckenzie-series"
    second = f"{BEGIN}exercise=prone-rest&amp;exercise=prone-prop&amp;programme="
    assert page.count("Do this one today") == 2
    assert f'href="{first}"' in page
    assert f'href="{second}mckenzie-series"' in page
    assert ": 2: prop on your forearms</span></a>" in page
    sent = browser.get(second.replace("&amp;", "&") + "mckenzie-series")
    assert text(sent).count('name="exercise"') == 2


def test_one_of_several_may_be_done_again(
    browser: Client, person: Person, travel: Travel
) -> None:
    do(browser, "start", OFFICE)
    for day in range(3):
        travel(NOW + day * DAY)
        did(person, "desk-lean", NOW + day * DAY)
    log(person, Kind.PAIN, NOW + 2 * DAY, score=2)
    page = text(do(browser, "choose", OFFICE, choice="as-usual"))
    assert "Today: At home" in page
    assert "Or do one of these today:" in page
    assert f'{BEGIN}exercise=crossed-leg-turn&amp;programme=office-moves">' in page


def test_nothing_is_begun_from_a_pause(browser: Client, person: Person) -> None:
    do(browser, "start")
    did(person, "prone-rest")
    assert ">Now<" in text(browser.get(SERIES))
    page = text(do(browser, "pause"))
    assert page.count(">Waits<") == 2
    assert ">Now<" not in page
    assert ">Open<" not in page
    assert BEGIN not in page


# What safety leaves out


def test_neighbours_that_are_left_out_share_a_line(
    browser: Client, person: Person
) -> None:
    do(browser, "start", STRENGTH)
    due = TODAY + DAY * 7 * 25  # 15 weeks
    Situation.objects.create(
        person=person, code="pregnant", started_on=TODAY, since=due
    )
    page = text(browser.get(STRENGTH))
    why = "3 steps are left out for now, because it does not suit pregnancy from 14"
    assert page.count(why) == page.count("left out for now") == 1
    series = text(browser.get(SERIES))
    assert "3 steps are left out for now" in series
    assert "4: lean back while standing" in series


def test_where_one_of_several_is_left_nothing_is_to_pick(
    browser: Client, person: Person
) -> None:
    assert "Pick one." in text(do(browser, "start", OFFICE))
    due = TODAY + DAY * 7 * 23  # 17 weeks
    Situation.objects.create(
        person=person, code="pregnant", started_on=TODAY, since=due
    )
    page = text(browser.get(OFFICE))
    assert page.count('name="exercise" value="standing-back-bend"') == 2
    assert "Pick one." not in page
    assert page.count('name="exercise"') == 2


# How much


def test_where_the_dose_counts_nothing_its_note_says_how_much(browser: Client) -> None:
    page = text(do(browser, "start", STRENGTH))
    assert "A few lifts are enough to begin with." in page
    page = text(do(browser, "start", BIRTH, also="both"))
    assert "No set count. Do a few, a few times a day" in page
    page = text(do(browser, "start", SERIES, also="both"))
    assert "2 to 3 minutes" in page
    assert "This is the most." not in page  # the counts of today say so


def test_when_all_is_done_nothing_urges_on(
    browser: Client, person: Person, travel: Travel
) -> None:
    urges = '<button class="button button-primary">Start</button>'
    calm = '<button class="button">Start</button>'
    page = text(do(browser, "start"))
    assert urges in page
    assert "0 of up to 8 done.</strong> Fewer is fine." in page
    for name in ("prone-rest", "prone-prop", "prone-press-up"):
        did(person, name)
    page = text(browser.get(SERIES))
    assert "1 of up to 8 done.</strong> Up to 7 left. Fewer is fine." in page
    assert "Next at 14:00." in page
    assert calm in page
    for _round in range(7):
        did(person, "prone-press-up")
    travel(NOW + DAY / 6)
    page = text(browser.get(SERIES))
    assert "8 of up to 8 done.</strong> That is the most for a day." in page
    assert "Next: tomorrow." in page
    assert "while you are awake" not in page
    assert calm in page


# The days of a flare


def test_a_cold_pack_counts_on_the_days_of_its_step(
    browser: Client, person: Person, travel: Travel
) -> None:
    do(browser, "start", FLARE)
    log(person, Kind.RELIEF, NOW, activity="cold-pack-in-a-flare", minutes=10)
    travel(NOW + 3 * DAY)
    page = text(browser.get(FLARE))
    assert page.count(">Over<") == 2
    assert page.count("Done on 1 day.") == 1


def test_a_new_flare_begins_with_day_1(
    browser: Client, person: Person, travel: Travel
) -> None:
    anew = "Begin again with day 1"
    assert anew not in text(do(browser, "start", FLARE))
    travel(NOW + 30 * DAY)
    assert anew in text(browser.get(FLARE))
    assert anew not in text(do(browser, "start", CORE, also="both"))
    page = text(do(browser, "anew", FLARE))
    assert "Today: Day 1" in page
    assert anew not in page
    days = ProgrammeRun.objects.filter(programme="flare-days", ended_on=None)
    assert days.get().started_on == (NOW + 30 * DAY).date()


def test_a_new_flare_counts_from_its_mark(
    browser: Client, person: Person, travel: Travel
) -> None:
    do(browser, "start", FLARE)
    travel(NOW + 31 * DAY)
    mark_flare(person, 30)
    assert "Today: Days 2 and 3" in text(do(browser, "anew", FLARE))


def test_what_is_not_begun_cannot_begin_again(browser: Client) -> None:
    assert "Start this programme" in text(do(browser, "anew", FLARE))
    assert not ProgrammeRun.objects.exists()
