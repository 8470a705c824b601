"""What holds for every answer: headers, size of what is sent, sign-in."""

from __future__ import annotations

import gzip
import secrets

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from backcare.middleware import FIXED_HEADERS, QuickGZipMiddleware
from tracker.models import Entry, Person

LOGIN = "/accounts/login/"
HTMX = {"HX-Request": "true"}
MEGABYTE = 1024 * 1024


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", [LOGIN, "/healthz", "/nowhere/", "/", "/guides/get-help-now/"]
)
def test_headers_of_every_answer(client: Client, path: str) -> None:
    answer = client.get(path)

    assert FIXED_HEADERS.items() <= dict(answer.headers).items()
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy + ";"
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("host", "secure", "sent"),
    [
        ("localhost:8000", False, True),
        ("127.0.0.1", False, True),
        ("[::1]:8000", False, True),
        ("192.168.1.20:8000", False, False),
        ("192.168.1.20:8000", True, True),
    ],
)
def test_opener_policy_only_where_browsers_heed_it(
    client: Client, host: str, secure: bool, sent: bool
) -> None:
    with override_settings(ALLOWED_HOSTS=["*"]):
        answer = client.get("/healthz", headers={"host": host}, secure=secure)

    assert ("Cross-Origin-Opener-Policy" in answer) is sent


def test_signing_out_clears_what_the_browser_kept(person_client: Client) -> None:
    answer = person_client.post("/accounts/logout/", headers={"host": "localhost:8000"})

    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    after = person_client.get(LOGIN, headers={"host": "localhost:8000"})
    assert "Clear-Site-Data" not in after


@pytest.mark.django_db
@pytest.mark.parametrize("htmx", [False, True])
def test_more_than_two_megabytes_get_a_page_in_words(
    person: Person, person_client: Client, htmx: bool
) -> None:
    answer = person_client.post(
        reverse("tracker:search"),
        {"words": "x" * (2 * MEGABYTE)},
        headers=HTMX if htmx else {},
    )

    assert answer.status_code == 413
    assert "too much at once" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_two_megabytes_of_notes_are_not_too_large(person_client: Client) -> None:
    answer = person_client.post(LOGIN, {"login": "x" * (MEGABYTE)})

    assert answer.status_code != 413


@pytest.mark.django_db
def test_a_visitor_is_led_to_sign_in_and_back(client: Client) -> None:
    answer = client.get("/trends/?range=90")

    assert answer.status_code == 302
    assert answer["Location"] == f"{LOGIN}?next=%2Ftrends%2F%3Frange%3D90"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("behind", "onwards"),
    [
        ("http://testserver/history/2026-11/", "%2Fhistory%2F2026-11%2F"),
        ("http://evil.example/steal/", "%2F"),
        (None, "%2F"),
    ],
)
def test_a_lapsed_session_sends_a_fragment_to_sign_in(
    client: Client, behind: str | None, onwards: str
) -> None:
    headers = HTMX | ({"HX-Current-URL": behind} if behind else {})
    answer = client.get("/trends/", headers=headers)

    assert answer.status_code == 401
    assert answer["HX-Redirect"] == f"{LOGIN}?next={onwards}"
    assert answer.content == b""


@pytest.mark.django_db
def test_a_lapsed_session_answers_a_tap_with_a_card(client: Client) -> None:
    answer = client.post(reverse("tracker:search"), {"words": "secret"}, headers=HTMX)

    page = answer.content.decode()
    assert answer.status_code == 401
    assert "HX-Redirect" not in answer
    assert "Sign in in a new tab" in page
    assert "<html" not in page
    assert "secret" not in page


@pytest.mark.django_db
def test_a_form_sent_signed_out_comes_back_filled(client: Client) -> None:
    typed = {"words": "\n  left <b> & right", "many": ["1", "2"]}
    answer = client.post("/search/", typed)

    page = answer.content.decode()
    assert answer.status_code == 401
    assert 'action="/search/"' in page
    assert "\n\n  left &lt;b&gt; &amp; right</textarea>" in page
    assert page.count('name="many"') == 2
    assert Entry.objects.count() == 0


@pytest.mark.django_db
def test_a_stale_token_of_our_own_page_can_be_sent_again(person: Person) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person.user)
    answer = browser.post(
        "/search/",
        {"words": "typed", "csrfmiddlewaretoken": "old"},
        headers={"origin": "http://testserver"},
    )

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "typed</textarea>" in page
    assert "old</textarea>" not in page
    assert f"You are signed in as <strong>{person.user}</strong>" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
        {},
    ],
)
def test_a_strange_page_cannot_have_its_request_confirmed(
    person: Person, headers: dict[str, str]
) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person.user)
    answer = browser.post("/search/", {"words": "planted"}, headers=headers)

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "planted" not in page
    assert "did not come from a page of this site" in page


@pytest.mark.django_db
def test_pages_are_compressed(client: Client) -> None:
    answer = client.get(LOGIN, headers={"accept-encoding": "br, gzip"})

    assert answer["Content-Encoding"] == "gzip"
    assert b"</html>" in gzip.decompress(answer.content)
    plain = client.get(LOGIN, headers={"accept-encoding": "br"})
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain["Vary"]


def test_the_compressed_length_does_not_tell_what_is_in_a_page(
    rf: RequestFactory,
) -> None:
    request = rf.get("/", headers={"accept-encoding": "gzip"})
    quick, lengths = QuickGZipMiddleware(lambda _: HttpResponse()), set()
    for _ in range(20):
        answer = HttpResponse("Low back pain. " * 50)
        quick.process_response(request, answer)
        assert gzip.decompress(answer.content) == b"Low back pain. " * 50
        assert answer["Content-Length"] == str(len(answer.content))
        lengths.add(len(answer.content))
    assert len(lengths) > 3


def test_what_is_short_is_not_compressed(rf: RequestFactory) -> None:
    request = rf.get("/", headers={"accept-encoding": "gzip"})
    quick = QuickGZipMiddleware(lambda _: HttpResponse())
    for content in (b"a" * 199, secrets.token_bytes(250)):
        answer = HttpResponse(content)
        quick.process_response(request, answer)
        assert answer.content == content
        assert "Content-Encoding" not in answer.headers


def test_the_limit_is_two_megabytes() -> None:
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE == 2 * MEGABYTE
