"""The operator's emergency number and crisis line, wherever help is needed at once."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from backcare.env import PhoneLine
from tests.pages import page_of
from tests.tracker.test_entries import form
from tracker.models import Person, Situation, WarningScreen

NUMBER = 'Emergency number: <a href="tel:112">112</a>'
CRISIS = 'Crisis line: <a href="tel:116123">Samaritans 116 123</a>'

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture
def lines(settings: Any) -> None:
    settings.EMERGENCY_NUMBER = PhoneLine("112", "112")
    settings.CRISIS_LINE = PhoneLine("Samaritans 116 123", "116123")


def main_of(client: Client, address: str) -> str:
    page = page_of(client, address)
    return page[page.index("<main") :]


def answered(client: Client, **ticks: str) -> str:
    went = client.post("/new-symptom/", {"key": str(uuid4()), **ticks})
    return main_of(client, went["Location"])


@pytest.mark.usefixtures("lines")
def test_the_number_stands_first_on_an_emergency(person_client: Client) -> None:
    page = answered(person_client, A1="yes")
    assert page.index("Emergency now") < page.index(NUMBER) < page.index("Call your")
    assert "Crisis line" not in page
    assert NUMBER in main_of(person_client, "/")
    assert "Crisis line" not in main_of(person_client, "/")


@pytest.mark.usefixtures("lines")
def test_the_crisis_line_stands_beside_it(person_client: Client) -> None:
    page = answered(person_client, A17="yes")
    assert page.index(NUMBER) < page.index(CRISIS) < page.index("not have to carry")
    assert CRISIS in main_of(person_client, "/")
    assert CRISIS in main_of(person_client, "/guides/")


@pytest.mark.usefixtures("lines")
def test_both_stand_before_the_question_where_somebody_wrote_of_despair(
    person_client: Client,
) -> None:
    went = person_client.post("/entries/note/", form(text="I want to die"))
    page = main_of(person_client, went["Location"])
    assert page.index(CRISIS) < page.index("<form")
    assert NUMBER in page


@pytest.mark.usefixtures("lines")
def test_the_number_stands_first_where_the_maternity_unit_is_called(
    person: Person, person_client: Client
) -> None:
    today = person.pain_since
    Situation.objects.create(
        person=person, code="pregnant", since=today, started_on="2026-01-01"
    )
    went = person_client.post("/entries/note/", form(text="contractions"))
    page = main_of(person_client, went["Location"])
    assert page.index("Maternity unit now") < page.index(NUMBER) < page.index("<form")
    row = WarningScreen.objects.get()
    person_client.post(f"/warnings/{row.pk}/", {"C1": "yes"})
    page = main_of(person_client, f"/warnings/{row.pk}/")
    assert page.index(NUMBER) < page.index("Phone your maternity unit")


@pytest.mark.usefixtures("lines")
def test_everybody_finds_both_on_the_page_of_help(client: Client) -> None:
    page = main_of(client, "/guides/get-help-now/")
    assert page.index(NUMBER) < page.index(CRISIS) < page.index("<article")


@pytest.mark.usefixtures("lines")
def test_neither_stands_where_a_doctor_today_is_soon_enough(
    person_client: Client,
) -> None:
    page = answered(person_client, A6="yes")
    assert "tel:" not in page


def test_words_alone_are_shown_without_a_link(
    settings: Any, person_client: Client
) -> None:
    settings.EMERGENCY_NUMBER = PhoneLine("112 or 999", "")
    page = answered(person_client, A1="yes")
    assert "Emergency number: 112 or 999" in page
    assert "tel:" not in page


def test_without_settings_the_words_are_neutral(
    person_client: Client, client: Client
) -> None:
    page = answered(person_client, A17="yes")
    assert "Call your local emergency number" in page
    assert "a crisis line" in page
    for shown in (page, main_of(client, "/guides/get-help-now/")):
        assert "Emergency number:" not in shown
        assert "tel:" not in shown


# Words of a warning sign in the search of the guides


@pytest.mark.parametrize(
    "words", ["numb between my legs", "cannot pee", "want to die", "chest pain"]
)
def test_warning_words_in_the_search_lead_to_the_questions_first(
    person_client: Client, words: str
) -> None:
    for headers in ({}, {"HX-Request": "true"}):
        answer = person_client.post("/guides/", {"words": words}, headers=headers)
        page = answer.content.decode()
        question = page.index("Do you have this now?")
        assert page.index('href="/new-symptom/"', question) > question
        results = page.find('<li class="card">')
        assert results == -1 or question < results
    assert not WarningScreen.objects.exists()


@pytest.mark.parametrize("address", ["/guides/", "/search/"])
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("numb between my legs", "Are you numb between your legs"),
        ("i want to die", "You do not have to carry this alone"),
        ("chest pain", "Do you have chest pain"),
    ],
)
def test_what_to_do_now_stands_there_at_once(
    person_client: Client, address: str, words: str, told: str
) -> None:
    page = person_client.post(address, {"words": words}).content.decode()
    signs = page.split('aria-label="Warning sign"')[1].split("</aside>")[0]
    do = "Call your local emergency number or go to an emergency department now."
    assert signs.index(told) < signs.index(do) < signs.index("/new-symptom/")


@pytest.mark.usefixtures("lines")
def test_where_questions_decide_no_call_is_asked_for(person_client: Client) -> None:
    page = person_client.post("/guides/", {"words": "night sweats"}).content.decode()
    signs = page.split('aria-label="Warning sign"')[1].split("</aside>")[0]
    assert "Answer a few questions first" in signs
    assert "mergency" not in signs


@pytest.mark.usefixtures("lines")
@pytest.mark.parametrize(("words", "crisis"), [("numb", False), ("suicide", True)])
def test_the_number_stands_there_and_the_crisis_line_where_it_fits(
    person_client: Client, words: str, crisis: bool
) -> None:
    page = person_client.post("/guides/", {"words": words}).content.decode()
    assert 'href="tel:112"' in page
    assert ('href="tel:116123"' in page) is crisis


@pytest.mark.parametrize("words", ["pillow", "contractions", "operation", "weak tea"])
def test_other_words_do_not(person_client: Client, words: str) -> None:
    page = person_client.post("/guides/", {"words": words}).content.decode()
    assert "Do you have this now?" not in page


def test_contractions_count_in_pregnancy(person: Person, person_client: Client) -> None:
    Situation.objects.create(person=person, code="pregnant", started_on="2026-01-01")
    page = person_client.post("/guides/", {"words": "contractions"}).content.decode()
    assert "Do you have this now?" in page
    assert "Phone your maternity unit or midwife now" in page
