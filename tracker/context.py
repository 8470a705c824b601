"""What every page knows of the person it is shown to."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tracker.access import person_of


def person(request: HttpRequest) -> dict[str, Any]:
    """``person``: the signed-in person, read only if a template asks."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"person": None}
    return {"person": SimpleLazyObject(lambda: person_of(request))}
