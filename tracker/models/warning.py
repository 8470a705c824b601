"""What was asked about warning signs, and what was answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tracker.models.person import Person


class WarningScreen(models.Model):
    """One showing of the red-flag screen: what led to it, and what was answered.

    ``triggers`` and ``questions`` are ids of ``guides.safety.screen``, ``answers``
    maps a question to "yes" or "unsure". ``signs_then`` and ``pain_then`` are what
    was noted then, so that the same is not asked again too soon.
    ``action`` is the highest of the answers: E emergency, M maternity unit, D today,
    S soon, empty when nothing was ticked; before an answer, what to do at once. An E,
    M or D answer is open until ``closed_at``. Never used in statistics.
    """

    class Closing(models.TextChoices):
        SEEN = "seen", "I was seen"
        MISTAKE = "mistake", "Ticked by mistake"

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="warning_screens"
    )
    triggers = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    pain_then = models.PositiveSmallIntegerField(null=True, blank=True)
    signs_then = models.JSONField(default=list)
    day = models.DateField()
    opened_at = models.DateTimeField()
    answers = models.JSONField(default=dict)
    action = models.CharField(max_length=1, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closing = models.CharField(max_length=8, choices=Closing, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-opened_at"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "opened_at"], name="screen_by_time"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(action__in=["", "E", "M", "D", "S"]),
                name="warning_action_known",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(answered_at__isnull=True),
                name="one_screen_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"Warning screen of {self.opened_at:%Y-%m-%d %H:%M}"
