"""The screen of warning signs, row by row: what opens it, asks it, follows from it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from guides import checks
from guides.safety.questions import (
    OPEN_ACTIONS,
    PATH,
    RANK,
    Action,
    Screen,
    ScreenError,
    load_screen,
    screen,
)
from guides.safety.screen import (
    Called,
    Noted,
    Remembered,
    action_of,
    actions_of_each,
    is_remembered,
    questions_for,
    triggers,
    why_of,
)
from guides.units import in_units

NOW = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)

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
    "C4-fit": "C4",
    "C9-worse": "C9",
}
"""What raises a row to an emergency, and the row it stands under."""

RAISED = [
    *(("A6", f"A{n}") for n in range(1, 6)),
    *(("A10", f"A{n}") for n in range(1, 6)),
    ("A13", "A11"),
]
SECTION_A = [name for name in ROWS if name.startswith("A")]
SECTION_C = [name for name in ROWS if name.startswith("C")]
NERVE = ["A1", "A2", "A3", "A4", "A5", "A6"]


# What is asked


def test_the_screen_has_every_row_in_order() -> None:
    assert list(screen().questions) == list(ROWS)
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
        ("C1", "bleed|gushes or trickles"),
        ("C2", "37 weeks|comes and goes|tightenings|period|pressure low"),
        ("C3", "moves less|different"),
        ("C4", "20 weeks|4 weeks after|headache|sight|ribs|vomiting|swelling"),
        ("C5", "fever|smelly discharge|side"),
        ("C6", "sudden, severe|hard belly|collapsed"),
        ("C7", "one side|tip of the shoulder|faint"),
        ("C8", "hands and feet itch|rash"),
        ("C9", "bleed a lot|wound|fever"),
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
    assert grouped == list(ROWS)
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
        ("infection", ["A11", "A12"]),
        ("kidney", ["A12", "A13"]),
        ("chest", ["A7", "A8", "A16"]),
        ("despair", ["A17"]),
    ],
)
def test_each_trigger_asks_its_rows(trigger: str, asked: list[str]) -> None:
    assert [q.id for q in questions_for(trigger, False)] == asked
    assert [q.id for q in questions_for(trigger, True)] == asked + SECTION_C


def test_pregnancy_words_ask_about_pregnancy_first_and_only() -> None:
    assert [q.id for q in questions_for("pregnancy", False)] == ["C1", "C2", "C3"]
    assert [q.id for q in questions_for("perhaps-pregnant", False)] == SECTION_C
    assert not any(q.section == "A" for q in questions_for("pregnancy", True))


def test_several_triggers_ask_each_row_once_in_the_order_of_the_screen() -> None:
    asked = [q.id for q in questions_for({"infection", "nerve"}, False)]
    assert asked == [*NERVE, "A11", "A12"]


def test_every_trigger_is_tested_here() -> None:
    assert screen().triggers.keys() == {
        "high-pain", "pain-rise", "own", "nerve", "injury", "infection", "kidney",
        "chest", "despair", "pregnancy", "perhaps-pregnant",
    }  # fmt: skip


# What it leads to


@pytest.mark.parametrize(("question", "action"), ROWS.items())
@pytest.mark.parametrize("tick", ["yes", "unsure"])
def test_each_row_leads_to_its_action(question: str, action: str, tick: str) -> None:
    assert action_of({question: tick}) == action
    why = why_of({question: tick})
    assert why.endswith(".")
    assert why == screen().questions[question].why


@pytest.mark.parametrize(("follow_up", "question"), FOLLOW_UPS.items())
@pytest.mark.parametrize("tick", ["yes", "unsure"])
@pytest.mark.parametrize("alone", [True, False])
def test_each_follow_up_raises_its_row(
    follow_up: str, question: str, tick: str, alone: bool
) -> None:
    ticks = {follow_up: tick} if alone else {question: "yes", follow_up: tick}
    assert action_of(ticks) == "E"
    assert actions_of_each(ticks) == {question: "E"}
    follow_ups = screen().questions[question].follow_ups
    assert why_of(ticks) == next(f.why for f in follow_ups if f.id == follow_up)


@pytest.mark.parametrize(("question", "other"), RAISED)
@pytest.mark.parametrize("ticks", [("yes", "yes"), ("unsure", "unsure")])
def test_another_sign_raises_a_row(
    question: str, other: str, ticks: tuple[str, str]
) -> None:
    both = dict(zip((question, other), ticks, strict=True))
    assert actions_of_each(both)[question] == "E"
    assert action_of(both) == "E"


def test_severe_waves_with_a_fever_are_an_emergency_though_neither_is_alone() -> None:
    assert action_of({"A13": "yes"}) == "D"
    assert action_of({"A11": "yes"}) == "D"
    assert action_of({"A13": "yes", "A11": "unsure"}) == "E"


def test_nothing_ticked_leads_nowhere() -> None:
    assert action_of({}) is None
    assert why_of({}) == ""


@pytest.mark.parametrize(
    ("ticks", "highest"),
    [
        ({"A6", "A11"}, "D"),
        ({"A6", "C1"}, "M"),
        ({"C1", "C9"}, "M"),
        ({"C1", "C6"}, "E"),
        ({"A6", "C2", "A8"}, "E"),
    ],
)
def test_highest_action_wins(ticks: set[str], highest: str) -> None:
    assert action_of(dict.fromkeys(ticks, "yes")) == highest


def test_order_of_actions() -> None:
    ranked = sorted(Action, key=RANK.__getitem__, reverse=True)
    assert [str(action) for action in ranked] == ["E", "M", "D", "S"]
    assert OPEN_ACTIONS == (Action.EMERGENCY, Action.MATERNITY, Action.TODAY)


def test_reason_is_that_of_the_highest_action() -> None:
    ticks = {"A6": "yes", "A8": "yes", "A11": "yes"}
    assert why_of(ticks) == screen().questions["A8"].why


@pytest.mark.parametrize(
    ("ticks", "words"),
    [({"A99": "yes"}, "A99"), ({"A1": "no"}, "no"), ({"A1": ""}, "no such tick")],
)
def test_what_is_on_no_screen_is_refused(ticks: dict[str, str], words: str) -> None:
    with pytest.raises(ScreenError, match=words):
        action_of(ticks)


EVERY_TICK = sorted([*ROWS, *FOLLOW_UPS])
some_answers = some.dictionaries(
    some.sampled_from(EVERY_TICK), some.sampled_from(["yes", "unsure"])
)


def rank_of(answers: dict[str, str]) -> int:
    action = action_of(answers)
    return -1 if action is None else RANK[action]


@given(some_answers, some.sampled_from(EVERY_TICK))
def test_one_more_yes_never_lowers_the_action(
    answers: dict[str, str], more: str
) -> None:
    assert rank_of({**answers, more: "yes"}) >= rank_of(answers)


@given(some_answers)
def test_not_sure_counts_as_yes(answers: dict[str, str]) -> None:
    assert action_of(answers) == action_of(dict.fromkeys(answers, "yes"))


def test_not_sure_does_not_count_for_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clot = 'why = "A blood clot in the leg'
    milder = screen_with(tmp_path, f'action = "D"\n{clot}', f'action = "S"\n{clot}')
    monkeypatch.setattr("guides.safety.screen.screen", lambda: milder)
    assert action_of({"A16": "yes"}) == "S"
    assert action_of({"A16": "unsure"}) is None


@pytest.mark.parametrize("action", list(Action))
def test_each_action_says_what_to_do(action: Action) -> None:
    words = {
        "E": "emergency number|emergency department|not drive yourself",
        "M": "maternity unit or midwife|day or night|emergency number",
        "D": "doctor|clinic|urgent-care line|today",
        "S": "doctor|week",
    }[action]
    advice = screen().advice[action]
    assert advice.name
    assert [word for word in words.split("|") if word not in advice.do] == []


def test_the_best_result_never_says_that_all_is_well() -> None:
    whole = screen()
    assert whole.none_ticked == (
        "No warning sign ticked today. If one appears, come back at once."
    )
    assert "fine" not in " ".join([whole.none_ticked, *whole.come_back])
    assert len(whole.come_back) >= 5
    assert "No one is watching" in whole.nobody_watches


def test_perhaps_pregnant_leads_on_to_the_pregnancy_questions() -> None:
    row = screen().questions["A14b"]
    assert "test today" in row.also
    assert row.then == "C"


def test_thoughts_of_ending_ones_life_name_a_crisis_line() -> None:
    assert "crisis line" in screen().questions["A17"].also


# What opens it


def noted(text: str = "", **more: object) -> Noted:
    values: dict[str, object] = {"day": "2026-11-20", "text": text, **more}
    return Noted(**values)  # type: ignore[arg-type]


def opened(what: Noted, pregnant: bool = False) -> set[str]:
    return {called.trigger for called in triggers(what, pregnant=pregnant)}


@pytest.mark.parametrize(("pain", "opens"), [(None, False), (7, False), (8, True)])
def test_pain_of_eight_opens_it(pain: int | None, opens: bool) -> None:
    assert ("high-pain" in opened(noted(pain=pain))) is opens


@pytest.mark.parametrize(
    ("earlier", "pain", "opens"),
    [
        ([], 6, False),
        ([3], 5, False),
        ([3], 6, True),
        ([0], 3, True),
        ([5, 2, 6], 5, True),
        ([7], 4, False),
    ],
)
def test_a_rise_of_three_opens_it(earlier: list[int], pain: int, opens: bool) -> None:
    assert ("pain-rise" in opened(noted(pain=pain, earlier=earlier))) is opens


@pytest.mark.parametrize("sensation", ["numb", "tingling", "weak_leg"])
def test_nerve_chips_open_it(sensation: str) -> None:
    assert opened(noted(sensations=frozenset({sensation, "dull"}))) == {"nerve"}


@pytest.mark.parametrize("sensation", ["dull", "sharp", "burning", "shooting"])
def test_other_chips_do_not(sensation: str) -> None:
    assert opened(noted(sensations=frozenset({sensation}))) == set()


@pytest.mark.parametrize(
    ("mark", "trigger"), [("fall", "injury"), ("fever", "infection")]
)
def test_marks_open_it(mark: str, trigger: str) -> None:
    assert opened(noted(marks=frozenset({mark}))) == {trigger}


def test_a_fall_on_another_day_is_another_sign() -> None:
    fall = frozenset({"fall"})
    first, second = (
        triggers(noted(marks=fall, day=day), pregnant=False)[0].signs
        for day in ("2026-11-19", "2026-11-20")
    )
    assert first.isdisjoint(second)


ALARMING = {
    "nerve": [
        "My foot feels NUMB since lunch.",
        "numbness between my legs",
        "Left leg goes numb when I sit",
        "tingling down to the toes",
        "Tingly fingers, tingly toes",
        "pins and needles in my foot",
        "Pins & needles all night",
        "I can't feel my left foot",
        "I can\u2019t feel my toes",
        "there is no feeling in my heel",
        "My right leg is weak",
        "weaker every day",
        "weakness on the stairs",
        "felt paralysed for a minute",
        "unsteady on my feet",
        "the doctor called it foot drop",
        "My knee gave way on the stairs",
        "my leg keeps giving way",
        "left foot drags when I walk",
        "I cannot pee",
        "peeing is hard to start",
        "could not feel my pee",
        "needed a wee but nothing came",
        "urine leaking",
        "I wet myself when I coughed",
        "did not reach the toilet in time",
        "leaked poo in bed",
        "pooped my pants",
        "no bladder control since morning",
        "my bowel will not open",
        "incontinent twice",
        "genitals feel strange",
        "lost my erection",
        "No fever. Numb heel though",
        "Better? No\nNumb again",
    ],
    "injury": [
        "I fell down the stairs",
        "had a bad fall on the ice",
        "falling off my horse",
        "car accident on the way home",
        "we crashed into a tree",
        "old trauma, new pain",
        "slipped on the wet floor",
        "tripped over the dog",
        "got hit by a car",
        "I fell out of bed",
        "fell asleep late, then fell in the bath",
    ],
    "infection": [
        "fever of 39",
        "feverish all night",
        "chills and aches",
        "shivering in bed",
        "the wound is infected",
        "started antibiotics",
        "I have a temperature",
        "my temperature is 38.5",
        "hay fever, but also real fever",
    ],
    "kidney": ["there was blood in my pee", "urine burns", "my kidneys hurt"],
    "chest": ["chest pain and back pain", "I can't breathe well", "coughing up blood"],
    "despair": [
        "I want to die",
        "thinking of suicide",
        "I can\u2019t go on like this",
        "they would be better off without me",
    ],
}
ORDINARY = [
    "Felt weak coffee was a mistake.",
    "Too weak tea",
    "I have a weakness for cake",
    "The weekend was good",
    "Weeks of sitting",
    "Pain was weaker than yesterday",
    "Numbers at work all day",
    "the number 7 bus was late",
    "no numbness today",
    "No numbness or tingling. Good.",
    "my leg is not numb any more",
    "Went to the pool",
    "Swam in the poolside lane",
    "Poor sleep",
    "slept poorly",
    "Pooped out after work",
    "walked the poodle",
    "picked up dog poo",
    "People at work were kind",
    "Peeled potatoes for an hour",
    "peeked out of the window",
    "a deep sleep, deep work",
    "the speech went on",
    "only a wee bit sore",
    "up in the wee hours",
    "Fell asleep late",
    "I fall asleep on the sofa",
    "fell fast asleep at nine",
    "falling back asleep was hard",
    "Fall colours were lovely",
    "raked the fallen leaves",
    "Pain fell to 3 after the walk",
    "my pain falls when I lie down",
    "fell behind with my work",
    "I fell in love with this cushion",
    "Rainfall all day",
    "a waterfall walk",
    "My fellow workers helped",
    "Accidentally slept in",
    "crashed on the sofa after work",
    "laptop crashed",
    "hay fever again",
    "No fever.",
    "an infectious laugh",
    "chilled on the sofa",
    "Chilli for dinner",
    "drank two bottles of water",
    "pillow between my legs helps",
    "stood erect at the desk",
    "kidney beans for lunch",
    "burned 300 calories",
    "a chest of drawers to move",
    "out of breath on the hill, good walk",
    "died laughing",
    "cannot go on holiday yet",
    "the baby slept, so did I",
    "bleeding radiators took an hour",
    "muscle contractions during Pilates",
    "sat in a meeting, back stiff",
    "Physio at ten, stretches at noon",
    "felt fine and slept well",
    "garden work, then a warm bath",
]


@pytest.mark.parametrize(
    ("trigger", "text"), [(t, text) for t, texts in ALARMING.items() for text in texts]
)
def test_alarming_sentences_open_it(trigger: str, text: str) -> None:
    assert trigger in opened(noted(text))


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_sentences_do_not(text: str) -> None:
    assert opened(noted(text)) == set()


IN_PREGNANCY = [
    "contractions every ten minutes",
    "some bleeding today",
    "I bled a little",
    "my waters broke",
    "I think my waters have gone",
    "The baby is moving less",
    "baby moves less than usual",
    "baby has not moved since lunch",
    "baby hasn\u2019t moved",
    "baby is very quiet",
    "baby kicks less",
    "fewer movements",
    "reduced movements since morning",
]
ORDINARY_IN_PREGNANCY = [
    "less pain while I shopped for the baby",
    "back movements hurt less",
    "pelvic floor contractions, ten times",
    "gums bleed when I brush",
    "a nosebleed",
    "No bleeding.",
    "drank two mineral waters",
    "slept less, baby shower tomorrow",
    "the baby kicks a lot",
]


@pytest.mark.parametrize("text", IN_PREGNANCY)
def test_pregnancy_words_go_straight_to_the_maternity_unit(text: str) -> None:
    assert opened(noted(text)) == set()
    called = triggers(noted(text), pregnant=True)
    assert [(c.trigger, c.at_once) for c in called] == [("pregnancy", "M")]


@pytest.mark.parametrize("text", ORDINARY_IN_PREGNANCY)
def test_ordinary_sentences_in_pregnancy_do_not(text: str) -> None:
    assert opened(noted(text), pregnant=True) == set()


def test_after_a_birth_pregnancy_words_ask_but_order_nothing_at_once() -> None:
    called = triggers(noted("bleeding again"), pregnant=False, recent_birth=True)
    assert [(c.trigger, c.at_once) for c in called] == [("pregnancy", None)]


def test_words_are_matched_within_one_sentence() -> None:
    apart = noted("My knee is fine. The shelf gave way.")
    assert opened(apart) == set()
    assert opened(noted("My knee gave way.")) == {"nerve"}


def test_nothing_is_read_into_silence() -> None:
    assert triggers(noted(), pregnant=True) == []


# What is remembered


def past(**more: object) -> Remembered:
    values: dict[str, object] = {
        "triggers": frozenset({"high-pain"}),
        "signs": frozenset({"pain"}),
        "pain": 8,
        "answered_at": NOW - timedelta(days=1),
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
    old = past(answered_at=NOW - timedelta(days=days))
    assert is_remembered(PAIN, 8, [old], NOW) is remembered


def test_higher_pain_is_asked_about_again() -> None:
    assert is_remembered(PAIN, 8, [past()], NOW)
    assert not is_remembered(PAIN, 9, [past()], NOW)
    assert is_remembered(PAIN, 9, [past(), past(pain=10)], NOW)


def test_another_trigger_is_not_covered() -> None:
    numb = Called("nerve", frozenset({"word:numb"}))
    assert not is_remembered(numb, None, [past()], NOW)


def test_a_new_sign_or_word_is_asked_about() -> None:
    before = past(triggers=frozenset({"nerve"}), signs=frozenset({"word:numb"}))
    same = Called("nerve", frozenset({"word:numb"}))
    new = Called("nerve", frozenset({"word:numb", "word:pee"}))
    assert is_remembered(same, None, [before], NOW)
    assert not is_remembered(new, None, [before], NOW)


def test_signs_of_several_answers_add_up() -> None:
    numb, pee = (
        past(triggers=frozenset({"nerve"}), signs=frozenset({sign}))
        for sign in ("word:numb", "word:pee")
    )
    both = Called("nerve", frozenset({"word:numb", "word:pee"}))
    assert is_remembered(both, None, [numb, pee], NOW)


def test_an_open_answer_covers_for_as_long_as_it_is_open() -> None:
    long_ago = past(quiet=False, open=True, answered_at=NOW - timedelta(days=40))
    assert is_remembered(PAIN, 8, [long_ago], NOW)


def test_an_answer_that_was_closed_by_being_seen_does_not_cover() -> None:
    assert not is_remembered(PAIN, 8, [past(quiet=False, open=False)], NOW)


def test_nothing_is_remembered_without_a_past() -> None:
    assert not is_remembered(PAIN, 8, [], NOW)


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
        ("[actions.E]", "[actions.E", "line"),
        ("[actions.S]", "[actions.X]", "'X' is not a valid Action"),
        ('name = "Emergency now"', "", "missing key 'name'"),
        ('none_ticked = "', 'nothing = "', "missing key 'none_ticked'"),
        ('id = "A2"', 'id = "A1"', "id used twice: A1"),
        ('id = "A6-fast"', 'id = "A6"', "id used twice: A6"),
        ('id = "C4"\nsection = "C"', 'id = "C4"\nsection = "B"', "no trigger: C4"),
        ('then = "C"', 'then = "D"', "no such question or section: D"),
        ("[triggers.pain-rise]", "[triggers.rise]", "no such trigger: pain-rise"),
        ('action = "E"', 'action = "now"', "'now' is not a valid Action"),
        ('with_any = ["A11"]', 'with_any = ["B2"]', "no such question or section: B2"),
        ('to = "E"', 'to = "S"', "A6: raised to something not higher"),
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
