"""What the app asks a person once, neutrally, on the day's page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.access import running_situations
from tracker.models import Person, Situation
from tracker.situations import due_question


@dataclass(frozen=True)
class Questions:
    """For ``components/person_questions.html``.

    ``due`` is a pregnancy whose due date has passed. Whether the device's time zone
    differs is for the browser to see; the page only carries what it needs for that.
    """

    person: Person
    today: date
    due: Situation | None


def pending(
    person: Person, today: date, situations: Iterable[Situation] | None = None
) -> Questions:
    """What is to be asked today; one query, none if the situations are given."""
    rows = running_situations(person) if situations is None else situations
    return Questions(person, today, due_question(list(rows), today))
