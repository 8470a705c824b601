"""What every answer carries, and what no page holds."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client
from pytest_django import Settings

from tests.walk import HTMX, Address, addresses
from tests.world import World, confirmed, make_world

POLICY = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "font-src": {"'self'"},
    "connect-src": {"'self'"},
    "manifest-src": {"'self'"},
    "worker-src": {"'self'"},
    "object-src": {"'none'"},
    "base-uri": {"'none'"},
    "form-action": {"'self'"},
    "frame-ancestors": {"'none'"},
}
HEADERS = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
    ),
}
OPENER = "Cross-Origin-Opener-Policy"
FETCHES = ("src", "srcset", "poster", "data", "action", "formaction", "background")
"""Attributes from which a browser fetches, or to which it sends."""


@pytest.fixture
def world(db: None, settings: Settings) -> World:
    settings.ACCOUNT_RATE_LIMITS = False
    settings.ALLOWED_HOSTS = ["*"]
    return make_world()


def policy_of(answer: HttpResponseBase) -> dict[str, set[str]]:
    """The Content-Security-Policy by directive."""
    parts = answer.headers.get("Content-Security-Policy", "").split(";")
    words = [part.split() for part in parts if part.strip()]
    return {name: set(sources) for name, *sources in words}


def missing(answer: HttpResponseBase) -> list[str]:
    """The headers that an answer on a secure origin should carry and does not."""
    wrong = [n for n, value in HEADERS.items() if answer.headers.get(n) != value]
    if policy_of(answer) != POLICY:
        wrong.append("Content-Security-Policy")
    if "no-store" not in answer.headers.get("Cache-Control", ""):
        wrong.append("Cache-Control")
    if answer.headers.get(OPENER) != "same-origin":
        wrong.append(OPENER)
    return wrong


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("who", ["owner", "visitor"])
def test_every_answer_has_every_header(world: World, method: str, who: str) -> None:
    wrong = []
    for address in addresses(world):
        for headers in ({}, HTMX):
            browser = Client() if who == "visitor" else confirmed(world.owner)
            browser.defaults["HTTP_HOST"] = "localhost:8000"
            body = "" if method == "GET" else "nothing=useful"
            form = "application/x-www-form-urlencoded"
            answer = browser.generic(
                method, address.path, body, content_type=form, headers=headers
            )
            if found := missing(answer):
                wrong.append((str(address), answer.status_code, found))
    assert wrong == []


def test_errors_have_every_header(world: World) -> None:
    browser = confirmed(world.owner)
    browser.defaults["HTTP_HOST"] = "localhost:8000"
    much = b"text=" + b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)
    form = "application/x-www-form-urlencoded"
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost:8000"})
    strict.cookies = browser.cookies
    answers = {
        404: browser.get("/no/such/page/"),
        413: browser.post("/entries/note/", much, content_type=form),
        403: strict.post("/entries/note/", {"text": "x"}),
        405: browser.get("/entries/note/"),
    }
    for status, answer in answers.items():
        assert (answer.status_code, missing(answer)) == (status, [])


class Page(HTMLParser):
    """Reads a page and notes what its own policy would refuse, and strange hosts."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        data = held.get("type") in ("application/json", "importmap")
        if tag == "style" or (tag == "script" and "src" not in held and not data):
            self.wrong.append(f"inline {tag}")
        for name, value in attrs:
            told = f"<{tag} {name}={value!r}>"
            bare = name.removeprefix("data-")
            if name == "style" or name.startswith("on") or bare.startswith("hx-on"):
                self.wrong.append(told)
            if value is None:
                continue
            goes = name in FETCHES or (name == "href" and tag in ("link", "use"))
            strange = bool(urlsplit(value).netloc) or value.startswith("javascript:")
            if (goes or bare.startswith("hx-")) and strange:
                self.wrong.append(told)
            elif name == "href" and strange:
                self.links.append(value)


def read(address: Address, answer: HttpResponseBase) -> list[str]:
    """What is wrong in an answered page; nothing if it is no page."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return []
    page = Page()
    page.feed(answer.content.decode())  # type: ignore[attr-defined]
    guide = address.name in ("guides:guide", "guides:help", "guides:exercise")
    strange = [link for link in page.links if not (guide and link.startswith(DOI))]
    return page.wrong + strange


DOI = "https://doi.org/"


@pytest.mark.parametrize("who", ["owner", "visitor"])
def test_pages_hold_nothing_inline_and_nothing_from_elsewhere(
    world: World, who: str
) -> None:
    read_at_all, wrong = 0, []
    for address in addresses(world):
        for headers in ({}, HTMX):
            browser = Client() if who == "visitor" else confirmed(world.owner)
            answer = browser.get(address.path, headers=headers)
            read_at_all += bool(getattr(answer, "content", b""))
            wrong += [(str(address), found) for found in read(address, answer)]
    assert wrong == []
    assert read_at_all > 20


def test_every_guide_links_to_references_alone(world: World) -> None:
    from guides.library import library

    browser = confirmed(world.owner)
    for slug in library().guides:
        answer = browser.get(f"/guides/{slug}/")
        page = Page()
        page.feed(answer.text)
        assert page.wrong == []
        assert [link for link in page.links if not link.startswith(DOI)] == []


@pytest.mark.parametrize("who", ["owner", "visitor"])
def test_what_can_be_read_can_be_asked_about(world: World, who: str) -> None:
    """HEAD is answered as GET is, without the page: monitors ask that way."""
    wrong, readable = [], 0
    for address in addresses(world):
        browser = Client() if who == "visitor" else confirmed(world.owner)
        shown = browser.get(address.path).status_code
        browser = Client() if who == "visitor" else confirmed(world.owner)
        told = browser.head(address.path)
        readable += shown == 200
        if (told.status_code, told.getvalue()) != (shown, b""):
            wrong.append((str(address), shown, told.status_code))
    assert wrong == []
    assert readable > (5 if who == "visitor" else 30)
