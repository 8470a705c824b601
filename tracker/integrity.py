"""Proof that the summaries of days equal the entries they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from tracker.days import summarise
from tracker.models import DaySummary, Entry, Person


def wrong_summaries() -> Iterator[tuple[int, date]]:
    """Key of the person and day of every summary that is wrong, missing or stray."""
    for key in Person.objects.order_by("pk").values_list("pk", flat=True):
        entries = Entry.objects.filter(person_id=key, removed_at__isnull=True)
        expected = {
            day: summarise(rows)
            for day, rows in groupby(
                entries.order_by("day").iterator(), key=lambda row: row.day
            )
        }
        stored = {
            row["day"]: row for row in DaySummary.objects.filter(person=key).values()
        }
        for day in sorted(expected.keys() | stored.keys()):
            values = expected.get(day)
            if values is None or not stored.get(day, {}).items() >= values.items():
                yield key, day
