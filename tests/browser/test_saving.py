"""Taps that cannot be saved at once: said, kept, and saved once and in order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import cookies_of, open_context
from tests.browser.waiting import hold_first, wait_for
from tests.conftest import make_person, signed_in
from tracker.access import entries
from tracker.models import Person
from tracker.vocabulary import Kind

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page
    from pytest_django.live_server_helper import LiveServer

UNSAVED = ".unsaved"


def stored(person: Person) -> list[int | None]:
    """The volumes that were drunk, in the order they were written."""
    rows = entries(person).filter(kind=Kind.DRINK).order_by("pk")
    return [row.volume_ml for row in rows]


def change_session(page: Page, person: Person | None) -> None:
    """What signing out, or signing in in another tab, does to the cookies."""
    page.context.clear_cookies()
    if person is not None:
        address = page.evaluate("location.origin")
        page.context.add_cookies(cookies_of(signed_in(person), address))  # type: ignore[arg-type]


def come_back(page: Page) -> None:
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_taps_without_a_network_are_kept_in_order(
    failing_phone: Page, person: Person
) -> None:
    person.containers = [
        {"name": "Cup", "volume_ml": 150},
        {"name": "Glass", "volume_ml": 250},
    ]
    person.save()
    page = failing_phone
    page.goto("/")
    page.context.set_offline(True)
    page.get_by_role("button", name="Glass").click()
    page.get_by_role("button", name="Cup").click()
    lines = page.locator(f"#drink {UNSAVED}")
    expect(lines).to_have_count(2)
    expect(lines.first).to_contain_text("Not saved yet: Water, + Glass 250 ml.")
    expect(lines.first).to_contain_text("The server cannot be reached.")
    expect(page.locator("#drink .card-figure")).to_have_text("not logged")
    expect(page.locator("#status")).to_contain_text("Not saved yet")
    page.context.set_offline(False)
    expect(lines).to_have_count(0)
    expect(page.locator("#drink .card-figure")).to_contain_text("400")
    assert stored(person) == [250, 150]


def test_a_tap_can_be_left_out(failing_phone: Page, person: Person) -> None:
    page = failing_phone
    page.goto("/")
    page.route("**/entries/drink/", lambda route: route.fulfill(status=500))
    page.get_by_role("button", name="Glass").click()
    expect(page.locator(UNSAVED)).to_contain_text("The server had a problem.")
    page.get_by_role("button", name="Leave it out").click()
    expect(page.locator(UNSAVED)).to_have_count(0)
    page.unroute("**/entries/drink/")
    page.get_by_role("button", name="Glass").click()
    expect(page.locator("#drink .card-figure")).to_contain_text("250")
    assert stored(person) == [250]


def test_a_tap_can_be_left_out_while_it_is_tried_again(
    failing_phone: Page, person: Person
) -> None:
    page, held = failing_phone, list[Route]()
    page.goto("/")
    page.route("**/entries/drink/", lambda route: held.append(route))
    page.get_by_role("button", name="Glass").click()
    wait_for(lambda: len(held) == 1, page)
    held[0].fulfill(status=500)
    page.get_by_role("button", name="Try again").click()
    wait_for(lambda: len(held) == 2, page)
    page.get_by_role("button", name="Leave it out").click()
    held[1].fulfill(status=500)
    expect(page.locator("#status")).to_have_text("Left out: Water, + Glass 250 ml.")
    expect(page.locator(UNSAVED)).to_have_count(0)
    page.unroute("**/entries/drink/")
    page.get_by_role("button", name="Glass").click()
    expect(page.locator("#drink .card-figure")).to_contain_text("250")
    assert stored(person) == [250]


@pytest.mark.parametrize("finger", [False, True], ids=["mouse", "finger"])
def test_a_press_during_which_its_card_is_swapped_counts_once(
    browser: Browser, live_server: LiveServer, person: Person, finger: bool
) -> None:
    context = open_context(browser, live_server.url, person, has_touch=finger)
    page = context.new_page()
    page.goto("/")
    held = hold_first(page, "**/entries/drink/")
    page.locator("#drink-1").click()
    wait_for(lambda: held, page)
    with pressed(page.locator("#drink-1"), finger):
        held[0].continue_()
        page.locator("#drink .saved").wait_for()
    expect(page.locator("#drink .card-figure")).to_contain_text("500")
    page.locator("#break-add").click()
    page.locator("#break .saved").wait_for()
    assert stored(person) == [250, 250]
    context.close()


@contextmanager
def pressed(button: Locator, finger: bool) -> Iterator[None]:
    """A mouse button, or a finger, is down on a button of the page."""
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page = button.page
    if not finger:
        page.mouse.move(x, y)
        page.mouse.down()
        yield
        page.mouse.up()
        return
    touch = page.context.new_cdp_session(page)
    down = {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
    touch.send("Input.dispatchTouchEvent", down)
    yield
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_tap_is_saved_only_for_who_tapped(
    failing_phone: Page, person: Person
) -> None:
    other = make_person("kim")
    page = failing_phone
    page.goto("/")
    change_session(page, None)
    page.get_by_role("button", name="Glass").click()
    line = page.locator(UNSAVED)
    expect(line).to_contain_text("You are signed out.")
    link = line.get_by_role("link", name="Sign in in a new tab")
    expect(link).to_have_attribute("target", "_blank")
    change_session(page, other)
    come_back(page)
    expect(line).to_contain_text("Somebody else is signed in now")
    assert stored(other) == []
    change_session(page, person)
    come_back(page)
    expect(line).to_have_count(0)
    assert stored(person) == [250]
    assert stored(other) == []


def test_what_is_ticked_while_an_answer_is_awaited_stays(
    failing_phone: Page, person: Person
) -> None:
    page = failing_phone
    page.goto("/")
    page.locator("#pain-4").click()
    details = page.locator("#pain-more")
    details.wait_for()
    details.locator("summary").click()
    held = hold_first(page, "**/details/")
    with page.expect_request("**/details/"):
        page.get_by_label("Dull", exact=True).check()
    page.get_by_label("Stiff", exact=True).check()
    wait_for(lambda: held, page)
    with page.expect_response("**/details/"):
        held[0].continue_()
    expect(page.get_by_label("Stiff", exact=True)).to_be_checked()
    expect(details.locator("summary")).to_contain_text("stiff", ignore_case=True)
    (reading,) = entries(person).filter(kind=Kind.PAIN)
    assert reading.sensations == ["dull", "stiff"]


def test_a_note_that_waits_is_named_once(failing_phone: Page) -> None:
    page = failing_phone
    page.goto("/")
    page.route("**/entries/note/", lambda route: route.fulfill(status=500))
    page.locator("#note textarea").fill("sat too long")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator(UNSAVED)).to_contain_text("Not saved yet: Note, sat too long.")
