"""The operator's page: who has an account. Never anything about health."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from backcare.accounts import links
from backcare.accounts.forms import InviteForm
from backcare.accounts.models import User
from backcare.server.addresses import LOCAL_NAMES


def operator_only(
    view: Callable[..., HttpResponse],
) -> Callable[..., HttpResponse]:
    """For everybody else the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (request.user.is_authenticated and request.user.is_staff):
            raise Http404("No such page")
        return view(request, *args, **kwargs)

    return never_cache(guarded)


@operator_only
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, and invitations nobody used yet."""
    return _page(request, InviteForm())


@operator_only
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Make an invitation and show its link, this once."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    assert isinstance(request.user, User)
    username = form.cleaned_data["username"]
    path = links.invite(request.user, timezone.now(), username)
    return _page(
        request,
        InviteForm(),
        made={
            "title": f"Invitation for {username}" if username else "Invitation",
            "link": _whole(request, path),
            "who": "whoever opens it can make one account here",
        },
    )


@operator_only
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    if not links.withdraw(pk, timezone.now()):
        raise Http404("No such invitation")
    messages.success(request, "The invitation no longer works.")
    return redirect("accounts:operator")


@operator_only
@require_POST
def active(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody in again, or no longer. The operator cannot lock themself out."""
    user = get_object_or_404(User, pk=pk)
    if user == request.user:
        messages.error(request, "You cannot switch off your own account here.")
        return redirect("accounts:operator")
    user.is_active = request.POST.get("active") == "yes"
    user.save(update_fields=["is_active"])
    done = "can sign in again" if user.is_active else "can no longer sign in"
    messages.success(request, f"{user.username} {done}. Their diary is kept.")
    return redirect("accounts:operator")


@operator_only
@require_POST
def password(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link to a new password and show it, this once."""
    user = get_object_or_404(User, pk=pk, is_active=True)
    return _page(
        request,
        InviteForm(),
        made={
            "title": f"New password for {user.username}",
            "link": _whole(request, links.password_path(user)),
            "who": f"whoever opens it can sign in as {user.username}",
        },
    )


def _page(
    request: HttpRequest,
    form: InviteForm,
    made: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    people = User.objects.order_by("username").only(
        "username", "last_login", "is_active", "is_staff"
    )
    context = {
        "form": form,
        "people": people,
        "invitations": links.open_invitations(timezone.now()),
        "made": made,
    }
    return render(request, "accounts/operator.html", context, status=status)


def _whole(request: HttpRequest, path: str) -> str:
    """The link as somebody else has to type it.

    Opened on the server's own machine, this page has an address that only that
    machine knows; then the address for others is taken.
    """
    if request.get_host().rsplit(":", 1)[0] in LOCAL_NAMES:
        return urljoin(settings.FRONT_ADDRESS, path)
    return request.build_absolute_uri(path)
