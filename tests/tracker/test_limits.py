"""What the diary says about itself: its limits, and the disclaimer in its places."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from guides.library import library
from guides.safety.hiding import hide_table
from tests.days import NOON
from tests.guides.reading_level import grade, sections_of
from tests.tracker.diary import log
from tracker.models import Person, Situation
from tracker.vocabulary import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

LIMITS = "/limits/"


def html(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def plain(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", page)).split())


@pytest.mark.parametrize(
    "words",
    [
        "BackCare does not diagnose.",
        "Ticking none of them does not mean that nothing is wrong.",
        "Nobody watches. No doctor reads what you write",
        "A pattern is not a cause.",
        "by chance, above all when the days are few",
        "It knows no more than that.",
        "no advice on medicines",
        "no doses of pills",
        "drink what your own doctor told you",
        "how strong the evidence is",
    ],
)
def test_limits_are_told_to_everybody(words: str) -> None:
    assert words in plain(html(Client(), LIMITS))


def test_limits_are_the_same_for_a_person(person: Person) -> None:
    browser = Client()
    browser.force_login(person.user)
    own = re.search(r"<article.*</article>", html(browser, LIMITS), re.S)
    anybodys = re.search(r"<article.*</article>", html(Client(), LIMITS), re.S)
    assert own
    assert anybodys
    assert own[0] == anybodys[0]


def test_limits_are_easy_to_read() -> None:
    page = html(Client(), LIMITS)
    start, end = page.index('<div class="prose" id="limits">'), page.index("</article>")
    told = page[start : page.index("</div>", start)]
    assert start < page.index("</div>", start) < end
    parts = list(sections_of(told))
    assert len(parts) == 7
    assert grade(" ".join(text for _title, text in parts)) <= 8
    assert not [(title, grade(text)) for title, text in parts if grade(text) > 10]


def test_limits_are_linked_where_they_matter(
    person: Person, person_client: Client
) -> None:
    link = f'href="{LIMITS}"'
    assert link in html(Client(), "/guides/get-help-now/")
    for address in ("/welcome/", "/settings/", "/trends/"):
        assert link in html(person_client, address), address
    log(person, Kind.PAIN, score=4)
    assert link in html(person_client, "/trends/?range=30")


@pytest.mark.parametrize("address", ["/welcome/", "/settings/", LIMITS])
def test_disclaimer_stands_in_full(address: str, person_client: Client) -> None:
    assert hide_table().disclaimer in plain(html(person_client, address))


@pytest.mark.parametrize("slug", sorted(library().guides))
def test_one_line_stands_under_each_guide(
    slug: str, person: Person, person_client: Client
) -> None:
    address, line = f"/guides/{slug}/", hide_table().disclaimer_line
    assert plain(html(person_client, address)).endswith(line)
    Situation.objects.create(
        person=person, code="pregnancy-complication", started_on=NOON.date()
    )
    assert plain(html(person_client, address)).endswith(line)


def test_one_line_stands_under_the_page_that_needs_no_account() -> None:
    page = plain(html(Client(), "/guides/get-help-now/"))
    assert page.endswith(hide_table().disclaimer_line)
