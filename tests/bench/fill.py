"""Make a data folder: ``python -m tests.bench.fill ten`` or ``... crowd COUNT``.

A process of its own, so that what measures stays free of Django. ``ten`` makes the
database with a person of ten years, one of a month, and two who begin today, on a
phone and at a desk, and prints their sessions as JSON; ``crowd`` adds other people
with a month each.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.models import Person


def main(words: list[str]) -> None:
    """Fill the folder that ``BACKCARE_DATA`` names."""
    from backcare.server.prepare import load_django

    os.umask(0o077)
    load_django()
    if words[0] == "ten":
        print(json.dumps(_fill()))
    else:
        _add_crowd(int(words[1]))


def _fill() -> dict[str, object]:
    from django.db import connection
    from django.utils import timezone

    from backcare.server import database
    from tests.bench import diary
    from tests.bench.floor import FloorEntry
    from tracker.calendar import day_of
    from tracker.models import Entry
    from tracker.screening import answer_none

    database.bring_up_to_date()
    with connection.schema_editor() as editor:
        editor.create_model(FloorEntry)
    ten, month = _person("ten-years"), _person("month")
    for person, days, seed in (
        (ten, diary.TEN_YEARS_DAYS, 1),
        (month, diary.MONTH_DAYS, 2),
    ):
        _write(person, days, seed)
        answer_none(person, now=timezone.now())
        _make_offers(person)
    people = {"ten": ten, "month": month}
    people |= {name: _person(name) for name in ("phone", "desk")}
    return {
        "sessions": {name: _session(person) for name, person in people.items()},
        "today": str(day_of(timezone.now(), ten)),
        "time_zone": ten.time_zone,
        "events": Entry.objects.filter(person=ten).count(),
    }


def _add_crowd(count: int) -> None:
    from tests.bench import diary

    for number in range(count):
        _write(_person(f"other-{number}"), diary.MONTH_DAYS, seed=1000 + number)


def _person(name: str) -> Person:
    from django.utils import timezone

    from backcare.accounts.models import User
    from tests.bench import diary
    from tracker.models import Person

    now = timezone.now()
    user = User(username=name)
    user.set_unusable_password()
    user.save()
    return Person.objects.create(
        user=user, time_zone=diary.evening_zone(now), welcomed_at=now
    )


def _write(person: Person, logged_days: int, seed: int) -> None:
    from django.utils import timezone

    from tests.bench import diary
    from tracker.calendar import day_of
    from tracker.recording import record_many

    now = timezone.now()
    drafts = diary.drafts(person, day_of(now, person), logged_days, seed)
    record_many(person, drafts, now=now)


def _make_offers(person: Person) -> None:
    """The offers of the last month, as each of its days would have led to them."""
    from datetime import timedelta

    from django.utils import timezone

    from tests.bench import diary
    from tracker import offers
    from tracker.calendar import day_of
    from tracker.facts import known_of

    now = timezone.now()
    today = day_of(now, person)
    for ago in range(diary.MONTH_DAYS, -1, -1):
        offers.refresh(known_of(person, today - timedelta(days=ago), now=now))


def _session(person: Person) -> str:
    from django.conf import settings
    from django.contrib import auth
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[auth.SESSION_KEY] = str(person.user.pk)
    session[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[auth.HASH_SESSION_KEY] = person.user.get_session_auth_hash()
    session.create()
    key = session.session_key
    assert key is not None
    return key


if __name__ == "__main__":
    main(sys.argv[1:])
