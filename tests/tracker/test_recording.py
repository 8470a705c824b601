"""The one writer: ids, corrections, undo, moving, purging, and the day's summary."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.days import NOON
from tracker import recording, rules
from tracker.access import entries
from tracker.days import days_between, in_order, mean_score, summarise
from tracker.integrity import wrong_summaries
from tracker.models import DaySummary, Entry, Person
from tracker.recording import Conflict, Draft, Recorded
from tracker.vocabulary import Kind

DAY = date(2026, 11, 20)

pytestmark = pytest.mark.django_db


def put(
    person: Person,
    kind: str,
    *,
    now: datetime = NOON,
    client_id: UUID | None = None,
    day: date = DAY,
    timed: bool = True,
    **values: Any,
) -> Recorded:
    """Record one entry at ``now``."""
    moment = now if timed else None
    draft = Draft(kind, client_id or uuid4(), day, moment, values)
    return recording.record(person, draft, now=now)


def summary(person: Person, day: date = DAY) -> DaySummary:
    return DaySummary.objects.get(person=person, day=day)


def test_the_same_tap_twice_is_one_row(person: Person) -> None:
    tap = uuid4()
    first = put(person, Kind.DRINK, client_id=tap, volume_ml=250)
    second = put(
        person,
        Kind.DRINK,
        client_id=tap,
        volume_ml=250,
        now=NOON + timedelta(minutes=9),
    )
    assert (first.created, second.created) == (True, False)
    assert second.entry.pk == first.entry.pk
    assert summary(person).water_ml == 250


def test_an_id_with_other_content_is_refused(person: Person) -> None:
    tap = uuid4()
    put(person, Kind.DRINK, client_id=tap, volume_ml=250)
    with pytest.raises(Conflict):
        put(person, Kind.DRINK, client_id=tap, volume_ml=500)
    assert summary(person).water_ml == 250


def test_two_people_may_use_the_same_id(person: Person, other_person: Person) -> None:
    tap = uuid4()
    put(person, Kind.BREAK, client_id=tap)
    put(other_person, Kind.BREAK, client_id=tap)
    assert summary(person).breaks == summary(other_person).breaks == 1


def test_the_days_score_is_the_mean_and_its_worst_the_maximum(person: Person) -> None:
    for minutes, score in ((0, 3), (60, 4), (120, 6)):
        put(person, Kind.PAIN, now=NOON + timedelta(minutes=minutes), score=score)
    (day,) = days_between(person, DAY, DAY)
    assert (day.pain_mean, day.pain_worst, day.pain_count) == (4.3, 6, 3)
    assert day.pain_latest == 6


@pytest.mark.parametrize(
    ("total", "count", "mean"), [(13, 3, 4.3), (1, 20, 0.1), (0, 2, 0.0), (9, 4, 2.3)]
)
def test_means_round_half_up(total: int, count: int, mean: float) -> None:
    assert mean_score(total, count) == mean


def test_a_tap_within_two_minutes_corrects(person: Person) -> None:
    first = put(person, Kind.PAIN, score=4, areas=["neck-middle"])
    later = NOON + timedelta(seconds=119)
    second = put(person, Kind.PAIN, now=later, score=5)
    assert second.replaced == first.entry
    assert second.entry.areas == ["neck-middle"]
    assert summary(person).pain_worst == 5
    assert summary(person).pain_count == 1


def test_both_readings_can_be_kept(person: Person) -> None:
    put(person, Kind.PAIN, score=4)
    second = put(person, Kind.PAIN, now=NOON + timedelta(seconds=30), score=6)
    recording.keep_both(person, second.entry, now=NOON + timedelta(seconds=40))
    assert summary(person).pain_count == 2
    assert summary(person).pain_sum == 10


def test_a_tap_after_two_minutes_is_a_new_reading(person: Person) -> None:
    put(person, Kind.PAIN, score=4)
    later = put(person, Kind.PAIN, now=NOON + timedelta(minutes=2), score=5)
    assert later.replaced is None
    assert summary(person).pain_count == 2


def test_undo_of_a_correction_brings_the_first_back(person: Person) -> None:
    put(person, Kind.PAIN, score=4)
    second = put(person, Kind.PAIN, now=NOON + timedelta(seconds=30), score=6)
    recording.undo(person, second.entry, now=NOON + timedelta(seconds=40))
    assert [row.score for row in entries(person)] == [4]
    assert summary(person).pain_sum == 4


def test_sleep_again_replaces_the_night(person: Person) -> None:
    put(person, Kind.SLEEP, sleep_minutes=450)
    put(person, Kind.SLEEP, sleep_minutes=420, sleep_quality=3)
    assert summary(person).sleep_minutes == 420
    assert entries(person).filter(kind=Kind.SLEEP).count() == 1


def test_none_today_stores_none_and_a_glass_ends_it(person: Person) -> None:
    put(person, Kind.ANSWER, question="no-drink", answer="yes")
    assert summary(person).water_ml == 0
    glass = put(person, Kind.DRINK, volume_ml=250)
    assert summary(person).water_ml == 250
    recording.undo(person, glass.entry, now=NOON)
    assert summary(person).water_ml == 0


def test_none_today_never_throws_away_what_is_logged(person: Person) -> None:
    put(person, Kind.DRINK, volume_ml=250)
    with pytest.raises(rules.Invalid):
        put(person, Kind.ANSWER, question="no-drink", answer="yes")
    assert summary(person).water_ml == 250


def test_deleting_the_only_entry_leaves_no_day(person: Person) -> None:
    tap = put(person, Kind.BREAK)
    recording.remove(person, tap.entry, now=NOON)
    assert not DaySummary.objects.filter(person=person).exists()
    recording.restore(person, tap.entry, now=NOON)
    assert summary(person).breaks == 1


def test_moving_keeps_the_clock_time(person: Person) -> None:
    tap = put(person, Kind.PAIN, score=5)
    recording.move(person, tap.entry, date(2026, 11, 18), now=NOON)
    tap.entry.refresh_from_db()
    assert tap.entry.moment == datetime(2026, 11, 18, 11, 0, tzinfo=UTC)
    assert not DaySummary.objects.filter(person=person, day=DAY).exists()
    assert summary(person, date(2026, 11, 18)).pain_worst == 5


def test_the_future_is_refused(person: Person) -> None:
    with pytest.raises(rules.Invalid) as caught:
        put(person, Kind.BREAK, day=date(2026, 11, 21), timed=False)
    assert "has not come" in caught.value.errors["day"]


def test_a_time_on_another_day_is_refused(person: Person) -> None:
    tap = put(person, Kind.PAIN, score=5)
    yesterday = {"moment": NOON - timedelta(days=1)}
    with pytest.raises(rules.Invalid) as caught:
        recording.revise(person, tap.entry, yesterday, now=NOON)
    assert "time" in caught.value.errors


def test_an_entry_can_be_changed_after_the_zone_was(person: Person) -> None:
    tap = put(person, Kind.PAIN, score=5)
    person.time_zone = "Pacific/Kiritimati"
    recording.revise(person, tap.entry, {"score": 6}, now=NOON)
    tap.entry.refresh_from_db()
    assert (tap.entry.score, tap.entry.day, tap.entry.moment) == (6, DAY, NOON)


def test_removed_rows_go_at_the_end_of_the_next_day(person: Person) -> None:
    tap = put(person, Kind.BREAK)
    recording.remove(person, tap.entry, now=NOON)
    end_of_next_day = datetime(2026, 11, 21, 22, 59, tzinfo=UTC)
    assert recording.purge(person, now=end_of_next_day) == 0
    assert recording.purge(person, now=end_of_next_day + timedelta(minutes=2)) == 1
    assert not Entry.objects.filter(person=person).exists()


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        (Kind.PAIN, {"score": 11}, "score"),
        (Kind.PAIN, {"score": -1}, "score"),
        (Kind.PAIN, {}, "score"),
        (Kind.PAIN, {"score": 5, "areas": ["moon"]}, "areas"),
        (Kind.PAIN, {"score": 5, "sensations": ["itchy"]}, "sensations"),
        (Kind.SLEEP, {"sleep_minutes": 30 * 60}, "sleep_minutes"),
        (Kind.SLEEP, {"sleep_minutes": 400, "sleep_quality": 6}, "sleep_quality"),
        (Kind.DRINK, {"volume_ml": 50_000}, "volume_ml"),
        (Kind.DRINK, {"volume_ml": 0}, "volume_ml"),
        (Kind.EXERCISE, {"minutes": 20}, "activity"),
        (Kind.EXERCISE, {"activity": "walk", "minutes": 1441}, "minutes"),
        (Kind.EXERCISE, {"activity": "walk", "effort": "brutal"}, "effort"),
        (Kind.NOTE, {"text": "x" * 10_001}, "text"),
        (Kind.MARK, {"mark": "birthday"}, "mark"),
        (Kind.ANSWER, {"question": "why", "answer": "yes"}, "question"),
        (Kind.ANSWER, {"question": "desk-day", "answer": "perhaps"}, "answer"),
        (Kind.DRINK, {"volume_ml": 250, "score": 3}, "__all__"),
    ],
)
def test_what_may_not_stand_is_refused_at_its_field(
    person: Person, kind: str, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(rules.Invalid) as caught:
        put(person, kind, **values)
    assert field in caught.value.errors
    assert not Entry.objects.exists()


def test_the_database_holds_the_rules_too(person: Person) -> None:
    bad = Entry(
        person=person,
        client_id=uuid4(),
        fingerprint="x",
        kind=Kind.PAIN,
        day=DAY,
        zone="UTC",
        recorded_at=NOON,
        score=11,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        bad.save()


def test_a_tap_costs_few_queries(
    person: Person, django_assert_max_num_queries: Any
) -> None:
    put(person, Kind.PAIN, score=3)
    with django_assert_max_num_queries(5):
        put(person, Kind.PAIN, now=NOON + timedelta(hours=1), score=4)


def taps() -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """Valid entries of every kind."""
    return st.one_of(
        st.tuples(
            st.just(Kind.PAIN),
            st.fixed_dictionaries(
                {"score": st.integers(0, 10)},
                optional={"areas": st.just(["neck-middle", "calf-left"])},
            ),
        ),
        st.tuples(
            st.just(Kind.SLEEP),
            st.fixed_dictionaries({"sleep_minutes": st.integers(0, 1440)}),
        ),
        st.tuples(
            st.just(Kind.DRINK),
            st.fixed_dictionaries({"volume_ml": st.integers(1, 5000)}),
        ),
        st.tuples(st.just(Kind.BREAK), st.just({})),
        st.tuples(
            st.just(Kind.EXERCISE),
            st.fixed_dictionaries(
                {"activity": st.just("walk"), "minutes": st.integers(0, 200)}
            ),
        ),
        st.tuples(
            st.just(Kind.ANSWER),
            st.fixed_dictionaries(
                {
                    "question": st.sampled_from(["no-drink", "no-break"]),
                    "answer": st.just("yes"),
                }
            ),
        ),
        st.tuples(
            st.just(Kind.MARK),
            st.fixed_dictionaries({"mark": st.sampled_from(["flare", "ill"])}),
        ),
        st.tuples(st.just("remove"), st.just({})),
        st.tuples(st.just("undo"), st.just({})),
        st.tuples(st.just("restore"), st.just({})),
    )


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(taps(), max_size=12))
def test_the_summary_always_equals_the_events(
    person: Person, steps: list[tuple[str, dict[str, Any]]]
) -> None:
    Entry.objects.filter(person=person).delete()
    DaySummary.objects.filter(person=person).delete()
    for number, (kind, values) in enumerate(steps):
        now = NOON + timedelta(minutes=number)
        last = Entry.objects.filter(person=person).order_by("-pk").first()
        try:
            if kind in ("remove", "undo", "restore"):
                if last is not None:
                    getattr(recording, kind)(person, last, now=now)
            else:
                put(person, kind, now=now, **values)
        except rules.Invalid:
            continue
    live = list(entries(person))
    stored = DaySummary.objects.filter(person=person, day=DAY).values().first()
    expected = summarise(live)
    assert (stored or {}).items() >= expected.items()
    assert bool(stored) == bool(live)
    assert in_order(live) == in_order(reversed(live))


def test_many_at_once_equal_one_by_one(person: Person, other_person: Person) -> None:
    drafts = [
        Draft(Kind.PAIN, uuid4(), DAY, NOON, {"score": 4}),
        Draft(Kind.DRINK, uuid4(), DAY, None, {"volume_ml": 250}),
        Draft(Kind.BREAK, uuid4(), DAY - timedelta(days=3), None, {"times": 4}),
    ]
    assert recording.record_many(person, drafts, now=NOON) == 3
    assert recording.record_many(person, drafts, now=NOON) == 0
    for draft in drafts:
        recording.record(other_person, draft, now=NOON)
    first = DAY - timedelta(days=9)
    assert days_between(person, first, DAY) == days_between(other_person, first, DAY)


def test_one_bad_row_among_many_stores_nothing(person: Person) -> None:
    drafts = [
        Draft(Kind.PAIN, uuid4(), DAY, NOON, {"score": 4}),
        Draft(Kind.PAIN, uuid4(), DAY, NOON, {"score": 11}),
    ]
    with pytest.raises(rules.Invalid):
        recording.record_many(person, drafts, now=NOON)
    assert not Entry.objects.exists()


def test_the_check_finds_a_summary_that_lies(person: Person) -> None:
    put(person, Kind.PAIN, score=4)
    put(person, Kind.BREAK, day=DAY - timedelta(days=1), timed=False)
    assert list(wrong_summaries()) == []
    DaySummary.objects.filter(day=DAY).update(pain_sum=5)
    DaySummary.objects.filter(day=DAY - timedelta(days=1)).delete()
    DaySummary.objects.create(person=person, day=DAY - timedelta(days=2))
    assert [day for _who, day in wrong_summaries()] == [
        DAY - timedelta(days=2),
        DAY - timedelta(days=1),
        DAY,
    ]


def test_foreign_keys_are_enforced() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys")
        assert cursor.fetchone() == (1,)
