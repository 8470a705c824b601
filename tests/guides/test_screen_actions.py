"""What ticks on the screen of warning signs lead to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from guides.safety.questions import (
    OPEN_ACTIONS,
    RANK,
    Action,
    ScreenError,
    screen,
)
from guides.safety.screen import (
    action_of,
    actions_of_each,
    situations_of,
    why_of,
)
from tests.guides.test_screen import (
    FOLLOW_UPS,
    RAISED,
    ROWS,
    SITUATIONS,
    TODAY,
)

# What it leads to


@pytest.mark.parametrize(("question", "action"), ROWS.items())
@pytest.mark.parametrize("tick", ["yes", "unsure"])
def test_each_row_leads_to_its_action(question: str, action: str, tick: str) -> None:
    counts = tick == "yes" or action in OPEN_ACTIONS
    assert action_of({question: tick}) == (action if counts else None)
    why = screen().questions[question].why
    assert why.endswith(".")
    assert why_of({question: tick}) == (why if counts else "")


@pytest.mark.parametrize("tick", ["yes", "unsure"])
@pytest.mark.parametrize(("question", "situation"), SITUATIONS.items())
def test_a_row_on_operations_begins_a_situation_and_is_no_warning_sign(
    question: str, situation: str, tick: str
) -> None:
    assert situations_of({question: tick, "A1": "yes"}) == {situation}
    assert action_of({question: tick}) is None
    assert situations_of({"A1": "yes"}) == frozenset()


@pytest.mark.parametrize(("follow_up", "question"), FOLLOW_UPS.items())
@pytest.mark.parametrize("tick", ["yes", "unsure"])
@pytest.mark.parametrize("alone", [True, False])
def test_each_follow_up_raises_its_row(
    follow_up: str, question: str, tick: str, alone: bool
) -> None:
    ticks = {follow_up: tick} if alone else {question: "yes", follow_up: tick}
    to = "D" if follow_up in TODAY else "E"
    assert action_of(ticks) == to
    assert actions_of_each(ticks) == {question: to}
    follow_ups = screen().questions[question].follow_ups
    assert why_of(ticks) == next(f.why for f in follow_ups if f.id == follow_up)


@pytest.mark.parametrize(("question", "other", "to"), RAISED)
@pytest.mark.parametrize("ticks", [("yes", "yes"), ("unsure", "unsure")])
def test_another_sign_raises_a_row(
    question: str, other: str, to: str, ticks: tuple[str, str]
) -> None:
    both = dict(zip((question, other), ticks, strict=True))
    assert actions_of_each(both)[question] == to
    assert RANK[Action(action_of(both) or "S")] >= RANK[Action(to)]


@pytest.mark.parametrize(
    ("question", "other"),
    [
        (question, other)
        for question in ROWS
        for other in ROWS
        if question != other
        and (question, other) not in {(row[0], row[1]) for row in RAISED}
    ],
)
def test_no_other_pair_raises_anything(question: str, other: str) -> None:
    both = {question: "yes", other: "yes"}
    assert actions_of_each(both)[question] == ROWS[question]


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
def test_not_sure_counts_as_yes_for_all_but_soon(answers: dict[str, str]) -> None:
    sure = action_of(dict.fromkeys(answers, "yes"))
    assert action_of(answers) == sure or (sure == "S" and action_of(answers) is None)


def test_not_sure_does_not_count_for_soon() -> None:
    assert action_of({"B9": "yes"}) == "S"
    assert action_of({"B9": "unsure"}) is None


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


def test_a_pain_that_wakes_and_eases_by_moving_names_what_to_ask_about() -> None:
    assert "inflammatory back pain" in screen().questions["B6"].also


def test_thoughts_of_ending_ones_life_name_a_crisis_line() -> None:
    assert "crisis line" in screen().questions["A17"].also
