"""The red-flag screen over the diary: when an entry opens it, and what is open.

What is asked and what answers lead to stands in ``guides.safety.screen``; here the
entries are turned into plain values for it, and what it says is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db.models import Q

from guides.safety import screen as rules
from guides.safety.hiding import BIRTH_DAYS
from guides.safety.questions import OPEN_ACTIONS, RANK, Action, screen
from tracker import access
from tracker.calendar import day_of
from tracker.models import Entry, Person, Situation, WarningScreen
from tracker.vocabulary import Kind

if TYPE_CHECKING:
    from tracker.facts import Known

WARNS: frozenset[str] = frozenset({Kind.PAIN, Kind.NOTE, Kind.MARK})
"""Kinds of entry in which a warning sign can stand."""


def recent_screens(person: Person, now: datetime) -> list[WarningScreen]:
    """Screens that still matter, latest first: waiting, open, or lately answered."""
    return list(
        access.warning_screens(person).filter(
            Q(answered_at__isnull=True)
            | Q(action__in=OPEN_ACTIONS, closed_at__isnull=True)
            | Q(answered_at__gt=now - screen().quiet)
        )
    )


def is_open(row: WarningScreen) -> bool:
    """Whether its action still stands: neither "I was seen" nor a mistake."""
    return (
        row.answered_at is not None
        and row.closed_at is None
        and row.action in OPEN_ACTIONS
    )


def unanswered(screens: Iterable[WarningScreen]) -> WarningScreen | None:
    """The screen that waits for an answer, if one does."""
    return next((row for row in screens if row.answered_at is None), None)


def open_action(screens: Sequence[WarningScreen]) -> str | None:
    """The highest action that stands. One that waits for an answer counts as today.

    Unanswered, a screen locks exercises; "today" is the least that does.
    """
    actions = [Action(row.action) for row in screens if is_open(row)]
    if unanswered(screens) is not None:
        actions.append(Action.TODAY)
    return max(actions, key=RANK.__getitem__, default=None)


def shown(screens: Sequence[WarningScreen]) -> WarningScreen | None:
    """The screen that pages point to: the waiting one, else the highest open one."""
    waiting = unanswered(screens)
    if waiting is not None:
        return waiting
    standing = [row for row in screens if is_open(row)]
    return max(standing, key=lambda row: RANK[Action(row.action)], default=None)


def asks_about_pregnancy(situations: Iterable[Situation], day: date) -> bool:
    """Whether section C is for this person: pregnant, or a birth in six weeks."""
    for row in situations:
        if row.code == "pregnant":
            return True
        recent = row.since is not None and (day - row.since).days <= BIRTH_DAYS
        if row.code in ("birth", "caesarean") and recent:
            return True
    return False


def check(known: Known, entry: Entry) -> WarningScreen | None:
    """The screen that a saved entry opens, or adds to; ``None`` if it opens none.

    Entries for days before yesterday never open it. What already waits for an
    answer is not opened again for the same sign.
    """
    today = day_of(known.now, known.person)
    if entry.kind not in WARNS or entry.day < today - timedelta(days=1):
        return None
    about_pregnancy = asks_about_pregnancy(known.situations, known.day)
    called = [
        one
        for one in rules.triggers(noted_in(entry, known), pregnant=about_pregnancy)
        if not rules.is_remembered(one, entry.score, _past(known.screens), known.now)
    ]
    waiting = unanswered(known.screens)
    if waiting is not None:
        called = [one for one in called if _is_new(one, waiting, entry.score)]
    if not called:
        return None
    row = waiting or _fresh(known)
    _add(row, called, entry, about_pregnancy)
    row.save()
    return row


def noted_in(entry: Entry, known: Known) -> rules.Noted:
    """What an entry says, as far as the screen asks."""
    return rules.Noted(
        day=entry.day.isoformat(),
        pain=entry.score if entry.kind == Kind.PAIN else None,
        earlier=_earlier(entry, known.entries),
        sensations=frozenset(entry.sensations or ()),
        marks=frozenset({entry.mark} if entry.mark else ()),
        text=entry.text,
    )


def ask(
    person: Person, trigger: str, situations: Sequence[Situation], *, now: datetime
) -> WarningScreen:
    """A screen that the person asked for: waiting, and not yet stored."""
    day = day_of(now, person)
    row = WarningScreen(id=uuid4(), person=person, day=day, opened_at=now)
    row.triggers = [trigger]
    about_pregnancy = asks_about_pregnancy(situations, day)
    row.questions = [q.id for q in rules.questions_for(trigger, about_pregnancy)]
    return row


def answer(row: WarningScreen, ticks: dict[str, str], *, now: datetime) -> None:
    """Keep what was ticked; an empty mapping is "None of these".

    Raises ``ScreenError`` for a tick that is on no screen.
    """
    action = rules.action_of(ticks)
    row.answers, row.action = ticks, action or ""
    row.answered_at, row.closed_at, row.closing = now, None, ""
    row.save()


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


def _is_new(one: rules.Called, waiting: WarningScreen, pain: int | None) -> bool:
    higher = pain is not None and pain > (waiting.pain_then or 0)
    known = one.trigger in waiting.triggers and one.signs <= set(waiting.signs_then)
    return not known or (higher and "pain" in one.signs)


def _fresh(known: Known) -> WarningScreen:
    today = day_of(known.now, known.person)
    return WarningScreen(
        id=uuid4(), person=known.person, day=today, opened_at=known.now
    )


def _add(
    row: WarningScreen, called: list[rules.Called], entry: Entry, pregnancy: bool
) -> None:
    """Let a screen ask for what was just noted, besides what it asks already."""
    names = {one.trigger for one in called} | set(row.triggers)
    row.triggers = sorted(names)
    row.signs_then = sorted(set(row.signs_then).union(*(one.signs for one in called)))
    row.questions = [q.id for q in rules.questions_for(names, pregnancy)]
    pains = [p for p in (row.pain_then, entry.score) if p is not None]
    row.pain_then = max(pains, default=None)


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


def key_is_taken(key: UUID) -> bool:
    """Whether a screen of anybody has this id already."""
    return WarningScreen.objects.filter(pk=key).exists()
