"""``manage.py check_diary``: do the summaries equal the entries?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.integrity import wrong_summaries
from tracker.models import Person
from tracker.recording import resummarise


class Command(BaseCommand):
    """Say which days are wrong; with ``--mend`` write their summaries anew."""

    help = "Compare the summary of every day with its entries."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--mend", action="store_true", help="write wrong summaries anew"
        )

    def handle(self, *args: Any, mend: bool, **options: Any) -> None:
        wrong = list(wrong_summaries())
        if wrong and mend:
            people = Person.objects.in_bulk({key for key, _day in wrong})
            for key, day in wrong:
                resummarise(people[key], day)
            self.stdout.write(f"Mended {len(wrong)} days.")
        elif wrong:
            days = ", ".join(f"{day} (person {key})" for key, day in wrong[:20])
            raise CommandError(
                f"{len(wrong)} days do not equal their entries: {days}. "
                "Run again with --mend."
            )
        else:
            self.stdout.write("Every day equals its entries.")
