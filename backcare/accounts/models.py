"""Who may come in: accounts, and the one-time links that make them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower

from backcare.accounts.validators import UsernameValidator


class User(AbstractUser):
    """One account. The operator is the account with ``is_staff``.

    What a person wrote hangs on ``tracker.Person``, never on the account.
    """

    username = models.CharField(
        "name",
        max_length=150,
        unique=True,
        validators=[UsernameValidator()],
        error_messages={"unique": "Somebody here has this name already."},
    )

    class Meta(AbstractUser.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                Lower("username"),
                name="username_unique_in_any_case",
                violation_error_message="Somebody here has this name already.",
            ),
        ]


class JoinLink(models.Model):
    """A one-time link that lets somebody make an account or set a password.

    Only a SHA-256 of the token is kept: a copy of the database lets nobody in.
    Opening a link does not use it up; finishing does (``used_at``).
    """

    class Purpose(models.TextChoices):
        SET_UP = "set-up", "First account"
        INVITATION = "invitation", "Invitation"

    token_sha256 = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=16, choices=Purpose)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="join_links",
    )
    for_username = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering: ClassVar[list[Any]] = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} link of {self.made_at:%Y-%m-%d}"
