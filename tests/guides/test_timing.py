"""Which questions come by themselves, and when they come again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from guides.safety.questions import TIMED, screen
from guides.safety.timing import Answered, Pregnancy, due, would_ask

TODAY = date(2026, 11, 20)
FULL = screen().full
C = frozenset(q for q in screen().questions if q.startswith("C"))


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def answered(days: int, *questions: str) -> Answered:
    return Answered(ago(days), frozenset(questions))


def full(days: int) -> Answered:
    return Answered(ago(days), FULL | C)


def at(week: int, days: int = 0, told: int = 200) -> Pregnancy:
    """A pregnancy that is ``week`` full weeks and some days old today."""
    born = TODAY + timedelta(days=280 - 7 * week - days)
    return Pregnancy(told=ago(told), due=born)


def test_the_triggers_are_those_of_the_data() -> None:
    assert screen().triggers.keys() >= TIMED


def test_the_full_screen_comes_before_the_first_exercise() -> None:
    assert due(TODAY, []) == ["full-first"]
    assert due(TODAY, [answered(1, *(FULL - {"B10"}))]) == ["full-first"]
    assert due(TODAY, [answered(1, *FULL)]) == []


@pytest.mark.parametrize(("days", "again"), [(0, False), (90, False), (91, True)])
def test_it_comes_again_after_three_months(days: int, again: bool) -> None:
    assert due(TODAY, [full(days)]) == (["full-again"] if again else [])


def test_the_latest_answer_counts() -> None:
    assert due(TODAY, [full(200), full(3), full(100)]) == []


@pytest.mark.parametrize(("began", "new"), [(4, True), (5, False), (6, False)])
def test_it_comes_again_in_a_new_episode(began: int, new: bool) -> None:
    found = due(TODAY, [full(5)], episode=ago(began))
    assert found == (["full-episode"] if new else [])


def test_a_pregnancy_that_is_told_brings_section_c() -> None:
    told = Pregnancy(told=ago(2), due=TODAY + timedelta(days=230))
    assert due(TODAY, [full(3)], told) == ["pregnancy-weeks"]
    assert due(TODAY, [full(3), answered(2, *C)], told) == []
    assert due(TODAY, [full(3)], Pregnancy(ago(2), None)) == ["pregnancy-weeks"]


@pytest.mark.parametrize("step", [16, 20, 28, 37])
def test_each_step_of_weeks_brings_section_c_once(step: int) -> None:
    before, on = full(1), full(0)
    assert "pregnancy-weeks" in due(TODAY, [before], at(step))
    assert due(TODAY, [on], at(step)) == []
    assert "pregnancy-weeks" not in due(TODAY, [before], at(step - 1, 6))
    assert "pregnancy-weeks" in due(TODAY, [full(7)], at(step, 6))
    assert "pregnancy-weeks" not in due(TODAY, [full(6)], at(step, 6))


@pytest.mark.parametrize("week", [15, 17, 19, 21, 27, 29, 36, 38, 41])
def test_other_weeks_do_not(week: int) -> None:
    assert "pregnancy-weeks" not in due(TODAY, [full(1)], at(week))


@pytest.mark.parametrize(
    ("week", "days", "last", "asked"),
    [
        (19, 6, 30, False),
        (20, 0, 0, False),
        (21, 0, 1, True),
        (21, 3, 3, False),
        (21, 3, 4, True),
        (36, 6, 7, True),
        (41, 1, 2, True),
    ],
)
def test_two_rows_come_every_week_from_week_20(
    week: int, days: int, last: int, asked: bool
) -> None:
    rows = [full(21), answered(last, "C2", "C4")]
    assert ("pregnancy-weekly" in due(TODAY, rows, at(week, days))) is asked


@pytest.mark.parametrize(
    ("day", "last", "asked"),
    [
        (14, None, False),
        (15, None, True),
        (20, 5, False),
        (20, 6, True),
        (42, 27, False),
        (43, 28, True),
        (43, 0, False),
        (133, None, True),
        (134, None, False),
    ],
)
def test_days_15_and_43_of_an_episode_bring_two_rows(
    day: int, last: int | None, asked: bool
) -> None:
    rows = [] if last is None else [answered(last, "B8", "B9")]
    found = due(TODAY, rows, episode=ago(day - 1))
    assert ("episode-days" in found) is asked
    assert would_ask(TODAY, rows, ago(day - 1)) is asked


def test_a_full_answer_answers_what_else_is_due() -> None:
    assert due(TODAY, [full(0)], at(20), ago(14)) == []


def test_an_episode_would_bring_the_full_screen_only_where_one_was_answered() -> None:
    assert would_ask(TODAY, [full(3)], ago(2))
    assert not would_ask(TODAY, [full(1)], ago(2))
    assert not would_ask(TODAY, [], ago(2))
