"""What a one-time link opens, for a visitor and for somebody signed in."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from backcare.accounts import links
from backcare.accounts.models import User
from tests.backcare.accounts.conftest import PASSWORD, is_signed_in

pytestmark = pytest.mark.django_db

ACCOUNT = {"username": "ada", "password1": PASSWORD, "password2": PASSWORD}
HTMX = {"HX-Request": "true"}


def set_up_path() -> str:
    path = links.set_up_path(timezone.now())
    assert path is not None
    return path


def test_set_up_makes_the_operator_and_signs_them_in(client: Client) -> None:
    path = set_up_path()
    for headers in ({}, HTMX):
        page = client.get(path, headers=headers)
        assert page.status_code == 200
        assert "get-help-now" in page.text
    answer = client.post(path, ACCOUNT)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/welcome/")
    ada = User.objects.get()
    assert (ada.username, ada.is_staff, ada.is_superuser) == ("ada", True, False)
    assert is_signed_in(client)
    assert Client().get(path).status_code == 404
    assert Client().post(path, ACCOUNT | {"username": "eve"}).status_code == 404
    assert User.objects.count() == 1


def test_set_up_refuses_nothing_but_its_own_link(client: Client) -> None:
    set_up_path()
    assert client.get("/set-up/guessed/").status_code == 404
    assert client.post("/set-up/guessed/", ACCOUNT).status_code == 404
    assert not User.objects.exists()


def test_a_form_with_mistakes_keeps_what_was_typed_and_the_link(
    client: Client,
) -> None:
    path = set_up_path()
    answer = client.post(path, ACCOUNT | {"password2": "another pass phrase"})
    assert answer.status_code == 422
    assert 'value="ada"' in answer.text
    assert "same password" in answer.text
    assert PASSWORD not in answer.text
    assert not User.objects.exists()
    assert client.post(path, ACCOUNT).status_code == 302


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"username": "ada@example.org"}, "letters, digits"),
        ({"username": "ada lovelace"}, "letters, digits"),
        ({"username": ""}, "required"),
        ({"password1": "short", "password2": "short"}, "at least 10"),
        ({"password1": "password123", "password2": "password123"}, "common"),
        ({"email": "no address"}, "valid email"),
    ],
)
def test_names_and_passwords_that_do_not_do(
    client: Client, changes: dict[str, str], words: str
) -> None:
    answer = client.post(set_up_path(), ACCOUNT | changes)
    assert answer.status_code == 422
    assert words in answer.text
    assert not User.objects.exists()


def test_a_long_pass_phrase_is_taken(client: Client) -> None:
    long = "kelp " * 30
    answer = client.post(
        set_up_path(), ACCOUNT | {"password1": long, "password2": long}
    )
    assert answer.status_code == 302


def test_an_invitation_works_while_sign_ups_are_closed(
    client: Client, user: User
) -> None:
    path = links.invite(None, timezone.now(), "ada")
    assert 'value="ada"' in client.get(path).text
    answer = client.post(path, ACCOUNT)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/welcome/")
    assert not User.objects.get(username="ada").is_staff
    gone = Client().get(path)
    assert gone.status_code == 404
    assert "used already" in gone.text


def test_a_name_that_is_taken_in_any_case_is_refused(
    client: Client, user: User
) -> None:
    path = links.invite(None, timezone.now())
    answer = client.post(path, ACCOUNT | {"username": "ROBIN"})
    assert answer.status_code == 422
    assert User.objects.count() == 1


def test_an_old_invitation_is_gone(client: Client, user: User) -> None:
    path = links.invite(None, timezone.now())
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert client.get(path).status_code == 404
        assert client.post(path, ACCOUNT).status_code == 404


def test_somebody_signed_in_does_not_use_up_an_invitation(
    user_client: Client,
) -> None:
    path = links.invite(None, timezone.now())
    assert "Signed in already" in user_client.get(path).text
    assert "Signed in already" in user_client.post(path, ACCOUNT).text
    assert User.objects.count() == 1
    assert Client().get(path).status_code == 200


def test_other_methods_are_refused(client: Client) -> None:
    path = set_up_path()
    assert client.put(path).status_code == 405
    assert client.delete(path).status_code == 405


def test_before_the_first_account_every_page_says_where_its_link_is(
    client: Client,
) -> None:
    replaced = set_up_path()
    path = set_up_path()
    for page in (client.get("/accounts/login/"), client.get(replaced)):
        assert "backcare setup-link" in page.text
        assert "The person who runs this BackCare" not in page.text
    client.post(path, ACCOUNT)
    for page in (Client().get("/accounts/login/"), Client().get(path)):
        assert "backcare setup-link" not in page.text
        assert "erson who runs this BackCare" in page.text
