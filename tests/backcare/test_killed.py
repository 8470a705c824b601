"""What was acknowledged is on disk, even if every process is killed while it writes."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import threading
import time
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

from tests.backcare.conftest import Running, Start
from tests.backcare.signing_up import sign_up
from tests.bench.client import Failed, Visitor

WRITERS = 8
GLASS_ML = 250


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
    while len(saved) < WRITERS:  # each has begun
        assert any(thread.is_alive() for thread in threads), server.output
        time.sleep(0.01)
    time.sleep(seconds)
    os.killpg(server.process.pid, signal.SIGKILL)
    server.process.wait()
    for thread in threads:
        thread.join()
    return saved


def assert_sound(database: Path, saved: set[str]) -> None:
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
    assert len(stored) <= len(saved) + 2 * WRITERS


def test_nothing_acknowledged_is_lost_to_kill_9(start: Start, data: Path) -> None:
    rng, saved, session = Random(), set[str](), ""
    for _ in range(2):
        server = start(BACKCARE_DATA=str(data))
        session = session or sign_up(server)
        written = write_until_killed(server, session, rng.uniform(0.1, 0.8))
        saved |= {identity.hex for identity in written}
        assert_sound(data / "backcare.sqlite3", saved)
