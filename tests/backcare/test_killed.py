"""What was acknowledged is on disk, even if every process is killed while it writes.

``BACKCARE_TEST_KILLS=200`` kills so often, starts by the real command each time, and
prints its figures with ``pytest -s``.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

import pytest

from tests.backcare.conftest import Running, Start, free_port
from tests.backcare.signing_up import sign_up
from tests.bench.client import Failed, Visitor

WRITERS = 16
GLASS_ML = 250
KILLS = int(os.environ.get("BACKCARE_TEST_KILLS", "0"))
QUICK_KILLS = 20
SECONDS_OF_WRITING = (0.1, 2.0) if KILLS else (0.05, 0.4)
SERVER_ALONE = """
import os
from backcare import env
from backcare.server import run
from backcare.server.stopping import this_process
this_process.listen()
run._answer(env.read(os.environ), [])
"""
"""The server without the steps before it: a third of the time to start."""


def write_until_killed(server: Running, session: str, seconds: float) -> list[UUID]:
    """The ids of the glasses that were acknowledged before everything was killed."""
    saved: list[UUID] = []
    today = datetime.now(UTC).date()

    def write(number: int) -> None:
        visitor = Visitor(server.port, session)
        day = (today - timedelta(days=2 + number)).isoformat()
        with contextlib.suppress(OSError, HTTPException, Failed):
            while True:
                glass = uuid4()
                sent = {"client_id": glass, "page_day": day, "volume_ml": GLASS_ML}
                visitor.form("/entries/drink/", **sent)
                saved.append(glass)

    threads = [threading.Thread(target=write, args=[n]) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    while len(saved) < WRITERS:  # they have begun
        assert any(thread.is_alive() for thread in threads), server.output
        time.sleep(0.01)
    time.sleep(seconds)
    os.killpg(server.process.pid, signal.SIGKILL)
    server.process.wait()
    for thread in threads:
        thread.join()
    return saved


def assert_sound(database: Path, saved: set[str], kills: int) -> None:
    """Nothing acknowledged is missing, and no day is half written."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        ask = connection.execute
        assert ask("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert ask("PRAGMA foreign_key_check").fetchall() == []
        stored = [row[0] for row in ask("SELECT client_id FROM tracker_entry")]
        entries = ask(
            "SELECT day, sum(volume_ml) FROM tracker_entry GROUP BY day ORDER BY day"
        ).fetchall()
        summaries = ask("SELECT day, water_ml FROM tracker_daysummary ORDER BY day")
        assert entries == summaries.fetchall()
    assert saved <= set(stored)
    assert len(stored) == len(set(stored))
    # Each writer may have lost the answer to one more, in each round.
    assert len(stored) <= len(saved) + kills * WRITERS


@pytest.fixture
def start_alone(data: Path, tmp_path: Path) -> Iterator[Callable[[], Running]]:
    """Start the server on a folder that is ready."""
    servers: list[Running] = []

    def begin() -> Running:
        program = [sys.executable, "-c", SERVER_ALONE]
        log = tmp_path / f"alone-{len(servers)}.log"
        environ = {"BACKCARE_DATA": str(data)}
        servers.append(Running(program, free_port(), log, environ))
        return servers[-1].wait()

    yield begin
    for server in servers:
        server.kill()


def test_nothing_acknowledged_is_lost_to_kill_9(
    start: Start, start_alone: Callable[[], Running], data: Path
) -> None:
    kills = KILLS or QUICK_KILLS
    rng, saved, session, slowest = Random(), set[str](), "", 0.0
    for kill in range(1, kills + 1):
        began = time.monotonic()
        # The first has the set-up link; the last finds what all others left.
        by_command = KILLS or kill in (1, kills)
        server = start(BACKCARE_DATA=str(data)) if by_command else start_alone()
        if by_command:
            slowest = max(slowest, time.monotonic() - began)
        session = session or sign_up(server)
        written = write_until_killed(server, session, rng.uniform(*SECONDS_OF_WRITING))
        saved |= {identity.hex for identity in written}
        assert_sound(data / "backcare.sqlite3", saved, kill)
    print(
        f"{kills} kills, {WRITERS} writers, {len(saved):,} acknowledged, 0 missing; "
        f"slowest start {slowest:.2f} s"
    )
