"""The line that says what was saved: whole on a narrow screen, and nothing moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.test_today import moved_by, watch_what_moves
from tracker.models import Person

if TYPE_CHECKING:
    from playwright.sync_api import Page

LONGEST = {"sets": 10, "repetitions": 100, "effort": "moderate"}
TAPS = (
    "pain-4",
    "pain-6",
    "pain-keep-both",
    "sleep-450",
    "sleep-more-button",
    "sleep-quality-5",
    "sleep-undo",
    "drink-none",
    "drink-1",
    "drink-undo",
    "break-none",
    "break-add",
    "break-undo",
    "desk-yes",
    "exercise-none",
    "exercise-save",
    "mark-medicine_change",
    "note-save",
)
CUT = """() => [...document.querySelectorAll(".saved > p")].filter(line => {
    const words = document.createRange();
    words.selectNodeContents(line);
    const [text, card] = [words, line.closest(".card")].map(
        node => node.getBoundingClientRect());
    const below = [...line.closest(".card").querySelectorAll("button, textarea")]
        .filter(one => !one.closest(".saved"))
        .map(one => one.getBoundingClientRect())
        .filter(one => one.width && one.top > text.top);
    return line.scrollHeight > line.clientHeight + 1
        || line.scrollWidth > line.clientWidth + 1
        || text.top < card.top - 1 || text.right > card.right
        || below.some(one => one.top < text.bottom - 1.5);
}).map(line => line.textContent)"""


def fill(page: Page) -> None:
    """What the last forms of the day send."""
    page.locator("#exercise-activity").evaluate(
        "select => { select.closest('details').open = true }"
    )
    page.locator("#exercise-activity").select_option("prone-press-up")
    for name, value in LONGEST.items():
        field = page.locator(f"#exercise [name={name}]").last
        if name == "effort":
            page.locator(f"#exercise [value={value}]").check()
        else:
            field.fill(str(value))
    page.locator("#note-text").fill("A quiet day.")


@pytest.fixture
def with_goals(person: Person) -> Person:
    """Somebody whose figures are as wide as they come."""
    person.water_goal_ml, person.breaks_goal = 2000, 8
    person.exercise_goal_minutes = 90
    person.save()
    return person


@pytest.mark.parametrize("width", [320, 360, 412, 768])
def test_every_line_is_whole_and_nothing_moves(
    phone: Page, with_goals: Person, width: int
) -> None:
    watch_what_moves(phone, width)
    for tapped in TAPS:
        if tapped == "exercise-save":
            fill(phone)
        assert moved_by(phone, tapped) == [], tapped
        phone.locator(".saved").first.wait_for()
        assert phone.evaluate(CUT) == [], tapped


@pytest.mark.parametrize("width", [320, 412])
def test_every_line_is_whole_with_text_of_double_size(
    phone: Page, with_goals: Person, width: int
) -> None:
    phone.set_viewport_size({"width": width, "height": 800})
    phone.goto("/")
    phone.evaluate("document.documentElement.style.fontSize = '200%'")
    for tapped in TAPS:
        if tapped == "exercise-save":
            fill(phone)
        with phone.expect_response("**/entries/**"):
            phone.locator(f"#{tapped}").click()
        phone.locator(".saved").first.wait_for()
        assert phone.evaluate(CUT) == [], tapped
