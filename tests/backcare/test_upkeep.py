"""A server that runs for weeks erases what can no longer be brought back."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from backcare.server import upkeep
from tests.backcare.conftest import SECONDS_TO_ANSWER
from tests.conftest import make_person
from tests.tracker.test_recording import put
from tracker import recording
from tracker.calendar import day_of
from tracker.models import Entry
from tracker.vocabulary import Kind


@pytest.mark.django_db(transaction=True)
def test_removed_entries_are_erased_while_the_server_runs() -> None:
    person = make_person("robin")
    long_ago = timezone.now() - timedelta(days=9)
    for score in (3, 4):
        day = day_of(long_ago, person)
        put(person, Kind.PAIN, now=long_ago, day=day, score=score)
        long_ago += timedelta(minutes=5)
    gone, kept = Entry.objects.order_by("pk")
    recording.remove(person, gone, now=timezone.now() - timedelta(days=5))
    ended = upkeep.start(every_seconds=0.05)
    try:
        end = time.monotonic() + SECONDS_TO_ANSWER
        while Entry.objects.filter(pk=gone.pk).exists() and time.monotonic() < end:
            time.sleep(0.05)
    finally:
        ended.set()
    assert list(Entry.objects.values_list("pk", flat=True)) == [kept.pk]
