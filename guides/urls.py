"""The addresses of the guides."""

from __future__ import annotations

from django.urls import include, path

from guides import programme_views
from guides.views import exercises, pages

app_name = "guides"
urlpatterns = [
    path("", pages.guide_list, name="list"),
    path("exercises/", exercises.exercise_list, name="exercises"),
    path("exercises/<slug:exercise>/", exercises.exercise, name="exercise"),
    path(f"{pages.HELP}/", pages.help_now, name="help"),
    path("programmes/", include(programme_views.urlpatterns)),
    path("<slug:slug>/", pages.guide, name="guide"),
    path("<slug:slug>/mark/", pages.mark, name="mark"),
]
