"""The sentences of Trends for very few logged days: each of them plain and correct."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tracker.test_charts import LAST, days_ago, drawn, figures
from tracker.insights.windows import ending
from tracker.models import Person

KEYS = ("pain", "sleep", "water", "exercise", "breaks")
DAYS: tuple[dict[str, Any], ...] = (
    {
        "pain_mean": 4.0,
        "pain_worst": 5,
        "sleep_minutes": 430,
        "water_ml": 1500,
        "exercise_minutes": 20,
        "breaks": 1,
    },
    {
        "pain_mean": 3.0,
        "pain_worst": 5,
        "sleep_minutes": 330,
        "water_ml": 0,
        "exercise_minutes": 0,
        "breaks": 0,
    },
    {
        "pain_mean": 4.5,
        "pain_worst": 6,
        "sleep_minutes": 410,
        "water_ml": 1500,
        "exercise_minutes": 10,
        "breaks": 2,
    },
)
GOALS = {
    "sleep_goal_minutes": 420,
    "water_goal_ml": 1500,
    "exercise_goal_minutes": 30,
    "breaks_goal": 1,
}
HALVES = (
    " To compare the two halves of this time, each needs 7 logged days. "
    "The first half has none, the second has {}."
)
# How a span of days is named, and whether its halves could be compared.
SPANS = [(7, "7", False), (30, "30", True), (365, "365", True), (3650, "3,650", True)]


def sentences(logged: int, length: int, person: Person | None = None) -> dict[str, str]:
    """What the charts of the last days say, of which the latest ones are logged."""
    data = figures({days_ago(n): DAYS[n] for n in range(logged)})
    found = drawn(data, ending(LAST, length), person)
    return {key: found[key].sentence.replace("\u00a0", " ") for key in KEYS}


@pytest.mark.parametrize(("length", "words", "halves"), SPANS)
def test_no_logged_day(length: int, words: str, halves: bool) -> None:
    assert list(sentences(0, length).values()) == [
        f"No pain was logged in these {words} days.",
        f"No sleep was logged in these {words} days.",
        f"No water was logged in these {words} days.",
        f"No exercise with minutes was logged in these {words} days.",
        f"No posture breaks were logged in these {words} days.",
    ]


@pytest.mark.parametrize(("length", "words", "halves"), SPANS)
def test_one_logged_day(length: int, words: str, halves: bool) -> None:
    assert list(sentences(1, length).values()) == [
        f"Your pain was 4.0 on the one logged day of {words}. "
        "The worst reading was 5, on 20 Nov 2026." + HALVES.format(1) * halves,
        f"You slept 7 h 10 min on the one logged night of {words}.",
        f"You drank 1,500 ml on the one logged day of {words}.",
        f"You logged 20 min of exercise on the one logged day of {words}.",
        f"You took 1 posture break on the one logged day of {words}.",
    ]


@pytest.mark.parametrize(("length", "words", "halves"), SPANS)
def test_two_logged_days(length: int, words: str, halves: bool) -> None:
    assert list(sentences(2, length).values()) == [
        f"Your pain averaged 3.5 over 2 logged days of {words}. "
        "The worst reading was 5, on 2 days." + HALVES.format(2) * halves,
        f"You slept 6 h 20 min a night on average, over 2 logged nights of {words}.",
        f"You drank 750 ml a day on average, over 2 logged days of {words}.",
        "You logged 10 min of exercise a day on average, "
        f"over 2 logged days of {words}.",
        f"You took 0.5 posture breaks a day on average, over 2 logged days of {words}.",
    ]


@pytest.mark.parametrize(("length", "words", "halves"), SPANS)
def test_three_logged_days(length: int, words: str, halves: bool) -> None:
    assert list(sentences(3, length).values()) == [
        f"Your pain averaged 3.8 over 3 logged days of {words}. "
        "The worst reading was 6, on 18 Nov 2026." + HALVES.format(3) * halves,
        f"You slept 6 h 30 min a night on average, over 3 logged nights of {words}.",
        f"You drank 1,000 ml a day on average, over 3 logged days of {words}.",
        "You logged 10 min of exercise a day on average, "
        f"over 3 logged days of {words}.",
        f"You took 1 posture break a day on average, over 3 logged days of {words}.",
    ]


def test_a_span_of_one_day() -> None:
    assert list(sentences(0, 1).values()) == [
        "No pain was logged on this day.",
        "No sleep was logged on this day.",
        "No water was logged on this day.",
        "No exercise with minutes was logged on this day.",
        "No posture breaks were logged on this day.",
    ]
    assert list(sentences(1, 1).values()) == [
        "Your pain was 4.0 on this day. The worst reading was 5.",
        "You slept 7 h 10 min on this day.",
        "You drank 1,500 ml on this day.",
        "You logged 20 min of exercise on this day.",
        "You took 1 posture break on this day.",
    ]


def test_a_span_of_which_every_day_is_logged() -> None:
    found = sentences(3, 3)
    assert found["pain"].startswith("Your pain averaged 3.8 over all 3 days. ")
    assert found["sleep"].endswith("a night on average, over all 3 nights.")
    assert found["breaks"].endswith("a day on average, over all 3 days.")


@pytest.mark.parametrize(
    ("logged", "reached"),
    [
        (0, ("", "", "", "")),
        (1, ("This reached", "This reached", "This did not reach", "This reached")),
        (
            2,
            (
                "1 of them reached",
                "1 of them reached",
                "Neither of them reached",
                "1 of them reached",
            ),
        ),
        (
            3,
            (
                "1 of them reached",
                "2 of them reached",
                "None of them reached",
                "2 of them reached",
            ),
        ),
    ],
)
def test_goals_of_few_days(logged: int, reached: tuple[str, ...]) -> None:
    found = sentences(logged, 30, Person(**GOALS))
    goals = ("7 h", "1,500 ml", "30 min", "1")
    for key, words, goal in zip(KEYS[1:], reached, goals, strict=True):
        ending_words = f" {words} your goal of {goal}." if words else "30 days."
        assert found[key].endswith(ending_words), key


def test_a_goal_that_every_one_of_few_days_reached() -> None:
    person = Person(breaks_goal=0)
    assert " Both of them reached" in sentences(2, 30, person)["breaks"]
    assert " All of them reached" in sentences(3, 30, person)["breaks"]


def test_a_goal_that_looks_reached_is_reached() -> None:
    """Three bottles of 20 fl oz are 1773 ml, the goal of 60 fl oz is 1774 ml."""
    person = Person(units="us", water_goal_ml=1774)
    said = []
    for water_ml in (1773, 1744):
        data = figures({LAST: {"water_ml": water_ml}})
        said.append(drawn(data, ending(LAST, 1), person)["water"].sentence)
    assert [words.replace("\u00a0", " ") for words in said] == [
        "You drank 60 fl oz on this day. This reached your goal of 60 fl oz.",
        "You drank 59 fl oz on this day. This did not reach your goal of 60 fl oz.",
    ]
