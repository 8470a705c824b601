"""Ways through the app that people take, from the first start to signing out."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.backcare.conftest import Start, data, free_port, prepared, start
from tests.browser.conftest import Watched
from tests.browser.filling import log
from tests.browser.waiting import PATIENCE_MS, wait_for
from tests.chromium import PHONE
from tests.conftest import screened
from tracker.access import entries, situations_running, warning_screens
from tracker.calendar import day_of
from tracker.models import Person
from tracker.vocabulary import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Response

__all__ = ["data", "prepared", "start"]

NAME, PASSWORD = "robin", "a few words in a row"


def test_from_the_one_time_link_to_signing_out(
    browser: Browser, start: Start, data: Path
) -> None:
    """On a phone in the home network: plain HTTP, under a name of its own."""
    port = free_port()
    address = f"http://backcare.test:{port}"
    server = start(
        port=port,
        BACKCARE_DATA=str(data),
        BACKCARE_BIND="0.0.0.0",
        BACKCARE_URL=address,
    )
    link = re.search(rf"^{address}/set-up/\S+$", server.output, re.MULTILINE)
    assert link, server.output
    assert "not encrypted" in server.output
    context = browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        locale="en-GB",
        timezone_id="Europe/Lisbon",
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    watched = Watched(page, address)
    assert page.goto(link[0])
    assert not page.evaluate("isSecureContext")
    _set_up(page)
    _welcome(page)
    _log_a_day(page)
    _see_it_charted(page)
    _open_a_guide(page)
    _sign_out_and_in(page)
    context.close()
    assert watched.wrong == []


def _set_up(page: Page) -> None:
    page.get_by_label("Name to sign in with").fill(NAME)
    for number in (1, 2):
        page.locator(f"[name=password{number}]").fill(PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url("**/welcome/**")


def _welcome(page: Page) -> None:
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Lisbon")
    page.get_by_label("Year of birth").fill("1980")
    page.get_by_label("I work at a desk").check()
    page.get_by_role("button", name="Save and begin").click()
    page.get_by_role("heading", level=1, name="Today").wait_for()


def _log_a_day(page: Page) -> None:
    page.locator("#pain-4").click()
    page.locator("#pain .saved").wait_for()
    page.locator("#sleep-300").click()
    page.locator("#sleep .saved").wait_for()
    page.locator("#drink-1").click()
    page.locator("#drink .saved").wait_for()
    page.locator("#break-add").click()
    page.locator("#break .saved").wait_for()
    page.reload()
    page.locator("#pain-last", has_text="Last 4").wait_for()
    page.locator("#sleep", has_text=re.compile("5.h")).wait_for()


def _see_it_charted(page: Page) -> None:
    page.get_by_role("link", name="Trends").click()
    page.get_by_role("heading", level=1, name="Trends").wait_for()
    # A chart is fetched and drawn once it is near.
    canvas = "[data-chart=pain] canvas"
    page.locator(canvas).scroll_into_view_if_needed()
    chart = f"window.Chart?.getChart(document.querySelector('{canvas}'))"
    wait_for(lambda: page.evaluate(f"{chart}?.data.datasets.length"), page)
    drawn = page.evaluate(f"{chart}.data.datasets[0].data.at(-1)")
    assert drawn == 4
    page.locator("#numbers-pain > summary").click()
    last = page.locator("#table-pain tbody tr").last
    last.wait_for()
    assert float(last.locator("td").first.inner_text()) == drawn


def _open_a_guide(page: Page) -> None:
    page.get_by_role("link", name="Today", exact=True).click()
    page.locator("#offers").get_by_role("link", name="Sleep and pillows").click()
    page.get_by_role("heading", level=1, name="Sleep and pillows").wait_for()
    page.get_by_text("because you slept").wait_for()


def _sign_out_and_in(page: Page) -> None:
    page.get_by_role("link", name="Settings", exact=True).click()
    page.get_by_role("link", name="Second step and passkeys").click()
    page.get_by_text("do not work under this address").wait_for()
    page.get_by_role("link", name="Settings", exact=True).click()
    page.get_by_role("link", name="Sign out").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")
    page.get_by_label("Name or e-mail").fill(NAME)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator("#pain-last", has_text="Last 4").wait_for()


def test_a_day_is_opened_from_the_month(phone: Page, person: Person) -> None:
    today = day_of(timezone.now(), person)
    day = today - timedelta(days=1)
    log(person, Kind.PAIN, day, score=6)
    phone.goto("/")
    phone.get_by_role("link", name="History").click()
    phone.get_by_role("heading", level=1, name=f"{today:%B %Y}").wait_for()
    if day.month != today.month:
        phone.get_by_role("link", name="month before").click()
    name = f"{day:%A} {day.day} {day:%B}, pain 6.0"
    phone.get_by_role("link", name=name).click()
    phone.wait_for_url(f"**/days/{day}/")
    phone.locator("#pain-last", has_text="Last 6").wait_for()
    assert phone.title().startswith(f"{day:%A} {day.day} {day:%B}")


def test_guides_are_searched_and_marked(phone: Page, person: Person) -> None:
    phone.goto("/guides/")
    phone.get_by_role("searchbox").fill("pillow")
    phone.keyboard.press("Enter")
    phone.get_by_role("status").filter(has_text="best fit first").wait_for()
    first = phone.locator("#guides li h2").first
    expect(first).to_have_text("Sleep and pillows")
    first.get_by_role("link").click()
    helped = phone.get_by_role("button", name="Helped", exact=True)
    helped.click()
    phone.locator("#mark-helped[aria-pressed=true]").wait_for()
    phone.goto("/guides/?topic=sleep")
    phone.locator("#guides li", has_text="Helped").wait_for()


def test_an_exercise_is_found_and_logged_without_javascript(
    without_script: Page, person: Person
) -> None:
    screened(person)
    page = without_script
    page.goto("/guides/")
    page.get_by_role("link", name="All exercises and techniques").click()
    page.get_by_label("Where").select_option("thigh")
    page.get_by_label("Position").select_option("standing")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/guides/exercises/?area=thigh&position=standing&*")
    page.get_by_role("link", name="Leg swing").click()
    page.get_by_role("heading", name="Step by step").wait_for()
    page.get_by_role("link", name="Start, or log it").click()
    page.get_by_role("button", name="I did this already").click()
    page.get_by_role("heading", name="Logged").wait_for()
    page.goto("/guides/exercises/leg-swing/")
    done = page.get_by_role("region", name="When you did it")
    done.get_by_text(re.compile(": 5 min$")).wait_for()


def test_a_warning_is_answered_by_keyboard_alone(phone: Page, person: Person) -> None:
    phone.goto("/")
    phone.locator("#pain-9").focus()
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/warnings/**")
    phone.locator("h1:focus").wait_for()
    _tab_to(phone, "input[type=checkbox]")
    phone.keyboard.press("Space")
    _tab_to(phone, "main form button")
    phone.keyboard.press("Enter")
    phone.get_by_text("What you ticked").wait_for()
    phone.locator("h1:focus").wait_for()
    answered = warning_screens(person).get()
    assert answered.answered_at is not None
    assert answered.action in ("E", "D")
    assert entries(person).get().score == 9


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def test_a_warning_is_answered_without_javascript(
    without_script: Page, person: Person
) -> None:
    page = without_script
    page.goto("/")
    page.locator("#pain-9").click()
    page.wait_for_url("**/warnings/**")
    page.get_by_role("button", name="See what to do").click()
    page.get_by_role("alert").wait_for()
    page.get_by_role("button", name="None of these").click()
    expect(page.locator("h1")).to_contain_text("No warning sign ticked today.")
    answered = warning_screens(person).get()
    assert (answered.action, answered.answers) == ("", {})
    page.goto("/")
    page.locator("#pain-last", has_text="Last 9").wait_for()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_back_in_the_browser_never_leads_to_a_conflict(
    request: pytest.FixtureRequest, person: Person, script: bool
) -> None:
    page: Page = request.getfixturevalue("phone" if script else "without_script")
    statuses: list[int] = []

    def note(answer: Response) -> None:
        statuses.append(answer.status)

    page.on("response", note)
    page.goto("/")
    page.locator("#drink-1").click()
    page.locator("#drink .saved").wait_for()
    page.get_by_role("link", name="Guides", exact=True).click()
    page.wait_for_url("**/guides/")
    page.go_back()
    page.locator("#drink-1").click()
    page.locator("#drink .saved").wait_for()
    page.locator("#pain-4").click()
    page.locator("#pain .saved").wait_for()
    page.get_by_role("link", name="History").click()
    page.wait_for_url("**/history/**")
    page.go_back()
    page.locator("#pain-6").click()
    page.locator("#pain-last", has_text="Last 6").wait_for()
    page.locator("#note-text").fill("One.")
    page.locator("#note-save").click()
    page.locator("#note .saved").wait_for()
    page.get_by_role("link", name="History").click()
    page.wait_for_url("**/history/**")
    page.go_back()
    page.locator("#note-text").fill("Two.")
    page.locator("#note-save").click()
    wait_for(lambda: entries(person).get(kind=Kind.NOTE).text == "Two.", page)
    page.locator("#note .saved").wait_for()
    page.reload()
    expect(page.locator("#note-text")).to_have_value("Two.")
    assert {status for status in statuses if status >= 400} == set()
    kept = entries(person)
    assert kept.filter(kind=Kind.DRINK).count() == 2
    assert kept.get(kind=Kind.PAIN).score == 6
    assert kept.get(kind=Kind.NOTE).text == "Two."


def test_what_is_ticked_by_mistake_goes_with_its_date(
    phone: Page, person: Person
) -> None:
    """A date alone counts as a tick: it must not stay where nobody sees it."""
    phone.goto("/settings/")
    phone.get_by_text("Something applies to me").click()
    box = phone.get_by_label("I am pregnant", exact=True)
    due = phone.locator("[name=since_pregnant]")
    box.check()
    due.fill((timezone.now().date() + timedelta(days=90)).isoformat())
    box.uncheck()
    expect(due).to_be_hidden()
    phone.get_by_label("I do heavy work").check()
    phone.locator("form", has=due).get_by_role("button").last.click()
    wait_for(lambda: situations_running(person), phone)
    assert [row.code for row in situations_running(person)] == ["heavy-work"]


def test_without_javascript_a_date_is_in_sight(
    without_script: Page, person: Person
) -> None:
    without_script.goto("/settings/")
    without_script.get_by_text("Something applies to me").click()
    expect(without_script.locator("[name=since_pregnant]")).to_be_visible()


def test_without_javascript_a_chart_is_its_sentence_and_table(
    without_script: Page, person: Person
) -> None:
    log(person, Kind.PAIN, day_of(timezone.now(), person), score=4)
    page = without_script
    page.goto("/trends/")
    expect(page.get_by_text("Each table holds the same numbers.")).to_be_visible()
    expect(page.locator(".chart").first).to_be_hidden()
    page.locator("#numbers-pain > summary").click()
    page.locator("#numbers-pain").get_by_role("link").click()
    page.locator("#numbers-pain").get_by_role("cell", name="4.0").first.wait_for()
