"""The steps before the server: check, migrate, collect, print the set-up link.

They run in a process of their own that ends first, since the server's parent would
keep in memory whatever it loaded: ``python -m backcare.server.prepare``. What it
writes to standard output is for the program that started it; what is for people goes
to standard error.
"""

from __future__ import annotations

import os
import sys
from io import StringIO
from urllib.parse import urljoin

import django
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from backcare.refusal import Refusal
from backcare.server import unwritable
from backcare.server.stopping import unblock


def main(demo: bool = False) -> int:
    """Exit code 2 after a refusal, whose lines are on standard error."""
    try:
        link = _get_ready(demo)
    except Refusal as refusal:
        for line in refusal.lines:
            _say(f"backcare: {line}")
        return 2
    if link:
        print(link)
    return 0


def _get_ready(demo: bool) -> str | None:
    load_django()
    from django.conf import settings

    failed = failed_checks()
    if failed:
        raise Refusal(*failed)
    with unwritable.refused(settings.DATA_DIR):
        _bring_up_to_date()
        if demo:
            from backcare.server import demo_diary

            demo_diary.fill_if_stale(_say)
        return set_up_link()


def load_django() -> None:
    """Set Django up; wrong settings become a ``Refusal``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backcare.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Refusal(*str(error).splitlines()) from None


def set_up_link() -> str | None:
    """A fresh link to the first account, whole; ``None`` once there is one."""
    from django.conf import settings
    from django.utils import timezone

    from backcare.accounts.links import set_up_path

    path = set_up_path(timezone.now())
    return path and urljoin(settings.FRONT_ADDRESS, path)


def failed_checks() -> list[str]:
    """A line for each system check that must stop the start; warnings are printed."""
    found = checks.run_checks()
    for message in found:
        if checks.WARNING <= message.level < checks.ERROR and not message.is_silenced():
            _say(f"backcare: {_in_one_line(message)}")
    return [_in_one_line(message) for message in found if message.is_serious()]


def _in_one_line(message: checks.CheckMessage) -> str:
    parts = (message.msg, message.hint, f"({message.id})")
    return " ".join(" ".join(str(part).split()) for part in parts if part)


def _bring_up_to_date() -> None:
    from backcare.server import database, static

    copy = database.bring_up_to_date()
    if copy:
        _say(f"The diary was brought up to date. As it was before: {copy}")
    call_command("purge", stdout=StringIO())
    static.collect_if_changed()


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    unblock()
    sys.exit(main(demo="--demo" in sys.argv[1:]))
