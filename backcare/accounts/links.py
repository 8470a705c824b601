"""One-time links: the first account, invitations, and new passwords.

A token has 256 bits and is shown once; the database keeps its SHA-256. A link is
valid for 24 hours. Opening it changes nothing; finishing uses it up, in the same
transaction that makes the account.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from backcare.accounts.models import JoinLink, User

LIFETIME: Final = timedelta(hours=24)
TOKEN_BYTES: Final = 32


class LinkGone(Exception):
    """The link does not exist, was used, has expired, or is for something else."""


def set_up_path(now: datetime) -> str | None:
    """A fresh link for the first account; ``None`` once an account exists.

    It replaces every earlier one, so that only the link printed last works.
    """
    with transaction.atomic():
        JoinLink.objects.filter(purpose=JoinLink.Purpose.SET_UP).delete()
        if User.objects.exists():
            return None
        token = _make(JoinLink.Purpose.SET_UP, now)
    return reverse("accounts:set-up", args=[token])


def invite(made_by: User | None, now: datetime, username: str = "") -> str:
    """A link for one more account, whether sign-ups are open or not.

    ``username`` is suggested to whoever opens it. ``made_by`` is ``None`` when the
    invitation comes from the command line.
    """
    token = _make(JoinLink.Purpose.INVITATION, now, made_by, username)
    return reverse("accounts:invitation", args=[token])


def password_path(user: User) -> str:
    """A link with which ``user`` chooses a new password, once, within 24 hours."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    uid, token = key.split("-", 1)
    return reverse(
        "account_reset_password_from_key", kwargs={"uidb36": uid, "key": token}
    )


def open_link(token: str, purpose: JoinLink.Purpose, now: datetime) -> JoinLink:
    """The live link of this token. Raises ``LinkGone``."""
    link = _live(now).filter(token_sha256=_digest(token), purpose=purpose).first()
    if link is None:
        raise LinkGone
    if purpose == JoinLink.Purpose.SET_UP and User.objects.exists():
        raise LinkGone
    return link


def finish(
    token: str,
    purpose: JoinLink.Purpose,
    now: datetime,
    make_account: Callable[[], User],
) -> User:
    """Use the link up and make the account, both or neither.

    The first account becomes the operator. Raises ``LinkGone`` when somebody else
    was quicker.
    """
    with transaction.atomic():
        link = open_link(token, purpose, now)
        used = _live(now).filter(pk=link.pk).update(used_at=now)
        if not used:
            raise LinkGone
        user = make_account()
        if purpose == JoinLink.Purpose.SET_UP:
            user.is_staff = True
            user.save(update_fields=["is_staff"])
    return user


def open_invitations(now: datetime) -> list[JoinLink]:
    """Invitations that nobody has used yet."""
    rows = _live(now).filter(purpose=JoinLink.Purpose.INVITATION)
    return list(rows.select_related("made_by"))


def withdraw(pk: int, now: datetime) -> bool:
    """Take an open invitation back; ``False`` when there is none such."""
    rows = _live(now).filter(pk=pk, purpose=JoinLink.Purpose.INVITATION)
    return bool(rows.delete()[0])


def _make(
    purpose: JoinLink.Purpose,
    now: datetime,
    made_by: User | None = None,
    username: str = "",
) -> str:
    JoinLink.objects.filter(expires_at__lte=now).delete()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    JoinLink.objects.create(
        token_sha256=_digest(token),
        purpose=purpose,
        made_at=now,
        expires_at=now + LIFETIME,
        made_by=made_by,
        for_username=username,
    )
    return token


def _live(now: datetime) -> QuerySet[JoinLink]:
    return JoinLink.objects.filter(used_at=None, expires_at__gt=now)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
