"""The demo's accounts and their invented year, made anew on another day."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from backcare.cli.demo import NAME, OTHER_NAME, PASSWORD
from backcare.refusal import Refusal
from backcare.server import folder


def fill_if_stale(say: Callable[[str], None]) -> None:
    """Fill the demo's diary unless it was filled today. Never touches a real one."""
    mark = settings.DATA_DIR / folder.DEMO_MARK
    if not settings.DEMO:
        raise Refusal(f"{settings.DATA_DIR} is not the folder of a demo.")
    today = datetime.now(ZoneInfo(local_zone())).date()
    if mark.read_text(encoding="ascii") == today.isoformat():
        return
    say("Inventing a year of days...")
    with transaction.atomic():
        _fill(today)
    mark.write_text(today.isoformat(), encoding="ascii")


def _fill(today: date) -> None:
    from tracker.demo import fill
    from tracker.models import Person

    accounts = get_user_model().objects
    accounts.all().delete()
    people = [
        Person.objects.create(
            user=accounts.create_user(name, password=PASSWORD),
            time_zone=local_zone(),
            welcomed_at=timezone.now(),
        )
        for name in (NAME, OTHER_NAME)
    ]
    fill(*people, today=today, progress=show_progress)


def show_progress(done: int, total: int) -> None:
    """One line that counts up, on a terminal; elsewhere nothing."""
    if sys.stderr.isatty():
        end = "\n" if done >= total else ""
        print(f"\r  {100 * done // total} %", end=end, file=sys.stderr, flush=True)


def local_zone() -> str:
    """The name of this machine's time zone, UTC where it cannot be told."""
    place = str(Path("/etc/localtime").resolve())
    name = place.partition("zoneinfo/")[2]
    return name if name in available_timezones() else "UTC"
