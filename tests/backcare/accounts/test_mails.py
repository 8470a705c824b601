"""What the mails say: in our words, with the link, and as plain text."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django import Settings

from backcare.accounts.models import User
from tests.backcare.accounts.conftest import add_address, confirm, sign_in

pytestmark = pytest.mark.django_db

NAME = "mo'&<b>"
ENTITY = re.compile(r"&\w+;|&#\w+;|</?[a-z]+>")


@pytest.fixture(autouse=True)
def mail_works(settings: Settings) -> None:
    settings.MAIL_WORKS = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"


def sent(subject: str, link: str) -> EmailMessage:
    """The one mail there is, after looking at what all of them have in common."""
    (message,) = mail.outbox
    body = str(message.body)
    assert message.subject == subject
    assert "BackCare" in body
    assert re.search(rf"^http://\S+{link}\S*$", body, re.MULTILINE), body
    assert not ENTITY.search(body.replace(NAME, "")), body
    assert "user" not in body.lower()
    return message


def test_a_forgotten_password(client: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(username=NAME)
    user.refresh_from_db()
    add_address(user, "robin@example.org")
    client.post("/accounts/password/reset/", {"email": "robin@example.org"})
    message = sent("A new password for BackCare", "/accounts/password/reset/key/")
    assert f"Your name to sign in with is {NAME}." in message.body
    assert "your password stays as it is" in message.body


def test_an_address_nobody_has(client: Client, user: User) -> None:
    client.post("/accounts/password/reset/", {"email": "o'no@example.org"})
    message = sent("No account with this address", "/accounts/login/")
    assert "the address o'no@example.org" in message.body
    # Nobody is sent to a page that says that sign-ups are closed.
    assert "signup" not in message.body


def test_an_address_to_confirm(user: User) -> None:
    browser = Client()
    sign_in(browser, "robin")
    confirm(browser)
    browser.post("/accounts/email/", {"email": "robin@example.org", "action_add": ""})
    message = sent("Is this your address?", "/accounts/confirm-email/")
    assert "for the account robin." in message.body
    link = re.search(r"http://testserver(\S+)", str(message.body))
    assert link
    assert "robin@example.org" in Client().get(link[1]).text


def test_signing_up_with_a_known_address(
    client: Client, user: User, settings: Settings
) -> None:
    settings.SIGNUPS_OPEN = True
    add_address(user, "robin@example.org", verified=True)
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    form = {"username": "kim", "email": "robin@example.org"}
    password = "seven slow otters"
    answer = client.post(
        "/accounts/signup/", form | {"password1": password, "password2": password}
    )
    assert answer.status_code == 302
    sent("You have an account already", "/accounts/password/reset/")
