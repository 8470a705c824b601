"""Pages about the site itself: health, and errors in words."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.html import escape
from django.views.decorators.http import require_safe

from backcare.http import from_own_page, is_htmx
from backcare.server.folder import trouble

logger = logging.getLogger(__name__)

TOKEN_FIELD = "csrfmiddlewaretoken"


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """The process answers, and could save something. Reads no database."""
    why = trouble(settings.DATA_DIR)
    words, status = ("ok", 200) if why is None else (f"degraded: {why}", 503)
    return HttpResponse(words, content_type="text/plain", status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What cannot be answered. Who came by a name that is not ours is told so."""
    # Without the request: whoever asks it for its host is refused again.
    page = loader.get_template("400.html").render(
        {"other_name": isinstance(exception, DisallowedHost)}
    )
    return HttpResponse(page, status=400)


def too_large(request: HttpRequest) -> HttpResponse:
    """More was sent than the site takes."""
    return render(request, "413.html", status=413)


def no_room(request: HttpRequest) -> HttpResponse:
    """The disk is full; what was typed can be sent again once there is room."""
    match = request.resolver_match
    if match is not None and match.view_name == "account_logout":
        return _signed_out_here(request)
    return render(request, "507.html", _to_send_again(request), status=507)


def _signed_out_here(request: HttpRequest) -> HttpResponse:
    """The browser forgets the session, whose row the server could not delete."""
    request.user = AnonymousUser()
    request._signed_out = True  # type: ignore[attr-defined]
    answer = render(request, "507.html", {"signed_out": True}, status=507)
    answer.delete_cookie(
        settings.SESSION_COOKIE_NAME,
        path=settings.SESSION_COOKIE_PATH,
        domain=settings.SESSION_COOKIE_DOMAIN,
        samesite=settings.SESSION_COOKIE_SAMESITE,
    )
    return answer


def signed_out(request: HttpRequest) -> HttpResponse:
    """Something was to be saved, but the session has ended.

    htmx gets a card, and the script keeps what was typed; a form sent without
    JavaScript gets a page that holds what was typed and can send it again.
    """
    if is_htmx(request):
        return render(request, "errors/signed_out.html#card", status=401)
    page = "errors/signed_out.html"
    return render(request, page, _to_send_again(request), status=401)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token does not fit, as after signing in again in another tab.

    What was typed can be sent again only if a page of this site sent it; a strange
    site must not get its request confirmed here.
    """
    logger.warning("CSRF: %s", reason)
    own = from_own_page(request)
    context = {"own": own} | (_to_send_again(request) if own else {})
    return render(request, "403_csrf.html", context, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """A mistake of ours. The page asks nothing of the database or the session."""
    try:
        page = loader.get_template("500.html").render()
    except Exception:
        logger.exception("The error page itself failed")
        words = "Something went wrong here. Please try again in a moment."
        page = f"<!doctype html><title>BackCare</title><p>{escape(words)}</p>"
    return HttpResponse(page, status=500)


def _to_send_again(request: HttpRequest) -> dict[str, Any]:
    """``kept``: the fields of the form as they were sent, without its token.

    ``withheld``: a form with a password. No page writes one out again.
    """
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        if name != TOKEN_FIELD
        for value in values
        if isinstance(value, str)
    ]
    withheld = any("password" in name for name in request.POST)
    address = request.get_full_path()
    return {
        "kept": [] if withheld else kept,
        "withheld": withheld,
        "address": address,
    }
