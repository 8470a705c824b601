"""Accounts from the command line."""

from __future__ import annotations

from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from backcare.accounts.models import JoinLink, User

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def opens(line: str) -> int:
    assert line.endswith("\n")
    assert len(line.splitlines()) == 1
    assert line.startswith("http")
    return Client().get(urlsplit(line.strip()).path, follow=True).status_code


def test_setup_link_is_whole_on_one_line() -> None:
    first = run("setup_link")
    assert opens(first) == 200
    second = run("setup_link")
    assert opens(second) == 200
    assert opens(first) == 404


def test_setup_link_says_when_an_account_exists(user: User) -> None:
    assert "exists already" in run("setup_link")
    assert not JoinLink.objects.exists()


def test_add_prints_an_invitation(user: User) -> None:
    assert opens(run("user", "add", "ada")) == 200
    assert JoinLink.objects.get().for_username == "ada"
    assert opens(run("user", "add")) == 200


def test_add_without_any_account_makes_the_first() -> None:
    line = run("user", "add", "ada")
    assert "/set-up/" in line
    assert opens(line) == 200


@pytest.mark.parametrize("name", ["Robin", "a b", "ada@example.org"])
def test_add_refuses_names_that_do_not_do(user: User, name: str) -> None:
    with pytest.raises(CommandError) as refused:
        run("user", "add", name)
    assert refused.value.returncode == 2
    assert not JoinLink.objects.exists()


def test_list_names_everybody(user: User, operator: User) -> None:
    head, *rows = run("user", "list").splitlines()
    assert head.split() == ["NAME", "LAST", "SIGN-IN", "ACTIVE", "OPERATOR"]
    assert [row.split() for row in rows] == [
        ["olu", "never", "yes", "yes"],
        ["robin", "never", "yes", "no"],
    ]


def test_disable_and_enable(user: User) -> None:
    assert run("user", "disable", "ROBIN") == "robin is off.\n"
    user.refresh_from_db()
    assert not user.is_active
    with pytest.raises(CommandError, match="switched off"):
        run("user", "password", "robin")
    run("user", "enable", "robin")
    user.refresh_from_db()
    assert user.is_active


def test_the_only_operator_stays_on(operator: User) -> None:
    with pytest.raises(CommandError, match="only operator"):
        run("user", "disable", "olu")
    User.objects.create_user("second", password="x", is_staff=True)
    run("user", "disable", "olu")


def test_password_prints_a_link(user: User) -> None:
    assert opens(run("user", "password", "robin")) == 200


@pytest.mark.parametrize("action", ["disable", "enable", "password"])
def test_unknown_names_are_refused(user: User, action: str) -> None:
    with pytest.raises(CommandError) as refused:
        run("user", action, "nobody")
    assert refused.value.returncode == 2
