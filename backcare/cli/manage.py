"""Commands that live in Django, under BackCare's name."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from backcare import env
from backcare.refusal import Refusal
from backcare.server import folder, unwritable
from backcare.server.prepare import load_django


def run(name: str, words: Sequence[str]) -> int:
    """Run the management command; its refusals are one line and exit code 2."""
    os.umask(0o077)
    load_django()
    from django.core.management import (
        CommandError,
        get_commands,
        load_command_class,
    )

    app = get_commands()[name]
    assert isinstance(app, str)
    command = load_command_class(app, name)
    # A wrong word gets the usage and exit code 2 instead of a traceback.
    command._called_from_command_line = True  # type: ignore[attr-defined]
    command.suppressed_base_arguments = {
        *("--version", "--verbosity", "--settings", "--pythonpath", "--traceback"),
        *("--no-color", "--force-color"),
    }
    parser = command.create_parser("backcare", name.replace("_", "-"))
    for option in parser._actions:
        if option.dest == "skip_checks":  # Django gives it no other way to be hidden
            option.help = argparse.SUPPRESS
    options = vars(parser.parse_args(list(words)))
    try:
        with unwritable.refused(env.read(os.environ)[env.DATA]):
            _have_database()
            command.execute(*options.pop("args", ()), **options)
    except CommandError as error:
        print(f"backcare: {error}", file=sys.stderr)
        return error.returncode
    return 0


def _have_database() -> None:
    """Make or upgrade the database first, unless a server is at work on it."""
    from backcare.server import database

    if database.is_current():
        return
    data = env.read(os.environ)[env.DATA]
    try:
        lock = folder.hold(data)
    except Refusal:
        raise Refusal(
            "The diary needs an upgrade, and a server is running on it. "
            "Restart that server first."
        ) from None
    database.bring_up_to_date()
    os.close(lock)
