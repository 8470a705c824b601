"""The screens of the guides: for the owner, for somebody else, for a visitor."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from guides import marks
from guides.library import library
from guides.models import GuideMark
from guides.views import pages
from tests.conftest import screened
from tests.days import NOON, TODAY
from tests.pages import text
from tracker.models import Offer, Person, Situation

HTMX = {"HX-Request": "true"}
LIST = "/guides/"
SLEEP = "/guides/sleep-and-pillows/"
MARK = f"{SLEEP}mark/"
CORE = "/guides/core-strength/"
HELP = "/guides/get-help-now/"

pytestmark = pytest.mark.usefixtures("noon")

LISTED = re.compile(r'<h2 class="card-title"><a href="/guides/([a-z-]+)/">')

Queries = Callable[[int], Any]


def in_situation(person: Person, code: str, since: date | None = None) -> None:
    Situation.objects.create(person=person, code=code, since=since, started_on=TODAY)


def offer(person: Person, day: date, reason: str, guide: str) -> None:
    Offer.objects.create(
        person=person,
        day=day,
        guide=guide,
        rule="short-night",
        reason=reason,
        position=0,
        offered_at=NOON,
    )


# Who may see what


@pytest.mark.parametrize("address", [LIST, SLEEP])
def test_visitor_is_asked_to_sign_in(client: Client, db: None, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_visitor_marks_nothing(client: Client, db: None) -> None:
    assert client.post(MARK, {"kind": "helped"}).status_code == 401
    assert not GuideMark.objects.exists()


def test_visitor_reads_help_and_nothing_is_stored(
    client: Client, db: None, django_assert_num_queries: Queries
) -> None:
    with django_assert_num_queries(0):
        answer = client.get(HELP)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Emergency now" in text(answer)
    assert "38\u00a0°C (100.4\u00a0°F)" in answer.content.decode()
    assert "Your marks" not in text(answer)


def test_short_address_leads_to_help(client: Client, db: None) -> None:
    answer = client.get("/get-help/")
    assert (answer.status_code, answer["Location"]) == (302, HELP)


def test_signed_in_person_reads_help_with_everything(
    person: Person, person_client: Client
) -> None:
    in_situation(person, "spine-surgery", date(2026, 11, 1))
    answer = person_client.get(HELP)
    assert "Emergency now" in text(answer)
    assert "left out" not in text(answer).lower()


def test_marks_and_days_are_of_one_person_alone(
    person: Person, other_person: Person, other_client: Client
) -> None:
    marks.put(person, "sleep-and-pillows", "helped", now=NOON)
    offer(person, TODAY, "you slept badly", "sleep-and-pillows")
    answer = text(other_client.get(SLEEP))
    assert "you slept badly" not in answer
    assert 'aria-pressed="true"' not in answer
    assert 'class="chip">Helped' not in text(other_client.get(LIST))
    other_client.post(MARK, {"kind": "helped", "chosen": "no"})
    assert GuideMark.objects.get().person == person


# The list


def test_list_shows_every_guide_with_its_verdict(person_client: Client) -> None:
    answer = text(person_client.get(LIST))
    for guide in library().guides.values():
        assert f'<a href="/guides/{guide.slug}/">{escape(guide.title)}</a>' in answer
        verdict = library().evidence[guide.evidence[0]].verdict
        assert f"Evidence: {verdict}" in answer


def test_list_of_a_topic(person_client: Client) -> None:
    answer = text(person_client.get(LIST, {"topic": "water"}))
    assert "Drinking enough" in answer
    assert "Sleep and pillows" not in answer
    assert '<option value="water" selected>Water (1)</option>' in answer


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ({"topic": "relief"}, lambda g: "relief" in g.topics),
        ({"area": "hip"}, lambda g: "hip" in g.areas),
        ({"situation": "desk-work"}, lambda g: "desk-work" in g.situations),
        (
            {"topic": "exercise", "area": "neck", "situation": "desk-work"},
            lambda g: (
                "exercise" in g.topics
                and "neck" in g.areas
                and "desk-work" in g.situations
            ),
        ),
        ({"topic": "", "area": ""}, lambda g: True),
    ],
)
def test_list_is_narrowed(
    person_client: Client, query: dict[str, str], fits: Callable[[Any], bool]
) -> None:
    page = text(person_client.get(LIST, query))
    wanted = {guide.slug for guide in library().guides.values() if fits(guide)}
    assert wanted
    assert set(LISTED.findall(page)) == wanted
    assert (f'<p role="status">{len(wanted)} guide' in page) is any(query.values())


def test_each_option_says_how_many_it_leaves(person_client: Client) -> None:
    page = text(person_client.get(LIST, {"area": "hip"}))
    topics = page.split('name="topic"')[1].split("</select>")[0]
    told = re.findall(r'<option value="([a-z-]+)"[^>]*>[^<]*\((\d+)\)', topics)
    assert told
    for code, count in told:
        narrower = text(person_client.get(LIST, {"area": "hip", "topic": code}))
        assert len(LISTED.findall(narrower)) == int(count)


def test_nothing_left_is_said_in_words(person_client: Client) -> None:
    page = text(person_client.get(LIST, {"topic": "water", "area": "foot"}))
    assert "No guide is about all of these at once." in page
    assert LISTED.findall(page) == []


@pytest.mark.parametrize("name", ["topic", "area", "situation"])
@pytest.mark.parametrize("code", ["nonsense", "<b>", "Water"])
def test_unknown_choice_is_not_found(
    person_client: Client, name: str, code: str
) -> None:
    assert person_client.get(LIST, {name: code}).status_code == 404


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_search_finds_and_keeps_the_words(
    person_client: Client, headers: dict[str, str]
) -> None:
    answer = person_client.post(LIST, {"words": "pilow"}, headers=headers)
    page = text(answer)
    assert answer.status_code == 200
    assert 'value="pilow"' in page
    assert '<a href="/guides/sleep-and-pillows/">' in page
    assert "Drinking enough" not in page
    assert ("<html" in page) is (not headers)


@pytest.mark.parametrize(
    ("words", "told"),
    [("chest pain", "1 guide."), ("pillow", "guides, the best fit first.")],
)
def test_search_says_how_much_it_found(
    person_client: Client, words: str, told: str
) -> None:
    answer = text(person_client.post(LIST, {"words": words}))
    assert re.search(rf'<p role="status">[\d ]*{re.escape(told)}</p>', answer)


def test_search_that_finds_nothing_says_so(person_client: Client) -> None:
    answer = text(person_client.post(LIST, {"words": "xyzzy"}))
    assert "No guide holds these words." in answer


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("words", "message"),
    [("", "Enter a word to look for."), ("x" * 101, "Enter at most 100 characters.")],
)
def test_bad_search_says_why_at_the_field(
    person_client: Client, headers: dict[str, str], words: str, message: str
) -> None:
    answer = person_client.post(LIST, {"words": words}, headers=headers)
    assert answer.status_code == 422
    assert message in text(answer)
    assert words in text(answer)


def test_list_leaves_out_what_safety_hides(
    person: Person, person_client: Client
) -> None:
    in_situation(person, "spine-surgery", date(2026, 11, 1))
    answer = text(person_client.get(LIST))
    assert "Core strength" not in answer
    assert "left out for now, because you had an operation on your spine." in answer
    found = text(person_client.post(LIST, {"words": "plank"}))
    assert "/guides/core-strength/" not in found


def test_list_shows_the_persons_marks(person: Person, person_client: Client) -> None:
    marks.put(person, "water", "helped", now=NOON)
    assert '<span class="chip">Helped</span>' in text(person_client.get(LIST))


# A guide


@pytest.mark.parametrize("slug", sorted(library().guides))
def test_every_guide_opens(person_client: Client, slug: str) -> None:
    guide = library().guides[slug]
    answer = person_client.get(f"/guides/{slug}/")
    page = text(answer)
    assert answer.status_code == 200
    assert f"<h1>{escape(guide.title)}</h1>" in page
    assert "Reviewed on" in page
    assert "General information, not medical advice." in page
    assert "style=" not in page
    assert "<script>" not in page


def test_guide_carries_evidence_and_references(person_client: Client) -> None:
    page = text(person_client.get(SLEEP))
    evidence = library().evidence["sleep-duration"]
    chip = f'<span class="chip">Evidence: {evidence.verdict}</span>'
    # A verdict alone would not say of what: it is bed rest that is contradicted.
    told = f"{chip} <strong>{evidence.title}:</strong> {evidence.sentence}"
    assert page.count(evidence.sentence) == page.count(told) > 1
    assert '<a href="https://doi.org/10.5664/jcsm.4758"' in page


def test_guide_leads_on_to_pages_with_something_left(
    person: Person, person_client: Client
) -> None:
    link = '<li><a href="/guides/food-and-minerals/">Food and minerals</a></li>'
    assert link in text(person_client.get("/guides/water/"))
    strength = '<a href="/guides/core-strength/">'
    assert strength in text(person_client.get("/guides/exercise-rules/"))
    in_situation(person, "spine-surgery", date(2026, 11, 1))
    assert strength not in text(person_client.get("/guides/exercise-rules/"))


@pytest.mark.parametrize("slug", sorted(library().guides))
def test_every_guide_is_reached_from_another(slug: str) -> None:
    named = {other for guide in library().guides.values() for other in guide.related}
    assert slug in named


@pytest.mark.parametrize("slug", ["nonsense", "facts", "evidence"])
def test_unknown_guide_is_not_found(person_client: Client, slug: str) -> None:
    assert person_client.get(f"/guides/{slug}/").status_code == 404
    assert person_client.post(f"/guides/{slug}/mark/").status_code == 404


def test_units_are_the_persons(person: Person, person_client: Client) -> None:
    assert "2,250\u00a0ml" in person_client.get("/guides/water/").content.decode()
    Person.objects.filter(pk=person.pk).update(units="us")
    assert "76\u00a0fl oz" in person_client.get("/guides/water/").content.decode()


def test_situation_leaves_out_on_the_server(
    person: Person, person_client: Client
) -> None:
    screened(person)
    assert 'id="exercise-plank"' in text(person_client.get(CORE))
    in_situation(person, "birth", date(2026, 11, 1))
    page = text(person_client.get(CORE))
    assert "exercise-plank" not in page
    assert "because you gave birth in the last weeks" in page


def test_page_with_nothing_left_says_what_to_do(
    person: Person, person_client: Client
) -> None:
    in_situation(person, "fluid-limit")
    page = text(person_client.get("/guides/water/"))
    assert "Drink as much as your own doctor told you." in page
    assert "2,250" not in page


def test_guide_tells_the_days_that_led_to_it(
    person: Person, person_client: Client
) -> None:
    today = TODAY
    for days, reason in [(0, "you slept 5 h"), (29, "you slept 4 h"), (30, "old")]:
        day = today - timedelta(days=days)
        offer(person, day, reason, "sleep-and-pillows")
    offer(person, today, "of water", "water")
    page = text(person_client.get(SLEEP))
    assert page.index("because you slept 5 h.") < page.index("because you slept 4 h.")
    assert '<a href="/days/2026-10-22/">Thursday 22 October</a>' in page
    assert "because old" not in page
    assert "because of water" not in page


def test_guide_that_no_day_led_to_says_so(person_client: Client) -> None:
    assert "not offered to you in the last 30 days" in text(person_client.get(SLEEP))


def test_nothing_personal_is_kept_with_the_article(person: Person) -> None:
    guide = library().guides["sleep-and-pillows"]
    one = pages.article(library(), guide, frozenset(), "metric", "/")
    assert one is pages.article(library(), guide, frozenset(), "metric", "/")
    assert person.user.username not in one


# How much is asked of the database


@pytest.mark.parametrize("days", [1, 3, 30])
def test_queries_do_not_grow(
    person: Person,
    person_client: Client,
    django_assert_num_queries: Queries,
    days: int,
) -> None:
    for back in range(days):
        day = TODAY - timedelta(days=back)
        offer(person, day, "you slept badly", "sleep-and-pillows")
    for slug in list(library().guides)[:days]:
        marks.put(person, slug, "helped", now=NOON)
    person_client.get(SLEEP)
    with django_assert_num_queries(GUIDE_QUERIES):
        person_client.get(SLEEP)
    with django_assert_num_queries(LIST_QUERIES):
        person_client.get(LIST)


GUIDE_QUERIES = 8
LIST_QUERIES = 7
