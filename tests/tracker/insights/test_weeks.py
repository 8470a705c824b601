"""ISO weeks, against numbers worked out by hand and the standard library's."""

from __future__ import annotations

import statistics
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.insights.weeks import monday_of, quartiles, weekly, weeks_between


def test_weeks_run_from_monday_over_the_turn_of_the_year() -> None:
    # 2026 has a week 53: 28 December to 3 January.
    weeks = weeks_between(date(2026, 12, 27), date(2027, 1, 4))
    assert weeks == [date(2026, 12, 21), date(2026, 12, 28), date(2027, 1, 4)]


def test_one_day_is_one_week() -> None:
    assert weeks_between(date(2026, 11, 20), date(2026, 11, 20)) == [date(2026, 11, 16)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([3], (3, 3, 3)),
        ([1, 3], (1.5, 2, 2.5)),
        ([5, 1, 3], (2, 3, 4)),
        ([1, 2, 3, 4], (1.75, 2.5, 3.25)),
        ([7, 6, 5, 4, 3, 2, 1], (2.5, 4, 5.5)),
    ],
)
def test_quartiles(values: list[float], expected: tuple[float, ...]) -> None:
    assert quartiles(values) == expected


@given(st.lists(st.integers(0, 1440), min_size=2, max_size=7))
def test_quartiles_are_those_of_the_standard_library(values: list[int]) -> None:
    expected = statistics.quantiles(values, n=4, method="inclusive")
    assert quartiles(values) == pytest.approx(expected)


def test_a_week_needs_three_logged_days() -> None:
    spreads = weekly([0, 0, 1, 1, 1, 1], [2.0, 4.0, 1.0, None, 3.0, 8.0], 3)
    assert spreads == [None, (2.0, 3.0, 5.5), None]


def test_zero_is_a_value() -> None:
    assert weekly([0, 0, 0], [0, 0, 0], 1) == [(0, 0, 0)]


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
def test_every_day_is_in_exactly_one_week(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    weeks = weeks_between(first, last)
    assert all(week.isoweekday() == 1 for week in weeks)
    assert weeks[0] <= first < weeks[0] + timedelta(days=7)
    assert weeks[-1] <= last < weeks[-1] + timedelta(days=7)
    assert monday_of(last).isocalendar()[:2] == last.isocalendar()[:2]
