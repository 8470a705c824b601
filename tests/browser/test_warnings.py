"""The screen of warning signs in a browser: by keyboard, on a phone, without script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from guides.safety.questions import screen
from tests.chromium import PHONE
from tracker.models import Person, WarningScreen

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def ask(page: Page) -> None:
    page.goto("/")
    page.locator("#pain-8").click()
    page.wait_for_url("**/warnings/**")


def tab_to(page: Page, target: Locator, most: int = 80) -> None:
    """Press Tab until the target has focus."""
    for _ in range(most):
        if target.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"not reached by keyboard: {target}")


def is_on_screen(target: Locator) -> bool:
    box = target.bounding_box()
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= 640


def test_answered_by_keyboard_alone(phone: Page, person: Person) -> None:
    ask(phone)
    expect(phone.locator("h1")).to_be_focused()
    phone.keyboard.press("Tab")
    first = phone.get_by_role("group", name=re.compile("numb or tingly"))
    expect(first.get_by_label("Yes")).to_be_focused()
    phone.keyboard.press("Space")
    tab_to(phone, phone.get_by_role("button", name="See what to do"))
    phone.keyboard.press("Enter")
    heading = phone.get_by_role("heading", name="Emergency now")
    expect(heading).to_be_focused()
    tab_to(phone, phone.get_by_role("button", name="I was seen"))
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("I was seen")
    assert WarningScreen.objects.get(person=person).closing == "seen"


def test_the_action_fills_the_first_screen_of_a_phone(
    phone: Page, person: Person
) -> None:
    ask(phone)
    phone.get_by_label("Yes").nth(6).check()
    phone.get_by_role("button", name="See what to do").click()
    expect(phone.get_by_role("heading", name="Emergency now")).to_be_visible()
    assert phone.viewport_size == PHONE
    for words in ("Call your local emergency number", "minutes count", "No one is"):
        assert is_on_screen(phone.get_by_text(words)), words
    expect(phone.locator("main a[href^='/guides/']")).to_have_count(1)
    expect(phone.locator("main").get_by_text("When to get help")).to_have_count(1)


def test_none_of_these_is_one_tap_and_nothing_waits_any_more(
    phone: Page, person: Person
) -> None:
    ask(phone)
    phone.get_by_role("button", name="None of these").click()
    expect(phone.locator("h1")).to_have_text(
        "No warning sign ticked today. If one appears, come back at once."
    )
    expect(phone.locator("h1")).to_be_focused()
    phone.get_by_role("link", name="Back to the diary").click()
    expect(phone.get_by_label(re.compile("^Warning sign"))).to_have_count(0)


def test_the_answers_stay_within_reach_and_cover_no_question(
    phone: Page, person: Person
) -> None:
    ask(phone)
    buttons = [
        phone.get_by_role("button", name=name)
        for name in ("See what to do", "None of these")
    ]
    phone.evaluate("scrollTo(0, 0)")
    assert all(map(is_on_screen, buttons))
    groups = phone.locator(".signs h2")
    assert groups.count() >= 7
    assert phone.locator("fieldset.sign").count() >= 17
    bar, nav = (phone.locator(s).bounding_box() for s in (".sign-actions", ".site-nav"))
    assert bar
    assert nav
    assert bar["y"] + bar["height"] <= nav["y"] + 1
    for tick in phone.locator("fieldset.sign input").all():
        tick.focus()
        box = tick.bounding_box()
        assert box
        assert 0 <= box["y"] <= bar["y"] - box["height"]


def test_the_first_exercise_waits_for_the_safety_questions(
    phone: Page, person: Person
) -> None:
    phone.goto("/practice/start/?exercise=heel-slide")
    expect(phone.locator("h1")).to_be_focused()
    assert phone.locator("fieldset.sign").count() == len(screen().full)
    tab_to(phone, phone.get_by_role("button", name="None of these"), most=90)
    phone.keyboard.press("Enter")
    expect(phone.locator("h1")).to_have_text(
        "No warning sign ticked today. If one appears, come back at once."
    )
    tab_to(phone, phone.get_by_role("link", name="Go on"))
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/practice/start/?exercise=heel-slide")
    expect(phone.locator("#practice-begin")).to_be_visible()


def test_the_safety_questions_need_no_script(
    without_script: Page, person: Person
) -> None:
    page = without_script
    page.goto("/guides/core-strength/")
    page.get_by_role("link", name="Answer them, and the exercise opens").first.click()
    page.get_by_role("button", name="None of these").click()
    page.get_by_role("link", name="Go on").click()
    page.wait_for_url("**/guides/core-strength/")
    expect(page.locator("#exercise-plank")).to_be_visible()


def test_nothing_chosen_keeps_the_page_and_says_what_is_missing(
    without_script: Page, person: Person
) -> None:
    ask(without_script)
    without_script.get_by_role("button", name="See what to do").click()
    expect(without_script.get_by_role("alert")).to_contain_text("Tick what applies")
    without_script.get_by_label("Not sure").nth(5).check()
    without_script.get_by_role("button", name="See what to do").click()
    expect(
        without_script.get_by_role("heading", name="See someone today")
    ).to_be_visible()
    without_script.goto("/")
    expect(without_script.get_by_label("Warning sign")).to_contain_text("today")
