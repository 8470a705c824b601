"""Questions about a request that more than one module asks."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest

SECURE_NAMES = ("localhost", "127.0.0.1", "::1")


def is_htmx(request: HttpRequest) -> bool:
    """Sent by htmx, for a part of the page."""
    return request.headers.get("HX-Request") == "true"


def on_secure_origin(request: HttpRequest) -> bool:
    """Browsers count the page as secure: HTTPS, or this very machine."""
    host = urlsplit(f"//{request.META.get('HTTP_HOST', '')}").hostname
    return request.is_secure() or host in SECURE_NAMES


def from_own_page(request: HttpRequest) -> bool:
    """The browser says that a page of this site sent it."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") == origin
