"""The ``url`` tag that remembers addresses."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from unittest.mock import patch

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, reverse, set_script_prefix, set_urlconf

from backcare.templatetags import addresses


def rendered(source: str, **names: object) -> str:
    return Template(source).render(Context(names))


@pytest.fixture(autouse=True)
def forget() -> None:
    addresses._address.cache_clear()
    addresses._around_a_number.cache_clear()


def test_an_address_is_looked_up_once() -> None:
    source = '{% url "tracker:day" day %}'
    with patch.object(addresses, "reverse", wraps=reverse) as asked:
        for number in (1, 2, 1, 2):
            address = rendered(source, day=date(2026, 11, number))
            assert address == f"/days/2026-11-0{number}/"
    assert asked.call_count == 2


def test_names_and_keywords_are_told_apart() -> None:
    assert rendered('{% url "guides:guide" slug=page %}', page="water") == (
        "/guides/water/"
    )
    assert rendered('{% url "guides:guide" page %}', page="sleep") == "/guides/sleep/"


def test_an_address_is_escaped_and_can_be_kept_for_later() -> None:
    source = '{% url "tracker:today" as there %}{{ there }}'
    assert rendered(source) == "/"
    with patch.object(addresses, "_address", return_value="/a&b"):
        assert rendered('{% url "tracker:today" %}') == "/a&amp;b"


def test_a_number_stands_where_it_belongs() -> None:
    source = '{% url "tracker:entry-undo" pk %}'
    with patch.object(addresses, "reverse", wraps=reverse) as asked:
        for pk in (0, 7, 12, 10**17):
            there = reverse("tracker:entry-undo", args=[pk])
            assert rendered(source, pk=pk) == there == f"/entries/{pk}/undo/"
    assert asked.call_count == len(addresses.SAMPLES)
    for other in (-1, True, "7"):
        with pytest.raises(NoReverseMatch) if other != "7" else nullcontext():
            rendered(source, pk=other)


def test_a_missing_address_is_an_error_unless_it_is_kept() -> None:
    with pytest.raises(NoReverseMatch):
        rendered('{% url "nowhere" %}')
    assert rendered('{% url "nowhere" as there %}[{{ there }}]') == "[]"


def test_a_path_below_a_name_and_another_table_are_not_mixed_up() -> None:
    assert rendered('{% url "healthz" %}') == "/healthz"
    try:
        set_script_prefix("/diary/")
        assert rendered('{% url "healthz" %}') == "/diary/healthz"
    finally:
        set_script_prefix("/")
    try:
        set_urlconf("allauth.urls")
        with pytest.raises(NoReverseMatch):
            rendered('{% url "healthz" %}')
    finally:
        set_urlconf(None)
