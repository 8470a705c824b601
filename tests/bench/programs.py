"""What other programs tell: queries, start, size of the installed environment."""

from __future__ import annotations

import subprocess
import sys
from itertools import chain
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench.budgets import Figure
from tests.bench.server import ROOT, Server
from tests.bench.setting import Bench

NOT_COUNTED: Final = ("pip", "setuptools", "_distutils_hack", "distutils-precedence")


def queries(bench: Bench) -> dict[str, Figure]:
    """The database queries of a full Today."""
    try:
        found = bench.folder.run("tests.bench.queries", bench.sessions["ten"], "/")
    except subprocess.CalledProcessError as error:
        return {"today-queries": Figure(None, f"exit code {error.returncode}")}
    return {"today-queries": Figure(int(found))}


def start(bench: Bench) -> dict[str, Figure]:
    """From the command to the first page, on a folder that was started before."""
    folder = bench.folder.copy(bench.scratch / "start")
    took = []
    for _ in range(bench.size.starts + 1):
        with Server(folder) as server:
            took.append(server.seconds_to_first_page)
    again = took[1:]
    about = f"median of {len(again)}, slowest {max(again):.2f}; the first {took[0]:.2f}"
    return {"start": Figure(median(again), about)}


def installed(bench: Bench) -> dict[str, Figure]:
    """The size on disk of an environment as the README makes it."""
    environment = bench.scratch / "environment"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    before = _bytes_in(environment)
    constraints = ROOT / "constraints.txt"
    pinned = ["-c", str(constraints)] if constraints.exists() else []
    pip = [str(environment / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    done = subprocess.run([*pip, *pinned, str(ROOT)], cwd=bench.scratch)
    if done.returncode:
        return {"installed": Figure(None, "pip install failed")}
    size = _bytes_in(environment)
    packages = len(list(environment.glob("lib/python*/site-packages/*.dist-info")))
    about = f"{packages} packages with pip; {before / 1e6:.1f} MB before"
    return {"installed": Figure(size / 1e6, about)}


def _bytes_in(environment: Path) -> int:
    """What the files take up on the disk, pip and setuptools left out."""
    found = [p for p in environment.rglob("*") if p.is_file() and not p.is_symlink()]
    libraries = environment.glob("lib*/python*/site-packages/*")
    skipped = [p for p in libraries if p.name.split("-")[0] in NOT_COUNTED]
    left_out = set(chain.from_iterable(p.rglob("*") for p in skipped))
    return sum(p.stat().st_blocks * 512 for p in found if p not in left_out)
