"""What a note names that a page has an answer to: a closed list of words, as data.

Words are looked for as typed. A word too many brings a page that did not fit, one
too few brings none; warning signs are looked for elsewhere. Pure.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from guides.tables import Table, parse_toml, read_text
from guides.vocabulary import NOTE_TOPICS

FILE: Final = Path(__file__).parent / "content" / "note-topics.toml"


@cache
def note_topics() -> dict[str, re.Pattern[str]]:
    """What each topic is found by. Raises LibraryError where the file is broken."""
    return read_topics(FILE)


def read_topics(path: Path) -> dict[str, re.Pattern[str]]:
    """The topics of a file, each of the vocabulary. Raises LibraryError."""
    text = read_text(path)
    whole = Table(path, text, parse_toml(path, text))
    denied = whole.texts("except")
    topics = {name: _pattern(_words(whole, name), denied) for name in NOTE_TOPICS}
    whole.done()
    return topics


def topics_in(text: str) -> frozenset[str]:
    """The topics that a text names, unless it says that they were not there."""
    return frozenset(
        name for name, pattern in note_topics().items() if pattern.search(text)
    )


def _words(whole: Table, name: str) -> tuple[str, ...]:
    """The words of a topic; one that is empty would be found in every note."""
    found = whole.texts(name)
    if not all(word.removeprefix("=").strip() for word in found or ("",)):
        raise whole.fail(f"{name!r} must hold words", f"{name} =")
    return found


def _pattern(words: tuple[str, ...], denied: tuple[str, ...]) -> re.Pattern[str]:
    before = "".join(rf"(?<!\b{re.escape(word)}\s)" for word in denied)
    return re.compile(
        rf"{before}(?<!\w)(?:{'|'.join(map(_word, words))})", re.IGNORECASE
    )


def _word(word: str) -> str:
    end = r"(?!\w)" if word.startswith("=") else ""
    parts = word.removeprefix("=").split()
    return r"\s+".join(map(re.escape, parts)) + end
