"""Routines that come ready: exercises in an order, held to what they promise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from guides.errors import LibraryError, line_of
from guides.practising import LIMITS, Item, Kind, chosen, plan
from guides.safety.hiding import hidden_because
from guides.shapes import Exercise
from guides.tables import Table, parse_toml, read_text
from guides.vocabulary import CONDITIONS

OPEN_SECONDS: Final = 30
"""What a phase without an end is reckoned to take."""

ITEM: Final = "[[items]]"


@dataclass(frozen=True, eq=False)
class ReadyRoutine:
    """Exercises in an order. Nothing of it is hidden under ``fits_in``."""

    id: str
    name: str
    summary: str
    minutes: int
    fits_in: frozenset[str]
    items: tuple[Item, ...]


def read_routine(path: Path, exercises: Mapping[str, Exercise]) -> ReadyRoutine:
    """A routine; the file's name is its id. Raises LibraryError."""
    text = read_text(path)
    table = Table(path, text, parse_toml(path, text))
    rows = table.take("items", list)
    starts = [n for n, line in enumerate(text.split("\n"), 1) if line.strip() == ITEM]
    if not rows or len(rows) != len(starts):
        raise LibraryError(path, 1, f"its exercises must be written as {ITEM}")
    routine = ReadyRoutine(
        id=path.stem,
        name=table.text_of("name"),
        summary=table.text_of("summary"),
        minutes=table.take("minutes", int),
        fits_in=frozenset(table.words("fits_in", CONDITIONS, [])),
        items=tuple(
            _item(Table(path, text, row, start), exercises)
            for row, start in zip(rows, starts, strict=True)
        ),
    )
    table.done()
    _check(path, text, routine, starts, exercises)
    return routine


def _item(table: Table, exercises: Mapping[str, Exercise]) -> Item:
    name = table.text_of("exercise")
    if name not in exercises:
        raise table.fail(f"unknown exercise {name!r}", f'"{name}"')
    wanted = {key: table.take(key, int) for key in LIMITS if key in table.data}
    amounts = chosen(exercises[name], wanted)
    for key, value in wanted.items():
        if amounts.get(key) != value:
            raise table.fail(f"{name!r} cannot be done with {key} = {value}", key)
    table.done()
    return Item(name, amounts)


def _check(
    path: Path,
    text: str,
    routine: ReadyRoutine,
    lines: Sequence[int],
    exercises: Mapping[str, Exercise],
) -> None:
    names = [item.exercise for item in routine.items]
    for item, line in zip(routine.items, lines, strict=True):
        if names.count(item.exercise) > 1:
            message = f"{item.exercise!r} stands twice"
            raise LibraryError(path, line, message)
        exercise = exercises[item.exercise]
        for condition in sorted(routine.fits_in):
            alone = frozenset({condition})
            if hidden_because(exercise.safety_tags, exercise.not_when, alone):
                message = f"{item.exercise!r} does not fit {CONDITIONS[condition]}"
                raise LibraryError(path, line, message)
    seconds = seconds_of(routine.items, exercises)
    if round(seconds / 60) != routine.minutes:
        message = f"it takes {seconds} seconds, not {routine.minutes} minutes"
        raise LibraryError(path, line_of(text, "minutes ="), message)


def seconds_of(items: Sequence[Item], exercises: Mapping[str, Exercise]) -> int:
    """About how long exercises take, one after the other."""
    whole = plan(items, exercises)
    phases = [phase for one in whole.sets for phase in one.phases]
    return whole.seconds + OPEN_SECONDS * sum(p.kind == Kind.OPEN for p in phases)


def amounts_in_words(amounts: Mapping[str, Any]) -> str:
    """Amounts as a short line: "2 sets, 10 times, hold for 5 seconds"."""
    forms = {
        "sets": "{n} set{s}",
        "repetitions": "{n} time{s}",
        "hold_seconds": "hold for {n} second{s}",
        "minutes": "{n} minute{s}",
        "count": "a slow count of {n}",
    }
    return ", ".join(
        form.format(n=amounts[key], s="" if amounts[key] == 1 else "s")
        for key, form in forms.items()
        if key in amounts
    )
