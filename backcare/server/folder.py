"""The data folder: made private, held by one server at a time. No Django here."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
from pathlib import Path

from backcare.refusal import Refusal
from backcare.server import unwritable

DEMO_MARK = "demo"
DATABASE = "backcare.sqlite3"
ROOM_BYTES = 1024 * 1024
"""Below this much free space a change may no longer fit: it is written twice."""


def prepare(folder: Path) -> None:
    """Make the folder, mode 0700, and refuse one that cannot be written.

    An existing folder keeps its mode: it may be shared on purpose, and the system
    checks warn about it.
    """
    try:
        if not folder.is_dir():
            folder.mkdir(mode=0o700, parents=True)
        # Root passes every permission check, so only a write tells.
        probe = folder / f".write-{secrets.token_hex(8)}"
        probe.touch(mode=0o600)
        probe.unlink()
    except OSError as error:
        taken = folder.exists() and not folder.is_dir()
        why = "a file stands in its place" if taken else error.strerror
        raise Refusal(
            f"The data folder {folder} cannot be written: {why}. "
            "Choose another with BACKCARE_DATA."
        ) from None


def has_diary(folder: Path) -> bool:
    """Whether a start came to its end here: until then the database is empty."""
    database = folder / DATABASE
    return database.exists() and database.stat().st_size > 0


def trouble(folder: Path) -> str | None:
    """Why what is written now may not be saved; ``None`` while all is well.

    Names no path: whoever asks for the health of the server may read it. Writes
    nothing, and asks only the system.
    """
    try:
        disk = os.statvfs(folder)
    except OSError:
        return "the data folder cannot be read"
    places = [p for p in (folder, folder / DATABASE) if p.exists()]
    if disk.f_flag & os.ST_RDONLY or not all(os.access(p, os.W_OK) for p in places):
        return "the data folder cannot be written"
    free = disk.f_bavail if os.geteuid() else disk.f_bfree
    # A file system without any limit says that it has no blocks at all.
    if disk.f_blocks and free * disk.f_frsize < ROOM_BYTES:
        return "the disk is full"
    return None


def secret_key(folder: Path) -> str:
    """The key that signs sessions and links; made at the first start, mode 0600."""
    path = folder / "secret_key"
    if not path.exists():
        with contextlib.suppress(FileExistsError), unwritable.refused(folder):
            _write_new(path, secrets.token_urlsafe(64))
    try:
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        key = ""
    if len(key) < 50:
        raise Refusal(
            f"The secret key in {path} cannot be read or is too short. "
            "Put it back from a copy, or delete the file: everybody signs in again."
        )
    return key


def _write_new(path: Path, text: str) -> None:
    """Write a private file, whole or not at all; FileExistsError if it is there."""
    beside = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _name(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _name(beside: Path, path: Path) -> None:
    """Give a file its name, unless another process was quicker."""
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:  # some network disks and USB sticks know no second name
        beside.rename(path)


def hold(folder: Path) -> int:
    """Take the folder for this process and its children, or refuse.

    Returns the descriptor of the lock: the folder is free again once every process
    that has it is gone, however it went.
    """
    with unwritable.refused(folder):
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        holder = os.read(descriptor, 20).decode("ascii", "replace").strip()
        os.close(descriptor)
        raise Refusal(
            f"The data folder {folder} is in use by another backcare"
            + (f" (process {holder})." if holder else ".")
        ) from None
    with unwritable.refused(folder):
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    return descriptor
