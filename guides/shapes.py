"""What the content is made of, as plain values.

They are compared by identity: the library is loaded once, and a guide or an
exercise is the same object wherever it is used, so that results can be kept by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeAlias

from guides.rules import Condition, check_reason
from guides.vocabulary import ACTIVITIES, ROUTINE


@dataclass(frozen=True)
class SourceFact:
    """One row of the source facts. ``figures`` are the numbers of its dose."""

    id: str
    kind: str
    link_mode: str
    credibility: str
    figures: tuple[float, ...]

    @property
    def may_be_linked(self) -> bool:
        """Whether a rule may rest on it."""
        return self.link_mode == "auto" and not self.is_unsound

    @property
    def is_unsound(self) -> bool:
        return self.credibility in ("unsafe", "unsupported")

    @property
    def only_left_out(self) -> bool:
        """Whether it may be told only as something that is left out."""
        return self.link_mode == "never" or self.is_unsound


@dataclass(frozen=True)
class Reference:
    title: str
    authors: str
    year: int | None  # many a page of a health service bears none
    identifier: str

    @property
    def address(self) -> str | None:
        """The address of its DOI, if it has one."""
        for part in self.identifier.split(";"):
            if part.strip().startswith("doi:"):
                return f"https://doi.org/{part.strip().removeprefix('doi:').split()[0]}"
        return None


@dataclass(frozen=True, eq=False)
class Evidence:
    """What good evidence says on one topic, in words of ours."""

    id: str
    title: str
    verdict: str
    sentence: str
    references: tuple[Reference, ...]


@dataclass(frozen=True)
class Dose:
    """How much and how often. A pair is a range; absent is not stated."""

    amounts: Mapping[str, tuple[float, float]]
    per_side: bool = False
    note: str = ""


@dataclass(frozen=True, eq=False)
class Exercise:
    """An exercise or a technique. Its texts may hold markers of quantities.

    ``easier`` and ``harder`` are its neighbours on the ladder.
    """

    id: str
    name: str
    other_names: tuple[str, ...]
    kind: str  # "exercise" or "technique"
    summary: str
    areas: tuple[str, ...]
    position: str
    steps: tuple[str, ...]
    tags: frozenset[str]
    not_when: frozenset[str]
    when_not: tuple[str, ...]
    stop: tuple[str, ...]
    evidence: str
    guide: str
    covers: tuple[str, ...]
    easier: tuple[str, ...]
    harder: tuple[str, ...]
    dose: Dose

    @cached_property
    def safety_tags(self) -> frozenset[str]:
        """Its tags as safety sees them: every exercise is a routine as well."""
        return self.tags | {ROUTINE} if self.kind == "exercise" else self.tags

    @property
    def is_activity(self) -> bool:
        """Whether it is an activity of the diary as well, which then has its id."""
        return self.id in ACTIVITIES


@dataclass(frozen=True, eq=False)
class Prose:
    """A piece of Markdown and the line of the file that it starts on."""

    markdown: str
    line: int


@dataclass(frozen=True, eq=False)
class ExerciseMarker:
    """The place of an exercise in a text."""

    exercise: Exercise
    line: int


@dataclass(frozen=True, eq=False)
class Passage:
    """A piece of text that carries facts, evidence, or what safety asks about."""

    blocks: tuple[Prose | ExerciseMarker, ...]
    facts: tuple[str, ...]
    evidence: str | None
    tags: frozenset[str]
    not_when: frozenset[str]
    line: int


@dataclass(frozen=True, eq=False)
class LeftOut:
    """What a page leaves out, and why."""

    blocks: tuple[Prose | ExerciseMarker, ...]
    facts: tuple[str, ...]
    line: int


Block: TypeAlias = Prose | ExerciseMarker | Passage | LeftOut


@dataclass(frozen=True, eq=False)
class Rule:
    """When a guide is offered. ``because`` completes "Because ..."."""

    id: str
    because: str
    when: tuple[Condition, ...]
    facts: tuple[str, ...]
    urgent: bool
    fit: int
    line: int

    @cached_property
    def asked(self) -> frozenset[str]:
        """The facts that its conditions and its reason name."""
        named = {name for condition in self.when for name in condition.names}
        return frozenset(named.union(check_reason(self.because)))


@dataclass(frozen=True, eq=False)
class Guide:
    """One page. ``evidence`` names topics; the first is the main one.

    ``situations`` are those of the diary that the page is written for, ``words`` what
    people call its matter where the page itself does not.
    """

    slug: str
    title: str
    summary: str
    words: tuple[str, ...]
    reviewed: date
    topics: tuple[str, ...]
    areas: tuple[str, ...]
    situations: tuple[str, ...]
    evidence: tuple[str, ...]
    covers: tuple[str, ...]
    related: tuple[str, ...]
    public: bool
    rules: tuple[Rule, ...]
    blocks: tuple[Block, ...]

    def exercises(self) -> Iterator[ExerciseMarker]:
        """The markers of exercises in the order of the page."""
        for block in self.blocks:
            if isinstance(block, ExerciseMarker):
                yield block
            elif isinstance(block, Passage):
                for inner in block.blocks:
                    if isinstance(inner, ExerciseMarker):
                        yield inner

    def prose(self) -> Iterator[Prose]:
        """The pieces of Markdown in the order of the page."""
        for block in self.blocks:
            inner = block.blocks if isinstance(block, Passage | LeftOut) else (block,)
            for piece in inner:
                if isinstance(piece, Prose):
                    yield piece
