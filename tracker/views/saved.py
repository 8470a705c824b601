"""What was just done to an entry, as the line under the thumb says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import TextChoices

from tracker.models import Entry, Person
from tracker.vocabulary import Kind, Question
from tracker.wording import clock, describe


class Done(TextChoices):
    """What was just done to an entry, as the line under the thumb says it."""

    SAVED = "saved", "saved."
    CORRECTED = "corrected", "replaces the last one."
    DETAILS = "details", "saved with its details."
    CHANGED = "changed", "changed."
    MOVED = "moved", "moved here."
    REMOVED = "removed", "deleted."
    RESTORED = "restored", "brought back."
    UNDONE = "undone", "taken back."
    KEPT_BOTH = "kept-both", "kept, and the one before too."


CARDS: Final = {
    Kind.PAIN: "pain",
    Kind.SLEEP: "sleep",
    Kind.DRINK: "drink",
    Kind.EXERCISE: "exercise",
    Kind.RELIEF: "exercise",
    Kind.BREAK: "break",
    Kind.NOTE: "note",
    Kind.MARK: "marks",
}
QUESTION_CARDS: Final[dict[str, str]] = {
    Question.NO_DRINK: "drink",
    Question.NO_EXERCISE: "exercise",
    Question.AFTER_EXERCISE: "exercise",
    Question.NO_BREAK: "break",
    Question.DESK_DAY: "break",
}


AT_ONCE: Final = (Done.SAVED, Done.CORRECTED, Done.KEPT_BOTH, Done.UNDONE)
"""What follows a tap: of a tap for now nobody has to be told the time."""

SHORT_MAX: Final = 36
"""Characters that stand beside a card's figure on the narrowest phone."""


@dataclass(frozen=True)
class Saved:
    """What was just done, for the card it was done in."""

    card: str
    text: str
    entry: Entry
    done: Done

    @property
    def can_undo(self) -> bool:
        """Whether it was recorded just now and can be taken back."""
        return self.done in (Done.SAVED, Done.CORRECTED)

    @property
    def can_keep_both(self) -> bool:
        """Whether it corrected a reading that could stand beside it."""
        return self.done == Done.CORRECTED

    @property
    def can_restore(self) -> bool:
        """Whether it was deleted and can be brought back."""
        return self.done in (Done.REMOVED, Done.UNDONE)

    @property
    def is_long(self) -> bool:
        """Whether the line needs the whole width of a phone."""
        return len(self.text) > SHORT_MAX

    @property
    def spoken(self) -> str:
        """The same for the live region, with the way back."""
        if self.can_undo or self.can_restore:
            return f"{self.text} Undo is there."
        return self.text


def still_so(entry: Entry, done: Done) -> bool:
    """Whether what an address says was done is still how the entry stands.

    Such an address comes back: by the browser's Back, or with an old tab.
    """
    gone = done in (Done.REMOVED, Done.UNDONE)
    return gone == (entry.removed_at is not None)


def card_of(kind: str, question: str = "") -> str:
    """The card in which an entry of this kind, or an answer, is shown."""
    if kind == Kind.ANSWER:
        # No page of ours sends a question that is not in the list.
        return QUESTION_CARDS.get(question, "break")
    return CARDS[Kind(kind)]


def saved_line(entry: Entry, done: Done, person: Person) -> Saved:
    """The line that says what was just done to an entry."""
    of_a_day = entry.kind in (Kind.SLEEP, Kind.NOTE, Kind.MARK, Kind.ANSWER)
    at = ""
    if entry.moment and not of_a_day and not (done in AT_ONCE and _of_now(entry)):
        at = f" at {clock(entry.moment, person)}"
    return Saved(
        card=card_of(entry.kind, entry.question),
        text=f"{describe(entry, person)}{at} {done.label}",
        entry=entry,
        done=done,
    )


def _of_now(entry: Entry) -> bool:
    """Whether it is about the moment in which it was recorded."""
    moment = entry.moment or entry.recorded_at
    return abs(moment - entry.recorded_at) < timedelta(minutes=1)
