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

from backcare.accounts import links
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
    settings.MAIL_WORKS = True
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
        self.by_id: dict[str, Form] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag == "form":
            post = held.get("method") == "post"
            self.current = Form(held.get("action") or self.address) if post else None
            if self.current and "id" in held:
                self.by_id[held["id"]] = self.current
        named = held.get("name", "")
        form = self.by_id.get(held["form"]) if "form" in held else self.current
        if form and named and tag in ("input", "select", "textarea", "button"):
            kind = held.get("type", "text") if tag == "input" else tag
            form.kinds[named] = kind
            form.held[named] = held.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.current:
            self.found.append(self.current)
            self.current = None


def forms_of(browser: Client, address: str) -> list[Form]:
    page = browser.get(address, follow=True)
    assert page.status_code == 200, address
    parser = Forms(address)
    parser.feed(page.text)
    return [form for form in parser.found if set(form.kinds) - {TOKEN}]


def lost(form: Form, body: dict[str, str], text: str) -> list[str]:
    """Fields whose typed words are nowhere in a page that came back."""
    shown = unescape(text).replace("\r", "")
    return [
        name
        for name, value in body.items()
        if form.kinds[name] in TYPED and value.replace("\r", "") not in shown
    ]


def owner(world: World) -> Client:
    return confirmed(world.owner)


def other(world: World) -> Client:
    return confirmed(world.other)


def other_at_home(world: World) -> Client:
    """Where browsers do passkeys."""
    browser = other(world)
    browser.defaults["HTTP_HOST"] = "localhost"
    return browser


def operator(world: World) -> Client:
    return confirmed(world.operator)


def visitor(world: World) -> Client:
    return Client()


def after_password(world: World) -> Client:
    """Somebody who has said the password, and not yet the code."""
    browser = Client()
    said = {"login": "robin", "password": "robin-password"}
    assert browser.post("/accounts/login/", said).status_code == 302
    return browser


Page = tuple[Callable[[World], str], Callable[[World], Client]]
PAGES: dict[str, Page] = {
    "welcome": (lambda world: "/welcome/", owner),
    "settings": (lambda world: "/settings/", owner),
    "day": (lambda world: "/", owner),
    "entry": (lambda world: f"/entries/{world.reading.pk}/edit/", owner),
    "night": (lambda world: f"/entries/{world.night.pk}/edit/", owner),
    "warning": (lambda world: f"/warnings/{world.waiting.pk}/", owner),
    "new symptom": (lambda world: "/new-symptom/", owner),
    "search": (lambda world: "/search/", owner),
    "guides": (lambda world: "/guides/", owner),
    "week": (lambda world: f"/weeks/{world.today}/", owner),
    "e-mail": (lambda world: "/accounts/email/", owner),
    "password": (lambda world: "/accounts/password/change/", owner),
    "again": (lambda world: "/accounts/reauthenticate/", owner),
    "passkey": (lambda world: f"{KEYS}{world.passkey.pk}/edit/", owner),
    "new passkey": (lambda world: "/accounts/2fa/webauthn/add/", other_at_home),
    "authenticator": (lambda world: "/accounts/2fa/totp/activate/", other),
    "second step": (lambda world: "/accounts/2fa/authenticate/", after_password),
    "people": (lambda world: "/operator/", operator),
    "sign in": (lambda world: "/accounts/login/", visitor),
    "forgotten": (lambda world: "/accounts/password/reset/", visitor),
    "new password": (lambda world: links.password_path(world.owner.user), visitor),
    "invitation": (lambda world: f"/invitation/{world.invitation_token}/", visitor),
}


def few(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            HealthCheck.too_slow,
        ],
    )


@contextmanager
def forgotten() -> Iterator[None]:
    """What is stored inside is taken back at the end: each example starts alike."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", PAGES)
@few(40)
@given(data=st.data())
def test_nothing_breaks_a_form_and_nothing_typed_is_lost(
    world: World, name: str, data: st.DataObject
) -> None:
    where, who = PAGES[name]
    with forgotten():
        browser = who(world)
        form = data.draw(st.sampled_from(forms_of(browser, where(world))))
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


@pytest.mark.parametrize("name", PAGES)
@few(4)
@given(data=st.data())
def test_bytes_that_are_no_text_break_no_form(
    world: World, name: str, data: st.DataObject
) -> None:
    where, who = PAGES[name]
    with forgotten():
        browser = who(world)
        form = data.draw(st.sampled_from(forms_of(browser, where(world))))
        raw = {n: data.draw(st.binary(max_size=12)) for n in form.kinds}
        body = "&".join(f"{n}={quote_from_bytes(value)}" for n, value in raw.items())
        answer = browser.generic("POST", form.action, body, content_type=FORM)
    assert answer.status_code in (200, 302, 404, 409, 422), form.action
