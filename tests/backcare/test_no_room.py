"""A full disk: what cannot be saved is said and kept, and saved once there is room."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import OperationalError, connection
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from backcare.middleware import NoRoomMiddleware
from tests.conftest import make_person, signed_in
from tracker.calendar import day_of
from tracker.integrity import wrong_summaries
from tracker.models import Entry, Person

READS = ("/", "/history/", "/trends/", "/guides/", "/settings/")
LONG = "A long note. " * 700
HTMX = {"HX-Request": "true"}


@contextmanager
def no_room() -> Iterator[None]:
    """The database may not grow any more."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1")  # or as many as there are already
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")


@contextmanager
def read_only() -> Iterator[None]:
    """Not a single row can be written."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = 1")
        try:
            yield
        finally:
            cursor.execute("PRAGMA query_only = 0")


def note(person: Person) -> dict[str, Any]:
    """A form with a note that does not fit into the page of another row."""
    day = day_of(timezone.now(), person)
    return {"client_id": uuid4(), "page_day": day, "live": "yes", "text": LONG}


def fill_what_is_free(browser: Client, person: Person) -> tuple[int, dict[str, Any]]:
    """How many notes were acknowledged, and the first one that was refused."""
    for number in range(100):
        sent = note(person)
        answer = browser.post("/entries/note/", sent, headers=HTMX)
        if answer.status_code != 200:
            assert answer.status_code == 507
            return number, sent
    raise AssertionError("there was room for a hundred notes")


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_loses_nothing_and_invents_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    person = make_person("robin")
    browser = signed_in(person)
    browser.raise_request_exception = False
    with no_room():
        saved, refused = fill_what_is_free(browser, person)
        assert Entry.objects.count() == saved
        assert [browser.get(address).status_code for address in READS] == [200] * 5
        page = browser.post("/entries/note/", refused)
        assert page.status_code == 507
        assert "There is no room left to save this" in page.text
        assert f'readonly aria-label="What you typed">\n{LONG}</textarea>' in page.text
        assert Entry.objects.count() == saved
    assert "database or disk is full" in caplog.text
    assert "long note" not in caplog.text
    for _ in range(2):  # the very form that was kept
        answer = browser.post("/entries/note/", refused, headers=HTMX)
        assert answer.status_code == 200
    assert Entry.objects.count() == saved + 1
    assert not list(wrong_summaries())


@pytest.mark.django_db(transaction=True)
def test_who_signs_in_is_not_told_of_too_many_tries(client: Client) -> None:
    make_person("robin")
    client.raise_request_exception = False
    typed = {"login": "robin", "password": "robin-password"}
    for _ in range(2):
        with read_only():
            page = client.post("/accounts/login/", typed)
        assert page.status_code == 507
        assert "There is no room left" in page.text
        assert "robin-password" not in page.text
        assert "Save again" not in page.text
    assert client.post("/accounts/login/", typed).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_signing_out_drops_the_cookie_all_the_same() -> None:
    browser = signed_in(make_person("robin"))
    browser.raise_request_exception = False
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    with read_only():
        page = browser.post("/accounts/logout/", headers={"host": "localhost"})
    assert page.status_code == 507
    assert "You are signed out in this browser" in page.text
    assert "the server may still list this sign-in" in page.text
    assert 'class="signed-in"' not in page.text
    dropped = page.cookies[settings.SESSION_COOKIE_NAME]
    assert (dropped.value, dropped["max-age"], dropped["path"]) == ("", 0, "/")
    assert page.headers["Clear-Site-Data"] == '"cache", "storage"'
    # As the page says: the server keeps the session until there is room.
    assert SessionStore(key).exists(key)
    assert browser.get("/").status_code == 302
    assert browser.post("/accounts/logout/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_count_that_cannot_be_written_is_an_error() -> None:
    with read_only(), pytest.raises(OperationalError):
        cache.set("tries", 1)
    assert cache.add("tries", 2)
    assert not cache.add("tries", 3)
    assert cache.get("tries") == 2


def test_other_errors_of_the_database_are_no_matter_of_room() -> None:
    middleware = NoRoomMiddleware(lambda request: None)  # type: ignore[arg-type, return-value]
    for error in (OperationalError("no such table"), RuntimeError("disk is full")):
        assert middleware.process_exception(HttpRequest(), error) is None
