"""Count the queries of a page: ``python -m tests.bench.queries SESSION PATH``.

A process of its own on the folder that ``BACKCARE_DATA`` names; the page is asked for
twice, and the second time counts.
"""

from __future__ import annotations

import sys


def main(session: str, path: str) -> int:
    """How many queries the page makes once the server is warm."""
    from backcare.server.prepare import load_django

    load_django()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    visitor = Client(SERVER_NAME="localhost")
    visitor.cookies[settings.SESSION_COOKIE_NAME] = session
    visitor.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = visitor.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")
    return len(captured)


if __name__ == "__main__":
    print(main(*sys.argv[1:]))
