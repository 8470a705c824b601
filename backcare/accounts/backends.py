"""Signing in by name or e-mail address, without telling who has an account."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest


class SignInBackend(AuthenticationBackend):
    """Takes what was typed as a name or as an address, never as both.

    Names hold no ``@``, so there is no doubt. The base class would try an address
    twice, and hash the password twice for a known one: the longer answer would tell
    that the address is known.
    """

    def _authenticate(
        self, request: HttpRequest | None, **credentials: Any
    ) -> AbstractBaseUser | None:
        password: str = credentials.get("password") or ""
        typed: str = credentials.get("username") or credentials.get("email") or ""
        if "@" in typed:
            return self._authenticate_by_email(typed, password)
        return self._authenticate_by_username(typed, password)
