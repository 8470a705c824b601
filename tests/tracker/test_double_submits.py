"""The same form sent twice at the same moment, a hundred times for each form."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.conftest import make_person, signed_in
from tests.tracker.test_entries import HTMX, form
from tracker.calendar import day_of
from tracker.models import Entry

PAIRS = 100


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("pain", {"score": "4"}),
        ("sleep", {"sleep_minutes": "450"}),
        ("drink", {"volume_ml": "250"}),
        ("exercise", {"activity": "walk", "minutes": "20"}),
        ("break", {}),
        ("note", {"text": "Quiet."}),
        ("mark", {"mark": "travel"}),
        ("answer", {"question": "desk-day", "answer": "yes"}),
    ],
)
def test_double_submits_in_parallel_store_one(
    kind: str, fields: dict[str, Any]
) -> None:
    person = make_person("pair")
    browsers = [signed_in(person) for _ in range(2)]
    page_day = day_of(timezone.now(), person)

    def send(browser: Client, sent: dict[str, Any]) -> int:
        try:
            answer = browser.post(f"/entries/{kind}/", sent, headers=HTMX)
            return answer.status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for _pair in range(PAIRS):
            sent = form(page_day, **fields)
            assert list(pool.map(send, browsers, [sent, sent])) == [200, 200]
    assert Entry.objects.filter(person=person).count() == PAIRS
