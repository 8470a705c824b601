"""What every page knows of the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """``demo``: invented entries. ``unencrypted``: the line can be listened to.

    ``emergency_number`` and ``crisis_line`` are the operator's, or None.
    """
    return {
        "demo": settings.DEMO,
        "unencrypted": settings.UNENCRYPTED,
        "emergency_number": settings.EMERGENCY_NUMBER,
        "crisis_line": settings.CRISIS_LINE,
    }
