"""The list of exercises and their pages: for the owner, somebody else, a visitor."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.html import escape

from guides.filtering import Choice
from guides.library import library
from guides.linking import exercise_hidden
from guides.practising import Item
from guides.rendering import picture_of
from guides.views import exercises as views
from guides.views.narrowing import OF_EXERCISES, OF_GUIDES
from tests.conftest import screened
from tests.days import NOON, TODAY
from tests.pages import text
from tracker import practising, recording
from tracker.facts import known_of
from tracker.models import Person, Situation
from tracker.recording import Draft
from tracker.vocabulary import Kind

LIST = "/guides/exercises/"
PLANK = f"{LIST}plank/"
LINKED = re.compile(r'href="/guides/exercises/([a-z0-9-]+)/"')

pytestmark = pytest.mark.usefixtures("noon")
Queries = Callable[[int], Any]


@pytest.fixture
def person(person: Person) -> Person:
    """Somebody who answered the safety questions."""
    return screened(person)


def in_situation(person: Person, code: str, since: date | None = None) -> None:
    Situation.objects.create(person=person, code=code, since=since, started_on=TODAY)


def hidden_for(person: Person) -> set[str]:
    conditions = known_of(person, TODAY, now=NOON, entries=()).conditions()
    every = library().exercises.values()
    return {e.id for e in every if exercise_hidden(e, conditions)}


def do(person: Person, exercise: str, day: date = TODAY, **values: Any) -> None:
    values = {"activity": exercise, "minutes": 5} | values
    draft = Draft(Kind.EXERCISE, uuid4(), day, None, values)
    recording.record(person, draft, now=NOON)


SITUATIONS = [
    ("pregnant", TODAY + timedelta(days=70)),
    ("spine-surgery", TODAY - timedelta(days=9)),
    ("birth", TODAY - timedelta(days=9)),
    ("osteoporosis", None),
    ("herniated-disc", None),
]


# Who may see what


@pytest.mark.parametrize("address", [LIST, PLANK])
def test_visitor_is_asked_to_sign_in(client: Client, db: None, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_what_was_done_is_of_one_person_alone(
    person: Person, person_client: Client, other_client: Client
) -> None:
    do(person, "plank", minutes=17)
    assert "17 min" in text(person_client.get(PLANK))
    assert "17 min" not in text(other_client.get(PLANK))


@pytest.mark.parametrize("address", [LIST, PLANK])
def test_other_methods_are_refused(person_client: Client, address: str) -> None:
    assert person_client.post(address).status_code == 405


# The list


def test_list_shows_everything_with_its_evidence(person_client: Client) -> None:
    page = text(person_client.get(LIST))
    for exercise in library().exercises.values():
        link = f'<a href="{LIST}{exercise.id}/">{escape(exercise.name)}</a>'
        assert link in page
        evidence = library().evidence[exercise.evidence]
        row = page[page.index(link) :].split("</li>")[0]
        assert f"Evidence: {evidence.verdict}" in row
        assert f">{evidence.title}</span>" in row
    assert page.count('<svg class="figure"') == len(library().figures)
    assert "<animate" not in page


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ({"area": "neck"}, lambda e: "neck" in e.areas),
        ({"position": "supine"}, lambda e: e.position == "supine"),
        ({"kind": "technique"}, lambda e: e.kind == "technique"),
        ({"without": "bend"}, lambda e: "bend" not in e.tags),
        (
            {"area": "neck", "position": "standing"},
            lambda e: "neck" in e.areas and e.position == "standing",
        ),
        ({"area": "", "kind": ""}, lambda e: True),
    ],
)
def test_list_is_narrowed(
    person_client: Client, query: dict[str, str], fits: Callable[[Any], bool]
) -> None:
    page = text(person_client.get(LIST, query))
    wanted = {e.id for e in library().exercises.values() if fits(e)}
    assert wanted
    assert set(LINKED.findall(page)) == wanted
    for name, code in query.items():
        if code:
            select = page.split(f'name="{name}"')[1].split("</select>")[0]
            assert f'value="{code}" selected' in select


def test_each_option_says_how_many_it_leaves(person_client: Client) -> None:
    page = text(person_client.get(LIST, {"area": "neck"}))
    positions = page.split('name="position"')[1].split("</select>")[0]
    told = re.findall(r'<option value="([a-z-]+)"[^>]*>[^<]*\((\d+)\)', positions)
    assert told
    for code, count in told:
        narrower = person_client.get(LIST, {"area": "neck", "position": code})
        assert len(set(LINKED.findall(text(narrower)))) == int(count)


def test_nothing_left_is_said_in_words(person_client: Client) -> None:
    page = text(person_client.get(LIST, {"area": "neck", "position": "prone"}))
    assert "Nothing here fits all of these at once." in page
    assert LINKED.findall(page) == []


def test_where_all_is_left_out_no_choice_is_blamed(
    person: Person, person_client: Client
) -> None:
    in_situation(person, "spine-surgery", date(2026, 11, 1))
    page = text(person_client.get(LIST))
    assert "No exercise fits you now." in page
    assert "left out for now, because you had an operation on your spine." in page
    assert "Show all again" not in page


@pytest.mark.parametrize("name", ["area", "position", "kind", "without"])
@pytest.mark.parametrize("code", ["nonsense", "<b>", "Neck"])
def test_unknown_choice_is_not_found(
    person_client: Client, name: str, code: str
) -> None:
    assert person_client.get(LIST, {name: code}).status_code == 404


@pytest.mark.parametrize(("code", "since"), SITUATIONS)
def test_list_leaves_out_what_safety_hides(
    person: Person, person_client: Client, code: str, since: date | None
) -> None:
    in_situation(person, code, since)
    hidden = hidden_for(person)
    assert hidden
    page = text(person_client.get(LIST))
    assert set(LINKED.findall(page)) == library().exercises.keys() - hidden
    told = re.findall(r'<p class="notice">(\d+) (?:is|are) left out for now', page)
    assert sum(map(int, told)) == len(hidden)


# An exercise


@pytest.mark.parametrize("name", sorted(library().exercises))
def test_every_exercise_opens(person_client: Client, name: str) -> None:
    exercise = library().exercises[name]
    answer = person_client.get(f"{LIST}{name}/")
    page = text(answer)
    assert answer.status_code == 200
    assert f"<h1>{escape(exercise.name)}</h1>" in page
    begins = f'href="/practice/start/?exercise={name}"' in page
    assert begins == (name not in library().opened_by)
    for other in exercise.other_names:
        assert escape(other) in page
    assert page.count("<li>") >= len(exercise.steps)
    evidence = library().evidence[exercise.evidence]
    chip = f'<span class="chip">Evidence: {evidence.verdict}</span>'
    assert f"{chip} <strong>{evidence.title}:</strong> {evidence.sentence}" in page
    assert page.count('<li id="reference-') == len(evidence.references)
    assert f'<a href="/guides/{exercise.guide}/">' in page
    picture = picture_of(library(), exercise)
    assert ("<animate" in page) is bool(picture and picture.moving)
    assert "General information, not medical advice." in page
    assert "{" not in page.split("<article")[1].split("</article>")[0]


@pytest.mark.parametrize("name", ["foot-soak", "plank"])
def test_who_should_leave_it_out_comes_before_how(
    person_client: Client, name: str
) -> None:
    page = text(person_client.get(f"{LIST}{name}/"))
    order = [page.index(f'id="{part}"') for part in ("when-not", "steps", "stop")]
    assert order == sorted(order)
    assert order[0] < page.index("How much:") < page.index("practice/start")


def test_ladder_leads_to_the_neighbours(person_client: Client) -> None:
    page = text(person_client.get(f"{LIST}swallow-lift/"))
    easier = f'Easier: <a href="{LIST}swallow-lift-easy/">Small swallow lift</a>'
    assert easier in page
    assert f'Harder: <a href="{LIST}swallow-lift-three-sets/">' in page


def test_hidden_neighbours_are_no_links(person: Person, person_client: Client) -> None:
    in_situation(person, "birth", TODAY - timedelta(days=9))
    hidden = hidden_for(person)
    found = 0
    for exercise in library().exercises.values():
        beside = {*exercise.easier, *exercise.harder}
        if exercise.id in hidden or not beside & hidden:
            continue
        found += 1
        linked = set(LINKED.findall(text(person_client.get(f"{LIST}{exercise.id}/"))))
        assert linked == beside - hidden
    assert found


@pytest.mark.parametrize(("code", "since"), SITUATIONS)
def test_hidden_exercise_is_one_line(
    person: Person, person_client: Client, code: str, since: date | None
) -> None:
    in_situation(person, code, since)
    for name in sorted(hidden_for(person))[:8]:
        exercise = library().exercises[name]
        answer = person_client.get(f"{LIST}{name}/")
        page = text(answer)
        assert answer.status_code == 200
        assert "Left out for now, because" in page
        assert "<svg class" not in page.split("<article")[1]
        assert "/practice/start/" not in page
        assert escape(exercise.summary) not in page
        for step in exercise.steps:
            assert escape(step.split("{")[0]) not in page


@pytest.mark.parametrize("name", ["nonsense", "Plank", "sleep-and-pillows"])
def test_unknown_exercise_is_not_found(person_client: Client, name: str) -> None:
    assert person_client.get(f"{LIST}{name}/").status_code == 404


def test_page_tells_when_it_was_done(person: Person, person_client: Client) -> None:
    do(person, "plank", sets=2, repetitions=8, minutes=4)
    do(person, "plank", TODAY - timedelta(days=29), sets=1, minutes=3)
    do(person, "plank", TODAY - timedelta(days=30), sets=1, minutes=99)
    do(person, "heel-slide", minutes=88)
    page = text(person_client.get(PLANK))
    latest = (
        '<a href="/days/2026-11-20/">Friday 20 November</a>: 2 sets, 8 repetitions, 4 m'
    )
    assert latest in page
    assert page.index(latest) < page.index('<a href="/days/2026-10-22/">')
    assert "99 min" not in page
    assert "88 min" not in page


def test_page_tells_when_a_technique_was_done(
    person: Person, person_client: Client
) -> None:
    technique = "cold-pack"
    practising.log_done(
        person, [Item(technique, {})], "exercise", now=NOON, key=uuid4()
    )
    page = text(person_client.get(f"{LIST}{technique}/"))
    assert "Friday 20 November</a>: 10 min" in page


def test_page_of_what_was_never_done_says_so(person_client: Client) -> None:
    page = text(person_client.get(PLANK))
    assert "You logged it on none of the last 30 days." in page


def test_units_are_the_persons(person: Person, person_client: Client) -> None:
    address = f"{LIST}foot-soak/"
    assert "40\u00a0°C" in person_client.get(address).content.decode()
    Person.objects.filter(pk=person.pk).update(units="us")
    assert "104\u00a0°F" in person_client.get(address).content.decode()


def test_nothing_personal_is_kept_with_the_article(person: Person) -> None:
    plank = library().exercises["plank"]
    asked = (library(), plank, frozenset[str](), "metric", "/")
    assert views.article(*asked) is views.article(*asked)
    assert person.user.username not in views.article(*asked)


# From guides and from the search


def test_guide_leads_to_its_exercises(person_client: Client) -> None:
    page = text(person_client.get("/guides/core-strength/"))
    for marker in library().guides["core-strength"].exercises():
        name = marker.exercise.id
        assert f'<a href="{LIST}{name}/">{escape(marker.exercise.name)}</a>' in page
        assert f'href="/practice/start/?exercise={name}"' in page


def test_guide_does_not_lead_to_a_hidden_exercise(
    person: Person, person_client: Client
) -> None:
    in_situation(person, "birth", TODAY - timedelta(days=9))
    page = text(person_client.get("/guides/core-strength/"))
    assert "plank" in hidden_for(person)
    assert "exercise=plank" not in page
    assert PLANK not in page


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("superman", "swallow-lift"),
        ("small swallow", "swallow-lift-easy"),
        ("mckenzy 2", "prone-prop"),
        ("planck", "plank"),
        ("kegel", "pelvic-floor-squeeze"),
    ],
)
def test_search_finds_exercises(person_client: Client, words: str, name: str) -> None:
    page = text(person_client.post("/guides/", {"words": words}))
    assert LINKED.findall(page)[0] == name


def test_search_finds_no_hidden_exercise(person: Person, person_client: Client) -> None:
    in_situation(person, "birth", TODAY - timedelta(days=9))
    hidden = hidden_for(person)
    assert {"plank", "swallow-lift"} <= hidden
    for words in ("plank", "superman", "bridge", "swallow"):
        page = text(person_client.post("/guides/", {"words": words}))
        assert not hidden.intersection(LINKED.findall(page))
        assert "left out for now" in page


# How much is asked of the database


@pytest.mark.parametrize("times", [1, 3, 20])
def test_queries_do_not_grow(
    person: Person,
    person_client: Client,
    django_assert_num_queries: Queries,
    times: int,
) -> None:
    for back in range(times):
        do(person, "plank", TODAY - timedelta(days=back))
    person_client.get(PLANK)
    person_client.get(LIST)
    with django_assert_num_queries(EXERCISE_QUERIES):
        person_client.get(PLANK)
    with django_assert_num_queries(LIST_QUERIES):
        person_client.get(LIST)


EXERCISE_QUERIES = 7
LIST_QUERIES = 6


def test_no_two_choices_of_a_filter_read_the_same() -> None:
    choices: list[Choice[Any]] = [*OF_GUIDES, *OF_EXERCISES]
    for choice in choices:
        names = [choice.everything, *choice.words.values()]
        assert len(set(names)) == len(names)
