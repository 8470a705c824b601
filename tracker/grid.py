"""The week grid: what a cell shows of a day's entries, and what a typed cell records.

A cell holds one amount. Where a day has one entry behind it, typing corrects that
entry: a new one takes its place and keeps its time and details. Where a day has
several, the cell only shows what they come to.

The last change of each cell can be undone until the end of the next day. It is read
from the entries, those removed lately too, so that it is there on every page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction
from django.http import Http404

from tracker import access, recording, rules
from tracker.calendar import day_of, undoable_since
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
class Change:
    """The last change of a cell: the key of the entry that it made or took away.

    ``was`` is what the cell holds again once the change is undone, empty where
    nothing is logged.
    """

    entry: int
    taken_away: bool = False
    was: str = ""

    def __str__(self) -> str:
        return f"{'gone' if self.taken_away else 'made'}-{self.entry}"


@dataclass(frozen=True)
class Cell:
    """One field of one day.

    ``value`` is what the input shows, empty where nothing is logged. ``several`` is
    what more than one entry comes to and ``of`` says how many; such a cell is not
    typed in. ``typed`` and ``error`` are what was sent and why it was not saved,
    ``change`` is what can be undone and ``note`` what was just done.
    """

    field: CellField
    day: date
    value: str = ""
    several: str = ""
    of: str = ""
    entry: Entry | None = None
    typed: str | None = None
    error: str = ""
    change: Change | None = None
    note: str = ""

    @property
    def shown(self) -> str:
        """What the input holds."""
        return self.value if self.typed is None else self.typed


def cell_of(
    field: CellField, day: date, entries: Iterable[Entry], person: Person
) -> Cell:
    """The cell of a field, from the live entries of its day."""
    rows = [row for row in entries if row.day == day and _in_field(row, field)]
    found = [row for row in rows if row.kind == KINDS[field.key]]
    if len(found) > 1:
        several, of = _several(field, found, person)
        return Cell(field, day, several=several, of=of)
    entry = next(iter(found or rows), None)
    if entry is None:
        return Cell(field, day)
    held = _held(field, entry, person)
    if entry.kind == Kind.EXERCISE and entry.minutes is None:
        return Cell(field, day, several=held, of="no minutes")
    return Cell(field, day, held, entry=entry)


def _in_field(row: Entry, field: CellField) -> bool:
    """Whether an entry stands in the cell: an amount of it, or that there was none."""
    if field.key == "desk":
        return row.question == Question.DESK_DAY
    kind = KINDS[field.key]
    return row.kind == kind or row.question == NONE_TODAY.get(kind)


def _held(field: CellField, row: Entry, person: Person) -> str:
    """What a cell with this one entry holds."""
    if field.key == "desk":
        return row.answer
    if row.kind != KINDS[field.key]:
        return "0"
    amount: int | None = getattr(row, COLUMNS[field.key])
    if field.key == "breaks":
        amount = amount or 1
    if amount is None:
        return amount_of(row, person) or "done"
    return field.write(amount, person.units)


def _last_change(
    field: CellField, rows: list[Entry], person: Person, since: datetime
) -> Change | None:
    """What can be undone in a cell, from the entries of its day.

    ``rows`` holds those removed lately too. An undone correction can be done again,
    as on the screen of the day. What several entries came to has no last change.
    """
    found = [row for row in rows if _in_field(row, field)]
    live = [row for row in found if row.removed_at is None]
    deleted = [row for row in found if row.removal == Entry.Removal.DELETED]
    last = max(deleted, key=lambda row: (row.removed_at, row.pk), default=None)
    if len(live) > 1:
        return None
    if last is not None and (not live or last.replaces_id == live[0].pk):
        return Change(last.pk, taken_away=True, was=_held(field, last, person))
    if not live or live[0].recorded_at < since:
        return None
    before = next((row for row in found if row.pk == live[0].replaces_id), None)
    return Change(live[0].pk, was=_held(field, before, person) if before else "")


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
) -> tuple[bool, Entry | None]:
    """Make a cell hold what was typed; empty takes away what is logged.

    Returns whether anything changed, and the entry made. Raises ``WrongValue``
    with a message for the person, and then nothing has changed.
    """
    try:
        rules.refuse_future(day, day_of(now, person))
        with transaction.atomic():
            rows = list(access.entries(person).filter(day=day))
            cell = cell_of(field, day, rows, person)
            if typed == cell.value:
                return False, None
            if cell.several:
                raise WrongValue(
                    "More than one is logged. Change it on the page of the day."
                )
            if not typed:
                assert cell.entry is not None
                recording.remove(person, cell.entry, now=now)
                return True, None
            amount = field.parse(typed, person.units)
            if field.write(amount, person.units) == cell.value:
                return False, None
            return True, _put(person, cell, amount, client_id, now)
    except rules.Invalid as error:
        raise WrongValue(" ".join(error.errors.values())) from error


def _put(
    person: Person, cell: Cell, amount: int, client_id: UUID, now: datetime
) -> Entry:
    """Record the amount; the entry that it corrects gives way."""
    draft = _draft(person, cell, amount, client_id, now)
    try:
        made = recording.record(person, draft, now=now).entry
    except Conflict:
        made = None
    if made is None or made.removed_at is not None or made == cell.entry:
        # The browser's Back sent an old form again: with another value, with one
        # that was taken back since, or one that was changed since elsewhere.
        again = replace(draft, client_id=uuid4())
        made = recording.record(person, again, now=now).entry
    return made


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
    return Draft(kind, client_id, day, moment, values, backfilled, corrects=old)


def _kept(old: Entry) -> dict[str, Any]:
    """The details of a corrected entry. Times of a night no longer fit its length."""
    stored = {name: getattr(old, name) for name in rules.COLUMNS[old.kind]}
    times = ("asleep_from", "asleep_to")
    return {
        name: value
        for name, value in stored.items()
        if value not in (None, "") and name not in times
    }


def undo(
    person: Person, day: date, change: Change, *, now: datetime
) -> tuple[CellField, bool]:
    """Undo the change of a cell, and say which cell and whether it is undone.

    Undoing twice changes nothing. A cell that was changed since, in another tab, keeps
    what it holds, and so does one whose time for Undo has passed. Raises ``Http404``
    for an entry that is not the person's, or not in a cell of the day.
    """
    with transaction.atomic():
        entry = access.entry_or_404(person, change.entry, removed=True)
        field = next((one for one in FIELDS.values() if _in_field(entry, one)), None)
        if entry.day != day or field is None:
            raise Http404("No such entry")
        since = undoable_since(now, person)
        try:
            with transaction.atomic():
                if change.taken_away:
                    return field, _bring_back(person, field, entry, since, now)
                if entry.removal != Entry.Removal.DELETED:
                    if entry.recorded_at < since:
                        return field, False
                    recording.undo(person, entry, now=now)
                return field, True
        except rules.Invalid:
            return field, False


def _bring_back(
    person: Person, field: CellField, gone: Entry, since: datetime, now: datetime
) -> bool:
    if gone.removed_at is None:
        return True
    live = access.live_on(person, gone.day)
    since_then = [
        row for row in live if _in_field(row, field) and row.pk != gone.replaces_id
    ]
    late = gone.removed_at < since
    if since_then or late or gone.removal != Entry.Removal.DELETED:
        return False
    recording.restore(person, gone, now=now)
    return True


def row_of(
    day: date, entries: Iterable[Entry], person: Person, since: datetime
) -> list[Cell]:
    """All cells of a day, from its entries and those removed at ``since`` or later."""
    rows = [row for row in entries if row.day == day]
    live = [row for row in rows if row.removed_at is None]
    return [
        replace(
            cell_of(field, day, live, person),
            change=_last_change(field, rows, person, since),
        )
        for field in FIELDS.values()
    ]
