"""``manage.py purge``: erase what can no longer be brought back."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tracker.models import Person
from tracker.recording import purge


class Command(BaseCommand):
    """Erase what was removed and whose time for Undo has passed, of every person."""

    help = "Erase removed entries and routines whose time for Undo has passed."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        erased = sum(purge(person, now=now) for person in Person.objects.all())
        self.stdout.write(f"Erased {erased} entries.")
