"""The database is copied aside before it changes; its settings hold."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from backcare.server.folder import has_diary
from tests.backcare.conftest import clean_environ


def prepare(data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "backcare.server.prepare"],
        env=clean_environ() | {"BACKCARE_DATA": str(data)},
        capture_output=True,
        text=True,
        umask=0o077,
    )


def query(database: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(sql).fetchall()
        connection.commit()
    return rows


def test_nothing_is_copied_when_nothing_changes(data: Path) -> None:
    assert prepare(data).returncode == 0
    assert not (data / "backups").exists()


def test_an_upgrade_copies_the_diary_aside_first(data: Path) -> None:
    database = data / "backcare.sqlite3"
    inode = database.stat().st_ino
    query(database, "CREATE TABLE sentinel (word text)")
    query(database, "INSERT INTO sentinel VALUES ('before')")
    # The last step of the sessions table is yet to come: it makes the table.
    query(database, "DELETE FROM django_migrations WHERE app = 'sessions'")
    query(database, "DROP TABLE django_session")

    done = prepare(data)

    assert done.returncode == 0, done.stderr
    [copy] = (data / "backups").iterdir()
    assert str(copy) in done.stderr
    assert copy.stat().st_mode & 0o777 == 0o600
    assert copy.parent.stat().st_mode & 0o777 == 0o700
    assert query(copy, "SELECT word FROM sentinel") == [("before",)]
    tables = "SELECT name FROM sqlite_master WHERE name = 'django_session'"
    assert query(copy, tables) == []
    assert query(database, tables) == [("django_session",)]
    # Mounted by itself, as in a container, nothing could be put in its place.
    assert database.stat().st_ino == inode


KILLED_IN_THE_MIDDLE = """
import os, signal
from backcare.server import prepare
prepare.load_django()
from django.db.migrations.recorder import MigrationRecorder
def end(*arguments):
    os.kill(os.getpid(), signal.SIGKILL)
MigrationRecorder.record_applied = end
prepare.main()
"""


def test_an_upgrade_killed_in_the_middle_is_done_at_the_next_start(data: Path) -> None:
    database = data / "backcare.sqlite3"
    query(database, "CREATE TABLE sentinel (word text)")
    query(database, "INSERT INTO sentinel VALUES ('before')")
    query(database, "DELETE FROM django_migrations WHERE app = 'sessions'")
    query(database, "DROP TABLE django_session")
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_IN_THE_MIDDLE],
        env=clean_environ() | {"BACKCARE_DATA": str(data)},
        capture_output=True,
        umask=0o077,
    )
    assert killed.returncode == -signal.SIGKILL
    tables = "SELECT name FROM sqlite_master WHERE name = 'django_session'"
    assert query(database, tables) == [], "half a step must not stand"
    [copy] = (data / "backups").iterdir()
    assert query(copy, "SELECT word FROM sentinel") == [("before",)]
    database.chmod(0o640)

    assert prepare(data).returncode == 0
    assert database.stat().st_mode & 0o777 == 0o640
    assert list(data.glob("*.upgrading*")) == []
    assert query(database, "PRAGMA integrity_check") == [("ok",)]
    assert query(database, "SELECT word FROM sentinel") == [("before",)]
    assert query(database, "SELECT count(*) FROM django_session") == [(0,)]
    done = "SELECT count(*) FROM django_migrations WHERE app = 'sessions'"
    assert query(database, done) == [(1,)]


KILLED_WHILE_TAKING_OVER = """
import os, signal, sqlite3
from backcare.server import database, prepare
prepare.load_django()
copy, written = database._copy, []
def end(status, remaining, total):
    written.append(remaining)
    if len(written) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
def copy_and_end(source, target):
    if source.suffix == ".upgrading":
        target = sqlite3.connect(target)
        target.execute("PRAGMA cache_size=1")  # so that pages reach the file
        sqlite3.connect(source).backup(target, pages=20, progress=end)
    copy(source, target)
database._copy = copy_and_end
prepare.main()
"""


def test_an_upgrade_killed_while_it_is_taken_over_leaves_the_diary_whole(
    data: Path,
) -> None:
    database = data / "backcare.sqlite3"
    query(database, "CREATE TABLE sentinel (word text)")
    query(database, "INSERT INTO sentinel VALUES ('before')")
    query(database, "DELETE FROM django_migrations WHERE app = 'sessions'")
    query(database, "DROP TABLE django_session")
    before = database.read_bytes()
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_WHILE_TAKING_OVER],
        env=clean_environ() | {"BACKCARE_DATA": str(data)},
        capture_output=True,
        umask=0o077,
    )
    assert killed.returncode == -signal.SIGKILL
    assert database.read_bytes() != before, "it was killed in the middle"
    assert query(database, "PRAGMA integrity_check") == [("ok",)]
    assert database.read_bytes() == before

    assert prepare(data).returncode == 0
    assert query(database, "SELECT word FROM sentinel") == [("before",)]
    assert query(database, "SELECT count(*) FROM django_session") == [(0,)]
    assert list(data.glob("*.upgrading*")) == []


def test_a_first_start_that_is_killed_is_begun_anew(tmp_path: Path) -> None:
    data = tmp_path / "data"
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_IN_THE_MIDDLE],
        env=clean_environ() | {"BACKCARE_DATA": str(data)},
        capture_output=True,
        umask=0o077,
    )
    assert killed.returncode == -signal.SIGKILL
    assert not has_diary(data)
    assert prepare(data).returncode == 0
    assert has_diary(data)
    assert not (data / "backups").exists()


def test_every_connection_is_durable_and_erases(data: Path) -> None:
    program = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        "with connection.cursor() as cursor:\n"
        "    for name in ('journal_mode', 'synchronous', 'secure_delete',"
        " 'foreign_keys', 'mmap_size'):\n"
        "        cursor.execute(f'PRAGMA {name}')\n"
        "        print(name, *(cursor.fetchone() or ('none',)))\n"
    )
    environ = {
        "BACKCARE_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "backcare.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=clean_environ() | environ,
        capture_output=True,
        text=True,
    )

    assert done.stdout.splitlines() == [
        "journal_mode truncate",
        "synchronous 2",
        "secure_delete 1",
        "foreign_keys 1",
        "mmap_size 0",
    ]


def test_writers_wait_for_their_turn(data: Path) -> None:
    """Django's default mode loses writes to "database is locked"."""
    program = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        "options = connection.settings_dict['OPTIONS']\n"
        "print(options['transaction_mode'], options['timeout'],"
        " connection.settings_dict['ATOMIC_REQUESTS'])\n"
    )
    environ = {
        "BACKCARE_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "backcare.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=clean_environ() | environ,
        capture_output=True,
        text=True,
    )

    assert done.stdout == "IMMEDIATE 20 False\n"
