"""When an episode of pain begins and when it is over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from guides.safety.episodes import Told, episode_on

ONSET = date(2026, 9, 1)


def day(number: int) -> date:
    """Day 1 is the day of the onset."""
    return ONSET + timedelta(days=number - 1)


def low(first: int, last: int, worst: int = 2) -> list[Told]:
    return [Told(day(n), worst) for n in range(first, last + 1)]


def test_it_begins_at_the_stated_onset() -> None:
    assert episode_on(day(1), ONSET, []) == ONSET
    assert episode_on(day(60), ONSET, []) == ONSET
    assert episode_on(day(0), ONSET, []) is None


def test_it_begins_at_a_flare_mark() -> None:
    told = [Told(day(5), 4, flare=True)]
    assert episode_on(day(20), None, told) == day(5)
    assert episode_on(day(4), None, told) is None


def test_without_onset_and_flare_there_is_none() -> None:
    assert episode_on(day(40), None, [Told(day(3), 9)]) is None


def test_a_flare_within_one_begins_no_other() -> None:
    told = [Told(day(5), 8, flare=True), Told(day(30), 8, flare=True)]
    assert episode_on(day(40), ONSET, told) == ONSET
    assert episode_on(day(40), None, told) == day(5)


@pytest.mark.parametrize(("last", "runs"), [(14, True), (15, False)])
def test_fourteen_logged_days_at_two_or_less_end_it(last: int, runs: bool) -> None:
    assert (episode_on(day(30), ONSET, low(2, last)) is not None) is runs


def test_one_worse_day_begins_their_count_anew() -> None:
    told = [*low(2, 14), Told(day(15), 3), *low(16, 28)]
    assert episode_on(day(40), ONSET, told) == ONSET
    assert episode_on(day(40), ONSET, [*told, Told(day(29), 0)]) is None


def test_days_without_a_reading_neither_count_nor_break_the_run() -> None:
    silent = [Told(day(n)) for n in (4, 9, 12)]
    told = [t for t in low(2, 17) if t.day not in {s.day for s in silent}] + silent
    assert len([t for t in told if t.worst is not None]) == 13
    assert episode_on(day(40), ONSET, told) == ONSET
    assert episode_on(day(40), ONSET, [*told, *low(30, 30)]) is None


def test_a_flare_mark_breaks_the_run_of_quiet_days() -> None:
    told = [*low(2, 10), Told(day(11), 1, flare=True), *low(12, 20)]
    assert episode_on(day(21), ONSET, told) == ONSET


def test_a_flare_after_the_end_begins_another() -> None:
    told = [*low(2, 15), Told(day(50), 7, flare=True)]
    assert episode_on(day(49), ONSET, told) is None
    assert episode_on(day(60), ONSET, told) == day(50)


def test_it_ends_when_the_person_says_so() -> None:
    assert episode_on(day(30), ONSET, [], over=day(20)) is None
    assert episode_on(day(19), ONSET, [], over=day(20)) == ONSET
    again = [Told(day(25), 6, flare=True)]
    assert episode_on(day(30), ONSET, again, over=day(20)) == day(25)
    assert episode_on(day(30), day(22), [], over=day(20)) == day(22)


def test_a_flare_on_the_day_it_was_said_to_be_over_has_ended_too() -> None:
    flare = [Told(day(20), 6, flare=True)]
    assert episode_on(day(30), None, flare, over=day(20)) is None


told_days = some.lists(
    some.builds(
        Told,
        some.integers(1, 90).map(day),
        some.none() | some.integers(0, 10),
        some.booleans(),
    ),
    unique_by=lambda one: one.day,
)


@given(told_days, some.none() | some.integers(1, 90).map(day))
def test_it_began_at_the_onset_or_on_a_marked_day(
    told: list[Told], onset: date | None
) -> None:
    began = episode_on(day(90), onset, told)
    assert began in {None, onset, *(one.day for one in told if one.flare)}
    assert began == episode_on(day(90), onset, reversed(told))
