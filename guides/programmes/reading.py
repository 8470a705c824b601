"""One file of a programme -> plain values, refusing whatever is not of its form."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from guides.errors import LibraryError, line_of
from guides.programmes.conditions import (
    Chosen,
    Condition,
    ConditionError,
    Days,
    Weeks,
    parse_condition,
)
from guides.programmes.shapes import Choice, Line, Programme, Step
from guides.shapes import Exercise
from guides.tables import Table, parse_toml, read_text
from guides.vocabulary import CONDITIONS, TAGS

STEP: Final = "[[steps]]"


def read_programme(path: Path, exercises: Mapping[str, Exercise]) -> Programme:
    """A programme; the file's name is its id. Raises LibraryError."""
    text = read_text(path)
    table = Table(path, text, parse_toml(path, text))
    choices = table.take("choices", list, [])
    steps = table.take("steps", list)
    programme = Programme(
        id=path.stem,
        name=table.text_of("name"),
        summary=table.text_of("summary"),
        fits=table.texts("fits"),
        notes=table.texts("notes", []),
        guide=table.text_of("guide"),
        evidence=table.text_of("evidence"),
        covers=table.words("covers", default=[]),
        choices=tuple(_choice(path, text, row) for row in choices),
        steps=_steps(path, text, steps, exercises),
        from_flare=table.take("from_flare", bool, False),
    )
    table.done()
    _Names(path, text, programme).check()
    return programme


def _choice(path: Path, text: str, row: dict[str, Any]) -> Choice:
    at = line_of(text, f'id = "{row.get("id")}"', "[[choices]]")
    table = Table(path, text, row, at)
    choice = Choice(id=table.text_of("id"), text=table.text_of("text"))
    table.done()
    return choice


def _starts(text: str) -> list[int]:
    lines = enumerate(text.split("\n"), 1)
    return [number for number, line in lines if line.strip() == STEP]


def _steps(
    path: Path, text: str, rows: list[Any], exercises: Mapping[str, Exercise]
) -> tuple[Step, ...]:
    starts = _starts(text)
    if not rows or len(starts) != len(rows):
        raise LibraryError(path, 1, f"its steps must be written as {STEP}")
    return tuple(
        _step(Table(path, text, row, start), exercises)
        for row, start in zip(rows, starts, strict=True)
    )


def _step(table: Table, exercises: Mapping[str, Exercise]) -> Step:
    names = _exercises(table, "exercises", None, exercises)
    pick = table.take("pick", bool, False)
    if not names:
        raise table.fail("a step needs exercises", "exercises")
    # One that has none is counted by its only exercise, or by any to pick from.
    counted = table.text_of("counted", "") or (names[0] if len(names) == 1 else "")
    if not pick and counted not in names:
        raise table.fail("'counted' must name one of its exercises", "counted")
    # Of several to pick from, none sets the pace of the others.
    paced = () if pick and len(names) > 1 else names
    found = [exercises[name].dose.amounts for name in paced]
    sets = exercises[counted].dose.amounts.get("sets") if counted else None
    step = Step(
        id=table.text_of("id"),
        title=table.text_of("title"),
        exercises=names,
        counted=frozenset(names) if pick else frozenset({counted}),
        pick=pick,
        sets=int(sets[0]) if sets else None,
        besides=_exercises(table, "besides", [], exercises),
        also=tuple(_line(table, row) for row in table.take("also", list, [])),
        times_a_day=_span(table, "times_a_day", found),
        every_hours=_span(table, "every_hours", found),
        when=tuple(_condition(table, words) for words in table.texts("when", [])),
        only_here=table.take("only_here", bool, False),
    )
    table.done()
    return step


def _exercises(
    table: Table, key: str, default: list[str] | None, there: Mapping[str, Exercise]
) -> tuple[str, ...]:
    names = table.words(key, default=default)
    for name in names:
        if name not in there:
            raise table.fail(f"unknown exercise {name!r}", f'"{name}"')
    return names


def _span(
    table: Table, key: str, doses: list[Mapping[str, tuple[float, float]]]
) -> tuple[int, int] | None:
    """What the step says, else what the first dose with such an amount says."""
    if key in table.data:
        value = table.data.pop(key)
        bounds = value if isinstance(value, list) else [value, value]
        whole = [b for b in bounds if isinstance(b, int) and not isinstance(b, bool)]
        if len(whole) != 2 or len(bounds) != 2 or not 0 < whole[0] <= whole[1]:
            raise table.fail(f"{key!r} must be a whole number or [least, most]", key)
        return whole[0], whole[1]
    amounts = next((dose[key] for dose in doses if key in dose), None)
    return (int(amounts[0]), int(amounts[1])) if amounts else None


def _line(step: Table, row: dict[str, Any]) -> Line:
    at = line_of(step.text, str(row.get("text", "also")), from_line=step.from_line)
    table = Table(step.path, step.text, row, at)
    line = Line(
        text=table.text_of("text"),
        tags=frozenset(table.words("tags", TAGS, [])),
        not_when=frozenset(table.words("not_when", CONDITIONS, [])),
    )
    table.done()
    return line


def _condition(table: Table, words: str) -> Condition:
    try:
        return parse_condition(words)
    except ConditionError as error:
        raise table.fail(str(error), words) from error


class _Names:
    """What steps and choices say about each other."""

    def __init__(self, path: Path, text: str, programme: Programme) -> None:
        self.path = path
        self.text = text
        self.programme = programme
        self.lines = dict(zip(programme.titles, _starts(text), strict=False))

    def check(self) -> None:
        programme = self.programme
        names = [s.id for s in programme.steps] + [c.id for c in programme.choices]
        for name in names:
            if names.count(name) > 1:
                raise self._fail(1, f"{name!r} names two things", f'id = "{name}"')
        for step in programme.steps:
            for condition in step.when:
                self._check_known(step, condition)
        for step in programme.steps:
            self._check_circle(step, ())

    def _check_known(self, step: Step, condition: Condition) -> None:
        if isinstance(condition, Days | Weeks):
            what, name, there = "step", condition.step, set(self.programme.titles)
        elif isinstance(condition, Chosen):
            what, name = "choice", condition.choice
            there = set(self.programme.choice_texts)
        else:
            return
        if name not in there:
            raise self._fail(self.lines[step.id], f"unknown {what} {name!r}", name)

    def _check_circle(self, step: Step, waiting: tuple[str, ...]) -> None:
        if step.id in waiting:
            circle = " and ".join(waiting[waiting.index(step.id) :])
            line = self.lines[step.id]
            raise self._fail(line, f"locked in a circle: {circle}", "when")
        by_id = {one.id: one for one in self.programme.steps}
        for condition in step.when:
            if isinstance(condition, Days | Weeks):
                self._check_circle(by_id[condition.step], (*waiting, step.id))

    def _fail(self, from_line: int, message: str, *words: str) -> LibraryError:
        line = line_of(self.text, *words, from_line=from_line)
        return LibraryError(self.path, line, message)
