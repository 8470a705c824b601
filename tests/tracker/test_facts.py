"""A day turned into named facts, and the guides that the facts lead to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from guides.models import GuideMark
from guides.units import in_units
from tests.days import NOON
from tests.tracker.test_recording import put
from tracker import access, offers
from tracker.facts import age_on, facts_of, known_of
from tracker.models import Offer, Person, Situation
from tracker.recording import Draft, record_many
from tracker.vocabulary import Kind

DAY = date(2026, 11, 20)
YESTERDAY = date(2026, 11, 19)
EVENING = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)  # 18:00 in Berlin

pytestmark = pytest.mark.django_db


def facts(person: Person, now: datetime = NOON) -> dict[str, Any]:
    return facts_of(known_of(person, DAY, now=now))


def guides_of(person: Person, now: datetime = NOON) -> list[str]:
    return [offer.guide for offer in offers.refresh(known_of(person, DAY, now=now))]


def test_a_silent_day_holds_targets_and_nothing_else(person: Person) -> None:
    assert facts(person) == {
        "sleep_target_minutes": 420,
        "water_target_ml": 1400,
        "break_target_minutes": 60,
        "day_is_late": False,
        "days_in_row_with_pain_4": 0,
        "short_nights_in_row": 0,
        "days_in_row_without_break": 0,
        "marks": frozenset(),
        "situations": frozenset(),
        "profile": frozenset(),
    }


def test_goals_take_the_place_of_quiet_defaults(person: Person) -> None:
    person.sleep_goal_minutes, person.water_goal_ml = 480, 2000
    person.exercise_goal_minutes, person.breaks_goal = 30, 5
    person.save()
    found = facts(person)
    assert found["sleep_target_minutes"] == 480
    assert found["water_target_ml"] == 2000
    assert found["exercise_target_minutes"] == 30
    assert found["breaks_target"] == 5


def test_a_water_goal_in_ounces_is_reached_when_it_looks_so(person: Person) -> None:
    person.units, person.water_goal_ml = "us", 1774  # 60 fl oz
    person.save()
    target = facts(person)["water_target_ml"]
    assert isinstance(target, int)
    assert target <= 3 * 591  # three bottles of 20
    assert [in_units(f"{{{ml} ml}}", "us") for ml in (target - 1, target)] == [
        "59\xa0fl oz",
        "60\xa0fl oz",
    ]


def test_pain_in_the_leg_radiates(person: Person) -> None:
    put(person, Kind.PAIN, score=5, areas=["lower_back-left", "calf-left"])
    found = facts(person)
    assert found["pain_areas"] == {"lower_back", "calf"}
    assert found["leg_pain"] is True


def test_a_rise_counts_from_the_lowest_of_24_hours(person: Person) -> None:
    hours = {30: 0, 20: 2, 3: 4}
    for ago, score in hours.items():
        moment = NOON - timedelta(hours=ago)
        day = date(2026, 11, 19) if ago > 13 else DAY
        put(person, Kind.PAIN, now=moment, day=day, score=score)
    put(person, Kind.PAIN, now=NOON, score=6)
    assert facts(person)["pain_rise_24h"] == 4


def test_days_in_a_row_end_at_a_gap(person: Person) -> None:
    for ago in (0, 1, 2, 4):
        put(
            person,
            Kind.ANSWER,
            day=DAY - timedelta(days=ago),
            timed=False,
            question="no-break",
            answer="yes",
        )
    assert facts(person)["days_in_row_without_break"] == 3


@pytest.mark.parametrize(
    ("days", "run", "queries"), [(13, 13, 0), (20, 20, 1), (42, 42, 1), (60, 43, 1)]
)
def test_a_long_run_is_counted_to_its_end(
    person: Person,
    days: int,
    run: int,
    queries: int,
    django_assert_num_queries: Any,
) -> None:
    drafts = [
        Draft(Kind.PAIN, uuid4(), DAY - timedelta(days=ago), None, {"score": 5})
        for ago in range(days)
    ]
    record_many(person, drafts, now=NOON)
    known = known_of(person, DAY, now=NOON)
    with django_assert_num_queries(queries):
        assert facts_of(known)["days_in_row_with_pain_4"] == run


def test_exercise_in_sets_has_no_minutes(person: Person) -> None:
    put(person, Kind.EXERCISE, activity="plank", sets=2)
    found = facts(person)
    assert "exercise_minutes" not in found
    assert found["exercise_none"] is False


def test_the_longest_sitting_counts_on_desk_days_only(person: Person) -> None:
    for minutes in (200, 50, 0):
        put(person, Kind.BREAK, now=NOON - timedelta(minutes=minutes))
    assert "longest_sitting_minutes" not in facts(person)
    put(person, Kind.ANSWER, question="desk-day", answer="yes")
    assert facts(person)["longest_sitting_minutes"] == 150


def test_the_day_is_late_from_six_in_the_evening(person: Person) -> None:
    assert facts(person, EVENING - timedelta(minutes=1))["day_is_late"] is False
    assert facts(person, EVENING)["day_is_late"] is True
    assert facts(person, NOON + timedelta(days=1))["day_is_late"] is True


def test_age_is_the_lower_that_a_birth_year_allows(person: Person) -> None:
    assert age_on(person, DAY) is None
    person.birth_year = 2008
    assert age_on(person, DAY) == 17


def pain_days(person: Person, scores: dict[int, int], area: str = "hip-left") -> None:
    """A reading on each day that is so many days ago."""
    drafts = [
        Draft(
            Kind.PAIN,
            uuid4(),
            DAY - timedelta(days=ago),
            None,
            {"score": score, "areas": [area]},
        )
        for ago, score in scores.items()
    ]
    record_many(person, drafts, now=NOON)


def test_pain_of_two_weeks_is_counted(person: Person) -> None:
    pain_days(person, {0: 5, 3: 4, 7: 3, 13: 1, 14: 9})
    found = facts(person)
    assert found["pain_days_of_14"] == 4
    assert found["pain_4_days_of_14"] == 2
    assert found["pain_spread_of_14"] == 4
    assert "leg_pain_days_of_7" not in found


def test_pain_of_two_weeks_is_unknown_without_a_reading_today(person: Person) -> None:
    pain_days(person, {1: 5, 2: 2}, "calf-left")
    names = ("pain_days_of_14", "pain_4_days_of_14", "leg_pain_days_of_7")
    assert not facts(person).keys() & {*names, "pain_spread_of_14"}


def test_leg_pain_of_a_week_is_counted(person: Person) -> None:
    pain_days(person, {0: 2, 6: 2, 7: 2}, "thigh_back-left")
    assert facts(person)["leg_pain_days_of_7"] == 2


def test_a_rise_through_the_day_counts_from_its_first_reading(person: Person) -> None:
    put(person, Kind.PAIN, now=NOON - timedelta(hours=20), day=YESTERDAY, score=0)
    put(person, Kind.PAIN, now=NOON - timedelta(hours=4), score=2)
    assert "pain_rise_today" not in facts(person)
    put(person, Kind.PAIN, now=NOON, score=5)
    assert facts(person)["pain_rise_today"] == 3


def test_exercise_of_a_week_is_counted(person: Person) -> None:
    for ago in (0, 6, 7):
        day = DAY - timedelta(days=ago)
        put(person, Kind.EXERCISE, day=day, timed=False, activity="plank", sets=2)
    found = facts(person)
    assert found["exercise_days_of_7"] == 2
    assert found["exercise_hard"] is False
    put(person, Kind.EXERCISE, activity="run", minutes=20, effort="hard")
    assert facts(person)["exercise_hard"] is True


def test_days_without_exercise_are_those_that_were_marked(person: Person) -> None:
    for ago in (0, 1, 3):
        none_of(person, "no-exercise", ago)
    assert facts(person)["days_in_row_without_exercise"] == 2
    put(person, Kind.EXERCISE, activity="plank", sets=2)
    assert "days_in_row_without_exercise" not in facts(person)


def test_days_since_the_last_flare_mark(person: Person) -> None:
    put(person, Kind.PAIN, score=2)
    assert "days_since_flare" not in facts(person)
    for ago in (14, 5, 3):
        day = DAY - timedelta(days=ago)
        put(person, Kind.MARK, day=day, timed=False, mark="flare")
        assert facts(person).get("days_since_flare") == (ago if ago < 14 else None)
    put(person, Kind.MARK, timed=False, mark="flare")
    assert facts(person)["days_since_flare"] == 0


def test_desk_days_without_a_break_are_counted(person: Person) -> None:
    for ago in (0, 4, 6, 7):
        none_of(person, "no-break", ago)
        none_of(person, "desk-day", ago)
    none_of(person, "desk-day", 2)
    assert facts(person)["desk_days_without_break_of_7"] == 3


def none_of(person: Person, question: str, ago: int) -> None:
    put(
        person,
        Kind.ANSWER,
        day=DAY - timedelta(days=ago),
        timed=False,
        question=question,
        answer="yes",
    )


def test_days_since_the_latest_birth(person: Person) -> None:
    assert "days_since_birth" not in facts(person)
    for code, ago in (("birth", 900), ("caesarean", 20)):
        Situation.objects.create(
            person=person, code=code, since=DAY - timedelta(days=ago), started_on=DAY
        )
    found = facts(person)
    assert found["days_since_birth"] == 20
    assert found["profile"] == {"birth", "caesarean"}


def test_a_birth_after_the_day_is_none_yet(person: Person) -> None:
    Situation.objects.create(
        person=person, code="birth", since=DAY + timedelta(days=3), started_on=DAY
    )
    assert "days_since_birth" not in facts(person)


def test_no_week_is_told_after_42_of_them(person: Person) -> None:
    due = DAY - timedelta(weeks=2)
    Situation.objects.create(person=person, code="pregnant", since=due, started_on=DAY)
    assert "pregnancy_week" not in facts(person)


def test_the_week_of_pregnancy(person: Person) -> None:
    due = DAY + timedelta(weeks=10)
    Situation.objects.create(person=person, code="pregnant", since=due, started_on=DAY)
    found = facts(person)
    assert found["pregnancy_week"] == 30
    assert {"pregnant", "pregnant-from-28"} <= set(found["situations"])


@pytest.mark.parametrize(
    ("kind", "values", "guide"),
    [
        (Kind.PAIN, {"score": 7, "areas": ["lower_back-left"]}, "bad-flare"),
        (Kind.SLEEP, {"sleep_minutes": 310}, "sleep-and-pillows"),
        (Kind.ANSWER, {"question": "no-drink", "answer": "yes"}, "water"),
        (Kind.ANSWER, {"question": "no-break", "answer": "yes"}, "movement-breaks"),
        (
            Kind.EXERCISE,
            {"activity": "run", "minutes": 30, "pain": 5},
            "exercise-rules",
        ),
    ],
)
def test_each_kind_of_entry_leads_somewhere_when_it_should(
    person: Person, kind: str, values: dict[str, Any], guide: str
) -> None:
    values = dict(values)
    if (pain := values.pop("pain", None)) is not None:
        put(person, Kind.PAIN, score=pain, areas=["lower_back-left"])
    put(person, kind, **values)
    assert guide in guides_of(person)


def test_a_good_day_leads_nowhere(person: Person) -> None:
    put(person, Kind.PAIN, score=1, areas=["lower_back-middle"])
    put(person, Kind.SLEEP, sleep_minutes=460, sleep_quality=4)
    put(person, Kind.EXERCISE, activity="walk", minutes=30)
    put(person, Kind.ANSWER, question="desk-day", answer="yes")
    for ago in (0, 40, 80):
        put(person, Kind.BREAK, now=NOON - timedelta(minutes=ago))
    for _ in range(7):
        put(person, Kind.DRINK, volume_ml=250)
    assert guides_of(person, EVENING) == []


def test_too_little_water_counts_in_the_evening_only(person: Person) -> None:
    put(person, Kind.DRINK, volume_ml=500)
    assert guides_of(person) == []
    assert guides_of(person, EVENING) == ["water"]


def test_an_offer_is_kept_and_made_anew_when_the_day_is_corrected(
    person: Person,
) -> None:
    put(person, Kind.SLEEP, sleep_minutes=310)
    guides_of(person)
    kept = Offer.objects.get()
    assert (kept.guide, kept.day) == ("sleep-and-pillows", DAY)
    assert "5" in kept.reason
    assert kept.values["sleep_minutes"] == 310
    put(person, Kind.SLEEP, sleep_minutes=470)
    assert guides_of(person) == []
    assert not Offer.objects.exists()


def test_an_unchanged_offer_is_not_written_again(
    person: Person, django_assert_max_num_queries: Any
) -> None:
    put(person, Kind.SLEEP, sleep_minutes=310)
    guides_of(person)
    first = Offer.objects.get().pk
    known = known_of(person, DAY, now=NOON)
    with django_assert_max_num_queries(3):
        offers.refresh(known)
    assert Offer.objects.get().pk == first


def test_not_for_me_is_not_offered_again(person: Person, other_person: Person) -> None:
    put(person, Kind.SLEEP, sleep_minutes=310)
    now = NOON
    GuideMark.objects.create(
        person=other_person, guide="sleep-and-pillows", kind="not-for-me", made_at=now
    )
    assert guides_of(person) == ["sleep-and-pillows"]
    GuideMark.objects.create(
        person=person, guide="sleep-and-pillows", kind="not-for-me", made_at=now
    )
    assert guides_of(person) == []


def test_a_guide_tells_the_days_that_led_to_it(
    person: Person, other_person: Person
) -> None:
    put(person, Kind.SLEEP, sleep_minutes=310)
    guides_of(person)
    since = DAY - timedelta(days=30)
    ((day, reason),) = offers.offers_of_guide(person, "sleep-and-pillows", since)
    assert day == DAY
    assert reason.startswith("you slept")
    assert offers.offers_of_guide(other_person, "sleep-and-pillows", since) == []


def test_a_guide_with_nothing_left_is_not_offered(person: Person) -> None:
    Situation.objects.create(
        person=person, code="pregnancy-complication", started_on=DAY
    )
    put(person, Kind.PAIN, score=3, areas=["lower_back-left"])
    shown = guides_of(person)
    assert "core-strength" not in shown
    assert "stretch-low-back-and-hips" not in shown


def test_nothing_of_another_is_known(person: Person, other_person: Person) -> None:
    put(person, Kind.PAIN, score=8)
    assert "pain_score" not in facts(other_person)
    assert not access.offers(other_person).exists()


@pytest.mark.parametrize(("score", "acute"), [(6, False), (7, True)])
def test_a_bad_morning_after_exercise_counts_as_acute_pain(
    person: Person, score: int, acute: bool
) -> None:
    put(person, Kind.PAIN, score=3)
    put(person, Kind.ANSWER, question="after-exercise", answer="scored", score=score)
    conditions = known_of(person, DAY, now=NOON).conditions()
    assert ("acute-pain" in conditions) is acute
