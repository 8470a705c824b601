"""Every kind of broken file is refused with its name and line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from guides.library import LibraryError, library, load
from guides.shapes import Passage
from tests.guides.building import (
    BODY,
    EVIDENCE,
    EXERCISE,
    FACTS,
    HEAD,
    build,
    page,
    write,
)

PAGE = "sleeping.md"
POSE = "exercises/child-pose.toml"
SLEEP = "evidence/sleep.toml"


def head(old: str, new: str) -> dict[str, str]:
    """A page whose head is changed in one place."""
    assert old in HEAD
    return {PAGE: page(HEAD.replace(old, new))}


def body(added: str) -> dict[str, str]:
    """A page with lines added to its body."""
    return {PAGE: page(body=BODY + added)}


def pose(old: str, new: str) -> dict[str, str]:
    """An exercise that is changed in one place."""
    assert old in EXERCISE
    return {POSE: EXERCISE.replace(old, new)}


def evidence(old: str, new: str) -> dict[str, str]:
    """An evidence file that is changed in one place."""
    assert old in EVIDENCE
    return {SLEEP: EVIDENCE.replace(old, new)}


BROKEN = [
    ({PAGE: "# Hello\n"}, "# Hello", "must begin with a head"),
    ({PAGE: "+++\ntitle = 1\n"}, "+++", "must begin with a head"),
    (head('"How long."', '"How long.'), 'summary = "How long.', "Illegal character"),
    (head("areas = []", "areas = []\nmood = 1"), "mood = 1", "'mood'"),
    (head('summary = "How long."\n', ""), "+++", "'summary' is missing"),
    (head("reviewed = 2026-11-20", "reviewed = 3"), "reviewed = 3", "a date"),
    (head('"How long."', '" "'), 'summary = " "', "'summary' is empty"),
    (head('"How long."', '"<b>"'), 'summary = "<b>"', "plain text"),
    (head('["sleep"]\nareas', '["naps"]\nareas'), 'topics = ["naps"]', "topic 'naps'"),
    (head('topics = ["sleep"]', "topics = []"), "topics = []", "not be empty"),
    (
        head('["sleep"]\nareas', '["sleep", "sleep"]\nareas'),
        'topics = ["sleep", "sleep"]',
        "twice",
    ),
    (head("areas = []", 'areas = ["wing"]'), 'areas = ["wing"]', "area 'wing'"),
    (head('evidence = ["sleep"]', 'evidence = ["nap"]'), 'evidence = ["nap"]', "'nap'"),
    (head('evidence = ["sleep"]', "evidence = []"), "evidence = []", "be empty"),
    (
        head('"sleep-long", "st', '"sleep-longer", "st'),
        'covers = ["sleep-longer", "stretch-child"]',
        "longer'",
    ),
    (head("related = []", 'related = ["bed"]'), 'related = ["bed"]', "'bed'"),
    (head("d = []", 'd = ["sleeping"]'), 'related = ["sleeping"]', "'sleeping'"),
    (
        head('child"]', 'child", "page-only"]'),
        'covers = ["sleep-long", "stretch-child",',
        "carries it",
    ),
    (head('id = "short-night"', 'id = "a"\nmood = 1'), "mood = 1", "'mood'"),
    (head('id = "short-night"\n', ""), "[[offer_when]]", "'id' is missing"),
    (
        head("sleep_minutes < sleep", "sleep_minutes<sleep"),
        'when = ["sleep_minutes<sleep_target_minu',
        "read",
    ),
    (
        head("sleep_minutes < ", "naps < "),
        'when = ["naps < sleep_target_minutes"]',
        "unknown fact 'naps'",
    ),
    (
        head("< sleep_target_minutes", "< many"),
        'when = ["sleep_minutes < many"]',
        "'many'",
    ),
    (
        head("< sleep_target_minutes", "< water_ml"),
        'when = ["sleep_minutes < water_ml"]',
        "compared",
    ),
    (
        head("slept {sleep_minutes}", "slept {nap}"),
        'because = "you slept {nap}, below {sleep',
        "'nap'",
    ),
    (
        head("slept {sleep_minutes}", "slept {"),
        'because = "you slept {, below {sleep_tar',
        "brace",
    ),
    (
        head('facts = ["sleep-long"]', 'facts = ["sleep-long"]\nfit = 101'),
        "fit = 101",
        "0 to 100",
    ),
    (
        head('["sleep_minutes < sleep_target_minutes"]', "[]"),
        "[[offer_when]]",
        "needs conditions",
    ),
    (head('facts = ["sleep-long"]', "facts = []"), "[[offer_when]]", "facts"),
    (
        head(
            '["sleep_minutes < sleep_target_minutes"]',
            '["marks excludes flare", "situations excludes pregnant"]',
        ),
        "[[offer_when]]",
        "a rule cannot rest on what is absent alone",
    ),
    (head('facts = ["sleep-long"]', 'facts = ["x"]'), 'facts = ["x"]', "'x'"),
    (
        {
            PAGE: page(
                HEAD.replace('facts = ["sleep-long"]', 'facts = ["page-only"]').replace(
                    'child"]', 'child", "page-only"]'
                ),
                BODY + "\n::: passage facts=page-only\nWords.\n:::\n",
            )
        },
        'facts = ["page-only"]',
        "no rule may rest on 'page-only'",
    ),
    (
        {
            PAGE: page(
                HEAD.replace('facts = ["sleep-long"]', 'facts = ["unsound"]').replace(
                    'child"]', 'child", "unsound"]'
                ),
                BODY + "\n::: left-out facts=unsound\nWords.\n:::\n",
            )
        },
        'facts = ["unsound"]',
        "no rule may rest on 'unsound'",
    ),
    (
        head('facts = ["sleep-long"]', 'facts = ["other"]'),
        'facts = ["other"]',
        "not in the page's covers",
    ),
    (
        {PAGE: page(HEAD + HEAD[HEAD.index("\n[[offer_when]]") :])},
        'id = "short-night"',
        "stands twice",
    ),
    (body("\n{exercise: handstand}\n"), "{exercise: handstand}", "'handstand'"),
    (body("\n{exercise: child-pose}\n"), "{exercise: child-pose}", "shown twice"),
    (body("\n::: passage\nWords.\n"), "::: passage", "never closed"),
    (body("\n:::\n"), ":::", "nothing is open"),
    (body("\n::: passage\n::: passage\n:::\n:::\n"), "::: passage", "still open"),
    (body("\n::: aside\nWords.\n:::\n"), "::: aside", "'::: aside'"),
    (body("\n::: passage\n\n:::\n"), "::: passage", "is empty"),
    (body("\n::: passage mood=low\nA.\n:::\n"), "::: passage mood=low", "key 'mood'"),
    (body("\n::: passage facts=\nA.\n:::\n"), "::: passage facts=", "'facts'"),
    (body("\n::: passage facts=x\nA.\n:::\n"), "::: passage facts=x", "fact 'x'"),
    (
        body("\n::: passage facts=page-only\nA.\n:::\n"),
        "::: passage facts=page-only",
        "covers",
    ),
    (body("\n::: passage tags=fly\nA.\n:::\n"), "::: passage tags=fly", "tag 'fly'"),
    (
        body("\n::: passage not_when=sad\nA.\n:::\n"),
        "::: passage not_when=sad",
        "condition 'sad'",
    ),
    (body("\n::: passage evidence=x\nA.\n:::\n"), "::: passage evidence=x", "'x'"),
    (body("\n::: passage evidence=a,b\nA.\n:::\n"), "::: passage evidence=a,b", "one"),
    (body("\n::: left-out tags=heat\nA.\n:::\n"), "::: left-out tags=heat", "'tags'"),
    (
        body("\n::: left-out\n{exercise: child-pose}\n:::\n"),
        "::: left-out",
        "shows no exercise",
    ),
    (
        {
            PAGE: page(
                HEAD.replace('child"]', 'child", "baking-soda"]'),
                BODY + "\n::: passage facts=baking-soda\nA.\n:::\n",
            )
        },
        "::: passage facts=baking-soda",
        "only be carried as left out",
    ),
    (
        {
            PAGE: page(
                HEAD.replace('child"]', 'child", "backwards"]'),
                BODY + "\n::: passage facts=backwards\nA.\n:::\n",
            )
        },
        "::: passage facts=backwards",
        "only be carried as left out",
    ),
    (body("\n[Bed](guide:bed)\n"), "[Bed](guide:bed)", "guide 'bed'"),
    (
        body("\n[Bed](http://bed.example)\n"),
        "[Bed](http://bed.example)",
        "neither guide:",
    ),
    (body("\n[Bed](javascript:alert)\n"), "[Bed](javascript:alert)", "neither guide:"),
    (body("\n<b>Bold</b>\n"), "<b>Bold</b>", "raw HTML"),
    (body("\n{250 litres}\n"), "{250 litres}", "'{250 litres}'"),
    (body("\n# Big\n"), "# Big", "begin at ##"),
    (pose("not_when = []", "not_when = []\nmood = 1"), "mood = 1", "'mood'"),
    (pose('"bend"', '"fly"'), 'tags = ["stretch", "fly", "kneeling"]', "tag 'fly'"),
    (pose('["stretch", "bend", "kneeling"]', "[]"), "tags = []", "tags"),
    (
        pose('["Kneel.", "Fold forward over {5 cm} of cushion."]', "[]"),
        "steps = []",
        "steps",
    ),
    (pose('kind = "exercise"', 'kind = "dance"'), 'kind = "dance"', "'dance'"),
    (
        pose('position = "kneeling"', 'position = "hanging"'),
        'position = "hanging"',
        "hanging",
    ),
    (pose('["lower_back"]', '["wing"]'), 'areas = ["wing"]', "area 'wing'"),
    (pose("not_when = []", 'not_when = ["sad"]'), 'not_when = ["sad"]', "'sad'"),
    (pose('evidence = "sleep"', 'evidence = "x"'), 'evidence = "x"', "'x'"),
    (pose('guide = "sleeping"', 'guide = "bed"'), 'guide = "bed"', "'bed'"),
    (pose('["stretch-child"]', '["x"]'), 'covers = ["x"]', "fact 'x'"),
    (
        pose('["stretch-child"]', '["stretch-child", "backwards"]'),
        'covers = ["stretch-child", "backwards"]',
        "only be carried as left out",
    ),
    (
        pose("{5 cm}", "{5 feet}"),
        'steps = ["Kneel.", "Fold forward over {5',
        "'{5 feet}'",
    ),
    (
        pose("Kneel.", "[Kneel](guide:sleeping)"),
        'steps = ["[Kneel](guide:sleeping)", "Fol',
        "plain text",
    ),
    (pose("times_a_day", "times_a_month"), "times_a_month = 1", "'times_a_month'"),
    (pose("[10, 30]", "[30, 10]"), "hold_seconds = [30, 10]", "[least, most]"),
    (pose("times_a_day = 1", 'times_a_day = "1"'), 'times_a_day = "1"', "number"),
    (pose("times_a_day = 1", "times_a_day = true"), "times_a_day = true", "number"),
    (
        {
            PAGE: page(
                HEAD.replace(', "stretch-child"', ""),
                BODY.replace("{exercise: child-pose}", ""),
            ),
            POSE: EXERCISE,
        },
        'guide = "sleeping"',
        "does not show this exercise",
    ),
    (evidence('"mixed"', '"proved"'), 'verdict = "proved"', "'proved'"),
    (
        evidence('verdict = "mixed"', 'verdict = "mixed"\nmood = 1'),
        "mood = 1",
        "'mood'",
    ),
    (
        evidence(EVIDENCE[EVIDENCE.index("[[references]]") :], ""),
        'verdict = "mixed"',
        "'mixed' rests on no reference",
    ),
    (
        evidence('authors = "Doe J"\n', ""),
        'title = "Sleep and pain"',
        "'authors' is missing",
    ),
    (evidence("2020", '"2020"'), 'year = "2020"', "a whole number"),
    (evidence("year = 2020", "year = 2020\npage = 1"), "page = 1", "'page'"),
    (
        {"facts.toml": FACTS.replace("page_only", "perhaps")},
        'link_mode = "perhaps"',
        "'perhaps'",
    ),
    (
        {"facts.toml": FACTS.replace('"mixed"', '"sure"', 1)},
        'credibility = "sure"',
        "'sure'",
    ),
    ({"facts.toml": FACTS + "mood = 1\n"}, "mood = 1", "'mood'"),
]


@pytest.mark.parametrize(("files", "at", "words"), BROKEN)
def test_broken_file_is_refused_with_its_line(
    tmp_path: Path, files: dict[str, str], at: str, words: str
) -> None:
    with pytest.raises(LibraryError) as refusal:
        build(tmp_path, files)
    error, name = refusal.value, list(files)[-1]
    assert error.path == tmp_path / name
    assert error.path.read_text().split("\n")[error.line - 1].startswith(at)
    assert words in error.message
    assert str(error) == f"{tmp_path / name}:{error.line}: {error.message}"


def test_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / PAGE).write_bytes(b"+++\n\xff\n+++\n")
    with pytest.raises(LibraryError, match=r"sleeping\.md:1: is not UTF-8"):
        load(tmp_path)


def test_sound_library_is_read_whole(tmp_path: Path) -> None:
    loaded = build(tmp_path)
    guide = loaded.guides["sleeping"]
    assert (guide.title, guide.reviewed) == ("Sleeping", date(2026, 11, 20))
    assert [rule.id for rule in guide.rules] == ["short-night"]
    assert [marker.exercise.id for marker in guide.exercises()] == ["child-pose"]
    passage = next(b for b in guide.blocks if isinstance(b, Passage))
    assert (passage.facts, passage.evidence) == (("sleep-long",), "sleep")
    assert loaded.exercises["child-pose"].dose.amounts == {
        "hold_seconds": (10, 30),
        "times_a_day": (1, 1),
    }
    assert loaded.facts["sleep-long"].figures == (7, 8)


def test_library_is_loaded_once() -> None:
    assert library() is library()
