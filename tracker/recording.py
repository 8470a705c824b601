"""The one writer of the diary.

Every path that writes (page, grid, demo) comes through here, so the rules are held
once: an id stores one row, "none today" and its opposite do not stand together,
what replaces is kept for Undo, and the day's summary is written in the same
transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from tracker import access, digests, rows, rules
from tracker.calendar import day_of, local, moment_on, undoable_since
from tracker.days import summarise
from tracker.models import DaySummary, Entry, Person, Routine
from tracker.replacing import given_way, overtaken, refuse_replaced, replaced
from tracker.vocabulary import Kind


class Conflict(Exception):
    """The id is known, but what came with it now is something else."""


class Changed(Exception):
    """The entry says something else than the form was made from."""


@dataclass(frozen=True)
class Draft:
    """An entry as somebody wants it stored.

    ``values`` are columns of ``Entry`` in its units. ``moment`` is aware, or
    ``None`` where a past day is filled in without a time. ``corrects`` is an entry
    of that day that gives way to it, and that Undo brings back.
    """

    kind: str
    client_id: UUID
    day: date
    moment: datetime | None
    values: Mapping[str, Any]
    backfilled: bool = False
    corrects: Entry | None = None

    def fingerprint(self) -> str:
        """A digest of what was sent; the moment is the server's and left out."""
        return digests.of([self.kind, self.day, self.values])


@dataclass(frozen=True)
class Recorded:
    """What a write led to.

    ``today`` holds the day's live entries afterwards, ``before`` the pain and exercise
    of the day before.
    """

    entry: Entry
    created: bool
    replaced: Entry | None = None
    today: list[Entry] = field(default_factory=list)
    before: list[Entry] = field(default_factory=list)


def record(
    person: Person, draft: Draft, *, now: datetime, keep_both: bool = False
) -> Recorded:
    """Store an entry once.

    Sent again with the same id, the stored row is returned and nothing changes.
    Raises ``Conflict`` if the id came with other content before, and
    ``rules.Invalid`` if the values may not stand.
    """
    entry = _entry(person, draft, day_of(now, person), now)
    refused: Exception | None = None
    # No savepoint of its own inside a tap's transaction; an error that left the
    # block would break that transaction, so it is raised after it.
    with transaction.atomic(savepoint=False):
        try:
            return _stored_once(entry, draft, now, keep_both=keep_both)
        except (Conflict, rules.Invalid) as error:
            refused = error
    raise refused


def _stored_once(
    entry: Entry, draft: Draft, now: datetime, *, keep_both: bool
) -> Recorded:
    """Refuses before it writes anything."""
    person = entry.person
    found = access.sent_or_live_around(person, draft.client_id, draft.day)
    known = next((e for e in found if e.client_id == draft.client_id), None)
    live = [e for e in found if e.day == draft.day and e.removed_at is None]
    yesterday = draft.day - timedelta(days=1)
    before = [e for e in found if e.day == yesterday and e.removed_at is None]
    if known is not None:
        if known.fingerprint != entry.fingerprint:
            raise Conflict
        return Recorded(known, False, known.replaces, live, before)
    gone = [row for row in live if row == draft.corrects]
    others = [row for row in live if row not in gone]
    gone += overtaken(entry, others, keep_both=keep_both)
    _take_away(gone, Entry.Removal.REPLACED, now)
    entry.replaces = replaced(entry, gone)
    rows.insert(entry)
    live = [row for row in live if row not in gone] + [entry]
    _write_summary(person, draft.day, live)
    return Recorded(entry, True, entry.replaces, live, before)


def record_many(person: Person, drafts: Iterable[Draft], *, now: datetime) -> int:
    """Store many entries at once, in one transaction; returns how many were new.

    For histories that come as a whole: nothing is corrected or replaced, so two
    nights or two equal marks on a day are an ``IntegrityError``. Ids that are known
    are passed over. Raises ``rules.Invalid``, and then nothing is stored.
    """
    today = day_of(now, person)
    with transaction.atomic():
        known = set(
            Entry.objects.filter(person=person).values_list("client_id", flat=True)
        )
        new = [
            _entry(person, draft, today, now)
            for draft in drafts
            if draft.client_id not in known
        ]
        Entry.objects.bulk_create(new, batch_size=500)
        _summarise_all(person, sorted({row.day for row in new}))
    return len(new)


def _entry(person: Person, draft: Draft, today: date, now: datetime) -> Entry:
    rules.refuse_future(draft.day, today)
    if draft.moment is not None:
        rules.refuse_later_than(draft.moment, now)
        rules.refuse_other_day(draft.day, day_of(draft.moment, person))
    return Entry(
        person=person,
        client_id=draft.client_id,
        fingerprint=draft.fingerprint(),
        kind=draft.kind,
        day=draft.day,
        moment=draft.moment,
        zone=person.time_zone,
        backfilled=draft.backfilled,
        recorded_at=now,
        **rules.checked(draft.kind, draft.values),
    )


def _summarise_all(person: Person, days: list[date]) -> None:
    """Write the summaries of days that all have live entries."""
    for start in range(0, len(days), 200):
        some = days[start : start + 200]
        by_day: dict[date, list[Entry]] = {day: [] for day in some}
        written = Entry.objects.filter(
            person=person, day__range=(some[0], some[-1]), removed_at__isnull=True
        )
        for row in written:
            if row.day in by_day:
                by_day[row.day].append(row)
        _store(
            [
                DaySummary(person=person, day=day, **summarise(entries))
                for day, entries in by_day.items()
            ]
        )


def revise(
    person: Person,
    entry: Entry,
    values: Mapping[str, Any],
    *,
    now: datetime,
    made_from: str | None = None,
) -> list[Entry]:
    """Change columns of a live entry, and return the day's live entries.

    ``moment`` may be among the values; it has to stay on the entry's day.
    ``made_from`` is the digest of the entry that the values were typed over.
    Raises ``rules.Invalid``, and ``Changed`` if they would overwrite something
    else; ``entry`` then holds what is stored.
    """
    with transaction.atomic():
        if made_from is not None:
            entry.refresh_from_db()
        before = digests.of_entry(entry)
        changes = dict(values)
        moment = changes.pop("moment", entry.moment)
        if moment is not None and moment != entry.moment:
            rules.refuse_other_day(entry.day, day_of(moment, person))
            rules.refuse_later_than(moment, now)
        stored = {name: getattr(entry, name) for name in rules.COLUMNS[entry.kind]}
        clean = rules.checked(entry.kind, {**stored, **changes})
        then = digests.of_values(clean, moment)
        if made_from not in (None, before) and before != then:  # not sent twice
            raise Changed
        for name, value in clean.items():
            setattr(entry, name, value)
        entry.moment = moment
        entry.save(update_fields=[*clean, "moment"])
        return _settle(person, entry.day)


def move(
    person: Person, entry: Entry, day: date, *, now: datetime
) -> tuple[list[Entry], list[Entry]]:
    """Move an entry to another day; it keeps its clock time there.

    Returns the live entries of the old and of the new day. Raises
    ``rules.Invalid`` for a day that has not come, and for one whose own night or
    note would be lost.
    """
    rules.refuse_future(day, day_of(now, person))
    old = entry.day
    with transaction.atomic():
        entry.day = day
        if entry.moment is not None:
            clock = local(entry.moment, person).time()
            entry.moment = min(moment_on(day, clock, person), now)
        live = access.live_on(person, day)
        gone = overtaken(entry, live, keep_both=True)
        if any(row.kind == entry.kind for row in gone):
            what = entry.get_kind_display().lower()
            raise rules.Invalid(
                {"day": f"That day has {what} logged already. Change it there."}
            )
        _take_away(gone, Entry.Removal.REPLACED, now)
        # What it replaced belongs to the day it left.
        entry.replaces = None
        entry.save(update_fields=["day", "moment", "replaces"])
        return _settle(person, old), _settle(person, day)


def remove(person: Person, entry: Entry, *, now: datetime) -> list[Entry]:
    """Delete an entry; ``restore`` brings it back until the end of the next day.

    Deleting twice changes nothing. Raises ``rules.Invalid`` for an entry that
    another one has replaced.
    """
    with transaction.atomic():
        refuse_replaced(entry)
        if entry.removed_at is None:
            _take_away([entry], Entry.Removal.DELETED, now)
        return _settle(person, entry.day)


def restore(person: Person, entry: Entry, *, now: datetime) -> list[Entry]:
    """Bring a removed entry back; what it had replaced is removed again.

    Raises ``rules.Invalid`` where something logged since would be lost.
    """
    with transaction.atomic():
        live = access.live_on(person, entry.day)
        before = [row for row in live if row.pk == entry.replaces_id]
        gone = overtaken(entry, live, keep_both=True)
        if any(row.kind == entry.kind and row not in before for row in gone):
            raise rules.Invalid(
                {"__all__": "Something else is logged in its place. Delete it first."}
            )
        _take_away({*gone, *before}, Entry.Removal.REPLACED, now)
        entry.removed_at, entry.removal = None, ""
        entry.save(update_fields=["removed_at", "removal"])
        return _settle(person, entry.day)


def undo(person: Person, entry: Entry, *, now: datetime) -> list[Entry]:
    """Take back what was just recorded, and bring back what it replaced.

    Taking back twice changes nothing. Raises ``rules.Invalid`` for an entry that
    another one has replaced since.
    """
    with transaction.atomic():
        refuse_replaced(entry)
        if entry.removed_at is not None:
            return _settle(person, entry.day)
        _take_away([entry], Entry.Removal.DELETED, now)
        before = given_way(entry)
        if before is not None:
            return restore(person, before, now=now)
        return _settle(person, entry.day)


def keep_both(person: Person, entry: Entry, *, now: datetime) -> list[Entry]:
    """Let the reading that ``entry`` corrected stand beside it."""
    with transaction.atomic():
        before = given_way(entry)
        if before is not None and entry.kind == Kind.PAIN:
            before.removed_at, before.removal = None, ""
            before.save(update_fields=["removed_at", "removal"])
            entry.replaces = None
            if entry.text == before.text:  # carried over, and now said twice
                entry.text = ""
            entry.save(update_fields=["replaces", "text"])
        return _settle(person, entry.day)


def purge(person: Person, *, now: datetime) -> int:
    """Erase removed rows whose time for Undo has passed; returns how many.

    Undo holds until the end of the day after the removal.
    """
    since = undoable_since(now, person)
    return sum(
        removed.objects.filter(person=person, removed_at__lt=since).delete()[0]
        for removed in (Entry, Routine)
    )


def resummarise(person: Person, day: date) -> None:
    """Write the summary of a day anew from its entries."""
    with transaction.atomic():
        _settle(person, day)


def _take_away(gone: Iterable[Entry], removal: Entry.Removal, now: datetime) -> None:
    for row in gone:
        row.removed_at, row.removal = now.astimezone(UTC), removal
        row.save(update_fields=["removed_at", "removal"])


def _settle(person: Person, day: date) -> list[Entry]:
    live = access.live_on(person, day)
    _write_summary(person, day, live)
    return live


def _write_summary(person: Person, day: date, live: list[Entry]) -> None:
    values = summarise(live)
    if not values:
        DaySummary.objects.filter(person=person, day=day).delete()
        return
    _store([DaySummary(person=person, day=day, **values)])


def _store(summaries: list[DaySummary]) -> None:
    rows.upsert(summaries, unique=("person_id", "day"))
