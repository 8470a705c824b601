"""Guides by the words somebody types."""

from __future__ import annotations

import pytest

from guides.library import library
from guides.searching import search

GUIDES = library().guides


def found(question: str) -> list[str]:
    return [guide.slug for guide in search(GUIDES.values(), question)]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("sleep", "sleep-and-pillows"),
        ("SLEEPING", "sleep-and-pillows"),
        ("pilow", "sleep-and-pillows"),
        ("mattress", "sleep-and-pillows"),
        ("massage", "self-massage"),
        ("massge", "self-massage"),
        ("water", "water"),
        ("how much water should I drink", "water"),
        ("strech neck", "stretch-neck-and-upper-back"),
        ("hot water bottle", "heat-and-cold"),
        ("plank", "core-strength"),
        ("desk chair", "desk-setup"),
        ("warning sign", "get-help-now"),
    ],
)
def test_best_fit_comes_first(question: str, first: str) -> None:
    assert found(question)[0] == first


@pytest.mark.parametrize("question", ["", "   ", "?!", "xyzzy", "qqqq wwww", "0"])
def test_nothing_is_found_where_there_is_nothing(question: str) -> None:
    assert found(question) == []


def test_all_words_are_looked_for_before_any() -> None:
    both = found("pillow mattress")
    assert both == ["sleep-and-pillows"]
    assert "sleep-and-pillows" in found("pillow xyzzy")


def test_small_words_alone_are_looked_for_too() -> None:
    assert "get-help-now" in found("when to")


def test_long_question_is_cut_short() -> None:
    assert found("pillow " * 5_000)
