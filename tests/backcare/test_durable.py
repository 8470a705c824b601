"""An entry is on disk before it is acknowledged: the system is asked to write it."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import time
from pathlib import Path
from uuid import uuid4

import pytest

from tests.backcare.conftest import Start
from tests.backcare.signing_up import sign_up
from tests.bench.client import Visitor

SYNCED = re.compile(r"^\d+ +(?:fsync|fdatasync)\(", re.MULTILINE)
COMMITS = 20
SECONDS = 20


def worker_of(parent: int) -> int:
    """The process that answers: the last child of the one that was started."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return int(children[-1])


def wait_for(log: Path, words: str) -> bool:
    """Until a file holds the words; ``False`` if it never does."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if words in log.read_text():
            return True
        time.sleep(0.05)
    return False


def test_each_commit_reaches_the_disk(start: Start, data: Path, tmp_path: Path) -> None:
    if not shutil.which("strace"):
        pytest.skip("strace is not installed (Debian: apt install strace)")
    server = start(BACKCARE_DATA=str(data))
    visitor = Visitor(server.port, sign_up(server))
    calls, log = tmp_path / "calls", tmp_path / "strace"
    program = ["strace", "-f", "-e", "trace=fsync,fdatasync", "-o", str(calls)]
    with log.open("w") as output:
        pid = str(worker_of(server.process.pid))
        tracer = subprocess.Popen([*program, "-p", pid], stderr=output)
    try:
        if not wait_for(log, "attached"):
            pytest.skip(f"this process may not be watched: {log.read_text()}")
        day = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 2 * 24 * 3600))
        counts = []
        for _ in range(COMMITS):
            before = len(SYNCED.findall(calls.read_text()))
            visitor.form(
                "/entries/drink/", client_id=uuid4(), page_day=day, volume_ml=250
            )
            # Written down by strace before the call returns to the server.
            counts.append(len(SYNCED.findall(calls.read_text())) - before)
    finally:
        tracer.send_signal(signal.SIGINT)
        tracer.wait()
        visitor.close()
    assert min(counts) >= 1, counts
