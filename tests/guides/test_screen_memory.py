"""What the screen of warning signs remembers, and how a broken file is refused."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from guides import checks
from guides.safety.questions import (
    PATH,
    Screen,
    ScreenError,
    load_screen,
    screen,
)
from guides.safety.screen import (
    Called,
    Remembered,
    is_remembered,
)
from tests.days import NOON


def past(**more: object) -> Remembered:
    values: dict[str, object] = {
        "triggers": frozenset({"high-pain"}),
        "signs": frozenset({"pain"}),
        "pain": 8,
        "answered_at": NOON - timedelta(days=1),
        "quiet": True,
        "open": False,
        **more,
    }
    return Remembered(**values)  # type: ignore[arg-type]


PAIN = Called("high-pain", frozenset({"pain"}))


@pytest.mark.parametrize(
    ("days", "remembered"), [(0, True), (6.9, True), (7, False), (8, False)]
)
def test_nothing_ticked_is_remembered_for_seven_days(
    days: float, remembered: bool
) -> None:
    old = past(answered_at=NOON - timedelta(days=days))
    assert is_remembered(PAIN, 8, [old], NOON) is remembered


def test_higher_pain_is_asked_about_again() -> None:
    assert is_remembered(PAIN, 8, [past()], NOON)
    assert not is_remembered(PAIN, 9, [past()], NOON)
    assert is_remembered(PAIN, 9, [past(), past(pain=10)], NOON)


def test_another_trigger_is_not_covered() -> None:
    numb = Called("nerve", frozenset({"word:numb"}))
    assert not is_remembered(numb, None, [past()], NOON)


def test_a_new_sign_or_word_is_asked_about() -> None:
    before = past(triggers=frozenset({"nerve"}), signs=frozenset({"word:numb"}))
    same = Called("nerve", frozenset({"word:numb"}))
    new = Called("nerve", frozenset({"word:numb", "word:pee"}))
    assert is_remembered(same, None, [before], NOON)
    assert not is_remembered(new, None, [before], NOON)


def test_signs_of_several_answers_add_up() -> None:
    numb, pee = (
        past(triggers=frozenset({"nerve"}), signs=frozenset({sign}))
        for sign in ("word:numb", "word:pee")
    )
    both = Called("nerve", frozenset({"word:numb", "word:pee"}))
    assert is_remembered(both, None, [numb, pee], NOON)


def test_an_open_answer_covers_for_as_long_as_it_is_open() -> None:
    long_ago = past(quiet=False, open=True, answered_at=NOON - timedelta(days=40))
    assert is_remembered(PAIN, 8, [long_ago], NOON)


def test_an_answer_that_was_closed_by_being_seen_does_not_cover() -> None:
    assert not is_remembered(PAIN, 8, [past(quiet=False, open=False)], NOON)


def test_nothing_is_remembered_without_a_past() -> None:
    assert not is_remembered(PAIN, 8, [], NOON)


# The file


def screen_with(folder: Path, old: str, new: str) -> Screen:
    text = PATH.read_text(encoding="utf-8")
    assert old in text
    changed = folder / "screen.toml"
    changed.write_text(text.replace(old, new, 1), encoding="utf-8")
    return load_screen(changed)


def test_the_file_is_whole() -> None:
    assert load_screen(PATH) == screen()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[actions.E]", "[actions.E", r":\d\d+: Expected"),
        ("high_pain = 8", 'high_pain = "8"', r":\d\d+: 'high_pain' must be a whole"),
        ("high_pain = 8", "high_pain = 80", "'high_pain' cannot be 80"),
        ("each_day = true", 'each_day = "yes"', r":\d{3}: .* must be true or false"),
        ('"numm",', "7,", r":\d{3}: 'words' must hold words"),
        ('"numm",', '"=",', "cannot be looked for"),
        ("come_back = [", "come_back = [5,", "'come_back' must hold words"),
        ('why = "Weak bones', 'wy = "Weak bones', r":\d{3}: A10: unknown 'wy'"),
        ('because = "your pain was 8', 'x = "your pain was 8', "unknown 'x'"),
        ("[actions.S]", "[actions.X]", "'X' is not a valid Action"),
        ('name = "Emergency now"', "", "missing key 'name'"),
        ('none_ticked = "', 'nothing = "', "missing key 'none_ticked'"),
        ('id = "A2"', 'id = "A1"', "id used twice: A1"),
        ('id = "A6-fast"', 'id = "A6"', "id used twice: A6"),
        ('id = "C5"\nsection = "C"', 'id = "C5"\nsection = "X"', "no trigger: C5"),
        ('then = "C"', 'then = "D"', "no such question or section: D"),
        ("[triggers.pain-rise]", "[triggers.rise]", "no such trigger: pain-rise"),
        ('action = "E"', 'action = "now"', "'now' is not a valid Action"),
        (
            'with_any = ["A11"]',
            'with_any = ["B22"]',
            "no such question or section: B22",
        ),
        ('to = "E"', 'to = "S"', "A6: raised to something not higher"),
        ('begins = "spine-surgery"\n', "", "O1: no action, and no situation"),
        ('begins = "spine-surgery"', 'begins = "rain"', "O1: no action"),
        ('action = "S"\nwhy = "At', 'why = "At', "B7: no action, and no situation"),
        ("of_logged = 10", "of = 10", "unexpected keyword argument 'of'"),
        ("weekly_from = 20\n", "", "missing 1 required .* 'weekly_from'"),
        ('questions = ["A9", "A10"]', 'questions = ["A9"]', "one group: A10"),
        ('questions = ["A16"]', 'questions = ["A16", "A9"]', "one group: A9"),
        ('questions = ["A16"]', 'questions = ["A16", "Z1"]', "section: Z1"),
        ("[[questions.follow_up]]", "[[questions.followup]]", "unknown 'followup'"),
        ('marks = ["fall"]', 'marks = ["drop"]', "injury: unknown 'drop'"),
        ('sensations = ["numb"', 'sensations = ["dead"', "nerve: unknown 'dead'"),
        ("except = [", "excepts = [", "unknown 'excepts'"),
        ('at_once = "M"', 'at_once = "soon"', "'soon' is not a valid Action"),
    ],
)
def test_broken_file_is_refused_by_name(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    with pytest.raises(ScreenError, match=words) as refusal:
        screen_with(tmp_path, old, new)
    assert str(tmp_path / "screen.toml") in str(refusal.value)


def test_sound_screen_passes_the_system_check() -> None:
    assert checks.screen_is_whole(None) == []


def test_broken_screen_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ScreenError("content/safety/screen.toml: id used twice: A1")

    monkeypatch.setattr(checks, "screen", broken)
    (error,) = checks.screen_is_whole(None)
    assert error.id == "guides.E002"
    assert "content/safety/screen.toml" in error.msg
    assert error.is_serious()
