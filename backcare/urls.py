"""Where every page of the site is found."""

from importlib.util import find_spec

from django.apps import apps
from django.urls import include, path

from backcare import views

urlpatterns = [
    path("healthz", views.health, name="healthz"),
    path("accounts/", include("allauth.urls")),
]
for prefix, module in [
    ("guides/", "guides.urls"),
    ("", "backcare.accounts.urls"),
    ("", "tracker.urls"),
]:
    if apps.is_installed(module[:-5]) and find_spec(module):
        urlpatterns.append(path(prefix, include(module)))
