"""``backcare health``: ask the running server whether it is well."""

from __future__ import annotations

import http.client
import os
import sys
from collections.abc import Sequence

from backcare import env
from backcare.cli.main import refuse_arguments
from backcare.server import addresses

HELP = "Ask the running server; exit code 0 if all is well, 1 if not."
SECONDS = 5
WORDS_AT_MOST = 200


def run(words: Sequence[str]) -> int:
    """For containers, which have no other program to ask with."""
    if refuse_arguments("health", HELP, words):
        return 0
    environment = env.read(os.environ)
    bind = environment[env.BIND]
    if bind in addresses.EVERYWHERE:
        bind = "::1" if ":" in bind else "127.0.0.1"
    server = http.client.HTTPConnection(bind, environment[env.PORT], timeout=SECONDS)
    try:
        server.request("GET", "/healthz")
        answer = server.getresponse()
        said = answer.read(WORDS_AT_MOST).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        print(f"backcare: no answer: {error}", file=sys.stderr)
        return 1
    if answer.status == 200:
        print("ok")
        return 0
    told = said if answer.status == 503 else f"status {answer.status}"
    print(f"backcare: {told}", file=sys.stderr)
    return 1
