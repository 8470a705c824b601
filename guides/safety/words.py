"""Words of warning in a text, as frightened people type them.

Texts and phrases are folded alike before they are compared: capitals, apostrophes and
hyphens make no difference, nor does "can not" for "can't". What a text says was not
there, or was somebody else's, is taken out. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

APOSTROPHES: Final = dict.fromkeys(map(ord, "'`\u00b4\u02bc\u2018\u2019"))
SENTENCE_ENDS: Final = re.compile(r"[.!?;:\n\u2012-\u2015]+|\s-+\s")
FOLDS: Final = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"(?<=\w)[-\u2010\u2011/](?=\w)", " "),
        (r"\s*(?:[&+]|\bn\b)\s*", " and "),
        (r"(?<=\d)(?=[a-z])", " "),
        (r"\bcan ?not\b", "cant"),
        (r"\bwill not\b", "wont"),
        (r"\b(is|was|are|were|has|have|had|do|does|did|could|would) not\b", r"\1nt"),
    )
)
WORD: Final = re.compile(r"\w+")
FILLING: Final = (
    r"(?:(?:a|an|any|the|my|more|further|longer|new|real|her|his|their"
    r"|signs? of)\s+)*"
)
NEW_INSTEAD: Final = r"(?!\s+(?:like|this|that|so|as|before|until|till)\b)"
"""What makes a denial tell of something new: "no numbness like this"."""

PLACE: Final = (
    r"(?:\s+(?:in|between|around|down|on|of)"
    r"\s+(?:(?:my|the|both|either|left|right|any)\s+)*\w+)?"
)


@dataclass(frozen=True)
class Start:
    """A pattern, and what a word of the text must begin with for it to match.

    It is compiled once a text may hold it, since few ever are and all would make the
    start of the server longer.
    """

    written: str
    beginnings: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What is looked for in a folded sentence."""
        return re.compile(self.written)


@dataclass(frozen=True)
class Word:
    """A word that opens the screen; ``starts`` must all be in one sentence."""

    sign: str
    starts: tuple[Start, ...]

    def may_stand_in(self, said: Said) -> bool:
        """Whether it could; a quick look, since a note has up to 10,000 characters."""
        return all(
            any(said.has(beginning) for beginning in start.beginnings)
            for start in self.starts
        )

    def stands_in(self, sentence: str) -> bool:
        """Whether a folded sentence holds it."""
        return all(start.pattern.search(sentence) for start in self.starts)


@dataclass(frozen=True)
class Said:
    """The folded sentences of a text, and its different words in order."""

    sentences: tuple[str, ...]
    words: tuple[str, ...]

    def has(self, beginning: str) -> bool:
        """Whether a word of the text begins like this."""
        at = bisect_left(self.words, beginning)
        return at < len(self.words) and self.words[at].startswith(beginning)


@dataclass(frozen=True)
class Absent:
    """How a text says that a sign was not there, or was somebody else's.

    ``before`` are words that deny one of ``signs`` right after them; ``others`` are
    people and animals, ``theirs`` what they have and ``having`` the words between.
    """

    before: tuple[str, ...]
    signs: tuple[str, ...]
    others: tuple[str, ...]
    having: tuple[str, ...]
    theirs: tuple[str, ...]

    def pattern(self) -> re.Pattern[str]:
        """What is taken out of a folded sentence."""
        one = rf"{FILLING}{_either(self.signs)}\w*"
        more = rf"(?:(?:\s*,\s*{one})*\s*,?\s+(?:or|nor|and no)\s+{one})?"
        denied = rf"{_either(self.before)}\s+{one}{more}{PLACE}"
        having = rf"(?:{_either(self.having)}\s+)?{FILLING}(?:\w+\s+)?"
        theirs = rf"{_either(self.others)}s?\s+{having}{_either(self.theirs)}\w*"
        return re.compile(rf"(?<!\w)(?>{denied}|{theirs}){NEW_INSTEAD}")


def folded(text: str) -> str:
    """A text with everything made alike that people type in several ways."""
    text = unicodedata.normalize("NFKC", text.translate(APOSTROPHES)).casefold()
    for pattern, put in FOLDS:
        text = pattern.sub(put, text)
    return text


def said_in(text: str, absent: re.Pattern[str]) -> Said:
    """What a text says, without what it says was absent."""
    sentences = [absent.sub(" ", folded(one)) for one in SENTENCE_ENDS.split(text)]
    words = {found for one in sentences for found in WORD.findall(one)}
    return Said(tuple(sentences), tuple(sorted(words)))


def word(written: str) -> Word:
    """A word of the data.

    "a + b" asks for both, "a/b" for one of them, "=a" for the whole word; "~a" takes
    a slip of the finger for it, wherever one letter but the first is wrong.
    """
    return Word(written.removeprefix("="), tuple(map(_start, written.split(" + "))))


def phrases(written: Iterable[str]) -> re.Pattern[str] | None:
    """Phrases to take out of a sentence, the longest first; None for none."""
    found = sorted(written, key=len, reverse=True)
    return re.compile(rf"(?<!\w){_either(found)}\w*") if found else None


def _start(part: str) -> Start:
    end = r"(?!\w)" if part.startswith("=") else ""
    slips = part.startswith("~")
    part = part.lstrip("=~")
    if not part.strip() or {"=", "~"} & set(part):
        raise ValueError(f"cannot be looked for: {part!r}")
    pattern = rf"(?:{'|'.join(_slips(part))})" if slips else _phrase(part)
    first = [part[:1]] if slips else part.split()[0].split("/")
    return Start(
        rf"(?<!\w){pattern}{end}",
        tuple(folded(one).split()[0] for one in first),
    )


def _either(written: Iterable[str]) -> str:
    return rf"(?:{'|'.join(map(_phrase, written))})"


def _phrase(phrase: str) -> str:
    """A pattern for a phrase, however much white space stands between its words."""
    return r"\s+".join(
        rf"(?:{'|'.join(re.escape(folded(one)) for one in part.split('/'))})"
        for part in phrase.split()
    )


def _slips(written: str) -> Iterable[str]:
    """One letter wrong, missing or too many, or two of them swapped."""
    for at in range(1, len(written)):
        yield written[:at] + r"\w{0,2}" + written[at + 1 :]
    for at in range(1, len(written) - 1):
        yield written[:at] + written[at + 1] + written[at] + written[at + 2 :]
