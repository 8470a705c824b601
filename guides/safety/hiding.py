"""What a person's situation leaves out, decided on the server.

Source: the safety table, row by row in ``content/safety/hiding.toml``. Where two
conditions differ the stricter one holds, for everything hidden by either is hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from guides.safety.broken import SafetyError, load
from guides.vocabulary import CONDITIONS, ROUTINE, TAGS, TOPICS

PATH: Final = Path(__file__).parent.parent / "content" / "safety" / "hiding.toml"

FULL_TERM_DAYS: Final = 280
WEEKS_SHOWN: Final = 42
ACUTE_FROM: Final = 7
ADULT_FROM: Final = 18
BIRTH_DAYS: Final = 6 * 7
CAESAREAN_DAYS: Final = 8 * 7
OPERATION_DAYS: Final = 12 * 7
BELOW_KNEE: Final = frozenset({"calf", "foot"})
NERVE_SIGNS: Final = frozenset({"numb", "tingling", "weak_leg"})
NUMB: Final = "numb"
URGENT_ACTIONS: Final = frozenset({"E", "M", "D"})
PREGNANCY_STEPS: Final = (14, 16, 28)
NOT_SCREENED: Final = "not-screened"
"""Locks exercises until safety questions are answered; it leaves nothing else out."""

POSTURES: Final = frozenset({"standing"})
"""A walk may name its posture; that alone does not make it anything else."""


@dataclass(frozen=True)
class Circumstances:
    """What the diary knows about a person on a day, as far as safety asks.

    ``situations`` maps an active situation to the date it counts from: due date,
    birth or operation. ``age`` is in full years, the younger one where only the year
    of birth is known. ``leg_areas`` and ``sensations`` are of today and yesterday,
    ``marks`` of today. ``open_action`` is "E", "M" or "D" while a warning is open.
    ``unscreened`` tells that safety questions come before exercise.
    """

    day: date
    situations: Mapping[str, date | None]
    age: int | None = None
    worst_today_or_yesterday: int | None = None
    leg_areas: frozenset[str] = frozenset()
    sensations: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    open_action: str | None = None
    unscreened: bool = False


def apart_from_the_lock(conditions: frozenset[str]) -> frozenset[str]:
    """The conditions without the lock: what a person's situation leaves out."""
    return conditions - {NOT_SCREENED}


@dataclass(frozen=True)
class Hidden:
    """Why something is left out (completes "because ...") and what to do instead."""

    reason: str
    instead: str


@dataclass(frozen=True)
class Row:
    """One row of the hide table."""

    condition: str
    carries: str
    why: Hidden
    hidden: frozenset[str]
    only: frozenset[str]
    hidden_offers: frozenset[str]
    topics: frozenset[str]
    pages: frozenset[str]


@dataclass(frozen=True)
class HideTable:
    """The whole table and the fixed sentences of safety."""

    rows: tuple[Row, ...]
    never: Hidden
    never_tags: frozenset[str]
    never_facts: frozenset[str]
    never_rows: tuple[str, ...]
    stop_rules: tuple[str, ...]
    soreness: str
    disclaimer: str
    disclaimer_line: str


class HidingError(SafetyError):
    """The table of what is hidden cannot be used; the message says why."""


def pregnancy_week(due: date, day: date) -> int:
    """Full weeks of pregnancy on ``day``: 40 at the due date, 0 before it began."""
    return max(0, (FULL_TERM_DAYS - (due - day).days) // 7)


def shown_pregnancy_week(due: date, day: date) -> int | None:
    """The week to show and to ask rules about, or None once 42 weeks have passed."""
    week = pregnancy_week(due, day)
    return week if week < WEEKS_SHOWN else None


def conditions_of(circumstances: Circumstances) -> frozenset[str]:
    """The conditions that hold on the day; nothing follows from what is not known."""
    found = {code for code in circumstances.situations if code in CONDITIONS}
    found |= _pregnancy(circumstances)
    found |= _recoveries(circumstances)
    found |= _of_the_day(circumstances)
    if circumstances.age is not None and circumstances.age < ADULT_FROM:
        found.add("under-18")
    return frozenset(found)


def _pregnancy(circumstances: Circumstances) -> set[str]:
    if "pregnant" not in circumstances.situations:
        return set()
    due = circumstances.situations["pregnant"]
    week = WEEKS_SHOWN if due is None else pregnancy_week(due, circumstances.day)
    return {f"pregnant-from-{step}" for step in PREGNANCY_STEPS if week >= step}


def _recoveries(circumstances: Circumstances) -> set[str]:
    situations = circumstances.situations
    limits = {
        "birth": ("after-birth", BIRTH_DAYS),
        "caesarean": ("after-birth", CAESAREAN_DAYS),
        "operation-or-fracture": ("after-operation", OPERATION_DAYS),
    }
    found = set()
    for code, (condition, days) in limits.items():
        if code not in situations:
            continue
        since = situations[code]
        if since is None or (circumstances.day - since).days <= days:
            found.add(condition)
    if "herniated-disc" in situations:
        found.add("disc-signs")
    return found


def _of_the_day(circumstances: Circumstances) -> set[str]:
    found = circumstances.marks & {"period", "flare"}
    worst = circumstances.worst_today_or_yesterday
    signs = {
        "open-warning": circumstances.open_action in URGENT_ACTIONS,
        "acute-pain": worst is not None and worst >= ACUTE_FROM,
        "leg-pain": bool(circumstances.leg_areas),
        NOT_SCREENED: circumstances.unscreened,
        "disc-signs": bool(
            circumstances.leg_areas & BELOW_KNEE
            and circumstances.sensations & NERVE_SIGNS
        ),
        "numb-skin": NUMB in circumstances.sensations,
    }
    return set(found) | {condition for condition, holds in signs.items() if holds}


def hidden_because(
    tags: Iterable[str],
    not_when: Iterable[str],
    conditions: frozenset[str],
    *,
    for_offer: bool = False,
) -> Hidden | None:
    """Why something with these tags is left out under these conditions, or None.

    ``for_offer`` asks the stricter question whether it may be a reason to offer a
    page: no stretching at pain 7 or more, nothing flat on the back in pregnancy.
    """
    carried = frozenset(tags)
    excluded = frozenset(not_when) & conditions
    table = hide_table()
    if carried & table.never_tags:
        return table.never
    for row in table.rows:
        if row.condition not in conditions:
            continue
        if row.condition in excluded or _hides(row, carried, for_offer):
            return row.why
    return None


def _hides(row: Row, tags: frozenset[str], for_offer: bool) -> bool:
    if row.only and tags & row.only:
        return bool(tags & row.hidden - row.only - POSTURES - {ROUTINE})
    hidden = row.hidden | row.hidden_offers if for_offer else row.hidden
    return bool(tags & hidden)


@lru_cache(maxsize=1024)
def page_hidden_because(
    slug: str, topics: tuple[str, ...], conditions: frozenset[str]
) -> Hidden | None:
    """Why the whole page is left out under these conditions, or None."""
    for row in hide_table().rows:
        whole = slug in row.pages or row.topics.intersection(topics)
        if row.condition in conditions and whole:
            return row.why
    return None


@cache
def hide_table() -> HideTable:
    """The table of ``hiding.toml``, loaded and checked once."""
    return load_hide_table(PATH)


def load_hide_table(path: Path) -> HideTable:
    """Read and check a hide table. Raises HidingError naming the file and line."""
    return load(path, _table, HidingError)


def _table(data: dict[str, Any]) -> HideTable:
    rows = tuple(_row(code, row) for code, row in data["conditions"].items())
    missing = CONDITIONS.keys() - {row.condition for row in rows}
    if missing:
        raise HidingError(f"no row for: {', '.join(sorted(missing))}")
    never = data["never"]
    return HideTable(
        rows=rows,
        never=Hidden(never["reason"], never["instead"]),
        never_tags=_tags(never["hidden"]),
        never_facts=frozenset(never["facts"]),
        never_rows=tuple(never["rows"]),
        stop_rules=tuple(data["stop_rules"]),
        soreness=data["soreness"],
        disclaimer=data["disclaimer"],
        disclaimer_line=data["disclaimer_line"],
    )


ROW_KEYS: Final = frozenset(
    {
        "carries",
        "hidden",
        "only",
        "hidden_offers",
        "topics",
        "pages",
        "reason",
        "instead",
    }
)


def _row(condition: str, data: dict[str, Any]) -> Row:
    if condition not in CONDITIONS:
        raise HidingError(f"unknown condition {condition!r}")
    if unknown := data.keys() - ROW_KEYS:
        raise HidingError(f"{condition}: unknown key {min(unknown)!r}")
    for key in ("carries", "reason", "instead"):
        if key not in data:
            raise HidingError(f"{condition}: missing key {key!r}")
    topics = frozenset(data.get("topics", ()))
    if unknown_topics := topics - TOPICS.keys():
        raise HidingError(f"{condition}: unknown topic {min(unknown_topics)!r}")
    return Row(
        condition=condition,
        carries=data["carries"],
        why=Hidden(data["reason"], data["instead"]),
        hidden=_tags(data.get("hidden", ())),
        only=_tags(data.get("only", ())),
        hidden_offers=_tags(data.get("hidden_offers", ())),
        topics=topics,
        pages=frozenset(data.get("pages", ())),
    )


def _tags(names: Iterable[str]) -> frozenset[str]:
    tags = frozenset(names)
    if "all" in tags:
        return TAGS | {ROUTINE}
    if unknown := tags - TAGS - {ROUTINE}:
        raise HidingError(f"unknown tag {min(unknown)!r}")
    return tags
