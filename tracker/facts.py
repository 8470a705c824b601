"""A day turned into the named facts that guide rules and safety may ask about.

Plain values leave here: ``guides`` never sees a row. A fact that the day does not
hold is missing from the mapping, so that no rule can fire on silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Final

from guides.noting import topics_in
from guides.safety.hiding import (
    Circumstances,
    apart_from_the_lock,
    conditions_of,
    shown_pregnancy_week,
)
from guides.units import least_shown_as
from tracker import access, screening, warnings
from tracker.calendar import day_of, local
from tracker.days import Day, days_between
from tracker.models import Entry, Person, Situation, WarningScreen
from tracker.vocabulary import AREAS, LEG_GROUPS, Effort, Kind, Mark

LOOKS_BACK_DAYS: Final = 14
"""How far rules about several days in a row look back at first."""

LONGEST_RUN_DAYS: Final = 43
"""How far they look back where all of those days fit: six weeks and a day."""

SLEEP_DEFAULT_MINUTES: Final = 7 * 60
WATER_DEFAULT_ML: Final = 1_400
BREAK_DEFAULT_MINUTES: Final = 60
EVENING_HOUR: Final = 18
PAIN_THAT_LASTS: Final = 4

FactValue = int | float | bool | frozenset[str]


@dataclass(frozen=True)
class Known:
    """What is known of a person around one day, read once and shared.

    ``days`` are the logged days of the fortnight up to ``day``; ``entries`` the live
    entries of ``day``, and pain, exercise and relief of the day before.
    """

    person: Person
    day: date
    now: datetime
    days: Mapping[date, Day]
    entries: Sequence[Entry]
    situations: Sequence[Situation]
    screens: Sequence[WarningScreen]

    @cached_property
    def earlier(self) -> Mapping[date, Day]:
        """Logged days before ``days``; read only for a run that is longer."""
        last = self.day - timedelta(days=LOOKS_BACK_DAYS)
        first = self.day - timedelta(days=LONGEST_RUN_DAYS - 1)
        return {d.date: d for d in days_between(self.person, first, last)}

    @property
    def today(self) -> Day:
        """The day itself, empty where nothing is logged."""
        return self.days.get(self.day) or Day(self.day)

    @property
    def open_screens(self) -> list[WarningScreen]:
        """Warning screens that are open or wait for an answer, the highest first."""
        return warnings.standing(self.screens)

    @cached_property
    def due(self) -> list[str]:
        """Triggers of safety questions that time brought and nobody answered yet."""
        return screening.due(self.person, self.screens, self.situations, self.now)

    def circumstances(self) -> Circumstances:
        """What safety asks about the person on this day."""
        around = [self.today, self.days.get(self.day - timedelta(days=1))]
        near = [d for d in around if d is not None]
        worst = [
            score
            for d in near
            for score in (d.pain_worst, d.after_exercise_score)
            if score is not None
        ]
        return Circumstances(
            day=self.day,
            situations={row.code: row.since for row in self.situations},
            age=age_on(self.person, self.day),
            worst_today_or_yesterday=max(worst, default=None),
            leg_areas=frozenset(
                group for d in near for group in groups(d.areas) & LEG_GROUPS
            ),
            sensations=frozenset(code for d in near for code in d.sensations),
            marks=self.today.marks,
            open_action=warnings.open_action(self.screens),
            unscreened=bool(self.due),
        )

    def conditions(self) -> frozenset[str]:
        """The conditions that hold for the person on this day."""
        return self._conditions

    @cached_property
    def _conditions(self) -> frozenset[str]:
        return conditions_of(self.circumstances())


def known_of(
    person: Person, day: date, *, now: datetime, entries: Sequence[Entry] | None = None
) -> Known:
    """Read what is known around ``day``: four queries, three if given entries."""
    first = day - timedelta(days=LOOKS_BACK_DAYS - 1)
    if entries is None:
        entries = access.live_around(person, day)
    return Known(
        person=person,
        day=day,
        now=now,
        days={d.date: d for d in days_between(person, first, day)},
        entries=entries,
        situations=access.situations_running(person),
        screens=warnings.recent_screens(person, now),
    )


def age_on(person: Person, day: date) -> int | None:
    """Full years on ``day``: the lower of the two that a birth year allows."""
    if person.birth_year is None:
        return None
    return day.year - person.birth_year - 1


def groups(areas: Iterable[str]) -> frozenset[str]:
    """The groups that ticked areas belong to."""
    return frozenset(AREAS[code].group for code in areas if code in AREAS)


def facts_of(known: Known) -> dict[str, FactValue]:
    """Every named fact that the day holds. Names are those of ``guides.rules``."""
    facts: dict[str, Any] = {
        **_pain_facts(known),
        **_night_and_water_facts(known),
        **_movement_facts(known),
        "marks": known.today.marks,
        "note_topics": _note_topics(known),
        "days_since_onset": _days_since_onset(known),
        "days_since_flare": _days_since_flare(known),
        **_situation_facts(known),
    }
    return {name: value for name, value in facts.items() if value is not None}


def _situation_facts(known: Known) -> dict[str, Any]:
    return {
        "situations": apart_from_the_lock(known.conditions()),
        "profile": frozenset(row.code for row in known.situations),
        "pregnancy_week": _week(known),
        "days_since_birth": _days_since_birth(known),
    }


def _note_topics(known: Known) -> frozenset[str] | None:
    """What the notes of the day name; None where it has none."""
    texts = [e.text for e in known.entries if e.day == known.day and e.text]
    return topics_in("\n".join(texts)) if texts else None


def _days_since_onset(known: Known) -> int | None:
    """Days since the pain began, as stated, unless it was said to be over since."""
    since, over = known.person.pain_since, known.person.over_on
    if since is None or (over is not None and since <= over <= known.day):
        return None
    return (known.day - since).days if since <= known.day else None


def _days_since_flare(known: Known) -> int | None:
    """Days since the last flare mark of the fortnight; None where there is none."""
    marked = [day.date for day in known.days.values() if Mark.FLARE in day.marks]
    return (known.day - max(marked)).days if marked else None


def _pain_facts(known: Known) -> dict[str, Any]:
    day = known.today
    logged = day.pain_count > 0
    areas = groups(day.areas)
    return {
        "pain_score": day.pain_mean,
        "pain_worst": day.pain_worst,
        "pain_latest": day.pain_latest,
        "pain_rise_24h": _rise(known),
        "pain_rise_today": _rise_today(known),
        **(_pain_run_facts(known) if logged else {}),
        "pain_areas": areas if logged else None,
        "sensations": day.sensations if logged else None,
        "leg_pain": bool(areas & LEG_GROUPS) if logged else None,
        "days_in_row_with_pain_4": _in_row(
            known,
            lambda d: d.pain_mean is not None and d.pain_mean >= PAIN_THAT_LASTS,
        ),
    }


def _pain_run_facts(known: Known) -> dict[str, Any]:
    """Pain over the last days, counted only where the day itself has a reading."""
    days = [d for d in known.days.values() if d.pain_mean is not None]
    means = [d.pain_mean for d in days if d.pain_mean is not None]
    lasting = sum(mean >= PAIN_THAT_LASTS for mean in means)
    in_a_leg = (bool(groups(d.areas) & LEG_GROUPS) for d in _of_week(known))
    return {
        "pain_days_of_14": len(days),
        "pain_4_days_of_14": lasting or None,
        "pain_spread_of_14": round(max(means) - min(means), 1) or None,
        "leg_pain_days_of_7": sum(in_a_leg) or None,
    }


def _of_week(known: Known) -> list[Day]:
    """The logged days of the seven that end with the day."""
    first = known.day - timedelta(days=6)
    return [day for day in known.days.values() if day.date >= first]


def _night_and_water_facts(known: Known) -> dict[str, Any]:
    day, person = known.today, known.person
    target = person.sleep_goal_minutes or SLEEP_DEFAULT_MINUTES
    water_goal = person.water_goal_ml or WATER_DEFAULT_ML
    drank = day.water_ml if day.water_ml else None
    return {
        "sleep_minutes": day.sleep_minutes,
        "sleep_quality": day.sleep_quality,
        "sleep_target_minutes": target,
        "short_nights_in_row": _in_row(
            known, lambda d: d.sleep_minutes is not None and d.sleep_minutes < target
        ),
        "water_ml": drank,
        "water_target_ml": least_shown_as(water_goal, person.units),
        "water_none": _none_today(day.water_ml, known, Kind.DRINK),
        "day_is_late": _is_late(known),
    }


def _movement_facts(known: Known) -> dict[str, Any]:
    day, person, week = known.today, known.person, _of_week(known)
    return {
        "exercise_minutes": _exercise_minutes(day),
        "exercise_none": _none_today(day.exercise_minutes, known, Kind.EXERCISE),
        "exercise_target_minutes": person.exercise_goal_minutes,
        "exercise_next_day_rise": _next_day_rise(known),
        "exercise_days_of_7": sum(bool(d.activities) for d in week) or None,
        "exercise_hard": _was_hard(known),
        "days_in_row_without_exercise": _in_row(known, _without_exercise) or None,
        "activities": day.activities or None,
        "breaks_count": day.breaks,
        "breaks_target": person.breaks_goal,
        "breaks_none": _none_today(day.breaks, known, Kind.BREAK),
        "desk_day": day.desk_day,
        "longest_sitting_minutes": (
            day.longest_sitting_minutes if day.desk_day else None
        ),
        "break_target_minutes": BREAK_DEFAULT_MINUTES,
        "days_in_row_without_break": _in_row(known, lambda d: d.breaks == 0),
        "desk_days_without_break_of_7": (
            sum(d.desk_day is True and d.breaks == 0 for d in week) or None
        ),
    }


def _exercise_minutes(day: Day) -> int | None:
    """Minutes of exercise; unknown where it was logged in sets only."""
    if day.activities and not day.exercise_minutes:
        return None
    return day.exercise_minutes


def _without_exercise(day: Day) -> bool:
    return day.exercise_minutes == 0 and not day.activities


def _was_hard(known: Known) -> bool | None:
    """Whether exercise of the day was marked as hard; None where there was none."""
    done = [e for e in known.entries if e.kind == Kind.EXERCISE and e.day == known.day]
    return any(e.effort == Effort.HARD for e in done) if done else None


def _none_today(amount: int | None, known: Known, kind: Kind) -> bool | None:
    """Whether "none today" was said; ``None`` where the day is silent."""
    if amount is None:
        return None
    done = any(e.kind == kind and e.day == known.day for e in known.entries)
    return amount == 0 and not done


def _is_late(known: Known) -> bool:
    today = day_of(known.now, known.person)
    if known.day < today:
        return True
    clock = local(known.now, known.person)
    return clock.hour >= EVENING_HOUR or clock.date() > known.day


def _in_row(known: Known, holds: Any) -> int:
    """How many logged calendar days in a row, up to the day, ``holds`` is true of."""
    for count in range(LONGEST_RUN_DAYS):
        days = known.days if count < LOOKS_BACK_DAYS else known.earlier
        day = days.get(known.day - timedelta(days=count))
        if day is None or not holds(day):
            return count
    return LONGEST_RUN_DAYS


def _rise(known: Known) -> int | None:
    """Rise of the day's latest reading over the lowest of the 24 hours before it."""
    readings = [
        (e.moment, e.score)
        for e in known.entries
        if e.kind == Kind.PAIN and e.moment is not None and e.score is not None
    ]
    if not readings:
        return None
    moment, score = max(readings, key=lambda pair: pair[0])
    since = moment - timedelta(hours=24)
    before = [s for m, s in readings if since <= m < moment]
    return score - min(before) if before else None


def _rise_today(known: Known) -> int | None:
    """Rise from the first to the last timed reading of the day."""
    readings = sorted(
        (e.moment, e.score)
        for e in known.entries
        if e.kind == Kind.PAIN
        and e.day == known.day
        and e.moment is not None
        and e.score is not None
    )
    return readings[-1][1] - readings[0][1] if len(readings) > 1 else None


def _next_day_rise(known: Known) -> int | None:
    """Pain after yesterday's exercise less the last reading of yesterday."""
    after = known.today.after_exercise_score
    before = before_exercise(known)
    if after is None or before is None:
        return None
    return after - before


def before_exercise(
    known: Known, kinds: Iterable[str] = (Kind.EXERCISE,)
) -> int | None:
    """The reading before what was done yesterday, of these kinds."""
    yesterday = known.day - timedelta(days=1)
    rows = [e for e in known.entries if e.day == yesterday]
    return before_first_exercise(rows, kinds)


def before_first_exercise(
    rows: Iterable[Entry], kinds: Iterable[str] = (Kind.EXERCISE,)
) -> int | None:
    """Of one day: the last reading before its first exercise, else its first one.

    Relief is no exercise: a cold pack is no reason for less of a programme.
    """
    rows, wanted = list(rows), set(kinds)
    done = [e for e in rows if e.kind in wanted]
    readings = sorted(
        (e for e in rows if e.kind == Kind.PAIN),
        key=lambda e: e.moment or e.recorded_at,
    )
    if not done or not readings:
        return None
    start = min(e.moment or e.recorded_at for e in done)
    before = [e for e in readings if (e.moment or e.recorded_at) <= start]
    return (before[-1] if before else readings[0]).score


def _week(known: Known) -> int | None:
    for row in known.situations:
        if row.code == "pregnant" and row.since is not None:
            return shown_pregnancy_week(row.since, known.day)
    return None


def _days_since_birth(known: Known) -> int | None:
    """Days since the latest birth; None before it and where none is known."""
    births = [
        (known.day - row.since).days
        for row in known.situations
        if row.code in ("birth", "caesarean") and row.since is not None
    ]
    return min((days for days in births if days >= 0), default=None)
