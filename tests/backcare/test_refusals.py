"""What the command refuses: one clear line for each reason, and exit code 2."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from backcare.cli.main import COMMANDS
from tests.backcare.conftest import (
    Start,
    backcare,
    clean_environ,
    free_port,
    prepare,
)


def refused(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The lines of a refusal."""
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert all(line.startswith("backcare: ") for line in lines), done.stderr
    return [line.removeprefix("backcare: ") for line in lines]


def test_a_port_that_somebody_shares_is_refused(data: Path) -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = str(listener.getsockname()[1])
        lines = refused(backcare(BACKCARE_DATA=str(data), BACKCARE_PORT=port))

    assert lines == [
        f"Port {port} of 127.0.0.1 cannot be used: address already in use. "
        "Stop what listens there, or choose another with BACKCARE_PORT."
    ]


def test_an_address_that_this_machine_does_not_have_is_refused(tmp_path: Path) -> None:
    environ = {"BACKCARE_DATA": str(tmp_path), "BACKCARE_BIND": "192.0.2.5"}
    [line] = refused(backcare(**environ))

    assert line.startswith("Port 8000 of 192.0.2.5 cannot be used: ")
    assert line.endswith("This machine has no such address: see BACKCARE_BIND.")


def test_a_second_backcare_is_refused(start: Start, data: Path, tmp_path: Path) -> None:
    server = start(BACKCARE_DATA=str(data))
    same_port = {"BACKCARE_PORT": str(server.port)}
    other_port = {"BACKCARE_PORT": str(free_port())}

    [line] = refused(backcare(BACKCARE_DATA=str(data), **same_port))
    assert line.startswith(f"Port {server.port} of 127.0.0.1 cannot be used")
    [line] = refused(backcare(BACKCARE_DATA=str(tmp_path / "other"), **same_port))
    assert line.startswith(f"Port {server.port} of 127.0.0.1 cannot be used")
    [line] = refused(backcare(BACKCARE_DATA=str(data), **other_port))
    pid = (data / "lock").read_text().strip()
    assert line == (
        f"The data folder {data} is in use by another backcare (process {pid})."
    )


@pytest.mark.parametrize("command", ["serve", "user", "check", "demo"])
def test_a_folder_that_cannot_be_written_is_refused(
    tmp_path: Path, command: str
) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    words = (command, "list") if command == "user" else (command,)
    done = backcare(*words, BACKCARE_DATA=str(blocked / "data"))

    [line] = refused(done)
    assert line.startswith(f"The data folder {blocked}/data")
    assert "cannot be written: Not a directory" in line


def test_a_folder_without_permission_is_refused(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        folder = Path("/proc/backcare")
    else:
        folder = tmp_path / "data"
        folder.mkdir(mode=0o500)

    [line] = refused(backcare(BACKCARE_DATA=str(folder)))
    assert line.startswith(f"The data folder {folder} cannot be written")


@pytest.mark.parametrize("largest", [0, 40, 50_000, 150_000])
def test_a_disk_that_fills_during_the_start_is_refused(
    tmp_path: Path, largest: int
) -> None:
    """In the lock, the secret key, the database, the static files."""
    data = tmp_path / "data"
    limited = [shutil.which("prlimit") or "prlimit", f"--fsize={largest}"]
    if largest > 100_000:
        assert backcare("user", "list", BACKCARE_DATA=str(data)).returncode == 0
    done = subprocess.run(
        [*limited, sys.executable, "-m", "backcare"],
        env=clean_environ() | {"BACKCARE_DATA": str(data)},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 2, done.stderr
    [line] = done.stderr.splitlines()
    assert line.startswith(f"backcare: The data folder {data} cannot be written: ")
    assert line.endswith("belong to the account that runs BackCare?")
    assert not list(data.glob("*.upgrading*"))
    if largest > 100_000:
        again = prepare(data)
    else:
        again = backcare("user", "list", BACKCARE_DATA=str(data))
    assert (again.returncode, again.stderr) == (0, "")


@pytest.mark.parametrize("command", ["serve", "setup-link", "check", "health"])
def test_all_wrong_settings_are_told_at_once(command: str) -> None:
    done = backcare(
        command,
        BACKCARE_PORT="many",
        BACKCARE_BIND="here",
        BACKCARE_COLOUR="red",
    )

    names = [line.split()[0] for line in refused(done)]
    assert names == ["BACKCARE_COLOUR", "BACKCARE_BIND", "BACKCARE_PORT"]


def test_a_file_that_is_no_database_is_refused(data: Path) -> None:
    (data / "backcare.sqlite3").write_bytes(b"no database" * 1000)
    done = backcare(BACKCARE_DATA=str(data), BACKCARE_PORT=str(free_port()))

    [line] = refused(done)
    assert "cannot be used: file is not a database" in line


def test_a_diary_of_a_newer_version_is_refused(data: Path) -> None:
    with closing(sqlite3.connect(data / "backcare.sqlite3")) as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('tracker', '9999_from_the_future', '2030-01-01')"
        )
        database.commit()
    done = backcare(BACKCARE_DATA=str(data), BACKCARE_PORT=str(free_port()))

    [line] = refused(done)
    assert "newer BackCare" in line
    assert "tracker.9999_from_the_future" in line


def test_the_demo_never_takes_a_real_diary(data: Path) -> None:
    data.rename(data.with_name("data-demo"))

    [line] = refused(backcare("demo", BACKCARE_DATA=str(data)))
    assert line.endswith("holds files that are not a demo's. Move it away first.")


def test_an_unknown_command_is_refused() -> None:
    [line] = refused(backcare("sevre"))

    assert line == "There is no command sevre. Do you mean serve? See: backcare --help"


def test_help_lists_every_command() -> None:
    done = backcare("--help")

    assert done.returncode == 0
    named = [line.split()[0] for line in done.stdout.splitlines() if line[:2] == "  "]
    assert named == [command.name for command in COMMANDS]


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_command_explains_itself(command: str, tmp_path: Path) -> None:
    done = backcare(command, "--help", BACKCARE_DATA=str(tmp_path))

    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert "--skip-checks" not in done.stdout


def test_a_reader_that_has_seen_enough_ends_a_command() -> None:
    program = [sys.executable, "-m", "backcare", "--help"]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(program, stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)

    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize("command", ["serve", "demo", "check", "health"])
def test_arguments_that_mean_nothing_are_refused(command: str) -> None:
    [line] = refused(backcare(command, "now"))

    assert line.startswith(f"backcare {command} takes no arguments.")
