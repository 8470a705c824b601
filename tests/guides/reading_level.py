"""The Flesch-Kincaid grade of a text, counted and rounded as textstat 0.7.4 does.

That release needs ``pkg_resources``, which setuptools has given up; later ones
download a word list. The arithmetic is small, so it stands here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Final

from pyphen import Pyphen  # type: ignore[import-untyped]

from guides.rendering import ExerciseBlock, HtmlBlock, LeftOutBlock, Rendered

SYLLABLES: Final = Pyphen(lang="en_US")
QUOTES: Final = re.compile(r"\'(?![tsd]\b|ve\b|ll\b|re\b)")
PUNCTUATION: Final = re.compile(r"[^\w\s\']")
SENTENCE: Final = re.compile(r"\b[^.!?]+[.!?]*")


def grade(text: str) -> float:
    """The school grade that a text asks for, to one decimal."""
    words = _words(text)
    sentences = [s for s in SENTENCE.findall(text) if len(_words(s)) > 2]
    length = _rounded(len(words) / max(1, len(sentences)))
    syllables = _rounded(sum(map(_syllables, words)) / len(words))
    return _rounded(0.39 * length + 11.8 * syllables - 15.59)


def _words(text: str) -> list[str]:
    return PUNCTUATION.sub("", QUOTES.sub('"', text)).split()


@cache
def _syllables(word: str) -> int:
    return len(SYLLABLES.positions(word.lower())) + 1


def _rounded(number: float) -> float:
    return math.floor(number * 10 + math.copysign(0.5, number)) / 10


def sections(page: Rendered) -> Iterator[tuple[str, str]]:
    """Heading and text of each section of second rank, without any headings.

    Each list item and cell ends with a full stop. The first section has no heading.
    """
    reader = _Reader()
    for line in (page.summary, *page.stop_rules, page.soreness):
        reader.add(line)
    for block in page.blocks:
        if isinstance(block, HtmlBlock | LeftOutBlock):
            reader.feed(block.html)
        elif isinstance(block, ExerciseBlock):
            for line in (
                block.summary,
                block.dose,
                block.dose_note,
                *block.steps,
                *block.when_not,
                *block.stop,
                block.evidence.sentence,
            ):
                reader.add(line)
        elif block.kind == "evidence":
            reader.add(getattr(block, "sentence", ""))
    yield from ((title, " ".join(lines)) for title, lines in reader.sections if lines)


def sections_of(html: str) -> Iterator[tuple[str, str]]:
    """The same of a piece of a page."""
    reader = _Reader()
    reader.feed(html)
    yield from ((title, " ".join(lines)) for title, lines in reader.sections if lines)


class _Reader(HTMLParser):
    """Gathers the text of paragraphs, list items and cells, section by section."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: list[tuple[str, list[str]]] = [("", [])]
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("p", "li", "td", "th", "h2", "h3", "h4", "ul", "ol"):
            self.flush()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "h2":
            self.sections.append((self.text.strip(), []))
            self.text = ""
        elif tag in ("h3", "h4"):
            self.text = ""
        elif tag in ("p", "li", "td", "th"):
            self.flush()

    def flush(self) -> None:
        self.add(self.text)
        self.text = ""

    def add(self, line: str) -> None:
        line = " ".join(line.split())
        if line:
            self.sections[-1][1].append(line if line[-1] in ".!?" else f"{line}.")
