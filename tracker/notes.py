"""Looking for words in what a person wrote: the notes of days and of readings."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

from tracker import access
from tracker.models import Entry, Person

AROUND: Final = 80
"""Characters shown before the first hit and after it."""

WORDS_MAX: Final = 8


@dataclass(frozen=True)
class Piece:
    """A piece of a note; ``hit`` if it is one of the words looked for."""

    text: str
    hit: bool


@dataclass(frozen=True)
class Found:
    """A note with the words in it, cut to the part around the first of them."""

    day: date
    score: int | None  # of the reading that the note belongs to
    pieces: list[Piece]


def words_in(query: str) -> list[str]:
    """The words of a query, as they are looked for."""
    return unicodedata.normalize("NFC", query).split()[:WORDS_MAX]


def search(person: Person, words: list[str], limit: int) -> tuple[list[Found], bool]:
    """Notes that hold all the words, newest first, and whether there are more.

    Capitals make no difference, in any script. One query.
    """
    rows = access.entries(person).exclude(text="").order_by("-day", "-pk")
    for word in words:
        # SQLite's own LIKE knows capitals of ASCII letters only.
        rows = rows.filter(text__iregex=re.escape(word))
    found = list(rows.only("day", "score", "text")[: limit + 1])
    return [_found(row, words) for row in found[:limit]], len(found) > limit


def _found(row: Entry, words: list[str]) -> Found:
    pattern = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    return Found(row.day, row.score, pieces(row.text, pattern))


def pieces(text: str, pattern: re.Pattern[str]) -> list[Piece]:
    """The text around its first hit, split into hits and what is between them."""
    first = pattern.search(text)
    start, end = 0, len(text)
    if first is not None:
        start, end = max(0, first.start() - AROUND), first.end() + AROUND
        blank = text.find(" ", start, first.start())
        start = blank + 1 if start and blank >= 0 else start
    part = text[start:end]
    found: list[Piece] = [Piece("… ", hit=False)] if start else []
    position = 0
    for match in pattern.finditer(part):
        if match.start() > position:
            found.append(Piece(part[position : match.start()], hit=False))
        found.append(Piece(match.group(), hit=True))
        position = match.end()
    if position < len(part):
        found.append(Piece(part[position:], hit=False))
    return [*found, Piece(" …", hit=False)] if end < len(text) else found
