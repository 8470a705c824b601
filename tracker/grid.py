"""The week grid: what a cell shows of a day's entries, and what a typed cell records.

A cell holds one amount. Where a day has one entry behind it, typing corrects that
entry: a new one takes its place and keeps its time and details. Where a day has
several, the cell only shows what they come to.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction
from django.http import Http404

from tracker import access, recording, rules
from tracker.calendar import day_of
from tracker.days import mean_score
from tracker.forms.week import FIELDS, CellField, WrongValue
from tracker.models import Entry, Person
from tracker.recording import Conflict, Draft
from tracker.vocabulary import NONE_TODAY, Activity, Kind, Question
from tracker.wording import amount as amount_of

KINDS: Final = {
    "pain": Kind.PAIN,
    "sleep": Kind.SLEEP,
    "water": Kind.DRINK,
    "exercise": Kind.EXERCISE,
    "breaks": Kind.BREAK,
    "desk": Kind.ANSWER,
}
COLUMNS: Final = {
    "pain": "score",
    "sleep": "sleep_minutes",
    "water": "volume_ml",
    "exercise": "minutes",
    "breaks": "times",
}


@dataclass(frozen=True)
class Cell:
    """One field of one day.

    ``value`` is what the input shows, empty where nothing is logged. ``several`` is
    what more than one entry comes to and ``of`` says how many; such a cell is not
    typed in. ``typed`` and ``error`` are what was sent and why it was not saved.
    """

    field: CellField
    day: date
    value: str = ""
    several: str = ""
    of: str = ""
    entry: Entry | None = None
    typed: str | None = None
    error: str = ""

    @property
    def shown(self) -> str:
        """What the input holds."""
        return self.value if self.typed is None else self.typed


@dataclass(frozen=True)
class Change:
    """What one saved cell did: keys of the entry made and of the one taken away.

    Zero where there is none. Enough to undo it, and no health value in it.
    """

    made: int
    gone: int

    def __str__(self) -> str:
        return f"{self.made}-{self.gone}"


def cell_of(
    field: CellField, day: date, entries: Iterable[Entry], person: Person
) -> Cell:
    """The cell of a field, from the live entries of its day."""
    rows = [row for row in entries if row.day == day]
    found = [row for row in rows if row.kind == KINDS[field.key]]
    if field.key == "desk":
        found = [row for row in found if row.question == Question.DESK_DAY]
        answer = found[0] if found else None
        return Cell(field, day, value=answer.answer if answer else "", entry=answer)
    if not found:
        none = NONE_TODAY.get(KINDS[field.key])
        denied = next((row for row in rows if none and row.question == none), None)
        return Cell(field, day, value="0" if denied else "", entry=denied)
    if len(found) > 1:
        several, of = _several(field, found, person)
        return Cell(field, day, several=several, of=of)
    amount: int | None = getattr(found[0], COLUMNS[field.key])
    if field.key == "breaks":
        amount = amount or 1
    if amount is None:
        done = amount_of(found[0], person) or "done"
        return Cell(field, day, several=done, of="no minutes")
    return Cell(field, day, field.write(amount, person.units), entry=found[0])


def _several(field: CellField, rows: list[Entry], person: Person) -> tuple[str, str]:
    """What several entries come to, and of what."""
    count = len(rows)
    if field.key == "pain":
        mean = mean_score(sum(row.score or 0 for row in rows), count)
        return f"{mean:.1f}", f"mean of {count}"
    if field.key == "water":
        total = sum(row.volume_ml or 0 for row in rows)
        return field.write(total, person.units), f"{count} drinks"
    if field.key == "exercise":
        minutes = [row.minutes for row in rows if row.minutes is not None]
        if not minutes:
            return "done", f"{count} times, no minutes"
        open_ones = count - len(minutes)
        left = f", {open_ones} without minutes" if open_ones else ""
        return str(sum(minutes)), f"{count} times{left}"
    return str(sum(row.times or 1 for row in rows)), f"{count} taps"


def set_cell(
    person: Person,
    day: date,
    field: CellField,
    typed: str,
    *,
    client_id: UUID,
    now: datetime,
) -> tuple[Change | None, Entry | None]:
    """Make a cell hold what was typed; empty takes away what is logged.

    Returns what changed, if anything, and the entry made. Raises ``WrongValue``
    with a message for the person, and then nothing has changed.
    """
    try:
        rules.refuse_future(day, day_of(now, person))
        with transaction.atomic():
            rows = list(access.entries(person).filter(day=day))
            cell = cell_of(field, day, rows, person)
            if typed == cell.value:
                return None, None
            if cell.several:
                raise WrongValue(
                    "More than one is logged. Change it on the page of the day."
                )
            if not typed:
                assert cell.entry is not None
                recording.remove(person, cell.entry, now=now)
                return Change(0, cell.entry.pk), None
            amount = field.parse(typed, person.units)
            if field.write(amount, person.units) == cell.value:
                return None, None
            return _put(person, cell, amount, client_id, now)
    except rules.Invalid as error:
        raise WrongValue(" ".join(error.errors.values())) from error


def _put(
    person: Person, cell: Cell, amount: int, client_id: UUID, now: datetime
) -> tuple[Change, Entry]:
    """Record the amount, and take away the entry that it corrects."""
    draft = _draft(person, cell, amount, client_id, now)
    old = cell.entry
    # A night, an answer and "none today" give way to the new entry by themselves.
    gone = (
        old if old is not None and old.kind not in (Kind.SLEEP, Kind.ANSWER) else None
    )
    if gone is not None:
        recording.remove(person, gone, now=now)
    try:
        made = recording.record(person, draft, now=now).entry
    except Conflict:
        made = None
    if made is None or made.removed_at is not None:
        # The browser's Back sent an old form again: with another value, or with
        # one that was taken back since.
        again = replace(draft, client_id=uuid4())
        made = recording.record(person, again, now=now).entry
    return Change(made.pk, gone.pk if gone else 0), made


def _draft(
    person: Person, cell: Cell, amount: int, client_id: UUID, now: datetime
) -> Draft:
    key, day, old = cell.field.key, cell.day, cell.entry
    kind = KINDS[key]
    today = day_of(now, person)
    backfilled = day < today
    moment = now if kind == Kind.PAIN and day == today else None
    none = NONE_TODAY.get(kind)
    values: dict[str, Any]
    if kind == Kind.ANSWER:
        answer = "yes" if amount else "no"
        values = {"question": Question.DESK_DAY, "answer": answer}
    elif none is not None and amount == 0:
        kind, values = Kind.ANSWER, {"question": none, "answer": "yes"}
    else:
        values = {COLUMNS[key]: amount}
        if old is not None and old.kind == kind:
            values = _kept(old) | values
            backfilled = old.backfilled
            kept = old.moment is not None and day_of(old.moment, person) == day
            moment = old.moment if kept else None
        elif kind == Kind.EXERCISE:
            values["activity"] = Activity.OTHER.value
    return Draft(kind, client_id, day, moment, values, backfilled=backfilled)


def _kept(old: Entry) -> dict[str, Any]:
    """The details of a corrected entry. Times of a night no longer fit its length."""
    stored = {name: getattr(old, name) for name in rules.COLUMNS[old.kind]}
    times = ("asleep_from", "asleep_to")
    return {
        name: value
        for name, value in stored.items()
        if value not in (None, "") and name not in times
    }


def undo(person: Person, day: date, changes: list[Change], *, now: datetime) -> None:
    """Take saved cells of a day back; what is taken back already stays so.

    A cell that was changed since, in another tab, keeps what it holds now.
    Raises ``Http404`` for entries that are not the person's, or not of the day.
    """
    with transaction.atomic():
        for change in reversed(changes):
            made, gone = (_of_day(person, day, pk) for pk in (change.made, change.gone))
            if made is not None and made.removed_at is not None:
                continue
            with suppress(rules.Invalid), transaction.atomic():
                if made is not None:
                    recording.undo(person, made, now=now)
                if gone is not None and not _filled_again(person, gone):
                    recording.restore(person, gone, now=now)


def _filled_again(person: Person, gone: Entry) -> bool:
    """Whether the cell that an entry was taken from holds something again."""
    live = access.entries(person).filter(day=gone.day, kind=gone.kind)
    return live.filter(question=gone.question).exists()


def _of_day(person: Person, day: date, pk: int) -> Entry | None:
    if not pk:
        return None
    entry = access.entry_or_404(person, pk, removed=True)
    if entry.day != day:
        raise Http404("No such entry")
    return entry


def row_of(day: date, entries: Iterable[Entry], person: Person) -> list[Cell]:
    """All cells of a day."""
    rows = [row for row in entries if row.day == day]
    return [cell_of(field, day, rows, person) for field in FIELDS.values()]
