"""Many people at once: nobody is refused, nothing is counted twice or lost."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from tests.backcare.conftest import Start
from tests.backcare.signing_up import sign_up
from tests.bench.client import Failed, Visitor

WRITERS, READERS = 32, 6
SECONDS = 4
SECONDS_TO_WAIT = 20
GLASS_ML = 250


def test_many_writers_and_readers_at_once(start: Start, data: Path) -> None:
    server = start(BACKCARE_DATA=str(data))
    session = sign_up(server)
    # All on one day: each adds to the same summary.
    day = (datetime.now(UTC).date() - timedelta(days=2)).isoformat()
    saved: list[float] = []
    seen: list[float] = []
    failed: list[str] = []
    end = time.monotonic() + SECONDS

    def repeat(act: Callable[[Visitor], float], took: list[float]) -> None:
        visitor = Visitor(server.port, session)
        try:
            while time.monotonic() < end:
                took.append(act(visitor))
        except Failed as error:
            failed.append(str(error))
        finally:
            visitor.close()

    def write(visitor: Visitor) -> float:
        sent = {"client_id": uuid4(), "page_day": day, "volume_ml": GLASS_ML}
        return visitor.form("/entries/drink/", **sent).seconds

    def read(visitor: Visitor) -> float:
        return visitor.get(f"/days/{day}/").seconds

    threads = [
        threading.Thread(target=repeat, args=[act, took])
        for act, took, count in ((write, saved, WRITERS), (read, seen, READERS))
        for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert len(saved) >= WRITERS
    assert len(seen) >= READERS
    assert max(saved + seen) < SECONDS_TO_WAIT
    assert "Traceback" not in server.output
    with contextlib.closing(sqlite3.connect(data / "backcare.sqlite3")) as connection:
        counted = "SELECT count(*), sum(volume_ml) FROM tracker_entry"
        water = len(saved) * GLASS_ML
        assert connection.execute(counted).fetchall() == [(len(saved), water)]
        summed = "SELECT water_ml FROM tracker_daysummary"
        assert connection.execute(summed).fetchall() == [(water,)]
