"""The second step: authenticator app, recovery codes, and where passkeys show."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from backcare.accounts import links
from backcare.accounts.models import User
from tests.backcare.accounts.conftest import (
    PASSWORD,
    add_address,
    confirm,
    is_signed_in,
    sign_in,
)

pytestmark = pytest.mark.django_db

ACTIVATE = "/accounts/2fa/totp/activate/"
SECOND_STEP = "/accounts/2fa/authenticate/"


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def fresh_browser() -> Client:
    browser = Client()
    assert sign_in(browser, "robin") == 302
    return browser


def enrol(browser: Client) -> str:
    """Turn the app on; the secret."""
    confirm(browser)
    page = browser.get(ACTIVATE)
    assert page.status_code == 200, page.headers.get("Location")
    secret: str = page.context["form"].secret
    assert secret in page.text
    answer = browser.post(ACTIVATE, {"code": code_now(secret)})
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/accounts/2fa/recovery-codes/",
    )
    return secret


def later(seconds: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(seconds=seconds), tick=True)


@pytest.mark.parametrize("address", ["", "unverified", "verified"])
def test_enrol_and_sign_in_with_any_address_or_none(user: User, address: str) -> None:
    if address:
        add_address(user, "robin@example.org", verified=address == "verified")
    secret = enrol(fresh_browser())
    with later(120):
        browser = fresh_browser()
        assert not is_signed_in(browser)
        answer = browser.post(SECOND_STEP, {"code": code_now(secret)})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/")
        assert is_signed_in(browser)


def test_where_sign_ups_are_open_an_unverified_address_comes_first(
    user: User, settings: Settings
) -> None:
    settings.SIGNUPS_OPEN = True
    settings.MFA_ALLOW_UNVERIFIED_EMAIL = False
    add_address(user, "robin@example.org")
    browser = fresh_browser()
    answer = browser.get(ACTIVATE)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/2fa/")
    page = browser.get("/accounts/2fa/").text
    assert "First confirm your e-mail address or remove it: Settings, E-mail." in page


def test_the_password_alone_opens_nothing(user: User) -> None:
    enrol(fresh_browser())
    browser = fresh_browser()
    assert browser.get("/settings/").status_code == 302
    wrong = browser.post(SECOND_STEP, {"code": "000000"})
    assert "did not fit" in wrong.text
    assert not is_signed_in(browser)


def test_a_code_works_once_for_as_long_as_it_is_valid(user: User) -> None:
    secret = enrol(fresh_browser())
    with time_machine.travel(timezone.now() + timedelta(minutes=5)) as clock:
        code = code_now(secret)
        first = fresh_browser()
        first.post(SECOND_STEP, {"code": code})
        assert is_signed_in(first)
        for _ in range(3):
            replay = fresh_browser()
            replay.post(SECOND_STEP, {"code": f" {code[:3]} {code[3:]}"})
            assert not is_signed_in(replay)
            clock.shift(20)


def test_the_code_of_setting_up_does_not_sign_in(user: User) -> None:
    browser = fresh_browser()
    confirm(browser)
    secret = browser.get(ACTIVATE).context["form"].secret
    code = code_now(secret)
    browser.post(ACTIVATE, {"code": code})
    other = fresh_browser()
    other.post(SECOND_STEP, {"code": code})
    assert not is_signed_in(other)


def test_a_recovery_code_works_once(user: User) -> None:
    browser = fresh_browser()
    enrol(browser)
    codes = browser.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
    assert len(codes) == 10
    assert codes[0] in browser.get("/accounts/2fa/recovery-codes/download/").text
    first = fresh_browser()
    first.post(SECOND_STEP, {"code": codes[0]})
    assert is_signed_in(first)
    with later(600):
        again = fresh_browser()
        assert "did not fit" in again.post(SECOND_STEP, {"code": codes[0]}).text
        assert not is_signed_in(again)


def test_codes_cannot_be_guessed_on_and_on(user: User) -> None:
    secret = enrol(fresh_browser())
    with later(120):
        browser = fresh_browser()
        for _ in range(5):
            browser.post(SECOND_STEP, {"code": "000000"})
        answer = browser.post(SECOND_STEP, {"code": code_now(secret)})
        assert "Too many" in answer.text
        assert not is_signed_in(browser)


def test_a_new_password_by_link_does_not_skip_the_second_step(user: User) -> None:
    enrol(fresh_browser())
    browser = Client()
    user.refresh_from_db()
    opened = browser.get(links.password_path(user))
    new = "seven slow otters"
    browser.post(opened.headers["Location"], {"password1": new, "password2": new})
    assert not is_signed_in(browser)
    sign_in(browser, "robin", new)
    assert not is_signed_in(browser)
    assert browser.get("/settings/").status_code == 302


def test_turning_it_off_takes_the_recovery_codes_along(user: User) -> None:
    browser = fresh_browser()
    enrol(browser)
    assert browser.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.exists()
    assert is_signed_in(fresh_browser())


def test_it_asks_who_you_are_first(user: User) -> None:
    browser = Client()
    browser.force_login(user)
    asked = browser.get(ACTIVATE)
    assert asked.status_code == 302
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
    wrong = browser.post(asked.headers["Location"], {"password": "wrong"})
    assert wrong.status_code == 200
    right = browser.post(asked.headers["Location"], {"password": PASSWORD})
    assert (right.status_code, right.headers["Location"]) == (302, ACTIVATE)


def test_visitors_see_nothing_of_it(client: Client) -> None:
    for address in ("", "totp/activate/", "recovery-codes/", "webauthn/"):
        answer = client.get(f"/accounts/2fa/{address}")
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("host", "secure", "offered"),
    [
        ("localhost:8000", False, True),
        ("127.0.0.1:8000", False, False),
        ("[::1]:8000", False, False),
        ("nas.local:8000", False, False),
        ("192.168.1.5", True, False),
        ("back.example.org", True, True),
        ("back.example.org", False, False),
    ],
)
def test_passkeys_are_offered_where_browsers_do_them(
    user: User, settings: Settings, host: str, secure: bool, offered: bool
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    browser = Client(headers={"host": host})
    page = browser.get("/accounts/login/", secure=secure)
    assert ("Sign in with a passkey" in page.text) is offered
    assert ("passkeys.js" in page.text) is offered
    sign_in(browser, "robin")
    index = browser.get("/accounts/2fa/", secure=secure)
    assert ("/accounts/2fa/webauthn/add/" in index.text) is offered
    assert ("do not work under this address" in index.text) is not offered
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD}, secure=secure)
    adding = browser.get("/accounts/2fa/webauthn/add/", secure=secure)
    assert ("data-passkey=" in adding.text) is offered


def test_pages_hold_no_inline_script(user: User) -> None:
    browser = fresh_browser()
    enrol(browser)
    for address in (
        "login/",
        "2fa/",
        "2fa/recovery-codes/",
        "2fa/recovery-codes/generate/",
        "2fa/totp/deactivate/",
        "2fa/webauthn/",
        "2fa/webauthn/add/",
        "2fa/reauthenticate/",
        "reauthenticate/",
        "email/",
        "sessions/",
        "password/change/",
        "logout/",
    ):
        page = browser.get(f"/accounts/{address}")
        if address == "login/":
            page = Client().get(f"/accounts/{address}")
        assert page.status_code == 200, address
        assert "style=" not in page.text
        for tag in page.text.split("<script")[1:]:
            head = tag.split(">")[0]
            assert "src=" in head or 'type="application/json"' in head, address
        assert "BackCare</title>" in page.text
