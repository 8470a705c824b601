"""What the day's screen shows: read once, given to the page and to its cards."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final

from django.db.models import Model

from guides.library import library
from guides.linking import Offer
from guides.safety import timing
from guides.safety.questions import screen
from tracker import access, practising
from tracker import vocabulary as words
from tracker.calendar import day_of, local
from tracker.days import Day, in_order
from tracker.facts import Known, before_exercise, known_of
from tracker.models import Entry, Person, Practice, WarningScreen
from tracker.questions import Questions, pending
from tracker.screening import asked_quietly
from tracker.views.choices import CHOICES, Choices, activities_under, left_out
from tracker.views.saved import Done, Saved
from tracker.vocabulary import Activity, Kind, Question
from tracker.wording import named_once

ASKED_NEXT_DAY: Final = (Kind.EXERCISE, Kind.RELIEF)
RECENT_DAYS: Final = 30
RECENT_SHOWN: Final = 4
SLEEP_STEP_MINUTES: Final = 15
SLEEP_START_MINUTES: Final = 420


class NotSent(dict[str, Any]):
    """The forms that were sent: asked for any other, it is empty all the way down.

    Templates ask for the errors of every form; a plain ``dict`` would make Django
    raise and catch an exception for each of them.
    """

    def __missing__(self, name: str) -> NotSent:
        return NOT_SENT

    def __str__(self) -> str:
        return ""


NOT_SENT: Final = NotSent()


@dataclass
class DayPage:
    """The screen of one day of one person."""

    known: Known
    entries: list[Entry]
    offers: list[Offer] = field(default_factory=list)
    saved: Saved | None = None
    forms: dict[str, Any] = field(default_factory=NotSent)
    problem: str = ""
    problem_card: str = ""
    about: Entry | None = None
    """The reading whose form was refused."""

    changed: bool = False
    """Whether it was changed since the form was made."""

    @cached_property
    def person(self) -> Person:
        """Whose day it is."""
        return self.known.person

    @cached_property
    def date(self) -> Date:
        """The calendar day shown."""
        return self.known.day

    @cached_property
    def is_today(self) -> bool:
        """Whether it is the person's today."""
        return self.date == self.today

    @cached_property
    def today(self) -> Date:
        """The person's today."""
        return day_of(self.known.now, self.person)

    @cached_property
    def before(self) -> Date:
        """The day before, for the arrow."""
        return self.date - timedelta(days=1)

    @property
    def after(self) -> Date | None:
        """The next day, unless it has not come."""
        return self.date + timedelta(days=1) if self.date < self.today else None

    @property
    def day(self) -> Day:
        """What the live entries add up to."""
        return self.known.today

    @cached_property
    def _by_kind(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for row in in_order(self.entries):
            found.setdefault(row.kind, []).append(row)
        return found

    def of(self, kind: Kind) -> list[Entry]:
        """The day's entries of one kind, as the day went."""
        return self._by_kind.get(kind, [])

    @cached_property
    def readings(self) -> list[Entry]:
        """Pain readings."""
        return self.of(Kind.PAIN)

    @property
    def has_readings(self) -> bool:
        """Whether pain is logged on the day."""
        return bool(self.readings)

    @property
    def latest(self) -> Entry | None:
        """The reading that where and how belong to: just tapped, or the last."""
        about = self.about or (self.saved.entry if self.saved else None)
        timed = [r for r in self.readings if r.moment]
        last = next(iter(reversed(timed or self.readings)), None)
        return next((row for row in self.readings if row == about), last)

    @cached_property
    def night(self) -> Entry | None:
        """Last night's sleep."""
        return next(iter(self.of(Kind.SLEEP)), None)

    @property
    def drinks(self) -> list[Entry]:
        """What was drunk."""
        return self.of(Kind.DRINK)

    @property
    def done(self) -> list[Entry]:
        """Exercise done."""
        return self.of(Kind.EXERCISE)

    @cached_property
    def relief(self) -> list[Entry]:
        """Techniques done: ice, warmth, a breath."""
        return self.of(Kind.RELIEF)

    @property
    def done_and_relief(self) -> list[Entry]:
        """All that stands in the card of exercise, as the day went."""
        return in_order([*self.done, *self.relief])

    @property
    def breaks(self) -> list[Entry]:
        """Posture breaks."""
        return self.of(Kind.BREAK)

    @property
    def note(self) -> Entry | None:
        """The day's note."""
        return next(iter(self.of(Kind.NOTE)), None)

    @property
    def marks(self) -> dict[str, Entry]:
        """The day's marks by their code."""
        return {row.mark: row for row in self.of(Kind.MARK)}

    @cached_property
    def answers(self) -> dict[str, Entry]:
        """Answers of the day by question."""
        return {row.question: row for row in self.of(Kind.ANSWER)}

    @property
    def nothing_drunk(self) -> bool:
        """Whether "none today" was said of water."""
        return Question.NO_DRINK in self.answers

    @property
    def nothing_done(self) -> bool:
        """Whether "none today" was said of exercise."""
        return Question.NO_EXERCISE in self.answers

    @property
    def no_breaks(self) -> bool:
        """Whether "none today" was said of posture breaks."""
        return Question.NO_BREAK in self.answers

    @property
    def minutes_since_break(self) -> int | None:
        """Minutes since the last timed break; only on today's page."""
        moments = [row.moment for row in self.breaks if row.moment]
        if not moments or not self.is_today:
            return None
        return max(0, int((self.known.now - max(moments)).total_seconds() // 60))

    @property
    def night_less(self) -> int:
        """The night a quarter of an hour shorter, in minutes."""
        return max(0, self._night_minutes - SLEEP_STEP_MINUTES)

    @property
    def night_more(self) -> int:
        """The night a quarter of an hour longer, in minutes."""
        return min(words.SLEEP_MAX_MINUTES, self._night_minutes + SLEEP_STEP_MINUTES)

    @property
    def night_hours(self) -> int:
        """Whole hours of the night, for the stepper."""
        return self._night_minutes // 60

    @property
    def night_minutes(self) -> int:
        """Minutes of the night beyond whole hours, for the stepper."""
        return self._night_minutes % 60

    @property
    def _night_minutes(self) -> int:
        if self.night is None or self.night.sleep_minutes is None:
            return SLEEP_START_MINUTES
        return self.night.sleep_minutes

    @property
    def checked_areas(self) -> tuple[str, ...]:
        """Ticked areas of the latest reading, or of the form that was refused."""
        return self._checked("areas")

    @property
    def checked_sensations(self) -> tuple[str, ...]:
        """Ticked sensations, likewise."""
        return self._checked("sensations")

    def _checked(self, name: str) -> tuple[str, ...]:
        form = self.forms.get("pain")
        if form is not None and name in form.fields:
            return tuple(form[name].value() or ())
        return tuple((getattr(self.latest, name) if self.latest else None) or ())

    @property
    def said(self) -> bool:
        """Whether a card has to say what was done, or what was in the way."""
        return self.saved is not None or bool(self.problem)

    @property
    def details_open(self) -> bool:
        """Whether the person is busy with where and how."""
        form = self.forms.get("pain")
        told = self.saved is not None and self.saved.done == Done.DETAILS
        return told or (form is not None and "areas" in form.fields)

    @property
    def choices(self) -> Choices:
        """The closed lists that the cards offer."""
        return CHOICES

    @property
    def activities(self) -> words.ChoiceGroups:
        """What may be chosen: the exercises that safety leaves, then activities."""
        return activities_under(self.known.conditions())

    @cached_property
    def habits(self) -> list[Entry]:
        """Exercise of the days before, one of each kind, for one tap.

        What the day itself brings is not among them: a button stays where it was.
        """
        if self.known.open_screens:
            return []
        not_now = left_out(self.known.conditions())
        return _habits(self.person, self.before, not_now)

    @property
    def yesterday_done(self) -> str:
        """Yesterday's exercise and relief, while its next-day question is unanswered.

        Asked on the day itself only; afterwards it is dropped.
        """
        if not self.is_today or Question.AFTER_EXERCISE in self.answers:
            return ""
        rows = [e for e in self.known.entries if e.day == self.before]
        done = [e.activity for e in rows if e.kind in ASKED_NEXT_DAY]
        return named_once(done) if done else ""

    @cached_property
    def begun(self) -> Practice | None:
        """What the player began and nobody ended, perhaps as its page was closed."""
        return practising.running(self.person) if self.is_today else None

    @property
    def begun_names(self) -> list[str]:
        """The exercises of it."""
        return practising.names_of(self.begun) if self.begun else []

    @property
    def score_before(self) -> int | None:
        """The reading that the next-day answer stands beside."""
        return before_exercise(self.known, ASKED_NEXT_DAY)

    @property
    def questions(self) -> Questions:
        """What the app asks the person once, on today's page."""
        return pending(self.person, self.today, self.known.situations)

    @property
    def safety_questions(self) -> list[str]:
        """Why safety questions are asked on today's page, in words; mostly nothing."""
        if not self.is_today or self.open_screens:
            return []
        triggers = screen().triggers
        return [triggers[name].because for name in asked_quietly(self.known.due)]

    @property
    def asks_of_episode(self) -> bool:
        """Whether some of them come because an episode of pain runs."""
        return not {timing.NEW_EPISODE, timing.EPISODE_DAYS}.isdisjoint(self.known.due)

    @property
    def open_screens(self) -> list[WarningScreen]:
        """Warning screens that are open or wait for an answer."""
        return self.known.open_screens

    @property
    def clock(self) -> datetime:
        """The person's wall clock now."""
        return local(self.known.now, self.person)

    @cached_property
    def settled(self) -> Hashable | None:
        """All that the cards show, as one value, to render the same only once.

        None while something was just saved or refused.
        """
        if self.saved or self.forms or self.problem or self.about or self.changed:
            return None
        return (
            _columns(self.person),
            (self.date, self.today, self.minutes_since_break),
            tuple(map(_columns, self.known.entries)),
            tuple(map(_columns, self.habits)),
            self.known.conditions(),
        )


def _columns(row: Model) -> tuple[Hashable, ...]:
    """Everything that is stored in a row; lists as their text."""
    names = [field.attname for field in row._meta.concrete_fields]
    values = (getattr(row, name) for name in names)
    return tuple(str(value) if isinstance(value, list) else value for value in values)


def day_page(
    person: Person,
    day: Date,
    *,
    now: datetime,
    live: list[Entry] | None = None,
    before: list[Entry] | None = None,
) -> DayPage:
    """Read the screen of a day: its entries, what is known around it, no offers yet.

    ``live`` are the day's live entries, and ``before`` the pain and exercise of the
    day before, where the caller has just read them.
    """
    if live is None:
        around = access.live_around(person, day)
        live = [row for row in around if row.day == day]
    elif before is None:
        around = [*live, *access.live_before(person, day)]
    else:
        around = [*live, *before]
    return DayPage(known=known_of(person, day, now=now, entries=around), entries=live)


def _habits(person: Person, last: Date, left_out: frozenset[str]) -> list[Entry]:
    """The latest exercise of each kind up to a day, most recent first; not stored.

    What safety leaves out is not suggested; it can still be logged.
    """
    names = ("activity", "minutes", "sets", "repetitions", "effort")
    since = last - timedelta(days=RECENT_DAYS)
    latest: dict[str, Entry] = {}
    for row in access.exercise_values(person, since, last, *names):
        known = row[0] in latest or row[0] in left_out
        if not known and len(latest) < RECENT_SHOWN:
            values = dict(zip(names, row, strict=True))
            latest[row[0]] = Entry(kind=Kind.EXERCISE, **values)
    return list(latest.values())


def known_activities() -> frozenset[str]:
    """Every code that exercise may be logged under."""
    return frozenset(Activity.values) | frozenset(library().exercises)
