"""Guides and exercises by the words somebody types, forgiving endings and slips.

The texts are few and small, so an index of their words is kept in memory, and words
are compared by the pairs of letters that they share (Dice's coefficient). Pure.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from math import log
from typing import Final, Generic, TypeVar

from guides.shapes import Exercise, Guide

Item = TypeVar("Item")

WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
HEADING: Final = re.compile(r"^#+ (.+)$", re.MULTILINE)
ALIKE_FROM: Final = 0.65
WORDS_READ: Final = 8
"""Words of a question that are looked at; more of them find nothing better."""

NEAR: Final = 0.4
"""Guides are shown down to this share of what the best of them has."""

SHARPER: Final = 1.5
"""The power that finds are raised to: a word that only the text has says little, and
sentences bring many of those along."""

WEIGHTS: Final = (1.0, 0.9, 0.8, 0.7, 0.4)
"""How much a find counts: title, what people call it, summary and topics, headings
and names of exercises, text."""
NAMES: Final = (1.0, 0.9)
"""How much a find counts for an exercise: its name, its other names."""

SMALL: Final = frozenset(
    [
        *("a", "about", "after", "again", "all", "also", "always", "am", "an", "and"),
        *("any", "are", "as", "at", "be", "because", "been", "but", "by", "can"),
        *("can't", "cannot", "cant", "could", "did", "do", "does", "doing", "don't"),
        *("during", "else", "ever", "every", "for", "from", "get", "got", "had", "has"),
        *("have", "how", "i", "i'm", "if", "in", "into", "is", "it", "it's", "its"),
        *("just", "like", "me", "more", "much", "my", "no", "not", "now", "of", "on"),
        *("or", "really", "should", "so", "some", "still", "than", "that", "the"),
        *("there", "they", "this", "to", "too", "use", "very", "want", "was", "we"),
        *("what", "when", "which", "while", "who", "why", "will", "with", "would"),
        *("you", "your"),
    ]
)
ENDINGS: Final = re.compile(r"(?<=\w{4})ing$|(?<=ch|sh|ss)es$|(?<=\w{3})s$")


def search(guides: Iterable[Guide], question: str) -> list[Guide]:
    """The guides that answer a question, best first, as far as they come near it.

    A word that stands in few guides tells more than one that stands in all of them.
    Nothing for an empty question.
    """
    index = _guides(tuple(guides))
    scores: defaultdict[Guide, float] = defaultdict(float)
    for word in _asked(question):
        found = index.found(word)
        told = sum(found.values())
        for guide, weight in found.items():
            scores[guide] += weight**SHARPER * log(1 + index.size / told)
    least = NEAR * max(scores.values(), default=0)
    near = [guide for guide, score in scores.items() if score >= least]
    return sorted(near, key=lambda guide: (-scores[guide], guide.title))


def search_exercises(exercises: Iterable[Exercise], question: str) -> list[Exercise]:
    """The exercises whose names hold every word of the question, best first."""
    marks = [_exercises(tuple(exercises)).found(word) for word in _asked(question)]
    if not marks:
        return []
    whole = set(marks[0]).intersection(*marks)
    return sorted(whole, key=lambda e: (-sum(found[e] for found in marks), e.name))


def _asked(question: str) -> list[str]:
    words = _words(question)
    return ([w for w in words if w not in SMALL] or words)[:WORDS_READ]


class _Index(Generic[Item]):
    """The words of some things, and in which of them they stand."""

    def __init__(self, texts: Mapping[Item, Iterable[tuple[float, list[str]]]]) -> None:
        self.size = len(texts)
        self.weights: dict[str, dict[Item, float]] = {}
        """By word and thing how much a find counts, at the best of its places."""
        for item, places in texts.items():
            for weight, said in places:
                for word in (word for text in said for word in _words(text)):
                    self.weights.setdefault(word, {}).setdefault(item, weight)
        self.with_pair: dict[str, list[str]] = {}
        self.pairs: dict[str, int] = {}
        for word in self.weights:
            pairs = _pairs(word)
            self.pairs[word] = len(pairs)
            for pair in pairs:
                self.with_pair.setdefault(pair, []).append(word)

    def found(self, word: str) -> dict[Item, float]:
        """How well things answer a word: at most 1, for a word of the title."""
        best: dict[Item, float] = {}
        for other, alike in self._alike(word):
            for item, weight in self.weights[other].items():
                best[item] = max(best.get(item, 0.0), weight * alike)
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
                alike = 2 * shared[other] / (len(pairs) + self.pairs[other])
                if alike >= ALIKE_FROM:
                    yield other, alike


@lru_cache(maxsize=32)
def _guides(guides: tuple[Guide, ...]) -> _Index[Guide]:
    return _Index({g: list(zip(WEIGHTS, _texts(g), strict=True)) for g in guides})


@lru_cache(maxsize=256)
def _exercises(exercises: tuple[Exercise, ...]) -> _Index[Exercise]:
    return _Index(
        {
            e: list(zip(NAMES, ([e.name], [*e.other_names]), strict=True))
            for e in exercises
        }
    )


def _texts(guide: Guide) -> tuple[list[str], ...]:
    """The texts of a page in the order of ``WEIGHTS``."""
    prose = "\n".join(piece.markdown for piece in guide.prose())
    exercises = [marker.exercise for marker in guide.exercises()]
    names = [name for e in exercises for name in (e.name, *e.other_names)]
    steps = [step for e in exercises for step in (e.summary, *e.steps)]
    return (
        [guide.title],
        [*guide.words],
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
