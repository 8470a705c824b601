"""What becomes of an answer: sent twice, sent from two pages, kept, ended, deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.test import Client

from guides.safety.questions import screen
from tests.days import NOON, TODAY
from tests.pages import page_of
from tests.tracker.test_entries import HTMX, form
from tracker import warnings
from tracker.facts import known_of
from tracker.models import Entry, Person, Situation, WarningScreen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def waiting(person: Person, **fields: Any) -> WarningScreen:
    """A screen that waits, as pain of 8 leaves it."""
    values = {
        "triggers": ["high-pain"],
        "questions": [q for q in screen().questions if q.startswith("A")],
        "signs_then": ["pain"],
        "pain_then": 8,
        "day": TODAY,
        "opened_at": NOON,
        **fields,
    }
    return WarningScreen.objects.create(id=uuid4(), person=person, **values)


def answered(person: Person, ticks: dict[str, str], **fields: Any) -> WarningScreen:
    return warnings.answer(waiting(person, **fields), ticks, now=NOON)


def send(client: Client, row: WarningScreen, **ticks: str) -> Any:
    return client.post(f"/warnings/{row.pk}/", ticks)


def locked(person: Person) -> bool:
    return "open-warning" in known_of(person, TODAY, now=NOON).conditions()


# What the answer page says


@pytest.mark.parametrize(
    ("ticks", "says"),
    [
        ({"A1": "yes"}, "Emergency now"),
        ({"A6": "unsure"}, "See someone today"),
        ({"A6": "yes", "A6-fast": "yes"}, "Emergency now"),
        ({"A16-breath": "yes"}, "Emergency now"),
    ],
)
def test_what_to_do_stands_first(
    person: Person, person_client: Client, ticks: dict[str, str], says: str
) -> None:
    row = waiting(person)
    page = page_of(person_client, send(person_client, row, **ticks)["Location"])
    main = page[page.index("<main") :]
    assert main.index(says) < main.index("No one is watching what you write here")
    assert main.index("No one is watching") < main.index("What you ticked")
    assert "BackCare cannot call for you" in main
    assert "fine" not in main
    assert "/guides/core-strength/" not in main


def test_focus_goes_to_the_heading(person: Person, person_client: Client) -> None:
    row = waiting(person)
    heading = '<h1 tabindex="-1" autofocus data-focus>'
    assert heading in page_of(person_client, f"/warnings/{row.pk}/")
    assert heading in page_of(person_client, send(person_client, row, A1="yes").url)


def test_not_sure_is_told_as_such(person: Person, person_client: Client) -> None:
    row = answered(person, {"A6": "unsure"})
    page = page_of(person_client, f"/warnings/{row.pk}/")
    assert "One foot or leg suddenly weak, or getting weaker (not sure)" in page


def test_temperature_is_in_the_units_of_the_person(
    person: Person, person_client: Client
) -> None:
    row = waiting(person)
    assert "38\u00a0°C" in person_client.get(f"/warnings/{row.pk}/").content.decode()
    person.units = "us"
    person.save()
    assert "100.4\u00a0°F" in person_client.get(f"/warnings/{row.pk}/").content.decode()


def test_answers_of_questions_that_are_gone_are_still_told(
    person: Person, person_client: Client
) -> None:
    row = answered(person, {"A6": "yes"})
    WarningScreen.objects.update(answers={"Z9": "yes", "A6": "yes"})
    page = page_of(person_client, f"/warnings/{row.pk}/")
    assert "Z9" in page
    assert "getting weaker" in page
    assert person_client.get("/warnings/").status_code == 200


# Sent twice, from two pages, or by going Back


def test_the_same_answer_sent_twice_is_one_answer(
    person: Person, person_client: Client, noon: Any
) -> None:
    row = waiting(person)
    first = send(person_client, row, A6="yes")
    noon.shift(timedelta(minutes=1))
    second = send(person_client, row, A6="yes")
    assert first["Location"] == second["Location"]
    assert WarningScreen.objects.get().answered_at == NOON


def test_a_sign_ticked_after_going_back_is_never_lost(
    person: Person, person_client: Client
) -> None:
    row = waiting(person)
    send(person_client, row, none="none")
    went = send(person_client, row, A1="yes")
    again = send(person_client, row, A1="yes")
    assert went["Location"] == again["Location"] != f"/warnings/{row.pk}/"
    assert "Emergency now" in page_of(person_client, went["Location"])
    assert WarningScreen.objects.count() == 2
    assert locked(person)


def test_none_after_going_back_does_not_close_what_is_open(
    person: Person, person_client: Client
) -> None:
    row = waiting(person)
    send(person_client, row, A1="yes")
    went = send(person_client, row, none="none")
    assert went["Location"] == f"/warnings/{row.pk}/"
    assert "Emergency now" in page_of(person_client, went["Location"])
    assert WarningScreen.objects.get().action == "E"


def test_a_new_symptom_ticked_after_going_back_is_never_lost(
    person_client: Client, person: Person
) -> None:
    key = str(uuid4())
    person_client.post("/new-symptom/", {"key": key, "none": "none"})
    went = person_client.post("/new-symptom/", {"key": key, "A7": "yes"})
    assert "Emergency now" in page_of(person_client, went["Location"])
    assert locked(person)


def test_none_of_these_is_asked_again_when_a_question_came_meanwhile(
    person: Person, person_client: Client
) -> None:
    row = waiting(person)
    refused = send(person_client, row, none="none", asked="A1 A2 A3 A4 A5 A6")
    assert refused.status_code == 422
    assert "you noted something new" in refused.content.decode()
    ticked = send(person_client, row, A1="yes", asked="A1 A2 A3 A4 A5 A6")
    assert "Emergency now" in page_of(person_client, ticked["Location"])


def test_only_one_screen_waits(person: Person) -> None:
    waiting(person)
    with pytest.raises(IntegrityError):
        waiting(person)


def test_two_entries_checked_with_the_same_knowledge_share_one_screen(
    person: Person,
) -> None:
    known = known_of(person, TODAY, now=NOON, entries=())
    first = Entry(kind="pain", score=8, day=TODAY, moment=NOON)
    second = Entry(kind="note", text="my foot is numb", day=TODAY)
    one, two = warnings.check(known, first), warnings.check(known, second)
    assert one is not None
    assert two is not None
    assert one.pk == two.pk
    assert WarningScreen.objects.get().triggers == ["high-pain", "nerve"]


def test_an_answer_is_not_undone_by_an_entry_that_did_not_know_of_it(
    person: Person,
) -> None:
    row = waiting(person)
    known = known_of(person, TODAY, now=NOON, entries=())
    warnings.answer(row, {"A6": "yes"}, now=NOON)
    note = Entry(kind="note", text="my foot is numb", day=TODAY)
    opened = warnings.check(known, note)
    assert opened is not None
    assert opened.pk != row.pk
    row.refresh_from_db()
    assert row.answers == {"A6": "yes"}


def test_a_form_answers_in_htmx_by_a_whole_page(
    person: Person, person_client: Client
) -> None:
    row = waiting(person)
    went = person_client.post(f"/warnings/{row.pk}/", {"A1": "yes"}, headers=HTMX)
    assert went["HX-Redirect"] == f"/warnings/{row.pk}/"
    closed = person_client.post(
        f"/warnings/{row.pk}/close/", {"closing": "seen"}, headers=HTMX
    )
    assert closed["HX-Redirect"] == f"/warnings/{row.pk}/"


# A new symptom


def test_a_new_symptom_asks_for_what_waits_as_well(
    person: Person, person_client: Client
) -> None:
    row = waiting(person, triggers=["nerve"], questions=["A1", "A6"])
    page = page_of(person_client, "/new-symptom/")
    assert f'name="key" value="{row.pk}"' in page
    assert 'name="A17"' in page
    for _ in range(2):
        person_client.post("/new-symptom/", {"key": str(row.pk), "none": "none"})
    row.refresh_from_db()
    assert row.answered_at == NOON
    assert row.signs_then == ["pain"]
    assert WarningScreen.objects.count() == 1
    assert not locked(person)


def test_a_new_symptom_cannot_take_the_screen_of_another(
    person: Person, person_client: Client, other_client: Client
) -> None:
    row = waiting(person)
    sent = {"key": str(row.pk), "A1": "yes"}
    assert other_client.post("/new-symptom/", sent).status_code == 404
    row.refresh_from_db()
    assert row.answered_at is None


@pytest.mark.parametrize("key", ["", "x", "1234"])
def test_a_new_symptom_without_a_proper_key_is_still_answered(
    person: Person, person_client: Client, key: str
) -> None:
    went = person_client.post("/new-symptom/", {"key": key, "A1": "yes"})
    assert "Emergency now" in page_of(person_client, went["Location"])


@pytest.mark.parametrize("kind", ["birth", "caesarean", "pregnant"])
def test_a_new_symptom_asks_section_c_of_whom_it_concerns(
    person: Person, person_client: Client, kind: str
) -> None:
    assert 'name="C1"' not in page_of(person_client, "/new-symptom/")
    Situation.objects.create(person=person, code=kind, since=TODAY, started_on=TODAY)
    assert 'name="C1"' in page_of(person_client, "/new-symptom/")


def test_visitors_are_asked_to_sign_in(client: Client, person: Person) -> None:
    for address in ("/new-symptom/", "/warnings/", f"/warnings/{uuid4()}/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")


def test_the_pregnancy_questions_are_opened_once(
    person: Person, person_client: Client
) -> None:
    row = answered(person, {"A14b": "yes"})
    first = person_client.post(f"/warnings/{row.pk}/more/")
    second = person_client.post(f"/warnings/{row.pk}/more/")
    assert first["Location"] == second["Location"]
    assert WarningScreen.objects.filter(answered_at__isnull=True).count() == 1
    page = page_of(person_client, f"/warnings/{row.pk}/")
    assert "still wait for you" in page


# After a birth


def test_after_a_birth_bleeding_is_asked_about_but_orders_nothing_at_once(
    person: Person, person_client: Client
) -> None:
    Situation.objects.create(
        person=person, code="birth", since=TODAY - timedelta(days=9), started_on=TODAY
    )
    person_client.post("/entries/note/", form(text="still bleeding"))
    row = WarningScreen.objects.get()
    assert row.action == ""
    assert "C9" in row.questions


def test_bleeding_is_no_sign_for_others(person: Person, person_client: Client) -> None:
    person_client.post("/entries/note/", form(text="bleeding"))
    assert not WarningScreen.objects.exists()


def test_what_to_do_at_once_ends_with_none_of_these(
    person: Person, person_client: Client
) -> None:
    row = waiting(person, triggers=["pregnancy"], questions=["C1"], action="M")
    assert warnings.open_action([row]) == "M"
    send(person_client, row, none="none")
    row.refresh_from_db()
    assert row.action == ""
    assert not locked(person)
