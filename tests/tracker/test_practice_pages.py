"""The pages of a practice: what will be done, the player, what was done."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from guides.library import library
from tests.conftest import screened
from tests.days import NOON
from tests.tracker.test_recording import put
from tracker.models import Entry, Person, Practice, PracticeSet, WarningScreen
from tracker.vocabulary import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture
def person(person: Person) -> Person:
    """Somebody who answered the safety questions."""
    return screened(person)


def begin(browser: Client, **fields: object) -> Practice:
    sent = {"exercise": "heel-slide", "key": uuid4(), "how": "start", **fields}
    answer = browser.post("/practice/start/", sent)
    assert answer.status_code == 302, answer.content.decode()
    return Practice.objects.latest("started_at")


def test_from_start_to_the_diary(person_client: Client) -> None:
    practice = begin(person_client, **{"heel-slide-sets": "2"})
    address = f"/practice/{practice.pk}/"
    page = person_client.get(address).content.decode()
    assert '"repetitions": 10' in page
    assert "data-fresh" in page
    for number in (1, 2):
        sent = person_client.post(
            f"{address}sets/{number}/",
            {"seconds": 100},
            headers={"BackCare-Player": "1"},
        )
        assert sent.status_code == 204
    person_client.post(f"{address}finish/")
    entry = Entry.objects.get()
    assert (entry.activity, entry.sets, entry.minutes) == ("heel-slide", 2, 3)
    assert "Heel slide: 3\xa0min, 2 sets of 10" in _text(person_client, address)


def test_a_killed_page_goes_on_where_it_was(person_client: Client) -> None:
    practice = begin(person_client, **{"heel-slide-sets": "3"})
    address = f"/practice/{practice.pk}/"
    person_client.post(f"{address}sets/1/", {"seconds": "60"})
    page = person_client.get(address).content.decode()
    assert 'data-done="1"' in page
    assert "data-fresh" not in page
    assert "set 1 of 3: done" not in page
    assert "set 2 of 3: done" in page


def test_what_is_open_is_not_forgotten(person_client: Client) -> None:
    practice = begin(person_client)
    sent = {"exercise": "child-pose", "key": uuid4(), "how": "start"}
    answer = person_client.post("/practice/start/", sent)
    assert answer.status_code == 409
    assert f"/practice/{practice.pk}/finish/" in answer.content.decode()
    assert "Go on with it" in _text(person_client, "/practice/start/?exercise=plank")


def test_today_leads_back_to_what_was_begun(person_client: Client) -> None:
    assert "did not end it" not in _text(person_client, "/")
    practice = begin(person_client)
    address = f"/practice/{practice.pk}/"
    page = _text(person_client, "/")
    assert "You began Heel slide and did not end it." in page
    assert f'href="{address}"' in page
    person_client.post(f"{address}sets/1/", {"seconds": 60})
    person_client.post(f"{address}finish/")
    assert "did not end it" not in _text(person_client, "/")


def test_with_an_open_warning_it_can_only_be_ended(person_client: Client) -> None:
    practice = begin(person_client, pain="9")
    page = _text(person_client, "/")
    assert f'href="/practice/{practice.pk}/"' not in page
    assert f'action="/practice/{practice.pk}/finish/"' in page


def test_when_to_stop_is_said_once(person_client: Client) -> None:
    page = _text(person_client, "/practice/start/?exercise=cold-pack")
    assert page.count("When to stop:") == 1


def test_done_already_is_logged_without_the_timer(person_client: Client) -> None:
    begin(person_client, how="done")
    entry = Entry.objects.get()
    assert (entry.activity, entry.repetitions) == ("heel-slide", 10)
    assert Practice.objects.get().finished_at is not None


def test_cold_goes_on_no_longer_than_it_should(person_client: Client) -> None:
    page = person_client.get("/practice/start/?exercise=cold-pack").content.decode()
    minutes = 'inputmode="numeric" id="cold-pack-minutes" name="cold-pack-minutes"'
    assert f'value="10" min="1" max="15" {minutes}>' in page
    sent = {"exercise": "cold-pack", "cold-pack-minutes": "25", "key": uuid4()}
    refused = person_client.post("/practice/start/", {**sent, "how": "start"})
    assert refused.status_code == 422
    assert "Enter a whole number from 1 to 15." in refused.content.decode()
    person_client.post("/practice/start/", {**sent, "how": "done"})
    assert Entry.objects.get().minutes == 25  # what was done is logged as it was


def test_breath_is_held_as_its_name_says(person_client: Client) -> None:
    page = person_client.get("/practice/start/?exercise=breath-4-4-4").content.decode()
    assert 'name="breath-4-4-4-minutes"' in page
    assert "hold_seconds" not in page
    sent = {"breath-4-4-4-hold_seconds": "60", "exercise": "breath-4-4-4"}
    answer = person_client.post("/practice/start/", {**sent, "how": "start"})
    assert answer.status_code == 422


def test_player_tells_the_dose_and_each_set_beside_its_steps(
    person_client: Client,
) -> None:
    names = ["heel-slide", "hip-bridge"]
    practice = begin(person_client, exercise=names, **{"heel-slide-repetitions": "12"})
    page = person_client.get(f"/practice/{practice.pk}/").content.decode()
    slide, bridge = page.split('data-exercise="')[1:]
    assert "<p>12 times, on each side.</p>" in slide
    assert slide.count("/sets/1/") == 1
    assert "/sets/2/" not in slide
    assert "<p>2 sets, hold for 30 seconds.</p>" in bridge
    assert bridge.count("set 2 of 2: done") == 1


def test_player_says_once_more_who_should_leave_it_out(person_client: Client) -> None:
    practice = begin(person_client, exercise="foot-soak")
    page = person_client.get(f"/practice/{practice.pk}/").content.decode()
    before = page.index("You have diabetes with numb feet")
    assert before < page.index("First read who must not soak.")
    assert "<title>Warm foot soak" in page
    assert "Take your feet out if it feels hot" in page


def test_done_already_in_a_row_is_one_practice(person_client: Client) -> None:
    names = ["single-knee-to-chest", "heel-slide"]
    sent = {"exercise": names, "key": str(uuid4()), "how": "done", "pain": "4"}
    for _ in range(2):
        answer = person_client.post("/practice/start/", sent, follow=True)
    page = answer.content.decode()
    assert "Single knee to chest: 2\xa0min, 10 times" in page
    assert "Heel slide: 2\xa0min, 10 times" in page
    practice = Practice.objects.get()
    readings = Entry.objects.filter(kind="pain")
    assert [row.score for row in readings] == [4]
    person_client.post(f"/practice/{practice.pk}/delete/")
    assert not Entry.objects.filter(kind="exercise", removed_at__isnull=True).exists()


def test_amounts_that_cannot_be_are_refused_and_kept(person_client: Client) -> None:
    sent = {"exercise": "heel-slide", "heel-slide-sets": "99x", "key": uuid4()}
    answer = person_client.post("/practice/start/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter a whole number from 1 to 20." in page
    assert 'value="99x"' in page
    assert not Practice.objects.exists()


def test_pain_before_and_after(person_client: Client) -> None:
    practice = begin(person_client, pain="4")
    address = f"/practice/{practice.pk}/"
    person_client.post(f"{address}sets/1/", {"seconds": 9})
    person_client.post(f"{address}finish/")
    for score in ("3", "3", "x"):
        person_client.post(f"{address}pain/", {"pain": score})
    scores = Entry.objects.filter(kind=Kind.PAIN).values_list("score", flat=True)
    assert list(scores) == [4, 3]
    assert "Pain afterwards: 3." in _text(person_client, address)


def test_a_warning_sign_comes_before_the_player(person_client: Client) -> None:
    sent = {"exercise": "leg-swing", "key": uuid4(), "how": "start", "pain": "9"}
    answer = person_client.post("/practice/start/", sent)
    screen = WarningScreen.objects.get(answered_at=None)
    assert answer["Location"] == f"/warnings/{screen.pk}/"
    practice = Practice.objects.get()
    page = _text(person_client, f"/practice/{practice.pk}/")
    assert "Nothing of this fits now" in page


def test_what_safety_leaves_out_is_not_started(
    person: Person, person_client: Client
) -> None:
    put(person, Kind.PAIN, score=7, now=NOON)
    page = _text(person_client, "/practice/start/?exercise=plank")
    assert "Plank is left out, because your pain was 7 or more" in page
    assert 'name="how"' not in page
    sent = {"exercise": "plank", "key": uuid4(), "how": "start"}
    for how in ("start", "done"):
        answer = person_client.post("/practice/start/", sent | {"how": how})
        assert answer.status_code == 409
    assert not PracticeSet.objects.exists()


@pytest.mark.parametrize("name", ["heel-slide", "cold-pack", "desk-lean"])
def test_start_tells_the_verdict_of_the_exercise(
    person_client: Client, name: str
) -> None:
    verdict = library().evidence[library().exercises[name].evidence].verdict
    page = _text(person_client, f"/practice/start/?exercise={name}")
    assert f"Evidence: {verdict}" in page
    assert f'href="/guides/exercises/{name}/"' in page


def test_a_mistake_is_taken_back(person_client: Client) -> None:
    practice = begin(person_client, how="done")
    person_client.post(f"/practice/{practice.pk}/delete/")
    assert not Practice.objects.exists()
    assert Entry.objects.get().removed_at is not None


@pytest.mark.parametrize("query", ["", "?exercise=flying", "?exercise="])
def test_no_such_exercise(person_client: Client, query: str) -> None:
    assert person_client.get(f"/practice/start/{query}").status_code == 404


def _text(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "skips"), [("routine=floor", True), ("exercise=heel-slide", False)]
)
def test_a_long_page_can_be_skipped_to_its_start(
    person_client: Client, asked: str, skips: bool
) -> None:
    page = person_client.get(f"/practice/start/?{asked}").content.decode()
    assert 'id="practice-begin"' in page
    assert ('href="#practice-begin"' in page) is skips


@pytest.mark.parametrize(
    ("exercise", "told"), [("swallow-lift", True), ("wall-standing", False)]
)
def test_less_than_the_dose_may_be_done(
    person_client: Client, exercise: str, told: bool
) -> None:
    page = _text(person_client, f"/practice/start/?exercise={exercise}")
    assert ("Less is fine." in page) is told
