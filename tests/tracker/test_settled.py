"""Cards of a day are rendered once for each of its states, and never too seldom."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.template.context import Context
from django.test import Client
from django.utils.safestring import SafeString

from tests.conftest import screened, signed_in
from tests.days import NOON, TODAY
from tests.tracker.diary import HTMX, keep_diary, log
from tests.tracker.test_kept import said
from tracker.models import Entry, Person, Situation
from tracker.templatetags.settled import ID_PLACE, TOKEN_PLACE, SettledNode
from tracker.vocabulary import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
YESTERDAY = TODAY - timedelta(days=1)
TIMES: list[datetime] = [NOON, NOON + timedelta(minutes=1), NOON + timedelta(days=1)]


def afresh(node: SettledNode, context: Context) -> SafeString:
    return node.nodelist.render(context)


def same(browser: Client) -> str:
    """Today as it comes, held against a rendering that keeps nothing."""
    shown = [said(browser.get(path)) for path in ("/", f"/days/{YESTERDAY}/") * 2]
    with patch.object(SettledNode, "render", afresh):
        fresh = [said(browser.get(path)) for path in ("/", f"/days/{YESTERDAY}/")]
    assert shown == fresh * 2
    return shown[0]


def tap(browser: Client, kind: str, **values: object) -> None:
    ids = {"client_id": uuid4(), "page_day": TODAY.isoformat(), "live": "yes"}
    answer = browser.post(f"/entries/{kind}/", ids | values, headers=HTMX)
    assert answer.status_code == 200


def test_every_change_of_a_day_is_shown_at_once(
    person: Person, other_person: Person, noon: Any
) -> None:
    for somebody in (person, other_person):
        keep_diary(screened(somebody), 20)
    browser, other = signed_in(person), signed_in(other_person)
    log(person, Kind.EXERCISE, YESTERDAY, activity="plank", minutes=3)
    seen = [same(browser), same(other)]
    taps: list[tuple[str, dict[str, object]]] = [
        (Kind.PAIN, {"score": 2}),
        (Kind.SLEEP, {"sleep_minutes": 400}),
        (Kind.SLEEP, {"sleep_minutes": 400, "sleep_quality": 3}),
        (Kind.DRINK, {"volume_ml": 250}),
        (Kind.EXERCISE, {"activity": "walk", "minutes": 9}),
        (Kind.BREAK, {}),
        (Kind.NOTE, {"text": "<b> a note"}),
        (Kind.MARK, {"mark": "travel"}),
        (Kind.ANSWER, {"question": "desk-day", "answer": "yes"}),
        (Kind.ANSWER, {"question": "after-exercise", "answer": "skipped"}),
    ]
    for kind, values in taps:
        tap(browser, kind, **values)
        seen.append(same(browser))
    reading = Entry.objects.filter(person=person, kind=Kind.PAIN).latest("pk")
    browser.post(f"/entries/{reading.pk}/details/", {"areas": ["calf-left"]})
    seen.append(same(browser))
    browser.post(f"/entries/{reading.pk}/remove/")
    seen.append(same(browser))
    for changes in (
        {"units": "us"},
        {"water_goal_ml": 1500},
        {"containers": [{"name": "Mug", "volume_ml": 300}]},
        {"day_ends_hour": 3},
    ):
        Person.objects.filter(pk=person.pk).update(**changes)
        seen.append(same(browser))
    Situation.objects.create(person=person, code="osteoporosis", started_on=TODAY)
    seen.append(same(browser))
    for moment in TIMES[1:]:
        noon.move_to(moment, tick=False)
        seen.append(same(browser))
    same(other)
    assert len(set(seen)) >= len(seen) - 1  # the hour that a day ends shows nowhere


def test_ids_and_tokens_are_new_in_every_answer(
    person: Person, person_client: Client
) -> None:
    log(person, Kind.PAIN, score=3)
    first, second = (person_client.get("/").content.decode() for _ in range(2))
    for name in ("client_id", "csrfmiddlewaretoken"):
        found = [
            re.findall(rf'name="{name}" value="([^"]+)"', page)
            for page in (first, second)
        ]
        assert len(found[0]) == len(found[1]) > 5
        assert not set(found[0]) & set(found[1])
        assert not {TOKEN_PLACE, ID_PLACE} & set(found[0])
    ids = re.findall(r'name="client_id" value="([^"]+)"', second)
    assert len(set(ids)) == len(ids)
