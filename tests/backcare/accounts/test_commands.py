"""Accounts from the command line."""

from __future__ import annotations

from io import StringIO
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from backcare.accounts.models import JoinLink, User
from tests.backcare.accounts.conftest import is_signed_in, sign_in

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


def test_list_says_that_nobody_is_there_yet(db: None) -> None:
    assert run("user", "list") == "No account exists yet. See: backcare setup-link\n"


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


def with_factors(user: User) -> None:
    kinds = Authenticator.Type
    for kind in (kinds.TOTP, kinds.RECOVERY_CODES, kinds.WEBAUTHN, kinds.WEBAUTHN):
        Authenticator.objects.create(user=user, type=kind, data={})


def test_a_lost_second_step_is_taken_away(
    user: User, operator: User, caplog: pytest.LogCaptureFixture
) -> None:
    before = Client()
    assert sign_in(before, "robin") == 302
    with_factors(user)
    with_factors(operator)
    browser = Client()
    assert sign_in(browser, "robin") == 302
    assert not is_signed_in(browser)
    assert before.get("/settings/").status_code == 200
    said = run("user", "reset-factors", "Robin", "--yes")
    assert "robin: the recovery codes, an authenticator app, 2 passkeys." in said
    assert not Authenticator.objects.filter(user=user).exists()
    assert Authenticator.objects.filter(user=operator).count() == 4
    (record,) = (r for r in caplog.records if r.name == "backcare.security")
    assert record.getMessage().endswith(f"account {user.pk} taken away by command")
    assert before.get("/settings/").status_code == 302
    browser = Client()
    sign_in(browser, "robin")
    assert is_signed_in(browser)
    assert "has no second step" in run("user", "reset-factors", "robin", "--yes")


@pytest.mark.parametrize("answer", ["", "y", "no"])
def test_without_a_yes_the_second_step_stays(
    user: User, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    with_factors(user)
    monkeypatch.setattr("builtins.input", lambda prompt: answer)
    with pytest.raises(CommandError, match="Nothing was changed") as refused:
        run("user", "reset-factors", "robin")
    assert refused.value.returncode == 2
    assert Authenticator.objects.count() == 4
    monkeypatch.setattr("builtins.input", lambda prompt: "yes")
    run("user", "reset-factors", "robin")
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("action", ["disable", "enable", "password", "reset-factors"])
def test_unknown_names_are_refused(user: User, action: str) -> None:
    with pytest.raises(CommandError) as refused:
        run("user", action, "nobody")
    assert refused.value.returncode == 2
