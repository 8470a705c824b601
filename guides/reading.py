"""One file of content -> plain values, refusing whatever is not of its form.

What needs other files (does the exercise exist?) is asked in ``library``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from guides import blocks
from guides.errors import LibraryError, line_of
from guides.rules import Condition, RuleError, check_reason, parse_condition
from guides.shapes import (
    Dose,
    Evidence,
    Exercise,
    Guide,
    Reference,
    Rule,
    SourceFact,
)
from guides.tables import Table, parse_toml, read_text
from guides.vocabulary import (
    AREAS,
    CONDITIONS,
    CREDIBILITIES,
    DOSE_KEYS,
    FACT_KINDS,
    LINK_MODES,
    NOTHING_FOUND,
    POSITIONS,
    SITUATIONS,
    TAGS,
    TOPICS,
    VERDICTS,
)

FENCE: Final = "+++"


def read_facts(path: Path) -> dict[str, SourceFact]:
    """All rows of source facts, by id."""
    text = read_text(path)
    facts = {}
    for name, row in parse_toml(path, text).items():
        table = Table(path, text, row, line_of(text, f"[{name}]"))
        figures = table.take("figures", list, [])
        facts[name] = SourceFact(
            id=name,
            kind=table.one_of("kind", FACT_KINDS),
            link_mode=table.one_of("link_mode", LINK_MODES),
            credibility=table.one_of("credibility", CREDIBILITIES),
            figures=tuple(figures),
        )
        table.done()
    return facts


def read_evidence(path: Path) -> Evidence:
    """What the evidence says on one topic; the file's name is its id."""
    text = read_text(path)
    table = Table(path, text, parse_toml(path, text))
    references = table.take("references", list, [])
    evidence = Evidence(
        id=path.stem,
        title=table.text_of("title"),
        verdict=table.one_of("verdict", VERDICTS),
        sentence=table.text_of("sentence"),
        references=tuple(_reference(path, text, row) for row in references),
    )
    table.done()
    if not evidence.references and evidence.verdict != NOTHING_FOUND:
        at = line_of(text, "verdict")
        message = f"{evidence.verdict!r} rests on no reference"
        raise LibraryError(path, at, message)
    return evidence


def _reference(path: Path, text: str, row: dict[str, Any]) -> Reference:
    at = line_of(text, str(row.get("title", "[[references]]")))
    table = Table(path, text, row, at)
    reference = Reference(
        title=table.text_of("title"),
        authors=table.text_of("authors"),
        year=table.take("year", int, 0) or None,
        identifier=table.text_of("identifier"),
    )
    table.done()
    return reference


def read_exercise(path: Path) -> Exercise:
    """An exercise or a technique; the file's name is its id."""
    text = read_text(path)
    table = Table(path, text, parse_toml(path, text))
    exercise = Exercise(
        id=path.stem,
        name=table.text_of("name"),
        other_names=table.words("other_names", default=[]),
        kind=table.one_of("kind", ("exercise", "technique")),
        summary=table.text_of("summary"),
        areas=table.words("areas", AREAS),
        position=table.one_of("position", POSITIONS),
        steps=table.texts("steps"),
        tags=frozenset(table.words("tags", TAGS)),
        not_when=frozenset(table.words("not_when", CONDITIONS, [])),
        when_not=table.texts("when_not", []),
        stop=table.texts("stop", []),
        evidence=table.text_of("evidence"),
        guide=table.text_of("guide"),
        covers=table.words("covers", default=[]),
        easier=table.words("easier", default=[]),
        harder=table.words("harder", default=[]),
        dose=_dose(table),
    )
    if not exercise.tags:
        raise table.fail("an exercise without tags cannot be left out", "tags")
    if not exercise.steps:
        raise table.fail("an exercise needs steps", "steps")
    table.done()
    return exercise


def _dose(exercise: Table) -> Dose:
    data = exercise.take("dose", dict, {})
    at = line_of(exercise.text, "[dose]", "dose =")
    table = Table(exercise.path, exercise.text, data, at)
    amounts = {}
    for key in DOSE_KEYS - {"per_side", "note"}:
        if key in data:
            amounts[key] = _amount(table, key, table.data.pop(key))
    dose = Dose(
        amounts=amounts,
        per_side=table.take("per_side", bool, False),
        note=table.text_of("note", ""),
    )
    table.done()
    return dose


def _amount(table: Table, key: str, value: object) -> tuple[float, float]:
    bounds = value if isinstance(value, list) else [value, value]
    numbers = [
        b for b in bounds if isinstance(b, int | float) and not isinstance(b, bool)
    ]
    if len(numbers) != 2 or len(bounds) != 2 or not 0 < numbers[0] <= numbers[1]:
        raise table.fail(f"{key!r} must be a number or [least, most]", key)
    return numbers[0], numbers[1]


def read_guide(path: Path, exercises: Mapping[str, Exercise]) -> Guide:
    """One page; the file's name is its slug. ``exercises`` are those it may show."""
    text = read_text(path)
    lines = text.split("\n")
    if lines[0] != FENCE or FENCE not in lines[1:]:
        raise LibraryError(path, 1, "must begin with a head between two lines +++")
    end = lines.index(FENCE, 1)
    head = "\n".join(lines[:end])
    table = Table(path, head, parse_toml(path, "\n".join(lines[1:end]), first_line=2))
    rules = table.take("offer_when", list, [])
    guide = Guide(
        slug=path.stem,
        title=table.text_of("title"),
        summary=table.text_of("summary"),
        words=table.texts("words", []),
        reviewed=table.take("reviewed", date),
        topics=table.words("topics", TOPICS),
        areas=table.words("areas", AREAS),
        situations=table.words("situations", SITUATIONS, []),
        evidence=table.words("evidence"),
        covers=table.words("covers"),
        related=table.words("related", default=[]),
        public=table.take("public", bool, False),
        rules=_rules(path, head, rules, frozenset(exercises)),
        blocks=blocks.parse(path, lines[end + 1 :], end + 2, exercises),
    )
    table.done()
    for key in ("topics", "evidence"):
        if not getattr(guide, key):
            raise table.fail(f"{key!r} must not be empty", key)
    return guide


def _rules(
    path: Path, head: str, rows: list[dict[str, Any]], exercises: frozenset[str]
) -> tuple[Rule, ...]:
    starts = [
        n for n, line in enumerate(head.split("\n"), 1) if "[[offer_when]]" in line
    ]
    rules: list[Rule] = []
    for row, start in zip(rows, starts, strict=False):
        table = Table(path, head, row, start)
        rule = _rule(table, start, exercises)
        if rule.id in {earlier.id for earlier in rules}:
            raise table.fail(f"the rule id {rule.id!r} stands twice", f'"{rule.id}"')
        rules.append(rule)
    return tuple(rules)


def _rule(table: Table, line: int, exercises: frozenset[str]) -> Rule:
    because = table.text_of("because")
    conditions = table.texts("when")
    rule = Rule(
        id=table.text_of("id"),
        because=because,
        when=tuple(_condition(table, text, exercises) for text in conditions),
        facts=table.words("facts"),
        urgent=table.take("urgent", bool, False),
        fit=table.take("fit", int, 50),
        line=line,
    )
    try:
        check_reason(because)
    except RuleError as error:
        raise table.fail(str(error), "because") from error
    if not rule.when or not rule.facts:
        raise table.fail("a rule needs conditions and facts that it rests on", "when")
    if all(condition.op == "excludes" for condition in rule.when):
        raise table.fail("a rule cannot rest on what is absent alone", "when")
    if not 0 <= rule.fit <= 100:
        raise table.fail("'fit' must be from 0 to 100", "fit")
    table.done()
    return rule


def _condition(table: Table, text: str, exercises: frozenset[str]) -> Condition:
    try:
        return parse_condition(text, exercises)
    except RuleError as error:
        raise table.fail(str(error), text) from error
