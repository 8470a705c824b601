"""Marks that a person puts on a guide."""

from __future__ import annotations

import pytest
from django.test import Client

from guides.models import GuideMark
from tests.guides.test_views import HELP, HTMX, LIST, MARK, SLEEP
from tests.pages import text
from tracker.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


# Marks


@pytest.mark.parametrize("kind", GuideMark.Kind.values)
def test_mark_is_put_and_taken_off(
    person: Person, person_client: Client, kind: str
) -> None:
    for _twice in range(2):
        answer = person_client.post(MARK, {"kind": kind, "chosen": "yes"})
        assert answer.status_code == 302
        assert answer["Location"] == f"{SLEEP}#marks"
    mark = GuideMark.objects.get()
    assert (mark.person, mark.guide, mark.kind) == (person, "sleep-and-pillows", kind)
    assert text(person_client.get(SLEEP)).count('aria-pressed="true"') == 1
    for _twice in range(2):
        person_client.post(MARK, {"kind": kind, "chosen": "no"})
    assert not GuideMark.objects.exists()


def test_one_opinion_takes_the_place_of_another(person_client: Client) -> None:
    for kind in ["read", "helped", "did-not-help", "not-for-me"]:
        person_client.post(MARK, {"kind": kind, "chosen": "yes"})
    kinds = set(GuideMark.objects.values_list("kind", flat=True))
    assert kinds == {"read", "not-for-me"}


def test_htmx_gets_the_marks_and_a_word_for_those_who_listen(
    person_client: Client,
) -> None:
    answer = person_client.post(MARK, {"kind": "helped"}, headers=HTMX)
    page = text(answer)
    assert answer.status_code == 200
    assert page.startswith('<section class="card')
    assert page.count('aria-pressed="true"') == 1
    assert "Your marks are saved." in page
    assert "<h1>" not in page


@pytest.mark.parametrize("kind", ["", "loved", "READ"])
def test_forged_mark_is_refused(person_client: Client, kind: str) -> None:
    assert person_client.post(MARK, {"kind": kind}).status_code == 404
    assert not GuideMark.objects.exists()


def test_help_takes_no_marks(person_client: Client) -> None:
    assert person_client.post(f"{HELP}mark/", {"kind": "read"}).status_code == 404


@pytest.mark.parametrize(
    ("method", "address"),
    [("get", MARK), ("post", SLEEP), ("post", HELP), ("put", LIST)],
)
def test_other_methods_are_refused(
    person_client: Client, method: str, address: str
) -> None:
    assert getattr(person_client, method)(address).status_code == 405
