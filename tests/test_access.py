"""Nobody reads or changes another person's diary, by any address, id or body."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from tests.walk import HTMX, Address, addresses, patterns, ways
from tests.world import OWNERS_EMAIL, World, confirmed, make_world
from tracker.models import Offer, Person

READING: Final = ("GET", "HEAD")
METHODS: Final = (*READING, "POST", "PUT", "PATCH", "DELETE")
FORM: Final = "application/x-www-form-urlencoded"

NOT_SALTED: Final = {
    ("User", "email"): "the owner's address is one sentinel wherever it stands",
    ("EmailAddress", "email"): "likewise",
    ("User", "username"): "the operator's page shows it, and it may not repeat",
    ("Situation", "code"): "the database holds it to a closed list",
    ("WarningScreen", "action"): "the database holds it to a closed list",
}
OF_THE_SITE: Final = {
    "JoinLink": "an invitation belongs to the site; operators make it",
}


@pytest.fixture
def world(db: None, settings: Settings) -> World:
    """Everybody; rate limits are off, or they would answer before the views do."""
    settings.ACCOUNT_RATE_LIMITS = False
    return make_world()


def owner_field(model: type[models.Model]) -> str | None:
    """The column that says whose row it is."""
    for field in model._meta.concrete_fields:
        if field.related_model in (get_user_model(), Person):
            return field.name
    return "pk" if model is get_user_model() else None


def tables() -> Iterator[tuple[type[models.Model], str]]:
    """Every table that carries a person, with the column that says so."""
    for model in apps.get_models():
        name = owner_field(model)
        if name is not None and model.__name__ not in OF_THE_SITE:
            yield model, name


def rows_of(person: Person, *, without: tuple[type[models.Model], ...] = ()) -> Any:
    """Everything stored of a person."""
    return {
        model.__name__: list(
            model._base_manager.filter(**{name: person.pk}).order_by("pk").values()
        )
        for model, name in tables()
        if model not in without
    }


def salt(owner: Person) -> list[str]:
    """Write a sentinel into every text column of every row of the owner."""
    sentinels = [OWNERS_EMAIL]
    for model, name in tables():
        for row in model._base_manager.filter(**{name: owner.pk}):
            changes = {}
            for field in model._meta.concrete_fields:
                words = f"zq{len(sentinels):03}xq-sentinel"
                value = _salted(model, field, getattr(row, field.attname), words)
                if value is not None:
                    changes[field.name] = value
                    sentinels.append(words[: getattr(field, "max_length", 99) or 99])
            model._base_manager.filter(pk=row.pk).update(**changes)
    return sentinels


def _salted(
    model: type[models.Model], field: models.Field[Any, Any], old: Any, words: str
) -> Any:
    if (model.__name__, field.name) in NOT_SALTED or field.choices:
        return None
    if isinstance(field, models.JSONField):
        return {words: words} if isinstance(old, dict) else [words]
    if isinstance(field, models.CharField | models.TextField):
        return words[: field.max_length]
    return None


def ask(
    browser: Client, address: Address, method: str, headers: dict[str, str]
) -> HttpResponseBase:
    """Send a request as a form would, whatever the method."""
    if method in READING:
        return browser.generic(method, address.path, headers=headers)
    body = urlencode(address.way.body, doseq=True)
    return browser.generic(
        method, address.path, body, content_type=FORM, headers=headers
    )


def whole(answer: HttpResponseBase) -> str:
    """Every byte of an answer, headers and cookies too, packed or not."""
    body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    head = "\n".join(f"{name}: {value}" for name, value in answer.items())
    return f"{head}\n{answer.cookies.output()}\n{body.decode('utf-8', 'replace')}"


def leaks(
    sentinels: list[str], address: Address, answer: HttpResponseBase
) -> list[str]:
    """The sentinels that an answer holds, but what was sent to it."""
    sent, got = f"{address.path} {address.way.body}", whole(answer)
    absent = [*sentinels, address.way.absent] if address.way.absent else sentinels
    return [words for words in absent if words in got and words not in sent]


def test_every_address_is_walked(world: World) -> None:
    known = ways(world)
    walked = {(name, frozenset(way.path)) for name in known for way in known[name]}
    assert walked == patterns()


def test_the_owner_has_a_row_in_every_table(world: World) -> None:
    stored = rows_of(world.owner)
    assert [name for name, rows in stored.items() if not rows] == []
    assert len(salt(world.owner)) >= 64


@pytest.mark.parametrize("method", METHODS)
def test_visitors_are_asked_to_sign_in(world: World, method: str) -> None:
    sentinels = salt(world.owner)
    before = rows_of(world.owner)
    wrong = []
    for address in addresses(world):
        for headers in ({}, HTMX):
            answer = ask(Client(), address, method, headers)
            leaked = leaks(sentinels, address, answer)
            if leaked or not _visitor_may_get(address, method, headers, answer):
                wrong.append((method, str(address), answer.status_code, leaked))
    assert wrong == []
    assert rows_of(world.owner) == before


def _visitor_may_get(
    address: Address, method: str, headers: dict[str, str], answer: HttpResponseBase
) -> bool:
    asked_for = f"{reverse('account_login')}?next="
    to_sign_in = answer.headers.get("Location", "").startswith(asked_for)
    if address.way.public:
        return answer.status_code not in (401, 500) and not to_sign_in
    if method in READING and not headers:
        return answer.status_code == 302 and to_sign_in
    return answer.status_code == 401


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("who", ["other", "operator"])
def test_others_find_nothing(world: World, method: str, who: str) -> None:
    person = {"other": world.other, "operator": world.operator}[who]
    sentinels = salt(world.owner)
    before = rows_of(world.owner)
    wrong, not_there = [], set()
    for address in addresses(world):
        for headers in ({}, HTMX):
            answer = ask(confirmed(person), address, method, headers)
            leaked = leaks(sentinels, address, answer)
            hidden = address.way.theirs or (address.way.operators and who == "other")
            allowed = (404, 405) if hidden else range(200, 500)
            if leaked or answer.status_code not in allowed:
                wrong.append((method, str(address), answer.status_code, leaked))
            if answer.status_code == 404:
                not_there.add(str(address))
    assert wrong == []
    if method == "POST":
        read = ("tracker:today", "tracker:day", "tracker:practice")
        theirs = {
            str(a) for a in addresses(world) if a.way.theirs and a.name not in read
        }
        assert theirs <= not_there
    assert rows_of(world.owner) == before
    assert_own_rows_only(person)


def assert_own_rows_only(person: Person) -> None:
    """No row of the person points to a row of somebody else."""
    for model, name in tables():
        for field in model._meta.concrete_fields:
            target = field.related_model
            if not isinstance(target, type) or target in (get_user_model(), Person):
                continue
            owner = owner_field(target)
            if owner is None:
                continue
            mine = model._base_manager.filter(**{name: person.pk})
            linked = mine.exclude(**{field.name: None})
            strange = linked.exclude(**{f"{field.name}__{owner}": person.pk})
            assert not strange.exists(), f"{model.__name__}.{field.name}"


@pytest.mark.parametrize("method", READING)
def test_reading_changes_nothing(world: World, method: str) -> None:
    """But the kept offers, which are worked out when a day is shown."""
    diary = {"guides", "tracker"}
    others = tuple(m for m in apps.get_models() if m._meta.app_label not in diary)
    before = rows_of(world.owner, without=(Offer, *others))
    for address in addresses(world):
        for headers in ({}, HTMX):
            answer = ask(confirmed(world.owner), address, method, headers)
            assert answer.status_code < 500, address
        assert rows_of(world.owner, without=(Offer, *others)) == before, address


def test_public_pages_store_nothing(world: World) -> None:
    def stored() -> Any:
        models_of_all = apps.get_models(include_auto_created=True)
        return {m: list(m._base_manager.order_by("pk").values()) for m in models_of_all}

    before = stored()
    for address in addresses(world):
        if address.way.public:
            answer = ask(Client(), address, "GET", {})
            assert answer.status_code < 500
            assert stored() == before, address
    assert not Client().get(reverse("guides:help")).cookies
