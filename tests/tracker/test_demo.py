"""The invented diary: the same each time, and plausible."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.conftest import make_person
from tracker.access import entries, offers
from tracker.days import Day, days_between
from tracker.demo import fill
from tracker.models import Entry, Person

TODAY = date(2026, 11, 20)

pytestmark = pytest.mark.django_db


def year_of(person: Person) -> list[Day]:
    return days_between(person, TODAY - timedelta(days=400), TODAY)


def test_the_same_seed_tells_the_same_year() -> None:
    steps: list[tuple[int, int]] = []
    people = [make_person(f"p{n}") for n in range(4)]
    for pair in (people[:2], people[2:]):
        fill(*pair, today=TODAY, progress=lambda *step: steps.append(step))
    first, second = year_of(people[0]), year_of(people[2])
    assert first == second
    assert steps[-1] == (730, 730)
    assert first != year_of(people[1])


def test_the_year_has_gaps_a_flare_a_recovery_and_days_filled_in_later(
    person: Person, other_person: Person
) -> None:
    fill(person, other_person, today=TODAY, progress=lambda done, total: None)
    days = {day.date: day for day in year_of(person)}
    assert 280 < len(days) < 350
    assert TODAY not in days
    flare = [d for d in days.values() if "flare" in d.marks]
    assert flare
    assert max(d.pain_mean or 0 for d in flare) >= 6
    assert any(day.backfilled for day in days.values())
    spring = [d.pain_mean for d in list(days.values())[:60] if d.pain_mean is not None]
    now = [d.pain_mean for d in list(days.values())[-60:] if d.pain_mean is not None]
    assert sum(now) / len(now) < sum(spring) / len(spring)
    late = entries(person).filter(backfilled=True)
    assert not late.exclude(moment=None).exists()
    assert Entry.objects.filter(person=other_person).exists()


def test_the_last_month_keeps_the_guides_it_led_to(
    person: Person, other_person: Person
) -> None:
    fill(person, other_person, today=TODAY, progress=lambda done, total: None)
    for who in (person, other_person):
        led = {offer.day for offer in offers(who)}
        assert len(led) > 5
        assert TODAY - timedelta(days=30) <= min(led) <= max(led) < TODAY
