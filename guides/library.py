"""All guides, exercises, evidence and facts, loaded and checked once.

Whatever is broken is refused with the name and the line of its file; nothing that
refers to something that is not there is ever shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from guides.errors import LibraryError, line_of
from guides.figures.poses import Figure
from guides.figures.reading import read_figure
from guides.noting import note_topics
from guides.programmes.reading import read_programme
from guides.programmes.shapes import Programme, Step
from guides.reading import read_evidence, read_exercise, read_facts, read_guide
from guides.routines import ReadyRoutine, read_routine
from guides.safety.hiding import HideTable, HidingError, hide_table
from guides.shapes import (
    Evidence,
    Exercise,
    ExerciseMarker,
    Guide,
    LeftOut,
    Passage,
    Prose,
    SourceFact,
)

__all__ = ["CONTENT", "Library", "LibraryError", "library", "load"]

CONTENT: Final = Path(__file__).parent / "content"
LINK: Final = re.compile(r"\]\(\s*<?(?P<target>[^)>\s]*)")
RAW_HTML: Final = re.compile(r"<[a-zA-Z/!]")


@dataclass(frozen=True, eq=False)
class Library:
    """Everything there is to read and do, by id."""

    guides: dict[str, Guide]
    exercises: dict[str, Exercise]
    figures: dict[str, Figure]
    evidence: dict[str, Evidence]
    facts: dict[str, SourceFact]
    programmes: dict[str, Programme]
    routines: dict[str, ReadyRoutine]

    @cached_property
    def opened_by(self) -> dict[str, tuple[Programme, Step]]:
        """Exercises that are never begun unless a step of a programme has opened."""
        return {
            name: (programme, step)
            for programme in self.programmes.values()
            for step in programme.steps
            if step.only_here
            for name in step.counted
        }


@cache
def library() -> Library:
    """The library of this release. Raises LibraryError where a file is broken."""
    loaded = load(CONTENT)
    check_hidden(loaded, hide_table())
    return loaded


def check_hidden(loaded: Library, table: HideTable) -> None:
    """Refuse a hide table that names what is not there: it would hide nothing."""
    pages = {slug for row in table.rows for slug in row.pages} - loaded.guides.keys()
    for name in sorted(pages | (table.never_facts - loaded.facts.keys())):
        path = CONTENT / "safety" / "hiding.toml"
        line = line_of(path.read_text(encoding="utf-8"), f'"{name}"')
        what = "guide" if name in pages else "fact"
        raise LibraryError(path, line, f"there is no {what} {name!r}")


def load(folder: Path) -> Library:
    """Read and check a folder of content. Raises LibraryError."""
    try:
        hide_table()
    except HidingError as error:
        path = folder / "safety" / "hiding.toml"
        raise LibraryError(path, error.line, error.message) from error
    note_topics()
    exercises = {p.stem: read_exercise(p) for p in _files(folder, "exercises/*.toml")}
    loaded = Library(
        guides={p.stem: read_guide(p, exercises) for p in _files(folder, "*.md")},
        exercises=exercises,
        figures={p.stem: read_figure(p) for p in _files(folder, "figures/*.toml")},
        evidence={p.stem: read_evidence(p) for p in _files(folder, "evidence/*.toml")},
        facts=read_facts(folder / "facts.toml"),
        programmes={
            p.stem: read_programme(p, exercises)
            for p in _files(folder, "programmes/*.toml")
        },
        routines={
            p.stem: read_routine(p, exercises)
            for p in _files(folder, "routines/*.toml")
        },
    )
    for name in loaded.figures.keys() - exercises.keys():
        path = folder / "figures" / f"{name}.toml"
        raise LibraryError(path, 1, f"there is no exercise {name!r}")
    for exercise in loaded.exercises.values():
        _ExerciseCheck(folder, loaded, exercise).run()
    for guide in loaded.guides.values():
        _GuideCheck(folder, loaded, guide).run()
    for programme in loaded.programmes.values():
        _ProgrammeCheck(folder, loaded, programme).run()
    return loaded


def _files(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern))


class _Check:
    """What one file says about others, held against the whole library."""

    def __init__(self, path: Path, loaded: Library) -> None:
        self.path = path
        self.loaded = loaded
        self.text = path.read_text(encoding="utf-8")

    def fail(self, line: int, message: str) -> LibraryError:
        return LibraryError(self.path, line, message)

    def line(self, *words: str) -> int:
        return line_of(self.text, *words)

    def known(
        self, what: str, ids: Iterable[str], there: Iterable[str], line: int = 0
    ) -> None:
        found = set(there)
        for name in ids:
            if name not in found:
                at = line or self.line(f'"{name}"')
                raise self.fail(at, f"unknown {what} {name!r}")

    def soundly_carried(self, facts: Iterable[str], line: int = 0) -> None:
        """Refuse facts that may be told only as something that is left out."""
        for name in facts:
            if self.loaded.facts[name].only_left_out:
                at = line or self.line(f'"{name}"')
                raise self.fail(at, f"{name!r} may only be carried as left out")


class _ExerciseCheck(_Check):
    def __init__(self, folder: Path, loaded: Library, exercise: Exercise) -> None:
        super().__init__(folder / "exercises" / f"{exercise.id}.toml", loaded)
        self.exercise = exercise

    def run(self) -> None:
        exercise = self.exercise
        self.known("evidence topic", [exercise.evidence], self.loaded.evidence)
        self.known("guide", [exercise.guide], self.loaded.guides)
        self.known("fact", exercise.covers, self.loaded.facts)
        neighbours = (*exercise.easier, *exercise.harder)
        self.known("exercise", neighbours, self.loaded.exercises.keys() - {exercise.id})
        self.soundly_carried(exercise.covers)
        shown = self.loaded.guides[exercise.guide].exercises()
        if exercise.id not in {marker.exercise.id for marker in shown}:
            message = f"its guide {exercise.guide!r} does not show this exercise"
            raise self.fail(self.line("guide ="), message)


class _ProgrammeCheck(_Check):
    def __init__(self, folder: Path, loaded: Library, programme: Programme) -> None:
        super().__init__(folder / "programmes" / f"{programme.id}.toml", loaded)
        self.programme = programme

    def run(self) -> None:
        self.known("evidence topic", [self.programme.evidence], self.loaded.evidence)
        self.known("guide", [self.programme.guide], self.loaded.guides)
        self.known("fact", self.programme.covers, self.loaded.facts)
        self._check_only_here()

    def _check_only_here(self) -> None:
        """What one step alone opens is offered by nothing else."""
        ready = {i.exercise for r in self.loaded.routines.values() for i in r.items}
        for name, (programme, step) in self.loaded.opened_by.items():
            if programme is not self.programme:
                continue
            others = [
                other
                for each in self.loaded.programmes.values()
                for other in each.steps
                if other is not step and name in (*other.exercises, *other.besides)
            ]
            if others or name in ready:
                at = self.line(f'id = "{step.id}"')
                raise self.fail(
                    at, f"{name!r} is begun only here, yet stands elsewhere"
                )


class _GuideCheck(_Check):
    def __init__(self, folder: Path, loaded: Library, guide: Guide) -> None:
        super().__init__(folder / f"{guide.slug}.md", loaded)
        self.guide = guide

    def run(self) -> None:
        guide = self.guide
        self.known("evidence topic", guide.evidence, self.loaded.evidence)
        self.known("fact", guide.covers, self.loaded.facts)
        self.known("guide", guide.related, self.loaded.guides.keys() - {guide.slug})
        self._check_blocks()
        self._check_prose()
        self._check_covers()
        self._check_rules()

    def _check_blocks(self) -> None:
        seen = set()
        for marker in self.guide.exercises():
            name = marker.exercise.id
            if name in seen:
                raise self.fail(marker.line, f"{name!r} is shown twice")
            seen.add(name)
        for block in self.guide.blocks:
            if isinstance(block, Passage):
                self._check_carried(block)
                self.soundly_carried(block.facts, block.line)
                if block.evidence is not None:
                    topics = self.loaded.evidence
                    self.known("evidence topic", [block.evidence], topics, block.line)
            elif isinstance(block, LeftOut):
                self._check_carried(block)
                if any(isinstance(b, ExerciseMarker) for b in block.blocks):
                    raise self.fail(block.line, "what is left out shows no exercise")

    def _check_carried(self, block: Passage | LeftOut) -> None:
        self.known("fact", block.facts, self.loaded.facts, block.line)
        for name in block.facts:
            if name not in self.guide.covers:
                raise self.fail(block.line, f"{name!r} is not in the page's covers")

    def _check_prose(self) -> None:
        for piece in self.guide.prose():
            for line, text in _lines(piece):
                if RAW_HTML.search(text):
                    raise self.fail(line, "raw HTML is not shown")
                for match in LINK.finditer(text):
                    self._check_link(line, match["target"])

    def _check_link(self, line: int, target: str) -> None:
        kind, _, rest = target.partition(":")
        if kind == "guide":
            self.known("guide", [rest], self.loaded.guides, line)
        elif kind != "https" or len(rest) < 3:
            raise self.fail(line, f"a link to {target!r} is neither guide: nor https:")

    def _check_covers(self) -> None:
        carried = set(carried_facts(self.guide))
        for name in self.guide.covers:
            if name not in carried:
                at = self.line(f'"{name}"')
                raise self.fail(at, f"{name!r} is covered, but nothing carries it")

    def _check_rules(self) -> None:
        for rule in self.guide.rules:
            for name in rule.facts:
                at = line_of(self.text, f'"{name}"', from_line=rule.line)
                self.known("fact", [name], self.loaded.facts, at)
                if not self.loaded.facts[name].may_be_linked:
                    raise self.fail(at, f"no rule may rest on {name!r}")
                if name not in self.guide.covers:
                    raise self.fail(at, f"{name!r} is not in the page's covers")


def _lines(piece: Prose) -> Iterator[tuple[int, str]]:
    return enumerate(piece.markdown.split("\n"), piece.line)


def carried_facts(guide: Guide) -> Iterator[str]:
    """The fact rows that the blocks and exercises of a page carry."""
    for block in guide.blocks:
        if isinstance(block, Passage | LeftOut):
            yield from block.facts
    for marker in guide.exercises():
        yield from marker.exercise.covers
