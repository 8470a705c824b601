"""Notes as people type them: those that alarm, and those that do not.

Typing errors, missing apostrophes, capitals, British and American words. What may be
meant is asked about: a question too many is answered in a second.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from guides.safety.screen import Noted, triggers
from guides.safety.words import folded, word

NOTES: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("notes.toml").read_text(encoding="utf-8")
)
PREGNANCY = "pregnancy"


def opened(text: str, pregnant: bool = False) -> set[str]:
    noted = Noted(day="2026-11-20", text=text)
    return {called.trigger for called in triggers(noted, pregnant=pregnant)}


@pytest.mark.parametrize("kind", ["alarming", "doubtful"])
@pytest.mark.parametrize("trigger", NOTES["alarming"])
def test_alarming_notes_open_it(kind: str, trigger: str) -> None:
    notes = NOTES[kind].get(trigger, "").splitlines()
    for text in filter(None, notes):
        for typed in (text, text.upper()):
            assert trigger in opened(typed, pregnant=trigger == PREGNANCY), typed


@pytest.mark.parametrize("kind", ["ordinary", "absent", "pregnant"])
def test_other_notes_open_nothing(kind: str) -> None:
    found = {
        text: opened(text, pregnant=kind == "pregnant")
        for text in NOTES[kind].splitlines()
    }
    assert {text: which for text, which in found.items() if which} == {}


def test_what_fits_a_pregnancy_only_is_asked_about_where_none_was_told() -> None:
    for text in filter(None, NOTES["untold"].splitlines()):
        called = triggers(Noted(day="2026-11-20", text=text), pregnant=False)
        assert [(c.trigger, c.at_once) for c in called] == [("untold", None)], text
        assert opened(text, pregnant=True) == {PREGNANCY}, text


def test_a_long_note_is_looked_through() -> None:
    plain = "My back is stiff after the drive. " * 290
    assert opened(plain) == set()
    assert opened(plain + "Cant feel my bum.") == {"nerve"}


@pytest.mark.parametrize(
    ("typed", "alike"),
    [
        ("Can\u2019t", "cant"),
        ("can not", "cant"),
        ("has not moved", "hasnt moved"),
        ("drop-foot", "drop foot"),
        ("pins & needles", "pins and needles"),
        ("pins n needles", "pins and needles"),
        ("lost 6kg", "lost 6 kg"),
    ],
)
def test_what_is_typed_in_several_ways_is_made_alike(typed: str, alike: str) -> None:
    assert folded(typed) == alike


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("bladder", True),
        ("bladders", True),
        ("bladddder", False),
        ("bladdder", True),
        ("blader", True),
        ("badder", True),
        ("blaeder", True),
        ("bladedr", True),
        ("gladder", False),
        ("ladder", False),
    ],
)
def test_a_slip_of_the_finger_is_taken_for_the_word(typed: str, found: bool) -> None:
    assert word("~bladder").stands_in(typed) is found


@pytest.mark.parametrize("written", ["=", "a + ", "a/=b", "a/~b"])
def test_a_word_that_finds_nothing_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="cannot be looked for"):
        word(written)
