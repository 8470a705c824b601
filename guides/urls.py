"""The addresses of the guides."""

from __future__ import annotations

from django.urls import path

from guides import views

app_name = "guides"
urlpatterns = [
    path("", views.guide_list, name="list"),
    path(f"{views.HELP}/", views.help_now, name="help"),
    path("<slug:slug>/", views.guide, name="guide"),
    path("<slug:slug>/mark/", views.mark, name="mark"),
]
