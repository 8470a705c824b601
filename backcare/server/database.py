"""Bringing the database up to this program's version."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from backcare import __version__
from backcare.refusal import Refusal


def is_current() -> bool:
    """Nothing is left to migrate. Refuses a database that cannot be used."""
    executor = _executor()
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def bring_up_to_date() -> Path | None:
    """Migrate; returns where the database as it was has been copied to, if it was."""
    copy = None
    if not is_current():
        if _executor().loader.applied_migrations:
            copy = copy_aside(settings.DATA_DIR / "backups")
        _migrate_whole()
    call_command("createcachetable", verbosity=0)
    call_command("clearsessions", verbosity=0)
    connection.close()
    return copy


def _migrate_whole() -> None:
    """Migrate beside the database, and put the result in its place at once.

    Django writes down some steps only after they are committed. Killed in between,
    the next start would take them again and fail.
    """
    database = Path(connection.settings_dict["NAME"]).resolve()
    beside = database.with_name(f"{database.name}.upgrading")
    journal = beside.with_name(f"{beside.name}-journal")
    for left_over in (beside, journal):
        left_over.unlink(missing_ok=True)
    connection.close()
    _copy(database, beside)
    before = database.stat()
    beside.chmod(stat.S_IMODE(before.st_mode))
    with suppress(PermissionError):  # who owns it, if root brings it up to date
        os.chown(beside, before.st_uid, before.st_gid)
    name = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = beside
    try:
        call_command("migrate", interactive=False, verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
    beside.replace(database)
    _sync(database.parent)
    journal.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Have the names in a folder on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def copy_aside(folder: Path) -> Path:
    """Copy the database into ``folder`` in one step, and look whether it is whole."""
    folder.mkdir(mode=0o700, exist_ok=True)
    moment = datetime.now(UTC)
    copy = folder / f"before-{__version__}-{moment:%Y%m%d-%H%M%S}.sqlite3"
    _copy(connection.settings_dict["NAME"], copy)
    return copy


def _copy(database: Path, copy: Path) -> None:
    with (
        closing(sqlite3.connect(database)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        copy.chmod(0o600)
        source.backup(target)
        answer = target.execute("PRAGMA quick_check").fetchone()
    if answer != ("ok",):
        raise Refusal(f"The database is damaged: {answer[0]}. It was not changed.")


def _executor() -> MigrationExecutor:
    try:
        executor = MigrationExecutor(connection)
    except (DatabaseError, sqlite3.DatabaseError) as error:
        raise Refusal(
            f"The database {connection.settings_dict['NAME']} cannot be used: {error}."
        ) from None
    known = executor.loader.disk_migrations
    newer = [
        f"{app}.{name}"
        for app, name in executor.loader.applied_migrations
        if (app, name) not in known and app in executor.loader.migrated_apps
    ]
    if newer:
        raise Refusal(
            f"The diary was kept with a newer BackCare than this one ({__version__}): "
            f"it has {', '.join(sorted(newer))}. Install that version again."
        )
    return executor
