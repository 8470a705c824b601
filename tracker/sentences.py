"""What a chart shows, in a sentence: for readers who cannot see it, and for all others.

Says how many days it rests on, calls a change small where people would not notice
it, and never says what led to what.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

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
        return f"No pain was logged in {_days_long(len(window))}."
    top = max(value or 0 for value in worst)
    on = [day for day, value in zip(dates, worst, strict=True) if value == top]
    when = f"on {words.full(on[0])}" if len(on) == 1 else f"on {len(on):,} days"
    if len(logged) == 1:
        first = f"Your pain was {logged[0]:.1f} on the one logged day"
    else:
        average = rounded(mean(logged) or 0, 1)
        first = f"Your pain averaged {average:.1f} over {len(logged):,} logged days"
    return " ".join(
        [
            f"{first} of {len(window):,}.",
            f"The worst reading was {top}, {when}.",
            *_change_words(comparison, window),
        ]
    )


def _change_words(comparison: Comparison, window: Window) -> list[str]:
    if len(window) < 2 * LEAST_DAYS:
        return []
    change = comparison.change
    if change is None:
        return [
            f"To compare the first half with the second, each needs {LEAST_DAYS} "
            f"logged days; they have {comparison.days_before} and "
            f"{comparison.days_after}."
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


_MEASURES = {
    "sleep": ("You slept {amount} a night on average", "No sleep was logged"),
    "water": ("You drank {amount} a day on average", "No water was logged"),
    "exercise": (
        "You logged {amount} of exercise a day on average",
        "No exercise with minutes was logged",
    ),
    "breaks": (
        "You took {amount} posture breaks a day on average",
        "No posture breaks were logged",
    ),
}


def measure_sentence(
    key: str,
    values: Sequence[float | None],
    length: int,
    goal: int | None,
    show: Callable[[float], str],
) -> str:
    """Mean of a measure, the days it rests on, and how many reached the goal."""
    found, none = _MEASURES[key]
    logged = [value for value in values if value is not None]
    if not logged:
        return f"{none} in {_days_long(length)}."
    what = found.format(amount=show(mean(logged) or 0))
    days = "1 logged day" if len(logged) == 1 else f"{len(logged):,} logged days"
    sentence = f"{what}, over {days} of {length:,}."
    if goal is None:
        return sentence
    reached = sum(value >= goal for value in logged)
    return f"{sentence} {_of_them(reached, len(logged))} your goal of {show(goal)}."


def _of_them(reached: int, logged: int) -> str:
    if logged == 1:
        return "It reached" if reached else "It did not reach"
    if reached in (0, logged):
        return "All of them reached" if reached else "None of them reached"
    return f"{reached:,} of them reached"


def _days_long(length: int) -> str:
    return "this day" if length == 1 else f"these {length:,} days"
