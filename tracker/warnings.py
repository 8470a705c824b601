"""The red-flag screen over the diary: when an entry opens it, and what is open.

What is asked and what answers lead to stands in ``guides.safety.screen``; here the
entries are turned into plain values for it, and what it says is kept. One screen at
most waits for an answer. Until one is answered, or while what was answered is open,
no exercise is offered.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4, uuid5

from django.db import transaction

from guides.safety import screen as rules
from guides.safety import timing
from guides.safety.hiding import BIRTH_DAYS
from guides.safety.questions import OPEN_ACTIONS, RANK, Action, screen
from tracker import access, legs, screening
from tracker.calendar import day_of
from tracker.models import Entry, Person, Situation, WarningScreen
from tracker.situations import begin
from tracker.vocabulary import Kind, Mark, Question

if TYPE_CHECKING:
    from tracker.facts import Known

WARNS: Final = frozenset({Kind.PAIN, Kind.NOTE, Kind.MARK, Kind.ANSWER})
"""Kinds of entry in which a warning sign can stand."""

KEPT_IN_MIND: Final = timedelta(days=100)
"""Longer than any question rests before time brings it again."""

DESPAIR: Final = "A17"
"""The row on thoughts of ending one's life: for it there are crisis lines."""

CALL_NOW: Final = frozenset({Action.EMERGENCY, Action.MATERNITY})


@dataclass(frozen=True)
class SignsInWords:
    """What words that were looked for may mean, and what to do about it at once.

    ``first`` asks about the sign that needs it; ``do`` is empty where questions come
    before any advice.
    """

    triggers: frozenset[str]
    first: Sequence[str]
    do: str


def recent_screens(person: Person, now: datetime) -> list[WarningScreen]:
    """Screens that still matter, latest first: waiting, open, or lately answered.

    The last full one is among them however long ago it was.
    """
    since = now - KEPT_IN_MIND
    return access.screens_since(person, since, OPEN_ACTIONS, timing.FULL)


def is_open(row: WarningScreen) -> bool:
    """Whether what was answered still stands: neither seen nor ticked by mistake."""
    return (
        row.answered_at is not None
        and row.closed_at is None
        and row.action in OPEN_ACTIONS
    )


def unanswered(screens: Iterable[WarningScreen]) -> WarningScreen | None:
    """The screen that waits for an answer, if one does."""
    return next((row for row in screens if row.answered_at is None), None)


def standing(screens: Iterable[WarningScreen]) -> list[WarningScreen]:
    """The screens that pages point to: what is open or waits, the highest first."""
    rows = [row for row in screens if is_open(row) or row.answered_at is None]
    return sorted(rows, key=lambda row: RANK[_action(row)], reverse=True)


def open_action(screens: Iterable[WarningScreen]) -> str | None:
    """The highest action that stands. One that waits for an answer counts as today.

    Unanswered, a screen locks exercises; "today" is the least that does.
    """
    return next((_action(row) for row in standing(screens)), None)


def _action(row: WarningScreen) -> Action:
    return Action(row.action) if row.action else Action.TODAY


def is_pregnant(situations: Iterable[Situation]) -> bool:
    """Whether a pregnancy runs."""
    return any(row.code == "pregnant" for row in situations)


def gave_birth_lately(situations: Iterable[Situation], day: date) -> bool:
    """Whether a birth is six weeks ago or less; an unknown date counts as lately."""
    return any(
        row.since is None or (day - row.since).days <= BIRTH_DAYS
        for row in situations
        if row.code in ("birth", "caesarean")
    )


def asks_about_pregnancy(situations: Sequence[Situation], day: date) -> bool:
    """Whether section C is for this person: pregnant, or a birth in six weeks."""
    return is_pregnant(situations) or gave_birth_lately(situations, day)


def may_open(person: Person, entry: Entry, now: datetime) -> bool:
    """Whether a sign can stand in an entry of this kind and day."""
    return entry.kind in WARNS and entry.day >= day_of(now, person) - timedelta(days=1)


def check(known: Known, entry: Entry) -> WarningScreen | None:
    """The screen that a saved entry opens, or adds to; ``None`` if it opens none.

    Entries for days before yesterday never open it; a flare marked on one begins an
    episode all the same. What already waits for an answer is not opened again for
    the same sign. No query, unless it opens, pain is
    high and days are missing between, or a flare is marked.
    """
    person, now = known.person, known.now
    today = day_of(now, person)
    if entry.mark == Mark.FLARE:
        screening.note_flare(person, today)
    if not may_open(person, entry, now):
        return None
    called = [
        one
        for one in rules.triggers(
            noted_in(entry, known),
            pregnant=is_pregnant(known.situations),
            recent_birth=gave_birth_lately(known.situations, today),
        )
        if not rules.is_remembered(one, entry.score, _past(known.screens), now)
        and not _is_told(one.trigger, known.situations)
    ]
    called += [
        one
        for one in legs.called(person, entry)
        if not rules.is_remembered(one, entry.score, _past(known.screens), now)
    ]
    if not called:
        return None
    about_pregnancy = asks_about_pregnancy(known.situations, today)
    return _open(person, called, entry.score, about_pregnancy, now=now)


def _is_told(trigger: str, situations: Iterable[Situation]) -> bool:
    """Whether a trigger asks only for situations, and one of them runs already."""
    begun = _begun_by(trigger)
    return any(row.code in begun for row in situations)


def _begun_by(trigger: str) -> set[str]:
    """The situations that the answers to a trigger may begin."""
    rows = rules.questions_for(trigger, False)
    return {question.begins for question in rows if question.begins}


def in_words(
    text: str, situations: Sequence[Situation], day: date
) -> SignsInWords | None:
    """Warning signs in words that were typed to look for something; None for none."""
    noted = rules.Noted(day=day.isoformat(), text=text)
    called = [
        one
        for one in rules.triggers(
            noted,
            pregnant=is_pregnant(situations),
            recent_birth=gave_birth_lately(situations, day),
        )
        if not _begun_by(one.trigger)
    ]
    if not called:
        return None
    first, action = rules.said_first(one.trigger for one in called)
    if at_once := [one.at_once for one in called if one.at_once]:
        first, action = [], at_once[0]
    return SignsInWords(
        triggers=frozenset(one.trigger for one in called),
        first=first,
        do=screen().advice[action].do if action else "",
    )


def noted_in(entry: Entry, known: Known) -> rules.Noted:
    """What an entry says, as far as the screen asks.

    The back after yesterday's exercise is a score of pain as well.
    """
    is_pain = entry.kind == Kind.PAIN or entry.question == Question.AFTER_EXERCISE
    return rules.Noted(
        day=entry.day.isoformat(),
        pain=entry.score if is_pain else None,
        earlier=_earlier(entry, known.entries),
        last_days=_last_days(known) if is_pain else (),
        sensations=frozenset(entry.sensations or ()),
        marks=frozenset({entry.mark} if entry.mark else ()),
        text=entry.text,
    )


def _last_days(known: Known) -> list[int]:
    """The worst readings of the last logged days, latest first.

    Days before the fortnight are read only where they could make a difference.
    """
    limit = screen().often_high
    days = sorted(known.days.values(), key=lambda day: day.date, reverse=True)
    last = [day.pain_worst for day in days if day.pain_worst is not None]
    high = sum(worst >= limit.pain for worst in last[: limit.of_logged])
    missing = limit.of_logged - len(last)
    if 0 < high < limit.days <= high + missing:
        last = access.last_worst(known.person, known.day, limit.of_logged)
    return last


def ask(
    person: Person,
    triggers: Iterable[str],
    situations: Sequence[Situation],
    *,
    now: datetime,
    key: UUID | None = None,
) -> WarningScreen:
    """A screen that the person asks for; stored only once it is answered.

    What waits for an answer is asked along with it, in the row that waits. ``key``
    is the id of the screen that a form was sent for. Raises ``Http404`` for one of
    somebody else.
    """
    if key is None:
        rows = access.warning_screens(person)
        row = rows.filter(answered_at__isnull=True).first() or _fresh(person, now)
    elif key_is_taken(key):
        row = access.warning_screen_or_404(person, key)
    else:
        row = _fresh(person, now)
        row.pk = key
    if row.answered_at is None:
        about_pregnancy = asks_about_pregnancy(situations, day_of(now, person))
        row.triggers = sorted({*row.triggers, *triggers})
        row.questions = _questions(row, about_pregnancy)
    return row


def open_for(
    person: Person, trigger: str, situations: Sequence[Situation], *, now: datetime
) -> WarningScreen:
    """A stored screen that waits, for a trigger that no entry gives."""
    about_pregnancy = asks_about_pregnancy(situations, day_of(now, person))
    called = [rules.Called(trigger, frozenset())]
    row = _open(person, called, None, about_pregnancy, now=now)
    return row or access.warning_screens(person).get(answered_at__isnull=True)


def answer(
    row: WarningScreen, ticks: Mapping[str, str], *, now: datetime
) -> WarningScreen:
    """Keep what was ticked, once; an empty mapping is "None of these".

    Sent again, nothing changes. Sent again with other ticks (by going Back), what was
    kept stays and the new ticks become a screen of their own, so that no answer is
    lost and none closes another. An operation that was told begins its situation.
    Raises ``ScreenError`` for an unknown tick.
    """
    action = rules.action_of(ticks) or ""
    with transaction.atomic():
        rows = access.warning_screens(row.person).select_for_update()
        kept = rows.filter(pk=row.pk).first()
        if kept is not None and kept.answered_at is not None:
            if ticks.items() <= kept.answers.items():
                return kept
            again = uuid5(kept.pk, json.dumps(sorted(ticks.items())))
            if (same := rows.filter(pk=again).first()) is not None:
                return same
            row = _fresh(row.person, now)
            row.pk, row.triggers, row.questions = again, kept.triggers, kept.questions
        elif kept is not None:
            row.signs_then, row.pain_then = kept.signs_then, kept.pain_then
        row.answers, row.action, row.answered_at = dict(ticks), action, now
        row.save()
        if told := rules.situations_of(ticks):
            begin(row.person, dict.fromkeys(told), day_of(now, row.person))
    return row


def close(row: WarningScreen, closing: str, *, now: datetime) -> None:
    """End what is open, with the reason; keeps the first time if sent twice."""
    if is_open(row):
        row.closing, row.closed_at = closing, now
        row.save(update_fields=["closing", "closed_at"])


def reopen(row: WarningScreen) -> None:
    """Undo of closing."""
    row.closing, row.closed_at = "", None
    row.save(update_fields=["closing", "closed_at"])


def key_is_taken(key: UUID) -> bool:
    """Whether a screen of anybody has this id already."""
    return WarningScreen.objects.filter(pk=key).exists()


def _past(screens: Iterable[WarningScreen]) -> list[rules.Remembered]:
    return [
        rules.Remembered(
            triggers=frozenset(row.triggers),
            signs=frozenset(row.signs_then),
            pain=row.pain_then,
            answered_at=row.answered_at,
            quiet=not row.action or row.closing == WarningScreen.Closing.MISTAKE,
            open=is_open(row),
        )
        for row in screens
        if row.answered_at is not None
    ]


def _open(
    person: Person,
    called: list[rules.Called],
    pain: int | None,
    about_pregnancy: bool,
    *,
    now: datetime,
) -> WarningScreen | None:
    """Open a screen, or add to the one that waits; None where that asks it already.

    Read anew inside the transaction: two taps, or a tap and an answer, may come at
    the same time.
    """
    with transaction.atomic():
        rows = access.warning_screens(person).select_for_update()
        waiting = rows.filter(answered_at__isnull=True).first()
        if waiting is not None:
            called = [one for one in called if _is_new(one, waiting, pain)]
            if not called:
                return None
        row = waiting or _fresh(person, now)
        row.triggers = sorted({*row.triggers, *(one.trigger for one in called)})
        signs = set(row.signs_then).union(*(one.signs for one in called))
        row.signs_then = sorted(signs)
        row.questions = _questions(row, about_pregnancy)
        pains = [p for p in (row.pain_then, pain) if p is not None]
        row.pain_then = max(pains, default=None)
        at_once = [a for a in (row.action, *(one.at_once for one in called)) if a]
        row.action = max(at_once, key=lambda a: RANK[Action(a)], default="")
        row.save()
    return row


def _questions(row: WarningScreen, about_pregnancy: bool) -> list[str]:
    return [q.id for q in rules.questions_for(row.triggers, about_pregnancy)]


def _is_new(one: rules.Called, waiting: WarningScreen, pain: int | None) -> bool:
    higher = pain is not None and pain > (waiting.pain_then or 0)
    known = one.trigger in waiting.triggers and one.signs <= set(waiting.signs_then)
    return not known or (higher and "pain" in one.signs)


def _fresh(person: Person, now: datetime) -> WarningScreen:
    return WarningScreen(
        id=uuid4(), person=person, day=day_of(now, person), opened_at=now
    )


def _earlier(entry: Entry, entries: Iterable[Entry]) -> list[int]:
    """Scores of the readings in the 24 hours before a reading with a time."""
    if entry.moment is None:
        return []
    since = entry.moment - timedelta(hours=24)
    return [
        row.score
        for row in entries
        if row.kind == Kind.PAIN
        and row.pk != entry.pk
        and row.moment is not None
        and row.score is not None
        and since <= row.moment < entry.moment
    ]
