"""Accounts from the command line."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from backcare.accounts.links import invite, password_path, set_up_path
from backcare.accounts.models import User
from backcare.accounts.validators import UsernameValidator


class Command(BaseCommand):
    """``user add|list|disable|enable|password``; refuses with exit code 2."""

    help = "List and add accounts, switch them off and on, make password links."

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

    def handle(self, *args: Any, **options: Any) -> None:
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
            raise _refused(f"Nobody is called {name}. See: user list")
        return user

    def _print_link(self, path: str) -> None:
        """Whole on one line, so that it can be copied or piped."""
        self.stdout.write(urljoin(settings.FRONT_ADDRESS, path))


def _refused(why: str) -> CommandError:
    return CommandError(why, returncode=2)
