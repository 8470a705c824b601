"""Means over days with gaps, against numbers worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.insights.means import mean, running_mean
from tracker.insights.rounding import rounded

SCORES = st.lists(
    st.one_of(st.none(), st.integers(0, 100).map(lambda tenths: tenths / 10)),
    max_size=60,
)


def test_mean_leaves_gaps_out() -> None:
    assert mean([4.0, None, 5.0, 0.0]) == 3.0


def test_mean_of_nothing_logged_is_missing() -> None:
    assert mean([None, None]) is None
    assert mean([]) is None


def test_running_mean_begins_with_the_fourth_logged_day() -> None:
    assert running_mean([1, 2, 3, 4]) == [None, None, None, 2.5]


def test_running_mean_counts_calendar_days_not_logged_ones() -> None:
    values = [8, None, None, 2, 2, None, 4, 6, 6]
    # Day 7 sees 8, 2, 2, 4; day 8 no longer sees the 8: 2, 2, 4, 6; day 9 adds 6.
    assert running_mean(values) == [None] * 6 + [4.0, 3.5, 4.0]


def test_running_mean_of_a_day_without_a_score_still_looks_back() -> None:
    assert running_mean([1, 1, 1, 1, None])[4] == 1.0


def test_running_mean_stops_in_a_long_gap() -> None:
    values = [3.0] * 7 + [None] * 7
    means = running_mean(values)
    assert means[6:10] == [3.0, 3.0, 3.0, 3.0]
    assert means[10:] == [None] * 4


@given(SCORES)
def test_running_mean_stays_within_what_it_averages(
    values: list[float | None],
) -> None:
    for end, found in enumerate(running_mean(values), start=1):
        logged = [v for v in values[max(0, end - 7) : end] if v is not None]
        assert (found is None) == (len(logged) < 4)
        if found is not None:
            assert min(logged) - 1e-9 <= found <= max(logged) + 1e-9


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (4.25, 1, 4.3),
        (4.249, 1, 4.2),
        ((4.2 + 4.3) / 2, 1, 4.3),
        (0.0, 1, 0.0),
        (437.5, 0, 438),
        (2.675, 2, 2.68),
    ],
)
def test_rounding_takes_halves_up(value: float, places: int, expected: float) -> None:
    assert rounded(value, places) == expected
