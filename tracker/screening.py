"""Safety questions that time brings, and the lock on exercise until they are answered.

What is due is worked out from the answers that are kept; nothing is stored for it but
the two dates of an episode that no entry tells for good. Logging is never locked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import uuid4

from django.urls import reverse

from guides.safety import timing
from guides.safety.episodes import Told, episode_on
from guides.safety.questions import screen
from tracker import access
from tracker.calendar import day_of
from tracker.models import Person, Situation, WarningScreen
from tracker.vocabulary import Mark

if TYPE_CHECKING:
    from tracker.facts import Known


def due(
    person: Person,
    screens: Iterable[WarningScreen],
    situations: Iterable[Situation],
    now: datetime,
) -> list[str]:
    """The triggers whose questions are due. No query, unless an episode is recent."""
    today = day_of(now, person)
    answered = [
        timing.Answered(day_of(row.answered_at, person), frozenset(row.questions))
        for row in screens
        if row.answered_at is not None
    ]
    pregnancy = next(
        (
            timing.Pregnancy(row.started_on, row.since)
            for row in situations
            if row.code == "pregnant"
        ),
        None,
    )
    episode = _episode(person, today, answered)
    found = timing.due(today, answered, pregnancy, episode)
    if timing.NEW_EPISODE in found and _was_told_late(person, episode):
        found.remove(timing.NEW_EPISODE)
    return found


def asked_quietly(triggers: Iterable[str]) -> list[str]:
    """What of it is asked on Today; the first full screen waits for an exercise."""
    return [trigger for trigger in triggers if trigger != timing.FIRST]


def questions_first(known: Known, path: str) -> str | None:
    """Where to go before an exercise is shown at ``path``, or None.

    While a warning is open or waits, the page itself says so and shows no exercise.
    """
    if not known.due or known.open_screens:
        return None
    return f"{reverse('tracker:safety-questions')}?{urlencode({'next': path})}"


def note_flare(person: Person, today: date) -> None:
    """A day was marked as a flare: keep in mind the one that an episode began with.

    It may be a day long ago. What was over before today begins nothing.
    """
    told = _told(person, date.min, today)
    began = episode_on(today, person.pain_since, told, person.over_on)
    if began not in (None, person.pain_since, person.flare_on):
        person.flare_on = began
        person.save(update_fields=["flare_on"])


def running_episode(person: Person, today: date) -> date | None:
    """The day on which the episode that runs today began, if one does.

    Reads the whole diary, where an onset or a flare was told.
    """
    if person.pain_since is None and person.flare_on is None:
        return None
    told = _told(person, date.min, today)
    return episode_on(today, person.pain_since, told, person.over_on)


def say_over(person: Person, day: date | None) -> None:
    """The person says that the episode is over, or with None takes it back."""
    person.over_on = day
    person.save(update_fields=["over_on"])


def answer_none(person: Person, *, now: datetime) -> WarningScreen:
    """Keep "None of these" to every question, as for an invented diary."""
    whole = screen()
    return WarningScreen.objects.create(
        id=uuid4(),
        person=person,
        triggers=[timing.FIRST],
        questions=[q.id for q in whole.questions.values() if q.action],
        day=day_of(now, person),
        opened_at=now,
        answered_at=now,
    )


def _episode(
    person: Person, today: date, answered: Sequence[timing.Answered]
) -> date | None:
    """The running episode, where it could bring questions.

    The days since it began are read only then.
    """
    first = timing.asked_from(today)
    begun = [
        day
        for day in (person.pain_since, person.flare_on)
        if day is not None and first <= day <= today
    ]
    if not any(timing.would_ask(today, answered, day) for day in begun):
        return None
    told = _told(person, min(begun), today)
    onset = person.pain_since if person.pain_since in begun else None
    return episode_on(today, onset, told, person.over_on)


def _was_told_late(person: Person, began: date | None) -> bool:
    """Whether an episode began with a flare that was marked on a later day than next.

    No entry for a day before yesterday brings the full screen.
    """
    if began is None or began == person.pain_since:
        return False
    marks = access.entries(person).filter(day=began, mark=Mark.FLARE)
    told = [day_of(row.recorded_at, person) for row in marks]
    return bool(told) and min(told) > began + timedelta(days=1)


def _told(person: Person, first: date, last: date) -> list[Told]:
    rows = access.summaries(person, first, last)
    return [
        Told(day, worst, Mark.FLARE in marks)
        for day, worst, marks in rows.values_list("day", "pain_worst", "marks")
    ]
