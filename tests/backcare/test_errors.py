"""Errors are told in words, and each leads to help."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.test import Client, override_settings
from django.urls import include, path

from backcare import views

HELP = 'href="/guides/get-help-now/"'


def _raise(error: Exception) -> HttpResponse:
    raise error


def bad(request: HttpRequest) -> HttpResponse:
    return _raise(SuspiciousOperation("secret"))


def forbidden(request: HttpRequest) -> HttpResponse:
    return _raise(PermissionDenied("secret"))


def broken(request: HttpRequest) -> HttpResponse:
    return _raise(RuntimeError("secret"))


urlpatterns = [
    path("bad/", bad),
    path("forbidden/", forbidden),
    path("broken/", broken),
    path("", include("backcare.urls")),
]
handler400 = "backcare.views.bad_request"
handler500 = "backcare.views.server_error"


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/bad/", 400, "That did not work"),
        ("/forbidden/", 403, "not open to you"),
        ("/nowhere/", 404, "no such page"),
        ("/broken/", 500, "Something went wrong here"),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
@override_settings(ROOT_URLCONF="tests.backcare.test_errors")
def test_an_error_in_words(
    person_client: Client, address: str, status: int, words: str, htmx: bool
) -> None:
    person_client.raise_request_exception = False
    answer = person_client.get(address, headers={"HX-Request": "true"} if htmx else {})

    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert HELP in page
    assert "secret" not in page
    assert answer["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_visitor_sees_the_page_of_a_wrong_address(client: Client) -> None:
    answer = client.get("/nowhere/")

    assert answer.status_code == 404
    assert HELP in answer.content.decode()


def test_the_last_page_needs_no_template(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> None:
        raise RuntimeError(name)

    monkeypatch.setattr(loader, "get_template", fail)
    answer = views.server_error(HttpRequest())

    assert answer.status_code == 500
    assert "Something went wrong here" in answer.content.decode()


@pytest.mark.django_db
def test_the_last_page_asks_nothing_of_the_database(
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        views.server_error(HttpRequest())


@pytest.mark.django_db
@pytest.mark.parametrize("site", ["same-origin", "cross-site"])
def test_no_page_writes_a_password_out_again(site: str) -> None:
    client = Client(enforce_csrf_checks=True)
    typed = {"login": "robin", "password": "robin-password"}
    answer = client.post("/accounts/login/", typed, headers={"Sec-Fetch-Site": site})

    assert answer.status_code == 403
    assert "robin-password" not in answer.text
    assert "Save again" not in answer.text
    again = '<a class="button button-primary" href="/accounts/login/">Open the page'
    assert (again in answer.text) == (site == "same-origin")
    assert ("did not come from a page of this site" in answer.text) == (
        site == "cross-site"
    )


@pytest.mark.django_db
def test_who_was_signed_out_types_a_password_again(client: Client) -> None:
    typed = {"oldpassword": "robin-password", "password1": "seven slow otters"}
    answer = client.post("/accounts/password/change/", typed)

    assert answer.status_code == 401
    assert "come back, then type it again" in answer.text
    assert "seven slow otters" not in answer.text
    assert "still here" not in answer.text
    note = client.post("/entries/note/", {"text": "Kept."})
    assert "still here" in note.text
    assert "Kept.</textarea>" in note.text


def test_a_host_that_is_not_ours_is_refused(client: Client) -> None:
    answer = client.get("/accounts/login/", headers={"host": "evil.example"})

    assert answer.status_code == 400
