"""Exercise done with the player, set by set."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from tracker.models.person import Person


class Practice(models.Model):
    """One start of the player, or what was done without it and logged at once.

    ``items`` are the exercises in order, each with the amounts chosen; ``source``
    is "exercise", "routine:ID" or "programme:ID". ``day`` is decided once, by the
    person's clock at the start. Sets are rows of their own, sent as they are
    finished. Until ``finished_at`` it can be gone on with.
    """

    class Ending(models.TextChoices):
        DONE = "done", "Done"
        STOPPED = "stopped", "Ended before the end"

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="practices", db_index=False
    )
    source = models.CharField(max_length=80)
    items = models.JSONField()
    day = models.DateField()
    zone = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=8, choices=Ending, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "day"], name="practice_by_day"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(finished_at__isnull=True),
                name="one_practice_runs",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, ending="")
                | Q(finished_at__isnull=False, ending__in=["done", "stopped"]),
                name="practice_ends_with_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Practice of {self.day.isoformat()}"


class PracticeSet(models.Model):
    """One finished set. ``number`` is its place in the plan, from 1.

    ``repetitions`` are of each side. ``other_side`` is set where a set of two sides
    was ended early: then so many were done on one side, and on the other these; 0
    says that the other side was not finished.
    """

    practice = models.ForeignKey(
        Practice, on_delete=models.CASCADE, related_name="sets", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    exercise = models.CharField(max_length=64)
    repetitions = models.PositiveSmallIntegerField(null=True, blank=True)
    other_side = models.PositiveSmallIntegerField(null=True, blank=True)
    seconds = models.PositiveIntegerField()
    done_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["practice", "number"], name="one_row_a_set"
            ),
        ]

    def __str__(self) -> str:
        return f"Set {self.number}: {self.exercise}"


class Routine(models.Model):
    """Exercises in an order of the person's own.

    ``items`` are as in ``Practice``: the exercise and the amounts chosen for it. A
    removed one stays until the end of the next day, for Undo.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="routines"
    )
    name = models.CharField(max_length=60)
    items = models.JSONField(default=list)
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["made_at", "id"]

    def __str__(self) -> str:
        return self.name
