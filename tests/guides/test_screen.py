"""The screen of warning signs, row by row: what opens it, asks it, follows from it."""

from __future__ import annotations

import pytest

from guides.safety.questions import (
    screen,
)
from guides.safety.screen import (
    questions_for,
)
from guides.units import in_units

ROWS = {
    "A1": "E",
    "A2": "E",
    "A3": "E",
    "A4": "E",
    "A5": "E",
    "A6": "D",
    "A7": "E",
    "A8": "E",
    "A9": "E",
    "A10": "D",
    "A11": "D",
    "A12": "D",
    "A13": "D",
    "A14": "E",
    "A14b": "D",
    "A15": "D",
    "A16": "D",
    "A17": "E",
    "B1": "D",
    "B2": "S",
    "B3": "S",
    "B4": "S",
    "B5": "S",
    "B6": "S",
    "B7": "S",
    "B8": "S",
    "B9": "S",
    "B10": "S",
    "C1": "M",
    "C2": "M",
    "C3": "M",
    "C4": "M",
    "C5": "M",
    "C6": "E",
    "C7": "E",
    "C8": "M",
    "C9": "D",
}
"""What each row of the screen leads to by itself."""

FOLLOW_UPS = {
    "A6-fast": "A6",
    "A10-stand": "A10",
    "A11-worse": "A11",
    "A12-worse": "A12",
    "A13-fever": "A13",
    "A16-breath": "A16",
    "B1-nerve": "B1",
    "B2-night": "B2",
    "B4-worse": "B4",
    "C4-fit": "C4",
    "C9-worse": "C9",
}
"""What raises a row by a tick of its own, and the row it stands under."""

TODAY = {"B2-night", "B4-worse"}
"""Follow-ups that raise to "today"; all others raise to an emergency."""

SITUATIONS = {"O1": "spine-surgery", "O2": "operation-or-fracture"}
"""Rows that ask about no warning sign, and the situation that each begins."""

RAISED = [
    *(("A6", f"A{n}", "E") for n in range(1, 6)),
    *(("A10", f"A{n}", "E") for n in range(1, 6)),
    ("A13", "A11", "E"),
    *(("B1", f"A{n}", "E") for n in range(1, 7)),
    ("B2", "B3", "D"),
    ("B3", "B1", "D"),
    ("B3", "B2", "D"),
    ("B4", "A11", "D"),
    ("B4", "B3", "D"),
]
"""A row, another one that raises it, and to what."""

SECTION_A = [name for name in ROWS if name.startswith("A")]
SECTION_B = [name for name in ROWS if name.startswith("B")]
SECTION_C = [name for name in ROWS if name.startswith("C")]
NERVE = ["A1", "A2", "A3", "A4", "A5", "A6"]


# What is asked


def test_the_screen_has_every_row_in_order() -> None:
    assert list(screen().questions) == [*ROWS, *SITUATIONS]
    assert screen().full == {*SECTION_A, *SECTION_B}
    follow_ups = {f.id: q.id for q in screen().questions.values() for f in q.follow_ups}
    assert follow_ups == FOLLOW_UPS


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("A1", "numb|tingly|between my legs|genitals|back passage|wiping"),
        ("A2", "peeing|start|stream|feel|leak|full"),
        ("A3", "leak poo|feel it pass"),
        ("A4", "genitals|during sex|erections|ejaculation|back or leg pain|newly"),
        ("A5", "Both|weak|numb|painful|unsteadily|new or getting worse"),
        ("A6", "One foot or leg|suddenly weak|getting weaker|drag|give way"),
        ("A7", "sudden, severe|back or belly|faint|sweat|pale or grey|throbbing lump"),
        ("A8", "back pain|chest pain|breathing|blood"),
        ("A9", "serious accident|from a height|hard blow|before the pain"),
        ("A10", "small fall, lift or knock|over 70|weak bones|steroid tablets"),
        ("A11", "38|chills|very ill|back pain"),
        ("A12", "ribs|side|fever|shivering|burning|blood"),
        ("A13", "severe|side|waves|keep still"),
        ("A14", "severe|low in the belly|heavy bleeding"),
        ("A14b", "pregnant|new pain low in the belly|test"),
        ("A15", "pelvis|discharge|after sex|fever"),
        ("A16", "One of my calves|painful and swollen"),
        ("A17", "ending my life|cannot go on"),
        ("B1", "cancer|new, different or getting worse"),
        ("B2", "losing weight without trying|night sweats"),
        ("B3", "lie still|night|as bad or worse|nothing eases|steadily worse"),
        ("B4", "immunity|inject|dialysis|infection|operation on my spine|injection"),
        ("B5", "steroid|three months|bones are weak|lost height|new pain"),
        ("B6", "3 months|before I was 45|second half of the night|stiff|moving helps"),
        ("B7", "under 18|first back pain|over 50"),
        ("B8", "below the knee|2 weeks or more|pins and needles that do not go"),
        ("B9", "no better after 2 to 4 weeks|over 6 weeks|nobody has looked"),
        ("B10", "swelling|shape"),
        ("C1", "bleed|gushes or trickles"),
        ("C2", "37 weeks|comes and goes|tightenings|period|pressure low"),
        ("C3", "moves less|different"),
        ("C4", "20 weeks|4 weeks after|headache|sight|ribs|vomiting|swelling"),
        ("C5", "fever|smelly discharge|side"),
        ("C6", "sudden, severe|hard belly|collapsed"),
        ("C7", "one side|tip of the shoulder|faint"),
        ("C8", "hands and feet itch|rash"),
        ("C9", "bleed a lot|wound|fever"),
        ("O1", "operation on my spine|not yet agreed"),
        ("O2", "another operation|broke a bone|12 weeks"),
    ],
)
def test_each_question_names_every_sign_of_its_row(question: str, words: str) -> None:
    text = in_units(screen().questions[question].text, "metric")
    assert [word for word in words.split("|") if word not in text] == []


@pytest.mark.parametrize(
    ("follow_up", "words"),
    [
        ("A6-fast", "weaker fast"),
        ("A10-stand", "cannot stand or walk"),
        ("A11-worse", "confused|drowsy|very unwell"),
        ("A12-worse", "throwing up|not peed all day|one kidney|confused"),
        ("A13-fever", "fever"),
        ("A16-breath", "suddenly short of breath|without a swollen calf"),
        ("B1-nerve", "weak|numb|bladder"),
        ("B2-night", "pain at night"),
        ("B4-worse", "fever|getting worse"),
        ("C4-fit", "a fit"),
        ("C9-worse", "pad after pad|collapsed"),
    ],
)
def test_each_follow_up_names_its_signs(follow_up: str, words: str) -> None:
    owner = screen().owner_of(follow_up)
    text = next(f.text for f in owner.follow_ups if f.id == follow_up)
    assert [word for word in words.split("|") if word not in text] == []


def test_every_question_stands_under_one_heading_in_the_order_of_the_screen() -> None:
    grouped = [name for group in screen().groups for name in group.questions]
    assert grouped == [*ROWS, *SITUATIONS]
    assert all(group.title for group in screen().groups)


def test_texts_speak_for_the_person_who_ticks() -> None:
    for question in screen().questions.values():
        for text in (question.text, *(f.text for f in question.follow_ups)):
            assert text.endswith("."), question.id
            assert " you" not in text.lower(), question.id


@pytest.mark.parametrize(
    ("trigger", "asked"),
    [
        ("high-pain", SECTION_A),
        ("pain-rise", SECTION_A),
        ("own", SECTION_A),
        ("nerve", NERVE),
        ("injury", ["A9", "A10"]),
        ("infection", ["A11", "A12", "B4"]),
        ("spine-injection", ["A11", "B4"]),
        ("weight", ["B1", "B2", "B3"]),
        ("often-high", [*SECTION_A, *(f"B{n}" for n in range(2, 10))]),
        ("full-first", [*SECTION_A, *SECTION_B]),
        ("full-again", [*SECTION_A, *SECTION_B]),
        ("full-episode", [*SECTION_A, *SECTION_B]),
        ("kidney", ["A12", "A13"]),
        ("chest", ["A7", "A8", "A16"]),
        ("despair", ["A17"]),
        ("leg-down", NERVE),
    ],
)
def test_each_trigger_asks_its_rows(trigger: str, asked: list[str]) -> None:
    assert [q.id for q in questions_for(trigger, False)] == asked
    assert [q.id for q in questions_for(trigger, True)] == asked + SECTION_C


def test_pregnancy_words_ask_about_pregnancy_first_and_only() -> None:
    assert [q.id for q in questions_for("pregnancy", False)] == ["C1", "C2", "C3"]
    assert [q.id for q in questions_for("perhaps-pregnant", False)] == SECTION_C
    assert not any(q.section == "A" for q in questions_for("pregnancy", True))


@pytest.mark.parametrize(
    ("trigger", "asked"),
    [
        ("surgery", ["O1", "O2"]),
        ("episode-days", ["B8", "B9"]),
        ("pregnancy-weekly", ["C2", "C4"]),
    ],
)
def test_some_triggers_ask_their_own_rows_alone(trigger: str, asked: list[str]) -> None:
    assert [q.id for q in questions_for(trigger, False)] == asked
    assert [q.id for q in questions_for(trigger, True)] == asked
    both = [q.id for q in questions_for({trigger, "despair"}, True)]
    assert set(both) == {*asked, "A17", *SECTION_C}


def test_weeks_of_a_pregnancy_ask_section_c() -> None:
    assert [q.id for q in questions_for("pregnancy-weeks", True)] == SECTION_C


def test_several_triggers_ask_each_row_once_in_the_order_of_the_screen() -> None:
    asked = [q.id for q in questions_for({"infection", "nerve"}, False)]
    assert asked == [*NERVE, "A11", "A12", "B4"]


def test_every_trigger_is_tested_here() -> None:
    assert screen().triggers.keys() == {
        "high-pain", "pain-rise", "own", "nerve", "injury", "infection", "kidney",
        "chest", "despair", "pregnancy", "perhaps-pregnant", "often-high", "weight",
        "surgery", "full-first", "full-again", "full-episode", "pregnancy-weeks",
        "pregnancy-weekly", "episode-days", "leg-down", "untold",
        "spine-injection",
    }  # fmt: skip
