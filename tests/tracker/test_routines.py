"""Routines: ready ones started as one, and the person's own, changed by buttons."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.test import Client

from tests.conftest import screened, signed_in
from tracker.models import Person, Practice, Routine, Situation

NOW = datetime(2026, 11, 20, 11, tzinfo=UTC)
LIST = "/practice/routines/"
START = "/practice/start/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def browser(person: Person) -> Client:
    return signed_in(screened(person))


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def amount_shown(page: str, name: str) -> str:
    """What the field of an exercise's number holds."""
    [value] = re.findall(rf'<input [^>]*value="([^"]*)"[^>]* name="{name}"', page)
    return str(value)


def make(browser: Client, copy: str = "", name: str = "Mornings") -> Routine:
    browser.post(LIST, {"name": name, "copy": copy})
    return Routine.objects.get(name=name)


def names(routine: Routine) -> list[str]:
    routine.refresh_from_db()
    return [row["exercise"] for row in routine.items]


def press(browser: Client, routine: Routine, do: str, **more: Any) -> Any:
    return browser.post(
        f"{LIST}{routine.pk}/", {"name": routine.name, "do": do, **more}
    )


def test_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(LIST).status_code == 302
    assert client.post(LIST, {"name": "Mine"}).status_code == 401


def test_somebody_else_finds_none(browser: Client, other_person: Person) -> None:
    routine, other = make(browser, "desk"), signed_in(other_person)
    address = f"{LIST}{routine.pk}/"
    assert "Mornings" not in text(other.get(LIST))
    assert other.get(address).status_code == 404
    assert other.post(address, {"name": "Theirs"}).status_code == 404
    assert other.post(f"{address}delete/").status_code == 404
    assert other.get(f"{START}?routine={routine.pk}").status_code == 404
    assert other.post(LIST, {"name": "x", "copy": routine.pk}).status_code == 404
    assert Routine.objects.get().name == "Mornings"


def test_three_are_ready(browser: Client) -> None:
    page = text(browser.get(LIST))
    for name, minutes in (("At your desk", 4), ("On the floor", 10), ("bad day", 3)):
        assert name in page
        assert f"about {minutes} min" in page


def test_ready_routine_starts_as_one_practice(browser: Client) -> None:
    page = text(browser.get(f"{START}?routine=desk"))
    assert amount_shown(page, "shoulder-blade-squeeze-sets") == "3"
    assert 'name="routine" value="desk"' in page
    browser.post(
        START,
        {
            "routine": "desk",
            "exercise": ["shoulder-blade-squeeze", "toe-lift"],
            "shoulder-blade-squeeze-sets": "3",
            "key": uuid4(),
            "how": "start",
        },
    )
    practice = Practice.objects.get()
    assert practice.source == "routine:desk"
    assert [row["exercise"] for row in practice.items] == [
        "shoulder-blade-squeeze",
        "toe-lift",
    ]
    assert practice.items[0]["amounts"]["sets"] == 3


@pytest.mark.parametrize("key", ["juggling", f"{UUID(int=7)}"])
def test_there_is_no_such_routine(browser: Client, key: str) -> None:
    assert browser.get(f"{START}?routine={key}").status_code == 404
    assert browser.post(LIST, {"name": "x", "copy": key}).status_code == 404


def test_made_renamed_and_deleted(browser: Client) -> None:
    routine = make(browser)
    assert names(routine) == []
    press(browser, routine, "save", name="  Before   work ")
    routine.refresh_from_db()
    assert routine.name == "Before work"
    browser.post(f"{LIST}{routine.pk}/delete/")
    assert f"{LIST}{routine.pk}/" not in text(browser.get(LIST))
    assert browser.get(f"{LIST}{routine.pk}/").status_code == 404
    assert browser.get(f"{START}?routine={routine.pk}").status_code == 404


def test_deletion_is_taken_back_at_once(browser: Client) -> None:
    routine = make(browser, "desk")
    before = names(routine)
    answer = browser.post(f"{LIST}{routine.pk}/delete/", follow=True)
    page = text(answer)
    assert "Mornings\N{RIGHT DOUBLE QUOTATION MARK} deleted." in page
    assert f'action="{LIST}{routine.pk}/restore/"' in page
    restored = browser.post(f"{LIST}{routine.pk}/restore/", follow=True)
    assert f'href="{LIST}{routine.pk}/"' in text(restored)
    assert names(routine) == before
    again = browser.get(f"{LIST}?deleted={routine.pk}")
    assert "deleted." not in text(again)


def test_deletion_is_taken_back_until_the_end_of_tomorrow(
    browser: Client, time_machine: Any
) -> None:
    routine = make(browser)
    browser.post(f"{LIST}{routine.pk}/delete/")
    time_machine.move_to(NOW + timedelta(days=1, hours=11), tick=False)
    call_command("purge")
    browser.post(f"{LIST}{routine.pk}/delete/")  # once more, from an old tab
    page = text(browser.get("/deleted/"))
    assert "Mornings" in page
    assert "until the end of Saturday 21 November" in page
    time_machine.move_to(NOW + timedelta(days=2), tick=False)
    assert "Mornings" not in text(browser.get("/deleted/"))
    call_command("purge")
    assert not Routine.objects.exists()
    assert browser.post(f"{LIST}{routine.pk}/restore/").status_code == 404


def test_nobody_else_brings_it_back(browser: Client, other_person: Person) -> None:
    routine, other = make(browser), signed_in(other_person)
    assert other.post(f"{LIST}{routine.pk}/delete/").status_code == 404
    browser.post(f"{LIST}{routine.pk}/delete/")
    assert "Mornings" not in text(other.get("/deleted/"))
    assert "Mornings" not in text(other.get(f"{LIST}?deleted={routine.pk}"))
    assert other.post(f"{LIST}{routine.pk}/restore/").status_code == 404
    routine.refresh_from_db()
    assert routine.removed_at is not None


def test_it_needs_a_name(browser: Client) -> None:
    assert browser.post(LIST, {"name": " "}).status_code == 422
    routine = make(browser, "desk")
    answer = press(browser, routine, "remove:toe-lift", name="")
    assert answer.status_code == 422
    assert "Give it a name." in text(answer)
    assert "toe-lift" in names(routine)


def test_order_by_buttons(browser: Client) -> None:
    routine = make(browser, "desk")
    before = names(routine)
    press(browser, routine, "down:shoulder-blade-squeeze")
    assert names(routine) == [before[1], before[0], *before[2:]]
    press(browser, routine, "up:shoulder-blade-squeeze")
    assert names(routine) == before
    for nothing in ("up:shoulder-blade-squeeze", "down:toe-lift", "up:plank", "turn"):
        press(browser, routine, nothing)
        assert names(routine) == before
    press(browser, routine, "remove:upper-back-arch")
    assert names(routine) == [before[0], *before[2:]]


def test_adding_and_amounts(browser: Client) -> None:
    routine = make(browser)
    press(browser, routine, "add", add="figure-four")
    press(browser, routine, "add", add="figure-four")
    press(browser, routine, "add", add="juggling")
    assert names(routine) == ["figure-four"]
    press(browser, routine, "save", **{"figure-four-sets": "2"})
    routine.refresh_from_db()
    assert routine.items[0]["amounts"]["sets"] == 2
    answer = press(browser, routine, "save", **{"figure-four-sets": "200"})
    assert answer.status_code == 422
    assert "Enter a whole number from 1 to 20." in text(answer)
    assert 'value="200"' in text(answer)
    page = text(browser.get(f"{START}?routine={routine.pk}"))
    assert amount_shown(page, "figure-four-sets") == "2"


def test_what_safety_leaves_out_is_not_named(browser: Client, person: Person) -> None:
    routine = make(browser, "floor")
    Situation.objects.create(
        person=person,
        code="pregnant",
        since=NOW.date() + timedelta(days=70),
        started_on=NOW.date(),
    )
    for page in (text(browser.get(LIST)), text(browser.get(f"{LIST}{routine.pk}/"))):
        assert "Heel slide" not in page
        assert "Lie on your side." in page
    page = text(browser.get(LIST))
    assert "4 exercises of it are left out for now" in page
    press(browser, routine, "add", add="plank")
    assert "plank" not in names(routine)
    assert len(names(routine)) == 5


def test_queries_do_not_grow(
    browser: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(4):
        make(browser, "desk", f"Number {number}")
    with django_assert_max_num_queries(7):
        browser.get(LIST)


def test_safety_questions_come_before_routines(
    browser: Client, other_person: Person
) -> None:
    other = signed_in(other_person)
    for address in (LIST, "/guides/programmes/core-strength/"):
        answer = other.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/safety-questions/?next=")
        assert browser.get(address).status_code == 200
    assert other.get("/guides/programmes/").status_code == 200
