"""Where every page of the site is found."""

import sys
from importlib.util import find_spec

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
    try:
        if find_spec(module):
            urlpatterns.append(path(prefix, include(module)))
    except ImportError as error:
        print(f"{module} is left out: {error}", file=sys.stderr)

handler500 = "backcare.views.server_error"
