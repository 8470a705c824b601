"""What every page knows of the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

DEMO_BANNER = (
    "This is the demo: invented days of invented people. "
    "What you add here is thrown away."
)


def site(request: HttpRequest) -> dict[str, Any]:
    """``demo_banner``: words for the top of each page, empty in a real diary."""
    return {"demo_banner": DEMO_BANNER if settings.DEMO else ""}
