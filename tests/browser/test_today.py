"""A day logged in a browser: by thumb, by keyboard, and without JavaScript."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.waiting import wait_for
from tests.tracker.test_recording import put
from tracker.access import entries
from tracker.calendar import day_of
from tracker.days import Day, days_between
from tracker.models import Person
from tracker.vocabulary import Kind

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

ACTIVATIONS_AT_MOST = 9


def today_of(person: Person) -> Day:
    today = day_of(timezone.now(), person)
    (day,) = days_between(person, today, today)
    return day


def test_a_day_takes_nine_taps(phone: Page, person: Person) -> None:
    phone.goto("/")
    for card in ("pain", "sleep", "drink"):
        box = phone.locator(f"#{card}").bounding_box()
        button = phone.locator(f"#{card} button").first.bounding_box()
        assert box is not None
        assert button is not None
        bar = phone.locator(".site-nav").bounding_box()
        assert bar is not None
        limit = bar["y"] if bar["y"] > 320 else 640
        assert button["y"] + button["height"] <= limit, card
    taps = 0

    def tap(card: str, name: str) -> None:
        nonlocal taps
        taps += 1
        phone.locator(f"#{card}").get_by_role("button", name=name).first.click()

    tap("pain", "4")
    tap("sleep", "7 h 30 min")
    for _ in range(3):
        tap("drink", "Glass")
    for _ in range(2):
        tap("break", "+ Break")
    phone.locator("#pain .saved").wait_for()
    phone.locator("#sleep .saved").wait_for()
    phone.locator("#break .card-figure").get_by_text("2").wait_for()
    phone.locator("#drink .card-figure").get_by_text("750").wait_for()
    assert taps <= ACTIVATIONS_AT_MOST
    day = today_of(person)
    assert (day.pain_mean, day.sleep_minutes) == (4.0, 450)
    assert (day.water_ml, day.breaks) == (750, 2)


def test_a_tap_says_that_it_is_saved_and_undo_takes_it_back(
    phone: Page, person: Person
) -> None:
    phone.goto("/")
    phone.locator("#pain-4").click()
    phone.locator("#pain .saved").wait_for()
    status = phone.locator("#status")
    status.get_by_text(re.compile(r"Pain 4 .*saved\. Undo is there\.")).wait_for()
    expect(status).to_have_attribute("aria-live", "polite")
    phone.locator("#pain-undo").click()
    phone.locator("#pain .saved", has_text="taken back").wait_for()
    assert not entries(person).exists()


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_when_a_card_is_swapped(
    phone: Page, person: Person, width: int
) -> None:
    today = _today(person)
    for score in (6, 5):
        put(person, Kind.PAIN, now=timezone.now(), day=today, score=score)
    put(person, Kind.DRINK, now=timezone.now(), day=today, volume_ml=250)
    put(person, Kind.BREAK, now=timezone.now(), day=today)
    put(
        person,
        Kind.SLEEP,
        now=timezone.now(),
        day=today,
        timed=False,
        sleep_minutes=480,
    )
    watch_what_moves(phone, width)
    for tapped in ("sleep-more-button", "drink-1", "drink-undo", "break-add"):
        assert moved_by(phone, tapped) == [], tapped


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_moves_on_the_first_taps_of_a_day(phone: Page, width: int) -> None:
    watch_what_moves(phone, width)
    phone.locator("#exercise-activity").select_option("walk")
    phone.locator("#exercise-minutes").fill("20")
    for tapped in (
        "pain-4",
        "sleep-300",
        "sleep-quality-5",
        "drink-1",
        "exercise-save",
        "break-add",
        "desk-yes",
        "mark-stress",
        "pain-6",
        "pain-keep-both",
    ):
        assert moved_by(phone, tapped) == [], tapped
    phone.locator("#offers .offer-link").first.wait_for()
    phone.locator("#pain summary", has_text="2 logged mean 5.0").wait_for()
    phone.locator("#note-text").fill("A quiet day.")
    assert moved_by(phone, "note-save") == []


FRAMES = """async () => {
    for (let frame = 0; frame < 6; frame += 1) await new Promise(requestAnimationFrame);
}"""
"""Drawn frames, in which what moves would have moved: on Today nothing is animated."""


def watch_what_moves(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(
        """window.moved = [];
        new PerformanceObserver(list => list.getEntries().forEach(
            entry => window.moved.push(entry.value)
        )).observe({type: "layout-shift", buffered: true});
        window.settled = 0;
        document.addEventListener("htmx:afterSettle", () => window.settled++);"""
    )
    page.goto("/")


def moved_by(page: Page, tapped: str) -> list[float]:
    """What the browser saw move once an element was tapped and the answer swapped."""
    page.locator(f"#{tapped}").scroll_into_view_if_needed()
    page.evaluate(FRAMES)
    page.evaluate("window.moved.length = window.settled = 0")
    page.locator(f"#{tapped}").click()
    wait_for(lambda: page.evaluate("window.settled"), page)
    page.evaluate(FRAMES)
    moved: list[float] = page.evaluate("window.moved")
    return moved


def test_a_tap_that_is_lost_is_tried_again_with_the_same_id(
    failing_phone: Page, person: Person
) -> None:
    failing_phone.goto("/")
    lost = {"answers": 2}

    def lose(route: Route) -> None:
        if lost["answers"] == 2:
            lost["answers"] -= 1
            route.abort()
        elif lost["answers"] == 1:
            lost["answers"] -= 1
            route.fetch()
            route.abort()
        else:
            route.continue_()

    failing_phone.route("**/entries/**", lose)
    failing_phone.locator("#drink-1").click()
    unsaved = failing_phone.locator("#drink .unsaved")
    unsaved.get_by_text("Not saved yet").wait_for()
    assert not entries(person).exists()
    failing_phone.locator("#drink .saved").wait_for()
    unsaved.wait_for(state="detached")
    assert lost["answers"] == 0
    assert [row.volume_ml for row in entries(person)] == [250]


def test_a_day_by_keyboard_alone(phone: Page, person: Person) -> None:
    phone.goto("/")

    def tab_to(name: str) -> None:
        for _ in range(150):
            phone.keyboard.press("Tab")
            here = phone.evaluate("document.activeElement.id")
            if here == name:
                return
        raise AssertionError(f"{name} is not reached by Tab")

    tab_to("pain-4")
    phone.keyboard.press("Enter")
    phone.locator("#pain .saved").wait_for()
    phone.locator("#pain-4:focus").wait_for()
    tab_to("sleep-450")
    phone.keyboard.press("Space")
    phone.locator("#sleep .saved").wait_for()
    phone.locator("#sleep :focus").wait_for()
    tab_to("drink-1")
    phone.keyboard.press("Enter")
    phone.locator("#drink .saved").wait_for()
    phone.locator("#drink-1:focus").wait_for()
    day = today_of(person)
    assert (day.pain_worst, day.sleep_minutes, day.water_ml) == (4, 450, 250)


def test_where_it_hurts_is_ticked_on_the_map(phone: Page, person: Person) -> None:
    phone.goto("/")
    phone.locator("#pain-3").click()
    phone.locator("#pain-more > summary").click()
    phone.locator("label:has(#pain-lower_back-left-box) use").click()
    phone.locator("#pain .saved", has_text="with its details").wait_for()
    phone.locator("#pain-more[open]").wait_for()
    phone.get_by_role("checkbox", name="Stiff").focus()
    phone.keyboard.press("Space")
    phone.locator("#pain-more > summary", has_text="stiff").wait_for()
    entry = entries(person).get()
    assert (entry.areas, entry.sensations) == (["lower_back-left"], ["stiff"])


def test_a_day_without_javascript(without_script: Page, person: Person) -> None:
    page = without_script
    page.goto("/")
    page.locator("#pain-4").click()
    page.locator("#pain .saved").wait_for()
    page.locator("#sleep-450").click()
    page.locator("#sleep .saved").wait_for()
    page.locator("#drink-1").click()
    page.locator("#drink .card-figure").get_by_text("250").wait_for()
    page.locator("#drink-1").click()
    page.locator("#drink .card-figure").get_by_text("500").wait_for()
    page.locator("#break-add").click()
    page.locator("#break .saved").wait_for()
    page.locator("#mark-stress").click()
    wait_for(lambda: today_of(person).marks, page)
    page.locator("#note-text").fill("A quiet day.")
    page.locator("#note-save").click()
    page.locator("#note .saved").wait_for()
    day = today_of(person)
    assert (day.pain_worst, day.sleep_minutes) == (4, 450)
    assert (day.water_ml, day.breaks) == (500, 1)
    assert day.marks == {"stress"}
    assert day.has_note is True
    page.locator("#note-text").fill("")
    page.locator("#note-save").click()
    wait_for(lambda: not today_of(person).has_note, page)
    page.locator("#note-undo").click()
    wait_for(lambda: today_of(person).has_note, page)
    expect(page.locator("#note-text")).to_have_value("A quiet day.")


def test_a_past_day_is_corrected(phone: Page, person: Person) -> None:
    today = day_of(timezone.now(), person)
    day = today - timedelta(days=1)
    put(
        person,
        Kind.SLEEP,
        now=timezone.now(),
        day=day,
        timed=False,
        sleep_minutes=300,
    )
    phone.goto("/")
    phone.locator("a[rel=prev]").click()
    phone.wait_for_url(f"**/days/{day}/")
    phone.locator("#offers", has_text="Sleep and pillows").wait_for()
    phone.locator("#sleep details.more > summary").click()
    phone.locator("#sleep-hours").fill("8")
    phone.locator("#sleep-minutes").fill("0")
    phone.locator("#sleep-save").click()
    phone.locator("#sleep .saved").wait_for()
    phone.locator("#offers", has_text="Nothing stands out").wait_for()
    expect(phone.locator("#offers-count a")).to_have_count(0)
    night = entries(person).get()
    assert (night.sleep_minutes, night.day, night.backfilled) == (480, day, True)


def test_a_guide_is_opened_from_an_entry(phone: Page, person: Person) -> None:
    phone.goto("/")
    expect(phone.locator("#offers-count a")).to_have_count(0)
    phone.locator("#sleep-300").click()
    phone.locator("#offers-count").get_by_role("link", name="1 guide").click()
    offer = phone.locator("#offers .offer-link", has_text="Sleep and pillows")
    offer.wait_for()
    phone.get_by_text("Because you slept").wait_for()
    offer.click()
    phone.get_by_role("heading", level=1, name="Sleep and pillows").wait_for()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_an_urgent_guide_is_seen_wherever_the_person_is(
    phone: Page, width: int
) -> None:
    phone.set_viewport_size({"width": width, "height": 640})
    phone.goto("/")
    phone.locator("#pain-6").click()
    phone.locator("#pain-more > summary").click()
    phone.locator("#pain-calf-left-box").focus()
    phone.keyboard.press("Space")
    phone.locator("#pain-more > summary", has_text="calf").wait_for()
    phone.locator("#pain-feels-numb").click()
    phone.get_by_role("button", name="None of these").click()
    expect(phone.locator("h1")).to_contain_text("No warning sign ticked today.")
    phone.goto("/")
    in_sight(phone, "Please read this first" if width > 400 else "Read first")
    assert not phone.evaluate(COVERS_THE_HEADING)
    phone.locator("#pain-more > summary").click()
    phone.locator("#pain-text").fill("Since this morning.")
    phone.locator("#pain-details-save").click()
    phone.locator("#pain .saved", has_text="with its details").wait_for()
    phone.locator("#pain-details-save").scroll_into_view_if_needed()
    in_sight(phone, "Please read this first")


COVERS_THE_HEADING = """() => {
    const words = document.createRange();
    words.selectNodeContents(document.querySelector(".day-head h1").firstChild);
    const mark = document.querySelector("#offers-count a").getBoundingClientRect();
    const [name] = [...words.getClientRects()].filter((box) => box.width > 1);
    return mark.left < name.right && mark.top < name.bottom;
}"""


def in_sight(page: Page, link: str) -> None:
    place = page.get_by_role("link", name=link)
    place.wait_for()
    box = place.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 640 - box["height"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_sideways_scrolling_at_320(phone: Page, person: Person, scheme: str) -> None:
    put(person, Kind.PAIN, now=timezone.now(), day=_today(person), score=6)
    phone.set_viewport_size({"width": 320, "height": 640})
    phone.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    phone.goto("/")
    wide = phone.evaluate("document.documentElement.scrollWidth")
    assert wide <= 320


def _today(person: Person) -> date:
    return day_of(timezone.now(), person)
