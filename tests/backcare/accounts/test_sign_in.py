"""Signing in and out: by name and by address, refused, limited, not guessable."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from backcare.accounts.models import User
from tests.backcare.accounts.conftest import (
    PASSWORD,
    add_address,
    is_signed_in,
    sign_in,
)
from tracker.models import Person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["robin", "ROBIN", "robin@example.org"])
def test_sign_in_by_name_and_by_address(client: Client, user: User, name: str) -> None:
    add_address(user, "robin@example.org")
    answer = client.post("/accounts/login/", {"login": name, "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert is_signed_in(client)
    assert client.session.get_expiry_age() == 90 * 24 * 60 * 60


def test_the_session_key_changes_at_sign_in(client: Client, user: User) -> None:
    session = client.session
    session["planted"] = "yes"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = str(before)
    sign_in(client, "robin")
    assert client.session.session_key != before


@pytest.mark.parametrize("name", ["robin", "nobody", "robin@example.org", "no@one.org"])
def test_a_wrong_password_says_the_same_whoever_it_is(
    client: Client, user: User, name: str
) -> None:
    add_address(user, "robin@example.org")
    answer = client.post("/accounts/login/", {"login": name, "password": "wrong"})
    assert answer.status_code == 200
    assert "do not fit together" in answer.text
    assert not is_signed_in(client)
    assert f'value="{name}"' in answer.text


def test_names_and_addresses_known_or_not_answer_the_same_bytes(
    client: Client, user: User
) -> None:
    def answer(name: str) -> str:
        page = client.post("/accounts/login/", {"login": name, "password": "wrong"})
        token = page.context["csrf_token"]
        return page.text.replace(str(token), "").replace(name, "NAME")

    add_address(user, "robin@example.org")
    assert answer("robin") == answer("nobod")
    assert answer("robin@example.org") == answer("nobod@example.org")


@pytest.mark.parametrize("name", ["robin", "nobody", "robin@example.org", "no@one.org"])
def test_every_refusal_costs_one_hash(client: Client, user: User, name: str) -> None:
    """A second hash would take measurably longer and tell who has an account."""
    add_address(user, "robin@example.org")
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: Any, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    with patch.object(MD5PasswordHasher, "encode", counted):
        sign_in(client, name, "wrong")
    assert hashed == ["wrong"]


def test_after_five_wrong_passwords_the_right_one_waits(
    client: Client, user: User
) -> None:
    for _ in range(5):
        sign_in(client, "robin", "wrong")
    sixth = client.post("/accounts/login/", {"login": "robin", "password": PASSWORD})
    assert "Too many tries." in sixth.text
    assert not is_signed_in(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=True):
        assert sign_in(client, "robin") == 302


def test_guesses_from_one_address_are_limited_over_all_names(
    client: Client, user: User
) -> None:
    for number in range(10):
        sign_in(client, f"name{number}", "wrong")
    assert sign_in(client, "robin") == 200
    assert not is_signed_in(client)


def test_a_claimed_address_does_not_escape_the_limit(
    client: Client, user: User
) -> None:
    for number in range(11):
        client.post(
            "/accounts/login/",
            {"login": f"name{number}", "password": "wrong"},
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        )
    assert sign_in(client, "robin") == 200


def test_right_passwords_do_not_count_as_guesses(client: Client, user: User) -> None:
    for _ in range(7):
        assert sign_in(Client(), "robin") == 302


def test_many_posts_in_a_minute_get_a_page_in_words(client: Client) -> None:
    for number in range(30):
        client.post("/accounts/login/", {"login": f"n{number}"})
    answer = client.post("/accounts/login/", {"login": "one more"})
    assert answer.status_code == 429
    assert "Too many tries" in answer.text


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example\\",
        "http:evil.example",
        "https:/evil.example",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,hello",
        "https://testserver.evil.example/",
        "https://testserver@evil.example/",
        "//testserver@evil.example/",
        "http://evil.example#testserver",
        "http://evil.example?testserver",
        " //evil.example",
        "\t//evil.example",
        "/\t/evil.example",
        "ftp://testserver/",
        "vbscript:x",
        "//%65vil.example/",
        "http:///evil.example",
        "https://evil.example\\@testserver/",
        "/%09/evil.example",
        "//evil.example/%2f..",
        "http://[::1]evil.example/",
        "http://testserver:evil@evil.example/",
        "\x00//evil.example",
        "https://evil。example/",
        "//google.com/%2F..",
    ],
)
def test_nobody_is_sent_to_another_site(user: User, target: str) -> None:
    browser = Client()
    answer = browser.post(
        "/accounts/login/", {"login": "robin", "password": PASSWORD, "next": target}
    )
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/")
    assert answer.headers["Location"][:2] not in ("//", "/\\")
    assert "evil" not in answer.headers["Location"] or "%09" in target


def test_sign_in_leads_on_to_the_page_that_was_asked_for(
    client: Client, user: User
) -> None:
    asked = client.get("/settings/")
    assert (asked.status_code, asked.headers["Location"]) == (
        302,
        "/accounts/login/?next=%2Fsettings%2F",
    )
    answer = client.post(
        "/accounts/login/",
        {"login": "robin", "password": PASSWORD, "next": "/settings/"},
    )
    assert answer.headers["Location"] == "/settings/"


def test_who_was_not_welcomed_is_led_there_and_then_onwards(
    client: Client, user: User
) -> None:
    Person.objects.filter(user=user).update(welcomed_at=None)
    answer = client.post(
        "/accounts/login/",
        {"login": "robin", "password": PASSWORD, "next": "/settings/"},
    )
    assert answer.headers["Location"] == "/welcome/?next=%2Fsettings%2F"


def test_a_switched_off_account_is_told_only_with_its_password(
    client: Client, user: User
) -> None:
    user.is_active = False
    user.save()
    wrong = client.post("/accounts/login/", {"login": "robin", "password": "wrong"})
    assert "do not fit together" in wrong.text
    right = client.post("/accounts/login/", {"login": "robin", "password": PASSWORD})
    assert right.headers["Location"] == "/accounts/inactive/"
    assert "switched off" in client.get(right.headers["Location"]).text
    assert not is_signed_in(client)


def test_switching_off_ends_the_session_that_runs(
    user_client: Client, user: User
) -> None:
    assert user_client.get("/settings/").status_code == 200
    user.is_active = False
    user.save()
    assert user_client.get("/settings/").status_code == 302


def test_sign_out_needs_a_post(user_client: Client) -> None:
    assert user_client.get("/accounts/logout/").status_code == 200
    assert is_signed_in(user_client)
    assert (
        user_client.post("/accounts/logout/").headers["Location"] == "/accounts/login/"
    )
    assert not is_signed_in(user_client)


def test_sign_up_is_closed_unless_it_was_opened(client: Client) -> None:
    page = client.get("/accounts/signup/")
    assert "By invitation" in page.text
    form = {"username": "ada", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/accounts/signup/", form)
    assert not User.objects.exists()


def test_open_sign_up_leads_to_the_welcome(client: Client, settings: Settings) -> None:
    settings.SIGNUPS_OPEN = True
    assert "Make one" in client.get("/accounts/login/").text
    form = {"username": "ada", "password1": PASSWORD, "password2": PASSWORD}
    answer = client.post("/accounts/signup/", form)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/welcome/")
    assert not User.objects.get().is_staff


def test_sign_in_links_to_help_and_needs_no_account(client: Client) -> None:
    page = client.get("/accounts/login/")
    assert page.status_code == 200
    assert "/guides/get-help-now/" in page.text


def test_attacks_are_noted_without_what_was_typed(
    client: Client, user: User, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(6):
        sign_in(client, "robin", "a secret guess")
    lines = [r.getMessage() for r in caplog.records if r.name == "backcare.security"]
    assert lines == ["Sign-in refused, tried from 127.0.0.1"] * 5 + [
        "Sign-in closed for a while, tried from 127.0.0.1"
    ]
    assert "guess" not in caplog.text
    assert "robin" not in caplog.text
