"""A guide for one person's conditions and units: Markdown to safe HTML, in blocks.

What safety leaves out is not in the result at all; one line with the reason stands
in its place. Templates lay the blocks out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.token import Token

from guides import dosing
from guides.figures.drawing import Picture, picture
from guides.library import Library
from guides.linking import exercise_hidden, is_locked, nothing_left
from guides.programmes.shapes import Programme
from guides.safety.hiding import Hidden, hidden_because, hide_table
from guides.shapes import (
    Evidence,
    Exercise,
    ExerciseMarker,
    Guide,
    Passage,
    Prose,
    Reference,
)
from guides.units import in_units

MARKDOWN: Final = (
    MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
)


TABLE_WRAP: Final = (
    '<div class="table-wrap" role="group" aria-label="Table" tabindex="0">'
)


@dataclass(frozen=True)
class HtmlBlock:
    """Text. Its HTML is safe: raw HTML in Markdown is shown as it was typed."""

    html: str
    kind: str = "html"


@dataclass(frozen=True)
class EvidenceNote:
    """How strong the evidence on a topic is, and where it stands among references."""

    topic: str
    title: str
    verdict: str
    sentence: str
    numbers: tuple[int, ...]
    kind: str = "evidence"


@dataclass(frozen=True)
class ExerciseBlock:
    """An exercise or technique, with every quantity in the person's units.

    ``programme`` is set where only that programme opens it.
    """

    exercise: Exercise
    anchor: str
    summary: str
    dose: str
    dose_note: str
    steps: tuple[str, ...]
    when_not: tuple[str, ...]
    stop: tuple[str, ...]
    evidence: EvidenceNote
    picture: Picture | None = None
    programme: Programme | None = None
    kind: str = "exercise"


@dataclass(frozen=True)
class HiddenBlock:
    """One line in the place of what safety leaves out."""

    why: Hidden
    kind: str = "hidden"


@dataclass(frozen=True)
class LockedBlock:
    """One line in the place of exercises before which safety questions come."""

    kind: str = "locked"


@dataclass(frozen=True)
class LeftOutBlock:
    """What the page itself leaves out for everybody, and why."""

    html: str
    kind: str = "left-out"


Shown: TypeAlias = (
    HtmlBlock | EvidenceNote | ExerciseBlock | HiddenBlock | LockedBlock | LeftOutBlock
)


@dataclass(frozen=True)
class Heading:
    anchor: str
    text: str


@dataclass(frozen=True)
class Rendered:
    """A page as it is shown. ``instead`` is set where nothing of it is left.

    ``related`` are the pages to read next that have something left.
    """

    guide: Guide
    summary: str
    blocks: tuple[Shown, ...] = ()
    contents: tuple[Heading, ...] = ()
    evidence: tuple[EvidenceNote, ...] = ()
    references: tuple[Reference, ...] = ()
    instead: Hidden | None = None
    stop_rules: tuple[str, ...] = ()
    soreness: str = ""
    related: tuple[Guide, ...] = ()

    @property
    def main(self) -> EvidenceNote | None:
        """The evidence on the main topic of the page."""
        return self.evidence[0] if self.evidence else None


@dataclass(frozen=True)
class RenderedExercise:
    """The page of one exercise. ``block`` says instead why it is left out.

    ``easier`` and ``harder`` are those of its neighbours that safety leaves.
    """

    exercise: Exercise
    guide: Guide
    block: ExerciseBlock | HiddenBlock
    easier: tuple[Exercise, ...] = ()
    harder: tuple[Exercise, ...] = ()
    references: tuple[Reference, ...] = ()
    stop_rules: tuple[str, ...] = ()
    soreness: str = ""


@lru_cache(maxsize=512)
def render(
    loaded: Library, guide: Guide, conditions: frozenset[str], units: str
) -> Rendered:
    """The page under these conditions, in "metric" or "us" units."""
    summary = in_units(guide.summary, units)
    if why := nothing_left(guide, conditions):
        return Rendered(guide, summary, instead=why)
    page = _Page(loaded, conditions, units)
    evidence = tuple(page.note(topic) for topic in guide.evidence)
    blocks = tuple(_once(page.blocks(guide.blocks)))
    kinds = {b.exercise.kind for b in blocks if isinstance(b, ExerciseBlock)}
    beside = [loaded.guides[slug] for slug in guide.related]
    return Rendered(
        guide=guide,
        summary=summary,
        blocks=blocks,
        contents=tuple(page.contents),
        evidence=evidence,
        references=tuple(page.references),
        stop_rules=hide_table().stop_rules if kinds else (),
        soreness=hide_table().soreness if "exercise" in kinds else "",
        related=tuple(g for g in beside if not nothing_left(g, conditions)),
    )


@lru_cache(maxsize=512)
def render_exercise(
    loaded: Library, exercise: Exercise, conditions: frozenset[str], units: str
) -> RenderedExercise:
    """An exercise on a page of its own, under these conditions and in these units."""
    page = _Page(loaded, conditions, units)
    guide = loaded.guides[exercise.guide]
    if why := exercise_hidden(exercise, conditions):
        return RenderedExercise(exercise, guide, HiddenBlock(why))

    def shown(ids: Iterable[str]) -> tuple[Exercise, ...]:
        neighbours = [loaded.exercises[name] for name in ids]
        return tuple(e for e in neighbours if not exercise_hidden(e, conditions))

    moves = exercise.kind == "exercise"
    return RenderedExercise(
        exercise=exercise,
        guide=guide,
        block=page.shown(exercise),
        easier=shown(exercise.easier),
        harder=shown(exercise.harder),
        references=tuple(page.references),
        stop_rules=hide_table().stop_rules,
        soreness=hide_table().soreness if moves else "",
    )


def picture_of(loaded: Library, exercise: Exercise) -> Picture | None:
    """The drawing of an exercise at its own pace; None where it has none."""
    figure = loaded.figures.get(exercise.id)
    if figure is None:
        return None
    hold, _most = exercise.dose.amounts.get("hold_seconds", (1.0, 1.0))
    return picture(figure, hold)


class _Page:
    """A page being put together: its headings and references so far."""

    def __init__(self, loaded: Library, conditions: frozenset[str], units: str) -> None:
        self.loaded = loaded
        self.conditions = conditions
        self.units = units
        self.contents: list[Heading] = []
        self.references: list[Reference] = []
        self.anchors: set[str] = set()

    def blocks(self, blocks: Iterable[object]) -> Iterable[Shown]:
        for block in blocks:
            if isinstance(block, Prose):
                yield HtmlBlock(self.html(block))
            elif isinstance(block, ExerciseMarker):
                yield self.exercise(block.exercise)
            elif isinstance(block, Passage):
                yield from self.passage(block)
            else:
                yield LeftOutBlock("".join(map(self.html, _prose(block))))

    def passage(self, passage: Passage) -> Iterable[Shown]:
        why = hidden_because(passage.tags, passage.not_when, self.conditions)
        if why:
            yield HiddenBlock(why)
            return
        yield from self.blocks(passage.blocks)
        if passage.evidence is not None:
            yield self.note(passage.evidence)

    def exercise(self, exercise: Exercise) -> ExerciseBlock | HiddenBlock | LockedBlock:
        if is_locked(exercise, self.conditions):
            return LockedBlock()
        if why := exercise_hidden(exercise, self.conditions):
            return HiddenBlock(why)
        return self.shown(exercise)

    def shown(self, exercise: Exercise) -> ExerciseBlock:
        """The whole of an exercise; whoever asks has asked what safety leaves."""
        programme, _step = self.loaded.opened_by.get(exercise.id, (None, None))
        return ExerciseBlock(
            exercise=exercise,
            anchor=self.anchor(f"exercise-{exercise.id}"),
            summary=self.words(exercise.summary),
            dose=dosing.in_words(exercise.dose),
            dose_note=self.words(exercise.dose.note),
            steps=tuple(map(self.words, exercise.steps)),
            when_not=tuple(map(self.words, exercise.when_not)),
            stop=tuple(map(self.words, exercise.stop)),
            evidence=self.note(exercise.evidence),
            picture=picture_of(self.loaded, exercise),
            programme=programme,
        )

    def note(self, topic: str) -> EvidenceNote:
        """The evidence on a topic; its references join the list of the page."""
        evidence: Evidence = self.loaded.evidence[topic]
        numbers = []
        for reference in evidence.references:
            if reference not in self.references:
                self.references.append(reference)
            numbers.append(self.references.index(reference) + 1)
        return EvidenceNote(
            topic=topic,
            title=evidence.title,
            verdict=evidence.verdict,
            sentence=self.words(evidence.sentence),
            numbers=tuple(numbers),
        )

    def words(self, text: str) -> str:
        return in_units(text, self.units)

    def html(self, prose: Prose) -> str:
        tokens = MARKDOWN.parse(self.words(prose.markdown))
        for place, token in enumerate(tokens):
            if token.type == "heading_open":
                self.heading(token, tokens[place + 1])
            elif token.type in ("table_open", "th_open", "td_open"):
                _mend_table(token)
            for child in token.children or ():
                _mend_link(child)
        html: str = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
        return html.replace("<table ", f"{TABLE_WRAP}<table ").replace(
            "</table>", "</table></div>"
        )

    def heading(self, opening: Token, inline: Token) -> None:
        text = "".join(child.content for child in inline.children or ())
        anchor = self.anchor(re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-"))
        opening.attrSet("id", anchor)
        if opening.tag == "h2":
            self.contents.append(Heading(anchor, text))

    def anchor(self, wanted: str) -> str:
        """An id that nothing else of the page has."""
        anchor, count = wanted, 1
        while anchor in self.anchors:
            count += 1
            anchor = f"{wanted}-{count}"
        self.anchors.add(anchor)
        return anchor


def _prose(block: object) -> Sequence[Prose]:
    return [piece for piece in getattr(block, "blocks", ()) if isinstance(piece, Prose)]


def _mend_link(token: Token) -> None:
    """Lead ``guide:`` links to the page beside this one."""
    if token.type != "link_open":
        return
    target = str(token.attrGet("href"))
    if target.startswith("guide:"):
        # Relative, so that it holds under whatever path the site is served.
        token.attrSet("href", f"../{target.removeprefix('guide:')}/")
    else:
        token.attrSet("rel", "noreferrer")


def _mend_table(token: Token) -> None:
    """Give a table our class; columns keep no style, which the site forbids."""
    token.attrs = {"class": "table"} if token.type == "table_open" else {}


def _once(blocks: Iterable[Shown]) -> Iterable[Shown]:
    """Neighbours that say the same become one.

    These are lines on what is left out for one reason, and evidence right below the
    exercise or the passage that has just told it.
    """
    last: Shown | None = None
    for block in blocks:
        told = last.evidence if isinstance(last, ExerciseBlock) else last
        once = isinstance(block, HiddenBlock | LockedBlock | EvidenceNote)
        if once and block in (last, told):
            continue
        yield block
        last = block
