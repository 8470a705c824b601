"""Measure the site against its budgets: ``python -m tests.bench``.

    python -m tests.bench                 everything, about 20 minutes on two cores
    python -m tests.bench --quick         the short run, about 4 minutes
    python -m tests.bench --only today    one row or one group of rows; may be repeated
    python -m tests.bench --minutes 2     length of the load before memory is read

It makes its own data folder in a temporary directory and fills it with ten years of
one person and a month of another, starts the server as ``backcare`` starts it, and
asks for pages and for the floor (``tests/bench/floor.py``: the least that Django can
do for the same work) in turns, so that each budget is a ratio within one run.

Prints a table in Markdown: work, budget, figure, met or missed. Exit code 1 if a row
is missed; what could not be measured is missed. Needs the extra ``test``, Chromium,
and for Lighthouse npx.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Final

from tests.bench import browser, load, programs, times
from tests.bench.budgets import BUDGETS, NAMES, Budget, Figure, chosen, missed, table
from tests.bench.server import Folder, Server
from tests.bench.setting import FULL, QUICK, Bench, Size

GROUPS: Final[dict[str, Callable[[Bench], dict[str, Figure]]]] = {
    "pages": times.pages,
    "queries": programs.queries,
    "taps": times.taps,
    "trends": times.trends,
    "ten-years": times.ten_years,
    "library": times.large_library,
    "crowd": times.crowd,
    "rates": load.rates,
    "start": programs.start,
    "loads": browser.loads,
    "shifts": browser.shifts,
    "lighthouse": browser.lighthouse,
    "writers": load.writers,
    "memory": load.memory,
    "installed": programs.installed,
}
"""What fills the rows, in the order in which it runs: what writes most comes last."""


def main(arguments: list[str] | None = None) -> int:
    """Exit code 1 if a row is missed."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description="Measure the site against its budgets. The full run takes about "
        "20 minutes on two cores, the short one about 4.",
    )
    parser.add_argument(
        "--quick", action="store_true", help="the short run, about 4 minutes"
    )
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="NAME",
        choices=sorted(NAMES),
        help="a row or a group of rows: " + ", ".join(GROUPS),
    )
    parser.add_argument(
        "--minutes", type=float, help="length of the load before memory is read"
    )
    options = parser.parse_args(arguments)
    size = QUICK if options.quick else FULL
    if options.minutes:
        size = replace(size, minutes=options.minutes)
    budgets = chosen(options.only)
    with tempfile.TemporaryDirectory(prefix="backcare-bench-") as scratch:
        figures = measure(Path(scratch), budgets, size)
    print(table(budgets, figures))
    short = missed(budgets, figures)
    print(f"\n{len(budgets) - len(short)} of {len(budgets)} met. {_machine()}")
    return 1 if short else 0


def measure(scratch: Path, budgets: Iterable[Budget], size: Size) -> dict[str, Figure]:
    """Fill a folder, start the server, and run the groups of the budgets."""
    groups = {budget.group for budget in budgets}
    folder = Folder(scratch / "data")
    _say("filling ten years and a month")
    facts = folder.fill()
    _say(f"{facts['events']:,} events in the ten years")
    figures: dict[str, Figure] = {}
    with Server(folder) as server:
        bench = Bench(
            scratch,
            folder,
            server,
            facts["sessions"],
            facts["today"],
            facts["time_zone"],
            size,
        )
        for name, run in GROUPS.items():
            if name in groups:
                figures |= _run(name, run, bench)
    return figures


def _run(
    name: str, run: Callable[[Bench], dict[str, Figure]], bench: Bench
) -> dict[str, Figure]:
    """The figures of a group; a group that breaks does not stop the others."""
    began = monotonic()
    try:
        found = run(bench)
    except Exception as error:
        _say(f"{name} broke: {error!r}\n{bench.server.log_end()}")
        why = " ".join(str(error).split())[:120] or type(error).__name__
        found = {b.name: Figure(None, why) for b in BUDGETS if b.group == name}
    _say(f"{name}: {monotonic() - began:.0f} s")
    return found


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _machine() -> str:
    return f"{os.cpu_count()} cores, Python {platform.python_version()}."


if __name__ == "__main__":
    sys.exit(main())
