"""Real processes: the ``backcare`` command with a data folder of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from random import SystemRandom
from typing import Final

import pytest

Environ = dict[str, str]
SECONDS_TO_START: Final = 240
"""For the demo, whose year is invented first, on the slowest machine."""
SECONDS_TO_END: Final = 120
SECONDS_TO_ANSWER: Final = 60
PORTS: Final = range(20_000, 30_000)
WORKERS_AT_MOST: Final = 100


def clean_environ() -> Environ:
    """The environment without any setting of the tests themselves."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("BACKCARE_", "DJANGO_", "PYTEST_", "COV_"))
    }


def free_port() -> int:
    """A port that nobody listens on, for a server that opens it in a while.

    The system gives none of these to whoever asks for any port, and each process of
    the tests has its own ones, so that nobody else takes it meanwhile.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    own = PORTS[worker % WORKERS_AT_MOST :: WORKERS_AT_MOST]
    for port in SystemRandom().sample(own, len(own)):
        with contextlib.suppress(OSError), socket.socket() as trial:
            trial.bind(("0.0.0.0", port))
            return port
    raise AssertionError("every port is taken")


def backcare(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "backcare", *words],
        env=clean_environ() | environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS_TO_START,
    )


def run_python(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python with these words and a data folder, to its end."""
    return subprocess.run(
        [sys.executable, *words],
        env=clean_environ() | {"BACKCARE_DATA": str(data)},
        capture_output=True,
        text=True,
        umask=0o077,
    )


def prepare(data: Path) -> subprocess.CompletedProcess[str]:
    """Make the folder ready, as the command does before it serves."""
    return run_python(data, "-m", "backcare.server.prepare")


class Running:
    """A started server; what it printed is in ``output``."""

    def __init__(self, program: list[str], port: int, log: Path, environ: Environ):
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        self._log = log
        with log.open("w") as output:
            self.process = subprocess.Popen(
                program,
                env=clean_environ() | {"BACKCARE_PORT": str(port)} | environ,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                umask=0o022,
            )

    @property
    def output(self) -> str:
        return self._log.read_text()

    def wait(self) -> Running:
        """Until it answers; its output is shown if it never does."""
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=5):
                    return self
            except urllib.error.HTTPError:
                return self
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"The server does not answer:\n{self.output}")

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(SECONDS_TO_END)

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


Start = Callable[..., Running]


@pytest.fixture(scope="session", autouse=True)
def hangup_is_heard() -> Iterator[None]:
    """Under nohup a server would rightly inherit that SIGHUP means nothing."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a server: ``start("demo", BACKCARE_DATA=...)``; all end with the test."""
    servers: list[Running] = []

    def begin(*words: str, port: int | None = None, **environ: str) -> Running:
        log = tmp_path / f"server-{len(servers)}.log"
        program = [sys.executable, "-m", "backcare", *words]
        servers.append(Running(program, port or free_port(), log, environ))
        return servers[-1].wait()

    yield begin
    for server in servers:
        server.kill()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that was started once: migrated, static files collected."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    done = prepare(folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def data(prepared: Path, tmp_path: Path) -> Path:
    """A copy of the prepared folder, for one test."""
    folder = tmp_path / "data"
    shutil.copytree(prepared, folder)
    return folder
