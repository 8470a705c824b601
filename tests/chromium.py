"""Where Chromium is and how it is started: for tests, pictures and measurements."""

from __future__ import annotations

import os
import shutil
from typing import Final

ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE: Final = {"width": 360, "height": 640}
DESK: Final = {"width": 1280, "height": 800}


def path() -> str | None:
    """The program; ``None`` where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("BACKCARE_TEST_CHROMIUM") or next(
        filter(None, map(shutil.which, names)), None
    )
