"""What opens the screen of warning signs: readings, chips, marks and words."""

from __future__ import annotations

import pytest

from guides.safety.screen import (
    Noted,
    triggers,
)


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


@pytest.mark.parametrize(
    ("last_days", "opens"),
    [
        ([7] * 7, True),
        ([7] * 6, False),
        ([7] * 7 + [0] * 3, True),
        ([0] * 3 + [10] * 7, True),
        ([6] * 10, False),
        ([7] * 6 + [6] * 4, False),
        ([0] * 4 + [7] * 20, False),
        ([], False),
    ],
)
def test_high_pain_on_most_of_the_last_ten_logged_days_opens_it(
    last_days: list[int], opens: bool
) -> None:
    found = opened(noted(pain=2, last_days=last_days))
    assert ("often-high" in found) is opens
    assert "often-high" not in opened(noted("a note", last_days=last_days))


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
        "no feeling between my legs",
        "It feels odd between my legs.",
        "I cannot feel anything down there",
        "my back passage is numb-ish",
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
    "weight": [
        "lost weight again",
        "losing weight and I do not know why",
        "unexplained weight loss",
        "night sweats all week",
        "woke up drenched in sweat",
        "they found cancer years ago",
        "after my chemo",
        "the tumour came back",
    ],
    "surgery": [
        "surgery went well",
        "my operation was on Monday",
        "back from hospital",
        "I was operated on last week",
        "a discectomy in May",
        "I broke my arm",
        "a fractured wrist",
        "broken rib",
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
    "A pillow between my legs feels good",
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
    "trying to lose weight",
    "joined a weight loss group",
    "lifted a weight, lost my grip",
    "sweated a lot at the gym",
    "walked for the cancer charity",
    "no night sweats",
    "called the GP surgery",
    "opening hours of the doctor\u2019s surgery",
    "the hospitality was lovely",
    "broke my glasses",
    "in cooperation with the physio",
    "a broken chair at work",
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
    assert opened(noted(text)) <= {"untold"}
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
