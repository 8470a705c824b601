"""Whose diary it is, and what lastingly applies to them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker import vocabulary as words


def _default_containers() -> list[dict[str, Any]]:
    return [{"name": "Glass", "volume_ml": 250}]


def _glass(units: str) -> list[dict[str, Any]]:
    """The glass of a diary in which nobody named another: a round one in its units."""
    if units == words.Units.US:
        return [{"name": "Glass", "volume_ml": 237}]  # 8 fl oz, two of them 16
    return _default_containers()


class Person(models.Model):
    """Whose diary it is, and how they want it kept. One to one with an account.

    ``flare_on`` is the latest day whose flare mark began an episode of pain, as it
    was when marked; ``over_on`` the day on which the person last said that an
    episode was over.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True
    )
    time_zone = models.CharField(max_length=64, default="UTC")
    zone_declined = models.CharField(max_length=64, blank=True)
    day_ends_hour = models.PositiveSmallIntegerField(default=0)
    units = models.CharField(
        max_length=8, choices=words.Units, default=words.Units.METRIC
    )
    theme = models.CharField(
        max_length=8, choices=words.Theme, default=words.Theme.SYSTEM
    )
    pain_since = models.DateField(null=True, blank=True)
    flare_on = models.DateField(null=True, blank=True)
    over_on = models.DateField(null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    sex = models.CharField(max_length=8, choices=words.Sex, blank=True)
    containers = models.JSONField(default=_default_containers)
    sleep_goal_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    water_goal_ml = models.PositiveSmallIntegerField(null=True, blank=True)
    exercise_goal_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    breaks_goal = models.PositiveSmallIntegerField(null=True, blank=True)
    welcomed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(day_ends_hour__lte=words.DAY_ENDS_MAX_HOUR),
                name="person_day_ends_by_six",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    def use_units(self, units: str) -> None:
        """Take other units, and their round glass where nobody chose another."""
        if self.containers == _glass(self.units):
            self.containers = _glass(units)
        self.units = units


class Situation(models.Model):
    """Something lasting that applies to a person, from a day until they end it.

    ``since`` is the date that the safety table counts from: the due date, the
    birth, the operation. ``asked_on`` is the day the app asked, once, whether it
    still applies.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="situations"
    )
    code = models.CharField(max_length=32)
    since = models.DateField(null=True, blank=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    asked_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "code"],
                condition=Q(ended_on__isnull=True),
                name="one_running_situation_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(code__in=list(words.SITUATIONS)),
                name="situation_code_known",
            ),
        ]

    def __str__(self) -> str:
        return words.SITUATIONS[self.code].label
