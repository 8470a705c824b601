"""What a browser's fields for numbers, days and times hide, and what is shown then."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from backcare.kinds import HOLDS
from tests.backcare.test_kinds import HIDDEN, SHOWN
from tracker.access import entries, situations_running
from tracker.models import Person

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

KEEPS = """([kind, values]) => values.map(value => {
    const field = document.createElement("input");
    field.type = kind;
    field.value = value;
    return field.value === value;
})"""
LETTERS = {"number": "0159.-+eE, ", "date": "0129-. ", "time": "01259:.- "}
MANY = 4_000


def near(kind: str) -> list[str]:
    """Values of the kind with a letter changed, left out or put in, and chance ones."""
    letters, chance = LETTERS[kind], Random(kind)
    made = ["".join(chance.choices(letters, k=chance.randint(1, 5)))]
    while len(made) < MANY:
        text = chance.choice([*SHOWN[kind], *HIDDEN[kind], made[-1]])
        at = chance.randint(0, len(text))
        letter = chance.choice(["", *letters])
        made.append(text[:at] + letter + text[at + chance.randint(0, 1) :])
    return made


@pytest.mark.parametrize("kind", HOLDS)
def test_a_browser_shows_what_the_rule_says_it_does(
    browser: Browser, kind: str
) -> None:
    """It shows a little more: days of the year 10000, and "1." before an exponent."""
    values = [text for text in (*SHOWN[kind], *HIDDEN[kind], *near(kind)) if text]
    page = browser.new_page()
    kept = dict(zip(values, page.evaluate(KEEPS, [kind, values]), strict=True))
    page.close()
    shown = {value for value in values if HOLDS[kind](value)}
    assert [value for value in shown if not kept[value]] == []
    assert len(shown) > 20
    assert not any(kept[value] for value in HIDDEN[kind])


def type_anything(field: Locator, text: str) -> None:
    """As a browser would send that knows no such field."""
    field.evaluate("field => { field.type = 'text'; }")
    field.fill(text)


def test_what_is_no_number_comes_back_in_sight(phone: Page, person: Person) -> None:
    phone.goto("/")
    phone.locator("#sleep details.more > summary").click()
    hours = phone.locator("#sleep-hours")
    steps = phone.locator(".stepper", has=hours).locator("button")
    expect(steps).to_have_count(2)
    type_anything(hours, "seven or so")
    phone.locator("#sleep-save").click()
    phone.locator("#sleep-hours-error").wait_for()
    expect(hours).to_have_value("seven or so")
    assert hours.evaluate("field => field.scrollWidth <= field.clientWidth")
    # A step from a word would be no number either.
    expect(steps).to_have_count(0)
    expect(phone.locator(".stepper button")).to_have_count(2)
    hours.fill("7")
    phone.locator("#sleep-save").click()
    phone.locator("#sleep .saved").wait_for()
    expect(steps).to_have_count(2)
    expect(hours).to_have_attribute("type", "number")
    assert [night.sleep_minutes for night in entries(person)] == [420]


def test_a_date_that_is_none_goes_with_its_tick(phone: Page, person: Person) -> None:
    phone.goto("/settings/")
    phone.locator("#situations-more > summary").click()
    row = phone.locator(".has-date", has_text="I am pregnant").first
    row.get_by_role("checkbox").check()
    since = row.locator("input:not([type=checkbox])")
    type_anything(since, "in spring")
    phone.locator("#situations-more button", has_text="Save").click()
    row.locator(".field-error").wait_for()
    expect(since).to_have_value("in spring")
    row.get_by_role("checkbox").uncheck()
    expect(since).to_have_value("")
    assert not situations_running(person)
