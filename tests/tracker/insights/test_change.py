"""When a change is large enough for people to notice."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.insights.change import Change, change_between, noticed_from
from tracker.insights.windows import Window, ending


@pytest.mark.parametrize(
    ("before", "after", "noticed"),
    [
        (8.0, 6.0, True),  # 2 points
        (8.0, 6.1, False),  # 1.9 points, 24 %
        (4.0, 2.8, True),  # 30 %
        (4.0, 2.9, False),  # 27.5 %
        (5.0, 6.5, True),  # worse by 30 %
        (1.0, 0.5, False),  # half of next to nothing
        (0.0, 1.0, True),
        (3.0, 3.0, False),
    ],
)
def test_two_points_or_thirty_per_cent(
    before: float, after: float, noticed: bool
) -> None:
    assert Change(before, after).noticed is noticed


def test_points_have_a_direction() -> None:
    assert Change(4.4, 3.9).points == -0.5
    assert Change(3.9, 4.4).points == 0.5


def test_each_stretch_needs_seven_logged_days() -> None:
    assert change_between([4.0] * 7, [2.0] * 6 + [None]) is None
    assert change_between([4.0] * 7, [None, *[2.0] * 7]) == Change(4.0, 2.0)


@given(st.integers(0, 100).map(lambda tenths: tenths / 10))
def test_what_people_notice_lies_from_one_to_two_points(score: float) -> None:
    assert 1.0 <= noticed_from(score) <= 2.0


def test_a_window_counts_both_ends() -> None:
    window = ending(date(2026, 3, 1), 30)
    assert window == Window(date(2026, 1, 31), date(2026, 3, 1))
    assert len(window.days()) == len(window) == 30
    assert date(2026, 1, 30) not in window
    assert date(2026, 1, 31) in window


def test_the_later_half_of_an_odd_window_has_one_day_more() -> None:
    assert Window(date(2026, 1, 1), date(2026, 1, 7)).middle == date(2026, 1, 4)


def test_a_window_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="ends before"):
        Window(date(2026, 1, 2), date(2026, 1, 1))
