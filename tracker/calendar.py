"""Which calendar day a moment belongs to: decided here, once, for everything.

A person's day starts at the hour their day ends (00:00 by default, up to 06:00) in
their own time zone. Pure: no models, no clock.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones


class KeepsDays(Protocol):
    """Whoever has a time zone and an hour at which their day ends."""

    time_zone: str
    day_ends_hour: int


def zone_named(name: str) -> ZoneInfo:
    """The zone of an IANA name.

    Raises ``ValueError`` for a name that is none, so that callers need not know
    which of several errors ``zoneinfo`` raises for which kind of nonsense.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not a time zone") from error


@cache
def zone_names() -> tuple[str, ...]:
    """Names a person may choose from, sorted, without the technical ones.

    Kept: looking for them reads hundreds of files.
    """
    technical = ("Etc/", "SystemV/", "posix", "right", "localtime", "Factory")
    names = (n for n in available_timezones() if not n.startswith(technical))
    return tuple(sorted({"UTC", *(n for n in names if "/" in n)}))


def local(moment: datetime, person: KeepsDays) -> datetime:
    """The moment as the person's wall clock shows it."""
    return moment.astimezone(zone_named(person.time_zone))


def day_of(moment: datetime, person: KeepsDays) -> date:
    """The person's day that an aware ``moment`` belongs to.

    The wall clock is shifted by the hour at which the day ends. Shifting the clock
    and not the instant keeps the rule "before 04:00 it is still yesterday" true on
    nights when clocks change.
    """
    clock = local(moment, person).replace(tzinfo=None)
    return (clock - timedelta(hours=person.day_ends_hour)).date()


def start_of(day: date, person: KeepsDays) -> datetime:
    """The first moment of the person's ``day``, in UTC."""
    clock = datetime.combine(day, time(person.day_ends_hour))
    return moment_at(clock, person)


def undoable_since(now: datetime, person: KeepsDays) -> datetime:
    """The moment from which removals can still be taken back at ``now``."""
    return start_of(day_of(now, person) - timedelta(days=1), person)


def undo_until(removed_at: datetime, person: KeepsDays) -> date:
    """The last day on which something removed then can be brought back."""
    return day_of(removed_at, person) + timedelta(days=1)


def moment_at(clock: datetime, person: KeepsDays) -> datetime:
    """The UTC moment of a wall-clock time.

    A time that a clock change skipped is moved forward past the gap; one that
    happened twice is taken as the first.
    """
    zone = zone_named(person.time_zone)
    return clock.replace(tzinfo=zone, fold=0).astimezone(UTC)


def moment_on(day: date, clock: time, person: KeepsDays) -> datetime:
    """The moment of a clock time on the person's ``day``.

    With a day that ends at 04:00, 01:30 on a day means the night after its evening.
    """
    date_on_clock = day
    if clock.hour < person.day_ends_hour:
        date_on_clock = day + timedelta(days=1)
    return moment_at(datetime.combine(date_on_clock, clock), person)


def minutes_asleep(day: date, asleep: time, woke: time, person: KeepsDays) -> int:
    """Minutes between falling asleep and waking on ``day``, whole minutes.

    A time of falling asleep that is later on the clock than waking was on the
    evening before. The night on which clocks change counts its true length.
    """
    start_date = day if asleep < woke else day - timedelta(days=1)
    start = moment_at(datetime.combine(start_date, asleep), person)
    end = moment_at(datetime.combine(day, woke), person)
    return max(0, round((end - start).total_seconds() / 60))
