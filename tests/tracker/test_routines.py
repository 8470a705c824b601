"""Routines: ready ones started as one, and the person's own, changed by buttons."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.test import Client

from tests.conftest import signed_in
from tests.days import NOON
from tests.pages import text
from tracker.models import Person, Practice, Routine, Situation

LIST = "/practice/routines/"
START = "/practice/start/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


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


def test_somebody_else_finds_none(
    screened_client: Client, other_person: Person
) -> None:
    routine, other = make(screened_client, "desk"), signed_in(other_person)
    address = f"{LIST}{routine.pk}/"
    assert "Mornings" not in text(other.get(LIST))
    assert other.get(address).status_code == 404
    assert other.post(address, {"name": "Theirs"}).status_code == 404
    assert other.post(f"{address}delete/").status_code == 404
    assert other.get(f"{START}?routine={routine.pk}").status_code == 404
    assert other.post(LIST, {"name": "x", "copy": routine.pk}).status_code == 404
    assert Routine.objects.get().name == "Mornings"


def test_three_are_ready(screened_client: Client) -> None:
    page = text(screened_client.get(LIST))
    for name, minutes in (("At your desk", 4), ("On the floor", 10), ("bad day", 3)):
        assert name in page
        assert f"about {minutes} min" in page


def test_ready_routine_starts_as_one_practice(screened_client: Client) -> None:
    page = text(screened_client.get(f"{START}?routine=desk"))
    assert amount_shown(page, "shoulder-blade-squeeze-sets") == "3"
    assert 'name="routine" value="desk"' in page
    screened_client.post(
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
def test_there_is_no_such_routine(screened_client: Client, key: str) -> None:
    assert screened_client.get(f"{START}?routine={key}").status_code == 404
    assert screened_client.post(LIST, {"name": "x", "copy": key}).status_code == 404


def test_made_renamed_and_deleted(screened_client: Client) -> None:
    routine = make(screened_client)
    assert names(routine) == []
    press(screened_client, routine, "save", name="  Before   work ")
    routine.refresh_from_db()
    assert routine.name == "Before work"
    screened_client.post(f"{LIST}{routine.pk}/delete/")
    assert f"{LIST}{routine.pk}/" not in text(screened_client.get(LIST))
    assert screened_client.get(f"{LIST}{routine.pk}/").status_code == 404
    assert screened_client.get(f"{START}?routine={routine.pk}").status_code == 404


def test_deletion_is_taken_back_at_once(screened_client: Client) -> None:
    routine = make(screened_client, "desk")
    before = names(routine)
    answer = screened_client.post(f"{LIST}{routine.pk}/delete/", follow=True)
    page = text(answer)
    assert "Mornings\N{RIGHT DOUBLE QUOTATION MARK} deleted." in page
    assert f'action="{LIST}{routine.pk}/restore/"' in page
    restored = screened_client.post(f"{LIST}{routine.pk}/restore/", follow=True)
    assert f'href="{LIST}{routine.pk}/"' in text(restored)
    assert names(routine) == before
    again = screened_client.get(f"{LIST}?deleted={routine.pk}")
    assert "deleted." not in text(again)


def test_deletion_is_taken_back_until_the_end_of_tomorrow(
    screened_client: Client, time_machine: Any
) -> None:
    routine = make(screened_client)
    screened_client.post(f"{LIST}{routine.pk}/delete/")
    time_machine.move_to(NOON + timedelta(days=1, hours=11), tick=False)
    call_command("purge")
    screened_client.post(f"{LIST}{routine.pk}/delete/")  # once more, from an old tab
    page = text(screened_client.get("/deleted/"))
    assert "Mornings" in page
    assert "until the end of Saturday 21 November" in page
    time_machine.move_to(NOON + timedelta(days=2), tick=False)
    assert "Mornings" not in text(screened_client.get("/deleted/"))
    call_command("purge")
    assert not Routine.objects.exists()
    assert screened_client.post(f"{LIST}{routine.pk}/restore/").status_code == 404


def test_nobody_else_brings_it_back(
    screened_client: Client, other_person: Person
) -> None:
    routine, other = make(screened_client), signed_in(other_person)
    assert other.post(f"{LIST}{routine.pk}/delete/").status_code == 404
    screened_client.post(f"{LIST}{routine.pk}/delete/")
    assert "Mornings" not in text(other.get("/deleted/"))
    assert "Mornings" not in text(other.get(f"{LIST}?deleted={routine.pk}"))
    assert other.post(f"{LIST}{routine.pk}/restore/").status_code == 404
    routine.refresh_from_db()
    assert routine.removed_at is not None


def test_it_needs_a_name(screened_client: Client) -> None:
    assert screened_client.post(LIST, {"name": " "}).status_code == 422
    routine = make(screened_client, "desk")
    answer = press(screened_client, routine, "remove:toe-lift", name="")
    assert answer.status_code == 422
    assert "Give it a name." in text(answer)
    assert "toe-lift" in names(routine)


def test_order_by_buttons(screened_client: Client) -> None:
    routine = make(screened_client, "desk")
    before = names(routine)
    press(screened_client, routine, "down:shoulder-blade-squeeze")
    assert names(routine) == [before[1], before[0], *before[2:]]
    press(screened_client, routine, "up:shoulder-blade-squeeze")
    assert names(routine) == before
    for nothing in ("up:shoulder-blade-squeeze", "down:toe-lift", "up:plank", "turn"):
        press(screened_client, routine, nothing)
        assert names(routine) == before
    press(screened_client, routine, "remove:upper-back-arch")
    assert names(routine) == [before[0], *before[2:]]


def test_adding_and_amounts(screened_client: Client) -> None:
    routine = make(screened_client)
    press(screened_client, routine, "add", add="figure-four")
    press(screened_client, routine, "add", add="figure-four")
    press(screened_client, routine, "add", add="juggling")
    assert names(routine) == ["figure-four"]
    press(screened_client, routine, "save", **{"figure-four-sets": "2"})
    routine.refresh_from_db()
    assert routine.items[0]["amounts"]["sets"] == 2
    answer = press(screened_client, routine, "save", **{"figure-four-sets": "200"})
    assert answer.status_code == 422
    assert "Enter a whole number from 1 to 20." in text(answer)
    assert 'value="200"' in text(answer)
    page = text(screened_client.get(f"{START}?routine={routine.pk}"))
    assert amount_shown(page, "figure-four-sets") == "2"


def test_what_safety_leaves_out_is_not_named(
    screened_client: Client, person: Person
) -> None:
    routine = make(screened_client, "floor")
    Situation.objects.create(
        person=person,
        code="pregnant",
        since=NOON.date() + timedelta(days=70),
        started_on=NOON.date(),
    )
    for page in (
        text(screened_client.get(LIST)),
        text(screened_client.get(f"{LIST}{routine.pk}/")),
    ):
        assert "Heel slide" not in page
        assert "Lie on your side." in page
    page = text(screened_client.get(LIST))
    assert "4 exercises of it are left out for now" in page
    press(screened_client, routine, "add", add="plank")
    assert "plank" not in names(routine)
    assert len(names(routine)) == 5


def test_queries_do_not_grow(
    screened_client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(4):
        make(screened_client, "desk", f"Number {number}")
    with django_assert_max_num_queries(7):
        screened_client.get(LIST)


def test_safety_questions_come_before_routines(
    screened_client: Client, other_person: Person
) -> None:
    other = signed_in(other_person)
    for address in (LIST, "/guides/programmes/core-strength/"):
        answer = other.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/safety-questions/?next=")
        assert screened_client.get(address).status_code == 200
    assert other.get("/guides/programmes/").status_code == 200
