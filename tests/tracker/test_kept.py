"""Pieces of pages that are rendered once say what they would say afresh."""

from __future__ import annotations

import re
from contextlib import nullcontext
from datetime import date, time, timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.template.context import Context
from django.test import Client
from django.utils.safestring import SafeString

from backcare.templatetags.kept import KeptNode
from tests.days import TODAY
from tests.tracker.diary import HTMX, keep_diary, log
from tracker.models import Person
from tracker.vocabulary import Kind

CHANGING = re.compile(
    r'(?<=name="csrfmiddlewaretoken" value=")[^"]+|(?<=name="client_id" value=")[^"]+'
    r'|(?<="X-CSRFToken": ")[^"]+'
)
REFUSED: dict[str, dict[str, Any]] = {
    Kind.PAIN: {"score": 11, "time": "99:99"},
    Kind.SLEEP: {"hours": 99, "minutes": "x", "asleep_from": "25:00"},
    Kind.DRINK: {"amount": "<x>"},
    Kind.EXERCISE: {"activity": "walk", "sets": -1, "effort": "medium"},
    Kind.BREAK: {"times": 1000},
    Kind.NOTE: {"text": "x" * 20_000},
    Kind.MARK: {"mark": "nothing"},
}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def afresh(node: KeptNode, context: Context) -> SafeString:
    """What the tag would say if it hid nothing and kept nothing."""
    values = {
        name: value.resolve(context)
        for name, value in zip(node.names, node.values, strict=True)
    }
    with context.push(**values):
        return node.nodelist.render(context)


def said(answer: Any) -> str:
    """The page without what is new in every answer."""
    return CHANGING.sub("", answer.content.decode())


def pages(browser: Client) -> list[str]:
    """The day's screens, the answers to taps and the guides, as they come."""
    days = [TODAY, TODAY - timedelta(days=1), date(1990, 1, 5)]
    found = [browser.get("/")]
    found += [browser.get(f"/days/{day}/") for day in days[1:]]
    for day in days:
        for kind, values in REFUSED.items():
            ids = {"client_id": uuid4(), "page_day": day.isoformat(), "live": "yes"}
            if day != TODAY:
                del ids["live"]
            answer = browser.post(f"/entries/{kind}/", ids | values, headers=HTMX)
            assert answer.status_code == 422
            found.append(answer)
    found += [
        browser.get("/guides/"),
        browser.get("/guides/?topic=sleep"),
        browser.post("/guides/", {"words": "pillow"}),
        browser.post("/guides/", {"words": ""}),
        browser.get("/guides/water/"),
        browser.get("/history/"),
        Client().get("/accounts/login/"),
        Client().get("/guides/get-help-now/"),
    ]
    return [said(answer) for answer in found]


def test_kept_pieces_equal_fresh_ones(
    person: Person, person_client: Client, other_person: Person, other_client: Client
) -> None:
    keep_diary(person, 3)
    log(
        other_person,
        Kind.SLEEP,
        sleep_minutes=445,
        sleep_quality=4,
        asleep_from=time(22, 30),
        asleep_to=time(5, 55),
    )
    log(
        other_person,
        Kind.PAIN,
        score=7,
        areas=["lower_back-left"],
        sensations=["stiff"],
    )
    other_client.post("/guides/water/mark/", {"kind": "helped"})
    person.theme = "dark"
    person.save()
    found = []
    for way in (
        patch.object(KeptNode, "render", afresh),
        nullcontext(),
        nullcontext(),
    ):
        with way:
            found.append([pages(browser) for browser in (person_client, other_client)])
    fresh, first, second = found
    assert first == fresh
    assert second == fresh
