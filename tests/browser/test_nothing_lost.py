"""What was typed and not sent yet outlives other taps, and the night."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.waiting import hold_first, wait_for
from tests.tracker.test_recording import put
from tracker.access import entries
from tracker.calendar import day_of
from tracker.models import Person
from tracker.vocabulary import Kind

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

THOUGHT = "A thought that took ten minutes."


@pytest.fixture
def reading(person: Person) -> None:
    """A reading of an hour ago, which no tap corrects any more."""
    then = timezone.now() - timedelta(hours=1)
    put(person, Kind.PAIN, now=then, day=day_of(then, person), score=3)


def sleep_over(page: Page, time_machine: Any) -> None:
    """The page stays open until the next day."""
    page.goto("/")
    time_machine.move_to(timezone.now() + timedelta(days=1))


@pytest.mark.usefixtures("reading")
def test_words_of_a_reading_are_saved_before_the_next_number(
    phone: Page, person: Person
) -> None:
    phone.goto("/")
    phone.locator("#pain-more > summary").click()
    phone.locator("#pain-feels-stiff").click()
    phone.locator("#pain-text").click()
    phone.keyboard.type("After lifting.")
    phone.locator("#pain-4").click()
    phone.locator("#pain .logged", has_text="2 logged").wait_for()
    expect(phone.locator("#pain-last")).to_contain_text("Last 4")
    found = [(row.score, row.text, row.sensations) for row in entries(person)]
    assert found == [(3, "After lifting.", ["stiff"]), (4, "", None)]


@pytest.mark.usefixtures("reading")
def test_words_typed_while_an_answer_is_awaited_go_before_the_next_number(
    phone: Page, person: Person
) -> None:
    phone.goto("/")
    held = hold_first(phone, "**/details/")
    phone.locator("#pain-more > summary").click()
    with phone.expect_request("**/details/"):
        phone.locator("#pain-feels-stiff").click()
    phone.locator("#pain-text").click()
    phone.keyboard.type("After lifting.")
    with phone.expect_response("**/details/"):
        held[0].continue_()
    phone.locator("#pain .saved", has_text="with its details").wait_for()
    phone.locator("#pain-4").click()
    phone.locator("#pain .logged", has_text="2 logged").wait_for()
    found = [(row.score, row.text) for row in entries(person).order_by("score")]
    assert found == [(3, "After lifting."), (4, "")]


@pytest.mark.usefixtures("reading")
def test_words_of_a_reading_stay_while_nothing_can_be_saved(
    failing_phone: Page, person: Person
) -> None:
    page = failing_phone
    page.goto("/")
    page.context.set_offline(True)
    page.locator("#pain-more > summary").click()
    page.locator("#pain-text").fill("After lifting.")
    page.locator("#pain-4").click()
    expect(page.locator("#pain .unsaved")).to_have_count(2)
    page.context.set_offline(False)
    expect(page.locator("#pain .unsaved")).to_have_count(0)
    expect(page.locator("#pain-last")).to_contain_text("Last 4")
    assert [(r.score, r.text) for r in entries(person)] == [
        (3, "After lifting."),
        (4, ""),
    ]


def test_what_another_form_of_the_card_holds_stays(phone: Page) -> None:
    phone.goto("/")
    phone.locator("#drink details.more > summary").click()
    phone.locator("#drink-amount").fill("330")
    phone.locator("#drink-1").click()
    phone.locator("#drink .saved").wait_for()
    expect(phone.locator("#drink-amount")).to_have_value("330")
    phone.locator("#exercise-activity").select_option("walk")
    phone.locator("#exercise-minutes").fill("20")
    phone.get_by_label("Moderate").check()
    phone.locator("#exercise-none").click()
    phone.locator("#exercise .saved").wait_for()
    expect(phone.locator("#exercise-activity")).to_have_value("walk")
    expect(phone.locator("#exercise-minutes")).to_have_value("20")
    expect(phone.get_by_label("Moderate")).to_be_checked()
    phone.locator("#sleep-450").click()
    phone.locator("#sleep .saved").wait_for()
    phone.locator("#sleep details.more > summary").click()
    phone.locator("#sleep-from").fill("22:10")
    phone.locator("#sleep-quality-4").click()
    phone.locator("#sleep-quality-4[aria-pressed=true]").wait_for()
    expect(phone.locator("#sleep-from")).to_have_value("22:10")
    # What was sent is no longer held against its answer.
    phone.locator("#drink-save").click()
    phone.locator("#drink .card-figure", has_text="580").wait_for()
    expect(phone.locator("#drink-amount")).to_have_value("")


@pytest.mark.parametrize("chosen", [0, 1])
def test_a_new_day_waits_for_the_note_of_the_old_one(
    phone: Page, person: Person, time_machine: Any, chosen: int
) -> None:
    sleep_over(phone, time_machine)
    today = day_of(timezone.now(), person)
    phone.locator("#note-text").click()
    phone.keyboard.type(THOUGHT)
    phone.locator("#drink-1").click()
    moved = phone.locator("#drink [data-moved]")
    moved.wait_for()
    expect(moved).to_contain_text("Saved for the new day.")
    moved.get_by_role("link", name="Please say first which day is meant").click()
    days = phone.locator("#note form button")
    expect(days).to_have_count(2)
    days.nth(chosen).click()
    phone.get_by_text("Water, 250 ml was saved for").wait_for()
    phone.locator(f"input[name=page_day][value='{today}']").first.wait_for(
        state="attached"
    )
    found = {row.kind: (row.day, row.text) for row in entries(person)}
    note_day = today if chosen else today - timedelta(days=1)
    assert found == {"note": (note_day, THOUGHT), "drink": (today, "")}


def test_a_note_for_the_new_day_opens_that_day(
    phone: Page, person: Person, time_machine: Any
) -> None:
    sleep_over(phone, time_machine)
    phone.locator("#note-text").fill(THOUGHT)
    phone.locator("#note-save").click()
    phone.locator("#status", has_text="which day it is for").wait_for()
    phone.locator("#note form button").nth(1).click()
    phone.get_by_text("A new day has begun. Note was saved for").wait_for()
    expect(phone.locator("#note-text")).to_have_value(THOUGHT)
    today = day_of(timezone.now(), person)
    assert phone.title().startswith(f"Today, {today:%A} {today.day}")


def test_a_new_day_waits_for_what_could_not_be_saved(
    failing_phone: Page, person: Person, time_machine: Any
) -> None:
    page = failing_phone
    sleep_over(page, time_machine)
    lost = {"on": True}

    def lose(route: Route) -> None:
        if lost["on"]:
            route.abort()
        else:
            route.continue_()

    page.route("**/entries/pain/", lose)
    page.locator("#pain-4").click()
    page.locator("#pain .unsaved").wait_for()
    page.locator("#drink-1").click()
    page.locator("#drink [data-moved]", has_text="when nothing waits").wait_for()
    lost["on"] = False
    page.locator("#pain .unsaved button", has_text="Try again").click()
    page.get_by_text("A new day has begun. Pain 4 was saved for").wait_for()
    wait_for(lambda: entries(person).count() == 2, page)


def test_buttons_in_a_row_leave_the_last_reading(phone: Page, person: Person) -> None:
    phone.goto("/")
    tap_in_a_row(phone, range(8))
    expect(phone.locator("#pain-last")).to_contain_text("Last 7")
    assert [row.score for row in entries(person)] == [7]
    phone.locator("#pain-undo").click()
    expect(phone.locator("#pain-last")).to_contain_text("Last 6")
    assert [row.score for row in entries(person)] == [6]


def test_a_warning_comes_after_the_taps_that_are_on_their_way(
    phone: Page, person: Person
) -> None:
    phone.goto("/")
    tap_in_a_row(phone, range(11))
    phone.wait_for_url("**/warnings/**")
    assert [row.score for row in entries(person)] == [10]


def test_a_warning_does_not_wait_for_a_line_that_is_down(
    failing_phone: Page, person: Person
) -> None:
    page = failing_phone
    page.goto("/")
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/entries/drink/", lambda route: route.abort())
    page.locator("#drink-1").click()
    page.locator("#drink .unsaved").wait_for()
    page.locator("#pain-9").click()
    page.wait_for_url("**/warnings/**")
    assert [row.score for row in entries(person)] == [9]


def tap_in_a_row(page: Page, scores: range) -> None:
    """Quicker than any answer comes."""
    page.evaluate(
        "all => all.forEach(n => document.getElementById(`pain-${n}`).click())",
        list(scores),
    )


def test_what_is_pasted_is_never_cut_unsaid(phone: Page, person: Person) -> None:
    phone.goto("/")
    phone.locator("#pain-3").click()
    phone.locator("#pain .saved").wait_for()
    phone.locator("#pain-more > summary").click()
    paste(phone, "#pain-text", "x" * 10_001)
    phone.locator("#pain-details-save").click()
    error = phone.locator("#pain .field-error")
    expect(error).to_contain_text("at most 10,000 characters. This one has 10001.")
    expect(phone.locator("#pain-text")).to_have_value("x" * 10_001)
    phone.goto(f"/entries/{entries(person).get().pk}/edit/")
    paste(phone, "#id_text", "y" * 10_001)
    expect(phone.locator("#id_text")).to_have_value("y" * 10_001)


def paste(page: Page, field: str, text: str) -> None:
    page.locator(field).evaluate(
        """(field, text) => {
            field.focus();
            document.execCommand("insertText", false, text);
        }""",
        text,
    )
