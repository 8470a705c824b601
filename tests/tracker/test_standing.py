"""Moves that only a programme opens: what their pages say, and who may begin them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from guides.library import library
from tests.conftest import screened, signed_in
from tests.days import DAY, NOON, Travel
from tests.pages import text
from tracker.models import Entry, Person, Practice, Routine
from tracker.recording import Draft, record
from tracker.vocabulary import Kind

SEATED = "/guides/exercises/seated-forward-bend/"
LARGE = "/guides/exercises/swallow-lift-three-sets/"
START = "/practice/start/"
SERIES = "/guides/programmes/mckenzie-series/"
BEGIN = f'href="{START}?exercise='

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def did(person: Person, exercise: str, moment: datetime) -> None:
    values = {"activity": exercise, "minutes": 2}
    record(
        person,
        Draft(Kind.EXERCISE, uuid4(), moment.date(), moment, values),
        now=moment,
    )


def change(browser: Client, do: str, **more: Any) -> None:
    answer = browser.post(f"{SERIES}change/", {"do": do, **more})
    assert answer.status_code == 302


def start(browser: Client, *names: str, how: str = "start") -> Any:
    sent = {"exercise": list(names), "how": how, "key": uuid4()}
    return browser.post(START, sent)


@pytest.fixture
def opened(screened_client: Client, person: Person, travel: Travel) -> Client:
    """Somebody for whom the series has opened the bend on a chair."""
    travel(NOON - DAY * 40)
    change(screened_client, "start")
    change(screened_client, "choose", choice="stiff")
    for name in ("prone-rest", "prone-prop", "prone-press-up"):
        did(person, name, NOON - DAY * 40)
    for back in range(1, 40):
        did(person, "both-knees-to-chest", NOON - DAY * back)
    travel(NOON)
    return screened_client


def test_three_moves_are_opened_by_their_programme() -> None:
    steps = {n: (p.id, s.id) for n, (p, s) in library().opened_by.items()}
    assert steps == {
        "seated-forward-bend": ("mckenzie-series", "seated"),
        "standing-forward-bend": ("mckenzie-series", "standing-bend"),
        "swallow-lift-three-sets": ("back-muscle-strength", "large"),
    }


@pytest.mark.parametrize(
    ("exercise", "programme", "opens"),
    [
        (SEATED, "mckenzie-series", "after 5 full weeks of “5: both knees"),
        (LARGE, "back-muscle-strength", "after 3 days of “Back lift, the full size”"),
    ],
)
def test_page_says_what_comes_first(
    screened_client: Client, exercise: str, programme: str, opens: str
) -> None:
    page = text(screened_client.get(exercise))
    assert "This move comes later." in page
    assert f'href="/guides/programmes/{programme}/"' in page
    assert opens in page
    assert BEGIN not in page


def test_other_moves_are_begun_at_any_time(screened_client: Client) -> None:
    page = text(screened_client.get("/guides/exercises/both-knees-to-chest/"))
    assert f"{BEGIN}both-knees-to-chest" in page
    assert "comes later" not in page


def test_guide_leads_to_the_programme_instead(screened_client: Client) -> None:
    page = text(screened_client.get("/guides/disc-exercises/"))
    assert f"{BEGIN}both-knees-to-chest" in page
    assert f"{BEGIN}seated-forward-bend" not in page
    assert "opens it when its time has come" in page


def test_start_refuses_kindly(screened_client: Client) -> None:
    page = text(screened_client.get(f"{START}?exercise=seated-forward-bend"))
    assert "Forward bend on a chair comes later." in page
    assert f'href="{SERIES}"' in page
    assert 'name="how"' not in page
    answer = start(screened_client, "seated-forward-bend")
    assert answer.status_code == 409
    assert "comes later" in text(answer)
    assert not Practice.objects.exists()


def test_what_was_done_may_be_logged(screened_client: Client) -> None:
    assert start(screened_client, "seated-forward-bend", how="done").status_code == 302
    assert Entry.objects.get().activity == "seated-forward-bend"
    assert "comes later" in text(screened_client.get(SEATED))


def test_routine_goes_without_it(screened_client: Client, person: Person) -> None:
    items = [
        {"exercise": name, "amounts": {}}
        for name in ("heel-slide", LARGE.split("/")[3])
    ]
    row = Routine.objects.create(person=person, name="Mine", items=items, made_at=NOON)
    page = text(screened_client.get(f"{START}?routine={row.pk}"))
    assert "Swallow lift in three sets comes later." in page
    assert 'value="heel-slide"' in page
    assert 'value="swallow-lift-three-sets"' not in page
    start(screened_client, "heel-slide", "swallow-lift-three-sets")
    assert [i["exercise"] for i in Practice.objects.get().items] == ["heel-slide"]


def test_routine_is_not_offered_it(screened_client: Client, person: Person) -> None:
    row = Routine.objects.create(person=person, name="Mine", made_at=NOON)
    address = f"/practice/routines/{row.pk}/"
    page = text(screened_client.get(address))
    assert '<option value="plank">' in page
    assert '<option value="seated-forward-bend">' not in page
    screened_client.post(
        address, {"name": "Mine", "do": "add", "add": "seated-forward-bend"}
    )
    row.refresh_from_db()
    assert row.items == []


def test_programme_opens_it(opened: Client, person: Person) -> None:
    page = text(opened.get(SEATED))
    assert f"{BEGIN}seated-forward-bend" in page
    assert "comes later" not in page
    assert "comes later" in text(opened.get("/guides/exercises/standing-forward-bend/"))
    assert start(opened, "seated-forward-bend").status_code == 302
    assert Practice.objects.exists()
    row = Routine.objects.create(person=person, name="Mine", made_at=NOON)
    page = text(opened.get(f"/practice/routines/{row.pk}/"))
    assert '<option value="seated-forward-bend">' in page


def test_it_is_opened_for_one_person_alone(
    opened: Client, other_person: Person
) -> None:
    other = signed_in(screened(other_person))
    assert "comes later" in text(other.get(SEATED))
    assert start(other, "seated-forward-bend").status_code == 409


@pytest.mark.parametrize(
    ("do", "says"),
    [
        ("pause", "You have paused the programme."),
        ("stop", "Begin with the first step there."),
    ],
)
def test_pause_and_stop_close_it(opened: Client, do: str, says: str) -> None:
    change(opened, do)
    assert says in text(opened.get(SEATED))
    assert start(opened, "seated-forward-bend").status_code == 409


def test_pain_that_moves_down_the_leg_closes_it(opened: Client, person: Person) -> None:
    for hours, area in ((2, "buttock-left"), (1, "thigh_back-left")):
        moment = NOON - DAY * 3 - timedelta(hours=hours)
        values = {"score": 2, "areas": [area]}
        record(
            person,
            Draft(Kind.PAIN, uuid4(), moment.date(), moment, values),
            now=moment,
        )
    assert "The programme has stopped" in text(opened.get(SEATED))
    assert start(opened, "seated-forward-bend").status_code == 409


def test_question_that_safety_answers_comes_before(
    opened: Client, person: Person
) -> None:
    moment = NOON - timedelta(hours=1)
    draft = Draft(Kind.PAIN, uuid4(), moment.date(), moment, {"score": 7})
    record(person, draft, now=moment)
    page = text(opened.get(SEATED))
    assert "Left out for now" in page
    assert "comes later" not in page
