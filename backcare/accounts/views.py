"""What a one-time link opens: the first account, or one more."""

from __future__ import annotations

from typing import Final

from allauth.account.internal.flows.signup import complete_signup
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from backcare.accounts import links
from backcare.accounts.forms import JoinForm
from backcare.accounts.models import JoinLink, User

NAME_TAKEN: Final = "Somebody here has this name already."


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest, token: str) -> HttpResponse:
    """Make the first account, the operator's. Gone once an account exists."""
    return _join(request, token, JoinLink.Purpose.SET_UP)


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Make one more account, whether sign-ups are open or not."""
    return _join(request, token, JoinLink.Purpose.INVITATION)


def _join(request: HttpRequest, token: str, purpose: JoinLink.Purpose) -> HttpResponse:
    now = timezone.now()
    try:
        link = links.open_link(token, purpose, now)
    except links.LinkGone:
        return _gone(request)
    if request.user.is_authenticated:
        return render(request, "accounts/signed_in_already.html")
    if request.method != "POST":
        return _page(request, JoinForm(initial={"username": link.for_username}), link)
    form = JoinForm(request.POST)
    if not form.is_valid():
        return _page(request, form, link)

    def make_account() -> User:
        user = form.save(request)
        assert isinstance(user, User)
        return user

    try:
        user = links.finish(token, purpose, now, make_account)
    except links.LinkGone:
        return _gone(request)
    except IntegrityError:
        form.add_error("username", NAME_TAKEN)
        return _page(request, form, link)
    return complete_signup(request, user=user)


def _page(request: HttpRequest, form: JoinForm, link: JoinLink) -> HttpResponse:
    return render(
        request,
        "accounts/join.html",
        {"form": form, "link": link, "first": link.purpose == JoinLink.Purpose.SET_UP},
        status=422 if form.is_bound else 200,
    )


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/link_gone.html", status=404)
