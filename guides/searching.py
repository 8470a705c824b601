"""Guides by the words somebody types, forgiving of endings and slips.

The texts are few and small, so they are kept in memory, and words are compared by
the pairs of letters that they share (Dice's coefficient). Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from guides.shapes import Guide

WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
HEADING: Final = re.compile(r"^#+ (.+)$", re.MULTILINE)
ALIKE_FROM: Final = 0.65
WORDS_READ: Final = 8
"""Words of a question that are looked at; more of them find nothing better."""

WEIGHTS: Final = (1.0, 0.8, 0.7, 0.4)
"""How much a find counts: title, summary and topics, headings and names, text."""

SMALL: Final = frozenset(
    [
        *("a", "an", "and", "are", "at", "be", "by", "for", "from", "how", "i", "in"),
        *("is", "it", "me", "my", "of", "on", "or", "the", "to", "what", "when"),
        *("with", "you", "your"),
    ]
)
ENDINGS: Final = re.compile(r"(?<=\w{4})ing$|(?<=ch|sh|ss)es$|(?<=\w{3})s$")

Field = dict[str, frozenset[str]]


def search(guides: Iterable[Guide], question: str) -> list[Guide]:
    """The guides that every word of the question is found in, best first.

    Where none has them all, those that have any. Nothing for an empty question.
    """
    words = _words(question)
    asked = ([w for w in words if w not in SMALL] or words)[:WORDS_READ]
    if not asked:
        return []
    scored = [(guide, [_found(guide, word) for word in asked]) for guide in guides]
    whole = [(guide, marks) for guide, marks in scored if all(marks)]
    best = whole or [(guide, marks) for guide, marks in scored if any(marks)]
    best.sort(key=lambda pair: (-sum(pair[1]), pair[0].title))
    return [guide for guide, _marks in best]


def _found(guide: Guide, word: str) -> float:
    """How well a page answers a word: 0 for not at all, 1 for in its title."""
    letters = _pairs(word)
    best = 0.0
    for weight, field in zip(WEIGHTS, _fields(guide), strict=True):
        if weight <= best:
            break
        best = max(best, weight * _likest(word, letters, field))
    return best


def _likest(word: str, letters: frozenset[str], field: Field) -> float:
    if word in field:
        return 1.0
    likest = 0.0
    for other, others in field.items():
        if len(word) > 2 and other.startswith(word):
            likest = max(likest, 0.9)
        elif len(word) > 3:
            alike = 2 * len(letters & others) / (len(letters) + len(others))
            likest = max(likest, alike if alike >= ALIKE_FROM else 0.0)
    return likest


@lru_cache(maxsize=256)
def _fields(guide: Guide) -> tuple[Field, Field, Field, Field]:
    prose = "\n".join(piece.markdown for piece in guide.prose())
    exercises = [marker.exercise for marker in guide.exercises()]
    names = [name for e in exercises for name in (e.name, *e.other_names)]
    body = [prose, *(step for e in exercises for step in (e.summary, *e.steps))]
    topics = (*guide.topics, *guide.areas)
    return (
        _field([guide.title]),
        _field([guide.summary, *topics]),
        _field([*HEADING.findall(prose), *names]),
        _field(body),
    )


def _field(texts: Iterable[str]) -> Field:
    return {word: _pairs(word) for text in texts for word in _words(text)}


def _words(text: str) -> list[str]:
    """The words of a text in small letters and without their commonest endings."""
    found = WORD.findall(text.replace("_", " ").lower())
    return [ENDINGS.sub("", word) for word in found]


def _pairs(word: str) -> frozenset[str]:
    return frozenset(_of_two(f" {word} "))


def _of_two(word: str) -> Iterator[str]:
    return (word[place : place + 2] for place in range(len(word) - 1))
