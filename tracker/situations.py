"""What applies to a person lastingly: begun, dated, ended, begun again.

The one writer of situations. No situation is ever begun or ended for somebody;
ending needs no reason.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.http import Http404

from guides.safety.hiding import FULL_TERM_DAYS, WEEKS_SHOWN, shown_pregnancy_week
from tracker.access import running_situations, situation_or_404
from tracker.models import Person, Situation
from tracker.vocabulary import SITUATIONS

PREGNANT: Final = "pregnant"
ENDS_WITH_PREGNANCY: Final = "pregnancy-complication"
BIRTHS: Final = ("birth", "caesarean")
EARLIEST: Final = date(1900, 1, 1)
DUE_DATE_PAST_DAYS: Final = (WEEKS_SHOWN - 40) * 7


def date_problem(code: str, since: date | None, today: date) -> str:
    """Why the date does not do for this situation, in words; empty when it does."""
    kind = SITUATIONS[code]
    if since is None:
        if kind.date_required:
            return "Enter the date. What is left out for you depends on it."
        return ""
    if code == PREGNANT:
        if since > today + timedelta(days=FULL_TERM_DAYS):
            return "A due date is at most 40 weeks away. Please check the date."
        if since < today - timedelta(days=DUE_DATE_PAST_DAYS):
            return "This date is more than two weeks ago. Please check it."
        return ""
    if since > today:
        return "This date has not come yet. Please check it."
    if since < EARLIEST:
        return "Please check the year."
    return ""


def begin(person: Person, chosen: dict[str, date | None], today: date) -> None:
    """Begin situations, each with its date; one that runs already gets the date."""
    with transaction.atomic():
        running = {row.code: row for row in running_situations(person)}
        for code, since in chosen.items():
            row = running.get(code)
            if row is None:
                Situation.objects.create(
                    person=person, code=code, since=since, started_on=today
                )
            elif since is not None:
                redate(row, since)


def redate(row: Situation, since: date | None) -> None:
    """Change the date it counts from. A new due date may be asked about again."""
    if row.since == since:
        return
    row.since, row.asked_on = since, None
    row.save(update_fields=["since", "asked_on"])


def end(person: Person, pk: int, today: date) -> Situation:
    """End one. With a pregnancy its complication ends too.

    Raises ``Http404`` for one that is not the person's. Ending twice changes nothing.
    """
    row = situation_or_404(person, pk)
    codes = {row.code, ENDS_WITH_PREGNANCY} if row.code == PREGNANT else {row.code}
    running_situations(person).filter(code__in=codes).update(ended_on=today)
    row.refresh_from_db()
    return row


def resume(person: Person, pk: int) -> Situation:
    """Take an ending back, and what ended with it. Raises ``Http404``."""
    row = situation_or_404(person, pk)
    if row.ended_on is None:
        return row
    codes = {row.code, ENDS_WITH_PREGNANCY} if row.code == PREGNANT else {row.code}
    ended = Situation.objects.filter(
        person=person, code__in=codes, ended_on=row.ended_on
    ).order_by("-pk")
    with transaction.atomic():
        running = {other.code for other in running_situations(person)}
        for other in ended:
            if other.code not in running:
                other.ended_on = None
                other.save(update_fields=["ended_on"])
                running.add(other.code)
    row.refresh_from_db()
    return row


def still_pregnant(person: Person, pk: int, today: date) -> None:
    """The question after the due date is answered and not asked again."""
    row = _pregnancy_or_404(person, pk)
    row.asked_on = today
    row.save(update_fields=["asked_on"])


def gave_birth(person: Person, pk: int, code: str, born: date, today: date) -> None:
    """End the pregnancy; from the day of the birth on, what follows it holds."""
    row = _pregnancy_or_404(person, pk)
    with transaction.atomic():
        end(person, row.pk, today)
        begin(person, {code: born}, today)


def birth_problem(row: Situation, born: date | None, today: date) -> str:
    """Why the day of the birth cannot be, in words; empty when it can."""
    if born is None:
        return "Enter the day of the birth."
    if born > today:
        return "This day has not come yet. Please check it."
    if row.since and born < row.since - timedelta(days=FULL_TERM_DAYS // 2):
        return "This is long before the due date. Please check it."
    return ""


def due_question(rows: list[Situation], today: date) -> Situation | None:
    """The pregnancy whose due date has passed and that nobody asked about yet."""
    for row in rows:
        if row.code == PREGNANT and row.ended_on is None and row.asked_on is None:
            return row if row.since and row.since < today else None
    return None


def week_shown(row: Situation, today: date) -> int | None:
    """The week of a pregnancy; from 42 weeks on none is shown any more."""
    if row.code != PREGNANT or row.since is None:
        return None
    return shown_pregnancy_week(row.since, today)


def _pregnancy_or_404(person: Person, pk: int) -> Situation:
    row = situation_or_404(person, pk)
    if row.code != PREGNANT or row.ended_on is not None:
        raise Http404("No such pregnancy")
    return row
