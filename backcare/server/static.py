"""Collecting static files, only when they or the version changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from backcare import __version__


def collect_if_changed() -> bool:
    """Collect into the data folder; ``False`` when what lies there is right."""
    mark = settings.DATA_DIR / "static.collected"
    wanted = fingerprint()
    if mark.is_file() and mark.read_text(encoding="ascii") == wanted:
        return False
    mark.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(wanted, encoding="ascii")
    return True


def fingerprint() -> str:
    """SHA-256 of the version and of path, size and time of every source file."""
    digest = hashlib.sha256(__version__.encode())
    digest.update(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in sorted(
            finder.list([".*", "*~", "CVS"]), key=lambda item: item[0]
        ):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
