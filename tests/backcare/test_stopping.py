"""The server ends at a signal, whenever it comes, and leaves the folder free."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from backcare.server.run import SECONDS_TO_DRAIN
from backcare.server.stopping import SIGNALS, Bell
from tests.backcare.conftest import (
    SECONDS_TO_END,
    Running,
    Start,
    clean_environ,
    free_port,
)

AFTER_THE_LOCK = (0.0, 0.3, 0.7, 1.1, 1.5, 1.9)
"""Seconds from taking the folder, over the whole of a start."""


def held(data: Path) -> bool:
    """Whether some process has the folder."""
    with contextlib.suppress(FileNotFoundError), (data / "lock").open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def assert_ended(server: Running, data: Path) -> None:
    assert server.process.wait(SECONDS_TO_END) == 0, server.output
    # The workers are gone too: they have the lock from their parent.
    assert not held(data), server.output
    assert "Traceback" not in server.output


@pytest.fixture
def starting(data: Path, tmp_path: Path) -> Iterator[Running]:
    """A server that has taken its folder and has not come further yet."""
    program = [sys.executable, "-m", "backcare"]
    environ = {"BACKCARE_DATA": str(data)}
    server = Running(program, free_port(), tmp_path / "log", environ)
    try:
        until = time.monotonic() + SECONDS_TO_END
        while not held(data):
            assert time.monotonic() < until, server.output
            time.sleep(0.005)
        yield server
    finally:
        server.kill()


@pytest.mark.parametrize("seconds", AFTER_THE_LOCK)
def test_a_signal_during_the_start_ends_it(
    starting: Running, data: Path, seconds: float
) -> None:
    time.sleep(seconds)
    starting.process.send_signal(signal.SIGTERM)
    assert_ended(starting, data)


@pytest.mark.parametrize("seconds", [0.2, 0.9])
def test_ctrl_c_during_the_start_ends_it(
    starting: Running, data: Path, seconds: float
) -> None:
    time.sleep(seconds)
    os.killpg(starting.process.pid, signal.SIGINT)
    assert_ended(starting, data)


@pytest.mark.parametrize("number", range(4))
def test_many_signals_at_once_end_it(start: Start, data: Path, number: int) -> None:
    server = start(BACKCARE_DATA=str(data))
    for turn in range(200):
        with contextlib.suppress(ProcessLookupError):
            os.kill(server.process.pid, (signal.SIGTERM, signal.SIGINT)[turn % 2])
    assert_ended(server, data)


@pytest.mark.parametrize("told", SIGNALS)
def test_a_signal_to_every_process_ends_it_soon(
    start: Start, data: Path, told: signal.Signals
) -> None:
    """As Ctrl+C, a closed terminal and service managers send it."""
    server = start(BACKCARE_DATA=str(data))
    began = time.monotonic()
    os.killpg(server.process.pid, told)
    assert_ended(server, data)
    assert time.monotonic() - began < SECONDS_TO_DRAIN, "a worker had to be killed"


WHILE_LOADING = """
import os, time
import backcare.__main__ as command
import backcare.cli.main as loaded
def load():
    os.kill(os.getpid(), int(os.environ["TOLD"]))
    time.sleep(200)
loaded.main = load
command.main()
"""


@pytest.mark.parametrize(
    ("words", "told", "code"),
    [
        *(([], told, 0) for told in SIGNALS),
        (["serve"], signal.SIGTERM, 0),
        (["demo"], signal.SIGTERM, 0),
        (["user", "list"], signal.SIGTERM, -signal.SIGTERM),
    ],
)
def test_a_signal_before_the_start_ends_it(
    words: list[str], told: signal.Signals, code: int
) -> None:
    """While the program is loaded. Another command was then not done, and says so."""
    program = [sys.executable, "-c", WHILE_LOADING, *words]
    environ = clean_environ() | {"TOLD": str(int(told))}
    done = subprocess.run(
        program, env=environ, capture_output=True, text=True, timeout=SECONDS_TO_END
    )
    assert (done.returncode, done.stderr) == (code, "")


def test_with_nohup_it_outlives_its_terminal(data: Path, tmp_path: Path) -> None:
    program = ["nohup", sys.executable, "-m", "backcare"]
    environ = {"BACKCARE_DATA": str(data)}
    server = Running(program, free_port(), tmp_path / "log", environ).wait()
    try:
        os.killpg(server.process.pid, signal.SIGHUP)
        time.sleep(1)
        assert server.process.poll() is None
        assert server.wait().stop() == 0
        assert server.output.count("running at") == 1, "the worker was started anew"
    finally:
        server.kill()


def test_what_rings_while_a_bell_is_cleared_is_heard() -> None:
    bell = Bell()
    bell.set()
    assert bell.wait(0)
    bell.set()
    bell.clear()
    assert bell.wait(0)
    assert not bell.wait(0)
    threading.Timer(0.05, bell.set).start()
    assert bell.wait(SECONDS_TO_END)
