"""What every measurement is given: a filled folder, a server on it, and how much."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.bench.client import Visitor
from tests.bench.server import Folder, Server

SEARCHED: Final = "garden"
"""A word that stands in some notes of the diaries."""


@dataclass(frozen=True)
class Size:
    """How long to measure. ``seconds`` is the length of a run of writers."""

    rounds: int
    warm_up: int
    seconds: float
    crowd: int
    starts: int
    lighthouse_runs: int
    minutes: float


FULL: Final = Size(
    rounds=300,
    warm_up=30,
    seconds=15,
    crowd=1000,
    starts=5,
    lighthouse_runs=3,
    minutes=10,
)
QUICK: Final = Size(
    rounds=40,
    warm_up=5,
    seconds=3,
    crowd=50,
    starts=2,
    lighthouse_runs=1,
    minutes=1,
)


@dataclass(frozen=True)
class Bench:
    """``sessions`` are those of ``ten`` years, of the ``month``, and of two who begin
    today, on a ``phone`` and at a ``desk``; ``today`` is the calendar day that the
    filled ones end with, in ISO form, in the ``time_zone`` of all."""

    scratch: Path
    folder: Folder
    server: Server
    sessions: dict[str, str]
    today: str
    time_zone: str
    size: Size

    def visitor(self, who: str = "ten", port: int | None = None) -> Visitor:
        """A new connection of one of the people."""
        return Visitor(port or self.server.port, self.sessions[who])
