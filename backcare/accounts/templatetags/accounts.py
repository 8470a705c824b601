"""What pages about accounts ask of the server and of the address in use."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.http import HttpRequest

from backcare.accounts.models import User
from backcare.http import on_secure_origin

register = template.Library()

# The first that is found counts: most browsers name others beside themselves.
BROWSERS: Final = {
    **{"Edg": "Edge", "OPR/": "Opera", "SamsungBrowser/": "Samsung Internet"},
    **{"Firefox/": "Firefox", "FxiOS/": "Firefox", "CriOS/": "Chrome"},
    **{"Chrome/": "Chrome", "Safari/": "Safari"},
}
SYSTEMS: Final = {
    **{"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "CrOS": "ChromeOS"},
    **{"Windows": "Windows", "Mac OS X": "Mac", "Linux": "Linux"},
}


@register.simple_tag
def mail_works() -> bool:
    """Whether this server can send mail."""
    return bool(settings.MAIL_WORKS)


@register.simple_tag
def signups_open() -> bool:
    """Whether anybody may make an account."""
    return bool(settings.SIGNUPS_OPEN)


@register.simple_tag
def nobody_yet() -> bool:
    """Whether the first account is still to be made."""
    return not User.objects.exists()


@register.simple_tag(takes_context=True)
def passkeys_here(context: template.Context) -> bool:
    """Whether browsers do passkeys under the address in use."""
    return passkeys_possible(context["request"])


def passkeys_possible(request: HttpRequest) -> bool:
    """A name, not a number, and either HTTPS or this very machine.

    WebAuthn binds a passkey to a domain, so an IP address has none, and browsers
    keep it to secure contexts.
    """
    name = urlsplit(f"//{request.get_host()}").hostname or ""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return on_secure_origin(request)
    return False


@register.filter
def in_words(user_agent: str) -> str:
    """What a browser says of itself, as a person would: Firefox on Windows."""
    browser, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    if browser and system:
        return f"{browser} on {system}"
    return browser or user_agent or "Browser not named"


def _first(names: Mapping[str, str], user_agent: str) -> str:
    return next((name for mark, name in names.items() if mark in user_agent), "")
