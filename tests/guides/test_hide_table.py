"""Situation by exercise: every cell of the table against what the site does."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from guides.errors import LibraryError
from guides.library import library
from guides.linking import exercise_hidden
from guides.reading import read_exercise
from guides.safety.hiding import Circumstances, conditions_of, hide_table

PATH = Path(__file__).parent / "hide_table.toml"
EXERCISES = Path(__file__).parents[2] / "guides" / "content" / "exercises"
DAY = date(2026, 11, 20)
KEPT, OWN, DOUBT = "kept: ", "own: ", "doubt: "


@cache
def table() -> dict[str, Any]:
    return tomllib.loads(PATH.read_text(encoding="utf-8"))


def _known(**what: Any) -> Circumstances:
    return Circumstances(**{"day": DAY, "situations": {}, **what})


def _lasting(code: str, *ago: int | None) -> list[Circumstances]:
    dates = [None if days is None else DAY - timedelta(days=days) for days in ago]
    return [_known(situations={code: since}) for since in dates]


def _weeks(first: int, last: int) -> list[Circumstances]:
    """The first and the last day of these weeks of pregnancy."""
    return _lasting("pregnant", first * 7 - 280, last * 7 + 6 - 280)


def _leg(area: str, sensation: str) -> Circumstances:
    return _known(leg_areas=frozenset({area}), sensations=frozenset({sensation}))


WAYS = {
    "open-warning": [_known(open_action=action) for action in "EMD"],
    "acute-pain": [_known(worst_today_or_yesterday=score) for score in (7, 8, 10)],
    "disc-signs": [
        _leg("calf", "tingling"),
        _leg("foot", "weak_leg"),
        *_lasting("herniated-disc", None, 3_000),
    ],
    "pregnant-0-13": _weeks(0, 13),
    "pregnant-14-15": _weeks(14, 15),
    "pregnant-16-27": _weeks(16, 27),
    "pregnant-28-40": [*_weeks(28, 40), *_lasting("pregnant", None, 14)],
    "pregnancy-complication": _lasting("pregnancy-complication", None),
    "after-birth": [
        *_lasting("birth", 0, 42, None),
        *_lasting("caesarean", 0, 43, 56, None),
    ],
    "tummy-gap": _lasting("tummy-gap", None),
    "spine-surgery": _lasting("spine-surgery", 0, 3_000),
    "operation-or-fracture": _lasting("operation-or-fracture", 0, 84, None),
    "osteoporosis": _lasting("osteoporosis", None),
    "eye-pressure": _lasting("eye-pressure", None),
    "high-blood-pressure": _lasting("high-blood-pressure", None),
    "vertigo": _lasting("vertigo", None),
    "neck-disease": _lasting("neck-disease", None),
    "blood-thinners": _lasting("blood-thinners", None),
    "numb-skin": [
        *_lasting("numb-skin", None),
        _known(sensations=frozenset({"numb"})),
    ],
    "heart-or-lung": _lasting("heart-or-lung", None),
    "under-18": [_known(age=12), _known(age=17)],
}
"""How a person comes to be in each situation, at both ends of its time."""

AROUND = {
    "before a pregnancy is asked about": _known(),
    "pain of 6": _known(worst_today_or_yesterday=6),
    "tingling, but not in a leg": _known(sensations=frozenset({"tingling"})),
    "43 days after a birth": _lasting("birth", 43)[0],
    "57 days after a caesarean": _lasting("caesarean", 57)[0],
    "85 days after an operation": _lasting("operation-or-fracture", 85)[0],
    "18 years old": _known(age=18),
    "a warning that can wait": _known(open_action="S"),
}
"""Just outside of what the table speaks of: nothing is hidden."""


def cells() -> Iterator[tuple[str, str]]:
    for name in table()["exercises"]:
        for situation in table()["situations"]:
            yield name, situation


def test_every_exercise_and_every_situation_has_its_place() -> None:
    assert table()["exercises"].keys() == library().exercises.keys()
    assert table()["situations"].keys() == WAYS.keys()
    spoken = {line for lines in table()["situations"].values() for line in lines}
    assert table()["lines"].keys() == spoken | {"anyone"}


def test_each_row_says_each_situation_once() -> None:
    for name, row in table()["exercises"].items():
        assert row.keys() == {"movement", "shown", "hidden"}, name
        said = [*row["shown"], *row["hidden"]]
        assert sorted(said) == sorted(WAYS), name


def test_each_hidden_cell_names_the_words_it_comes_from() -> None:
    for name, situation in cells():
        words = table()["exercises"][name]["hidden"].get(situation)
        if words is not None:
            assert _follows(words, name, situation), f"{name}, {situation}: {words}"


def _follows(words: str, name: str, situation: str) -> bool:
    lines = [table()["lines"][key] for key in table()["situations"][situation]]
    if words.startswith(DOUBT):
        return len(words) > len(DOUBT) + 20
    if words.startswith(OWN):
        own = " ".join(library().exercises[name].when_not)
        return words.removeprefix(OWN) in own
    if words.startswith(KEPT):
        return any(words.removeprefix(KEPT) in line["kept"] for line in lines)
    return any(words in line["hidden"] for line in lines)


@pytest.mark.parametrize("situation", WAYS)
def test_every_cell_is_what_the_site_does(situation: str) -> None:
    wrong = []
    for known in WAYS[situation]:
        conditions = conditions_of(known)
        for name, row in table()["exercises"].items():
            why = exercise_hidden(library().exercises[name], conditions)
            if (why is not None) != (situation in row["hidden"]):
                wrong.append(f"{name}: {'hidden' if why else 'shown'} by {known}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("words", AROUND)
def test_nothing_is_hidden_just_outside_of_a_situation(words: str) -> None:
    conditions = conditions_of(AROUND[words])
    for exercise in library().exercises.values():
        assert exercise_hidden(exercise, conditions) is None, exercise.id


def test_what_is_never_for_anyone_is_in_no_row() -> None:
    told = table()["lines"]["anyone"]["hidden"].replace("'", "")
    for never in hide_table().never_rows:
        assert never.removeprefix("stretching ").casefold() in told.casefold()
    for exercise in library().exercises.values():
        assert not set(exercise.covers) & set(hide_table().never_facts), exercise.id


def test_an_exercise_without_tags_is_refused_at_start(tmp_path: Path) -> None:
    for path in sorted(EXERCISES.glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        start = text.index("tags = [")
        end = text.index("]", start) + 1
        for bare in ("", "tags = []"):
            broken = tmp_path / path.name
            broken.write_text(text[:start] + bare + text[end:], encoding="utf-8")
            with pytest.raises(LibraryError, match="tags") as refusal:
                read_exercise(broken)
            assert str(broken) in str(refusal.value)
