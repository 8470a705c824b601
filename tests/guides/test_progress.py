"""How far a programme has come, over tables of days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from guides.library import library
from guides.practising import Done
from guides.programmes.progress import (
    AGAIN_DAYS,
    State,
    Status,
    full_weeks,
    moved_down,
    progress,
)
from guides.programmes.shapes import Morning, Pause, Programme, Reading, Run

START = date(2026, 11, 2)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
PROGRAMMES = library().programmes
SERIES = PROGRAMMES["mckenzie-series"]
STIFF = frozenset({"stiff"})
FIRST = {"prone-rest": 0, "prone-prop": 0, "prone-press-up": 0}
KNEES = ("both-knees-to-chest", "prone-press-up")
SEATED = ("seated-forward-bend", "prone-press-up")


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


def did(exercise: str, day: int, moment: datetime | None = None, sets: int = 1) -> Done:
    """Something done on a day of the programme, which counts from 0 here."""
    return Done(exercise, START + DAY * day, moment, sets, None, None)


def every_day(names: tuple[str, ...], first: int, last: int) -> list[Done]:
    return [did(name, day) for day in range(first, last + 1) for name in names]


def state(
    done: list[Done],
    day: int = 0,
    *,
    programme: Programme = SERIES,
    choices: frozenset[str] = frozenset(),
    pauses: tuple[Pause, ...] = (),
    mornings: list[Morning] | None = None,
    now: datetime | None = None,
) -> State:
    today = START + DAY * day
    run = Run(START, choices, pauses)
    return progress(programme, run, done, mornings or [], today, now or noon(today))


def current(found: State) -> str | None:
    return found.current.id if found.current else None


def opens(found: State, step: str) -> tuple[str, ...]:
    return next(s.opens for s in found.steps if s.step.id == step)


def status(found: State, step: str) -> Status:
    return next(s.status for s in found.steps if s.step.id == step)


# The series


def test_one_then_two_then_three() -> None:
    assert current(state([])) == "lie"
    assert opens(state([]), "prop") == ("once you have done “1: lie face down”",)
    assert current(state([did("prone-rest", 0)])) == "prop"
    two = [did("prone-rest", 0), did("prone-prop", 0)]
    assert current(state(two)) == "press-up"
    assert status(state(two), "prop") == Status.OPEN
    assert current(state([did(name, 0) for name in FIRST])) == "press-up"


def test_four_in_place_of_three() -> None:
    found = state([did("prone-rest", 0)], choices=frozenset({"cannot-lie"}))
    assert current(found) == "stand"
    assert opens(found, "press-up")[0] == "when “I cannot lie down” is not ticked"
    assert [s.status for s in found.steps].count(Status.LOCKED) == 6


def test_five_is_for_stiffness_alone() -> None:
    done = [did(name, 0) for name in FIRST]
    assert current(state(done, 1)) == "press-up"
    assert current(state(done, 1, choices=STIFF)) == "knees"


def test_six_comes_after_five_full_weeks_of_five() -> None:
    begun = [did(name, 0) for name in FIRST]
    done = begun + every_day(KNEES, 1, 60)
    assert current(state(done, 35, choices=STIFF)) == "knees"
    assert "(4 so far" in opens(state(done, 35, choices=STIFF), "seated")[0]
    assert current(state(done, 36, choices=STIFF)) == "seated"


def test_seven_comes_after_two_full_weeks_of_six() -> None:
    begun = [did(name, 0) for name in FIRST]
    done = begun + every_day(KNEES, 1, 35) + every_day(SEATED, 36, 60)
    assert current(state(done, 49, choices=STIFF)) == "seated"
    assert current(state(done, 50, choices=STIFF)) == "standing-bend"


def test_five_six_and_seven_end_with_three() -> None:
    steps = {step.id: step for step in SERIES.steps}
    for name in ("knees", "seated", "standing-bend"):
        assert steps[name].exercises[-1] == "prone-press-up"
        assert len(steps[name].exercises) == 2


# Weeks


def test_a_week_counts_from_three_days_on() -> None:
    run, today = Run(START), START + DAY * 21
    three = {START, START + DAY * 3, START + DAY * 6}
    two = {START + DAY * 7, START + DAY * 8}
    late = {START + DAY * day for day in (14, 15, 16)}
    assert full_weeks(frozenset(three), run, today) == 1
    assert full_weeks(frozenset(three | two), run, today) == 1
    assert full_weeks(frozenset(three | two | late), run, today) == 2
    assert full_weeks(frozenset(three | two | late), run, START + DAY * 20) == 1
    assert full_weeks(frozenset(), run, today) == 0


def test_a_pause_takes_nothing_away() -> None:
    days = frozenset(START + DAY * n for n in (*range(4), *range(24, 30)))
    away = Pause(START + DAY * 4, START + DAY * 23)
    today = START + DAY * 30
    assert full_weeks(days, Run(START, pauses=(away,)), START + DAY * 27) == 1
    assert full_weeks(days, Run(START), START + DAY * 14) == 1
    assert full_weeks(days, Run(START, pauses=(away,)), today) == 1
    lasting = Run(START, pauses=(Pause(START + DAY * 4, None),))
    assert lasting.paused
    assert full_weeks(days, lasting, today) == 1


@given(
    st.sets(st.integers(0, 80), max_size=60),
    st.integers(0, 80),
    st.sets(st.integers(0, 80), max_size=10),
)
def test_more_done_never_counts_less(
    done: set[int], today: int, more: set[int]
) -> None:
    run, day = Run(START), START + DAY * today
    # The weeks begin with the first day, which stays where it is.
    first = min(done, default=0)
    some = frozenset(START + DAY * n for n in done if n < today)
    all_of_it = some | {START + DAY * n for n in more if first <= n < today}
    if some:
        assert full_weeks(some, run, day) <= full_weeks(frozenset(all_of_it), run, day)


# Today


def test_what_is_done_and_what_is_left() -> None:
    found = state([did("prone-rest", 0, noon(START), sets=2)])
    assert (found.rounds, found.least, found.most, found.left) == (0, 6, 8, 8)
    seen = state([*every_day(("prone-rest", "prone-prop"), 0, 0)], 1)
    assert (current(seen), seen.rounds) == ("press-up", 0)
    done = [did(name, 0) for name in FIRST] + [did("prone-press-up", 1, sets=3)]
    seen = state(done, 1)
    assert (seen.rounds, seen.left, seen.enough) == (3, 5, False)
    seen = state([*done, did("prone-press-up", 1, sets=5)], 1)
    assert (seen.rounds, seen.left, seen.enough, seen.due) == (8, 0, True, None)


def test_sets_of_one_round_are_no_rounds() -> None:
    strength = PROGRAMMES["back-muscle-strength"]
    done = [*every_day(("five-point-support",), 0, 2), did("hip-bridge", 3, sets=2)]
    found = state(done, 3, programme=strength)
    assert (current(found), found.rounds, found.most) == ("bridge", 1, 1)
    assert found.enough


def test_lifts_that_nobody_counted_are_one_round_each_time() -> None:
    strength = PROGRAMMES["back-muscle-strength"]
    lifts = [did("five-point-support", 0, sets=3), did("five-point-support", 0, sets=8)]
    assert state(lifts[:1], programme=strength).rounds == 1
    assert state(lifts, programme=strength).rounds == 2
    core = [did("heel-slide", 0, sets=2)]
    assert state(core, programme=PROGRAMMES["core-strength"]).rounds == 1


def test_sets_are_rounds_where_the_dose_counts_them() -> None:
    series = [did("prone-rest", 0), did("prone-prop", 0, sets=2)]
    assert state([*series, did("prone-prop", 0)]).rounds == 0  # of the press-ups
    assert state([*series, did("prone-press-up", 0, sets=3)]).rounds == 3


def test_the_next_is_due_hours_apart() -> None:
    at = noon(START)
    done = [did(name, 0, at) for name in FIRST]
    assert state(done, now=at + HOUR / 2).due == at + 2 * HOUR
    assert state(done, now=at + 5 * HOUR).due == at + 5 * HOUR
    assert state([]).due == at
    untimed = [did(name, 0) for name in FIRST]
    assert state(untimed).due == at


def test_a_pause_makes_nothing_due() -> None:
    found = state([], pauses=(Pause(START, None),))
    assert (found.paused, found.due, current(found)) == (True, None, "lie")


def test_nothing_counts_from_before_the_start() -> None:
    assert current(state([did("prone-rest", -1)])) == "lie"


# The flare


def test_the_flare_goes_by_the_day() -> None:
    flare = PROGRAMMES["flare-days"]
    at = noon(START)
    cold = [did("cold-pack-in-a-flare", 0, at)]
    first = state(cold, programme=flare, now=at)
    assert (current(first), first.due, first.most) == ("day-1", at + HOUR, None)
    later = at + DAY
    second = state(
        [*cold, did("cold-pack-in-a-flare", 1, later)], 1, programme=flare, now=later
    )
    assert (current(second), second.due) == ("days-2-3", later + 2 * HOUR)
    assert status(second, "day-1") == Status.OVER
    assert current(state([], 2, programme=flare)) == "days-2-3"
    fourth = state([], 3, programme=flare)
    assert (current(fourth), fourth.least, fourth.most) == ("day-4", 3, 3)
    low = [Morning(START + DAY * 3, worst=6)]
    assert current(state([], 3, programme=flare, mornings=low)) == "normal"
    high = [Morning(START + DAY * 2, worst=7), *low]
    found = state([], 3, programme=flare, mornings=high)
    assert opens(found, "normal") == (
        "when your pain today and yesterday is 6 or less",
    )


# A morning that was worse


def worse(day: int, rise: int = 2) -> Morning:
    return Morning(START + DAY * day, before=3, after=3 + rise)


def test_a_worse_morning_steps_down_and_says_why() -> None:
    done = [did(name, 0) for name in FIRST]
    found = state(done, 1, mornings=[worse(1)])
    assert current(found) == "prop"
    assert found.fall is not None
    assert (found.fall.step.id, found.fall.to.id) == ("press-up", "prop")
    assert (found.fall.rise, found.fall.days_left) == (2, AGAIN_DAYS)
    assert not found.rests
    words = "after 3 more days of “2: prop on your forearms”"
    assert opens(found, "press-up") == (words,)
    assert status(found, "press-up") == Status.LOCKED


def test_soreness_of_one_point_is_no_step_down() -> None:
    done = [did(name, 0) for name in FIRST]
    assert current(state(done, 1, mornings=[worse(1, 1)])) == "press-up"
    unknown = Morning(START + DAY, before=None, after=9)
    assert current(state(done, 1, mornings=[unknown])) == "press-up"


def test_a_worse_morning_after_something_else_changes_nothing() -> None:
    done = [did(name, 0) for name in FIRST] + [did("gym", 2)]
    assert current(state(done, 3, mornings=[worse(3)])) == "press-up"


def test_three_days_of_the_step_below_open_it_again() -> None:
    done = [did(name, 0) for name in FIRST]
    two = every_day(("prone-prop",), 1, 2)
    assert current(state(done + two, 3, mornings=[worse(1)])) == "prop"
    three = every_day(("prone-prop",), 1, 3)
    found = state(done + three, 4, mornings=[worse(1)])
    assert (current(found), found.fall) == ("press-up", None)


def test_steps_down_go_on() -> None:
    done = [did(name, 0) for name in FIRST] + [did("prone-prop", 1)]
    found = state(done, 2, mornings=[worse(1), worse(2, 4)])
    assert current(found) == "lie"
    assert found.fall is not None
    assert (found.fall.step.id, found.fall.rise) == ("prop", 4)


def test_below_the_first_step_is_a_day_of_rest() -> None:
    done = [did("prone-rest", 0)]
    found = state(done, 1, mornings=[worse(1)])
    assert (found.rests, current(found), found.due) == (True, "lie", None)
    after = state(done, 2, mornings=[worse(1)])
    assert (after.rests, current(after)) == (False, "lie")
    assert after.due is not None
    again = done + every_day(("prone-rest",), 2, 4)
    assert current(state(again, 5, mornings=[worse(1)])) == "prop"


# Pain that moves down a leg


def reading(hour: int, *areas: str) -> Reading:
    at = noon(START) + HOUR * hour
    return Reading(START, at, frozenset(areas))


SINCE = noon(START)


def test_pain_that_moves_down_the_leg_is_found() -> None:
    down = [reading(-1, "buttock"), reading(1, "buttock", "thigh")]
    assert moved_down(down, SINCE) == down[1]
    for before, after in (("thigh", "calf"), ("calf", "foot"), ("lower_back", "thigh")):
        pair = [reading(-1, before), reading(1, after)]
        assert moved_down(reversed(pair), SINCE) == pair[1]


def test_pain_that_stays_or_moves_up_is_none() -> None:
    for before, after in (
        ("calf", "calf"),
        ("foot", "buttock"),
        ("lower_back", "buttock"),
        ("lower_back", "neck"),
    ):
        assert moved_down([reading(-1, before), reading(1, after)], SINCE) is None


def test_a_reading_without_a_place_says_nothing() -> None:
    assert moved_down([reading(1, "calf")], SINCE) is None
    gap = [reading(-2, "calf"), reading(-1), reading(1, "calf")]
    assert moved_down(gap, SINCE) is None


def test_what_was_looked_at_is_not_found_again() -> None:
    pair = [reading(-3, "thigh"), reading(-1, "calf")]
    assert moved_down(pair, SINCE) is None


# For every programme


@given(
    programme=st.sampled_from(sorted(PROGRAMMES)),
    days=st.lists(st.tuples(st.integers(0, 70), st.integers(0, 9)), max_size=60),
    rises=st.dictionaries(st.integers(1, 70), st.integers(-3, 6), max_size=8),
    worst=st.one_of(st.none(), st.integers(0, 10)),
    today=st.integers(0, 70),
    chosen=st.integers(0, 15),
)
def test_a_state_always_holds_together(
    programme: str,
    days: list[tuple[int, int]],
    rises: dict[int, int],
    worst: int | None,
    today: int,
    chosen: int,
) -> None:
    one = PROGRAMMES[programme]
    names = sorted(one.exercises())
    done = [did(names[n % len(names)], day) for day, n in days]
    mornings = [worse(day, rise) for day, rise in rises.items()]
    mornings.append(Morning(START + DAY * today, worst=worst))
    choices = frozenset(c.id for n, c in enumerate(one.choices) if chosen >> n & 1)
    found = state(done, today, programme=one, choices=choices, mornings=mornings)
    statuses = [s.status for s in found.steps]
    assert statuses.count(Status.NOW) == (found.current is not None)
    for one_step in found.steps:
        closed = one_step.status in (Status.LOCKED, Status.OVER)
        assert bool(one_step.opens) == closed
    if found.fall:
        assert found.current is found.fall.to
    if found.left is not None:
        assert 0 <= found.left <= (found.most or 0)
    # The order of what was logged makes no difference.
    turned = state(
        done[::-1], today, programme=one, choices=choices, mornings=mornings[::-1]
    )
    assert replace(turned, steps=()) == replace(found, steps=())
    assert [s.opens for s in turned.steps] == [s.opens for s in found.steps]


def test_what_is_logged_before_its_time_opens_nothing_further() -> None:
    begun = [did(name, 0) for name in FIRST]
    done = begun + every_day(SEATED, 1, 30)
    found = state(done, 40, choices=STIFF)
    assert current(found) == "knees"
    assert opens(found, "standing-bend") == (
        "once “6: bend forward on a chair, then 3” is open",
    )
