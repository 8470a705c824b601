"""Addresses of one-time links, of a sign-in and of the operator's page."""

from django.urls import path

from backcare.accounts import operator, sessions, views

app_name = "accounts"
urlpatterns = [
    path("set-up/<str:token>/", views.set_up, name="set-up"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("accounts/sessions/<int:pk>/end/", sessions.end, name="end-session"),
    path("operator/", operator.page, name="operator"),
    path("operator/invite/", operator.invite, name="invite"),
    path("operator/invitations/<int:pk>/", operator.withdraw, name="withdraw"),
    path("operator/people/<int:pk>/active/", operator.active, name="active"),
    path("operator/people/<int:pk>/password/", operator.password, name="password"),
]
