"""What pages about accounts ask of the server and of the address in use."""

from __future__ import annotations

import ipaddress

from django import template
from django.conf import settings
from django.http import HttpRequest

register = template.Library()


@register.simple_tag
def mail_works() -> bool:
    """Whether this server can send mail."""
    return bool(settings.MAIL_WORKS)


@register.simple_tag
def signups_open() -> bool:
    """Whether anybody may make an account."""
    return bool(settings.SIGNUPS_OPEN)


@register.simple_tag(takes_context=True)
def passkeys_here(context: template.Context) -> bool:
    """Whether browsers do passkeys under the address in use."""
    return passkeys_possible(context["request"])


def passkeys_possible(request: HttpRequest) -> bool:
    """A name, not a number, and either HTTPS or this very machine.

    WebAuthn binds a passkey to a domain, so an IP address has none, and browsers
    keep it to secure contexts: HTTPS, ``localhost`` and names below it.
    """
    host = request.get_host().rsplit("@", 1)[-1]
    name = host.partition("]")[0].lstrip("[") if host[:1] == "[" else host.split(":")[0]
    try:
        ipaddress.ip_address(name)
    except ValueError:
        local = name == "localhost" or name.endswith(".localhost")
        return local or request.is_secure()
    return False
