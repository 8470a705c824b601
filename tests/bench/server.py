"""The real server, as the ``backcare`` command starts it, on a folder of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Any, Final, Self
from urllib.error import URLError
from urllib.request import urlopen

ROOT: Final = Path(__file__).resolve().parents[2]
FIRST_PAGE: Final = "/accounts/login/"


class Folder:
    """A data folder: where it lies, and what is in its database.

    ``content`` is the folder of another library to serve with it.
    """

    def __init__(self, path: Path, content: Path | None = None) -> None:
        self.path = path
        self.content = content

    def environment(self, port: int = 8000) -> dict[str, str]:
        """What a program needs to work on this folder, and nothing of ours."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("BACKCARE_")}
        settings = "settings" if self.content is None else "settings_twice"
        return kept | {
            "BACKCARE_DATA": str(self.path),
            "BACKCARE_PORT": str(port),
            "DJANGO_SETTINGS_MODULE": f"tests.bench.{settings}",
            "BENCH_CONTENT": str(self.content or ""),
        }

    def run(self, module: str, *words: str) -> str:
        """Run a module on the folder; returns what it printed."""
        program = [sys.executable, "-m", module, *words]
        done = subprocess.run(
            program,
            cwd=ROOT,
            env=self.environment(),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout

    def fill(self) -> dict[str, Any]:
        """Make the database with its two diaries; see ``tests.bench.fill``."""
        facts: dict[str, Any] = json.loads(self.run("tests.bench.fill", "ten"))
        return facts

    def copy(self, path: Path, content: Path | None = None) -> Folder:
        """The same again elsewhere, the same keys and sessions included."""
        shutil.copytree(self.path, path)
        return Folder(path, content)

    def count(self, query: str) -> int:
        """A number out of the database."""
        return self.numbers(query, [()])[0]

    def numbers(self, query: str, values: Iterable[tuple[object, ...]]) -> list[int]:
        """A number out of the database for each of the values."""
        with closing(sqlite3.connect(self.path / "backcare.sqlite3")) as database:
            return [int(database.execute(query, v).fetchone()[0]) for v in values]


class Server:
    """A running server. Use it in a ``with``."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.port = _free_port()
        self.log = tempfile.TemporaryFile("w+")  # noqa: SIM115
        start = monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "backcare", "serve"],
            cwd=ROOT,
            env=folder.environment(self.port),
            stdout=self.log,
            stderr=self.log,
        )
        self._wait_for_first_page()
        self.seconds_to_first_page = monotonic() - start

    @property
    def address(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://localhost:{self.port}"

    def _wait_for_first_page(self) -> None:
        for _ in range(6000):
            if self.process.poll() is not None:
                break
            try:
                with urlopen(f"http://127.0.0.1:{self.port}{FIRST_PAGE}") as answer:
                    if answer.status == 200:
                        return
            except (URLError, OSError):
                sleep(0.01)
        self.stop()
        raise RuntimeError(f"the server does not answer:\n{self.log_end()}")

    def log_end(self) -> str:
        """The last lines of what the server wrote."""
        self.log.seek(0)
        return "".join(self.log.readlines()[-30:])

    def pss_bytes(self) -> int:
        """Memory of the process and its children, shared pages counted once."""
        return sum(map(_pss_bytes, _tree(self.process.pid)))

    def stop(self) -> None:
        """End it as Ctrl+C does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        self.log.close()


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def _tree(pid: int) -> list[int]:
    children = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        children += (task / "children").read_text().split()
    return [pid, *(p for child in children for p in _tree(int(child)))]


def _pss_bytes(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0
