"""Reads by fixed SQL give what Django's own questions give, row for row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q

from guides.models import GuideMark
from guides.practising import Item
from guides.safety import timing
from guides.safety.questions import OPEN_ACTIONS, screen
from tests.days import NOON, TODAY
from tests.tracker.diary import keep_diary, log
from tracker import access, offers, practising, recording, rows
from tracker.days import LISTS, STORED, days_between, mean_score
from tracker.facts import known_of
from tracker.models import (
    DaySummary,
    Entry,
    Offer,
    Person,
    Practice,
    Situation,
    WarningScreen,
)
from tracker.vocabulary import AREAS, Kind, Question

AREA = next(iter(AREAS))
YESTERDAY = TODAY - timedelta(days=1)
FIRST = TODAY - timedelta(days=20)
LONG_AGO = TODAY - timedelta(days=300)

pytestmark = pytest.mark.django_db


def columns(found: Iterable[models.Model]) -> list[dict[str, Any]]:
    """Every column of the rows, with its type."""
    return [
        {
            f.attname: (v := getattr(row, f.attname), type(v))
            for f in row._meta.concrete_fields
        }
        for row in found
    ]


def by_key(found: Iterable[models.Model]) -> list[dict[str, Any]]:
    return columns(sorted(found, key=lambda row: row.pk))


@pytest.fixture
def diary(person: Person, other_person: Person) -> Person:
    """A month of two people, with what is removed, replaced, ended and closed."""
    for number, owner in enumerate((person, other_person)):
        keep_diary(owner, 30, seed=number)
        log(owner, Kind.SLEEP, sleep_minutes=300)
        log(owner, Kind.ANSWER, YESTERDAY, question=Question.DESK_DAY, answer="yes")
        for day in (TODAY, YESTERDAY):
            row = access.entries(owner).filter(day=day, kind=Kind.PAIN).first()
            assert row is not None
            detail = {"areas": [AREA], "sensations": ["dull"]}
            recording.revise(owner, row, {**detail, "text": "“ß”"}, now=NOON)
            gone = access.entries(owner).filter(day=day, kind=Kind.EXERCISE).get()
            recording.remove(owner, gone, now=NOON)
        timed = recording.Draft(Kind.PAIN, uuid4(), TODAY, NOON, {"score": 6})
        recording.record(owner, timed, now=NOON)
        for code, ended in (("desk-work", None), ("pregnant", TODAY)):
            Situation.objects.create(
                person=owner, code=code, started_on=FIRST, ended_on=ended, since=FIRST
            )
        for ago, action, closed in ((1, "", False), (20, "", False), (40, "D", False)):
            keep_screen(owner, ago, action, closed)
        keep_screen(owner, 50, "E", closed=True)
        keep_screen(owner, 60, "S", closed=False)
        WarningScreen.objects.create(
            id=uuid4(), person=owner, day=TODAY, opened_at=NOON
        )
        for guide, kind in (("sleep", "helped"), ("sleep", "read"), ("water", "read")):
            GuideMark.objects.create(person=owner, guide=guide, kind=kind, made_at=NOON)
        for day in (YESTERDAY, TODAY):
            offers.refresh(known_of(owner, day, now=NOON))
    return person


def keep_screen(owner: Person, ago: int, action: str, closed: bool) -> None:
    then = NOON - timedelta(days=ago)
    WarningScreen.objects.create(
        id=uuid4(),
        person=owner,
        triggers=["A6"],
        answers={"A6": "yes"} if action else {},
        action=action,
        day=then.date(),
        opened_at=then,
        answered_at=then,
        closed_at=then if closed else None,
    )


def test_entries_of_a_day_and_of_the_day_before(diary: Person) -> None:
    live = Entry.objects.filter(person=diary, removed_at__isnull=True)
    then = Q(day=YESTERDAY, kind__in=[Kind.PAIN, Kind.EXERCISE])
    assert by_key(access.live_on(diary, TODAY)) == by_key(live.filter(day=TODAY))
    assert by_key(access.live_before(diary, TODAY)) == by_key(live.filter(then))
    around = live.filter(then | Q(day=TODAY))
    assert by_key(access.live_around(diary, TODAY)) == by_key(around)
    assert around.filter(day=YESTERDAY).exists()


def test_the_entry_with_an_id_and_the_days(diary: Person, other_person: Person) -> None:
    live = Entry.objects.filter(person=diary, removed_at__isnull=True)
    then = Q(day=YESTERDAY, kind__in=[Kind.PAIN, Kind.EXERCISE])
    around = by_key(live.filter(then | Q(day=TODAY)))
    removed = Entry.objects.filter(person=diary, removed_at__isnull=False).first()
    elsewhere = live.filter(day=YESTERDAY).exclude(then).first()
    others = Entry.objects.filter(person=other_person).first()
    for known, is_more in (
        (live.filter(day=TODAY).first(), False),
        (live.filter(then).first(), False),
        (removed, True),
        (elsewhere, True),
        (others, False),
    ):
        assert known is not None
        found = access.sent_or_live_around(diary, known.client_id, TODAY)
        more = columns([known]) if is_more else []
        wanted = sorted([*around, *more], key=lambda row: row["id"][0])
        assert by_key(found) == wanted


def test_exercise_and_offers(diary: Person) -> None:
    names = ("activity", "minutes", "sets", "repetitions", "effort")
    done = access.entries(diary).filter(kind=Kind.EXERCISE, day__range=(FIRST, TODAY))
    wanted = list(done.order_by("-day", "-pk").values_list(*names))
    assert access.exercise_values(diary, FIRST, TODAY, *names) == wanted
    assert len(wanted) > 10

    shown = ("id", "day", "guide", "rule", "reason", "urgent", "position")
    kept = Offer.objects.filter(person=diary)
    wanted = list(kept.filter(day=TODAY).order_by("position").values_list(*shown))
    assert access.offer_values(diary, TODAY, *shown) == wanted
    assert wanted
    again = kept.filter(day__range=(FIRST, YESTERDAY)).latest("day")
    again.pk, again.day = None, FIRST
    again.save()
    lately = kept.filter(day__range=(FIRST, YESTERDAY)).order_by("day")
    last_days = dict(lately.values_list("guide", "day"))
    assert access.offered_between(diary, FIRST, YESTERDAY) == last_days
    assert len(last_days) < lately.count()


def test_days(diary: Person) -> None:
    stored = DaySummary.objects.filter(person=diary, day__range=(FIRST, TODAY))
    found = days_between(diary, FIRST, TODAY)
    assert len(found) == 21
    assert found[-1].areas == {AREA}
    assert found[-2].desk_day is True
    alike = set(STORED) - {"day", "pain_sum", *LISTS}
    for row, day in zip(stored.order_by("day"), found, strict=True):
        mean = mean_score(row.pain_sum or 0, row.pain_count) if row.pain_count else None
        assert (day.date, day.pain_mean) == (row.day, mean)
        for name in alike:
            assert getattr(day, name) == getattr(row, name), name
        for name in LISTS:
            assert getattr(day, name) == frozenset(getattr(row, name)), name
    written = {f.name for f in DaySummary._meta.concrete_fields} - {"id", "person"}
    assert set(STORED) == written


def test_a_practice_that_runs(diary: Person) -> None:
    assert access.practices_running(diary) == []
    for _ in range(2):
        practising.start(
            diary,
            [Item("heel-slide", {"sets": 2})],
            "exercise",
            frozenset(),
            now=NOON,
            key=uuid4(),
        )
        running = Practice.objects.filter(person=diary, finished_at__isnull=True)
        found = access.practices_running(diary)
        assert columns(found) == columns(running)
        practising.finish(found[0], now=NOON)


def test_situations_and_screens(diary: Person) -> None:
    running = Situation.objects.filter(person=diary, ended_on__isnull=True)
    assert by_key(access.situations_running(diary)) == by_key(running)
    since = NOON - timedelta(days=7)
    wanted = WarningScreen.objects.filter(person=diary).filter(
        Q(answered_at__isnull=True)
        | Q(action__in=OPEN_ACTIONS, closed_at__isnull=True)
        | Q(answered_at__gt=since)
    )
    found = access.screens_since(diary, since, OPEN_ACTIONS, "fever")
    assert columns(found) == columns(wanted)
    assert len(found) == 3


def test_of_screens_long_answered_the_last_that_lasts(diary: Person) -> None:
    def found(lasting: str) -> list[date]:
        screens = access.screens_since(diary, NOON, OPEN_ACTIONS, lasting)
        return [row.day for row in screens if row.day < LONG_AGO]

    for days, trigger in ((3, "full-first"), (2, "full-again"), (1, "note-fever")):
        day = LONG_AGO - timedelta(days=days)
        moment = NOON - (TODAY - day)
        WarningScreen.objects.create(
            id=uuid4(),
            person=diary,
            triggers=[trigger],
            questions=["A1"],
            day=day,
            opened_at=moment,
            answered_at=moment,
        )
    assert found("full-") == [LONG_AGO - timedelta(days=2)]
    assert found("full-first") == [LONG_AGO - timedelta(days=3)]
    assert found("ull-") == []
    with pytest.raises(ValueError, match="--"):
        found("'; --")


def test_every_full_screen_is_remembered() -> None:
    triggers = screen().triggers.values()
    full = {t.id for t in triggers if {"A", "B"} <= {*t.questions}}
    assert full == {t.id for t in triggers if t.id.startswith(timing.FULL)}


def test_a_person(diary: Person) -> None:
    sql = f"{rows.select(Person)} WHERE user_id = %s"
    found = rows.instances(Person, sql, diary.pk)
    assert columns(found) == columns([Person.objects.get(pk=diary.pk)])


def test_written_rows_are_what_django_would_write(person: Person) -> None:
    values = {"pain_count": 2, "pain_sum": 9, "areas": ["neck"], "desk_day": False}
    rows.upsert([DaySummary(person=person, day=TODAY, **values)], ("person_id", "day"))
    first = DaySummary.objects.get()
    first.pk = None
    DaySummary.objects.all().delete()
    first.save()
    again = DaySummary(person=person, day=TODAY, backfilled=True, marks=["flare"])
    rows.upsert([again], ("person_id", "day"))
    stored = DaySummary.objects.get()
    again.pk = stored.pk
    assert columns([stored]) == columns([again])


def test_what_may_not_stand_is_refused(person: Person) -> None:
    wrong = DaySummary(person=person, day=TODAY, pain_count=1, pain_sum=11)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.upsert([wrong], ("person_id", "day"))
    assert not DaySummary.objects.exists()


def test_only_the_named_row_is_deleted(diary: Person) -> None:
    before = set(Offer.objects.values_list("pk", flat=True))
    gone = min(before)
    rows.delete(Offer, gone)
    assert set(Offer.objects.values_list("pk", flat=True)) == before - {gone}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite")
def test_no_hot_read_walks_over_the_diary(diary: Person) -> None:
    plans: list[str] = []

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT"):
            asked = context["connection"].connection.execute(
                "EXPLAIN QUERY PLAN " + sql.replace("%s", "?"), params
            )
            plans.extend(row[3] for row in asked)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        access.live_around(diary, TODAY)
        access.live_before(diary, TODAY)
        access.sent_or_live_around(diary, uuid4(), TODAY)
        access.exercise_values(diary, FIRST, TODAY, "activity")
        days_between(diary, FIRST, TODAY)
        access.offer_values(diary, TODAY, "guide")
        access.offered_between(diary, FIRST, TODAY)
    assert plans
    assert not [plan for plan in plans if plan.startswith("SCAN ")]
