"""Search in notes: what is found, what is marked, and what stays private."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.conftest import signed_in
from tests.days import NOON, TODAY
from tests.tracker.diary import HTMX, keep_diary, log
from tracker import recording
from tracker.models import Person
from tracker.notes import Piece, pieces, search, words_in
from tracker.vocabulary import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def found(browser: Client, words: str, **more: str) -> str:
    answer = browser.post("/search/", {"words": words, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def test_notes_of_days_and_readings_are_found_newest_first(
    person: Person, person_client: Client
) -> None:
    log(person, Kind.NOTE, TODAY - timedelta(days=9), text="Garden, all morning.")
    log(person, Kind.PAIN, TODAY, score=6, text="after the garden")
    log(person, Kind.NOTE, TODAY - timedelta(days=1), text="A quiet day.")
    html = found(person_client, "garden")
    assert re.findall(r'href="/days/([^"]+)/"', html) == ["2026-11-20", "2026-11-11"]
    assert "<mark>Garden</mark>, all morning." in html
    assert "Note on a reading of 6" in html
    assert "2 notes with these words, newest first:" in html
    assert "quiet" not in html


@pytest.mark.parametrize("words", ["ÜBUNG", "übung", "Übung gut", "gut übung"])
def test_capitals_make_no_difference_in_any_script(
    person: Person, person_client: Client, words: str
) -> None:
    log(person, Kind.NOTE, text="Die Übung tat GUT.")
    assert "<mark>Übung</mark>" in found(person_client, words)


def test_all_words_have_to_be_there(person: Person, person_client: Client) -> None:
    log(person, Kind.NOTE, text="Garden in the rain.")
    assert "No note holds these words." in found(person_client, "garden sun")


@pytest.mark.parametrize("words", [".*", "%", "_", "(", "[a-z]", "\\"])
def test_signs_are_looked_for_as_they_are(
    person: Person, person_client: Client, words: str
) -> None:
    log(person, Kind.NOTE, text="Plain words only")
    assert "No note holds these words." in found(person_client, words)
    log(person, Kind.NOTE, TODAY - timedelta(days=1), text=f"with {words} in it")
    assert "1 note with these words" in found(person_client, words)


def test_what_was_written_is_escaped(person: Person, person_client: Client) -> None:
    log(person, Kind.NOTE, text='<img src=x> & "garden" <b>')
    html = found(person_client, "garden")
    assert "&lt;img src=x&gt; &amp; &quot;<mark>garden</mark>&quot; &lt;b&gt;" in html
    html = found(person_client, '"><script>')
    assert 'value="&quot;&gt;&lt;script&gt;"' in html


def test_deleted_notes_are_not_found(person: Person, person_client: Client) -> None:
    note = log(person, Kind.NOTE, text="garden")
    recording.remove(person, note, now=NOON)
    assert "No note holds these words." in found(person_client, "garden")


def test_another_persons_notes_are_not_found(
    person: Person, other_client: Client
) -> None:
    log(person, Kind.NOTE, text="garden")
    assert "No note holds these words." in found(other_client, "garden")


def test_more_are_shown_on_demand(person: Person, person_client: Client) -> None:
    for ago in range(45):
        log(person, Kind.NOTE, TODAY - timedelta(days=ago), text=f"garden {ago}")
    html = found(person_client, "garden")
    assert "The newest 20 notes with these words:" in html
    assert html.count("<mark>") == 20
    assert '<input type="hidden" name="shown" value="20">' in html
    html = found(person_client, "garden", shown="20")
    assert html.count("<mark>") == 40
    assert html.count('id="first-new"') == 1
    html = found(person_client, "garden", shown="40")
    assert html.count("<mark>") == 45
    assert "Show more" not in html


def test_htmx_gets_the_results_only(person: Person, person_client: Client) -> None:
    log(person, Kind.NOTE, text="garden")
    answer = person_client.post("/search/", {"words": "garden"}, headers=HTMX)
    html = answer.content.decode()
    assert html.strip().startswith('<div class="stack" id="results">')
    assert "<mark>garden</mark>" in html


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("words", "message"),
    [("  ", "Enter a word to look for."), ("x" * 101, "Enter at most 100 characters.")],
)
def test_what_cannot_be_looked_for_is_said_and_kept(
    person_client: Client, words: str, message: str, htmx: bool
) -> None:
    answer = person_client.post(
        "/search/", {"words": words}, headers=HTMX if htmx else None
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert message in html
    assert words.strip() in html


@pytest.mark.parametrize("htmx", [True, False])
def test_who_looks_for_a_warning_sign_is_told_what_to_do(
    person_client: Client, htmx: bool
) -> None:
    headers = HTMX if htmx else None
    answer = person_client.post(
        "/search/", {"words": "numb between my legs"}, headers=headers
    )
    html = answer.content.decode()
    assert "Do you have this now?" in html
    assert 'href="/new-symptom/"' in html
    assert 'href="/guides/get-help-now/"' in html
    assert "No note holds these words." in html


@pytest.mark.parametrize("words", ["garden", "surgery"])
def test_other_words_are_only_looked_for(person_client: Client, words: str) -> None:
    assert "Do you have this now?" not in found(person_client, words)


def test_more_of_the_same_asks_no_more(person: Person, person_client: Client) -> None:
    for _ in range(25):
        log(person, Kind.PAIN, score=3, text="numb foot")
    assert "Do you have this now?" in found(person_client, "numb")
    assert "Do you have this now?" not in found(person_client, "numb", shown="20")


def test_a_visitor_gets_nothing(client: Client) -> None:
    assert client.get("/search/").status_code == 302
    assert client.post("/search/", {"words": "garden"}).status_code == 401


def test_words_stand_in_no_address_and_in_no_log(
    person_client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = person_client.post("/search/", {"words": "sciatica"})
    assert answer.wsgi_request.get_full_path() == "/search/"
    assert 'method="post"' in answer.content.decode()
    logged = [r for r in caplog.records if r.name != "django.db.backends"]
    assert "sciatica" not in " ".join(record.getMessage() for record in logged)
    # A search is no GET: words in an address are not looked at.
    assert "mark" not in person_client.get("/search/?words=sciatica").content.decode()


@pytest.mark.parametrize("days", [1, 3, 3650])
def test_a_search_takes_as_many_queries_after_ten_years(
    person: Person, days: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keep_diary(person, days)
    browser = signed_in(person)
    with django_assert_num_queries(5):  # session, account, person, situations, notes
        browser.post("/search/", {"words": "garden"})


def test_only_entries_with_words_are_read(person: Person) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("asks SQLite for its plan")
    log(person, Kind.NOTE, text="garden")
    plans: list[str] = []
    with connection.execute_wrapper(_explaining(plans)):
        search(person, ["garden"], 20)
    assert any("entry_with_text" in plan for plan in plans), plans


def _explaining(plans: list[str]) -> Callable[..., Any]:
    def wrapper(
        execute: Callable[..., Any], sql: str, params: Any, *others: Any
    ) -> Any:
        question = "EXPLAIN QUERY PLAN " + sql.replace("%s", "?")
        rows = connection.connection.execute(question, params)
        plans.extend(str(tuple(row)) for row in rows)
        return execute(sql, params, *others)

    return wrapper


def test_a_long_note_is_cut_around_the_first_hit() -> None:
    text = "word " * 100 + "garden " + "word " * 100
    cut = pieces(text, re.compile("garden"))
    assert [piece.hit for piece in cut] == [False, False, True, False, False]
    assert cut[0] == Piece("… ", hit=False)
    assert cut[1].text.startswith("word word")
    assert sum(len(piece.text) for piece in cut) < 200


def test_hits_beside_each_other_are_marked_each() -> None:
    cut = pieces("gardengarden", re.compile("garden"))
    assert cut == [Piece("garden", hit=True), Piece("garden", hit=True)]


def test_words_are_taken_apart_and_composed() -> None:
    assert words_in("  u\u0308bung   gut ") == ["übung", "gut"]
