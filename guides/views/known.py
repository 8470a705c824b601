"""What the screens of the guides know about the person who asks."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from tracker import access
from tracker.calendar import day_of
from tracker.facts import Known, known_of


def known_today(request: HttpRequest) -> Known:
    """What the diary knows today about the signed-in person."""
    person, now = access.person_of(request), timezone.now()
    return known_of(person, day_of(now, person), now=now, entries=())
