"""The pages on pregnancy and birth, for the people they are written for."""

from __future__ import annotations

import pytest

from guides.library import library
from guides.rendering import (
    ExerciseBlock,
    HiddenBlock,
    HtmlBlock,
    LeftOutBlock,
    Rendered,
    render,
)
from guides.vocabulary import CONDITIONS

PREGNANCY = ["pregnancy-day", "pregnancy-rest-and-relief"]
LATE = frozenset(
    {"pregnant", "pregnant-from-14", "pregnant-from-16", "pregnant-from-28"}
)


def page(slug: str, *conditions: str) -> Rendered:
    found = library()
    return render(found, found.guides[slug], frozenset(conditions), "metric")


def shown(rendered: Rendered) -> set[str]:
    """The exercises that are left on a page."""
    blocks = rendered.blocks
    return {b.exercise.id for b in blocks if isinstance(b, ExerciseBlock)}


def html(rendered: Rendered) -> str:
    blocks = rendered.blocks
    return "".join(b.html for b in blocks if isinstance(b, HtmlBlock | LeftOutBlock))


@pytest.mark.parametrize("slug", PREGNANCY)
def test_nothing_on_it_is_forbidden_late_in_pregnancy(slug: str) -> None:
    rendered = page(slug, *LATE)
    assert shown(rendered) == shown(page(slug))
    assert not [b for b in rendered.blocks if isinstance(b, HiddenBlock)]


@pytest.mark.parametrize("slug", PREGNANCY)
def test_complication_leaves_no_move(slug: str) -> None:
    assert not shown(page(slug, "pregnant", "pregnancy-complication"))


def test_complication_leaves_whom_to_ask_and_nothing_to_do() -> None:
    rendered = page("pregnancy-day", "pregnant", "pregnancy-complication")
    assert rendered.instead is None
    told = html(rendered)
    assert "Your team decides, so leave the moves on this page" in told
    for words in ("Move at least once a week", "Walk at a pace", "Bend your knees"):
        assert words in html(page("pregnancy-day", "pregnant"))
        assert words not in told


@pytest.mark.parametrize("condition", sorted(CONDITIONS))
@pytest.mark.parametrize("slug", [*PREGNANCY, "after-birth"])
def test_signs_that_cannot_wait_are_always_told(slug: str, condition: str) -> None:
    told = html(page(slug, condition))
    assert "Call your local emergency number now" in told
    assert "Phone your maternity unit now, day or night" in told
    assert "../get-help-now/" in told


@pytest.mark.parametrize("condition", sorted(CONDITIONS))
def test_sleep_on_the_side_is_always_told(condition: str) -> None:
    told = html(page("pregnancy-rest-and-relief", condition))
    assert "From week 28, go to sleep on your side each time." in told


def test_weeks_after_birth_leave_the_pelvic_floor_alone() -> None:
    usual = shown(page("after-birth"))
    assert {"pelvic-floor-squeeze", "wall-tuck"} <= usual
    assert usual - shown(page("after-birth", "after-birth")) == {"wall-tuck"}


def test_gap_keeps_both_gentle_moves() -> None:
    assert shown(page("after-birth", "tummy-gap")) == shown(page("after-birth"))


def test_strokes_on_the_back_are_not_told_late_in_pregnancy() -> None:
    slug = "swimming-and-gentle-activity"
    assert "backstroke" in html(page(slug))
    late = page(slug, *LATE)
    assert "backstroke" not in html(late)
    assert {"swim"} <= shown(late) <= shown(page(slug)) - {"backstroke-or-sidestroke"}
