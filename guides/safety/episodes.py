"""Episodes of pain: when one begins, and when it is over.

Source: the safety specification, section 3. An episode begins at the stated onset or
on a day that is marked as a flare, unless one runs already. It ends when the person
says so, or after enough logged days in a row with little pain. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from guides.safety.questions import screen


@dataclass(frozen=True)
class Told:
    """What one logged day tells of an episode.

    ``worst`` is its highest reading, 0-10, or None where no pain was logged: such a
    day neither counts as a quiet one nor breaks their run.
    """

    day: date
    worst: int | None = None
    flare: bool = False


def episode_on(
    day: date, onset: date | None, told: Iterable[Told], over: date | None = None
) -> date | None:
    """The day on which the episode that runs on ``day`` began, or None.

    ``onset`` is when the pain began, as stated; ``over`` the day on which the person
    last said that it was over: what began up to then has ended with that day.
    """
    times = screen().times
    days = {one.day: one for one in told if one.day <= day}
    for stated in (onset, over):
        if stated is not None and stated <= day:
            days.setdefault(stated, Told(stated))
    began, quiet = None, 0
    for _day, one in sorted(days.items()):
        if began is None and (one.flare or one.day == onset):
            began, quiet = one.day, 0
        if one.flare or (one.worst is not None and one.worst > times.low_pain):
            quiet = 0
        elif one.worst is not None:
            quiet += 1
        if one.day == over or quiet >= times.low_days:
            began, quiet = None, 0
    return began
