"""What may be spent on what, and the table of what was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal


@dataclass(frozen=True)
class Budget:
    """One row. ``group`` is the measurement that fills it."""

    name: str
    group: str
    work: str
    limit: float
    unit: str
    side: Literal["at most", "at least", "below"] = "at most"
    decimals: int = 0

    def met_by(self, value: float) -> bool:
        """Whether a figure keeps the budget."""
        if self.side == "at least":
            return value >= self.limit
        return value < self.limit if self.side == "below" else value <= self.limit

    def in_words(self) -> str:
        """The budget as the table has it."""
        return f"{self.side} {self.limit:g} {self.unit}".strip()


@dataclass(frozen=True)
class Figure:
    """What was measured, in the unit of its budget; ``None`` with the reason."""

    value: float | None
    about: str = ""


def _times(name: str, group: str, work: str, limit: float) -> Budget:
    decimals = 2 if limit < 2 else 1
    return Budget(name, group, work, limit, "times", decimals=decimals)


PAGE: Final = "the floor page"
BUDGETS: Final = (
    _times("today", "pages", f"Today, against {PAGE}", 4.5),
    Budget("today-queries", "queries", "Today, database queries", 12, ""),
    _times("tap", "taps", "a pain tap, against the floor insert", 2.5),
    _times("history", "pages", f"History month, against {PAGE}", 4),
    _times("guide", "pages", f"a guide, against {PAGE}", 4),
    _times("guide-search", "pages", f"search in the guides, against {PAGE}", 4),
    _times("note-search", "pages", f"search in the notes, against {PAGE}", 4),
    _times("trends-all", "trends", "Trends, ten years, against 3,650 rows as JSON", 2),
    Budget(
        "trends-data",
        "trends",
        "Trends, ten years, data compressed",
        15,
        "KB",
        decimals=1,
    ),
    _times("trends-90", "pages", f"Trends, 90 days, against {PAGE}", 4),
    _times("ten-years-today", "ten-years", "Today, ten years against 30 days", 1.15),
    _times(
        "ten-years-history", "ten-years", "History, ten years against 30 days", 1.15
    ),
    _times("ten-years-tap", "ten-years", "a tap, ten years against 30 days", 1.15),
    _times("library-today", "library", "Today, with twice the library", 1.1),
    _times("crowd-today", "crowd", "Today, with 1,000 other people", 1.1),
    _times("crowd-history", "crowd", "History, with 1,000 other people", 1.1),
    _times("crowd-tap", "crowd", "a tap, with 1,000 other people", 1.1),
    Budget(
        "connections-8",
        "rates",
        f"Today on 8 connections, against {PAGE}",
        0.22,
        "of its rate",
        "at least",
        2,
    ),
    Budget(
        "writers-8",
        "writers",
        "8 writers of plain forms, against the floor insert",
        0.5,
        "of its rate",
        "at least",
        2,
    ),
    Budget("writers-8-lost", "writers", "8 writers, failed or lost", 0, "entries"),
    Budget(
        "writers-32",
        "writers",
        "32 writers of plain forms, against the floor insert",
        0.5,
        "of its rate",
        "at least",
        2,
    ),
    Budget("writers-32-lost", "writers", "32 writers, failed or lost", 0, "entries"),
    Budget("memory", "memory", "memory after load (PSS, all processes)", 150, "MiB"),
    Budget(
        "memory-growth", "memory", "memory, growth under load", 10, "MiB", "below", 1
    ),
    Budget(
        "start", "start", "start, not the first, to the first page", 2, "s", decimals=2
    ),
    Budget("today-bytes", "loads", "Today, first load", 80, "KB", decimals=1),
    Budget("today-requests", "loads", "Today, first load, requests", 8, ""),
    Budget("today-again", "loads", "Today, second load", 15, "KB", decimals=1),
    Budget("trends-bytes", "loads", "Trends, first load", 150, "KB", decimals=1),
    *(
        Budget(
            f"lighthouse-{name}",
            "lighthouse",
            f"Lighthouse mobile, {words}, lowest of three",
            100,
            "points",
            "at least",
        )
        for name, words in (
            ("sign-in", "sign-in"),
            ("today", "Today"),
            ("trends", "Trends"),
            ("guide", "a guide"),
        )
    ),
    Budget("shift-pages", "shifts", "layout shift, worst page", 0, "", decimals=4),
    Budget("shift-swaps", "shifts", "layout shift, worst swap", 0, "", decimals=4),
    Budget("installed", "installed", "installed environment", 130, "MB"),
)
"""Every row of the table. 1 KB is 1,000 bytes, 1 MB a million."""

NAMES: Final = frozenset(b.name for b in BUDGETS) | {b.group for b in BUDGETS}


def chosen(names: Iterable[str]) -> list[Budget]:
    """The rows with these names or groups; all of them where none is named."""
    wanted = set(names)
    return [b for b in BUDGETS if not wanted or {b.name, b.group} & wanted]


def missed(budgets: Iterable[Budget], figures: Mapping[str, Figure]) -> list[Budget]:
    """The rows that were not kept, or not measured."""
    return [b for b in budgets if not _met(b, figures)]


def _met(budget: Budget, figures: Mapping[str, Figure]) -> bool:
    figure = figures.get(budget.name)
    return (
        figure is not None and figure.value is not None and budget.met_by(figure.value)
    )


def table(budgets: Iterable[Budget], figures: Mapping[str, Figure]) -> str:
    """The rows as a table in Markdown."""
    lines = ["| work | budget | figure | |", "|---|---|---|---|"]
    for budget in budgets:
        figure = figures.get(budget.name, Figure(None, "no figure"))
        about = f" ({figure.about})" if figure.about else ""
        if figure.value is None:
            said = f"not measured{about}"
        else:
            said = f"{figure.value:.{budget.decimals}f} {budget.unit}".strip() + about
        verdict = "met" if _met(budget, figures) else "**missed**"
        lines.append(f"| {budget.work} | {budget.in_words()} | {said} | {verdict} |")
    return "\n".join(lines)
