"""Wrong values in forms about accounts: told at the field, and nothing is changed."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from pytest_django import Settings

from backcare.accounts import links
from backcare.accounts.adapters import AccountAdapter, MFAAdapter
from backcare.accounts.models import JoinLink, User
from tests.backcare.accounts.conftest import PASSWORD, confirm, is_signed_in

pytestmark = pytest.mark.django_db

ACTIVATE = "/accounts/2fa/totp/activate/"
CODES = [
    "",
    " ",
    "000000",
    "12345",
    "1234567",
    "abcdef",
    "٣٣٣٣٣٣",
    "²",
    "-1",
    "1e5",
    "\0",
]


@pytest.mark.parametrize("code", CODES)
def test_no_authenticator_is_set_up_by_a_wrong_code(
    user: User, user_client: Client, code: str
) -> None:
    confirm(user_client)
    secret = user_client.get(ACTIVATE).context["form"].secret
    answer = user_client.post(ACTIVATE, {"code": code})
    assert answer.status_code == 200
    assert "field-error" in answer.text
    # The key that the app has scanned by now still stands there.
    assert secret in answer.text
    assert not Authenticator.objects.filter(user=user).exists()


def test_no_authenticator_is_set_up_by_an_empty_form(
    user: User, user_client: Client
) -> None:
    confirm(user_client)
    answer = user_client.post(ACTIVATE, {})
    assert (answer.status_code, "field-error" in answer.text) == (200, True)
    assert not Authenticator.objects.filter(user=user).exists()


@pytest.mark.parametrize(
    "address", ["", "x", "a@", "a@b", "a b@example.org", "é" * 300, "a\0@example.org"]
)
def test_no_mail_goes_to_what_is_no_address(
    client: Client, settings: Settings, address: str
) -> None:
    settings.MAIL_WORKS = True
    answer = client.post("/accounts/password/reset/", {"email": address})
    assert (answer.status_code, "field-error" in answer.text) == (200, True)
    assert mail.outbox == []


@pytest.mark.parametrize(
    "words",
    [
        ("", ""),
        ("short", "short"),
        ("1234567890", "1234567890"),
        ("three calm herons", "three calm heron"),
        ("nul\0in the middle", "nul\0in the middle"),
    ],
)
def test_a_password_that_may_not_stand_leaves_the_old_one(
    client: Client, user: User, words: tuple[str, str]
) -> None:
    address = client.get(links.password_path(user)).headers["Location"]
    sent = {"password1": words[0], "password2": words[1]}
    answer = client.post(address, sent)
    assert (answer.status_code, "field-error" in answer.text) == (200, True)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert not is_signed_in(client)
    # The link is not used up by it.
    right = dict.fromkeys(sent, "four calm herons")
    assert client.post(address, right).status_code == 302


@pytest.mark.parametrize("key", ["x", "1-", "-", "zzzz-set-password", "0" * 300])
def test_a_made_up_password_link_says_so(client: Client, user: User, key: str) -> None:
    for address in (
        f"/accounts/password/reset/key/{key}-{key}/",
        f"/accounts/password/reset/key/{'z' * 40}-set-password/",
    ):
        for answer in (client.get(address), client.post(address, {"password1": "x"})):
            assert answer.status_code in (200, 302, 404)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize(
    "name",
    ["robin", "ROBIN", "two words", "a@b.example", "x" * 151, "nul\0", "é" * 200],
)
def test_an_invitation_for_a_name_that_cannot_be_is_not_made(
    user: User, operator_client: Client, name: str
) -> None:
    answer = operator_client.post("/operator/invite/", {"username": name})
    assert (answer.status_code, "field-error" in answer.text) == (422, True)
    assert not JoinLink.objects.exists()


def test_every_message_is_in_our_words() -> None:
    """Whatever allauth comes to say new is to be looked at."""
    technical = re.compile(
        r"activate|factor|verified|email|username|token|user\b", re.I
    )
    accounts, factors = AccountAdapter.error_messages, MFAAdapter.error_messages
    said = {key: str(words) for key, words in (accounts | factors).items()}
    # Of what there is not here: sign-in by telephone, a mail that asks for a code.
    elsewhere = {"phone_password_mismatch", "phone_taken", "unknown_phone"}
    elsewhere |= {"unknown_email", "username_blacklisted", "invalid_password_reset"}
    for key in said.keys() - elsewhere:
        assert not technical.search(said[key]), key
