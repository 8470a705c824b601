"""How far a programme has come: arithmetic on what was logged.

No clock and no database: the same days always give the same state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from guides.practising import Done
from guides.programmes.conditions import (
    WEEK_COUNTS_FROM,
    Condition,
    FromDay,
    Record,
    Titles,
    UntilDay,
    Weeks,
)
from guides.programmes.shapes import Morning, Programme, Reading, Run, Step

WORSE_FROM: Final = 2
"""So much worse on the morning after is too much."""

AGAIN_DAYS: Final = 3
"""After a step down the step below is done on so many days first."""

DEPTH: Final = {"buttock": 1, "thigh": 2, "calf": 3, "foot": 4}
"""How far down a leg an area lies; 0 for all others."""

DAY: Final = timedelta(days=1)


class Status(StrEnum):
    """How a step stands."""

    NOW = "now"
    OPEN = "open"
    LOCKED = "locked"
    OVER = "over"


@dataclass(frozen=True)
class StepState:
    """A step, how it stands, and for one that is locked what opens it, in words."""

    step: Step
    status: Status
    opens: tuple[str, ...]
    days: int


@dataclass(frozen=True)
class Fall:
    """A step down: after ``step``, the morning of ``day`` was ``rise`` points worse.

    ``to`` is the step to do for ``days_left`` more days. Where there is none below
    it is ``step`` itself, after a day of rest.
    """

    day: date
    rise: int
    step: Step
    to: Step
    days_left: int


@dataclass(frozen=True)
class State:
    """Where a run stands today.

    ``rounds`` are those done today, ``least`` and ``most`` how many the dose names.
    ``due`` is the next one's time, ``None`` where nothing is due any more today.
    ``rests`` says that today is left free after a morning that was worse.
    """

    current: Step | None
    steps: tuple[StepState, ...]
    rounds: int
    least: int | None
    most: int | None
    due: datetime | None
    fall: Fall | None
    day: int
    paused: bool
    rests: bool

    @property
    def enough(self) -> bool:
        """Whether the most that the dose names is done."""
        return self.most is not None and self.rounds >= self.most

    @property
    def left(self) -> int | None:
        """How many rounds of today are left of the most; ``None`` without a count."""
        return None if self.most is None else max(0, self.most - self.rounds)


def progress(
    programme: Programme,
    run: Run,
    done: Sequence[Done],
    mornings: Sequence[Morning],
    today: date,
    now: datetime,
    titles: Titles | None = None,
) -> State:
    """The state of a run on a day. ``done`` is whatever was logged, in any way.

    ``titles`` are the words for steps where not all of them may be named.
    """
    counted = [one for one in done if run.started_on <= one.day <= today]
    days = {step.id: _days(step, counted, programme, run) for step in programme.steps}
    record = _record(programme, run, days, mornings, today)
    opened = [s for s in programme.steps if _is_open(s, programme, record)]
    fall = _fall(programme, opened, days, mornings, run, today)
    left = opened[: opened.index(fall.to) + 1] if fall else opened
    current = left[-1] if left else None
    words = {**(titles or programme.titles), **programme.choice_texts}
    rounds = _rounds(current, counted, today) if current else 0
    times = current.times_a_day if current else None
    rests = fall is not None and fall.to is fall.step and fall.day == today
    return State(
        current=current,
        steps=tuple(
            _step_state(step, current, left, fall, record, words)
            for step in programme.steps
        ),
        rounds=rounds,
        least=times[0] if times else None,
        most=times[1] if times else None,
        due=_due(current, counted, rounds, now)
        if current and not run.paused and not rests
        else None,
        fall=fall,
        day=record.day,
        paused=run.paused,
        rests=rests,
    )


def moved_down(readings: Iterable[Reading], since: datetime) -> Reading | None:
    """The first reading after ``since`` that lies lower in the leg than the one before.

    From buttock to thigh, calf and foot. A reading without a place says nothing, and
    pain that comes into the buttock from the back is not yet in the leg.
    """
    before: int | None = None
    for reading in sorted(readings, key=lambda r: (r.day, r.moment)):
        if not reading.areas:
            continue
        depth = max(DEPTH.get(area, 0) for area in reading.areas)
        lower = before is not None and depth > before and depth > DEPTH["buttock"]
        if lower and reading.moment > since:
            return reading
        before = depth
    return None


def _is_open(step: Step, programme: Programme, record: Record) -> bool:
    """Whether its conditions hold, and those of every step that it waits for."""
    by_id = {one.id: one for one in programme.steps}
    return all(condition.holds(record) for condition in step.when) and all(
        _is_open(by_id[name], programme, record) for name in step.waits_for
    )


def _days(
    step: Step, done: Iterable[Done], programme: Programme, run: Run
) -> frozenset[date]:
    """The days on which it was done, within those of the programme that it is for."""
    found = frozenset(one.day for one in done if one.exercise in step.counted)
    bounds = [c for c in step.when if isinstance(c, FromDay | UntilDay)]
    if not bounds:
        return found
    numbers = {day: Record(day=_day_of_run(programme, run, day)) for day in found}
    return frozenset(
        day for day in found if all(bound.holds(numbers[day]) for bound in bounds)
    )


def _record(
    programme: Programme,
    run: Run,
    days: Mapping[str, frozenset[date]],
    mornings: Iterable[Morning],
    today: date,
) -> Record:
    near = [
        m.worst
        for m in mornings
        if m.day in (today, today - DAY) and m.worst is not None
    ]
    asked = {c.step for s in programme.steps for c in s.when if isinstance(c, Weeks)}
    return Record(
        days={name: len(found) for name, found in days.items()},
        weeks={name: full_weeks(days[name], run, today) for name in asked},
        choices=run.choices,
        day=_day_of_run(programme, run, today),
        worst=max(near, default=None),
    )


def _day_of_run(programme: Programme, run: Run, today: date) -> int:
    """Which day of the programme it is, from 1. A flare goes on through a pause."""
    span = (today - run.started_on).days + 1
    if programme.from_flare:
        return span
    days = (run.started_on + DAY * n for n in range(span))
    return max(1, sum(not _paused_on(day, run) for day in days))


def full_weeks(done: frozenset[date], run: Run, today: date) -> int:
    """How many full weeks of a step have been done, by the day before ``today``.

    Weeks begin with its first day. Paused days are not counted, unless something was
    done on them; a week with too little in it is not counted either, and takes
    nothing away.
    """
    if not done:
        return 0
    span = [min(done) + DAY * n for n in range((today - min(done)).days)]
    active = [day for day in span if day in done or not _paused_on(day, run)]
    weeks = [active[n : n + 7] for n in range(0, len(active) - 6, 7)]
    return sum(len(done.intersection(week)) >= WEEK_COUNTS_FROM for week in weeks)


def _paused_on(day: date, run: Run) -> bool:
    return any(
        pause.first <= day and (pause.last is None or day <= pause.last)
        for pause in run.pauses
    )


def _fall(
    programme: Programme,
    opened: Sequence[Step],
    days: Mapping[str, frozenset[date]],
    mornings: Iterable[Morning],
    run: Run,
    today: date,
) -> Fall | None:
    """The step down that holds, the lowest where there are several."""
    order, lowest = programme.steps.index, None
    for morning in sorted(mornings, key=lambda m: m.day):
        if morning.rise < WORSE_FROM or not run.started_on < morning.day <= today:
            continue
        tried = [s for s in programme.steps if morning.day - DAY in days[s.id]]
        if not tried:
            continue
        step = tried[-1]
        lower = [s for s in opened if order(s) < order(step)]
        if not lower and step not in opened:
            continue
        to = lower[-1] if lower else step
        again = sum(day >= morning.day for day in days[to.id])
        if again >= AGAIN_DAYS:
            continue
        if lowest is None or order(step) <= order(lowest.step):
            lowest = Fall(morning.day, morning.rise, step, to, AGAIN_DAYS - again)
    return lowest


def _step_state(
    step: Step,
    current: Step | None,
    left: Sequence[Step],
    fall: Fall | None,
    record: Record,
    words: Titles,
) -> StepState:
    missing: list[Condition] = [c for c in step.when if not c.holds(record)]
    opens = tuple(condition.words(record, words) for condition in missing)
    if step is current:
        status = Status.NOW
    elif step in left:
        status = Status.OPEN
    elif any(isinstance(condition, UntilDay) for condition in missing):
        status = Status.OVER
    else:
        status = Status.LOCKED
        if not missing and step.waits_for:
            opens = tuple(f"once “{words[name]}” is open" for name in step.waits_for)
        if not missing and fall:
            count = (
                "1 more day" if fall.days_left == 1 else f"{fall.days_left} more days"
            )
            opens = (f"after {count} of “{words[fall.to.id]}”",)
    return StepState(step, status, opens, record.days.get(step.id, 0))


def _rounds(step: Step, done: Iterable[Done], today: date) -> int:
    sets = [d.sets for d in done if d.day == today and d.exercise in step.counted]
    if not sets or step.sets is None:
        return len(sets)
    return max(1, sum(sets) // step.sets)


def _due(
    step: Step, done: Iterable[Done], rounds: int, now: datetime
) -> datetime | None:
    if step.times_a_day and rounds >= step.times_a_day[1]:
        return None
    if step.every_hours is None:
        return now
    moments = [d.moment for d in done if d.exercise in step.counted and d.moment]
    if not moments:
        return now
    return max(now, max(moments) + timedelta(hours=step.every_hours[0]))
