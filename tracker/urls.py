"""The addresses of the diary."""

from __future__ import annotations

from datetime import date

from django.urls import path, register_converter

from tracker.forms.spans import FIRST_YEAR
from tracker.views import (
    entries,
    history,
    limits,
    listed,
    person,
    practice,
    routines,
    search,
    today,
    trends,
    warnings,
    week,
)


class DateConverter:
    """An ISO date in an address becomes a ``date``.

    Years at the ends of the calendar do not exist here: what is worked out around
    them would leave it.
    """

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        found = date.fromisoformat(value)
        if not FIRST_YEAR <= found.year < date.max.year:
            raise ValueError(value)
        return found

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()


class MonthConverter:
    """A year and month in an address become the month's first ``date``."""

    regex = r"\d{4}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else f"{value:%Y-%m}"


register_converter(DateConverter, "day")
register_converter(MonthConverter, "month")

app_name = "tracker"
urlpatterns = [
    path("", today.today, name="today"),
    path("days/", today.go, name="go"),
    path("days/<day:day>/", today.day, name="day"),
    path("days/<day:day>/<str:card>/", listed.listed, name="entries"),
    path("deleted/", listed.deleted, name="deleted"),
    path("entries/<str:kind>/", entries.add, name="add"),
    path("entries/<int:pk>/edit/", entries.edit, name="entry"),
    path("entries/<int:pk>/details/", entries.details, name="entry-details"),
    path("entries/<int:pk>/remove/", entries.remove, name="entry-remove"),
    path("entries/<int:pk>/restore/", entries.restore, name="entry-restore"),
    path("entries/<int:pk>/undo/", entries.undo, name="entry-undo"),
    path("entries/<int:pk>/keep-both/", entries.keep_both, name="entry-keep-both"),
    path("entries/<int:pk>/move/", entries.move, name="entry-move"),
    path("history/", history.history, name="history"),
    path("history/<month:first>/", history.history, name="history"),
    path("weeks/", week.go, name="week-go"),
    path("weeks/<day:day>/", week.week, name="week"),
    path("weeks/days/<day:day>/", week.save, name="week-save"),
    path("weeks/days/<day:day>/undo/", week.undo, name="week-undo"),
    path("search/", search.search, name="search"),
    path("trends/", trends.trends, name="trends"),
    path("trends/days.csv", trends.days, name="trends-days"),
    path("practice/start/", practice.begin, name="practice-start"),
    path("practice/routines/", routines.listed, name="routines"),
    path("practice/routines/<uuid:pk>/", routines.routine, name="routine"),
    path("practice/routines/<uuid:pk>/delete/", routines.delete, name="routine-delete"),
    path(
        "practice/routines/<uuid:pk>/restore/",
        routines.restore,
        name="routine-restore",
    ),
    path("practice/<uuid:pk>/", practice.practice, name="practice"),
    path(
        "practice/<uuid:pk>/sets/<int:number>/",
        practice.finish_set,
        name="practice-set",
    ),
    path("practice/<uuid:pk>/finish/", practice.finish, name="practice-finish"),
    path("practice/<uuid:pk>/pain/", practice.pain, name="practice-pain"),
    path("practice/<uuid:pk>/delete/", practice.delete, name="practice-delete"),
    path("limits/", limits.limits, name="limits"),
    path("safety-questions/", warnings.safety_questions, name="safety-questions"),
    path("episode/", warnings.episode, name="episode"),
    path("new-symptom/", warnings.new_symptom, name="new-symptom"),
    path("warnings/", warnings.kept, name="warnings"),
    path("warnings/<uuid:pk>/", warnings.warning, name="warning"),
    path("warnings/<uuid:pk>/more/", warnings.ask_more, name="warning-more"),
    path("warnings/<uuid:pk>/close/", warnings.close, name="warning-close"),
    path("warnings/<uuid:pk>/reopen/", warnings.reopen, name="warning-reopen"),
    path("warnings/<uuid:pk>/delete/", warnings.delete, name="warning-delete"),
    *person.urlpatterns,
]
