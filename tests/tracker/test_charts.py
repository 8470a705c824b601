"""Charts: what is drawn, what the table says, and what the sentence says."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tracker.axis import axis_of
from tracker.charts import Chart, Goal, charts, for_script
from tracker.dates import date_words
from tracker.days import Figures
from tracker.insights.windows import Window, ending
from tracker.models import Person
from tracker.views.trends import CompactEncoder

LAST = date(2026, 11, 20)
MEASURES = (
    "pain_mean",
    "pain_worst",
    "sleep_minutes",
    "water_ml",
    "exercise_minutes",
    "breaks",
)


def figures(
    days: Mapping[date, Mapping[str, Any]],
    marks: Mapping[date, tuple[str, ...]] | None = None,
    untimed: frozenset[date] = frozenset(),
) -> Figures:
    dates = sorted(days)
    columns: dict[str, Any] = {
        name: [days[day].get(name) for day in dates] for name in MEASURES
    }
    return Figures(dates=dates, marks=marks or {}, untimed=untimed, **columns)


def drawn(
    data: Figures, window: Window, person: Person | None = None
) -> dict[str, Chart]:
    found = charts(data, axis_of(window, date_words()), person or Person())
    return {chart.key: chart for chart in found}


def days_ago(number: int) -> date:
    return LAST - timedelta(days=number)


def test_gaps_stay_gaps() -> None:
    data = figures(
        {
            days_ago(4): {"pain_mean": 4.5, "pain_worst": 6, "water_ml": 0},
            days_ago(1): {"pain_mean": 3.0, "pain_worst": 3},
        }
    )
    found = drawn(data, ending(LAST, 5))
    pain, mean, worst = found["pain"].series
    assert pain.values == (4.5, None, None, 3.0, None)
    assert mean.values == (None,) * 5
    assert worst.values == (6, None, None, 3, None)
    assert found["water"].series[0].values == (0, None, None, None, None)
    assert found["sleep"].logged is False


def test_running_mean_of_the_first_day_looks_back_before_the_span() -> None:
    scores = {days_ago(n): {"pain_mean": float(n), "pain_worst": n} for n in range(9)}
    _pain, mean, _worst = drawn(figures(scores), ending(LAST, 3))["pain"].series
    # The day two days ago sees 8, 7, 6, 5, 4, 3 and 2.
    assert mean.values == (5.0, 4.0, 3.0)


def test_table_holds_what_is_drawn() -> None:
    data = figures(
        {
            days_ago(2): {
                "pain_mean": 4.5,
                "pain_worst": 6,
                "sleep_minutes": 455,
                "exercise_minutes": None,
            },
            days_ago(0): {"pain_mean": 0.0, "pain_worst": 0, "exercise_minutes": 0},
        },
        marks={days_ago(0): ("flare", "long_drive")},
        untimed=frozenset({days_ago(2)}),
    )
    found = drawn(data, ending(LAST, 3))
    pain = found["pain"]
    assert pain.columns == ["Day", "Pain", "Mean of 7 days", "Worst", "Marks"]
    assert list(pain.rows()) == [
        ("18 Nov 2026", ["4.5", "fewer than 4 days", "6", ""]),
        ("19 Nov 2026", ["not logged", "fewer than 4 days", "not logged", ""]),
        ("20 Nov 2026", ["0.0", "fewer than 4 days", "0", "Flare, Long drive"]),
    ]
    assert [cells for _day, cells in found["sleep"].rows()] == [
        ["7\u00a0h 35\u00a0min"],
        ["not logged"],
        ["not logged"],
    ]
    assert [cells for _day, cells in found["exercise"].rows()] == [
        ["done, minutes not given"],
        ["not logged"],
        ["0\u00a0min"],
    ]


def test_marks_stand_at_their_day() -> None:
    data = figures(
        {days_ago(n): {"pain_mean": 1.0, "pain_worst": 1} for n in range(9)},
        marks={days_ago(8): ("ill",), days_ago(1): ("flare",)},
    )
    pain = drawn(data, ending(LAST, 3))["pain"]
    assert pain.for_script()["marks"] == [{"index": 1, "label": "Flare"}]


def test_marks_stand_on_the_first_chart_that_is_drawn() -> None:
    marks = {days_ago(1): ("flare",)}
    data = figures({days_ago(0): {"water_ml": 250, "breaks": 2}}, marks=marks)
    found = drawn(data, ending(LAST, 3))
    assert [key for key, chart in found.items() if chart.for_script()["marks"]] == [
        "pain",  # which is not drawn
        "water",
    ]
    water = found["water"]
    assert water.columns == ["Day", "Water", "Marks"]
    assert list(water.rows()) == [
        ("18 Nov 2026", ["not logged", ""]),
        ("19 Nov 2026", ["not logged", "Flare"]),
        ("20 Nov 2026", ["250\u00a0ml", ""]),
    ]
    with_pain = figures(
        {days_ago(0): {"water_ml": 250, "pain_mean": 1.0, "pain_worst": 1}},
        marks=marks,
    )
    assert not drawn(with_pain, ending(LAST, 3))["water"].flags


def test_over_a_year_weeks_are_drawn() -> None:
    window = Window(date(2025, 11, 17), date(2026, 11, 22))  # 371 days, 53 weeks
    week = [date(2026, 1, 5) + timedelta(days=n) for n in range(7)]
    data = figures(
        {
            day: {"pain_mean": float(n + 1), "pain_worst": n}
            for n, day in enumerate(week)
        }
        | {days_ago(0): {"pain_mean": 9.0, "pain_worst": 9}},
        marks={week[0]: ("flare",), week[3]: ("flare", "stress")},
    )
    pain = drawn(data, window)["pain"]
    median, low, high = pain.series
    assert len(median.values) == len(pain.labels) == 53
    assert pain.labels[7] == "5 Jan 2026"
    assert (low.values[7], median.values[7], high.values[7]) == (2.5, 4.0, 5.5)
    assert [v for v in median.values if v is not None] == [4.0]
    assert pain.columns == [
        "Week from",
        "Median",
        "Lower quartile",
        "Upper quartile",
        "Marks",
    ]
    rows = dict(pain.rows())
    assert rows["5 Jan 2026"] == ["4.0", "2.5", "5.5", "Flare, Stress"]
    assert rows["16 Nov 2026"] == ["fewer than 3 days"] * 3 + [""]


@pytest.mark.parametrize(("length", "by_week"), [(366, False), (367, True)])
def test_a_year_is_still_days(length: int, by_week: bool) -> None:
    assert axis_of(ending(LAST, length), date_words()).by_week is by_week


def test_units_and_goal_are_the_persons() -> None:
    person = Person(units="us", water_goal_ml=1500, sleep_goal_minutes=420)
    data = figures({days_ago(0): {"water_ml": 1183, "sleep_minutes": 400}})
    found = drawn(data, ending(LAST, 1), person)
    water = found["water"]
    assert (water.unit, water.series[0].values) == ("fl oz", (40,))
    assert water.goal == Goal(51, "Goal 51\u00a0fl oz")
    assert next(water.rows())[1] == ["40\u00a0fl oz"]
    assert found["sleep"].goal == Goal(420, "Goal 7\u00a0h")
    assert found["breaks"].goal is None


@pytest.mark.parametrize(
    ("language", "label"), [("en-gb", "20 Nov 2026"), ("en-us", "Nov 20, 2026")]
)
def test_dates_are_written_as_the_reader_writes_them(language: str, label: str) -> None:
    with translation.override(language):
        pain = drawn(figures({}), ending(LAST, 1))["pain"]
    assert pain.full_labels == (label,)


def test_sentence_says_how_many_days_it_rests_on() -> None:
    data = figures(
        {
            days_ago(5): {"pain_mean": 4.5, "pain_worst": 8},
            days_ago(1): {"pain_mean": 3.0, "pain_worst": 3},
        }
    )
    assert drawn(data, ending(LAST, 7))["pain"].sentence == (
        "Your pain averaged 3.8 over 2 logged days of 7. "
        "The worst reading was 8, on 15 Nov 2026."
    )


def test_sentence_of_one_day_and_of_none() -> None:
    data = figures({days_ago(1): {"pain_mean": 3.0, "pain_worst": 4}})
    assert drawn(data, ending(LAST, 7))["pain"].sentence == (
        "Your pain was 3.0 on the one logged day of 7. "
        "The worst reading was 4, on 19 Nov 2026."
    )
    assert drawn(figures({}), ending(LAST, 7))["pain"].sentence == (
        "No pain was logged in these 7 days."
    )


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (3.9, "3.9, after 4.4 in the first: 0.5 lower, a smaller change than people"),
        (5.0, "5.0, after 4.4 in the first: 0.6 higher, a smaller change than people"),
        (2.4, "2.4, after 4.4 in the first: 2.0 lower, a change that people usually"),
    ],
)
def test_sentence_calls_a_small_change_small(later: float, words: str) -> None:
    data = figures(
        {
            days_ago(n): {"pain_mean": 4.4 if n >= 15 else later, "pain_worst": 5}
            for n in range(30)
        }
    )
    pain = drawn(data, ending(LAST, 30))["pain"]
    assert words in pain.sentence
    assert pain.band is not None
    assert (pain.band.low, pain.band.high) == (3.1, 5.7)


def test_halves_with_too_few_days_are_not_compared() -> None:
    data = figures(
        {days_ago(n): {"pain_mean": 4.0, "pain_worst": 4} for n in range(20)}
    )
    pain = drawn(data, ending(LAST, 30))["pain"]
    assert pain.sentence.endswith(
        "To compare the two halves of this time, each needs 7 logged days. "
        "The first half has 5, the second has 15."
    )
    assert pain.band is None


def test_sentence_of_a_measure_counts_goals_without_praise_or_blame() -> None:
    person = Person(water_goal_ml=1500)
    amounts = (1000, 1500, 2000)
    data = figures({days_ago(n): {"water_ml": ml} for n, ml in enumerate(amounts)})
    found = drawn(data, ending(LAST, 7), person)
    assert found["water"].sentence == (
        "You drank 1,500\u00a0ml a day on average, over 3 logged days of 7. "
        "2 of them reached your goal of 1,500\u00a0ml."
    )
    assert found["breaks"].sentence == "No posture breaks were logged in these 7 days."


def ten_years() -> Figures:
    rng = Random(7)
    days: dict[date, dict[str, Any]] = {}
    for n in range(3650):
        if rng.random() < 0.1:
            continue
        readings = [rng.randint(0, 9), rng.randint(0, 9)]
        days[days_ago(n)] = {
            "pain_mean": sum(readings) / 2,
            "pain_worst": max(readings),
            "sleep_minutes": rng.randrange(300, 560, 5),
            "water_ml": rng.randint(2, 10) * 250,
            "exercise_minutes": rng.choice([0, 10, 15, 20, 30, 45]),
            "breaks": rng.randint(0, 8),
        }
    marks = {day: ("flare",) for day in sorted(days) if rng.random() < 0.05}
    return figures(days, marks)


def test_ten_years_are_small_and_their_table_equals_what_is_drawn() -> None:
    found = drawn(ten_years(), ending(LAST, 3650))
    data = for_script(list(found.values()), "23 Nov 2016 to 20 Nov 2026")
    text = json.dumps(data, cls=CompactEncoder).encode()
    assert len(zlib.compress(text)) <= 15_000
    for chart in found.values():
        for place, (label, cells) in enumerate(chart.rows()):
            assert label == chart.full_labels[place]
            for series, cell in zip(chart.series, cells, strict=False):
                value = series.values[place]
                words = series.missing if value is None else chart.show(value)
                assert cell == words


SCORE = st.one_of(st.none(), st.integers(0, 100).map(lambda tenths: tenths / 10))


@given(st.lists(SCORE, min_size=1, max_size=40))
def test_a_chart_has_a_value_for_a_logged_day_and_only_for_it(
    scores: list[float | None],
) -> None:
    data = figures(
        {
            days_ago(n): {"pain_mean": score, "pain_worst": 5}
            for n, score in enumerate(scores)
            if score is not None
        }
    )
    pain = drawn(data, ending(LAST, len(scores)))["pain"]
    assert pain.series[0].values == tuple(reversed(scores))
    assert pain.logged is any(score is not None for score in scores)
