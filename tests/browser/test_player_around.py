"""The player and what is around it: the line, the keys, the ear, the screen's sleep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import cookies_of, open_context
from tests.browser.test_practice import begin, phase
from tests.browser.waiting import wait_for
from tests.conftest import screened, signed_in
from tracker.models import Entry, Person, PracticeSet

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route
    from pytest_django.live_server_helper import LiveServer


@pytest.fixture
def person(person: Person) -> Person:
    """Somebody who answered the safety questions."""
    return screened(person)


# Before the page's own script: what it asks of the browser is noted.
NOTES = """
window.asked = [];
const lock = { release: () => asked.push("sleep"), addEventListener: () => {} };
Object.defineProperty(navigator, "wakeLock", {
  value: { request: async () => { asked.push("awake"); return lock; } } });
window.AudioContext = class { constructor() { asked.push("sound"); throw Error(); } };
speechSynthesis.speak = (one) => asked.push(`says ${one.text}`);
speechSynthesis.getVoices = () => [{ localService: false, lang: "en-GB" }];
"""


def test_an_answer_that_is_lost_stores_the_set_once(
    failing_phone: Page, person: Person
) -> None:
    page = failing_phone
    lost: list[str | None] = []
    begin(page, "wall-tuck", sets=2, repetitions=2)

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
            return
        route.fetch()
        lost.append(route.request.post_data)
        route.abort()

    page.route("**/sets/**", lose)
    page.clock.run_for(10_000 + 10_000)
    page.get_by_text("Not saved yet").wait_for()
    assert PracticeSet.objects.count() == 1
    page.clock.run_for(2_000)
    page.get_by_text("Saved so far.").wait_for()
    page.clock.run_for(60_000)
    page.get_by_role("heading", name="Logged").wait_for()
    assert lost
    assert (Entry.objects.get().sets, Entry.objects.get().repetitions) == (2, 2)


def test_the_keyboard_alone_is_enough(phone: Page, person: Person) -> None:
    phone.clock.install()
    phone.goto("/practice/start/?exercise=figure-four")
    phone.locator("#practice-begin").focus()
    phone.keyboard.press("Enter")
    phone.locator("[data-player]").wait_for()
    reached: list[str] = []
    for _ in range(16):  # past the links of the page
        phone.keyboard.press("Tab")
        focused = phone.locator(":focus")
        reached.append(focused.inner_text())
        if reached[-1] == "Pause":
            break
    assert reached[-1] == "Pause"
    phone.keyboard.press("Space")
    assert phone.locator(":focus").inner_text() == "Go on"
    phone.keyboard.press("Space")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    assert phase(phone) == "Hold, first side"
    for _ in range(2):
        phone.keyboard.press("Tab")
    assert phone.locator(":focus").inner_text() == "End"


def heard_in(page: Page, seconds: int) -> list[str]:
    """What a screen reader is told in that time."""
    page.evaluate(
        """() => { const heard = []; window.heard = heard;
        new MutationObserver(() => heard.push(
            document.querySelector("[data-announce]").textContent))
        .observe(document.querySelector("[data-announce]"), { childList: true }); }"""
    )
    for _ in range(seconds):
        page.clock.run_for(1_000)
    told: list[str] = page.evaluate("heard")
    return told


@pytest.mark.parametrize(
    ("exercise", "told"),
    [
        ("breath-4-4-4", ["Breathe in", "Hold", "Breathe out", "Breathe in"]),
        ("hug-knees", ["1 of 10", "2 of 10", "3 of 10"]),
    ],
)
def test_a_pace_is_heard_in_few_words(
    phone: Page, person: Person, exercise: str, told: list[str]
) -> None:
    begin(phone, exercise)
    assert heard_in(phone, 23) == told


def test_phases_are_heard_and_seconds_are_not(phone: Page, person: Person) -> None:
    begin(phone, "figure-four")
    assert heard_in(phone, 40) == [
        "Hold, first side, 15 seconds",
        "Change sides, 8 seconds",
        "Hold, other side, 15 seconds",
    ]
    live = phone.locator("[data-player] [aria-live], [data-player] [role=status]")
    assert "data-clock" not in "".join(
        live.evaluate_all("es => es.map(e => e.outerHTML)")
    )


def test_the_next_set_is_heard_in_a_short_rest(phone: Page, person: Person) -> None:
    begin(phone, "five-point-support", sets=2)
    phone.clock.run_for(10_000 + 5_500)
    assert phase(phone) == "Rest"
    heard = phone.locator("[data-announce]")
    assert heard.inner_text() == "Rest, then set 2 of 2"
    phone.clock.run_for(3_000)
    assert heard.inner_text() == "Hold, 5 seconds"


def test_silent_until_asked_and_kept_awake_while_it_runs(
    phone: Page, person: Person
) -> None:
    phone.add_init_script(NOTES)
    begin(phone, "figure-four")
    phone.clock.run_for(12_000)
    assert phone.evaluate("asked") == ["awake"]
    voice = phone.locator("[data-voice]")
    assert not voice.is_visible()  # the only voice would send words away
    phone.get_by_role("button", name="Pause").click()
    phone.get_by_role("button", name="Go on").click()
    wait_for(lambda: phone.evaluate("asked") == ["awake", "sleep"], phone)


@pytest.mark.parametrize("led", [True, False])
def test_what_moves_can_be_put_away(phone: Page, person: Person, led: bool) -> None:
    if led:
        begin(phone, "heel-slide")
    else:
        phone.goto("/guides/exercises/heel-slide/")
    moving, still = phone.locator(".moving .figure"), phone.locator(".stills .figure")
    assert moving.is_visible()
    assert still.first.is_visible() is not led
    phone.get_by_text("In motion").focus()
    phone.keyboard.press("Enter")
    assert not moving.is_visible()
    assert still.first.is_visible()


def test_what_does_not_move_keeps_its_picture(phone: Page, person: Person) -> None:
    begin(phone, "foot-soak")
    assert phone.locator(".stills .figure").is_visible()


def test_still_where_motion_is_reduced(
    browser: Browser, live_server: LiveServer, person: Person
) -> None:
    context = open_context(browser, live_server.url, person, reduced_motion="reduce")
    page = context.new_page()
    begin(page, "breath-4-4-4")
    page.clock.run_for(11_000)
    assert phase(page) == "Breathe in"
    assert not page.locator("[data-air]").is_visible()
    assert not page.locator(".moving").is_visible()
    assert page.locator(".stills .figure").first.is_visible()
    context.close()


def sign_in(page: Page, live_server: LiveServer, person: Person | None) -> None:
    """Whoever is signed in now, as by another tab of the same browser."""
    page.context.clear_cookies()
    if person is not None:
        page.context.add_cookies(cookies_of(signed_in(person), live_server.url))  # type: ignore[arg-type]
        page.request.get("/")  # the token of the new session


def test_after_signing_in_again_it_is_saved(
    failing_phone: Page, live_server: LiveServer, person: Person, other_person: Person
) -> None:
    page = failing_phone
    begin(page, "leg-swing")
    sign_in(page, live_server, None)
    page.clock.run_for(10_000 + 20_000)
    page.get_by_role("button", name="Next").click()
    page.get_by_text("Not saved yet: you are signed out.").wait_for()
    sign_in(page, live_server, other_person)
    page.clock.run_for(40_000)
    page.get_by_text("somebody else is signed in now").wait_for()
    assert not PracticeSet.objects.exists()
    sign_in(page, live_server, person)
    page.clock.run_for(40_000)
    page.get_by_role("heading", name="Logged").wait_for()
    assert Entry.objects.get().person == person
