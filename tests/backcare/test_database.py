"""The database is copied aside before it changes; its settings hold."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

from backcare.server.folder import has_diary
from tests.backcare.conftest import prepare, run_python

SESSIONS = "SELECT name FROM sqlite_master WHERE name = 'django_session'"


def kill(data: Path, program: str) -> None:
    """Run a program that kills itself in the middle of its work."""
    done = run_python(data, "-c", program)
    assert done.returncode == -signal.SIGKILL, done.stderr


def with_settings(data: Path, program: str) -> list[str]:
    """The lines that a program prints which has a connection to the diary."""
    head = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'backcare.settings'\n"
        "import django; django.setup()\n"
        "from django.db import connection\n"
    )
    done = run_python(data, "-c", head + program)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def query(database: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(sql).fetchall()
        connection.commit()
    return rows


def make_old(database: Path) -> None:
    """Give the diary a sentinel, and take from it the table of the sessions.

    The last step of that table is yet to come then: it makes the table.
    """
    query(database, "CREATE TABLE sentinel (word text)")
    query(database, "INSERT INTO sentinel VALUES ('before')")
    query(database, "DELETE FROM django_migrations WHERE app = 'sessions'")
    query(database, "DROP TABLE django_session")


def test_nothing_is_copied_when_nothing_changes(data: Path) -> None:
    assert prepare(data).returncode == 0
    assert not (data / "backups").exists()


def test_an_upgrade_copies_the_diary_aside_first(data: Path) -> None:
    database = data / "backcare.sqlite3"
    inode = database.stat().st_ino
    make_old(database)

    done = prepare(data)

    assert done.returncode == 0, done.stderr
    [copy] = (data / "backups").iterdir()
    assert str(copy) in done.stderr
    assert copy.stat().st_mode & 0o777 == 0o600
    assert copy.parent.stat().st_mode & 0o777 == 0o700
    assert query(copy, "SELECT word FROM sentinel") == [("before",)]
    assert query(copy, SESSIONS) == []
    assert query(database, SESSIONS) == [("django_session",)]
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
    make_old(database)
    kill(data, KILLED_IN_THE_MIDDLE)
    assert query(database, SESSIONS) == [], "half a step must not stand"
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
    make_old(database)
    before = database.read_bytes()
    kill(data, KILLED_WHILE_TAKING_OVER)
    assert database.read_bytes() != before, "it was killed in the middle"
    assert query(database, "PRAGMA integrity_check") == [("ok",)]
    assert database.read_bytes() == before

    assert prepare(data).returncode == 0
    assert query(database, "SELECT word FROM sentinel") == [("before",)]
    assert query(database, "SELECT count(*) FROM django_session") == [(0,)]
    assert list(data.glob("*.upgrading*")) == []


def test_a_first_start_that_is_killed_is_begun_anew(tmp_path: Path) -> None:
    data = tmp_path / "data"
    kill(data, KILLED_IN_THE_MIDDLE)
    assert not has_diary(data)
    assert prepare(data).returncode == 0
    assert has_diary(data)
    assert not (data / "backups").exists()


def test_every_connection_is_durable_and_erases(data: Path) -> None:
    program = (
        "with connection.cursor() as cursor:\n"
        "    for name in ('journal_mode', 'synchronous', 'secure_delete',"
        " 'foreign_keys', 'mmap_size'):\n"
        "        cursor.execute(f'PRAGMA {name}')\n"
        "        print(name, *(cursor.fetchone() or ('none',)))\n"
    )
    assert with_settings(data, program) == [
        "journal_mode truncate",
        "synchronous 2",
        "secure_delete 1",
        "foreign_keys 1",
        "mmap_size 0",
    ]


def test_writers_wait_for_their_turn(data: Path) -> None:
    """Django's default mode loses writes to "database is locked"."""
    program = (
        "options = connection.settings_dict['OPTIONS']\n"
        "print(options['transaction_mode'], options['timeout'],"
        " connection.settings_dict['ATOMIC_REQUESTS'])\n"
    )
    assert with_settings(data, program) == ["IMMEDIATE 20 False"]
