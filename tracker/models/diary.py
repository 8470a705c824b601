"""What was written down, what a day adds up to, and what it led to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tracker import vocabulary as words
from tracker.models.person import Person


class Entry(models.Model):
    """One thing a person wrote down: a reading, a glass, a break, a note.

    Rows are events and are never added up in place, so a tap that arrives twice
    stays one (``client_id``) and an undo is exact. ``day`` is decided once when the
    row is written and never derived again. ``moment`` is UTC and missing where a
    past day was filled in without a time; ``times`` is then how many posture breaks
    the row stands for. A removed row stays until the end of the
    next day, for Undo; ``fingerprint`` is of what was sent with ``client_id``.
    """

    class Removal(models.TextChoices):
        DELETED = "deleted", "Deleted"
        REPLACED = "replaced", "Replaced by a later one"

    # Without an index of its own: those below begin with the person.
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="entries", db_index=False
    )
    client_id = models.UUIDField()
    fingerprint = models.CharField(max_length=32)
    kind = models.CharField(max_length=8, choices=words.Kind)
    day = models.DateField()
    moment = models.DateTimeField(null=True, blank=True)
    zone = models.CharField(max_length=64)
    backfilled = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removal = models.CharField(max_length=8, choices=Removal, blank=True)
    replaces = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replaced_by",
    )

    score = models.PositiveSmallIntegerField(null=True, blank=True)
    areas = models.JSONField(null=True, blank=True)
    sensations = models.JSONField(null=True, blank=True)
    sleep_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    sleep_quality = models.PositiveSmallIntegerField(null=True, blank=True)
    asleep_from = models.TimeField(null=True, blank=True)
    asleep_to = models.TimeField(null=True, blank=True)
    volume_ml = models.PositiveSmallIntegerField(null=True, blank=True)
    times = models.PositiveSmallIntegerField(null=True, blank=True)
    activity = models.CharField(max_length=64, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    sets = models.PositiveSmallIntegerField(null=True, blank=True)
    repetitions = models.PositiveSmallIntegerField(null=True, blank=True)
    effort = models.CharField(max_length=8, choices=words.Effort, blank=True)
    mark = models.CharField(max_length=16, choices=words.Mark, blank=True)
    question = models.CharField(max_length=16, choices=words.Question, blank=True)
    answer = models.CharField(max_length=8, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "entries"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "day", "kind"], name="entry_by_day"),
            models.Index(
                fields=["person", "day"],
                condition=~Q(text="") & Q(removed_at__isnull=True),
                name="entry_with_text",
            ),
            models.Index(
                fields=["person", "removed_at"],
                condition=Q(removed_at__isnull=False),
                name="entry_to_purge",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "client_id"], name="entry_stored_once"
            ),
            models.UniqueConstraint(
                fields=["person", "day", "kind"],
                condition=Q(kind__in=["sleep", "note"], removed_at__isnull=True),
                name="one_night_and_one_note_a_day",
            ),
            models.UniqueConstraint(
                fields=["person", "day", "mark"],
                condition=Q(kind="mark", removed_at__isnull=True),
                name="one_mark_of_a_kind_a_day",
            ),
            models.UniqueConstraint(
                fields=["person", "day", "question"],
                condition=Q(kind="answer", removed_at__isnull=True),
                name="one_answer_to_a_question_a_day",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=words.Kind.values), name="entry_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__lte=10),
                name="score_from_0_to_10",
            ),
            models.CheckConstraint(
                condition=~Q(kind="pain") | Q(score__isnull=False),
                name="reading_has_score",
            ),
            models.CheckConstraint(
                condition=~Q(kind="sleep")
                | Q(sleep_minutes__isnull=False, sleep_minutes__lte=24 * 60),
                name="sleep_within_a_day",
            ),
            models.CheckConstraint(
                condition=Q(sleep_quality__isnull=True)
                | Q(sleep_quality__gte=1, sleep_quality__lte=5),
                name="sleep_quality_from_1_to_5",
            ),
            models.CheckConstraint(
                condition=~Q(kind="drink")
                | Q(volume_ml__gte=1, volume_ml__lte=words.DRINK_MAX_ML),
                name="drink_has_volume",
            ),
            models.CheckConstraint(
                condition=~Q(kind="exercise") | ~Q(activity=""),
                name="exercise_has_activity",
            ),
            models.CheckConstraint(
                condition=~Q(kind="relief") | ~Q(activity=""),
                name="relief_has_activity",
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True)
                | Q(minutes__lte=words.EXERCISE_MAX_MINUTES),
                name="exercise_within_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(kind="mark") | Q(mark__in=words.Mark.values),
                name="mark_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind="answer") | Q(question__in=words.Question.values),
                name="question_known",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removal="")
                | (Q(removed_at__isnull=False) & ~Q(removal="")),
                name="removal_has_time_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.day.isoformat()}"


class DaySummary(models.Model):
    """What the entries of one day add up to: one row per person and logged day.

    Written by ``tracker.recording`` in the transaction of the entry; pages and
    charts read it instead of adding up events. NULL means not logged, zero means
    that zero was logged.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="days", db_index=False
    )
    day = models.DateField()
    pain_count = models.PositiveSmallIntegerField(default=0)
    pain_sum = models.PositiveSmallIntegerField(null=True, blank=True)
    pain_worst = models.PositiveSmallIntegerField(null=True, blank=True)
    pain_latest = models.PositiveSmallIntegerField(null=True, blank=True)
    areas = models.JSONField(default=list)
    sensations = models.JSONField(default=list)
    sleep_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    sleep_quality = models.PositiveSmallIntegerField(null=True, blank=True)
    water_ml = models.PositiveIntegerField(null=True, blank=True)
    exercise_minutes = models.PositiveIntegerField(null=True, blank=True)
    activities = models.JSONField(default=list)
    breaks = models.PositiveSmallIntegerField(null=True, blank=True)
    longest_sitting_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    desk_day = models.BooleanField(null=True, blank=True)
    after_exercise_score = models.PositiveSmallIntegerField(null=True, blank=True)
    marks = models.JSONField(default=list)
    has_note = models.BooleanField(default=False)
    backfilled = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "day summaries"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "day"], name="one_summary_a_day"),
            models.CheckConstraint(
                condition=Q(pain_count=0, pain_sum__isnull=True)
                | Q(pain_count__gt=0, pain_sum__lte=F("pain_count") * 10),
                name="summary_pain_within_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"Summary of {self.day.isoformat()}"


class Offer(models.Model):
    """A guide that a day led to, with the rule and the values that say why.

    Kept, so that a guide can tell which days led to it, and made anew when the day
    is corrected. ``reason`` completes "Because ...".
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="offers", db_index=False
    )
    day = models.DateField()
    guide = models.CharField(max_length=64)
    rule = models.CharField(max_length=64)
    reason = models.CharField(max_length=300)
    values = models.JSONField(default=dict)
    urgent = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()
    offered_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["day", "position"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "guide", "day"], name="offer_by_guide"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "day", "guide"], name="one_offer_of_a_guide_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guide} on {self.day.isoformat()}"
