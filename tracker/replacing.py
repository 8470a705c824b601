"""What gives way when an entry is written, and what Undo would bring back."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from tracker import rules
from tracker.models import Entry
from tracker.vocabulary import NONE_TODAY, Kind, Question

CORRECTS_WITHIN: Final = timedelta(minutes=2)
"""A reading so soon after the last one corrects it."""

ON_ITS_WAY: Final = timedelta(seconds=20)
"""How long a tap may travel: a later one that was quicker seems to come before it."""

KIND_OF_NONE: Final = {question: kind for kind, question in NONE_TODAY.items()}


def overtaken(entry: Entry, live: list[Entry], *, keep_both: bool) -> list[Entry]:
    """The live rows of the day that cannot stand beside ``entry``.

    Raises ``rules.Invalid`` for "none today" where something is logged.
    """
    others = [row for row in live if row.pk != entry.pk]
    if entry.kind in (Kind.SLEEP, Kind.NOTE):
        return [row for row in others if row.kind == entry.kind]
    if entry.kind == Kind.MARK:
        return [row for row in others if row.mark and row.mark == entry.mark]
    if entry.kind == Kind.ANSWER:
        gone = [row for row in others if row.question == entry.question]
        denied = KIND_OF_NONE.get(Question(entry.question))
        if any(row.kind == denied for row in others):
            raise rules.Invalid(
                {"__all__": "Something is logged here. Delete it first."}
            )
        return gone
    if entry.kind == Kind.PAIN and not keep_both:
        return _corrected(entry, others)
    denied_by = NONE_TODAY.get(Kind(entry.kind))
    return [row for row in others if denied_by and row.question == denied_by]


def _corrected(entry: Entry, others: list[Entry]) -> list[Entry]:
    """The bare reading of the last two minutes that a new tap corrects."""
    if entry.moment is None:
        return []
    timed = [r for r in others if r.kind == Kind.PAIN and r.moment is not None]
    last = max(timed, key=lambda row: row.moment or row.recorded_at, default=None)
    if last is None or last.moment is None:
        return []
    since = entry.moment - last.moment
    return [last] if -ON_ITS_WAY < since < CORRECTS_WITHIN else []


def replaced(entry: Entry, gone: list[Entry]) -> Entry | None:
    """The row that a single Undo would bring back; a reading's details carry over."""
    if not gone:
        return None
    if entry.kind == Kind.PAIN == gone[0].kind:
        for name in ("areas", "sensations", "text"):
            if not getattr(entry, name):
                setattr(entry, name, getattr(gone[0], name))
    return gone[0]


def given_way(entry: Entry) -> Entry | None:
    """The row that still gives way to ``entry`` on its day."""
    before = entry.replaces
    if before is None or before.day != entry.day:
        return None
    return before if before.removal == Entry.Removal.REPLACED else None


def refuse_replaced(entry: Entry) -> None:
    """Raises ``rules.Invalid`` for an entry that another one has replaced."""
    if entry.removal == Entry.Removal.REPLACED:
        raise rules.Invalid(
            {"__all__": "This was changed meanwhile. What is saved is shown here."}
        )
