"""What a running server does by itself, once an hour: erase what has had its time.

A thread of the worker, so that a server that runs for weeks keeps its promise too.
"""

from __future__ import annotations

import logging
import threading
from io import StringIO
from typing import Final

from django.core.management import call_command
from django.db import Error, close_old_connections, connections

EVERY_SECONDS: Final = 3600
COMMANDS: Final = ("purge", "clearsessions")

log = logging.getLogger("backcare.server")


def start(every_seconds: float = EVERY_SECONDS) -> threading.Event:
    """Begin; the event that is returned ends it when set."""
    ended = threading.Event()
    thread = threading.Thread(
        target=_keep_up, args=(ended, every_seconds), name="upkeep", daemon=True
    )
    thread.start()
    return ended


def _keep_up(ended: threading.Event, every_seconds: float) -> None:
    while not ended.wait(every_seconds):
        close_old_connections()
        for command in COMMANDS:
            try:
                call_command(command, stdout=StringIO())
            except Error:
                log.exception("%s failed and is tried again later", command)
        connections.close_all()
