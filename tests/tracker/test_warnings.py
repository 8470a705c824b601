"""The red-flag screen over the diary: what opens it, what it keeps, how it ends."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.days import NOON, TODAY
from tests.tracker.test_entries import HTMX, form
from tests.tracker.test_recording import put
from tracker import warnings
from tracker.access import entries
from tracker.facts import known_of
from tracker.models import Person, Situation, WarningScreen
from tracker.recording import Draft, record_many
from tracker.vocabulary import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def tap(client: Client, kind: str = "pain", **fields: Any) -> Any:
    return client.post(f"/entries/{kind}/", form(**fields), headers=HTMX)


def make_pregnant(person: Person) -> None:
    """Ten weeks before the birth."""
    Situation.objects.create(
        person=person,
        code="pregnant",
        since=TODAY + timedelta(weeks=10),
        started_on=TODAY,
    )


def the_screen(person: Person) -> WarningScreen:
    return WarningScreen.objects.get(person=person)


def answer(client: Client, row: WarningScreen, **ticks: str) -> Any:
    return client.post(f"/warnings/{row.pk}/", ticks)


def conditions(person: Person) -> frozenset[str]:
    return known_of(person, TODAY, now=NOON).conditions()


def test_pain_of_eight_is_saved_and_then_asked_about(
    person: Person, person_client: Client
) -> None:
    went = tap(person_client, score="8")
    assert entries(person).get().score == 8
    row = the_screen(person)
    assert went["HX-Redirect"] == f"/warnings/{row.pk}/"
    assert row.triggers == ["high-pain"]
    assert row.questions[0] == "A1"
    assert not any(name.startswith("C") for name in row.questions)
    page = person_client.get(went["HX-Redirect"]).content.decode()
    assert "your pain was 8 or more" in page
    assert "What you logged is saved" in page


def test_without_javascript_the_screen_comes_too(
    person: Person, person_client: Client
) -> None:
    went = person_client.post("/entries/pain/", form(score="9"))
    assert went["Location"] == f"/warnings/{the_screen(person).pk}/"


@pytest.mark.parametrize("score", ["0", "3", "7"])
def test_lower_pain_opens_nothing(
    person: Person, person_client: Client, score: str
) -> None:
    tap(person_client, score=score)
    assert not WarningScreen.objects.exists()


def test_a_rise_of_three_within_a_day_opens_it(
    person: Person, person_client: Client, noon: Any
) -> None:
    tap(person_client, score="2")
    noon.shift(timedelta(hours=3))
    tap(person_client, score="5")
    assert the_screen(person).triggers == ["pain-rise"]


def test_a_rise_over_more_than_a_day_does_not(
    person: Person, person_client: Client, noon: Any
) -> None:
    tap(person_client, score="2")
    noon.shift(timedelta(hours=25))
    person_client.post(
        "/entries/pain/", {**form(date(2026, 11, 21), score="5"), "live": "yes"}
    )
    assert not WarningScreen.objects.exists()


@pytest.mark.parametrize("sensation", ["numb", "tingling", "weak_leg"])
def test_nerve_signs_open_the_first_six_questions(
    person: Person, person_client: Client, sensation: str
) -> None:
    entry = put(person, Kind.PAIN, now=NOON, score=3).entry
    fields = {"sensations": [sensation]}
    person_client.post(f"/entries/{entry.pk}/details/", fields, headers=HTMX)
    row = the_screen(person)
    assert row.questions == ["A1", "A2", "A3", "A4", "A5", "A6"]


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("My foot feels NUMB since lunch", "nerve"),
        ("Trouble with my bladder", "nerve"),
        ("I fell down the stairs", "injury"),
        ("On antibiotics now", "infection"),
    ],
)
def test_words_in_the_note_open_it(
    person: Person, person_client: Client, text: str, trigger: str
) -> None:
    went = tap(person_client, "note", text=text)
    assert "HX-Redirect" in went.headers
    assert the_screen(person).triggers == [trigger]


def test_numb_between_my_legs_leads_to_what_to_do_now(
    person: Person, person_client: Client
) -> None:
    went = tap(person_client, "note", text="numb between my legs")
    at_once = person_client.get(went["HX-Redirect"]).content.decode()
    told = at_once.index("Are you numb between your legs")
    assert told < at_once.index("Call your local emergency number", told)
    assert at_once.index("Call your local emergency number") < at_once.index("<legend>")
    answered = answer(person_client, the_screen(person), A1="yes")
    page = person_client.get(answered["Location"]).content.decode()
    assert went["HX-Redirect"] == answered["Location"]
    assert "Emergency now" in page
    assert "emergency number" in page


def test_numb_in_another_place_is_asked_about_again(
    person: Person, person_client: Client
) -> None:
    tap(person_client, "note", text="My foot is numb")
    answer(person_client, the_screen(person), none="none")
    assert "HX-Redirect" not in tap(person_client, "note", text="Foot still numb")
    went = tap(person_client, "note", text="Now numb between my legs")
    assert "HX-Redirect" in went.headers


def test_nothing_is_told_before_questions_that_time_brought(
    person_client: Client,
) -> None:
    page = person_client.get("/safety-questions/?next=/guides/").content.decode()
    assert "A few questions about warning signs" in page
    assert "Call your local emergency number" not in page


@pytest.mark.parametrize(
    ("mark", "trigger"), [("fall", "injury"), ("fever", "infection")]
)
def test_marks_open_it(
    person: Person, person_client: Client, mark: str, trigger: str
) -> None:
    tap(person_client, "mark", mark=mark)
    assert the_screen(person).triggers == [trigger]


def test_section_c_is_asked_of_the_pregnant_only(
    person: Person, person_client: Client
) -> None:
    make_pregnant(person)
    tap(person_client, score="8")
    assert "C1" in the_screen(person).questions


@pytest.mark.parametrize(("days", "asked"), [(41, True), (43, False)])
def test_section_c_is_asked_for_six_weeks_after_a_birth(
    person: Person, days: int, asked: bool
) -> None:
    birth = Situation(person=person, code="birth", since=TODAY - timedelta(days=days))
    assert warnings.asks_about_pregnancy([birth], TODAY) is asked


def test_contractions_go_straight_to_the_maternity_unit(
    person: Person, person_client: Client
) -> None:
    make_pregnant(person)
    went = tap(person_client, "note", text="contractions every ten minutes")
    page = person_client.get(went["HX-Redirect"]).content.decode()
    assert page.index("Maternity unit now") < page.index("<form")
    assert the_screen(person).action == "M"
    today = person_client.get("/").content.decode()
    assert "Maternity unit now" in today
    assert "wait for you" in today


def test_days_before_yesterday_and_whole_histories_open_nothing(
    person: Person, person_client: Client
) -> None:
    old = TODAY - timedelta(days=2)
    person_client.post("/entries/pain/", form(old, score="9"))
    record_many(
        person, [Draft(Kind.PAIN, uuid4(), TODAY, NOON, {"score": 9})], now=NOON
    )
    assert not WarningScreen.objects.exists()
    person_client.post("/entries/pain/", form(TODAY - timedelta(days=1), score="9"))
    assert WarningScreen.objects.count() == 1


def test_unanswered_it_locks_exercises_never_the_diary(
    person: Person, person_client: Client
) -> None:
    tap(person_client, score="8")
    assert "open-warning" in conditions(person)
    assert tap(person_client, "drink", volume_ml="250").status_code == 200
    page = person_client.get("/").content.decode()
    assert "wait for you" in page
    assert "/guides/bad-flare/" not in page


def test_what_waits_is_not_opened_again_for_the_same_sign(
    person: Person, person_client: Client
) -> None:
    tap(person_client, score="8")
    entry = entries(person).get()
    fields = {"areas": ["lower_back-left"]}
    again = person_client.post(f"/entries/{entry.pk}/details/", fields, headers=HTMX)
    assert "HX-Redirect" not in again.headers
    more = {**fields, "sensations": ["numb"]}
    new = person_client.post(f"/entries/{entry.pk}/details/", more, headers=HTMX)
    assert "HX-Redirect" in new.headers
    assert the_screen(person).triggers == ["high-pain", "nerve"]


def test_none_of_these_is_remembered_for_seven_days(
    person: Person, person_client: Client, noon: Any
) -> None:
    tap(person_client, score="8")
    answered = answer(person_client, the_screen(person), none="none")
    page = person_client.get(answered["Location"]).content.decode()
    assert "No warning sign ticked today. If one appears, come back at once." in page
    assert "open-warning" not in conditions(person)
    noon.shift(timedelta(hours=1))
    tap(person_client, score="8")
    assert WarningScreen.objects.count() == 1
    noon.shift(timedelta(hours=1))
    tap(person_client, score="9")
    assert WarningScreen.objects.count() == 2


def test_after_seven_days_it_is_asked_again(
    person: Person, person_client: Client, noon: Any
) -> None:
    tap(person_client, score="8")
    answer(person_client, the_screen(person), none="none")
    noon.shift(timedelta(days=7, hours=1))
    later = form(date(2026, 11, 27), score="8", live="yes")
    person_client.post("/entries/pain/", later)
    assert WarningScreen.objects.count() == 2


def test_an_open_answer_ends_with_i_was_seen_and_undo_opens_it_again(
    person: Person, person_client: Client
) -> None:
    tap(person_client, score="8")
    row = the_screen(person)
    answer(person_client, row, A6="unsure")
    row.refresh_from_db()
    assert row.action == "D"
    assert "See someone today" in person_client.get("/").content.decode()
    person_client.post(f"/warnings/{row.pk}/close/", {"closing": "whatever"})
    assert "open-warning" in conditions(person)
    person_client.post(f"/warnings/{row.pk}/close/", {"closing": "seen"})
    row.refresh_from_db()
    assert (row.closing, row.closed_at) == ("seen", NOON)
    assert "open-warning" not in conditions(person)
    person_client.post(f"/warnings/{row.pk}/reopen/")
    assert "open-warning" in conditions(person)


@pytest.mark.parametrize(
    ("ticks", "message"),
    [
        ({}, "Tick what applies"),
        ({"none": "none", "A2": "yes"}, "but something is ticked"),
        ({"A1": "perhaps", "A2": "yes"}, "was not on this screen"),
        ({"C1": "yes", "A2": "yes"}, "was not on this screen"),
    ],
)
def test_a_wrong_answer_is_refused_in_words_and_kept(
    person: Person, person_client: Client, ticks: dict[str, str], message: str
) -> None:
    tap(person_client, score="8")
    refused = answer(person_client, the_screen(person), **ticks)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert message in page
    assert the_screen(person).answered_at is None
    assert ('name="A2" value="yes" checked' in page) is ("A2" in ticks)


def test_a_new_symptom_is_stored_once_however_often_it_is_sent(
    person: Person, person_client: Client
) -> None:
    page = person_client.get("/new-symptom/").content.decode()
    assert "you have a new symptom" in page
    assert not WarningScreen.objects.exists()
    sent = {"key": str(uuid4()), "A7": "yes"}
    first = person_client.post("/new-symptom/", sent)
    second = person_client.post("/new-symptom/", sent)
    assert first["Location"] == second["Location"]
    assert the_screen(person).action == "E"


def test_perhaps_pregnant_is_led_to_the_pregnancy_questions(
    person: Person, person_client: Client
) -> None:
    sent = {"key": str(uuid4()), "A14b": "yes"}
    went = person_client.post("/new-symptom/", sent)
    assert "Answer the pregnancy questions" in (
        person_client.get(went["Location"]).content.decode()
    )
    more = person_client.post(f"{went['Location']}more/")
    assert "from the vagina" in person_client.get(more["Location"]).content.decode()


@pytest.mark.parametrize("tail", ["", "more/", "close/", "reopen/", "delete/"])
def test_the_screen_of_another_does_not_exist(
    person: Person,
    person_client: Client,
    other_client: Client,
    client: Client,
    tail: str,
) -> None:
    tap(person_client, score="8")
    before = WarningScreen.objects.values().get()
    address = f"/warnings/{before['id']}/{tail}"
    sent = {"none": "none", "closing": "seen"}
    assert other_client.post(address, sent).status_code == 404
    assert client.post(address, sent).status_code == 401
    assert WarningScreen.objects.values().get() == before
    assert str(before["id"]) not in other_client.get("/warnings/").content.decode()


def test_few_queries_for_the_list(
    person: Person, person_client: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        person_client.post("/new-symptom/", {"key": str(uuid4()), "A6": "yes"})
    with django_assert_max_num_queries(5):
        person_client.get("/warnings/")
