"""Accounts from the command line."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from typing import Any
from urllib.parse import urljoin

from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from backcare.accounts import security_log
from backcare.accounts.links import invite, password_path, set_up_path
from backcare.accounts.models import User
from backcare.accounts.validators import UsernameValidator


class Command(BaseCommand):
    """``user add|list|disable|enable|password|reset-factors``; refuses with code 2."""

    help = (
        "List and add accounts, switch them off and on, make password links, "
        "take a lost second step away."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        does = parser.add_subparsers(dest="action", required=True)
        add = does.add_parser("add", help="print a link that makes one account")
        add.add_argument("name", nargs="?", default="", help="a name to suggest")
        does.add_parser("list", help="list accounts")
        for action, help_text in [
            ("disable", "switch an account off; its diary is kept"),
            ("enable", "switch an account on again"),
            ("password", "print a link to a new password"),
        ]:
            named = does.add_parser(action, help=help_text)
            named.add_argument("name", help="the name they sign in with")
        reset = does.add_parser(
            "reset-factors",
            help="take the second step away from somebody who lost it: "
            "app, passkeys and recovery codes",
        )
        reset.add_argument("name", help="the name they sign in with")
        reset.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "reset-factors":
            self._reset_factors(options["name"], sure=options["yes"])
            return
        act = getattr(self, f"_{options['action']}")
        act(options.get("name", ""))

    def _add(self, name: str) -> None:
        now = timezone.now()
        path = set_up_path(now)
        if path is not None:
            self.stderr.write(
                "No account exists yet: this link makes the first, the operator's."
            )
        else:
            self._check_free(name)
            path = invite(None, now, name)
        self._print_link(path)

    def _list(self, _name: str) -> None:
        rows = [("NAME", "LAST SIGN-IN", "ACTIVE", "OPERATOR")]
        for user in User.objects.order_by("username"):
            seen = user.last_login
            rows.append(
                (
                    user.username,
                    f"{seen:%Y-%m-%d %H:%M} UTC" if seen else "never",
                    "yes" if user.is_active else "no",
                    "yes" if user.is_staff else "no",
                )
            )
        if len(rows) == 1:
            self.stdout.write("No account exists yet. See: backcare setup-link")
            return
        width = max(len(row[0]) for row in rows)
        for name, last, active, operator in rows:
            self.stdout.write(f"{name:<{width}}  {last:<20}  {active:<6}  {operator}")

    def _disable(self, name: str) -> None:
        user = self._user(name)
        operators = User.objects.filter(is_staff=True, is_active=True)
        if user.is_staff and not operators.exclude(pk=user.pk).exists():
            raise _refused(f"{user.username} is the only operator and stays on.")
        self._switch(user, False)

    def _enable(self, name: str) -> None:
        self._switch(self._user(name), True)

    def _password(self, name: str) -> None:
        user = self._user(name)
        if not user.is_active:
            raise _refused(
                f"{user.username} is switched off. Enable the account first."
            )
        self._print_link(password_path(user))

    def _reset_factors(self, name: str, *, sure: bool) -> None:
        user = self._user(name)
        factors = Authenticator.objects.filter(user=user)
        counted = Counter(factors.values_list("type", flat=True))
        if not counted:
            self.stdout.write(f"{user.username} has no second step.")
            return
        what = ", ".join(_counted(kind, counted[kind]) for kind in sorted(counted))
        if not sure:
            self.stderr.write(
                f"{user.username} has {what}. Without them the password alone signs "
                "in. Be sure that it is really them who ask."
            )
            if input("Take them away? Type yes: ").strip().lower() != "yes":
                raise _refused("Nothing was changed.")
        with transaction.atomic():
            factors.delete()
            get_adapter().end_sessions(UserSession.objects.filter(user=user))
        security_log.factors_reset(user)
        self.stdout.write(
            f"Taken away from {user.username}: {what}. They are signed out everywhere "
            "and sign in with the password alone."
        )

    def _switch(self, user: User, on: bool) -> None:
        user.is_active = on
        user.save(update_fields=["is_active"])
        self.stdout.write(f"{user.username} is {'on' if on else 'off'}.")

    def _check_free(self, name: str) -> None:
        if not name:
            return
        try:
            UsernameValidator()(name)
        except ValidationError as error:
            raise _refused(error.messages[0]) from None
        if User.objects.filter(username__iexact=name).exists():
            raise _refused(f"Somebody is called {name} already.")

    def _user(self, name: str) -> User:
        user = User.objects.filter(username__iexact=name).first()
        if user is None:
            raise _refused(f"Nobody is called {name}. See: backcare user list")
        return user

    def _print_link(self, path: str) -> None:
        """Whole on one line, so that it can be copied or piped."""
        self.stdout.write(urljoin(settings.FRONT_ADDRESS, path))


def _counted(kind: str, count: int) -> str:
    """What is lost, in words; a set of recovery codes is one row."""
    if kind == Authenticator.Type.WEBAUTHN:
        return f"{count} {'passkey' if count == 1 else 'passkeys'}"
    if kind == Authenticator.Type.RECOVERY_CODES:
        return "the recovery codes"
    return "an authenticator app"


def _refused(why: str) -> CommandError:
    return CommandError(why, returncode=2)
