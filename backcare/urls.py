"""Where every page of the site is found."""

from django.urls import include, path

from backcare import views

urlpatterns = [
    path("healthz", views.health, name="healthz"),
    path("accounts/", include("allauth.urls")),
    path("guides/", include("guides.urls")),
    path("", include("backcare.accounts.urls")),
    path("", include("tracker.urls")),
]

handler500 = "backcare.views.server_error"
