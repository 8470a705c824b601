"""Every way in which a diary may come to hold a warning sign opens the screen."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.days import NOON, TODAY
from tests.tracker.test_entries import HTMX, form
from tracker.models import Entry, Person, WarningScreen
from tracker.recording import Draft, record
from tracker.vocabulary import Kind

YESTERDAY = TODAY - timedelta(days=1)

LOCKED = [
    "bad-flare",
    "core-strength",
    "exercise-rules",
    "heat-and-cold",
    "movement-breaks",
    "self-massage",
    "stretch-low-back-and-hips",
    "stretch-neck-and-upper-back",
]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def stored(
    person: Person, kind: str, day: date, at: datetime | None = None, **values: Any
) -> Entry:
    return record(person, Draft(kind, uuid4(), day, at, values), now=NOON).entry


def reading(person: Person, score: int, hours_ago: float) -> Entry:
    """A reading of today, or of yesterday where it is more than 12 hours ago."""
    day = TODAY if hours_ago <= 12 else YESTERDAY
    moment = NOON - timedelta(hours=hours_ago)
    return stored(person, Kind.PAIN, day, moment, score=score)


def tap(client: Client, score: int) -> Any:
    return client.post("/entries/pain/", form(score=str(score)), headers=HTMX)


def edit(client: Client, entry: Entry, **fields: str) -> Any:
    return client.post(f"/entries/{entry.pk}/edit/", fields)


def opened(person: Person) -> list[str]:
    """The triggers of the one screen that waits, if one does."""
    row = WarningScreen.objects.filter(person=person, answered_at=None).first()
    return row.triggers if row else []


def leads_to_the_screen(answer: Any) -> bool:
    headers: dict[str, str] = answer.headers
    address = headers.get("HX-Redirect") or headers.get("Location", "")
    return address.startswith("/warnings/")


def test_correcting_three_to_eight_at_once_opens_it(
    person: Person, person_client: Client, noon: Any
) -> None:
    tap(person_client, 3)
    noon.shift(timedelta(seconds=30))
    assert leads_to_the_screen(tap(person_client, 8))
    assert opened(person) == ["high-pain"]


def test_a_correction_is_no_rise_until_both_readings_are_kept(
    person: Person, person_client: Client, noon: Any
) -> None:
    tap(person_client, 2)
    noon.shift(timedelta(seconds=30))
    assert not leads_to_the_screen(tap(person_client, 5))
    latest = Entry.objects.get(person=person, removed_at=None)
    kept = person_client.post(f"/entries/{latest.pk}/keep-both/", headers=HTMX)
    assert leads_to_the_screen(kept)
    assert opened(person) == ["pain-rise"]


@pytest.mark.parametrize(
    ("score", "triggers"),
    [(8, ["high-pain", "pain-rise"]), (5, ["pain-rise"]), (4, [])],
)
def test_a_reading_edited_upwards_opens_it(
    person: Person, person_client: Client, score: int, triggers: list[str]
) -> None:
    reading(person, 2, hours_ago=20)
    entry = reading(person, 3, hours_ago=1)
    went = edit(person_client, entry, score=str(score), time="11:00")
    assert leads_to_the_screen(went) is bool(triggers)
    assert opened(person) == triggers


def test_a_reading_given_another_time_may_become_a_rise(
    person: Person, person_client: Client
) -> None:
    low = reading(person, 2, hours_ago=1)
    high = reading(person, 6, hours_ago=3)
    assert opened(person) == []
    assert leads_to_the_screen(edit(person_client, high, score="6", time="11:30"))
    assert opened(person) == ["pain-rise"]
    low.refresh_from_db()
    assert low.score == 2


@pytest.mark.parametrize("field", ["text", "sensations"])
def test_a_word_or_a_feeling_added_on_the_page_of_a_reading_opens_it(
    person: Person, person_client: Client, field: str
) -> None:
    entry = reading(person, 3, hours_ago=1)
    value = {"text": "my foot is numb", "sensations": "numb"}[field]
    went = edit(person_client, entry, score="3", time="11:00", **{field: value})
    assert leads_to_the_screen(went)
    assert opened(person) == ["nerve"]


def test_a_note_edited_on_its_page_opens_it(
    person: Person, person_client: Client
) -> None:
    note = stored(person, Kind.NOTE, YESTERDAY, text="Slept well")
    assert leads_to_the_screen(edit(person_client, note, text="I fell on the stairs"))
    assert opened(person) == ["injury"]


@pytest.mark.parametrize(("day", "opens"), [(TODAY, True), (YESTERDAY, True)])
def test_a_reading_moved_to_a_day_that_counts_opens_it(
    person: Person, person_client: Client, day: date, opens: bool
) -> None:
    old = TODAY - timedelta(days=5)
    entry = stored(person, Kind.PAIN, old, score=9)
    sent = {"day": day.isoformat()}
    went = person_client.post(f"/entries/{entry.pk}/move/", sent)
    assert leads_to_the_screen(went)
    assert opened(person) == ["high-pain"]


def test_a_reading_moved_further_back_does_not(
    person: Person, person_client: Client
) -> None:
    entry = stored(person, Kind.PAIN, YESTERDAY, score=9)
    sent = {"day": (TODAY - timedelta(days=2)).isoformat()}
    person_client.post(f"/entries/{entry.pk}/move/", sent)
    assert opened(person) == []


@pytest.mark.parametrize(
    ("days_ago", "pain", "opens"),
    [(0, "8", True), (1, "8", True), (1, "7", False), (2, "10", False)],
)
@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_cell_of_the_week_opens_it_too(
    person: Person,
    person_client: Client,
    headers: dict[str, str],
    days_ago: int,
    pain: str,
    opens: bool,
) -> None:
    day = TODAY - timedelta(days=days_ago)
    sent = {"client_id": str(uuid4()), "pain": pain, "was-pain": ""}
    address = f"/weeks/days/{day.isoformat()}/"
    went = person_client.post(address, sent, headers=headers)
    assert leads_to_the_screen(went) is opens
    assert opened(person) == (["high-pain"] if opens else [])


def test_a_cell_of_the_week_corrected_upwards_opens_it(
    person: Person, person_client: Client
) -> None:
    stored(person, Kind.PAIN, YESTERDAY, score=3)
    sent = {"client_id": str(uuid4()), "pain": "9", "was-pain": "3"}
    address = f"/weeks/days/{YESTERDAY.isoformat()}/"
    assert leads_to_the_screen(person_client.post(address, sent, headers=HTMX))
    assert opened(person) == ["high-pain"]


@pytest.mark.parametrize(
    ("before", "after", "opens"),
    [(6, "8", ["high-pain"]), (6, "7", []), (2, "5", ["pain-rise"]), (3, "5", [])],
)
@pytest.mark.parametrize("headers", [HTMX, {}])
def test_the_back_after_yesterdays_exercise_is_a_score_of_pain(
    person: Person,
    person_client: Client,
    headers: dict[str, str],
    before: int,
    after: str,
    opens: list[str],
) -> None:
    reading(person, before, 20)
    stored(person, Kind.EXERCISE, YESTERDAY, activity="walk", minutes=20)
    sent = form(question="after-exercise", answer="scored", score=after)
    went = person_client.post("/entries/answer/", sent, headers=headers)
    assert Entry.objects.filter(person=person, question="after-exercise").exists()
    assert leads_to_the_screen(went) is bool(opens)
    assert opened(person) == opens


@pytest.mark.parametrize(
    "address",
    [
        "/",
        f"/days/{YESTERDAY.isoformat()}/",
        "/history/",
        f"/weeks/{TODAY.isoformat()}/",
        "/search/",
        "/trends/",
        "/settings/",
        "/guides/",
        "/guides/water/",
        "/guides/get-help-now/",
        "/warnings/",
    ],
)
def test_a_new_symptom_can_be_told_from_every_page(
    person: Person, person_client: Client, address: str
) -> None:
    page = person_client.get(address).content.decode()
    assert 'href="/new-symptom/"' in page
    assert "I have a new symptom" in page


def suggested(client: Client) -> str:
    """The card of exercise as Today shows it."""
    page = client.get("/").content.decode()
    card: str = page[page.index('id="exercise"') : page.index('id="break"')]
    return card


def test_no_exercise_is_suggested_while_a_screen_waits_or_stands(
    person: Person, person_client: Client
) -> None:
    for activity in ("plank", "walk", "child-pose"):
        stored(person, Kind.EXERCISE, YESTERDAY, activity=activity, minutes=5)
    card = suggested(person_client)
    assert "+ Plank" in card
    assert 'value="heel-slide"' in card
    tap(person_client, 8)
    for answer in ({"A6": "yes"}, {}):
        card = suggested(person_client)
        assert "+ " not in card
        assert 'value="plank"' not in card
        assert 'value="heel-slide"' not in card
        assert 'value="walk"' in card
        row = WarningScreen.objects.get(person=person)
        person_client.post(f"/warnings/{row.pk}/", answer)


def test_what_acute_pain_leaves_out_is_not_suggested_again(
    person: Person, person_client: Client
) -> None:
    for activity in ("plank", "walk"):
        stored(person, Kind.EXERCISE, YESTERDAY, activity=activity, minutes=5)
    tap(person_client, 7)
    card = suggested(person_client)
    assert "+ Walk" in card
    assert "+ Plank" not in card


@pytest.mark.parametrize("answered", [False, True])
def test_guides_are_locked_while_a_screen_waits_or_stands(
    person: Person, person_client: Client, answered: bool
) -> None:
    tap(person_client, 8)
    row = WarningScreen.objects.get(person=person)
    if answered:
        person_client.post(f"/warnings/{row.pk}/", {"A6": "yes"})
    listed = person_client.get("/guides/").content.decode()
    for slug in LOCKED:
        page = person_client.get(f"/guides/{slug}/").content.decode()
        assert "This page is left out for now" in page, slug
        assert f"/warnings/{row.pk}/" in page, slug
        assert f"/guides/{slug}/" not in listed, slug
    assert "/guides/get-help-now/" in listed
    assert "This page is left out" not in (
        person_client.get("/guides/get-help-now/").content.decode()
    )


def test_who_told_of_no_pregnancy_is_told_whom_to_call(
    person: Person, person_client: Client
) -> None:
    went = person_client.post("/entries/note/", form(text="baby isnt moving"))
    page = person_client.get(went.headers["Location"]).content.decode()
    assert "Are you pregnant? Then do not wait for the questions." in page
    assert page.index("Phone your maternity unit") < page.index('name="C1"')
    person_client.post("/entries/note/", form(text="cant feel my bum"))
    page = person_client.get(went.headers["Location"]).content.decode()
    assert page.index("go to an emergency department now") < page.index('name="A1"')
