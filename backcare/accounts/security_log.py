"""What an operator needs to see of attacks: when and from where, never what was typed.

Neither names nor passwords are written down: people type one into the field of the
other.
"""

from __future__ import annotations

import logging
from typing import Any

from allauth.mfa.signals import authentication_failed
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

logger = logging.getLogger("backcare.security")


def too_many_tries(request: HttpRequest) -> None:
    """A guess came while guesses are refused."""
    logger.warning("Sign-in closed for a while, tried from %s", _address(request))


def factors_reset(user: AbstractBaseUser) -> None:
    """The second step of an account was taken away from the command line."""
    logger.warning("Second step of account %s taken away by command", user.pk)


def _wrong_password(request: HttpRequest | None = None, **kwargs: Any) -> None:
    logger.warning("Sign-in refused, tried from %s", _address(request))


def _wrong_code(request: HttpRequest | None = None, **kwargs: Any) -> None:
    logger.warning("Second step refused, tried from %s", _address(request))


def _address(request: HttpRequest | None) -> str:
    return request.META.get("REMOTE_ADDR", "unknown") if request else "this machine"


def connect() -> None:
    """Listen to Django and allauth."""
    user_login_failed.connect(_wrong_password, dispatch_uid="backcare.wrong-password")
    authentication_failed.connect(_wrong_code, dispatch_uid="backcare.wrong-code")
