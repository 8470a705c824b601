"""Guides by the words somebody types, forgiving of endings and slips.

The texts are few and small, so an index of their words is kept in memory, and words
are compared by the pairs of letters that they share (Dice's coefficient). Pure.
"""

from __future__ import annotations

import re
from collections import Counter
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
        *("with", "you", "your", "much", "should"),
    ]
)
ENDINGS: Final = re.compile(r"(?<=\w{4})ing$|(?<=ch|sh|ss)es$|(?<=\w{3})s$")


def search(guides: Iterable[Guide], question: str) -> list[Guide]:
    """The guides that every word of the question is found in, best first.

    Where none has them all, those that have any. Nothing for an empty question.
    """
    words = _words(question)
    asked = ([w for w in words if w not in SMALL] or words)[:WORDS_READ]
    if not asked:
        return []
    index = _index(tuple(guides))
    marks = [index.found(word) for word in asked]
    scored = {
        guide: [m.get(guide, 0.0) for m in marks] for guide in set().union(*marks)
    }
    whole = [guide for guide, found in scored.items() if all(found)]
    best = whole or list(scored)
    return sorted(best, key=lambda guide: (-sum(scored[guide]), guide.title))


class _Index:
    """The words of some guides, and in which of them they stand."""

    def __init__(self, guides: Iterable[Guide]) -> None:
        self.weights: dict[str, dict[Guide, float]] = {}
        """By word and guide how much a find counts, at the best of its places."""
        for guide in guides:
            for weight, texts in zip(WEIGHTS, _texts(guide), strict=True):
                for word in (word for text in texts for word in _words(text)):
                    self.weights.setdefault(word, {}).setdefault(guide, weight)
        self.with_pair: dict[str, list[str]] = {}
        self.size: dict[str, int] = {}
        for word in self.weights:
            pairs = _pairs(word)
            self.size[word] = len(pairs)
            for pair in pairs:
                self.with_pair.setdefault(pair, []).append(word)

    def found(self, word: str) -> dict[Guide, float]:
        """How well guides answer a word: at most 1, for a word of the title."""
        best: dict[Guide, float] = {}
        for other, alike in self._alike(word):
            for guide, weight in self.weights[other].items():
                best[guide] = max(best.get(guide, 0.0), weight * alike)
        return best

    def _alike(self, word: str) -> Iterator[tuple[str, float]]:
        if word in self.weights:
            yield word, 1.0
        if len(word) < 3:
            return
        pairs = _pairs(word)
        shared = Counter[str]()
        for pair in pairs:
            shared.update(self.with_pair.get(pair, ()))
        # No word that shares fewer can come up to ALIKE_FROM, however short it is.
        least = len(pairs) * ALIKE_FROM / (2 - ALIKE_FROM) - 1e-9
        for other in (other for other, count in shared.items() if count >= least):
            if other.startswith(word):
                yield other, 0.9
            elif len(word) > 3:
                alike = 2 * shared[other] / (len(pairs) + self.size[other])
                if alike >= ALIKE_FROM:
                    yield other, alike


@lru_cache(maxsize=32)
def _index(guides: tuple[Guide, ...]) -> _Index:
    return _Index(guides)


def _texts(guide: Guide) -> tuple[list[str], list[str], list[str], list[str]]:
    """The texts of a page in the order of ``WEIGHTS``."""
    prose = "\n".join(piece.markdown for piece in guide.prose())
    exercises = [marker.exercise for marker in guide.exercises()]
    names = [name for e in exercises for name in (e.name, *e.other_names)]
    steps = [step for e in exercises for step in (e.summary, *e.steps)]
    return (
        [guide.title],
        [guide.summary, *guide.topics, *guide.areas],
        [*HEADING.findall(prose), *names],
        [prose, *steps],
    )


def _words(text: str) -> list[str]:
    """The words of a text in small letters and without their commonest endings."""
    found = WORD.findall(text.replace("_", " ").lower())
    return [ENDINGS.sub("", word) for word in found]


def _pairs(word: str) -> frozenset[str]:
    return frozenset(_of_two(f" {word} "))


def _of_two(word: str) -> Iterator[str]:
    return (word[place : place + 2] for place in range(len(word) - 1))
