"""Guides and exercises by the words somebody types, forgiving endings and slips.

The texts are few and small, so an index of their words is kept in memory, and words
are compared by the pairs of letters that they share (Dice's coefficient). Two words
that stand side by side count as one more word, written together: "bed rest" is not a
bed and a rest, and "icepack" is an ice pack. Pure.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from math import log
from typing import Final, Generic, TypeVar

from guides.shapes import Exercise, Guide

Item = TypeVar("Item")

WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
HEADING: Final = re.compile(r"^#+ (.+)$", re.MULTILINE)
ALIKE_FROM: Final = 0.65
BEGUN: Final = 0.9
BARELY_BEGUN: Final = 0.6
"""How alike a word is to one that it begins, and one of three letters that is
nowhere on its own."""

SWAPPED: Final = 0.85
"""How alike two words of the same letters are: "calcuim" shares few pairs."""

TOGETHER: Final = "+"
"""Stands before two words written as one, which are found as they are or not at all:
to what is nearly alike they would lead astray, from a dead lift to the lift of a head.
"""

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

ENDINGS: Final = re.compile(
    r"(?<=\w{3})(?:ing|ness|ful|ed|en|ly|s)$|(?<=ch|sh|ss|\wx)es$|(?<=\w[bgmnp])s$"
)
TWICE: Final = re.compile(r"(?<=\w\w)([bgmnprt])\1ing$")
"""A letter is there twice because of the ending alone: "running", "sitting"."""


def _plain(word: str) -> str:
    """A word without its commonest endings."""
    return "cannot" if word == "cant" else ENDINGS.sub("", TWICE.sub(r"\1", word))


SMALL: Final = frozenset(
    _plain(word)
    for word in (
        *("a", "about", "after", "again", "all", "also", "always", "am", "an", "and"),
        *("any", "are", "as", "at", "away", "be", "because", "been", "but", "by"),
        *("can", "could", "did", "do", "does", "doing", "dont", "during"),
        *("else", "ever", "every", "for", "from", "get", "go", "goes", "going", "good"),
        *("got", "had", "has", "have", "help", "how", "i", "if", "im", "in", "into"),
        *("is", "it", "its", "ive", "just", "keep", "like", "make", "me", "more"),
        *("much", "my", "need", "no", "not", "now", "of", "on", "one", "or", "please"),
        *("really", "should", "so", "some", "something", "still", "than", "that"),
        *("the", "there", "they", "this", "to", "too", "try", "use", "very", "want"),
        *("was", "we", "what", "when", "which", "while", "who", "why", "will", "with"),
        *("without", "wont", "would", "you", "your"),
    )
)
ABOUT: Final = frozenset(
    _plain(word)
    for word in (
        *("ache", "aching", "back", "backache", "bad", "cannot", "hurt", "hurting"),
        *("pain", "painful", "sore"),
    )
)
"""What every page is about: such words say little beside any other."""

BESIDE: Final = 0.3
"""How much they then count."""


def search(guides: Iterable[Guide], question: str) -> list[Guide]:
    """The guides that answer a question, best first, as far as they come near it.

    A word that stands in few guides tells more than one that stands in all of them.
    Nothing for an empty question.
    """
    index = _guides(tuple(guides))
    scores: defaultdict[Guide, float] = defaultdict(float)
    for found, share in _looked_for(index, question):
        told = sum(found.values())
        for guide, weight in found.items():
            scores[guide] += share * weight**SHARPER * log(1 + index.size / told)
    least = NEAR * max(scores.values(), default=0)
    near = [guide for guide, score in scores.items() if score >= least]
    return sorted(near, key=lambda guide: (-scores[guide], guide.title))


def _looked_for(
    index: _Index[Item], question: str
) -> Iterator[tuple[dict[Item, float], float]]:
    """What each word and each two words of a question find, and how much it counts."""
    asked = _asked(question)
    beside = BESIDE if any(word not in ABOUT for word in asked) else 1.0
    for word in asked:
        yield index.found(word), beside if word in ABOUT else 1.0
    for word, after in pairwise(asked):
        if beside == 1.0 or not ABOUT.issuperset((word, after)):
            yield index.weights.get(TOGETHER + word + after, {}), 1.0


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

    def __init__(self, said: Mapping[Item, Iterable[tuple[float, set[str]]]]) -> None:
        self.size = len(said)
        self.weights: dict[str, dict[Item, float]] = {}
        """By word and thing how much a find counts, at the best of its places."""
        for item, places in said.items():
            for weight, words in places:
                for word in words:
                    self.weights.setdefault(word, {}).setdefault(item, weight)
        self.with_pair: dict[str, list[str]] = {}
        self.with_letters: dict[str, list[str]] = {}
        self.pairs: dict[str, int] = {}
        for word in self.weights:
            if word.startswith(TOGETHER):
                continue
            self.with_letters.setdefault(_letters(word), []).append(word)
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
        yield from ((o, 1.0) for o in (word, TOGETHER + word) if o in self.weights)
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
                if len(word) > 3:
                    yield other, BEGUN
                elif word not in self.weights:
                    yield other, BARELY_BEGUN
            elif len(word) > 3 or other[0] == word[0]:
                alike = 2 * shared[other] / (len(pairs) + self.pairs[other])
                if alike >= ALIKE_FROM:
                    yield other, alike
        if len(word) > 3:
            yield from ((o, SWAPPED) for o in self.with_letters.get(_letters(word), ()))


@lru_cache(maxsize=32)
def _guides(guides: tuple[Guide, ...]) -> _Index[Guide]:
    return _Index({guide: _said_by(guide) for guide in guides})


@lru_cache(maxsize=256)
def _exercises(exercises: tuple[Exercise, ...]) -> _Index[Exercise]:
    return _Index(
        {
            e: list(zip(NAMES, (_said([e.name]), _said(e.other_names)), strict=True))
            for e in exercises
        }
    )


def _said_by(guide: Guide) -> list[tuple[float, set[str]]]:
    """The words of a page by their places, each with how much a find there counts."""
    prose = "\n".join(piece.markdown for piece in guide.prose())
    exercises = [marker.exercise for marker in guide.exercises()]
    names = [name for e in exercises for name in (e.name, *e.other_names)]
    steps = [step for e in exercises for step in (e.summary, *e.steps)]
    places = (
        _said([guide.title]),
        _said(guide.words),
        _said([guide.summary, *guide.topics, *guide.areas]),
        _said([*HEADING.findall(prose), *names]),
        {word for text in (prose, *steps) for word in _words(text)},
    )
    return list(zip(WEIGHTS, places, strict=True))


def _said(texts: Iterable[str]) -> set[str]:
    """The words of short texts, and each two that stand side by side as one."""
    found: set[str] = set()
    for words in map(_words, texts):
        telling = [word for word in words if word not in SMALL]
        found.update(words, (TOGETHER + a + b for a, b in pairwise(telling)))
    return found


def _words(text: str) -> list[str]:
    """The words of a text in small letters and without their commonest endings."""
    plain = text.replace("_", " ").replace("\u2019", "'").lower()
    found = (word.replace("'", "") for word in WORD.findall(plain))
    return [_plain(word) for word in found]


def _letters(word: str) -> str:
    """The same for words that differ in the order of their letters alone.

    The first letter is seldom the one that slips.
    """
    return word[0] + "".join(sorted(word[1:]))


def _pairs(word: str) -> frozenset[str]:
    return frozenset(_of_two(f" {word} "))


def _of_two(word: str) -> Iterator[str]:
    return (word[place : place + 2] for place in range(len(word) - 1))
