"""The lines below a page's head -> its blocks.

``::: passage KEY=WORDS`` or ``::: left-out facts=WORDS`` opens a passage and
``:::`` closes it; ``{exercise: ID}`` on a line of its own is the place of an
exercise; everything else is Markdown. Passages do not nest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from guides.errors import LibraryError
from guides.shapes import Block, Exercise, ExerciseMarker, LeftOut, Passage, Prose
from guides.units import stray_braces
from guides.vocabulary import CONDITIONS, TAGS

OPENING: Final = re.compile(r":::\s*(?P<kind>[\w-]+)\s*(?P<rest>.*)")
MARKER: Final = re.compile(r"\{exercise:\s*(?P<id>[\w-]+)\s*\}")
KEYS: Final = {
    "passage": frozenset({"facts", "evidence", "tags", "not_when"}),
    "left-out": frozenset({"facts"}),
}


@dataclass
class _Open:
    """A passage that is not closed yet."""

    kind: str
    line: int
    words: dict[str, tuple[str, ...]]
    blocks: list[Prose | ExerciseMarker] = field(default_factory=list)


def parse(
    path: Path,
    lines: Iterable[str],
    first_line: int,
    exercises: Mapping[str, Exercise],
) -> tuple[Block, ...]:
    """Read the body of a page. Raises LibraryError with the line of the file."""
    found: list[Block] = []
    opened: _Open | None = None
    prose = _Prose(path)
    for number, line in enumerate(lines, first_line):
        target = opened.blocks if opened else found
        if line.startswith(":::"):
            prose.end(target)
            opened = _fence(path, number, line, opened, found)
        elif marker := MARKER.fullmatch(line.strip()):
            prose.end(target)
            exercise = exercises.get(marker["id"])
            if exercise is None:
                raise LibraryError(path, number, f"unknown exercise {marker['id']!r}")
            target.append(ExerciseMarker(exercise, number))
        else:
            prose.add(line, number)
    if opened:
        raise LibraryError(path, opened.line, f"this {opened.kind} is never closed")
    prose.end(found)
    return tuple(found)


class _Prose:
    """The lines of Markdown gathered since the last other block."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: list[str] = []
        self.start = 0

    def add(self, line: str, number: int) -> None:
        if brace := stray_braces(line):
            raise LibraryError(self.path, number, f"cannot read {brace!r}")
        if line.startswith("# "):
            raise LibraryError(self.path, number, "headings begin at ##")
        if not self.lines:
            self.start = number
        self.lines.append(line)

    def end(self, target: list[Block] | list[Prose | ExerciseMarker]) -> None:
        markdown = "\n".join(self.lines)
        if markdown.strip():
            target.append(Prose(markdown, self.start))
        self.lines = []


def _fence(
    path: Path, number: int, line: str, opened: _Open | None, found: list[Block]
) -> _Open | None:
    """Open or close a passage; the passage that is open now, if any."""
    if line.strip() == ":::":
        if opened is None:
            raise LibraryError(path, number, "nothing is open here to be closed")
        found.append(_closed(path, opened))
        return None
    match = OPENING.fullmatch(line.strip())
    if match is None or match["kind"] not in KEYS:
        raise LibraryError(path, number, f"unknown passage {line.strip()!r}")
    if opened:
        raise LibraryError(path, number, f"the one of line {opened.line} is still open")
    return _Open(
        match["kind"], number, _words(path, number, match["kind"], match["rest"])
    )


def _words(path: Path, number: int, kind: str, rest: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for pair in rest.split():
        key, equals, value = pair.partition("=")
        words = tuple(value.split(","))
        if key not in KEYS[kind] or key in found:
            raise LibraryError(path, number, f"unknown key {key!r} of a {kind}")
        if not equals or not all(words):
            raise LibraryError(path, number, f"{key!r} of a {kind} is empty")
        found[key] = words
    known = {"tags": ("tag", TAGS), "not_when": ("condition", CONDITIONS)}
    for key, (name, words_known) in known.items():
        for word in found.get(key, ()):
            if word not in words_known:
                raise LibraryError(path, number, f"unknown {name} {word!r}")
    if len(found.get("evidence", ())) > 1:
        raise LibraryError(path, number, "a passage has one evidence topic")
    return found


def _closed(path: Path, opened: _Open) -> Passage | LeftOut:
    if not opened.blocks:
        raise LibraryError(path, opened.line, f"this {opened.kind} is empty")
    facts = opened.words.get("facts", ())
    if opened.kind == "left-out":
        return LeftOut(tuple(opened.blocks), facts, opened.line)
    evidence = opened.words.get("evidence", ())
    return Passage(
        blocks=tuple(opened.blocks),
        facts=facts,
        evidence=evidence[0] if evidence else None,
        tags=frozenset(opened.words.get("tags", ())),
        not_when=frozenset(opened.words.get("not_when", ())),
        line=opened.line,
    )
