"""Whatever is sent: no form breaks, what is valid comes back, the rest is told."""

from __future__ import annotations

from datetime import date, time
from typing import Any, Final
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.days import NOON, TODAY
from tests.tracker.diary import HTMX
from tracker import access, recording
from tracker.calendar import minutes_asleep
from tracker.forms.week import FIELDS
from tracker.integrity import wrong_summaries
from tracker.models import DaySummary, Entry, Person
from tracker.rules import Invalid
from tracker.vocabulary import AREAS, Activity, Effort, Kind, Mark, Question, Sensation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

many = settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

FIELDS_OF: dict[str, tuple[str, ...]] = {
    Kind.PAIN: ("score", "time"),
    Kind.SLEEP: (
        "sleep_minutes",
        "hours",
        "minutes",
        "asleep_from",
        "asleep_to",
        "sleep_quality",
    ),
    Kind.DRINK: ("volume_ml", "amount"),
    Kind.EXERCISE: ("activity", "minutes", "sets", "repetitions", "effort"),
    Kind.BREAK: ("times",),
    Kind.NOTE: ("text",),
    Kind.MARK: ("mark",),
    Kind.ANSWER: ("question", "answer", "score"),
}

odd = st.sampled_from(
    [
        "",
        " ",
        "0",
        "-0",
        "-1",
        "11",
        "1e400",
        "1E+1000000",
        "1e-400",
        "NaN",
        "Infinity",
        "1_0",
        "٣",
        "²",
        "9" * 25,
        "9" * 5000,
        "4.5",
        "4,5",
        "a\0b",
        "\u202e",
        "\ud7ff\ue000",
        "23:59",
        "24:00",
        "0001-01-01",
        "9999-12-31",
        "../../etc/passwd",
        "x" * 10_001,
        "<script>",
        "{{ 1 }}",
    ]
)
proper = st.sampled_from(
    [
        "7",
        "45",
        "250",
        "22:30",
        "06:45",
        "yes",
        "no",
        "skipped",
        "walk",
        "hard",
        *Mark.values,
        *Question.values,
    ]
)
typed = proper | odd | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
days = st.sampled_from(
    ["2026-11-20", "2026-11-19", "2026-11-21", "0001-01-01", "9999-12-31", "1900-01-01"]
) | st.dates().map(str)


def sent(**fields: Any) -> dict[str, Any]:
    page = {"client_id": str(uuid4()), "page_day": TODAY.isoformat(), "live": "yes"}
    return page | fields


def rows(person: Person) -> list[Any]:
    return list(Entry.objects.filter(person=person).order_by("pk").values_list())


MANY: Final = 20
"""Entries of one day: enough to meet each other, few enough to be shown soon."""


def forget(person: Person) -> None:
    Entry.objects.filter(person=person).delete()
    DaySummary.objects.filter(person=person).delete()


@pytest.mark.parametrize("kind", FIELDS_OF)
@many
@given(data=st.data())
def test_whatever_is_sent_is_stored_or_refused_at_its_field(
    person: Person, person_client: Client, kind: str, data: st.DataObject
) -> None:
    fields = data.draw(st.dictionaries(st.sampled_from(FIELDS_OF[kind]), typed))
    if data.draw(st.booleans()):
        fields |= {"page_day": data.draw(days), "live": data.draw(st.just("") | typed)}
    if data.draw(st.integers(0, 4)) == 0:
        fields["for_day"] = data.draw(days)
    if Entry.objects.filter(person=person).count() > MANY:
        forget(person)
    before = rows(person)
    answer = person_client.post(f"/entries/{kind}/", sent(**fields), headers=HTMX)
    assert answer.status_code in (200, 422)
    if answer.status_code == 422:
        assert rows(person) == before
        assert 'role="alert"' in answer.text or "field-error" in answer.text


@many
@given(
    cells=st.dictionaries(st.sampled_from(list(FIELDS)), typed, min_size=1),
    day=days,
    htmx=st.booleans(),
)
def test_whatever_is_typed_into_the_week_is_stored_or_refused(
    person: Person,
    person_client: Client,
    cells: dict[str, str],
    day: str,
    htmx: bool,
) -> None:
    headers = HTMX if htmx else None
    body = cells | {"client_id": str(uuid4())}
    answer = person_client.post(f"/weeks/days/{day}/", body, headers=headers)
    assert answer.status_code in (200, 302, 404, 422)


SETTINGS: dict[str, tuple[str, ...]] = {
    "/settings/clock/": ("time_zone", "units", "day_ends_hour"),
    "/settings/about/": ("pain_since", "birth_year", "sex"),
    "/settings/goals/": ("sleep_hours", "sleep_minutes", "water", "breaks_goal"),
    "/settings/containers/": ("name_0", "size_0", "name_5", "size_5"),
    "/settings/situations/": ("situations", "since_pregnant", "since_birth"),
    "/zone/": ("device_zone", "choice"),
    "/search/": ("words", "shown"),
    "/guides/": ("words",),
}


@pytest.mark.parametrize("address", SETTINGS)
@many
@given(data=st.data())
def test_whatever_is_typed_elsewhere_is_taken_or_refused(
    person_client: Client, address: str, data: st.DataObject
) -> None:
    names = st.sampled_from(SETTINGS[address])
    body = data.draw(st.dictionaries(names, typed | days))
    answer = person_client.post(address, body, headers=HTMX)
    assert answer.status_code in (200, 302, 422)


@many
@given(data=st.data())
def test_what_is_valid_comes_back(
    person: Person, person_client: Client, data: st.DataObject
) -> None:
    if Entry.objects.filter(person=person).count() > MANY:
        forget(person)
    areas = st.lists(st.sampled_from(list(AREAS)), unique=True)
    note = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"))
    kind = data.draw(st.sampled_from([Kind.DRINK, Kind.EXERCISE, Kind.BREAK]))
    ways: dict[str, dict[str, st.SearchStrategy[Any]]] = {
        Kind.DRINK: {"volume_ml": st.integers(1, 5000)},
        Kind.EXERCISE: {
            "activity": st.sampled_from(Activity.values),
            "minutes": st.integers(0, 1440),
            "sets": st.integers(1, 100),
            "repetitions": st.integers(1, 1000),
            "effort": st.sampled_from(Effort.values),
        },
        Kind.BREAK: {"times": st.integers(1, 100)},
    }
    fields = data.draw(st.fixed_dictionaries(ways[kind]))
    person_client.post(f"/entries/{kind}/", sent(**fields), headers=HTMX)
    stored = access.entries(person).latest("pk")
    assert {name: getattr(stored, name) for name in fields} == fields

    score = data.draw(st.integers(0, 10))
    person_client.post("/entries/pain/", sent(score=score), headers=HTMX)
    reading = access.entries(person).filter(kind=Kind.PAIN).latest("pk")
    details: dict[str, Any] = {
        "areas": data.draw(areas),
        "sensations": data.draw(st.lists(st.sampled_from(Sensation.values))),
        "text": data.draw(note),
    }
    address = f"/entries/{reading.pk}/details/"
    person_client.post(address, details, headers=HTMX)
    reading.refresh_from_db()
    assert reading.score == score
    assert set(reading.areas or ()) == set(details["areas"])
    assert set(reading.sensations or ()) == set(details["sensations"])
    assert reading.text == details["text"].strip()


@many
@given(asleep=st.times(), woke=st.times())
def test_a_night_by_its_times_comes_back(
    person: Person, person_client: Client, asleep: time, woke: time
) -> None:
    asleep, woke = (t.replace(second=0, microsecond=0) for t in (asleep, woke))
    times = {"asleep_from": f"{asleep:%H:%M}", "asleep_to": f"{woke:%H:%M}"}
    answer = person_client.post("/entries/sleep/", sent(**times), headers=HTMX)
    assert answer.status_code == (422 if asleep == woke else 200)
    if asleep != woke:
        night = access.entries(person).get(kind=Kind.SLEEP)
        assert (night.asleep_from, night.asleep_to) == (asleep, woke)
        expected = minutes_asleep(TODAY, asleep, woke, person)
        assert night.sleep_minutes == expected
        assert DaySummary.objects.get(person=person).sleep_minutes == expected


@many
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(
                ["record", "undo", "restore", "remove", "keep_both", "move"]
            ),
            st.integers(0, 10),
        ),
        max_size=12,
    )
)
def test_totals_equal_the_events_after_any_steps(
    person: Person, steps: list[tuple[str, int]]
) -> None:
    """Any tab may still offer any step for any reading."""
    forget(person)
    for step, number in steps:
        made = list(Entry.objects.filter(person=person).order_by("pk"))
        try:
            if step == "record" or not made:
                draft = recording.Draft(
                    Kind.PAIN, uuid4(), TODAY, NOON, {"score": number}
                )
                recording.record(person, draft, now=NOON)
            elif step == "move":
                day = date(2026, 11, 10 + number)
                recording.move(person, made[number % len(made)], day, now=NOON)
            else:
                entry = made[number % len(made)]
                getattr(recording, step)(person, entry, now=NOON)
        except Invalid:
            continue
    assert not list(wrong_summaries())
