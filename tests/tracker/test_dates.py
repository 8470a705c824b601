"""Days in the order of the reader's language, on every page alike."""

from __future__ import annotations

import re
from datetime import date

import pytest
import time_machine
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from tests.days import NOON
from tests.tracker.test_recording import put
from tracker.models import Person
from tracker.vocabulary import Kind

SATURDAY = date(2026, 11, 7)


@pytest.mark.parametrize(
    ("how", "british", "american"),
    [
        ("short_day", "7 Nov", "Nov 7"),
        ("day_in_full", "7 November 2026", "November 7, 2026"),
        ("spoken_day", "Saturday 7 November", "Saturday, November 7"),
        ("spoken_in_full", "Saturday 7 November 2026", "Saturday, November 7, 2026"),
    ],
)
def test_each_way_to_write_a_day(how: str, british: str, american: str) -> None:
    template = Template("{% load dates %}{{ day|" + how + " }}")
    for language, written in (("en-gb", british), ("en-us", american)):
        with translation.override(language):
            assert template.render(Context({"day": SATURDAY})) == written


@pytest.mark.django_db
def test_no_page_mixes_two_ways_to_write_a_day(
    person: Person, person_client: Client
) -> None:
    entry = put(person, Kind.PAIN, now=NOON, score=4).entry
    put(person, Kind.NOTE, text="garden")
    addresses = [
        "/",
        "/days/2026-11-18/",
        "/weeks/2026-11-16/",
        f"/entries/{entry.pk}/edit/",
    ]
    addresses += ["/days/2026-11-20/pain/", "/history/", "/settings/", "/deleted/"]
    headers = {"Accept-Language": "en-us"}
    with time_machine.travel(NOON, tick=False):
        pages = {path: person_client.get(path, headers=headers) for path in addresses}
    found = {}
    for path, answer in pages.items():
        assert answer.status_code == 200, path
        page = answer.content.decode()
        if written := re.findall(r"\d{1,2} November", page):
            found[path] = written
    assert found == {}
