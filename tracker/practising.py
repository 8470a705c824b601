"""Exercise done set by set, and how it becomes entries of the diary.

Each finished set is stored at once, so that nothing is lost with a page. Techniques
become entries of a kind of their own, so that a cold pack never counts as minutes of
exercise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import transaction

from guides.library import library
from guides.linking import exercise_hidden
from guides.practising import LIMITS, Done, Item, Plan, Set, chosen, plan
from tracker import access, recording
from tracker.calendar import day_of
from tracker.models import Entry, Person, Practice, PracticeSet
from tracker.recording import Draft
from tracker.vocabulary import EXERCISE_MAX_MINUTES, Kind

SECONDS_MAX: Final = 4 * 60 * 60
"""A set cannot have taken longer; what says so was left open."""


class StillRunning(Exception):
    """Another practice has not been ended yet."""

    def __init__(self, practice: Practice) -> None:
        super().__init__("Another practice is still open.")
        self.practice = practice


class NothingLeft(Exception):
    """Safety leaves nothing of what was to be done."""


def items_left(items: Iterable[Item], conditions: frozenset[str]) -> list[Item]:
    """The items that exist and that safety leaves under these conditions."""
    exercises = library().exercises
    return [
        item
        for item in items
        if item.exercise in exercises
        and not exercise_hidden(exercises[item.exercise], conditions)
    ]


def plan_of(practice: Practice, conditions: frozenset[str]) -> Plan:
    """What the player leads through, as safety leaves it now.

    Numbers of sets are those of the whole plan, so that one that fell away since
    changes nothing for the others.
    """
    exercises = library().exercises
    items = [item for item in items_of(practice) if item.exercise in exercises]
    left = {item.exercise for item in items_left(items, conditions)}
    whole = plan(items, exercises)
    return Plan(tuple(one for one in whole.sets if one.exercise in left))


def items_of(practice: Practice) -> list[Item]:
    """What was chosen for a practice."""
    return [Item(row["exercise"], row["amounts"]) for row in practice.items]


def names_of(practice: Practice) -> list[str]:
    """The names of the exercises of a practice, in its order."""
    exercises = library().exercises
    names = [item.exercise for item in items_of(practice)]
    return [exercises[name].name for name in names if name in exercises]


def running(person: Person) -> Practice | None:
    """The practice that was begun and not ended, if there is one."""
    return next(iter(access.practices_running(person)), None)


def _own(person: Person, key: UUID) -> UUID:
    """The id of a practice: whatever a page sends, it is no other person's."""
    return uuid5(key, str(person.pk))


def start(
    person: Person,
    items: Iterable[Item],
    source: str,
    conditions: frozenset[str],
    *,
    now: datetime,
    key: UUID,
) -> Practice:
    """Begin; sent again with the same ``key`` the begun practice is returned.

    Raises ``StillRunning`` while another one is open, and ``NothingLeft`` where
    safety leaves nothing of it.
    """
    left = items_left(items, conditions)
    with transaction.atomic():
        same = access.practices(person).filter(pk=_own(person, key)).first()
        if same is not None:
            return same
        if not left:
            raise NothingLeft
        other = running(person)
        if other is not None:
            raise StillRunning(other)
        return _store(person, left, source, now=now, key=key)


def _store(
    person: Person,
    items: Iterable[Item],
    source: str,
    *,
    now: datetime,
    key: UUID,
    ended: bool = False,
) -> Practice:
    exercises = library().exercises
    return Practice.objects.create(
        id=_own(person, key),
        person=person,
        source=source,
        items=[
            {
                "exercise": item.exercise,
                "amounts": chosen(exercises[item.exercise], item.amounts, done=ended),
            }
            for item in items
        ],
        day=day_of(now, person),
        zone=person.time_zone,
        started_at=now,
        finished_at=now if ended else None,
        ending=Practice.Ending.DONE if ended else "",
    )


def finish_set(
    practice: Practice,
    number: int,
    seconds: int,
    *,
    now: datetime,
    times: int | None = None,
    other_side: int | None = None,
    ago: int = 0,
) -> bool:
    """Store a finished set; whether it was new. Sent twice it is stored once.

    ``times`` is how often the move was done where a set was ended before its end,
    and ``other_side`` how often on the side with less of it. It ended ``ago`` seconds
    before ``now``. After the end nothing is added. Raises ``KeyError`` for a number
    that is not in the plan.
    """
    one = _set_of(practice, number)
    if practice.finished_at is not None:
        return False
    most = one.repetitions and min(times or one.repetitions, one.repetitions)
    fewer = other_side is not None and one.sided and other_side < (most or 1)
    _row, made = PracticeSet.objects.get_or_create(
        practice=practice,
        number=number,
        defaults={
            "exercise": one.exercise,
            "repetitions": most,
            "other_side": other_side if fewer else None,
            "seconds": min(max(seconds, 0), SECONDS_MAX),
            "done_at": max(practice.started_at, now - timedelta(seconds=ago)),
        },
    )
    return made


def _set_of(practice: Practice, number: int) -> Set:
    items = [i for i in items_of(practice) if i.exercise in library().exercises]
    sets = plan(items, library().exercises).sets
    return {one.number: one for one in sets}[number]


def finish(practice: Practice, *, now: datetime) -> list[Entry]:
    """End a practice and log what was really done; ending twice changes nothing."""
    with transaction.atomic():
        if practice.finished_at is None:
            planned = len(plan(items_of(practice), library().exercises).sets)
            whole = practice.sets.count() >= planned
            endings = Practice.Ending
            practice.ending = endings.DONE if whole else endings.STOPPED
            practice.finished_at = now
            practice.save(update_fields=["finished_at", "ending"])
        return _log(practice, now=practice.finished_at)


def log_done(
    person: Person,
    items: Iterable[Item],
    source: str,
    *,
    now: datetime,
    key: UUID,
) -> Practice:
    """Log what was done without the player, as one practice, once for a key."""
    same = access.practices(person).filter(pk=_own(person, key)).first()
    if same is not None:
        return same
    with transaction.atomic():
        practice = _store(person, items, source, now=now, key=key, ended=True)
        for one in plan(items_of(practice), library().exercises).sets:
            PracticeSet.objects.create(
                practice=practice,
                number=one.number,
                exercise=one.exercise,
                repetitions=one.repetitions,
                seconds=one.active_seconds,
                done_at=now,
            )
        _log(practice, now=now)
    return practice


def delete(practice: Practice, *, now: datetime) -> None:
    """Take a practice back; its entries can be restored like any other."""
    person = practice.person
    with transaction.atomic():
        for item in items_of(practice):
            key = uuid5(practice.pk, item.exercise)
            entry = access.entries(person).filter(client_id=key).first()
            if entry is not None:
                recording.remove(person, entry, now=now)
        practice.delete()


def _log(practice: Practice, *, now: datetime) -> list[Entry]:
    done: dict[str, list[PracticeSet]] = {}
    for row in practice.sets.all():
        done.setdefault(row.exercise, []).append(row)
    person, exercises = practice.person, library().exercises
    # Ended days later, it still was done when the last set was.
    moment = max((row.done_at for sets in done.values() for row in sets), default=now)
    entries = []
    for exercise, sets in done.items():
        technique = exercise in exercises and exercises[exercise].kind == "technique"
        draft = Draft(
            kind=Kind.RELIEF if technique else Kind.EXERCISE,
            client_id=uuid5(practice.pk, exercise),
            day=day_of(moment, person),
            moment=moment,
            values=values_of(exercise, sets),
        )
        entries.append(recording.record(person, draft, now=now).entry)
    return entries


def values_of(exercise: str, sets: Sequence[PracticeSet]) -> dict[str, Any]:
    """What the sets of one exercise are logged as.

    Sets count that came to the most repetitions on both sides. What was done of the
    others is told in words, so that no mean stands for something that was not done.
    """
    seconds = sum(row.seconds for row in sets)
    minutes = min(max(1, round(seconds / 60)), EXERCISE_MAX_MINUTES)
    values: dict[str, Any] = {
        "activity": exercise,
        "minutes": minutes if seconds else None,
    }
    among = [row for row in sets if row.other_side is None] or list(sets)
    most = max(_on_both_sides(row) for row in among)
    whole = [row for row in among if _on_both_sides(row) == most]
    if len(sets) > 1 or most:
        values |= {"sets": len(whole), "repetitions": most or None}
    told = [row for row in sets if row not in whole or row.other_side is not None]
    if told:
        values["text"] = " ".join(_ended_early(row) for row in told)
    return values


def _on_both_sides(row: PracticeSet) -> int:
    """Repetitions on each side; those of the one side where the other had none."""
    times = row.repetitions or 0
    return times if row.other_side is None else min(times, row.other_side) or times


def _ended_early(row: PracticeSet) -> str:
    times, other = row.repetitions or 0, row.other_side
    if not times:
        return "A set ended early: the other side was not finished."
    if other is None:
        return f"A set ended early: {_times(times)}."
    if not other:
        return f"A set ended early: {_times(times)}, on one side only."
    return f"A set ended early: {_times(times)} on one side, {other} on the other."


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def done_since(person: Person, since: date, exercise: str | None = None) -> list[Done]:
    """What was done on ``since`` and after, in order: exercises and techniques.

    Entries count however they came in, so what was logged by hand counts too.
    ``exercise`` asks for one exercise or technique alone.
    """
    kinds = (Kind.EXERCISE, Kind.RELIEF)
    entries = access.entries(person).filter(kind__in=kinds, day__gte=since)
    if exercise is not None:
        entries = entries.filter(activity=exercise)
    found = [
        Done(
            exercise=row.activity,
            day=row.day,
            moment=row.moment,
            sets=row.sets or 1,
            repetitions=row.repetitions,
            minutes=row.minutes,
        )
        for row in entries
    ]
    return sorted(found, key=_order)


def _order(done: Done) -> tuple[date, bool, datetime | None]:
    return done.day, done.moment is not None, done.moment


def amounts_from(
    form: Mapping[str, str],
    prefix: str = "",
    limits: Mapping[str, tuple[int, int]] = LIMITS,
) -> dict[str, int]:
    """The amounts that a form sent, whole numbers within ``limits``.

    Raises ``ValueError`` naming the field whose value is no such number.
    """
    found = {}
    for key, (least, most) in limits.items():
        text = form.get(f"{prefix}{key}", "").strip()
        if not text:
            continue
        if not (text.isascii() and text.isdecimal()) or not (
            least <= int(text[:6]) <= most
        ):
            raise ValueError(key)
        found[key] = int(text)
    return found
