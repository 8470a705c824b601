"""Which day a moment belongs to, over the awkward zones and dates of the world."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.calendar import (
    day_of,
    minutes_asleep,
    moment_on,
    start_of,
    zone_named,
    zone_names,
)


@dataclass
class Keeper:
    time_zone: str
    day_ends_hour: int = 0


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Africa/Cairo", date(2026, 4, 24), 23),
        ("Asia/Beirut", date(2026, 3, 29), 23),
        ("America/Havana", date(2026, 3, 8), 23),
        ("America/Sao_Paulo", date(2018, 11, 4), 23),
        ("Pacific/Apia", date(2011, 12, 30), 0),
        ("Asia/Kathmandu", date(2026, 1, 1), 24),
        ("Pacific/Kiritimati", date(2024, 2, 29), 24),
        ("Pacific/Niue", date(2026, 12, 31), 24),
    ],
)
def test_length_of_a_day(zone: str, day: date, hours: float) -> None:
    keeper = Keeper(zone)
    following = start_of(day + timedelta(days=1), keeper)
    assert following - start_of(day, keeper) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("Pacific/Kiritimati", datetime(2026, 1, 1, 10, 0, tzinfo=UTC), (2026, 1, 2)),
        ("Pacific/Niue", datetime(2026, 1, 1, 10, 59, tzinfo=UTC), (2025, 12, 31)),
        ("Asia/Kathmandu", datetime(2026, 1, 1, 18, 15, tzinfo=UTC), (2026, 1, 2)),
        ("Asia/Kathmandu", datetime(2026, 1, 1, 18, 14, tzinfo=UTC), (2026, 1, 1)),
        ("Europe/Berlin", datetime(2024, 2, 28, 23, 0, tzinfo=UTC), (2024, 2, 29)),
        ("Africa/Cairo", datetime(2026, 4, 23, 21, 59, tzinfo=UTC), (2026, 4, 23)),
        ("Africa/Cairo", datetime(2026, 4, 23, 22, 0, tzinfo=UTC), (2026, 4, 24)),
    ],
)
def test_day_of_a_moment(
    zone: str, moment: datetime, day: tuple[int, int, int]
) -> None:
    assert day_of(moment, Keeper(zone)) == date(*day)


def test_a_day_may_end_at_four() -> None:
    keeper = Keeper("Europe/Berlin", day_ends_hour=4)
    night = datetime(2026, 11, 20, 2, 59, tzinfo=UTC)  # 03:59 on the clock
    assert day_of(night, keeper) == date(2026, 11, 19)
    assert day_of(night + timedelta(minutes=1), keeper) == date(2026, 11, 20)


def test_a_day_that_ends_at_four_keeps_the_rule_when_clocks_change() -> None:
    keeper = Keeper("Europe/Berlin", day_ends_hour=4)
    before = datetime(2026, 3, 29, 1, 59, tzinfo=UTC)  # 03:59, after the jump
    assert day_of(before, keeper) == date(2026, 3, 28)
    assert day_of(before + timedelta(minutes=1), keeper) == date(2026, 3, 29)


def test_the_small_hours_belong_to_the_evening_before() -> None:
    keeper = Keeper("Europe/Berlin", day_ends_hour=4)
    moment = moment_on(date(2026, 11, 20), time(1, 30), keeper)
    assert moment == datetime(2026, 11, 21, 0, 30, tzinfo=UTC)
    assert day_of(moment, keeper) == date(2026, 11, 20)


ZONES = ["Europe/Berlin", "Africa/Cairo", "America/Havana", "Asia/Kathmandu"]


@given(
    zone=st.sampled_from(ZONES),
    hour=st.integers(0, 6),
    day=st.dates(date(2000, 1, 2), date(2035, 12, 30)),
)
def test_a_day_begins_where_it_says(zone: str, hour: int, day: date) -> None:
    keeper = Keeper(zone, hour)
    start = start_of(day, keeper)
    assert day_of(start, keeper) == day
    assert day_of(start - timedelta(seconds=1), keeper) == day - timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "asleep", "woke", "minutes"),
    [
        (date(2026, 11, 20), time(23, 0), time(6, 30), 450),
        (date(2026, 11, 20), time(0, 30), time(6, 30), 360),
        (date(2026, 11, 20), time(22, 45), time(22, 30), 23 * 60 + 45),
        (date(2026, 3, 29), time(23, 0), time(7, 0), 420),
        (date(2026, 10, 25), time(23, 0), time(7, 0), 540),
    ],
)
def test_sleep_over_midnight(day: date, asleep: time, woke: time, minutes: int) -> None:
    keeper = Keeper("Europe/Berlin")
    assert minutes_asleep(day, asleep, woke, keeper) == minutes


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "\0"])
def test_nonsense_is_no_zone(name: str) -> None:
    with pytest.raises(ValueError, match="not a time zone"):
        zone_named(name)


def test_the_list_of_zones_holds_places_only() -> None:
    names = zone_names()
    assert "UTC" in names
    assert "Europe/Berlin" in names
    assert not [name for name in names if name.startswith("Etc/")]
