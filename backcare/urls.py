"""Where every page of the site is found."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

from backcare import views

urlpatterns = [
    path("healthz", views.health, name="healthz"),
    path("accounts/", include("allauth.urls")),
    path("guides/", include("guides.urls")),
    path(
        "get-help/",
        login_not_required(RedirectView.as_view(pattern_name="guides:help")),
        name="get-help",
    ),
    path("", include("backcare.accounts.urls")),
    path("", include("tracker.urls")),
]

handler400 = "backcare.views.bad_request"
handler500 = "backcare.views.server_error"
