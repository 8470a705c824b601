"""The operator's page: for the operator alone, and without a word on health."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from backcare.accounts import links
from backcare.accounts.models import JoinLink, User
from tests.backcare.accounts.conftest import PASSWORD, is_signed_in, sign_in
from tracker.models import Person, Situation

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def addresses(pk: int) -> list[tuple[str, str]]:
    return [
        ("get", "/operator/"),
        ("post", "/operator/invite/"),
        ("post", "/operator/invitations/1/"),
        ("post", f"/operator/people/{pk}/active/"),
        ("post", f"/operator/people/{pk}/password/"),
    ]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_it_does_not_exist_for_others(
    user_client: Client, user: User, operator: User, headers: dict[str, str]
) -> None:
    for method, address in addresses(operator.pk):
        answer = getattr(user_client, method)(address, headers=headers)
        assert answer.status_code == 404, address
        assert "olu" not in answer.text
    operator.refresh_from_db()
    assert operator.is_active
    assert not JoinLink.objects.exists()


def test_a_visitor_is_asked_to_sign_in(client: Client, operator: User) -> None:
    assert (
        client.get("/operator/").headers["Location"]
        == "/accounts/login/?next=%2Foperator%2F"
    )
    for method, address in addresses(operator.pk)[1:]:
        assert getattr(client, method)(address).status_code == 401


def test_it_lists_accounts_and_nothing_about_health(
    operator_client: Client, user: User
) -> None:
    person = Person.objects.get(user=user)
    person.pain_since, person.sex = date(2019, 3, 7), "female"
    person.save()
    Situation.objects.create(
        person=person, code="osteoporosis", started_on=date(2026, 1, 2)
    )
    page = operator_client.get("/operator/").text
    assert "robin" in page
    assert "Never" in page
    for word in ("osteoporosis", "female", "2019", "pain"):
        assert word not in page.split("<main")[1].split("</main")[0].lower()


def test_an_invitation_is_shown_once_and_works(
    operator_client: Client, client: Client
) -> None:
    answer = operator_client.post("/operator/invite/", {"username": "ada"})
    assert answer.status_code == 200
    link = answer.context["made"]["link"]
    assert link in answer.text
    assert link.startswith("http://")
    assert link not in operator_client.get("/operator/").text
    assert "ada" in operator_client.get("/operator/").text
    path = "/" + link.split("/", 3)[3]
    assert client.get(path).status_code == 200


def test_a_name_that_is_taken_is_not_offered(
    operator_client: Client, user: User
) -> None:
    answer = operator_client.post("/operator/invite/", {"username": "Robin"})
    assert answer.status_code == 422
    assert 'value="Robin"' in answer.text
    assert not JoinLink.objects.exists()


def test_an_invitation_can_be_taken_back(operator_client: Client) -> None:
    path = links.invite(None, timezone.now())
    pk = JoinLink.objects.get().pk
    assert operator_client.post(f"/operator/invitations/{pk}/").status_code == 302
    assert Client().get(path).status_code == 404
    assert operator_client.post(f"/operator/invitations/{pk}/").status_code == 404


def test_times_are_written_as_in_the_diary(
    operator: User, operator_client: Client
) -> None:
    Person.objects.update_or_create(
        user=operator, defaults={"time_zone": "Europe/Berlin"}
    )
    links.invite(operator, datetime(2126, 11, 20, 14, 26, tzinfo=UTC), "ada")
    assert "until 21 November 2126, 15:26" in operator_client.get("/operator/").text


def test_switching_off_and_on(operator_client: Client, user: User) -> None:
    address = f"/operator/people/{user.pk}/active/"
    operator_client.post(address, {"active": "no"})
    assert sign_in(Client(), "robin") == 302  # to the page that says so
    user.refresh_from_db()
    assert not user.is_active
    operator_client.post(address, {"active": "yes"})
    browser = Client()
    sign_in(browser, "robin")
    assert is_signed_in(browser)
    assert Person.objects.filter(user=user).exists()


def test_the_operator_cannot_switch_themself_off(
    operator_client: Client, operator: User
) -> None:
    operator_client.post(f"/operator/people/{operator.pk}/active/", {"active": "no"})
    operator.refresh_from_db()
    assert operator.is_active


def test_a_password_link_sets_a_password_once(
    operator_client: Client, user: User
) -> None:
    answer = operator_client.post(f"/operator/people/{user.pk}/password/")
    path = "/" + answer.context["made"]["link"].split("/", 3)[3]
    browser = Client()
    opened = browser.get(path)
    form = {"password1": "seven slow otters", "password2": "seven slow otters"}
    done = browser.post(opened.headers["Location"], form)
    assert done.status_code == 302
    assert not is_signed_in(browser)
    assert sign_in(browser, "robin", PASSWORD) == 200
    assert sign_in(browser, "robin", "seven slow otters") == 302
    assert "used already" in Client().get(path, follow=True).text


def test_no_password_link_for_a_switched_off_or_unknown_account(
    operator_client: Client, user: User
) -> None:
    user.is_active = False
    user.save()
    address = f"/operator/people/{user.pk}/password/"
    assert operator_client.post(address).status_code == 404
    assert operator_client.post("/operator/people/999/password/").status_code == 404
    assert operator_client.post("/operator/people/999/active/").status_code == 404


def test_nothing_changes_by_get(operator_client: Client, user: User) -> None:
    for method, address in addresses(user.pk)[1:]:
        assert method == "post"
        assert operator_client.get(address).status_code == 405
