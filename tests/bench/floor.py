"""The least that Django can do for the same work, served beside the pages.

Everything here lies behind the middleware of the site: session, sign-in, CSRF.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from backcare.urls import handler500
from backcare.urls import urlpatterns as site
from tracker.access import person_of
from tracker.models import DaySummary

__all__ = ["handler500", "urlpatterns"]

COLUMNS = (
    "day",
    "pain_count",
    "pain_sum",
    "pain_worst",
    "sleep_minutes",
    "water_ml",
    "exercise_minutes",
    "breaks",
)
"""What Trends draws of a day."""


class FloorEntry(models.Model):
    """A row as small as an entry can be."""

    client_id = models.UUIDField(unique=True)
    moment = models.DateTimeField()
    score = models.PositiveSmallIntegerField()

    objects: ClassVar[models.Manager[FloorEntry]] = models.Manager()

    class Meta:
        app_label = "bench"

    def __str__(self) -> str:
        return str(self.client_id)


def page(request: HttpRequest) -> HttpResponse:
    """A template of twenty lines."""
    return render(request, "bench/floor.html", {"numbers": range(10)})


def rows(request: HttpRequest) -> HttpResponse:
    """The summaries of a person as JSON, no model in between."""
    summaries = DaySummary.objects.filter(person=person_of(request)).order_by("day")
    return JsonResponse(list(summaries.values_list(*COLUMNS)), safe=False)


def insert(request: HttpRequest) -> HttpResponse:
    """One durable insert."""
    row = FloorEntry.objects.create(
        client_id=request.POST["client_id"],
        moment=timezone.now(),
        score=int(request.POST["score"]),
    )
    return HttpResponse(str(row.pk))


urlpatterns = [
    path("bench/page/", page),
    path("bench/rows/", rows),
    path("bench/insert/", insert),
    *site,
]
