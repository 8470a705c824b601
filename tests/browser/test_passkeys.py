"""A passkey of the device: added, then the only thing that signs in.

Chromium plays the device itself, on http://localhost, where passkeys work.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from tracker.models import Person

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

HERE = re.compile(r"^http://localhost:\d+/$")


@pytest.fixture
def device(phone: Page) -> CDPSession:
    """What keeps the keys of the phone; it agrees to everything."""
    session = phone.context.new_cdp_session(phone)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session


def add_passkey(page: Page, person: Person, *, alone: bool) -> None:
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Password").fill(f"{person.user.username}-password")
    page.get_by_role("button", name="Confirm").click()
    page.locator("form[data-passkey=add]").wait_for()
    page.wait_for_load_state()  # without its script the form would just be sent
    page.get_by_label("Name").fill("my phone")
    page.locator("[name=passwordless]").set_checked(alone)
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url("**/2fa/recovery-codes/**")


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")
    page.goto("/")
    page.wait_for_url("**/accounts/login/**")


def test_a_passkey_is_added_and_signs_in_alone(
    phone: Page, person: Person, device: CDPSession
) -> None:
    add_passkey(phone, person, alone=True)
    phone.goto("/accounts/2fa/webauthn/")
    expect(phone.locator("main")).to_contain_text("Signs you in alone")
    sign_out(phone)
    phone.get_by_role("button", name="Sign in with a passkey").click()
    phone.wait_for_url(HERE)
    expect(phone.locator("h1")).to_contain_text("Today")
    stored = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    assert stored.user_id == person.user_id
    assert stored.last_used_at is not None


def test_as_second_step_it_follows_the_password(
    phone: Page, person: Person, device: CDPSession
) -> None:
    add_passkey(phone, person, alone=False)
    sign_out(phone)
    phone.get_by_label("Name").fill("robin")
    phone.get_by_label("Password").fill("robin-password")
    phone.get_by_role("button", name="Sign in", exact=True).click()
    phone.wait_for_url("**/2fa/authenticate/**")
    phone.locator("form[data-passkey] button").click()
    phone.wait_for_url(HERE)
    expect(phone.locator("h1")).to_contain_text("Today")


def test_a_passkey_that_was_removed_signs_nobody_in(
    phone: Page, person: Person, device: CDPSession
) -> None:
    add_passkey(phone, person, alone=True)
    sign_out(phone)
    Authenticator.objects.all().delete()
    phone.get_by_role("button", name="Sign in with a passkey").click()
    expect(phone.get_by_text("That passkey is not known here.")).to_be_visible()
    phone.goto("/")
    phone.wait_for_url("**/accounts/login/**")
