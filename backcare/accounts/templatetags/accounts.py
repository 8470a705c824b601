"""What pages about accounts ask of the server and of the address in use."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.http import HttpRequest

from backcare.accounts.models import User
from backcare.http import on_secure_origin

register = template.Library()


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
