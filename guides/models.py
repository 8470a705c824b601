"""What a person keeps about the guides. Content is never stored here."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from guides.programmes.shapes import Pause, Run


class GuideMark(models.Model):
    """A person's own mark on a guide: that they read it, or what they think of it."""

    class Kind(models.TextChoices):
        READ = "read", "Read"
        HELPED = "helped", "Helped"
        DID_NOT_HELP = "did-not-help", "Did not help"
        NOT_FOR_ME = "not-for-me", "Not for me"

    OPINIONS: ClassVar = (Kind.HELPED, Kind.DID_NOT_HELP, Kind.NOT_FOR_ME)

    person = models.ForeignKey(
        "tracker.Person", on_delete=models.CASCADE, related_name="guide_marks"
    )
    guide = models.CharField(max_length=64)
    kind = models.CharField(max_length=16, choices=Kind)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "guide", "kind"], name="one_mark_of_a_kind_a_guide"
            ),
            models.UniqueConstraint(
                fields=["person", "guide"],
                condition=Q(kind__in=["helped", "did-not-help", "not-for-me"]),
                name="one_opinion_a_guide",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["read", "helped", "did-not-help", "not-for-me"]),
                name="guide_mark_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guide}: {self.get_kind_display()}"


class ProgrammeRun(models.Model):
    """A programme that a person does, from its start until they stop it.

    ``choices`` are the ids of what the person ticked. Readings after ``legs_from``
    are looked at for pain that moves down a leg, which stops it.
    """

    person = models.ForeignKey(
        "tracker.Person", on_delete=models.CASCADE, related_name="programme_runs"
    )
    programme = models.CharField(max_length=64)
    choices = models.JSONField(default=list)
    started_on = models.DateField()
    started_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)
    legs_from = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "programme"],
                condition=Q(ended_on__isnull=True),
                name="one_run_of_a_programme",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} from {self.started_on.isoformat()}"

    def as_run(self) -> Run:
        """The run as a plain value."""
        return Run(
            started_on=self.started_on,
            choices=frozenset(self.choices),
            pauses=tuple(Pause(one.first, one.last) for one in self.pauses.all()),
        )


class ProgrammePause(models.Model):
    """Days of a run that do not count. ``last`` is empty while the pause lasts."""

    run = models.ForeignKey(
        ProgrammeRun, on_delete=models.CASCADE, related_name="pauses"
    )
    first = models.DateField()
    last = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["first", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["run"],
                condition=Q(last__isnull=True),
                name="one_pause_lasts",
            ),
        ]

    def __str__(self) -> str:
        return f"Pause from {self.first.isoformat()}"
