"""Times on one connection, every page beside its floor in the same rounds."""

from __future__ import annotations

import gc
import re
import zlib
from collections.abc import Callable, Mapping
from functools import partial

from guides.library import CONTENT
from tests.bench import client
from tests.bench.arithmetic import ratio
from tests.bench.budgets import Figure
from tests.bench.client import Failed, Visitor
from tests.bench.server import Server
from tests.bench.setting import SEARCHED, Bench, Size
from tests.bench.twice import AGAIN, twice

Task = Callable[[], float]
PATHS = {
    "today": "/",
    "history": "/history/",
    "guide": "/guides/sleep-and-pillows/",
    "trends-90": "/trends/?range=90",
}
TRENDS_ALL = "/trends/?range=all"
DATA = re.compile(r'<script id="charts-data" type="application/json">(.*?)</script>')


def pages(bench: Bench) -> dict[str, Figure]:
    """The pages that are measured against the floor page."""
    visitor = bench.visitor()
    tasks: dict[str, Task] = {"floor": partial(_get, visitor, "/bench/page/")}
    for name, path in PATHS.items():
        tasks[name] = partial(_get, visitor, path)
    tasks["guide-search"] = partial(_search, visitor, "/guides/", "pillow")
    tasks["note-search"] = partial(_search, visitor, "/search/", SEARCHED)
    return _against(tasks, dict.fromkeys(tasks, "floor"), bench.size)


def trends(bench: Bench) -> dict[str, Figure]:
    """Ten years of Trends against the rows that they are made from."""
    visitor = bench.visitor()
    tasks: dict[str, Task] = {
        "floor": partial(_get, visitor, "/bench/rows/"),
        "trends-all": partial(_get, visitor, TRENDS_ALL),
    }
    figures = _against(tasks, {"trends-all": "floor"}, bench.size)
    try:
        found = DATA.search(visitor.get(TRENDS_ALL).text)
    except Failed as error:
        return figures | {"trends-data": Figure(None, str(error))}
    if found is None:
        return figures | {"trends-data": Figure(None, "no data in the page")}
    raw = found[1].encode()
    packed = len(zlib.compress(raw, 6))
    about = f"{len(raw) / 1000:.1f} KB as it is"
    return figures | {"trends-data": Figure(packed / 1000, about)}


def taps(bench: Bench) -> dict[str, Figure]:
    """A tap on the pain scale against one durable insert."""
    visitor = bench.visitor()
    tasks = {
        "floor": partial(client.floor_insert, visitor),
        "tap": partial(client.pain_tap, visitor, bench.today),
    }
    return _against(tasks, {"tap": "floor"}, bench.size)


def ten_years(bench: Bench) -> dict[str, Figure]:
    """The same pages of somebody with ten years and of somebody with a month."""
    long, short = bench.visitor("ten"), bench.visitor("month")
    return _pairs("ten-years", long, short, bench)


def crowd(bench: Bench) -> dict[str, Figure]:
    """The same pages of one person, alone and among many others, on two servers."""
    folder = bench.folder.copy(bench.scratch / "crowd")
    folder.run("tests.bench.fill", "crowd", str(bench.size.crowd))
    with Server(folder) as other:
        full = bench.visitor(port=other.port)
        figures = _pairs("crowd", full, bench.visitor(), bench)
    people = folder.count("SELECT count(*) FROM tracker_person") - 2
    rows = folder.count("SELECT count(*) FROM tracker_entry")
    size = f"; {people} others, {rows:,} entries"
    return {
        name: Figure(figure.value, figure.about + size)
        for name, figure in figures.items()
    }


def large_library(bench: Bench) -> dict[str, Figure]:
    """Today with a library twice as large, on a server of its own."""
    content = twice(CONTENT, bench.scratch / "content")
    folder = bench.folder.copy(bench.scratch / "library", content)
    with Server(folder) as other:
        large = bench.visitor(port=other.port)
        if f"{AGAIN}/" not in large.get("/guides/").text:
            return {"library-today": Figure(None, "the library is not larger")}
        tasks = {
            "library-today": partial(_get, large, "/"),
            "floor": partial(_get, bench.visitor(), "/"),
        }
        return _against(tasks, {"library-today": "floor"}, bench.size)


def _pairs(name: str, more: Visitor, less: Visitor, bench: Bench) -> dict[str, Figure]:
    tasks: dict[str, Task] = {}
    for kind, visitor in (("", more), ("less ", less)):
        tasks[f"{kind}{name}-today"] = partial(_get, visitor, "/")
        tasks[f"{kind}{name}-history"] = partial(_get, visitor, "/history/")
        tasks[f"{kind}{name}-tap"] = partial(client.pain_tap, visitor, bench.today)
    floors = {work: f"less {work}" for work in tasks if f"less {work}" in tasks}
    return _against(tasks, floors, bench.size)


def _get(visitor: Visitor, path: str) -> float:
    return visitor.get(path).seconds


def _search(visitor: Visitor, path: str, words: str) -> float:
    answer = visitor.post(path, htmx=False, words=words)
    if words not in answer.text.lower():
        raise Failed(f"POST {path} does not find {words}")
    return answer.seconds


def _against(
    tasks: Mapping[str, Task], floors: Mapping[str, str], size: Size
) -> dict[str, Figure]:
    """A figure for each work named in ``floors``, in multiples of its floor."""
    failed: dict[str, str] = {}
    for name, task in tasks.items():
        try:
            task()
        except Failed as error:
            failed[name] = str(error)
    running = {name: task for name, task in tasks.items() if name not in failed}
    took = interleave(running, size.rounds, size.warm_up)
    figures = {}
    for name, floor in floors.items():
        if name == floor:
            continue
        why = failed.get(name) or failed.get(floor)
        if why:
            figures[name] = Figure(None, why)
            continue
        found = ratio(took[name], took[floor])
        figures[name] = Figure(found.times, found.in_words())
    return figures


def interleave(
    tasks: Mapping[str, Task], rounds: int, warm_up: int
) -> dict[str, list[float]]:
    """Run every task once a round, each round beginning with another one.

    Returns the seconds that each task says it took, without the first rounds.
    """
    took: dict[str, list[float]] = {name: [] for name in tasks}
    order = list(tasks)
    gc.disable()
    try:
        for number in range(-warm_up, rounds):
            start = number % len(order)
            for name in order[start:] + order[:start]:
                seconds = tasks[name]()
                if number >= 0:
                    took[name].append(seconds)
    finally:
        gc.enable()
    return took
