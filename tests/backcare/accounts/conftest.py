"""Accounts as these tests need them."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from backcare.accounts.models import User
from tracker.models import Person

PASSWORD = "three quiet herons"


def add_address(user: User, address: str, *, verified: bool = False) -> None:
    """Give the account an e-mail address."""
    EmailAddress.objects.create(
        user=user, email=address, primary=True, verified=verified
    )
    user.email = address
    user.save(update_fields=["email"])


def sign_in(browser: Client, name: str, password: str = PASSWORD, **query: str) -> int:
    """Send the sign-in form; the status of the answer."""
    response = browser.post(
        "/accounts/login/", {"login": name, "password": password, **query}
    )
    return response.status_code


def confirm(browser: Client) -> None:
    """Say the password again, as is asked before a change of how one signs in."""
    answer = browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert answer.status_code == 302


def is_signed_in(browser: Client) -> bool:
    """Whether the browser's session belongs to somebody."""
    return "_auth_user_id" in browser.session


@pytest.fixture
def user(db: None) -> User:
    """An account that was welcomed already."""
    from django.utils import timezone

    user = User.objects.create_user("robin", password=PASSWORD)
    Person.objects.create(user=user, welcomed_at=timezone.now())
    return user


@pytest.fixture
def operator(db: None) -> User:
    """The account that runs this site."""
    return User.objects.create_user("olu", password=PASSWORD, is_staff=True)


@pytest.fixture
def user_client(user: User) -> Client:
    """A browser in which ``user`` is signed in."""
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def operator_client(operator: User) -> Client:
    """A browser in which the operator is signed in."""
    browser = Client()
    browser.force_login(operator)
    return browser
