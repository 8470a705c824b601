"""Guides by the words somebody types."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guides import searching
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


QUERIES = tomllib.loads(
    Path(__file__).with_name("queries.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("question", QUERIES)
def test_right_page_comes_first(question: str) -> None:
    assert found(question)[0] == QUERIES[question]


def test_every_page_is_asked_for() -> None:
    assert len(QUERIES) >= 40
    assert set(QUERIES.values()) == set(GUIDES)


def test_what_fits_far_less_is_left_away() -> None:
    assert found("pillow mattress") == ["sleep-and-pillows"]
    assert found("pillow xyzzy")[0] == "sleep-and-pillows"
    assert found("stress at work")[0] == "stress-and-breathing"


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("superman", "swallow-lift"),
        ("small swallow", "swallow-lift-easy"),
        ("mckenzy 3", "prone-press-up"),
        ("brige", "hip-bridge"),
        ("the plank", "plank"),
        ("birddog", "hands-and-knees-leg-lift"),
    ],
)
def test_exercises_are_found_by_their_names(question: str, first: str) -> None:
    exercises = library().exercises.values()
    assert searching.search_exercises(exercises, question)[0].id == first


@pytest.mark.parametrize(
    "question", ["", "xyzzy", "plank xyzzy", "lower back pain", "deadlift"]
)
def test_exercises_are_not_found_by_other_words(question: str) -> None:
    exercises = library().exercises.values()
    assert searching.search_exercises(exercises, question) == []


def test_small_words_alone_are_looked_for_too() -> None:
    assert "get-help-now" in found("when to")


def test_long_question_is_cut_short() -> None:
    assert found("pillow " * 5_000)


ALPHABET = "aeilnoprst'é"
PLACES = [
    (guide, weight, words)
    for guide in GUIDES.values()
    for weight, words in searching._said_by(guide)
]
WORDS_OF_GUIDES = sorted(set().union(*(words for _, _, words in PLACES)))


def slipped(word: str, place: int, letter: str) -> str:
    """The word with one letter typed wrongly."""
    place %= len(word)
    return word[:place] + letter + word[place + 1 :]


def alike(word: str, other: str) -> float:
    """How alike two words are, said as plainly as can be."""
    if other in (word, f"+{word}"):
        return 1.0
    if other.startswith("+"):
        return 0.0
    if len(word) > 2 and other.startswith(word):
        known = 0.0 if word in WORDS_OF_GUIDES else 0.6
        return 0.9 if len(word) > 3 else known
    if len(word) < 3 or (len(word) == 3 and word[0] != other[0]):
        return 0.0
    swapped = len(word) > 3 and word[0] == other[0] and sorted(word) == sorted(other)
    ours, theirs = (
        {f" {w} "[place : place + 2] for place in range(len(w) + 1)}
        for w in (word, other)
    )
    dice = 2 * len(ours & theirs) / (len(ours) + len(theirs))
    return max(dice if dice >= searching.ALIKE_FROM else 0.0, 0.85 * swapped)


@settings(deadline=None, max_examples=60)
@given(
    st.one_of(
        st.sampled_from(WORDS_OF_GUIDES),
        st.builds(
            slipped,
            st.sampled_from(WORDS_OF_GUIDES),
            st.integers(0, 20),
            st.sampled_from(ALPHABET),
        ),
        st.text(ALPHABET, min_size=1, max_size=9),
    )
)
def test_index_finds_what_reading_everything_finds(word: str) -> None:
    likeness = {other: alike(word, other) for other in WORDS_OF_GUIDES}
    best = dict.fromkeys(GUIDES.values(), 0.0)
    for guide, weight, words in PLACES:
        here = max((weight * likeness[other] for other in words), default=0.0)
        best[guide] = max(best[guide], here)
    found = searching._guides(tuple(GUIDES.values())).found(word)
    assert found == {guide: pytest.approx(b) for guide, b in best.items() if b}
