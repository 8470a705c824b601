"""Many connections at once: how many answers a second, and what is left of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count, cycle
from statistics import median
from time import monotonic, sleep
from typing import Any, Final
from uuid import UUID, uuid4

from tests.bench import client
from tests.bench.budgets import Figure
from tests.bench.client import Failed, Visitor
from tests.bench.setting import SEARCHED, Bench

DAYS_WRITTEN: Final = 3000
"""Writers walk over the past so many days, so that no day grows without end."""

A_DAY: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("pain", {"score": 3}),
    ("sleep", {"sleep_minutes": 450}),
    *(("drink", {"volume_ml": 250}),) * 5,
    ("exercise", {"activity": "walk", "minutes": 20}),
    *(("break", {}),) * 3,
    ("pain", {"score": 2}),
)
"""What writers send, as often as a day has it."""

Request = Callable[[Visitor], None]


@dataclass
class Run:
    """What several connections did in a while."""

    seconds: float = 0.0
    answered: int = 0
    failures: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answered / self.seconds


class Taps:
    """An endless row of entries on past days, each with an id that is remembered.

    ``htmx`` asks for the card with its offers; without it the forms are plain and are
    answered by a redirect to the day.
    """

    def __init__(self, today: str, *, htmx: bool) -> None:
        self.today = date.fromisoformat(today)
        self.htmx = htmx
        self.numbers = count()
        self.sent: set[UUID] = set()

    def __call__(self, visitor: Visitor) -> None:
        """Send the next one; raises ``client.Failed``."""
        number = next(self.numbers)
        kind, values = A_DAY[number % len(A_DAY)]
        day = self.today - timedelta(days=2 + number % DAYS_WRITTEN)
        identity = uuid4()
        send = visitor.post if self.htmx else visitor.form
        send(
            f"/entries/{kind}/", client_id=identity, page_day=day.isoformat(), **values
        )
        self.sent.add(identity)


class Inserts:
    """An endless row of the floor's inserts."""

    def __init__(self) -> None:
        self.sent: set[UUID] = set()

    def __call__(self, visitor: Visitor) -> None:
        """Send the next one; raises ``client.Failed``."""
        identity = uuid4()
        visitor.post("/bench/insert/", client_id=identity, score=4)
        self.sent.add(identity)


def together(bench: Bench, connections: int, seconds: float, request: Request) -> Run:
    """Ask on so many connections at once for a while."""
    run, lock = Run(), threading.Lock()
    begin = threading.Barrier(connections + 1)
    end = 0.0

    def ask() -> None:
        visitor = bench.visitor()
        answered, failures = 0, []
        begin.wait()
        while monotonic() < end:
            try:
                request(visitor)
                answered += 1
            except Failed as error:
                failures.append(str(error))
        visitor.close()
        with lock:
            run.answered += answered
            run.failures += failures

    threads = [threading.Thread(target=ask) for _ in range(connections)]
    for thread in threads:
        thread.start()
    start = monotonic()
    end = start + seconds
    begin.wait()
    for thread in threads:
        thread.join()
    run.seconds = monotonic() - start
    return run


def _getting(path: str) -> Request:
    def request(visitor: Visitor) -> None:
        visitor.get(path)

    return request


def rates(bench: Bench) -> dict[str, Figure]:
    """Today on eight connections, in turns with the floor page."""
    slices = max(2, round(bench.size.seconds / 2))
    floor, today = [], []
    for _ in range(slices):
        floor.append(together(bench, 8, 2, _getting("/bench/page/")))
        today.append(together(bench, 8, 2, _getting("/")))
    failures = [text for run in floor + today for text in run.failures]
    if failures:
        return {"connections-8": Figure(None, failures[0])}
    page, least = (median(run.rate for run in runs) for runs in (today, floor))
    about = f"{page:.0f} to {least:.0f} a second"
    return {"connections-8": Figure(page / least, about)}


def writers(bench: Bench) -> dict[str, Figure]:
    """Plain forms sent by many at once, and whether each entry is there."""
    figures = {}
    for connections in (8, 32):
        inserts, taps = Inserts(), Taps(bench.today, htmx=False)
        floor = together(bench, connections, bench.size.seconds, inserts)
        run = together(bench, connections, bench.size.seconds, taps)
        about = f"{run.rate:.0f} to {floor.rate:.0f} a second"
        name = f"writers-{connections}"
        figures[name] = Figure(run.rate / floor.rate, about)
        lost = len(taps.sent) - _stored(bench, taps.sent)
        about = f"{len(taps.sent):,} written, {lost} lost, {len(run.failures)} failed"
        if run.failures:
            about += f": {run.failures[0]}"
        figures[f"{name}-lost"] = Figure(lost + len(run.failures), about)
    return figures


def _stored(bench: Bench, sent: set[UUID]) -> int:
    """How many of the ids stand in the database, each in one row."""
    query = "SELECT count(*) FROM tracker_entry WHERE client_id = ?"
    found = bench.folder.numbers(query, ((identity.hex,) for identity in sent))
    return sum(number == 1 for number in found)


def memory(bench: Bench) -> dict[str, Figure]:
    """Memory after a long load of everything, and how much it grew meanwhile."""
    stop = threading.Event()
    failures: list[str] = []
    threads = [
        threading.Thread(target=_use, args=(bench, stop, failures)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    samples = list(_pss_samples(bench))
    stop.set()
    for thread in threads:
        thread.join()
    if failures:
        why = Figure(None, failures[0])
        return {"memory": why, "memory-growth": why}
    # The first tenth fills caches.
    early, late = samples[len(samples) // 10], samples[-1]
    about = f"{bench.size.minutes:g} minutes, at most {max(samples):.0f}"
    grown = f"from {early:.1f} after a tenth of it"
    return {
        "memory": Figure(late, about),
        "memory-growth": Figure(late - early, grown),
    }


def _pss_samples(bench: Bench) -> Iterator[float]:
    """The memory in MiB, twenty times a minute."""
    for _ in range(max(10, round(20 * bench.size.minutes))):
        sleep(3)
        yield bench.server.pss_bytes() / 2**20


def _use(bench: Bench, stop: threading.Event, failures: list[str]) -> None:
    taps = Taps(bench.today, htmx=True)
    visitor = bench.visitor()
    looks: tuple[Request, ...] = (
        *map(_getting, ("/", "/history/", "/guides/", "/guides/water/")),
        *map(_getting, ("/trends/?range=all", "/trends/?range=90", "/settings/")),
        *(taps,) * 4,
        lambda v: _search(v, "/guides/", "sleep"),
        lambda v: _search(v, "/search/", SEARCHED),
        lambda v: _tap(v, bench.today),
    )
    for look in cycle(looks):
        if stop.is_set():
            break
        try:
            look(visitor)
        except Failed as error:
            failures.append(str(error))
            break
    visitor.close()


def _search(visitor: Visitor, path: str, words: str) -> None:
    visitor.post(path, htmx=False, words=words)


def _tap(visitor: Visitor, today: str) -> None:
    client.pain_tap(visitor, today)
