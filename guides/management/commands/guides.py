"""Print the table of guides and the rules that offer them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from guides.library import library
from guides.linking import TableRow, rule_table


class Command(BaseCommand):
    help = "Print every rule: the guide it offers, when, with which reason."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a guide, then its rules; guides without a rule stand last."""
        rows: dict[str, list[TableRow]] = {slug: [] for slug in library().guides}
        for row in rule_table(library()):
            rows[row.guide].append(row)
        for slug in sorted(rows, key=lambda slug: (not rows[slug], slug)):
            self.stdout.write(slug if rows[slug] else f"{slug}: no rule")
            for row in rows[slug]:
                urgent = ", urgent" if row.urgent else ""
                self.stdout.write(f"  {row.rule} (fit {row.fit}{urgent})")
                self.stdout.write(f"    when     {row.when}")
                self.stdout.write(f"    because  {row.because}")
                self.stdout.write(f"    rests on {row.facts}")
