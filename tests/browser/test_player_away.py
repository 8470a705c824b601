"""The player after a long time out of sight: it asks, and does not claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from urllib.parse import parse_qs

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.browser.looking import RULES, RUN, SCHEMES
from tests.browser.test_practice import begin, phase
from tests.browser.waiting import wait_for
from tests.conftest import screened
from tracker.models import Entry, Person, PracticeSet

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request

MINUTE = 60_000
HOUR = 60 * MINUTE
SET = 10_000 + 15_000 + 8_000 + 15_000  # figure four: ready, side, change, side

HIDES = """hides => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hides });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def person(person: Person) -> Person:
    """Somebody who answered the safety questions."""
    return screened(person)


def locked(page: Page, ms: int) -> None:
    """As on a phone that is locked: time passes and no timer is called."""
    page.clock.fast_forward(ms)


def ages(page: Page) -> list[int]:
    """How many seconds ago each set was done, as it is sent; filled in time."""
    found: list[int] = []

    def note(request: Request) -> None:
        if "/sets/" in request.url:
            found.append(int(parse_qs(request.post_data or "")["ago"][0]))

    page.on("request", note)
    return found


def question(page: Page) -> str:
    asked = page.get_by_role("group", name="Did you go on?")
    asked.wait_for()
    return asked.inner_text()


def test_a_cold_pack_under_a_locked_screen_counts(phone: Page, person: Person) -> None:
    begin(phone, "cold-pack")
    phone.clock.run_for(12_000)
    locked(phone, 10 * MINUTE + 4 * MINUTE)
    phone.get_by_role("heading", name="Logged").wait_for()
    assert Entry.objects.get().minutes == 10


def test_away_for_hours_it_asks_and_logs_nothing_by_itself(
    phone: Page, person: Person
) -> None:
    begin(phone, "figure-four", sets=3)
    phone.clock.run_for(SET + 30_000)
    phone.get_by_text("Saved so far.").wait_for()
    locked(phone, 3 * HOUR)
    assert "out of sight for 3 hours" in question(phone)
    heard = phone.locator("[data-announce]")
    expect(heard).to_have_text("Did you go on? This page was out of sight for 3 hours.")
    assert not phone.get_by_role("button", name="Pause").is_visible()
    phone.clock.run_for(10 * MINUTE)
    assert PracticeSet.objects.count() == 1
    phone.reload()  # not answered: what was done so far stays, and can be gone on with
    expect(phone.locator("[data-set]")).to_have_text("Set 2 of 3")
    phone.get_by_role("button", name="Go on").wait_for()
    assert PracticeSet.objects.count() == 1


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_question_is_for_everyone(
    phone: Page, person: Person, scheme: Literal["light", "dark"]
) -> None:
    phone.emulate_media(color_scheme=scheme)
    begin(phone, "figure-four")
    locked(phone, HOUR)
    question(phone)
    phone.clock.resume()  # axe waits by the clock too
    phone.evaluate(AXE_SCRIPT)
    assert phone.evaluate(RUN, RULES) == []
    assert phone.evaluate("document.activeElement.id") == "player-away"
    reached = []
    for _ in range(3):
        phone.keyboard.press("Tab")
        reached.append(phone.locator(":focus").inner_text()[:3])
    assert reached == ["Yes", "No,", "End"]


def test_a_yes_logs_it_for_the_time_it_was_done_at(phone: Page, person: Person) -> None:
    begin(phone, "figure-four", sets=2)
    ago = ages(phone)
    phone.clock.run_for(12_000)
    locked(phone, 3 * HOUR)
    question(phone)
    phone.clock.run_for(MINUTE)  # the answer may take its time
    phone.get_by_role("button", name="Yes, I did it all").click()
    phone.get_by_role("heading", name="Logged").wait_for()
    first, second = PracticeSet.objects.order_by("number")
    assert (first.seconds, second.seconds) == (30, 30)
    far, near = ago
    assert far == pytest.approx(3 * 3600 + 60 + 12 - SET / 1000, abs=2)
    assert far - near == 20 + 5 + (SET - 10_000) // 1000
    assert Entry.objects.get().sets == 2


def test_a_no_goes_back_to_where_it_was(phone: Page, person: Person) -> None:
    begin(phone, "figure-four", sets=2)
    phone.clock.run_for(10_000 + 6_000)
    before = phone.locator("[data-clock]").inner_text()
    locked(phone, 20 * MINUTE)
    question(phone)
    phone.get_by_role("button", name="No, go back to where I was").click()
    assert phase(phone) == "Hold, first side"
    assert phone.locator("[data-clock]").inner_text() == before
    assert phone.locator(":focus").inner_text() == "Pause"
    phone.clock.run_for(SET - 16_000)
    phone.get_by_text("Saved so far.").wait_for()
    assert PracticeSet.objects.get().seconds == 30


def test_ended_there_only_what_was_seen_is_logged(phone: Page, person: Person) -> None:
    begin(phone, "heel-slide", sets=2)
    ago = ages(phone)
    phone.clock.run_for(10_000 + 50_000 + 8_000 + 16_000)
    locked(phone, HOUR)
    question(phone)
    phone.get_by_role("button", name="End, and log what I did before").click()
    phone.get_by_role("heading", name="Logged").wait_for()
    done = PracticeSet.objects.get()
    assert (done.repetitions, done.other_side) == (10, 3)
    assert ago == [pytest.approx(3_600, abs=2)]


def test_in_the_midst_it_can_go_on_by_the_clock(phone: Page, person: Person) -> None:
    begin(phone, "hip-bridge", hold_seconds=300, sets=4)
    phone.clock.run_for(12_000)
    locked(phone, 11 * MINUTE)
    question(phone)
    phone.get_by_role("button", name="Yes, up to now").click()
    expect(phone.locator("[data-set]")).to_have_text("Set 3 of 4")
    wait_for(lambda: PracticeSet.objects.count() == 2, phone)
    assert phone.get_by_role("button", name="Pause").is_visible()


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [("Yes, all that time", 3_620), ("No, go back to where I was", 20)],
)
def test_what_has_no_time_asks_too(
    phone: Page, person: Person, answer: str, seconds: int
) -> None:
    begin(phone, "child-pose")
    phone.clock.run_for(10_000 + 20_000)
    locked(phone, HOUR)
    question(phone)
    phone.get_by_role("button", name=answer).click()
    phone.get_by_role("button", name="Done").click()
    phone.get_by_role("heading", name="Logged").wait_for()
    assert PracticeSet.objects.get().seconds in range(seconds - 1, seconds + 2)


def test_a_yes_does_not_stretch_what_has_no_time(phone: Page, person: Person) -> None:
    begin(phone, "figure-four", "child-pose")
    phone.clock.run_for(12_000)
    locked(phone, HOUR)
    question(phone)
    phone.get_by_role("button", name="Yes, up to now").click()
    assert phase(phone) == "As long as it feels good"
    phone.clock.run_for(20_000)
    phone.get_by_role("button", name="Done").click()
    phone.get_by_role("heading", name="Logged").wait_for()
    assert PracticeSet.objects.get(number=2).seconds in range(19, 22)


def test_a_tab_in_the_background_begins_nothing_unheard(
    phone: Page, person: Person
) -> None:
    begin(phone, "figure-four", sets=2)
    phone.clock.run_for(12_000)
    phone.evaluate(HIDES, True)
    phone.clock.run_for(4 * MINUTE)
    phone.get_by_text("Saved so far.").wait_for()
    assert PracticeSet.objects.count() == 1
    phone.evaluate(HIDES, False)  # not long after: the clock is believed
    phone.get_by_role("heading", name="Logged").wait_for()
    assert PracticeSet.objects.count() == 2


def test_a_tab_left_in_the_background_asks_when_it_is_seen_again(
    phone: Page, person: Person
) -> None:
    begin(phone, "figure-four", sets=2)
    phone.clock.run_for(12_000)
    phone.evaluate(HIDES, True)
    phone.clock.run_for(8 * MINUTE)
    phone.evaluate(HIDES, False)
    question(phone)
    phone.get_by_role("button", name="No, go back to where I was").click()
    expect(phone.locator("[data-set]")).to_have_text("Set 2 of 2")
    assert phase(phone) == "Rest"
    expect(phone.locator("[data-clock]")).to_have_text("20")
    assert PracticeSet.objects.count() == 1


def test_a_tab_that_can_be_heard_leads_on(phone: Page, person: Person) -> None:
    begin(phone, "figure-four", sets=2)
    phone.get_by_role("button", name="Sound").click()
    phone.evaluate(HIDES, True)
    phone.clock.run_for(2 * SET + 30_000)
    phone.get_by_role("heading", name="Logged").wait_for()
    assert PracticeSet.objects.count() == 2
