"""Programmes and ready routines: their files, and that they promise nothing new."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Final, get_args

import pytest

from guides.errors import LibraryError
from guides.library import CONTENT, library
from guides.linking import exercise_hidden
from guides.programmes.conditions import (
    Chosen,
    Condition,
    ConditionError,
    Days,
    FromDay,
    PainAtMost,
    Record,
    UntilDay,
    Weeks,
    parse_condition,
)
from guides.programmes.progress import AGAIN_DAYS
from guides.programmes.reading import read_programme
from guides.programmes.shapes import Choice, Line, Programme, Step
from guides.routines import amounts_in_words, read_routine, seconds_of
from tests.guides.building import build
from tests.guides.test_content import FACT_ROWS, numbers

README: Final = Path(__file__).parents[2] / "README.md"
COMES_OF_ITSELF: Final = {"sets"}
"""What a step takes from the doses alone."""

EXERCISES = library().exercises
PROGRAMMES = library().programmes
ROUTINES = library().routines

GOOD = """name = "Two steps"
summary = "One, then two."
guide = "disc-exercises"
evidence = "mckenzie"
fits = ["A back."]

[[choices]]
id = "ready"
text = "I am ready"

[[steps]]
id = "one"
title = "One"
exercises = ["heel-slide"]

[[steps]]
id = "two"
title = "Two"
exercises = ["prone-rest", "plank"]
counted = "plank"
when = ["3 days of one", "chosen ready"]
"""
WHEN = 'when = ["3 days of one", "chosen ready"]'

BROKEN = [
    ('exercises = ["heel-slide"]', 'exercises = ["heel-slid"]', "unknown exercise"),
    ('exercises = ["heel-slide"]', "exercises = []", "needs exercises"),
    (WHEN, 'when = ["3 days of three"]', "unknown step 'three'"),
    (WHEN, 'when = ["chosen steady"]', "unknown choice 'steady'"),
    (WHEN, 'when = ["after a while"]', "cannot read 'after a while'"),
    (WHEN, 'when = ["1 day of two"]', "circle: two"),
    ('counted = "plank"', "", "'counted' must name"),
    ('counted = "plank"', 'counted = "heel-slide"', "'counted' must name"),
    ('counted = "plank"', 'counted = "plank"\ntimes_a_day = 0', "whole number"),
    ('counted = "plank"', 'counted = "plank"\nevery_hours = [3, 2]', "whole number"),
    ('counted = "plank"', 'counted = "plank"\nmood = 1', "unknown key 'mood'"),
    ('id = "two"', 'id = "one"', "names two things"),
    ('id = "ready"', 'id = "two"', "names two things"),
    ('text = "I am ready"', 'words = "I am ready"', "'text' is missing"),
    ('fits = ["A back."]', "", "'fits' is missing"),
]


def read(folder: Path, text: str) -> None:
    path = folder / "two-steps.toml"
    path.write_text(text, encoding="utf-8")
    read_programme(path, EXERCISES)


@pytest.mark.parametrize(("old", "new", "message"), BROKEN)
def test_broken_file_is_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    read(tmp_path, GOOD)
    assert GOOD.count(old) == 1
    with pytest.raises(LibraryError) as refused:
        read(tmp_path, GOOD.replace(old, new))
    assert message in str(refused.value)
    assert refused.value.path.name == "two-steps.toml"


def test_line_of_what_is_wrong(tmp_path: Path) -> None:
    text = GOOD.replace(WHEN, 'when = ["3 days of three"]')
    with pytest.raises(LibraryError) as refused:
        read(tmp_path, text)
    assert text.split("\n")[refused.value.line - 1] == 'when = ["3 days of three"]'


def test_steps_that_lock_each_other_are_refused(tmp_path: Path) -> None:
    first = 'exercises = ["heel-slide"]'
    text = GOOD.replace(first, f'{first}\nwhen = ["2 weeks of two"]')
    with pytest.raises(LibraryError, match="circle: one and two") as refused:
        read(tmp_path, text)
    assert refused.value.line > 1


def test_library_asks_for_guide_evidence_and_facts(tmp_path: Path) -> None:
    text = GOOD.replace('["heel-slide"]', '["child-pose"]')
    text = text.replace('["prone-rest", "plank"]\ncounted = "plank"', '["child-pose"]')
    for old, new, message in (
        ('guide = "disc-exercises"', 'guide = "bed"', "unknown guide 'bed'"),
        ('evidence = "mckenzie"', 'evidence = "nap"', "unknown evidence topic 'nap'"),
        ("fits = [", 'covers = ["naps"]\nfits = [', "unknown fact 'naps'"),
    ):
        sound = text.replace('"disc-exercises"', '"sleeping"')
        sound = sound.replace('"mckenzie"', '"sleep"')
        old = old.replace('"disc-exercises"', '"sleeping"').replace("mckenzie", "sleep")
        build(tmp_path, {"programmes/two-steps.toml": sound})
        with pytest.raises(LibraryError) as refused:
            build(tmp_path, {"programmes/two-steps.toml": sound.replace(old, new)})
        assert message in str(refused.value)


def test_what_is_begun_only_here_stands_nowhere_else(tmp_path: Path) -> None:
    text = GOOD.replace('["heel-slide"]', '["child-pose"]')
    text = text.replace('["prone-rest", "plank"]\ncounted = "plank"', '["child-pose"]')
    text = text.replace('"disc-exercises"', '"sleeping"').replace("mckenzie", "sleep")
    assert build(tmp_path, {"programmes/two-steps.toml": text}).opened_by == {}
    text = text.replace(WHEN, f"{WHEN}\nonly_here = true")
    with pytest.raises(
        LibraryError, match="'child-pose' is begun only here"
    ) as refused:
        build(tmp_path, {"programmes/two-steps.toml": text})
    assert text.split("\n")[refused.value.line - 1] == 'id = "two"'


def test_conditions_are_read() -> None:
    assert parse_condition("1 day of lie") == Days("lie", 1)
    assert parse_condition("5 weeks of knees") == Weeks("knees", 5)
    assert parse_condition("chosen stiff") == Chosen("stiff", wanted=True)
    assert parse_condition("not chosen stiff") == Chosen("stiff", wanted=False)
    assert parse_condition("from day 2") == FromDay(2)
    assert parse_condition("until day 3") == UntilDay(3)
    assert parse_condition("pain at most 10") == PainAtMost(10)
    for words in ("", "0 days of lie", "pain at most 11", "chosen", "day 2"):
        with pytest.raises(ConditionError):
            parse_condition(words)


def test_the_readme_names_every_condition_and_every_key() -> None:
    readme = README.read_text(encoding="utf-8")
    told = readme[readme.index("**A programme**") : readme.index("## Licence")]
    words = re.findall(r'`"([^"`]+)"`', told)
    read = {type(parse_condition(one.replace("ID", "one"))) for one in words}
    assert read == set(get_args(Condition))
    keys = set(re.findall(r"`(\w+)(?: = true)?`", told))
    for parts in (Programme, Step, Choice, Line):
        own = {field.name for field in fields(parts)} - COMES_OF_ITSELF
        assert own <= keys | set(re.findall(r"\[\[(?:steps\.)?(\w+)\]\]", told))


def test_silence_is_no_low_pain() -> None:
    assert not PainAtMost(4).holds(Record())
    assert PainAtMost(4).holds(Record(worst=4))
    assert not PainAtMost(4).holds(Record(worst=5))
    assert "logged" in PainAtMost(4).words(Record(), {})


# What ships


def test_the_six_programmes() -> None:
    six = {
        "after-birth": "after-birth",
        "back-muscle-strength": "back-muscle-strength",
        "core-strength": "core-strength",
        "flare-days": "bad-flare",
        "mckenzie-series": "disc-exercises",
        "office-moves": "office-moves",
    }
    assert six.items() <= {p.id: p.guide for p in PROGRAMMES.values()}.items()


def figures_of(name: str) -> set[float]:
    """The numbers that a programme may tell."""
    programme = PROGRAMMES[name]
    found = {n for fact in programme.covers for n in FACT_ROWS[fact].figures}
    for exercise in programme.exercises():
        dose = EXERCISES[exercise].dose
        found |= {n for pair in dose.amounts.values() for n in pair}
        found |= numbers(dose.note)
    # The pace at which steps open is a rule of ours; pages 5 and 6 name the series.
    return found | {AGAIN_DAYS} | ({7, 6, 5} if name == "mckenzie-series" else set())


@pytest.mark.parametrize("name", sorted(PROGRAMMES))
def test_every_number_stands_in_the_data(name: str) -> None:
    programme = PROGRAMMES[name]
    told = [programme.summary, *programme.notes, *(c.text for c in programme.choices)]
    told += [line.text for step in programme.steps for line in step.also]
    assert numbers("\n".join(told)) <= figures_of(name)
    for step in programme.steps:
        for span in (step.times_a_day, step.every_hours):
            assert span is None or set(span) <= figures_of(name)


def test_sound_rows_alone_are_covered() -> None:
    for programme in PROGRAMMES.values():
        assert programme.covers
        for fact in programme.covers:
            assert not FACT_ROWS[fact].only_left_out


def test_sentences_are_whole() -> None:
    for programme in PROGRAMMES.values():
        texts = [programme.summary, *programme.fits, *programme.notes]
        texts += [line.text for step in programme.steps for line in step.also]
        assert all(re.fullmatch(r"[A-Z].*[.]", text) for text in texts), programme.id


def test_three_ready_routines_take_their_time() -> None:
    assert {r.id: r.minutes for r in ROUTINES.values()} == {
        "desk": 4,
        "floor": 10,
        "bad-day": 3,
    }
    for routine in ROUTINES.values():
        seconds = seconds_of(routine.items, EXERCISES)
        assert abs(seconds - routine.minutes * 60) <= 30


def test_a_bad_day_fits_bad_days() -> None:
    for item in ROUTINES["bad-day"].items:
        for condition in ("acute-pain", "flare", "leg-pain"):
            assert not exercise_hidden(EXERCISES[item.exercise], frozenset({condition}))


BAD_DAY = (CONTENT / "routines" / "bad-day.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"prone-rest"', '"prone-rst"', "unknown exercise 'prone-rst'"),
        ('"prone-rest"', '"plank"', "cannot be done with minutes"),
        ('"prone-rest"\nminutes = 2', '"plank"', "'plank' does not fit"),
        ('"prone-rest"', '"easy-breath"', "stands twice"),
        ("minutes = 3", "minutes = 5", "not 5 minutes"),
        ("minutes = 2", "minutes = 2\nmood = 1", "unknown key 'mood'"),
        ('"flare"', '"fog"', "'fog'"),
    ],
)
def test_broken_routine_is_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    path = tmp_path / "bad-day.toml"
    assert BAD_DAY.count(old) == 1
    path.write_text(BAD_DAY.replace(old, new), encoding="utf-8")
    with pytest.raises(LibraryError) as refused:
        read_routine(path, EXERCISES)
    assert message in str(refused.value)
    assert refused.value.line > 1


def test_amounts_in_words() -> None:
    assert amounts_in_words({"sets": 2, "repetitions": 10}) == "2 sets, 10 times"
    assert amounts_in_words({"hold_seconds": 1, "minutes": 1}) == (
        "hold for 1 second, 1 minute"
    )
    assert amounts_in_words({"rest_seconds": 3}) == ""
