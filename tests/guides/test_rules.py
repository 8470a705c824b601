"""The language of rules, quantities and doses."""

from __future__ import annotations

import pytest

from guides import dosing, units
from guides.rules import (
    FACTS,
    FactValue,
    RuleError,
    check_reason,
    holds,
    parse_condition,
    plain,
    reason_for,
)
from guides.shapes import Dose
from guides.vocabulary import ACTIVITIES, AREAS, MARKS, SENSATIONS, SITUATIONS

NB = "\u00a0"
NONE: frozenset[str] = frozenset()


def test_closed_lists_are_those_of_the_diary() -> None:
    from tracker import vocabulary as diary

    assert AREAS.keys() == diary.GROUPS.keys()
    assert list(SENSATIONS) == diary.Sensation.values
    assert list(MARKS) == diary.Mark.values
    assert list(ACTIVITIES) == diary.Activity.values
    assert list(SITUATIONS) == list(diary.SITUATIONS)


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("pain_worst >= 7", {"pain_worst": 7}, True),
        ("pain_worst >= 7", {"pain_worst": 6}, False),
        ("pain_worst > 7", {"pain_worst": 7}, False),
        ("pain_score < 3.5", {"pain_score": 3.4}, True),
        ("pain_worst <= 7", {"pain_worst": 7}, True),
        ("days_in_row_with_pain_4 = 14", {"days_in_row_with_pain_4": 14}, True),
        ("days_in_row_with_pain_4 = 14", {"days_in_row_with_pain_4": 15}, False),
        ("water_none = yes", {"water_none": True}, True),
        ("water_none = yes", {"water_none": False}, False),
        ("water_none = no", {"water_none": False}, True),
        ("marks includes flare|fever", {"marks": frozenset({"fever"})}, True),
        ("marks includes flare|fever", {"marks": frozenset({"stress"})}, False),
        ("marks includes flare", {"marks": frozenset()}, False),
        ("marks excludes flare|fever", {"marks": frozenset({"fever"})}, False),
        ("marks excludes flare|fever", {"marks": frozenset({"stress"})}, True),
        ("marks excludes flare", {"marks": frozenset()}, True),
        ("profile includes birth", {"profile": frozenset({"birth"})}, True),
        ("water_ml < water_target_ml", {"water_ml": 0, "water_target_ml": 1}, True),
        ("water_ml < water_target_ml", {"water_ml": 1, "water_target_ml": 1}, False),
    ],
)
def test_condition_holds(
    text: str, facts: dict[str, FactValue], expected: bool
) -> None:
    assert holds(parse_condition(text, NONE), facts) is expected


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("pain_worst < 7", {}),
        ("water_none = no", {}),
        ("breaks_none = yes", {"breaks_count": 0}),
        ("water_ml < water_target_ml", {"water_ml": 3}),
        ("water_ml < water_target_ml", {"water_target_ml": 3}),
        ("marks includes flare", {}),
        ("marks excludes flare", {}),
    ],
)
def test_nothing_follows_from_silence(text: str, facts: dict[str, FactValue]) -> None:
    assert holds(parse_condition(text, NONE), facts) is False


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pain_worst", "cannot read"),
        ("pain_worst => 7", "cannot read"),
        ("pain_worst >= 7 or so", "cannot read"),
        ("mood >= 7", "unknown fact 'mood'"),
        ("pain_worst >= mood", "unknown fact or number 'mood'"),
        ("pain_worst >= -1", "unknown fact or number"),
        ("pain_worst >= sleep_minutes", "cannot be compared"),
        ("pain_worst >= water_none", "cannot be compared"),
        ("pain_worst includes 7", "does not fit"),
        ("marks = flare", "does not fit"),
        ("marks includes joy", "unknown word 'joy'"),
        ("marks excludes joy", "unknown word 'joy'"),
        ("pain_worst excludes 7", "does not fit"),
        ("profile includes disc-signs", "unknown word 'disc-signs'"),
        ("water_none = maybe", "only ever = yes or = no"),
        ("water_none >= yes", "only ever = yes or = no"),
        ("activities includes plank", "unknown word 'plank'"),
    ],
)
def test_condition_outside_the_vocabulary_is_refused(text: str, words: str) -> None:
    with pytest.raises(RuleError, match=words):
        parse_condition(text, NONE)


def test_exercises_count_as_activities() -> None:
    condition = parse_condition("activities includes plank", frozenset({"plank"}))
    assert holds(condition, {"activities": frozenset({"plank", "walk"})})


@pytest.mark.parametrize(
    "text",
    [
        "pain_worst >= 7",
        "pain_score < 3.5",
        "water_none = no",
        "marks includes fever|flare",
        "marks excludes fever|flare",
        "water_ml < water_target_ml",
    ],
)
def test_condition_is_printed_as_it_is_written(text: str) -> None:
    assert str(parse_condition(text, NONE)) == text


@pytest.mark.parametrize(
    ("name", "value", "system", "text"),
    [
        ("sleep_minutes", 310, "metric", f"5{NB}h 10{NB}min"),
        ("sleep_minutes", 420, "us", f"7{NB}h"),
        ("exercise_minutes", 45, "metric", f"45{NB}min"),
        ("exercise_minutes", 0, "metric", f"0{NB}min"),
        ("water_ml", 1200, "metric", f"1,200{NB}ml"),
        ("water_ml", 1200, "us", f"41{NB}fl oz"),
        ("pain_score", 4.0, "metric", "4"),
        ("pain_score", 4.34, "metric", "4.3"),
        ("pain_worst", 8, "metric", "8"),
        ("days_in_row_without_break", 3, "metric", f"3{NB}days"),
        ("short_nights_in_row", 1, "metric", f"1{NB}night"),
        ("breaks_count", 1, "metric", f"1{NB}break"),
        ("pain_areas", frozenset({"hip", "neck"}), "metric", "neck and hip"),
        ("sensations", frozenset({"numb"}), "metric", "numb"),
        (
            "activities",
            frozenset({"walk", "swim", "plank"}),
            "metric",
            "walking, swimming and plank",
        ),
    ],
)
def test_fact_is_written_with_its_unit(
    name: str, value: FactValue, system: str, text: str
) -> None:
    assert reason_for(f"x {{{name}}}", {name: value}, system) == f"x {text}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("you {did}", "'did' cannot stand"),
        ("you had {water_none}", "'water_none' cannot stand"),
        ("you {", "stray brace"),
        ("you { pain_worst }", "stray brace"),
    ],
)
def test_reason_with_anything_else_is_refused(text: str, words: str) -> None:
    with pytest.raises(RuleError, match=words):
        check_reason(text)


def test_reason_tells_its_facts() -> None:
    assert check_reason("{pain_worst} after {pain_score}") == (
        "pain_worst",
        "pain_score",
    )


def test_sets_are_kept_in_order() -> None:
    assert plain(frozenset({"b", "a"})) == ["a", "b"]
    assert plain(True) is True


def test_every_fact_has_a_kind() -> None:
    assert {fact.kind for fact in FACTS.values()} == {"number", "flag", "words"}


# Quantities


@pytest.mark.parametrize(
    ("text", "metric", "us"),
    [
        ("{2250 ml}", f"2,250{NB}ml", f"76{NB}fl oz"),
        ("{250 ml}", f"250{NB}ml", f"8{NB}fl oz"),
        ("{40 C}", f"40{NB}°C", f"104{NB}°F"),
        ("{37-40 C}", f"37\u201340{NB}°C", f"98.6\u2013104{NB}°F"),
        ("{5 cm}", f"5{NB}cm", f"2{NB}in"),
        ("{2 cm}", f"2{NB}cm", f"0.8{NB}in"),
    ],
)
def test_quantity_in_units(text: str, metric: str, us: str) -> None:
    assert units.in_units(f"a {text}.", "metric") == f"a {metric}."
    assert units.in_units(f"a {text}.", "us") == f"a {us}."
    assert units.in_units(f"a {text}.", "both") == f"a {metric} ({us})."


@pytest.mark.parametrize("text", ["{250ml}", "{ml}", "{40 F}", "a } b", "{", "{a: b}"])
def test_stray_brace_is_found(text: str) -> None:
    assert units.stray_braces(text)


def test_markers_are_no_stray_braces() -> None:
    assert units.stray_braces("{40 C} and {5 cm} and {37-40 C}") is None


# Doses


@pytest.mark.parametrize(
    ("amounts", "per_side", "text"),
    [
        ({}, False, ""),
        ({"hold_seconds": (10, 30)}, False, "Hold for 10 to 30 seconds."),
        ({"hold_seconds": (1, 1)}, False, "Hold for 1 second."),
        (
            {"repetitions": (10, 20), "sets": (1, 1)},
            True,
            "10 to 20 repetitions, 1 set, on each side.",
        ),
        ({"minutes": (15, 20)}, False, "15 to 20 minutes."),
        ({"every_hours": (1, 1)}, False, "Every hour."),
        ({"every_hours": (2, 3)}, False, "Every 2 to 3 hours."),
        ({"times_a_day": (1, 2)}, False, "Once or twice a day."),
        ({"times_a_day": (3, 3)}, False, "3 times a day."),
        ({"times_a_week": (1, 1)}, False, "Once a week."),
        ({"count": (10, 100)}, False, "A slow count of 10 to 100."),
        (
            {"rest_seconds": (3, 5), "hold_seconds": (5, 5)},
            False,
            "Hold for 5 seconds, rest for 3 to 5 seconds.",
        ),
        ({}, True, "On each side."),
    ],
)
def test_dose_in_words(
    amounts: dict[str, tuple[float, float]], per_side: bool, text: str
) -> None:
    assert dosing.in_words(Dose(amounts, per_side)) == text


def test_every_amount_of_a_dose_has_words() -> None:
    from guides.vocabulary import DOSE_KEYS

    assert dosing.WORDS.keys() == DOSE_KEYS - {"per_side", "note"}
