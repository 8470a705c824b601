"""``backcare serve``: start the diary."""

from __future__ import annotations

import os
from collections.abc import Sequence

from backcare import env
from backcare.cli.main import refuse_arguments
from backcare.server import run as server

HELP = (
    "Start the diary and print its address. It stops at Ctrl+C, at SIGTERM and "
    "with its terminal, after answering what was asked.\n\n"
    "Settings (environment variables):\n\n"
)


def run(words: Sequence[str]) -> int:
    """Runs until it is told to stop."""
    table = "\n".join(
        f"  {setting.name}\n      {setting.help}\n      Default: "
        f"{setting.default_in_words}"
        for setting in env.SETTINGS
    )
    if refuse_arguments("serve", HELP + table, words):
        return 0
    server.serve(env.read(os.environ))
    return 0
