"""Where somebody is signed in: ending one sign-in of several."""

from __future__ import annotations

from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST


@never_cache
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one sign-in of the same person; this very one ends by signing out."""
    assert isinstance(request.user, AbstractBaseUser)
    others: QuerySet[UserSession] = UserSession.objects.filter(user=request.user)
    others = others.exclude(session_key=request.session.session_key)
    get_adapter().end_sessions([get_object_or_404(others, pk=pk)])
    messages.info(request, "That device is signed out.")
    return redirect("usersessions_list")
