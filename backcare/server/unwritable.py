"""Telling a disk that takes nothing more from a mistake of ours. No Django here."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from backcare.refusal import Refusal

SYSTEM_CODES: Final = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO),
    *(errno.EROFS, errno.EACCES, errno.EPERM),
}
SQLITE_CODES: Final = {
    *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR),
    *(sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN),
}
"""Primary result codes of SQLite; the upper bytes of a code say more."""


def why_unwritable(error: BaseException | None) -> str | None:
    """What the system or SQLite says, if the error or its cause is of the disk."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in SYSTEM_CODES:
            place = f": {error.filename}" if error.filename else ""
            return os.strerror(error.errno).lower() + place
        if isinstance(error, sqlite3.Error):
            code: int = getattr(error, "sqlite_errorcode", 0)
            if code & 0xFF in SQLITE_CODES:
                return str(error)
        error = error.__cause__
    return None


@contextmanager
def refused(folder: Path) -> Iterator[None]:
    """Such an error becomes a ``Refusal``; others go their way."""
    try:
        yield
    except Exception as error:
        why = why_unwritable(error)
        if why is None:
            raise
        raise Refusal(
            f"The data folder {folder} cannot be written: {why}. Is there room on "
            "that disk, and does all in it belong to the account that runs BackCare?"
        ) from None
