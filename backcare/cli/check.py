"""``backcare check``: are settings, files and diary sound?"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import StringIO

from backcare.cli.main import refuse_arguments
from backcare.refusal import Refusal
from backcare.server import prepare

HELP = (
    "Look whether settings, files and diary are sound. It changes nothing; exit code "
    "0 if all is well, 1 if not."
)


def run(words: Sequence[str]) -> int:
    """Safe while the server runs."""
    if refuse_arguments("check", HELP, words):
        return 0
    prepare.load_django()
    wrong = prepare.failed_checks() + _wrong_in_database()
    for line in wrong:
        print(f"backcare: {line}", file=sys.stderr)
    if not wrong:
        print("All is well.")
    return 1 if wrong else 0


def _wrong_in_database() -> list[str]:
    from django.core.management import CommandError, call_command
    from django.db import connection

    from backcare.server import database

    try:
        if not database.is_current():
            return ["The database is not there or not up to date: start the server."]
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            damage = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
            cursor.execute("PRAGMA foreign_key_check")
            strays = len(cursor.fetchall())
        if strays:
            damage.append(f"{strays} rows point to rows that are gone.")
        if not damage:
            call_command("check_diary", stdout=StringIO())
    except (Refusal, CommandError) as error:
        return [str(error)]
    return damage
