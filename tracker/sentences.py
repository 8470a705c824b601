"""What a chart shows, in a sentence: for readers who cannot see it, and for all others.

Says how many days it rests on, calls a change small where people would not notice
it, and never says what led to what.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tracker.dates import DateWords
from tracker.insights.change import LEAST_DAYS, Change, change_between
from tracker.insights.means import mean
from tracker.insights.rounding import rounded
from tracker.insights.windows import Window


@dataclass(frozen=True)
class Comparison:
    """The earlier half of a span beside the later one.

    ``change`` is ``None`` where a half has too few logged days.
    """

    days_before: int
    days_after: int
    change: Change | None


def compare(
    dates: Sequence[date], scores: Sequence[float | None], window: Window
) -> Comparison:
    """Compare the two halves of a span; ``dates`` and ``scores`` are in order."""
    middle = bisect_left(dates, window.middle)
    before, after = scores[:middle], scores[middle:]
    return Comparison(
        days_before=sum(score is not None for score in before),
        days_after=sum(score is not None for score in after),
        change=change_between(before, after),
    )


def pain_sentence(
    dates: Sequence[date],
    scores: Sequence[float | None],
    worst: Sequence[int | None],
    comparison: Comparison,
    window: Window,
    words: DateWords,
) -> str:
    """Mean, days it rests on, worst reading, and how the halves compare."""
    logged = [score for score in scores if score is not None]
    if not logged:
        return f"No pain was logged {_in_days(len(window))}."
    top = max(value or 0 for value in worst)
    on = [day for day, value in zip(dates, worst, strict=True) if value == top]
    when = f", on {words.full(on[0])}" if len(on) == 1 else f", on {len(on):,} days"
    days = _over(len(logged), len(window), "day")
    if len(logged) == 1:
        first = f"Your pain was {logged[0]:.1f} {days}."
    else:
        average = rounded(mean(logged) or 0, 1)
        first = f"Your pain averaged {average:.1f} {days}."
    return " ".join(
        [
            first,
            f"The worst reading was {top}{when if len(window) > 1 else ''}.",
            *_change_words(comparison, window),
        ]
    )


def _over(logged: int, length: int, what: str) -> str:
    """The days that a mean rests on; ``what`` is "day" or "night"."""
    if length == 1:
        return "on this day"
    if logged == 1:
        return f"on the one logged {what} of {length:,}"
    if logged == length:
        return f"over all {length:,} {what}s"
    return f"over {logged:,} logged {what}s of {length:,}"


def _change_words(comparison: Comparison, window: Window) -> list[str]:
    if len(window) < 2 * LEAST_DAYS:
        return []
    change = comparison.change
    if change is None:
        before, after = (
            f"{days:,}" if days else "none"
            for days in (comparison.days_before, comparison.days_after)
        )
        return [
            f"To compare the two halves of this time, each needs {LEAST_DAYS} logged "
            f"days. The first half has {before}, the second has {after}."
        ]
    if not change.points:
        return [f"It averaged {change.after:.1f} in both halves of this time."]
    which = "higher" if change.points > 0 else "lower"
    size = (
        "a change that people usually notice"
        if change.noticed
        else "a smaller change than people usually notice"
    )
    return [
        f"In the second half of this time it averaged {change.after:.1f}, after "
        f"{change.before:.1f} in the first: {abs(change.points):.1f} {which}, {size}."
    ]


@dataclass(frozen=True)
class _Words:
    """How a measure is told: of one day, of each day, and of no day at all."""

    one: str
    each: str
    none: str
    day: str = "day"


_MEASURES: Final = {
    "sleep": _Words("You slept {}", "You slept {} a night", "No sleep was", "night"),
    "water": _Words("You drank {}", "You drank {} a day", "No water was"),
    "exercise": _Words(
        "You logged {} of exercise",
        "You logged {} of exercise a day",
        "No exercise with minutes was",
    ),
    "breaks": _Words(
        "You took {} posture breaks",
        "You took {} posture breaks a day",
        "No posture breaks were",
    ),
}


def measure_sentence(
    key: str,
    values: Sequence[float | None],
    length: int,
    goal: int | None,
    in_unit: Callable[[float], float],
    show: Callable[[float], str],
) -> str:
    """Mean of a measure, the days it rests on, and how many reached the goal.

    ``in_unit`` turns what is stored into the number that the reader sees, ``show``
    writes that number. A goal is reached if it looks so: three bottles of 20 fl oz
    make 60, though stored as whole millilitres they are one short of it.
    """
    words = _MEASURES[key]
    logged = [value for value in values if value is not None]
    if not logged:
        return f"{words.none} logged {_in_days(length)}."
    amount = show(in_unit(mean(logged) or 0))
    days = _over(len(logged), length, words.day)
    if len(logged) == 1:
        sentence = f"{words.one.format(amount)} {days}."
    else:
        sentence = f"{words.each.format(amount)} on average, {days}."
    if amount == "1":
        sentence = sentence.replace("posture breaks", "posture break")
    if goal is None:
        return sentence
    wanted = in_unit(goal)
    reached = sum(in_unit(value) >= wanted for value in logged)
    return f"{sentence} {_of_them(reached, len(logged))} your goal of {show(wanted)}."


def _of_them(reached: int, logged: int) -> str:
    if logged == 1:
        return "This reached" if reached else "This did not reach"
    if reached == logged:
        return "Both of them reached" if logged == 2 else "All of them reached"
    if not reached:
        return "Neither of them reached" if logged == 2 else "None of them reached"
    return f"{reached:,} of them reached"


def _in_days(length: int) -> str:
    return "on this day" if length == 1 else f"in these {length:,} days"
