"""A browser, a server and somebody signed in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests.browser.waiting import PATIENCE_MS
from tests.chromium import PHONE
from tests.conftest import make_person, signed_in
from tracker.models import Person

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django.live_server_helper import LiveServer

expect.set_options(timeout=PATIENCE_MS)


class Watched:
    """A page, and everything that went wrong in it."""

    def __init__(self, page: Page, own: str) -> None:
        self.page = page
        self.wrong: list[str] = []
        self.own = own
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        page.on("request", self._request)
        page.add_init_script(
            "document.addEventListener('securitypolicyviolation',"
            " e => console.error('CSP: ' + e.violatedDirective + ' ' + e.blockedURI))"
        )

    def _console(self, message: object) -> None:
        kind, text = getattr(message, "type", ""), getattr(message, "text", "")
        refused = "Failed to load resource" in text
        if kind in ("error", "warning") and not refused:
            self.wrong.append(f"{kind}: {text}")

    def _request(self, request: object) -> None:
        url = getattr(request, "url", "")
        if not url.startswith((self.own, "data:", "blob:", "about:")):
            self.wrong.append(f"request to another host: {url}")


@pytest.fixture
def person(transactional_db: None) -> Person:
    """Somebody who keeps a diary, in a database that the server sees."""
    from django.utils import timezone

    robin = make_person("robin")
    robin.welcomed_at = timezone.now()
    robin.save()
    return robin


def cookies_of(browser: Client, address: str) -> list[dict[str, str]]:
    """The session of a signed-in test client, for a browser."""
    name = settings.SESSION_COOKIE_NAME
    value = browser.cookies[name].value
    return [{"name": name, "value": value, "url": address}]


def open_context(
    browser: Browser, address: str, person: Person | None, **options: object
) -> BrowserContext:
    """A fresh browser profile, signed in as the person if there is one."""
    settings_of_context = {"viewport": PHONE, "locale": "en-GB", **options}
    context = browser.new_context(
        base_url=address,
        timezone_id="Europe/Berlin",
        **settings_of_context,  # type: ignore[arg-type]
    )
    context.set_default_timeout(PATIENCE_MS)
    if person is not None:
        context.add_cookies(cookies_of(signed_in(person), address))  # type: ignore[arg-type]
    return context


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, person: Person) -> Iterator[Page]:
    """A signed-in phone; the test fails if anything goes wrong in its pages."""
    yield from _watched(browser, live_server, person)


@pytest.fixture
def failing_phone(
    browser: Browser, live_server: LiveServer, person: Person
) -> Iterator[Page]:
    """A signed-in phone for tests that break the line: errors are expected in it."""
    context = open_context(browser, live_server.url, person)
    yield context.new_page()
    context.close()


@pytest.fixture
def without_script(
    browser: Browser, live_server: LiveServer, person: Person
) -> Iterator[Page]:
    """A signed-in phone whose JavaScript is off."""
    yield from _watched(browser, live_server, person, java_script_enabled=False)


def _watched(
    browser: Browser, live_server: LiveServer, person: Person, **options: object
) -> Iterator[Page]:
    context = open_context(browser, live_server.url, person, **options)
    page = context.new_page()
    watched = Watched(page, live_server.url)
    yield page
    context.close()
    assert watched.wrong == []
