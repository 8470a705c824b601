"""The closed lists that the cards of a day offer."""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter
from typing import Final

from guides.library import library
from guides.linking import activities_hidden, exercises_shown
from tracker import vocabulary as words
from tracker.vocabulary import Activity

SLEEP_CHOICES: Final = tuple(
    (minutes, f"{minutes // 60 or ''}{'½' if minutes % 60 else ''} h")
    for minutes in (240, 300, 330, 360, 390, 420, 450, 480, 510, 540)
)
"""Usual nights offered as one tap each: minutes, and a short label."""


@lru_cache(maxsize=64)
def left_out(conditions: frozenset[str]) -> frozenset[str]:
    """What safety leaves out under the conditions: exercises and activities."""
    shown = {e.id for e in exercises_shown(library(), conditions)}
    return frozenset(library().exercises) - shown | activities_hidden(conditions)


@lru_cache(maxsize=64)
def activities_under(conditions: frozenset[str]) -> words.ChoiceGroups:
    """Common activities, and the exercises that safety leaves."""
    exercises = [
        (e.id, e.name)
        for e in exercises_shown(library(), conditions)
        if e.kind == "exercise" and not e.is_activity
    ]
    return (
        ("Activities", tuple((str(c), str(label)) for c, label in Activity.choices)),
        ("Exercises of the guides", tuple(sorted(exercises, key=itemgetter(1)))),
    )


class Choices:
    """The closed lists of the cards, as the templates want them."""

    scores = range(11)
    qualities = range(1, 6)
    sleep = SLEEP_CHOICES
    areas = tuple(words.AREAS.values())
    sensations = tuple(words.Sensation.choices)
    marks = tuple(words.Mark.choices)
    efforts = tuple(words.Effort.choices)


CHOICES: Final = Choices()
