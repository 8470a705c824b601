"""What the page of a programme says of its steps, so that somebody tired finds them."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from guides.models import ProgrammeRun
from tests.days import DAY, NOON, TODAY, Travel
from tests.guides.test_programme_pages import (
    BIRTH,
    CORE,
    FLARE,
    LIST,
    SERIES,
    did,
    did_a_round,
    do,
    log,
)
from tests.pages import text
from tracker.models import Person, Situation
from tracker.recording import Draft, record
from tracker.vocabulary import Kind

OFFICE = f"{LIST}office-moves/"
STRENGTH = f"{LIST}back-muscle-strength/"
BEGIN = "/practice/start/?"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def mark_flare(person: Person, day: int) -> None:
    moment = NOON + day * DAY
    draft = Draft(Kind.MARK, uuid4(), moment.date(), None, {"mark": "flare"})
    record(person, draft, now=moment)


# Longer with a step than it asks for


def test_a_step_that_is_open_may_be_done_again(
    screened_client: Client, person: Person
) -> None:
    do(screened_client, "start")
    assert "Do this one today" not in text(screened_client.get(SERIES))
    for name in ("prone-rest", "prone-prop"):
        did(person, name)
    page = text(screened_client.get(SERIES))
    assert "Today: 3: press up" in page
    first = f"{BEGIN}exercise=prone-rest&amp;programme=mckenzie-series"
    second = f"{BEGIN}exercise=prone-rest&amp;exercise=prone-prop&amp;programme="
    assert page.count("Do this one today") == 2
    assert f'href="{first}"' in page
    assert f'href="{second}mckenzie-series"' in page
    assert ": 2: prop on your forearms</span></a>" in page
    sent = screened_client.get(second.replace("&amp;", "&") + "mckenzie-series")
    assert text(sent).count('name="exercise"') == 2


def test_one_of_several_may_be_done_again(
    screened_client: Client, person: Person, travel: Travel
) -> None:
    do(screened_client, "start", OFFICE)
    for day in range(3):
        travel(NOON + day * DAY)
        did(person, "desk-lean", NOON + day * DAY)
    log(person, Kind.PAIN, NOON + 2 * DAY, score=2)
    page = text(do(screened_client, "choose", OFFICE, choice="as-usual"))
    assert "Today: At home" in page
    assert "Or do one of these today:" in page
    assert f'{BEGIN}exercise=crossed-leg-turn&amp;programme=office-moves">' in page


def test_nothing_is_begun_from_a_pause(screened_client: Client, person: Person) -> None:
    do(screened_client, "start")
    did(person, "prone-rest")
    assert ">Now<" in text(screened_client.get(SERIES))
    page = text(do(screened_client, "pause"))
    assert page.count(">Waits<") == 2
    assert ">Now<" not in page
    assert ">Open<" not in page
    assert BEGIN not in page


# What safety leaves out


def test_neighbours_that_are_left_out_share_a_line(
    screened_client: Client, person: Person
) -> None:
    do(screened_client, "start", STRENGTH)
    due = TODAY + DAY * 7 * 25  # 15 weeks
    Situation.objects.create(
        person=person, code="pregnant", started_on=TODAY, since=due
    )
    page = text(screened_client.get(STRENGTH))
    why = "3 steps are left out for now, because it does not suit pregnancy from 14"
    assert page.count(why) == page.count("left out for now") == 1
    series = text(screened_client.get(SERIES))
    assert "3 steps are left out for now" in series
    assert "4: lean back while standing" in series


def test_where_one_of_several_is_left_nothing_is_to_pick(
    screened_client: Client, person: Person
) -> None:
    assert "Pick one." in text(do(screened_client, "start", OFFICE))
    due = TODAY + DAY * 7 * 23  # 17 weeks
    Situation.objects.create(
        person=person, code="pregnant", started_on=TODAY, since=due
    )
    page = text(screened_client.get(OFFICE))
    assert page.count('name="exercise" value="standing-back-bend"') == 2
    assert "Pick one." not in page
    assert page.count('name="exercise"') == 2


# How much


def test_where_the_dose_counts_nothing_its_note_says_how_much(
    screened_client: Client,
) -> None:
    page = text(do(screened_client, "start", STRENGTH))
    assert "A few lifts are enough to begin with." in page
    page = text(do(screened_client, "start", BIRTH, also="both"))
    assert "No set count. Do a few, a few times a day" in page
    page = text(do(screened_client, "start", SERIES, also="both"))
    assert "2 to 3 minutes" in page
    assert "This is the most." not in page  # the counts of today say so


def test_when_all_is_done_nothing_urges_on(
    screened_client: Client, person: Person, travel: Travel
) -> None:
    urges = '<button class="button button-primary">Start</button>'
    calm = '<button class="button">Start</button>'
    page = text(do(screened_client, "start"))
    assert urges in page
    assert "0 of up to 8 done.</strong> Fewer is fine." in page
    did_a_round(person)
    page = text(screened_client.get(SERIES))
    assert "1 of up to 8 done.</strong> Up to 7 left. Fewer is fine." in page
    assert "Next at 14:00." in page
    assert calm in page
    for _round in range(7):
        did(person, "prone-press-up")
    travel(NOON + DAY / 6)
    page = text(screened_client.get(SERIES))
    assert "8 of up to 8 done.</strong> That is the most for a day." in page
    assert "Next: tomorrow." in page
    assert "while you are awake" not in page
    assert calm in page


# The days of a flare


def test_a_cold_pack_counts_on_the_days_of_its_step(
    screened_client: Client, person: Person, travel: Travel
) -> None:
    do(screened_client, "start", FLARE)
    log(person, Kind.RELIEF, NOON, activity="cold-pack-in-a-flare", minutes=10)
    travel(NOON + 3 * DAY)
    page = text(screened_client.get(FLARE))
    assert page.count(">Over<") == 2
    assert page.count("Done on 1 day.") == 1


def test_a_new_flare_begins_with_day_1(
    screened_client: Client, person: Person, travel: Travel
) -> None:
    anew = "Begin again with day 1"
    assert anew not in text(do(screened_client, "start", FLARE))
    travel(NOON + 30 * DAY)
    assert anew in text(screened_client.get(FLARE))
    assert anew not in text(do(screened_client, "start", CORE, also="both"))
    page = text(do(screened_client, "anew", FLARE))
    assert "Today: Day 1" in page
    assert anew not in page
    days = ProgrammeRun.objects.filter(programme="flare-days", ended_on=None)
    assert days.get().started_on == (NOON + 30 * DAY).date()


def test_a_new_flare_counts_from_its_mark(
    screened_client: Client, person: Person, travel: Travel
) -> None:
    do(screened_client, "start", FLARE)
    travel(NOON + 31 * DAY)
    mark_flare(person, 30)
    assert "Today: Days 2 and 3" in text(do(screened_client, "anew", FLARE))


def test_what_is_not_begun_cannot_begin_again(screened_client: Client) -> None:
    assert "Start this programme" in text(do(screened_client, "anew", FLARE))
    assert not ProgrammeRun.objects.exists()


# A morning that was worse


def test_a_worse_morning_steps_down_and_says_why(
    screened_client: Client, person: Person, travel: Travel
) -> None:
    do(screened_client, "start")
    log(person, Kind.PAIN, NOON - timedelta(hours=1), score=3)
    did_a_round(person)
    assert "Today: 3: press up" in text(screened_client.get(SERIES))
    travel(NOON + DAY)
    sent = {"question": "after-exercise", "answer": "scored", "score": 5}
    log(person, Kind.ANSWER, NOON + DAY, **sent)
    page = text(screened_client.get(SERIES))
    assert "Today: 2: prop on your forearms" in page
    assert "your back was 2 points worse than before “3: press up”" in page
    assert "Opens after 3 more days of “2: prop on your forearms”." in page


@pytest.mark.parametrize(
    ("hour", "score", "falls"),
    [(6, 5, True), (6, 4, False), (11, 9, False)],  # 07:00 and noon in Berlin
)
def test_a_reading_of_the_morning_answers_too(
    screened_client: Client,
    person: Person,
    travel: Travel,
    hour: int,
    score: int,
    falls: bool,
) -> None:
    do(screened_client, "start")
    log(person, Kind.PAIN, NOON - timedelta(hours=1), score=3)
    did_a_round(person)
    travel(NOON + DAY)
    log(person, Kind.PAIN, (NOON + DAY).replace(hour=hour), score=score)
    assert ("One step down." in text(screened_client.get(SERIES))) is falls


def test_what_was_answered_outweighs_a_reading(
    screened_client: Client, person: Person, travel: Travel
) -> None:
    do(screened_client, "start")
    log(person, Kind.PAIN, NOON - timedelta(hours=1), score=3)
    did_a_round(person)
    travel(NOON + DAY)
    log(person, Kind.PAIN, (NOON + DAY).replace(hour=6), score=6)
    sent = {"question": "after-exercise", "answer": "scored", "score": 3}
    log(person, Kind.ANSWER, NOON + DAY, **sent)
    assert "One step down." not in text(screened_client.get(SERIES))
