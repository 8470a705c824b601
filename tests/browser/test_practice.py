"""The player in a browser: led by the clock, saved set by set."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

import pytest
from playwright.sync_api import expect

from tests.conftest import screened
from tests.days import NOON
from tracker.models import Entry, Person, Practice, PracticeSet

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def person(person: Person) -> Person:
    """Somebody who answered the safety questions."""
    return screened(person)


def begin(page: Page, *exercises: str, **amounts: int) -> Practice:
    exercise, *_ = exercises
    page.clock.install(time=NOON)
    page.goto(f"/practice/start/?{urlencode([('exercise', one) for one in exercises])}")
    for name, value in amounts.items():
        page.locator(f"[name={exercise}-{name}]").fill(str(value))
    # From here on time passes only as the test says, however slow the machine is.
    page.clock.pause_at(NOON + timedelta(days=1))
    page.locator("#practice-begin").click()
    page.locator("[data-player]").wait_for()
    return Practice.objects.get()


def phase(page: Page) -> str:
    return page.locator("[data-phase]").inner_text()


def test_it_leads_through_and_logs_what_was_done(phone: Page, person: Person) -> None:
    begin(phone, "figure-four", sets=2)
    assert phase(phone) == "Get ready"
    heard = phone.locator("[data-announce]")
    assert heard.inner_text() == "Get ready: Figure four"
    phone.clock.run_for(11_000)
    assert phase(phone) == "Hold, first side"
    expect(phone.locator("[data-clock]")).to_have_text("14")
    phone.clock.run_for(15_000)
    assert phase(phone) == "Change sides"
    phone.clock.run_for(8_000 + 15_000)
    phone.get_by_text("Saved so far.").wait_for()
    assert PracticeSet.objects.get().seconds == 30
    expect(phone.locator("[data-set]")).to_have_text("Set 2 of 2")
    phone.clock.run_for(90_000)
    phone.wait_for_url(re.compile(r"/practice/[^/]+/$"))
    phone.get_by_role("heading", name="Logged").wait_for()
    entry = Entry.objects.get()
    assert (entry.activity, entry.sets, entry.minutes) == ("figure-four", 2, 1)
    assert entry.person == person


def test_a_locked_screen_does_not_stop_the_clock(phone: Page, person: Person) -> None:
    begin(phone, "figure-four")
    # As a phone does while it is locked: time passes and no timer is called.
    phone.clock.fast_forward(28_000)
    assert phase(phone) == "Change sides"
    expect(phone.locator("[data-clock]")).to_have_text("5")


def test_done_under_a_locked_screen_it_is_logged_for_that_time(
    phone: Page, person: Person
) -> None:
    begin(phone, "figure-four")
    with phone.expect_request("**/sets/1/") as sent:
        phone.clock.fast_forward(48_000 + 240_000)
    told = parse_qs(sent.value.post_data or "")
    assert told["seconds"] == ["30"]
    assert int(told["ago"][0]) in range(235, 245)
    phone.get_by_role("heading", name="Logged").wait_for()


def test_pause_holds_the_time_and_a_killed_page_goes_on(
    phone: Page, person: Person
) -> None:
    begin(phone, "figure-four", sets=2)
    phone.clock.run_for(12_000)
    phone.get_by_role("button", name="Pause").click()
    before = phone.locator("[data-clock]").inner_text()
    phone.clock.run_for(60_000)
    assert phone.locator("[data-clock]").inner_text() == before
    phone.get_by_role("button", name="Go on").click()
    phone.clock.run_for(40_000)
    phone.get_by_text("Saved so far.").wait_for()
    phone.reload()
    expect(phone.locator("[data-set]")).to_have_text("Set 2 of 2")
    phone.get_by_role("button", name="Go on").wait_for()
    phone.get_by_role("button", name="End, and log what I did").click()
    phone.get_by_role("heading", name="Logged").wait_for()
    assert Entry.objects.get().sets is None
    assert Practice.objects.get().ending == "stopped"


def test_a_set_is_sent_again_until_it_is_saved(phone: Page, person: Person) -> None:
    begin(phone, "leg-swing")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Next").click()
    phone.clock.run_for(20_000)
    phone.get_by_role("button", name="Next").click()
    phone.get_by_text("Not saved yet").wait_for()
    assert not PracticeSet.objects.exists()
    phone.context.set_offline(False)
    phone.clock.run_for(60_000)
    phone.get_by_role("heading", name="Logged").wait_for()
    seconds = PracticeSet.objects.get().seconds
    assert seconds == 20


def test_a_breath_is_shown_as_it_is_taken(phone: Page, person: Person) -> None:
    begin(phone, "breath-4-4-4", minutes=1)
    phone.clock.run_for(10_500)
    assert phase(phone) == "Breathe in"
    pause = phone.get_by_role("button", name="Pause").bounding_box()
    bar = phone.locator(".site-nav").bounding_box()
    assert pause
    assert bar
    assert pause["y"] + pause["height"] <= bar["y"]
    air = phone.locator("[data-air]")
    width = "node => parseFloat(node.style.transform.slice('scale('.length))"
    phone.clock.run_for(2_500)
    full = air.evaluate(width)
    phone.clock.run_for(7_000)
    assert phase(phone) == "Breathe out"
    assert air.evaluate(width) < full


def test_ended_in_the_midst_of_a_set_what_was_done_is_logged(
    phone: Page, person: Person
) -> None:
    begin(phone, "leg-swing")
    phone.clock.run_for(10_000 + 125_000)
    phone.get_by_role("button", name="End", exact=True).click()
    phone.get_by_role("heading", name="Logged").wait_for()
    assert Entry.objects.get().minutes == 2


def test_ended_early_the_moves_done_are_counted(phone: Page, person: Person) -> None:
    begin(phone, "heel-slide", sets=2)
    # Ten moves of five seconds on each side, with the change of sides between.
    phone.clock.run_for(10_000 + 50_000 + 8_000 + 50_000)
    phone.get_by_text("Saved so far.").wait_for()
    phone.clock.run_for(20_000 + 5_000 + 50_000 + 8_000 + 16_000)
    phone.get_by_role("button", name="End", exact=True).click()
    phone.get_by_role("heading", name="Logged").wait_for()
    times = PracticeSet.objects.order_by("number")
    assert list(times.values_list("repetitions", "other_side")) == [(10, None), (10, 3)]
    entry = Entry.objects.get()
    assert (entry.sets, entry.repetitions) == (1, 10)
    early = "A set ended early: 10 times on one side, 3 on the other."
    assert entry.text == early
    assert phone.get_by_text(f"times. {early}").is_visible()


def test_one_side_alone_is_called_so(phone: Page, person: Person) -> None:
    begin(phone, "figure-four")
    phone.clock.run_for(10_000 + 15_000 + 3_000)
    phone.get_by_role("button", name="End", exact=True).click()
    phone.get_by_role("heading", name="Logged").wait_for()
    assert phone.get_by_text("the other side was not finished").is_visible()
    assert PracticeSet.objects.get().other_side == 0


def test_what_is_only_skipped_is_not_logged(phone: Page, person: Person) -> None:
    begin(phone, "wall-tuck", sets=2, repetitions=3)
    after = phone.get_by_role("button", name="Next")
    after.click()
    for wait in (4_000, 200, 2_000):  # the second one is passed over
        phone.clock.run_for(wait)
        after.click()
    phone.get_by_text("Saved so far.").wait_for()
    for _ in range(5):
        after.click()
    phone.get_by_role("heading", name="Logged").wait_for()
    assert PracticeSet.objects.get().repetitions == 2
    assert (Entry.objects.get().sets, Entry.objects.get().repetitions) == (1, 2)


def test_all_skipped_is_nothing_done(phone: Page, person: Person) -> None:
    begin(phone, "figure-four")
    for _ in range(4):
        phone.get_by_role("button", name="Next").click()
    phone.get_by_role("heading", name="Nothing was logged").wait_for()
    assert not Entry.objects.exists()


def test_a_name_stands_once_and_minutes_are_told_as_such(
    phone: Page, person: Person
) -> None:
    begin(phone, "cold-pack")
    phone.clock.run_for(10_500)
    screen = phone.locator("[data-player]")
    assert screen.inner_text().count("Cold pack") == 1
    assert phase(phone) == "Go on until the time is up"
    heard = phone.locator("[data-announce]").inner_text()
    assert heard == "Go on until the time is up, 10 minutes"


def test_ended_at_once_nothing_is_logged(phone: Page, person: Person) -> None:
    begin(phone, "leg-swing")
    phone.clock.run_for(13_000)
    phone.get_by_role("button", name="End", exact=True).click()
    phone.get_by_role("heading", name="Nothing was logged").wait_for()
    assert not PracticeSet.objects.exists()


def test_what_has_no_time_is_logged_when_it_is_ended(
    phone: Page, person: Person
) -> None:
    begin(phone, "child-pose")
    phone.clock.run_for(10_000 + 25_000)
    phone.get_by_role("button", name="End", exact=True).click()
    phone.get_by_role("heading", name="Logged").wait_for()
    assert PracticeSet.objects.get().seconds == 25


@pytest.mark.parametrize("width", [320, 360])
def test_a_quarter_of_an_hour_fits_on_a_phone(
    phone: Page, person: Person, width: int
) -> None:
    phone.set_viewport_size({"width": width, "height": 640})
    begin(phone, "heat-pack")
    phone.clock.run_for(10_000)
    expect(phone.locator("[data-clock]")).to_have_text("15:00")
    wide = """e => [...e.children].filter(c => !c.matches(".visually-hidden"))
        .map(c => c.scrollWidth - e.clientWidth)"""
    assert max(phone.locator("[data-player]").evaluate(wide)) <= 0
    done = phone.locator("[data-progress]").evaluate("e => e.value / e.max")
    assert done == pytest.approx(10 / 910, abs=0.01)


def test_without_javascript_the_page_has_its_heading_and_a_button_a_set(
    without_script: Page, person: Person
) -> None:
    page = without_script
    page.goto("/practice/start/?exercise=seated-trunk-turn")
    page.locator("#practice-begin").click()
    page.get_by_role("heading", level=1, name="What you began").wait_for()
    page.get_by_role("button", name="Seated trunk turn: done").click()
    page.wait_for_url("**/#do-seated-trunk-turn")  # not back at the top
    card = page.get_by_role("region", name="Seated trunk turn")
    card.get_by_text("Done.", exact=True).wait_for()
    page.get_by_role("button", name="End, and log what I did").click()
    page.get_by_role("heading", level=1, name="Logged").wait_for()
    assert PracticeSet.objects.count() == 1
