"""What is looked at before every start, beside Django's own checks."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage, Error, Warning, register

CHART_LIBRARY = "vendor/chart.umd.min.js"
OTHERS = stat.S_IRWXG | stat.S_IRWXO


@register("backcare")
def browser_libraries_are_there(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """backcare.E001: Chart.js is missing, as in a checkout that was not installed."""
    if finders.find(CHART_LIBRARY):
        return []
    return [
        Error(
            "Chart.js is missing, so no chart could be drawn.",
            hint="Install BackCare with pip, which brings it: pip install -e .",
            id="backcare.E001",
        )
    ]


@register("backcare")
def data_are_private(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """backcare.W001, W002: other accounts of this machine can read the diary."""
    found: list[CheckMessage] = []
    folder: Path = settings.DATA_DIR
    if _open_to_others(folder):
        found.append(
            Warning(
                f"Others on this machine can look into the data folder {folder}.",
                hint=f"chmod 700 {folder}",
                id="backcare.W001",
            )
        )
    for name in ("secret_key", "backcare.sqlite3"):
        path = folder / name
        if path.exists() and _open_to_others(path):
            found.append(
                Warning(
                    f"Others on this machine can read {path}.",
                    hint=f"chmod 600 {path}",
                    id="backcare.W002",
                )
            )
    return found


def _open_to_others(path: Path) -> bool:
    return bool(path.stat().st_mode & OTHERS)
