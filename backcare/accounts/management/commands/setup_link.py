"""Print a link for the first account."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from backcare.accounts.links import set_up_path


class Command(BaseCommand):
    """Replaces the link printed before. Says so when an account exists already."""

    help = "Print a new link, valid for 24 hours, that makes the first account."

    def handle(self, *args: Any, **options: Any) -> None:
        path = set_up_path(timezone.now())
        if path is None:
            self.stdout.write(
                "An account exists already: sign in, or run `backcare user add`."
            )
            return
        self.stdout.write(urljoin(settings.FRONT_ADDRESS, path))
