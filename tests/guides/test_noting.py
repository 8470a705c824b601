"""What notes name: words as they are typed, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from guides.errors import LibraryError
from guides.noting import FILE, note_topics, read_topics, topics_in
from guides.vocabulary import NOTE_TOPICS

NAMED = [
    ("In heels all day", {"heels"}),
    ("HIGH\nHEELS", {"heels"}),
    ("My heels hurt", set()),
    ("Two hours on my phone", {"phone"}),
    ("New bra", {"bra"}),
    ("New bracelet for my brother", set()),
    ("Lifted a heavy box, with a lifting belt", {"lifting", "lifting-belt"}),
    ("The lift was broken, seat belt too tight", set()),
    ("Vacuumed, then chores", {"housework"}),
    ("A vacuum flask of tea", set()),
    ("foam-rolled my calves", {"foam-roller"}),
    ("Soaked my feet", {"foot-soak"}),
    ("So stressful. Anxious", {"stress"}),
    ("No stress, not angry", set()),
    ("In distress", set()),
    ("", set()),
]


@pytest.mark.parametrize(("text", "found"), NAMED)
def test_what_a_note_names(text: str, found: set[str]) -> None:
    assert topics_in(text) == found


def test_every_topic_has_words_and_is_found_once_here() -> None:
    assert note_topics().keys() == NOTE_TOPICS.keys()
    assert {name for _text, found in NAMED for name in found} == NOTE_TOPICS.keys()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('bra = ["=bra", "=bras"]', "", "'bra' is missing"),
        ('bra = ["=bra", "=bras"]', "bra = []", ":10: 'bra' must hold words"),
        ('bra = ["=bra", "=bras"]', 'bra = ["="]', ":10: 'bra' must hold words"),
        ('bra = ["=bra", "=bras"]', 'bra = ["=bra"]\nhat = ["hat"]', "hat"),
        ('bra = ["=bra", "=bras"]', "bra = [1]", "must hold words"),
        ('except = ["no",', 'except = ["no"', "note-topics.toml:6"),
    ],
)
def test_broken_file_is_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / FILE.name
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(LibraryError, match=message):
        read_topics(path)
