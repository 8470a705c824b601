"""The screens of programmes: for the owner, for somebody else, for a visitor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import QuerySet
from django.test import Client

from guides.library import library
from guides.models import ProgrammePause, ProgrammeRun
from tests.conftest import screened, signed_in
from tracker.models import Entry, Person, Practice, WarningScreen
from tracker.recording import Draft, record
from tracker.vocabulary import Kind

NOW = datetime(2026, 11, 20, 11, tzinfo=UTC)  # 12:00 in Berlin
TODAY = NOW.date()
DAY = timedelta(days=1)
LIST = "/guides/programmes/"
SERIES = f"{LIST}mckenzie-series/"
CORE = f"{LIST}core-strength/"
BIRTH = f"{LIST}after-birth/"
FLARE = f"{LIST}flare-days/"
CHANGE = f"{SERIES}change/"

pytestmark = pytest.mark.django_db
Travel = Callable[[datetime], None]


@pytest.fixture(autouse=True)
def travel(time_machine: Any) -> Travel:
    def to(moment: datetime) -> None:
        time_machine.move_to(moment, tick=False)

    to(NOW)
    return to


@pytest.fixture
def browser(person: Person) -> Client:
    return signed_in(screened(person))


def asked() -> QuerySet[WarningScreen]:
    """Screens that wait for an answer."""
    return WarningScreen.objects.filter(answered_at__isnull=True)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def do(browser: Client, what: str, address: str = SERIES, **more: Any) -> Any:
    return browser.post(f"{address}change/", {"do": what, **more}, follow=True)


def log(person: Person, kind: str, moment: datetime, **values: Any) -> Entry:
    draft = Draft(kind, uuid4(), moment.date(), moment, values)
    return record(person, draft, now=moment).entry


def did(person: Person, exercise: str, moment: datetime = NOW) -> None:
    log(person, Kind.EXERCISE, moment, activity=exercise, minutes=2)


# Who may see what


@pytest.mark.parametrize("address", [LIST, SERIES])
def test_visitor_is_asked_to_sign_in(client: Client, address: str) -> None:
    assert client.get(address).status_code == 302
    assert client.post(CHANGE, {"do": "start"}).status_code == 401
    assert not ProgrammeRun.objects.exists()


def test_somebody_else_has_their_own(browser: Client, other_person: Person) -> None:
    do(browser, "start")
    other = signed_in(screened(other_person))
    assert "Start this programme" in text(other.get(SERIES))
    for what in ("choose", "pause", "resume", "ask", "again", "stop", "nonsense"):
        do(other, what, choice="stiff")
    run = ProgrammeRun.objects.get()
    assert (run.choices, run.ended_on, run.pauses.count()) == ([], None, 0)
    assert not asked().exists()


def test_there_is_no_such_programme(browser: Client) -> None:
    assert browser.get(f"{LIST}juggling/").status_code == 404
    assert browser.post(f"{LIST}juggling/change/", {"do": "start"}).status_code == 404


# The list


def test_list_says_what_each_is_for(browser: Client) -> None:
    page = text(browser.get(LIST))
    for words in ("McKenzie series", "The days of a flare", "Evidence:"):
        assert words in page
    assert "You are doing this" not in page
    do(browser, "start")
    assert text(browser.get(LIST)).count("You are doing this") == 1


def test_guide_leads_to_its_programme(browser: Client) -> None:
    assert f'href="{SERIES}"' in text(browser.get("/guides/disc-exercises/"))
    assert LIST not in text(browser.get("/guides/water/"))


# Starting, choosing, stopping


def test_before_the_start_nothing_is_kept(browser: Client) -> None:
    page = text(browser.get(SERIES))
    assert "Start this programme" in page
    assert "5 weeks before 6 could be a slip" in page
    assert not ProgrammeRun.objects.exists()


def test_one_at_a_time_unless_both_are_wanted(browser: Client, person: Person) -> None:
    do(browser, "start")
    asked = do(browser, "start", CORE)
    assert asked.status_code == 409
    assert "You are already doing:</p> <ul><li>McKenzie series</li></ul>" in text(asked)
    assert ProgrammeRun.objects.count() == 1
    do(browser, "start", CORE, also="both")
    running = ProgrammeRun.objects.filter(ended_on=None)
    assert running.count() == 2
    assert "Pause those, and do After birth" in text(do(browser, "start", BIRTH))
    do(browser, "start", BIRTH, also="pause")
    assert running.count() == 3
    going = running.exclude(pauses__last=None, pauses__isnull=False)
    assert going.get().programme == "after-birth"


def test_one_that_is_paused_asks_when_it_goes_on(browser: Client) -> None:
    do(browser, "start")
    do(browser, "pause")
    assert "Today: On your back" in text(do(browser, "start", CORE))
    asked = do(browser, "resume")
    assert asked.status_code == 409
    assert '<input type="hidden" name="do" value="resume">' in text(asked)
    assert "Pause that, and do McKenzie series" in text(asked)
    page = text(do(browser, "resume", also="pause"))
    assert "Today: 1: lie face down" in page
    assert "Paused. Nothing is lost" in text(browser.get(CORE))


def test_those_that_somebody_does_come_first(browser: Client) -> None:
    names = "McKenzie series", "The days of a flare", "After birth: pelvic floor"
    do(browser, "start")
    do(browser, "start", FLARE, also="pause")
    page = text(browser.get(LIST))
    first = sorted(names, key=page.index)
    assert first == list(names)
    assert page.count("You are doing this") == page.count(">Paused<") == 1


def test_started_twice_runs_once(browser: Client) -> None:
    do(browser, "start")
    do(browser, "start")
    assert ProgrammeRun.objects.count() == 1


def test_choice_changes_the_step(browser: Client) -> None:
    do(browser, "start")
    page = text(do(browser, "choose", choice=["cannot-lie", "nonsense"]))
    assert ProgrammeRun.objects.get().choices == ["cannot-lie"]
    assert "Today: 4: lean back while standing" in page


def test_stopped_it_is_over_and_can_begin_anew(browser: Client, person: Person) -> None:
    do(browser, "start")
    did(person, "prone-rest")
    assert "Start this programme" in text(do(browser, "stop"))
    assert Entry.objects.filter(activity="prone-rest").exists()
    do(browser, "start")
    assert ProgrammeRun.objects.filter(ended_on=None).count() == 1


def test_pause_and_go_on(browser: Client, travel: Travel) -> None:
    do(browser, "start")
    paused = text(do(browser, "pause"))
    assert "Paused. Nothing is lost" in paused
    assert "practice/start" not in paused
    do(browser, "pause")
    travel(NOW + 3 * DAY)
    assert "Today: 1: lie face down" in text(do(browser, "resume"))
    pause = ProgrammePause.objects.get()
    assert (pause.first, pause.last) == (TODAY, TODAY + 2 * DAY)
    do(browser, "pause")
    do(browser, "resume")
    assert ProgrammePause.objects.count() == 1


def test_paused_days_are_not_counted_but_in_a_flare(
    browser: Client, travel: Travel
) -> None:
    do(browser, "start")
    assert "days of a pause do not count" in text(do(browser, "pause"))
    travel(NOW + 3 * DAY)
    assert "All steps, day 1<" in text(do(browser, "resume"))
    travel(NOW + 4 * DAY)
    assert "All steps, day 2<" in text(browser.get(SERIES))
    do(browser, "start", FLARE, also="pause")
    assert "The days of your flare go on" in text(do(browser, "pause", FLARE))
    travel(NOW + 6 * DAY)
    assert "All steps, day 3<" in text(do(browser, "resume", FLARE))


# Today


def test_what_is_logged_elsewhere_counts(browser: Client, person: Person) -> None:
    do(browser, "start")
    assert "0 of up to 8 done." in text(browser.get(SERIES))
    did(person, "prone-rest")
    did(person, "prone-prop", NOW - timedelta(minutes=30))
    page = text(browser.get(SERIES))
    assert "Today: 3: press up" in page
    assert page.count("Done on 1 day.") == 2


def test_next_is_due_two_hours_later(browser: Client, person: Person) -> None:
    do(browser, "start")
    for name in ("prone-rest", "prone-prop", "prone-press-up"):
        did(person, name, NOW - timedelta(minutes=10))
    assert "1 of up to 8 done." in text(browser.get(SERIES))
    assert "Next at 13:50." in text(browser.get(SERIES))


def test_next_may_be_tomorrow(browser: Client, person: Person, travel: Travel) -> None:
    late = NOW + timedelta(hours=11)
    travel(late)
    do(browser, "start")
    for name in ("prone-rest", "prone-prop", "prone-press-up"):
        did(person, name, late)
    assert "Next: tomorrow." in text(browser.get(SERIES))


def test_i_did_this_logs_the_whole_round(browser: Client, person: Person) -> None:
    do(browser, "start", CORE)
    assert 'name="how" value="done"' in text(browser.get(CORE))
    names = ["single-knee-to-chest", "heel-slide"]
    sent = {"exercise": names, "programme": "core-strength", "how": "done"}
    answer = browser.post("/practice/start/", {**sent, "key": uuid4()}, follow=True)
    assert f'href="{CORE}"' in text(answer)
    assert set(Entry.objects.values_list("activity", flat=True)) == set(names)
    sources = Practice.objects.values_list("source", flat=True)
    assert set(sources) == {"programme:core-strength"}
    assert "1 done today." in text(browser.get(CORE))


def test_start_leads_to_the_player_as_one(browser: Client) -> None:
    do(browser, "start", CORE)
    address = "/practice/start/?exercise=heel-slide&programme=core-strength"
    assert 'name="programme" value="core-strength"' in text(browser.get(address))
    sent = {"exercise": "heel-slide", "programme": "core-strength", "how": "start"}
    browser.post("/practice/start/", sent)
    assert Practice.objects.get().source == "programme:core-strength"
    assert browser.get(address.replace("core", "cor")).status_code == 404


def test_flare_goes_by_the_day(browser: Client, travel: Travel) -> None:
    do(browser, "start", FLARE)
    first = text(browser.get(FLARE))
    assert "Today: Day 1" in first
    assert "Take short walks" in first
    travel(NOW + DAY)
    assert "Today: Days 2 and 3" in text(browser.get(FLARE))
    travel(NOW + 3 * DAY)
    assert "0 of up to 3 done." in text(browser.get(FLARE))


def test_cold_goes_on_when_moves_come_back(
    browser: Client, person: Person, travel: Travel
) -> None:
    do(browser, "start", FLARE)
    travel(NOW + 3 * DAY)
    log(person, Kind.PAIN, NOW + 3 * DAY, score=3)
    page = text(browser.get(FLARE))
    assert "Today: Back to normal" in page
    assert "exercise=cold-pack&" in page


def test_a_locked_step_is_not_called_done(browser: Client) -> None:
    do(browser, "start", FLARE)
    sent = {"exercise": "cold-pack-in-a-flare", "key": uuid4(), "how": "done"}
    browser.post("/practice/start/", {**sent, "programme": "flare-days"})
    page = text(browser.get(FLARE))
    # The same cold pack belongs to the step of the next days.
    assert page.count("Done on 1 day.") == 1


# A morning that was worse


def test_a_worse_morning_steps_down_and_says_why(
    browser: Client, person: Person, travel: Travel
) -> None:
    do(browser, "start")
    log(person, Kind.PAIN, NOW - timedelta(hours=1), score=3)
    for name in ("prone-rest", "prone-prop", "prone-press-up"):
        did(person, name)
    assert "Today: 3: press up" in text(browser.get(SERIES))
    travel(NOW + DAY)
    sent = {"question": "after-exercise", "answer": "scored", "score": 5}
    log(person, Kind.ANSWER, NOW + DAY, **sent)
    page = text(browser.get(SERIES))
    assert "Today: 2: prop on your forearms" in page
    assert "your back was 2 points worse than before “3: press up”" in page
    assert "Opens after 3 more days of “2: prop on your forearms”." in page


@pytest.mark.parametrize(
    ("hour", "score", "falls"),
    [(6, 5, True), (6, 4, False), (11, 9, False)],  # 07:00 and noon in Berlin
)
def test_a_reading_of_the_morning_answers_too(
    browser: Client, person: Person, travel: Travel, hour: int, score: int, falls: bool
) -> None:
    do(browser, "start")
    log(person, Kind.PAIN, NOW - timedelta(hours=1), score=3)
    for name in ("prone-rest", "prone-prop", "prone-press-up"):
        did(person, name)
    travel(NOW + DAY)
    log(person, Kind.PAIN, (NOW + DAY).replace(hour=hour), score=score)
    assert ("One step down." in text(browser.get(SERIES))) is falls


def test_what_was_answered_outweighs_a_reading(
    browser: Client, person: Person, travel: Travel
) -> None:
    do(browser, "start")
    log(person, Kind.PAIN, NOW - timedelta(hours=1), score=3)
    for name in ("prone-rest", "prone-prop", "prone-press-up"):
        did(person, name)
    travel(NOW + DAY)
    log(person, Kind.PAIN, (NOW + DAY).replace(hour=6), score=6)
    sent = {"question": "after-exercise", "answer": "scored", "score": 3}
    log(person, Kind.ANSWER, NOW + DAY, **sent)
    assert "One step down." not in text(browser.get(SERIES))


def test_nothing_goes_on_while_a_warning_is_open(
    browser: Client, person: Person
) -> None:
    do(browser, "start")
    do(browser, "ask")
    page = text(browser.get(SERIES))
    assert "left out for now, because a warning sign is still open" in page
    assert "Nothing is lost." in page
    assert "practice/start" not in page
    do(browser, "stop")
    do(browser, "start")
    assert not ProgrammeRun.objects.filter(ended_on=None).exists()


def test_queries_do_not_grow(
    browser: Client, person: Person, django_assert_max_num_queries: Any
) -> None:
    do(browser, "start")
    for ago in range(5):
        did(person, "prone-rest", NOW - timedelta(hours=ago))
        log(person, Kind.PAIN, NOW - timedelta(hours=ago), score=3)
    with django_assert_max_num_queries(13):
        browser.get(SERIES)
    with django_assert_max_num_queries(8):
        browser.get(LIST)


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
    browser: Client, person: Person, back: tuple[int, ...], title: str
) -> None:
    for days in back:
        draft = Draft(Kind.MARK, uuid4(), TODAY - DAY * days, None, {"mark": "flare"})
        record(person, draft, now=NOW)
    assert title in text(do(browser, "start", FLARE))
    assert "All steps, day 1" in text(do(browser, "start", CORE, also="both"))


@pytest.mark.parametrize("name", sorted(library().programmes))
def test_each_exercise_carries_the_verdict_of_its_own_topic(
    browser: Client, name: str
) -> None:
    page = text(do(browser, "start", f"{LIST}{name}/"))
    step = library().programmes[name].steps[0]
    for one in (library().exercises[n] for n in (*step.exercises, *step.besides)):
        verdict = library().evidence[one.evidence].verdict
        item = next(li for li in page.split("<li>") if one.name in li.split("</li>")[0])
        assert f"Evidence: {verdict}" in item.split("</li>")[0]
