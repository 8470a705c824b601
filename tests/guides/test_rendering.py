"""Markdown to safe HTML, in blocks, without what safety leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from guides.library import Library
from guides.rendering import (
    ExerciseBlock,
    HiddenBlock,
    HtmlBlock,
    LeftOutBlock,
    Rendered,
    render,
)
from guides.safety.hiding import hide_table
from guides.vocabulary import CONDITIONS
from tests.guides.building import BODY, EVIDENCE, EXERCISE, HEAD, build, page

NONE: frozenset[str] = frozenset()


def shown(
    loaded: Library, conditions: frozenset[str] = NONE, units: str = "metric"
) -> Rendered:
    return render(loaded, loaded.guides["sleeping"], conditions, units)


def html(rendered: Rendered) -> str:
    return "\n".join(b.html for b in rendered.blocks if isinstance(b, HtmlBlock))


def with_body(folder: Path, body: str) -> Library:
    return build(folder, {"sleeping.md": page(body=BODY + body)})


def test_page_is_laid_out_in_blocks(tmp_path: Path) -> None:
    rendered = shown(build(tmp_path))
    assert [b.kind for b in rendered.blocks] == ["html", "html", "evidence", "exercise"]
    assert '<h2 id="how-long">How long</h2>' in html(rendered)
    assert [(h.anchor, h.text) for h in rendered.contents] == [("how-long", "How long")]


def test_exercise_is_shown_whole(tmp_path: Path) -> None:
    block = shown(build(tmp_path), units="us").blocks[-1]
    assert isinstance(block, ExerciseBlock)
    assert block.anchor == "exercise-child-pose"
    assert block.dose == "Hold for 10 to 30 seconds, once a day, on each side."
    assert block.dose_note == "Shorter is fine."
    assert block.steps == ("Kneel.", "Fold forward over 2\u00a0in of cushion.")
    assert block.when_not == ("Your knees hurt.",)
    assert block.stop == ("Stop if your knees hurt.",)
    assert block.evidence.verdict == "mixed"


def test_evidence_stands_at_the_end_of_its_passage(tmp_path: Path) -> None:
    rendered = shown(build(tmp_path))
    note = rendered.main
    assert note
    assert note == rendered.blocks[2]
    assert (note.topic, note.verdict, note.numbers) == ("sleep", "mixed", (1,))
    assert note.sentence == "Short nights and pain go together."


def test_references_are_listed_once_and_linked_by_doi(tmp_path: Path) -> None:
    second = (
        EVIDENCE
        + '\n[[references]]\ntitle = "Guideline"\nauthors = "NICE"\n'
        + 'identifier = "NICE NG59"\n'
    )
    first, other = shown(build(tmp_path, {"evidence/sleep.toml": second})).references
    assert first.address == "https://doi.org/10.1000/1"
    assert (other.address, other.year) == (None, None)


@pytest.mark.parametrize(
    ("identifier", "address"),
    [
        ("doi:10.1/a; PMC12", "https://doi.org/10.1/a"),
        ("PMC12; doi:10.1/a", "https://doi.org/10.1/a"),
        ("doi:10.1/a (online 31 Oct 2013)", "https://doi.org/10.1/a"),
        ("PubMed 24177712", None),
    ],
)
def test_address_of_a_reference(
    tmp_path: Path, identifier: str, address: str | None
) -> None:
    text = EVIDENCE.replace("doi:10.1000/1", identifier)
    loaded = build(tmp_path, {"evidence/sleep.toml": text})
    assert shown(loaded).references[0].address == address


def test_quantities_are_in_the_persons_units(tmp_path: Path) -> None:
    loaded = build(tmp_path)
    assert "Drink 250\u00a0ml." in html(shown(loaded))
    assert "Drink 8\u00a0fl oz." in html(shown(loaded, units="us"))


def test_links_lead_to_pages_beside_and_to_the_web(tmp_path: Path) -> None:
    body = (
        "\n[Here](guide:sleeping), [there](https://doi.org/10.1/a)"
        " and ![picture](https://x.example/a.png).\n"
    )
    text = html(shown(with_body(tmp_path, body)))
    assert '<a href="../sleeping/">Here</a>' in text
    assert '<a href="https://doi.org/10.1/a" rel="noreferrer">there</a>' in text
    assert "<img" not in text


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("a < b and b > a", "<p>a &lt; b and b &gt; a</p>"),
        ("&lt;script&gt;", "<p>&lt;script&gt;</p>"),
        ("salt & pepper", "<p>salt &amp; pepper</p>"),
    ],
)
def test_text_is_escaped(tmp_path: Path, typed: str, written: str) -> None:
    assert written in html(shown(with_body(tmp_path, f"\n{typed}\n")))


def test_table_has_our_class_and_no_style(tmp_path: Path) -> None:
    body = "\n| Who | How much |\n|:---|---:|\n| All | {250 ml} |\n"
    text = html(shown(with_body(tmp_path, body)))
    assert '<table class="table">' in text
    assert text.index('class="table-wrap"') < text.index("<table")
    assert "<td>250\u00a0ml</td>" in text
    assert "style" not in text


def test_headings_that_are_alike_have_ids_of_their_own(tmp_path: Path) -> None:
    body = "\n## How long\n\n### How long\n\n## Évitez & rest!\n"
    rendered = shown(with_body(tmp_path, body))
    assert [h.anchor for h in rendered.contents] == [
        "how-long",
        "how-long-2",
        "vitez-rest",
    ]
    assert 'id="how-long-3"' in html(rendered)


def test_hidden_exercise_is_one_line_with_the_reason(tmp_path: Path) -> None:
    rendered = shown(build(tmp_path), frozenset({"osteoporosis"}))
    last = rendered.blocks[-1]
    assert isinstance(last, HiddenBlock)
    assert last.why.reason == "it can be too much for weak bones"
    assert "Kneel" not in repr(rendered.blocks)
    assert rendered.stop_rules == ()


def test_neighbours_hidden_for_one_reason_are_one_line(tmp_path: Path) -> None:
    body = (
        "\n::: passage tags=roller\nRoll.\n:::\n"
        "\n::: passage tags=twist\n## Twist\n:::\n"
        "\nBetween.\n"
        "\n::: passage not_when=osteoporosis\nJump.\n:::\n"
    )
    rendered = shown(with_body(tmp_path, body), frozenset({"osteoporosis"}))
    assert [b.kind for b in rendered.blocks[3:]] == ["hidden", "html", "hidden"]
    assert [h.text for h in rendered.contents] == ["How long"]
    assert "Roll" not in html(rendered)


@pytest.mark.parametrize(
    ("after", "left"),
    [("", ["exercise"]), ("Text.", ["exercise", "html", "evidence"])],
)
def test_evidence_that_was_just_told_is_not_told_again(
    tmp_path: Path, after: str, left: list[str]
) -> None:
    marker = "{exercise: child-pose}"
    body = BODY.replace(marker, f"::: passage evidence=sleep\n{marker}\n\n{after}\n:::")
    loaded = build(tmp_path, {"sleeping.md": page(body=body)})
    assert [b.kind for b in shown(loaded).blocks][3:] == left


def test_evidence_of_a_hidden_passage_goes_with_it(tmp_path: Path) -> None:
    other = EVIDENCE.replace("Sleep and pain", "Rollers").replace("/1", "/2")
    body = "\n::: passage tags=roller evidence=roll\nRoll.\n:::\n"
    loaded = build(
        tmp_path, {"evidence/roll.toml": other, "sleeping.md": page(body=BODY + body)}
    )
    assert len(shown(loaded).references) == 2
    assert len(shown(loaded, frozenset({"blood-thinners"})).references) == 1


def test_left_out_stands_apart(tmp_path: Path) -> None:
    head = HEAD.replace('child"]', 'child", "baking-soda"]')
    body = BODY + "\n::: left-out facts=baking-soda\n**Soda**: unproved.\n:::\n"
    loaded = build(tmp_path, {"sleeping.md": page(head, body)})
    block = shown(loaded).blocks[-1]
    assert isinstance(block, LeftOutBlock)
    assert block.html == "<p><strong>Soda</strong>: unproved.</p>\n"


def test_stop_rules_stand_on_every_page_with_an_exercise(tmp_path: Path) -> None:
    rendered = shown(build(tmp_path))
    assert rendered.stop_rules == hide_table().stop_rules
    assert "2 points" in rendered.soreness


def test_stop_rules_stand_with_techniques_too(tmp_path: Path) -> None:
    technique = EXERCISE.replace('kind = "exercise"', 'kind = "technique"')
    assert technique != EXERCISE
    rendered = shown(build(tmp_path, {"exercises/child-pose.toml": technique}))
    assert rendered.stop_rules == hide_table().stop_rules
    assert rendered.soreness == ""


def test_page_of_which_nothing_is_left_says_what_to_do(tmp_path: Path) -> None:
    head = HEAD.replace('facts = ["sleep-long"]', 'facts = ["stretch-child"]')
    loaded = build(tmp_path, {"sleeping.md": page(head)})
    rendered = shown(loaded, frozenset({"disc-signs"}))
    assert rendered.instead
    assert "see a clinician" in rendered.instead.instead
    assert (rendered.blocks, rendered.references) == ((), ())


@pytest.mark.parametrize("units", ["metric", "us", "both"])
def test_page_is_the_same_object_for_the_same_question(
    tmp_path: Path, units: str
) -> None:
    loaded = build(tmp_path)
    every = frozenset(CONDITIONS)
    assert shown(loaded, every, units) is shown(loaded, every, units)
