"""The screens of programmes: for the owner, for somebody else, for a visitor."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import QuerySet
from django.test import Client

from guides.library import library
from guides.models import ProgrammePause, ProgrammeRun
from tests.conftest import screened, signed_in
from tests.days import DAY, NOON, TODAY, Travel
from tests.pages import text
from tracker.models import Entry, Person, Practice, WarningScreen
from tracker.recording import Draft, record
from tracker.vocabulary import Kind

LIST = "/guides/programmes/"
SERIES = f"{LIST}mckenzie-series/"
CORE = f"{LIST}core-strength/"
BIRTH = f"{LIST}after-birth/"
FLARE = f"{LIST}flare-days/"
CHANGE = f"{SERIES}change/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def asked() -> QuerySet[WarningScreen]:
    """Screens that wait for an answer."""
    return WarningScreen.objects.filter(answered_at__isnull=True)


def do(browser: Client, what: str, address: str = SERIES, **more: Any) -> Any:
    return browser.post(f"{address}change/", {"do": what, **more}, follow=True)


def log(person: Person, kind: str, moment: datetime, **values: Any) -> Entry:
    draft = Draft(kind, uuid4(), moment.date(), moment, values)
    return record(person, draft, now=moment).entry


def did(person: Person, exercise: str, moment: datetime = NOON) -> None:
    log(person, Kind.EXERCISE, moment, activity=exercise, minutes=2)


def did_a_round(person: Person, moment: datetime = NOON) -> None:
    """All three steps of the series."""
    for name in ("prone-rest", "prone-prop", "prone-press-up"):
        did(person, name, moment)


# Who may see what


@pytest.mark.parametrize("address", [LIST, SERIES])
def test_visitor_is_asked_to_sign_in(client: Client, address: str) -> None:
    assert client.get(address).status_code == 302
    assert client.post(CHANGE, {"do": "start"}).status_code == 401
    assert not ProgrammeRun.objects.exists()


def test_somebody_else_has_their_own(
    screened_client: Client, other_person: Person
) -> None:
    do(screened_client, "start")
    other = signed_in(screened(other_person))
    assert "Start this programme" in text(other.get(SERIES))
    for what in ("choose", "pause", "resume", "ask", "again", "stop", "nonsense"):
        do(other, what, choice="stiff")
    run = ProgrammeRun.objects.get()
    assert (run.choices, run.ended_on, run.pauses.count()) == ([], None, 0)
    assert not asked().exists()


def test_there_is_no_such_programme(screened_client: Client) -> None:
    assert screened_client.get(f"{LIST}juggling/").status_code == 404
    assert (
        screened_client.post(f"{LIST}juggling/change/", {"do": "start"}).status_code
        == 404
    )


# The list


def test_list_says_what_each_is_for(screened_client: Client) -> None:
    page = text(screened_client.get(LIST))
    for words in ("McKenzie series", "The days of a flare", "Evidence:"):
        assert words in page
    assert "You are doing this" not in page
    do(screened_client, "start")
    assert text(screened_client.get(LIST)).count("You are doing this") == 1


def test_guide_leads_to_its_programme(screened_client: Client) -> None:
    assert f'href="{SERIES}"' in text(screened_client.get("/guides/disc-exercises/"))
    assert LIST not in text(screened_client.get("/guides/water/"))


# Starting, choosing, stopping


def test_before_the_start_nothing_is_kept(screened_client: Client) -> None:
    page = text(screened_client.get(SERIES))
    assert "Start this programme" in page
    assert "5 weeks before 6 could be a slip" in page
    assert not ProgrammeRun.objects.exists()


def test_one_at_a_time_unless_both_are_wanted(
    screened_client: Client, person: Person
) -> None:
    do(screened_client, "start")
    asked = do(screened_client, "start", CORE)
    assert asked.status_code == 409
    assert "You are already doing:</p> <ul><li>McKenzie series</li></ul>" in text(asked)
    assert ProgrammeRun.objects.count() == 1
    do(screened_client, "start", CORE, also="both")
    running = ProgrammeRun.objects.filter(ended_on=None)
    assert running.count() == 2
    assert "Pause those, and do After birth" in text(
        do(screened_client, "start", BIRTH)
    )
    do(screened_client, "start", BIRTH, also="pause")
    assert running.count() == 3
    going = running.exclude(pauses__last=None, pauses__isnull=False)
    assert going.get().programme == "after-birth"


def test_one_that_is_paused_asks_when_it_goes_on(screened_client: Client) -> None:
    do(screened_client, "start")
    do(screened_client, "pause")
    assert "Today: On your back" in text(do(screened_client, "start", CORE))
    asked = do(screened_client, "resume")
    assert asked.status_code == 409
    assert '<input type="hidden" name="do" value="resume">' in text(asked)
    assert "Pause that, and do McKenzie series" in text(asked)
    page = text(do(screened_client, "resume", also="pause"))
    assert "Today: 1: lie face down" in page
    assert "Paused. Nothing is lost" in text(screened_client.get(CORE))


def test_those_that_somebody_does_come_first(screened_client: Client) -> None:
    names = "McKenzie series", "The days of a flare", "After birth: pelvic floor"
    do(screened_client, "start")
    do(screened_client, "start", FLARE, also="pause")
    page = text(screened_client.get(LIST))
    first = sorted(names, key=page.index)
    assert first == list(names)
    assert page.count("You are doing this") == page.count(">Paused<") == 1


def test_started_twice_runs_once(screened_client: Client) -> None:
    do(screened_client, "start")
    do(screened_client, "start")
    assert ProgrammeRun.objects.count() == 1


def test_choice_changes_the_step(screened_client: Client) -> None:
    do(screened_client, "start")
    page = text(do(screened_client, "choose", choice=["cannot-lie", "nonsense"]))
    assert ProgrammeRun.objects.get().choices == ["cannot-lie"]
    assert "Today: 4: lean back while standing" in page


def test_stopped_it_is_over_and_can_begin_anew(
    screened_client: Client, person: Person
) -> None:
    do(screened_client, "start")
    did(person, "prone-rest")
    assert "Start this programme" in text(do(screened_client, "stop"))
    assert Entry.objects.filter(activity="prone-rest").exists()
    do(screened_client, "start")
    assert ProgrammeRun.objects.filter(ended_on=None).count() == 1


def test_pause_and_go_on(screened_client: Client, travel: Travel) -> None:
    do(screened_client, "start")
    paused = text(do(screened_client, "pause"))
    assert "Paused. Nothing is lost" in paused
    assert "practice/start" not in paused
    do(screened_client, "pause")
    travel(NOON + 3 * DAY)
    assert "Today: 1: lie face down" in text(do(screened_client, "resume"))
    pause = ProgrammePause.objects.get()
    assert (pause.first, pause.last) == (TODAY, TODAY + 2 * DAY)
    do(screened_client, "pause")
    do(screened_client, "resume")
    assert ProgrammePause.objects.count() == 1


def test_paused_days_are_not_counted_but_in_a_flare(
    screened_client: Client, travel: Travel
) -> None:
    do(screened_client, "start")
    assert "days of a pause do not count" in text(do(screened_client, "pause"))
    travel(NOON + 3 * DAY)
    assert "All steps, day 1<" in text(do(screened_client, "resume"))
    travel(NOON + 4 * DAY)
    assert "All steps, day 2<" in text(screened_client.get(SERIES))
    do(screened_client, "start", FLARE, also="pause")
    assert "The days of your flare go on" in text(do(screened_client, "pause", FLARE))
    travel(NOON + 6 * DAY)
    assert "All steps, day 3<" in text(do(screened_client, "resume", FLARE))


# Today


def test_what_is_logged_elsewhere_counts(
    screened_client: Client, person: Person
) -> None:
    do(screened_client, "start")
    assert "0 of up to 8 done." in text(screened_client.get(SERIES))
    did(person, "prone-rest")
    did(person, "prone-prop", NOON - timedelta(minutes=30))
    page = text(screened_client.get(SERIES))
    assert "Today: 3: press up" in page
    assert page.count("Done on 1 day.") == 2


def test_next_is_due_two_hours_later(screened_client: Client, person: Person) -> None:
    do(screened_client, "start")
    did_a_round(person, NOON - timedelta(minutes=10))
    assert "1 of up to 8 done." in text(screened_client.get(SERIES))
    assert "Next at 13:50." in text(screened_client.get(SERIES))


def test_next_may_be_tomorrow(
    screened_client: Client, person: Person, travel: Travel
) -> None:
    late = NOON + timedelta(hours=11)
    travel(late)
    do(screened_client, "start")
    did_a_round(person, late)
    assert "Next: tomorrow." in text(screened_client.get(SERIES))


def test_i_did_this_logs_the_whole_round(
    screened_client: Client, person: Person
) -> None:
    do(screened_client, "start", CORE)
    assert 'name="how" value="done"' in text(screened_client.get(CORE))
    names = ["single-knee-to-chest", "heel-slide"]
    sent = {"exercise": names, "programme": "core-strength", "how": "done"}
    answer = screened_client.post(
        "/practice/start/", {**sent, "key": uuid4()}, follow=True
    )
    assert f'href="{CORE}"' in text(answer)
    assert set(Entry.objects.values_list("activity", flat=True)) == set(names)
    sources = Practice.objects.values_list("source", flat=True)
    assert set(sources) == {"programme:core-strength"}
    assert "1 done today." in text(screened_client.get(CORE))


def test_start_leads_to_the_player_as_one(screened_client: Client) -> None:
    do(screened_client, "start", CORE)
    address = "/practice/start/?exercise=heel-slide&programme=core-strength"
    assert 'name="programme" value="core-strength"' in text(
        screened_client.get(address)
    )
    sent = {"exercise": "heel-slide", "programme": "core-strength", "how": "start"}
    screened_client.post("/practice/start/", sent)
    assert Practice.objects.get().source == "programme:core-strength"
    assert screened_client.get(address.replace("core", "cor")).status_code == 404


def test_flare_goes_by_the_day(screened_client: Client, travel: Travel) -> None:
    do(screened_client, "start", FLARE)
    first = text(screened_client.get(FLARE))
    assert "Today: Day 1" in first
    assert "Take short walks" in first
    travel(NOON + DAY)
    assert "Today: Days 2 and 3" in text(screened_client.get(FLARE))
    travel(NOON + 3 * DAY)
    assert "0 of up to 3 done." in text(screened_client.get(FLARE))


def test_cold_goes_on_when_moves_come_back(
    screened_client: Client, person: Person, travel: Travel
) -> None:
    do(screened_client, "start", FLARE)
    travel(NOON + 3 * DAY)
    log(person, Kind.PAIN, NOON + 3 * DAY, score=3)
    page = text(screened_client.get(FLARE))
    assert "Today: Back to normal" in page
    assert "exercise=cold-pack&" in page


def test_a_locked_step_is_not_called_done(screened_client: Client) -> None:
    do(screened_client, "start", FLARE)
    sent = {"exercise": "cold-pack-in-a-flare", "key": uuid4(), "how": "done"}
    screened_client.post("/practice/start/", {**sent, "programme": "flare-days"})
    page = text(screened_client.get(FLARE))
    # The same cold pack belongs to the step of the next days.
    assert page.count("Done on 1 day.") == 1


# What else bears on it


def test_nothing_goes_on_while_a_warning_is_open(
    screened_client: Client, person: Person
) -> None:
    do(screened_client, "start")
    do(screened_client, "ask")
    page = text(screened_client.get(SERIES))
    assert "left out for now, because a warning sign is still open" in page
    assert "Nothing is lost." in page
    assert "practice/start" not in page
    do(screened_client, "stop")
    do(screened_client, "start")
    assert not ProgrammeRun.objects.filter(ended_on=None).exists()


def test_queries_do_not_grow(
    screened_client: Client, person: Person, django_assert_max_num_queries: Any
) -> None:
    do(screened_client, "start")
    for ago in range(5):
        did(person, "prone-rest", NOON - timedelta(hours=ago))
        log(person, Kind.PAIN, NOON - timedelta(hours=ago), score=3)
    with django_assert_max_num_queries(13):
        screened_client.get(SERIES)
    with django_assert_max_num_queries(8):
        screened_client.get(LIST)


@pytest.mark.parametrize(
    ("back", "title"),
    [
        ((), "Today: Day 1"),
        ((0,), "Today: Day 1"),
        ((1, 0), "Today: Days 2 and 3"),
        ((2,), "Today: Days 2 and 3"),
        ((3,), "Today: Day 1"),
    ],
)
def test_flare_days_count_from_the_day_that_was_marked(
    screened_client: Client, person: Person, back: tuple[int, ...], title: str
) -> None:
    for days in back:
        draft = Draft(Kind.MARK, uuid4(), TODAY - DAY * days, None, {"mark": "flare"})
        record(person, draft, now=NOON)
    assert title in text(do(screened_client, "start", FLARE))
    assert "All steps, day 1" in text(do(screened_client, "start", CORE, also="both"))


@pytest.mark.parametrize("name", sorted(library().programmes))
def test_each_exercise_carries_the_verdict_of_its_own_topic(
    screened_client: Client, name: str
) -> None:
    page = text(do(screened_client, "start", f"{LIST}{name}/"))
    step = library().programmes[name].steps[0]
    for one in (library().exercises[n] for n in (*step.exercises, *step.besides)):
        verdict = library().evidence[one.evidence].verdict
        item = next(li for li in page.split("<li>") if one.name in li.split("</li>")[0])
        assert f"Evidence: {verdict}" in item.split("</li>")[0]
