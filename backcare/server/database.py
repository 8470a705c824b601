"""Bringing the database up to this program's version."""

from __future__ import annotations

import sqlite3
from contextlib import closing
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
    """Migrate beside the database, and take the result over in one transaction.

    Django writes down some steps only after they are committed. Killed in between,
    the next start would take them again and fail. The file itself stays: it may be
    mounted by itself, and then nothing can be put in its place.
    """
    database = Path(connection.settings_dict["NAME"])
    beside = database.with_name(f"{database.name}.upgrading")
    connection.close()
    _remove(beside)
    try:
        _copy(database, beside)
        connection.settings_dict["NAME"] = beside
        call_command("migrate", interactive=False, verbosity=0)
        connection.close()
        _copy(beside, database)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = database
        _remove(beside)


def _remove(database: Path) -> None:
    """Remove a copy, and the journal that it had if it was left in the middle."""
    for name in (database.name, f"{database.name}-journal"):
        database.with_name(name).unlink(missing_ok=True)


def copy_aside(folder: Path) -> Path:
    """Copy the database into ``folder`` in one step, if it is whole."""
    folder.mkdir(mode=0o700, exist_ok=True)
    moment = datetime.now(UTC)
    copy = folder / f"before-{__version__}-{moment:%Y%m%d-%H%M%S}.sqlite3"
    try:
        _copy(connection.settings_dict["NAME"], copy)
    except (OSError, sqlite3.Error, Refusal):
        _remove(copy)
        raise
    return copy


def _copy(database: Path, copy: Path) -> None:
    """Copy in one transaction: ``copy`` becomes the same, or stays as it was."""
    if not copy.exists():
        copy.touch(mode=0o600)
    with (
        closing(sqlite3.connect(database)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        answer = source.execute("PRAGMA quick_check").fetchone()
        if answer != ("ok",):
            raise Refusal(f"The database is damaged: {answer[0]}. It was not changed.")
        target.execute("PRAGMA synchronous=FULL")
        target.execute("PRAGMA secure_delete=ON")
        source.backup(target)


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
