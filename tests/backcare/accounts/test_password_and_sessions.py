"""Changing and resetting a password; where one is signed in; e-mail addresses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from backcare.accounts import links
from backcare.accounts.models import User
from tests.backcare.accounts.conftest import (
    PASSWORD,
    add_address,
    confirm,
    is_signed_in,
    sign_in,
)
from tracker.models import Person

pytestmark = pytest.mark.django_db

NEW = "seven slow otters"


@pytest.fixture
def mail_works(settings: Settings) -> None:
    settings.MAIL_WORKS = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"


def two_browsers() -> tuple[Client, Client]:
    browsers = Client(), Client(headers={"user-agent": "Another browser"})
    for browser in browsers:
        assert sign_in(browser, "robin") == 302
    return browsers


def test_changing_the_password_signs_out_elsewhere(user: User) -> None:
    here, there = two_browsers()
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post("/accounts/password/change/", form).status_code == 302
    assert here.get("/settings/").status_code == 200
    assert there.get("/settings/").status_code == 302
    assert sign_in(Client(), "robin", PASSWORD) == 200
    assert sign_in(Client(), "robin", NEW) == 302


def test_changing_the_password_needs_the_old_one(user: User) -> None:
    here, there = two_browsers()
    form = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    answer = here.post("/accounts/password/change/", form)
    assert answer.status_code == 200
    assert NEW not in answer.text
    assert there.get("/settings/").status_code == 200


def test_other_sessions_are_listed_and_ended(user: User) -> None:
    here, there = two_browsers()
    page = here.get("/accounts/sessions/")
    assert "This device" in page.text
    assert "Another browser" in page.text
    assert here.post("/accounts/sessions/").status_code == 302
    assert there.get("/settings/").status_code == 302
    assert here.get("/settings/").status_code == 200
    assert "nowhere else" in here.get("/accounts/sessions/").text


def test_times_of_sessions_are_written_as_in_the_diary(user: User) -> None:
    here, _there = two_browsers()
    UserSession.objects.update(created_at=datetime(2126, 7, 1, 13, 5, tzinfo=UTC))
    Person.objects.update_or_create(user=user, defaults={"time_zone": "Europe/Berlin"})
    assert "1 July 2126, 15:05" in here.get("/accounts/sessions/").text


@pytest.mark.parametrize(
    ("says", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Firefox/145.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36 Edg/142.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) Chrome/142.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1",
            "Safari on iPhone",
        ),
        ("curl/8.5 <b>", "curl/8.5 &lt;b&gt;"),
        ("", "Browser not named"),
    ],
)
def test_a_device_is_named_in_words(user: User, says: str, words: str) -> None:
    here, _there = two_browsers()
    UserSession.objects.exclude(session_key=here.session.session_key).update(
        user_agent=says
    )

    page = here.get("/accounts/sessions/").text
    assert f'<p class="small muted">{words}, address 127.0.0.1</p>' in page


def test_one_of_several_sessions_is_ended(user: User) -> None:
    here, there = two_browsers()
    third = Client()
    sign_in(third, "robin")
    row = UserSession.objects.get(user_agent="Another browser")
    address = f"/accounts/sessions/{row.pk}/end/"
    assert address in here.get("/accounts/sessions/").text
    answer = here.post(address, follow=True)
    assert "That device is signed out." in answer.text
    assert there.get("/settings/").status_code == 302
    assert here.get("/settings/").status_code == 200
    assert third.get("/settings/").status_code == 200
    assert here.post(address).status_code == 404


def test_this_device_is_signed_out_by_signing_out(user: User) -> None:
    here, _ = two_browsers()
    own = UserSession.objects.get(session_key=here.session.session_key)
    address = f"/accounts/sessions/{own.pk}/end/"
    assert address not in here.get("/accounts/sessions/").text
    assert here.post(address).status_code == 404
    assert here.get("/settings/").status_code == 200


def test_sessions_of_others_are_not_shown_or_ended(
    user: User, operator_client: Client
) -> None:
    here, _ = two_browsers()
    assert "Another browser" not in operator_client.get("/accounts/sessions/").text
    operator_client.post("/accounts/sessions/")
    for row in UserSession.objects.filter(user=user):
        ended = operator_client.post(f"/accounts/sessions/{row.pk}/end/")
        assert ended.status_code == 404
    assert here.get("/settings/").status_code == 200


def test_a_session_ends_after_90_days(user: User) -> None:
    here, _ = two_browsers()
    with time_machine.travel(timezone.now() + timedelta(days=89)):
        assert here.get("/settings/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=90, minutes=1)):
        assert here.get("/settings/").status_code == 302


def test_without_a_mail_server_the_page_says_who_can_help(
    client: Client, user: User
) -> None:
    add_address(user, "robin@example.org")
    page = client.get("/accounts/password/reset/").text
    assert "sends no mail" in page
    assert "backcare user password" in page
    assert 'name="email"' not in page
    answer = client.post(
        "/accounts/password/reset/", {"email": "robin@example.org"}, follow=True
    )
    assert "sends no mail" in answer.text
    assert mail.outbox == []


@pytest.mark.usefixtures("mail_works")
def test_a_link_comes_by_mail_and_works_once(client: Client, user: User) -> None:
    add_address(user, "robin@example.org")
    client.post("/accounts/password/reset/", {"email": "robin@example.org"})
    (message,) = mail.outbox
    link = next(line for line in str(message.body).splitlines() if "/reset/" in line)
    opened = client.get(link.split("testserver")[1])
    answer = client.post(
        opened.headers["Location"], {"password1": NEW, "password2": NEW}
    )
    assert answer.status_code == 302
    assert not is_signed_in(client)
    assert sign_in(Client(), "robin", NEW) == 302
    used = Client().get(link.split("testserver")[1], follow=True)
    assert "used already" in used.text


@pytest.mark.usefixtures("mail_works")
def test_resetting_tells_nobody_who_has_an_account(client: Client, user: User) -> None:
    add_address(user, "robin@example.org")
    answers = []
    for address in ("robin@example.org", "nobody@example.org"):
        answer = client.post(
            "/accounts/password/reset/", {"email": address}, follow=True
        )
        token = str(answer.context["csrf_token"])
        answers.append(answer.text.replace(token, ""))
    assert answers[0] == answers[1]
    # A mail either way: one alone would tell by the time it takes.
    assert [m.to for m in mail.outbox] == [
        ["robin@example.org"],
        ["nobody@example.org"],
    ]


def test_a_password_link_is_too_old_after_a_day(client: Client, user: User) -> None:
    path = links.password_path(user)
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)):
        assert "older than 24 hours" in client.get(path, follow=True).text


def test_a_tampered_password_link_opens_nothing(client: Client, user: User) -> None:
    path = links.password_path(user)
    for wrong in (path[:-2] + "0/", path.replace("/key/1-", "/key/2-")):
        if wrong != path:
            assert "used already" in client.get(wrong, follow=True).text


def test_password_resets_are_limited(client: Client, user: User) -> None:
    for _ in range(5):
        client.post("/accounts/password/reset/", {"email": "robin@example.org"})
    answer = client.post("/accounts/password/reset/", {"email": "robin@example.org"})
    assert answer.status_code == 429


def test_an_address_is_optional_and_can_be_added_and_removed(user: User) -> None:
    browser, _ = two_browsers()
    assert browser.get("/accounts/email/").status_code == 200
    confirm(browser)
    add = {"email": "robin@example.org", "action_add": ""}
    browser.post("/accounts/email/", add)
    address = EmailAddress.objects.get()
    assert (address.user, address.email) == (user, "robin@example.org")
    assert mail.outbox == []
    assert sign_in(Client(), "robin@example.org") == 302
    remove = {"email": "robin@example.org", "action_remove": ""}
    browser.post("/accounts/email/", remove)
    assert not EmailAddress.objects.exists()


def test_pages_about_the_account_are_closed_to_visitors(client: Client) -> None:
    for address in ("email/", "sessions/", "password/change/", "reauthenticate/"):
        answer = client.get(f"/accounts/{address}")
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/login/")
