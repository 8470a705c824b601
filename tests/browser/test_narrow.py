"""A narrow screen: nothing covers anything, and nothing runs out of the page."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.tracker.test_recording import put
from tracker import recording
from tracker.calendar import day_of
from tracker.models import Person
from tracker.vocabulary import Kind

if TYPE_CHECKING:
    from playwright.sync_api import Page


def _today(person: Person) -> date:
    return day_of(timezone.now(), person)


@pytest.mark.parametrize("width", [320, 360, 412, 768, 1280])
@pytest.mark.parametrize("numb", [False, True])
def test_nothing_at_the_head_of_a_day_covers_anything(
    phone: Page, person: Person, width: int, numb: bool
) -> None:
    today = _today(person)
    wednesday = today - timedelta(days=(today.weekday() - 2) % 7 or 7)
    for day in (today, wednesday):
        feelings: dict[str, Any] = {}
        if numb:
            feelings = {"areas": ["calf-left"], "sensations": ["numb"]}
        put(
            person,
            Kind.PAIN,
            now=timezone.now(),
            day=day,
            timed=False,
            score=7,
            **feelings,
        )
    phone.set_viewport_size({"width": width, "height": 640})
    for address in ("/", f"/days/{wednesday}/"):
        phone.goto(address)
        badge = phone.locator("#offers-count a")
        urgent = "Read first" if width < 768 else "Please read this first"
        expect(badge).to_have_text(urgent if numb else "1 guide", use_inner_text=True)
        covering = phone.evaluate(
            """() => {
              const words = node => {
                const range = document.createRange();
                range.selectNodeContents(node);
                return range.getBoundingClientRect();
              };
              const seen = [
                ...document.querySelectorAll(".day-head h1 span, .day-nav a"),
                document.querySelector(".day-head h1").firstChild,
                document.querySelector(".day-jump > summary"),
              ].filter(node => node.textContent.trim()
                && !node.classList?.contains("visually-hidden")
                && (node.nodeType === 3
                  || !getComputedStyle(node).clipPath.startsWith("inset")));
              const badge = document.querySelector("#offers-count a");
              const box = badge.getBoundingClientRect();
              return seen.filter(node => {
                const other = words(node);
                return other.width && other.left < box.right
                  && box.left < other.right && other.top < box.bottom - 1
                  && box.top < other.bottom - 1;
              }).map(node => node.textContent.trim());
            }"""
        )
        assert covering == [], (address, badge.bounding_box())


def test_a_long_word_stays_inside_the_page(failing_phone: Page, person: Person) -> None:
    page, word, today = failing_phone, "W" * 200, _today(person)
    for removed in (True, False):
        now = timezone.now()
        reading = put(person, Kind.PAIN, now=now, day=today, score=4, text=word)
        if removed:
            recording.remove(person, reading.entry, now=now)
    person.containers = [{"name": "W" * 30, "volume_ml": 500}]
    person.save()
    page.set_viewport_size({"width": 320, "height": 640})

    def width() -> int:
        return int(page.evaluate("document.documentElement.scrollWidth"))

    for address in ("/deleted/", f"/days/{today}/pain/", "/"):
        page.goto(address)
        assert width() <= 320, address
    page.locator("#pain .logged > summary").click()
    page.locator("#pain .entry-list").wait_for()
    assert width() <= 320
    page.route("**/entries/note/", lambda route: route.fulfill(status=500))
    page.locator("#note textarea").fill(word * 2)
    page.get_by_role("button", name="Save note").click()
    page.locator(".unsaved").wait_for()
    assert width() <= 320


@pytest.mark.parametrize(
    ("width", "letters", "rows"),
    [
        (360, "100%", [5]),
        (320, "100%", [5]),
        (320, "150%", [3, 2]),
        (320, "200%", [3, 2]),
        (360, "200%", [3, 2]),
    ],
)
def test_how_well_somebody_slept_can_be_tapped_in_large_letters(
    phone: Page, person: Person, width: int, letters: str, rows: list[int]
) -> None:
    now, today = timezone.now(), _today(person)
    put(person, Kind.SLEEP, now=now, day=today, timed=False, sleep_minutes=480)
    phone.set_viewport_size({"width": width, "height": 800})
    phone.goto("/")
    phone.evaluate("size => document.documentElement.style.fontSize = size", letters)
    boxes = phone.locator(".quality > .button").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().toJSON())"
    )
    assert list(Counter(box["top"] for box in boxes).values()) == rows
    assert min(box["width"] for box in boxes) >= (44 if width == 360 else 38)
    outside = """all => all.filter(one => one.scrollWidth > one.clientWidth
        || one.scrollHeight > one.clientHeight).map(one => one.textContent)"""
    assert phone.locator(".quality > *").evaluate_all(outside) == []


@pytest.mark.parametrize("letters", ["100%", "200%"])
def test_words_of_the_navigation_do_not_meet(phone: Page, letters: str) -> None:
    phone.set_viewport_size({"width": 320, "height": 800})
    phone.goto("/")
    phone.evaluate("size => document.documentElement.style.fontSize = size", letters)
    wide = """all => all.map(link => {
        const words = document.createRange();
        words.selectNodeContents(link);
        return words.getBoundingClientRect().width - link.getBoundingClientRect().width;
    })"""
    over = phone.locator(".site-nav a").evaluate_all(wide)
    assert len(over) == 5
    assert max(over) <= 0
