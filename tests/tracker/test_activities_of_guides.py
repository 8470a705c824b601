"""Activities of the diary that the guides tell about: one id, logged in either way."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from guides.library import library
from guides.practising import ACTIVITY_MINUTES, chosen, limits, plan
from guides.practising import Item as Planned
from tests.tracker.diary import log
from tracker.models import Entry, Person, Routine
from tracker.vocabulary import Activity

START = "/practice/start/"
ACTIVITIES = ("swim", "yoga", "pilates")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def done(screened_client: Client, minutes: str) -> Any:
    sent = {"exercise": "swim", "swim-minutes": minutes, "how": "done", "key": uuid4()}
    return screened_client.post(START, sent)


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_it_stands_once_among_what_can_be_logged(
    screened_client: Client, activity: str
) -> None:
    page = screened_client.get("/").text
    assert page.count(f'<option value="{activity}"') == 1
    assert Activity(activity).label in page
    assert library().exercises[activity].name not in page


@pytest.mark.parametrize(("typed", "minutes"), [("75", 75), ("", None)])
def test_it_is_logged_with_its_minutes_if_they_are_known(
    screened_client: Client, typed: str, minutes: int | None
) -> None:
    assert done(screened_client, typed).status_code == 302
    entry = Entry.objects.get()
    assert (entry.kind, entry.activity) == ("exercise", "swim")
    assert entry.minutes == minutes
    assert "Swim" in screened_client.get("/").text
    assert (
        "You logged it on none"
        not in screened_client.get("/guides/exercises/swim/").text
    )


def test_minutes_that_are_no_number_are_asked_for_again(
    screened_client: Client,
) -> None:
    answer = done(screened_client, "241")
    assert answer.status_code == 422
    assert f"from {ACTIVITY_MINUTES[0]} to {ACTIVITY_MINUTES[1]}" in answer.text
    assert 'value="241"' in answer.text
    assert not Entry.objects.exists()


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_what_was_logged_by_hand_is_seen_on_its_page(
    screened_client: Client, person: Person, activity: str
) -> None:
    address = f"/guides/exercises/{activity}/"
    assert "You logged it on none" in screened_client.get(address).text
    log(person, "exercise", activity=activity, minutes=20)
    assert "20 min" in screened_client.get(address).text
    assert "1 set" not in screened_client.get(address).text


def test_the_player_counts_minutes_down_only_where_they_were_given() -> None:
    swim = library().exercises["swim"]
    assert limits(swim)["minutes"] == ACTIVITY_MINUTES
    for wanted, kinds in (
        ({}, ["ready", "open"]),
        ({"minutes": 9}, ["ready", "timed"]),
    ):
        made = plan([Planned("swim", chosen(swim, wanted))], library().exercises)
        assert [str(phase.kind) for phase in made.sets[0].phases] == kinds


def test_minutes_in_a_routine_can_be_given_and_taken_out(
    screened_client: Client,
) -> None:
    screened_client.post("/practice/routines/", {"name": "Pool", "copy": ""})
    routine = Routine.objects.get()
    address = f"/practice/routines/{routine.pk}/"
    screened_client.post(address, {"name": "Pool", "do": "add", "add": "swim"})
    for typed, amounts in (("30", {"minutes": 30}), ("", {})):
        sent = {"name": "Pool", "do": "save", "swim-minutes": typed}
        assert screened_client.post(address, sent).status_code == 302
        routine.refresh_from_db()
        assert routine.items == [{"exercise": "swim", "amounts": amounts}]
