"""Anything in any field of any form: never an error, and what was typed stays.

The fields are read from the pages themselves, so a new one is tried too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from urllib.parse import quote_from_bytes

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from tests.tracker.test_properties import days, typed
from tests.world import World, confirmed, make_world

TYPED = {"text", "search", "email", "number", "date", "time", "tel", "textarea"}
"""What a person types into, and would have to type again."""

TOKEN = "csrfmiddlewaretoken"
KEYS = "/accounts/2fa/webauthn/keys/"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def world(db: None, settings: Settings) -> World:
    settings.ACCOUNT_RATE_LIMITS = False
    return make_world()


@dataclass
class Form:
    """One form of a page: where it goes, and its fields with their kinds."""

    action: str
    kinds: dict[str, str] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """Finds the forms of a page that are sent by POST, and their fields."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.found: list[Form] = []
        self.current: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag == "form":
            post = held.get("method") == "post"
            self.current = Form(held.get("action") or self.address) if post else None
        named = held.get("name", "")
        if self.current and named and tag in ("input", "select", "textarea", "button"):
            kind = held.get("type", "text") if tag == "input" else tag
            self.current.kinds[named] = kind
            self.current.held[named] = held.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.current:
            self.found.append(self.current)
            self.current = None


def forms_of(browser: Client, address: str) -> list[Form]:
    page = browser.get(address)
    assert page.status_code == 200, address
    parser = Forms(address)
    parser.feed(page.text)
    return [form for form in parser.found if set(form.kinds) - {TOKEN}]


def lost(form: Form, body: dict[str, str], text: str) -> list[str]:
    """Fields whose typed words are nowhere in a page that came back."""
    shown = unescape(text)
    return [
        name
        for name, value in body.items()
        if form.kinds[name] in TYPED and value.replace("\r", "") not in shown
    ]


Page = tuple[str, Callable[[World], str], bool]
PAGES: list[Page] = [
    ("welcome", lambda world: "/welcome/", True),
    ("settings", lambda world: "/settings/", True),
    ("day", lambda world: "/", True),
    ("entry", lambda world: f"/entries/{world.reading.pk}/edit/", True),
    ("night", lambda world: f"/entries/{world.night.pk}/edit/", True),
    ("warning", lambda world: f"/warnings/{world.waiting.pk}/", True),
    ("new symptom", lambda world: "/new-symptom/", True),
    ("search", lambda world: "/search/", True),
    ("guides", lambda world: "/guides/", True),
    ("e-mail", lambda world: "/accounts/email/", True),
    ("password", lambda world: "/accounts/password/change/", True),
    ("again", lambda world: "/accounts/reauthenticate/", True),
    (
        "passkey",
        lambda world: f"/accounts/2fa/webauthn/keys/{world.passkey.pk}/edit/",
        True,
    ),
    ("sign in", lambda world: "/accounts/login/", False),
    ("invitation", lambda world: f"/invitation/{world.invitation_token}/", False),
]
ADDRESSES = {name: (address, signed_in) for name, address, signed_in in PAGES}


def few(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )


@contextmanager
def forgotten() -> Iterator[None]:
    """What is stored inside is taken back at the end: each example starts alike."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", ADDRESSES)
@few(12)
@given(data=st.data())
def test_nothing_breaks_a_form_and_nothing_typed_is_lost(
    world: World, name: str, data: st.DataObject
) -> None:
    where, signed_in = ADDRESSES[name]
    address = where(world)
    with forgotten():
        browser = confirmed(world.owner) if signed_in else Client()
        form = data.draw(st.sampled_from(forms_of(browser, address)))
        names = st.sampled_from(sorted(set(form.kinds) - {TOKEN}))
        changed = data.draw(st.dictionaries(names, typed | days, max_size=4))
        hidden = {n: v for n, v in form.held.items() if form.kinds[n] == "hidden"}
        answer = browser.post(form.action, hidden | changed)
    assert answer.status_code in (200, 302, 404, 409, 422), form.action
    # Nobody types into a hidden field; without its own the page may be another.
    forged = any(form.kinds[name] == "hidden" for name in changed)
    refused = answer.status_code in (409, 422) or b"field-error" in answer.content
    if refused and not forged:
        assert lost(form, changed, answer.text) == []


@pytest.mark.parametrize("name", ADDRESSES)
@few(4)
@given(data=st.data())
def test_bytes_that_are_no_text_break_no_form(
    world: World, name: str, data: st.DataObject
) -> None:
    where, signed_in = ADDRESSES[name]
    address = where(world)
    with forgotten():
        browser = confirmed(world.owner) if signed_in else Client()
        form = data.draw(st.sampled_from(forms_of(browser, address)))
        raw = {n: data.draw(st.binary(max_size=12)) for n in form.kinds}
        body = "&".join(f"{n}={quote_from_bytes(value)}" for n, value in raw.items())
        answer = browser.generic("POST", form.action, body, content_type=FORM)
    assert answer.status_code in (200, 302, 404, 409, 422), form.action
