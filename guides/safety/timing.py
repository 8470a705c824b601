"""Which questions time brings, without an entry: once, and then again.

Source: the safety specification, section 3. The full screen comes before the first
exercise, again after three months and in a new episode; section C as a pregnancy goes
on; two of its rows every week; two rows on pain that stays on two days of an episode.
Whatever is due is due until it is answered. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from guides.safety.hiding import FULL_TERM_DAYS
from guides.safety.questions import screen

FIRST: Final = "full-first"
AGAIN: Final = "full-again"
NEW_EPISODE: Final = "full-episode"
WEEKS: Final = "pregnancy-weeks"
WEEKLY: Final = "pregnancy-weekly"
EPISODE_DAYS: Final = "episode-days"

FULL: Final = "full-"
"""How the names of the triggers begin that open the full screen."""


@dataclass(frozen=True)
class Answered:
    """The questions that were answered together on a day."""

    day: date
    questions: frozenset[str]


@dataclass(frozen=True)
class Pregnancy:
    """A pregnancy that runs: told of on ``told``; the due date may not be known."""

    told: date
    due: date | None

    def began(self, week: int) -> date:
        """The day on which a full week of the pregnancy began; needs the due date."""
        assert self.due is not None
        return self.due - timedelta(days=FULL_TERM_DAYS - 7 * week)


def due(
    today: date,
    answered: Sequence[Answered],
    pregnancy: Pregnancy | None = None,
    episode: date | None = None,
) -> list[str]:
    """The triggers whose questions are due on a day.

    ``episode`` is the day on which the running episode began.
    """
    found = []
    if (full := _full(today, answered, episode)) is not None:
        found.append(full)
    if pregnancy is not None:
        found += _of_pregnancy(today, answered, pregnancy)
    if episode is not None and _of_episode(today, answered, episode):
        found.append(EPISODE_DAYS)
    return found


def would_ask(today: date, answered: Sequence[Answered], episode: date) -> bool:
    """Whether an episode that began on this day would bring questions."""
    new = _full(today, answered, episode) == NEW_EPISODE
    return new or _of_episode(today, answered, episode)


def asked_from(today: date) -> date:
    """An episode that began before this day brings no questions any more."""
    times = screen().times
    last = max(times.episode_days) - 1 + times.episode_asked_days
    return today - timedelta(days=last)


def _full(
    today: date, answered: Iterable[Answered], episode: date | None
) -> str | None:
    last = _last(answered, screen().full)
    if last is None:
        return FIRST
    if (today - last).days >= screen().times.full_again_days:
        return AGAIN
    return NEW_EPISODE if episode is not None and last < episode else None


def _of_pregnancy(
    today: date, answered: Sequence[Answered], pregnancy: Pregnancy
) -> list[str]:
    times, whole = screen().times, screen()
    since, this_week = pregnancy.told, None
    if pregnancy.due is not None:
        begun = [pregnancy.began(week) for week in times.week_steps]
        since = max([since, *(day for day in begun if day <= today)])
        first = pregnancy.began(times.weekly_from)
        if first <= today:
            this_week = today - timedelta(days=(today - first).days % 7)
    section = frozenset(q.id for q in whole.questions.values() if q.section == "C")
    weekly = frozenset(whole.triggers[WEEKLY].questions)
    found = []
    if not _since(answered, section, since):
        found.append(WEEKS)
    if this_week is not None and not _since(answered, weekly, max(this_week, since)):
        found.append(WEEKLY)
    return found


def _of_episode(today: date, answered: Iterable[Answered], episode: date) -> bool:
    if episode < asked_from(today):
        return False
    days = (episode + timedelta(days=n - 1) for n in screen().times.episode_days)
    reached = [day for day in days if day <= today]
    rows = frozenset(screen().triggers[EPISODE_DAYS].questions)
    return bool(reached) and not _since(answered, rows, max(reached))


def _last(answered: Iterable[Answered], questions: frozenset[str]) -> date | None:
    return max((a.day for a in answered if questions <= a.questions), default=None)


def _since(answered: Iterable[Answered], questions: frozenset[str], day: date) -> bool:
    last = _last(answered, questions)
    return last is not None and last >= day
