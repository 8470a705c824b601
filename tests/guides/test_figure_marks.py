"""What a pose alone cannot say: arrows, faces, breath, and what is held in the hand."""

from __future__ import annotations

import re
from math import hypot
from pathlib import Path
from xml.etree import ElementTree

import pytest

from guides.figures.drawing import picture
from guides.figures.poses import Figure, frame, frames
from guides.figures.skeleton import HEAD_RADIUS
from guides.library import LibraryError, library
from tests.guides.test_figures import BEND, CARRIED, read, with_prop

FIGURES = library().figures


def drawn(svg: str, kind: str) -> list[ElementTree.Element]:
    return [
        part
        for part in ElementTree.fromstring(svg).iter()
        if kind in part.attrib.get("class", "").split()
    ]


def bent(folder: Path, more: str) -> Figure:
    """The bend with something more said of its second position."""
    return read(folder, f"{BEND}{more}\n")


def points(d: str) -> list[tuple[float, float]]:
    """The points of a path, up on the page as in a pose."""
    found = re.findall(r"(-?[\d.]+) (-?[\d.]+)", d)
    return [(float(x), -float(y)) for x, y in found]


def test_an_arrow_stands_in_its_own_still_alone(tmp_path: Path) -> None:
    figure = picture(bent(tmp_path, "arrows = [[30, 10, 40, 12]]"))
    first, second = (drawn(still.svg, "fig-arrow") for still in figure.stills)
    assert not first
    assert not drawn(figure.moving, "fig-arrow")
    begin, end, *_ = points(second[0].attrib["d"])
    assert (begin, end) == ((30, 10), (40, 12))


def test_an_arrow_bends_to_the_left_of_its_way(tmp_path: Path) -> None:
    figure = picture(bent(tmp_path, "arrows = [[0, 10, 20, 10, 5]]"))
    (arrow,) = drawn(figure.stills[1].svg, "fig-arrow")
    _begin, towards, _end, *_ = points(arrow.attrib["d"])
    assert towards == (10, 20)


@pytest.mark.parametrize("bend", [0, 30])
def test_an_arrow_has_room_in_the_picture(tmp_path: Path, bend: int) -> None:
    still = picture(bent(tmp_path, f"arrows = [[60, 10, 70, 10, {bend}]]")).stills[0]
    view_box = ElementTree.fromstring(still.svg).attrib["viewBox"].split()
    left, top, width, _ = map(float, view_box)
    assert left + width >= 70
    assert -top >= 10 + bend


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("arrows = [[1, 2, 3]]", "an arrow must be"),
        ("arrows = [[1, 2, 3, 4, 5, 6]]", "an arrow must be"),
        ('arrows = [[1, 2, 3, "up"]]', "an arrow must be"),
        ("arrows = [7]", "an arrow must be"),
        ("seconds = [4]", "'seconds' must be"),
        ("seconds = [4, -1]", "'seconds' must be"),
        ('seconds = ["4", 1]', "'seconds' must be"),
    ],
)
def test_a_broken_mark_is_refused(tmp_path: Path, more: str, why: str) -> None:
    with pytest.raises(LibraryError, match=why):
        bent(tmp_path, more)


def clock(figure: Figure) -> tuple[float, list[float]]:
    """How long the moving picture takes, and when each of its frames is shown."""
    one = next(ElementTree.fromstring(picture(figure, 3).moving).iter("animate"))
    seconds = float(one.attrib["dur"].removesuffix("s"))
    return seconds, [float(t) * seconds for t in one.attrib["keyTimes"].split(";")]


def test_positions_stand_at_the_pace_of_the_exercise(tmp_path: Path) -> None:
    seconds, shown = clock(read(tmp_path, BEND))
    assert seconds == 3 + 2 + 3 + 2
    assert shown[:2] == pytest.approx([0, 3], abs=0.01)


def test_a_position_may_have_seconds_of_its_own(tmp_path: Path) -> None:
    seconds, shown = clock(bent(tmp_path, "seconds = [4, 1]"))
    assert seconds == 3 + 4 + 1 + 2
    assert any(second == pytest.approx(7, abs=0.01) for second in shown)


def fullness(id_: str, second: float) -> float:
    """How far forward the belly is in the moving picture of a breath, from 0 to 1."""
    figure = FIGURES[id_]
    moving = ElementTree.fromstring(picture(figure, 3).moving)
    ways = [
        [points(d) for d in one.attrib["values"].split(";")]
        for one in moving.iter("animate")
        if one.attrib["attributeName"] == "d"
    ]
    belly = next(
        way
        for way in ways
        if any(a == b for a, b in way) and way[0][0][1] == way[0][1][1]
    )
    _, shown = clock(figure)
    late = next(n for n, t in enumerate(shown) if t >= second - 0.01)
    (x, y), (to_x, to_y) = belly[late]
    return hypot(to_x - x, to_y - y) / figure.skeleton.segments["belly"].length


@pytest.mark.parametrize(
    ("id_", "length", "full", "empty"),
    [("breath-4-4-4", 12, (0, 4, 12), (8,)), ("easy-breath", 8, (0, 8), (4,))],
)
def test_a_breath_is_drawn_in_its_own_time(
    id_: str, length: float, full: tuple[float, ...], empty: tuple[float, ...]
) -> None:
    seconds, _ = clock(FIGURES[id_])
    assert seconds == length
    assert [fullness(id_, t) for t in full] == [1] * len(full)
    assert [fullness(id_, t) for t in empty] == [0] * len(empty)


def test_a_breath_leaves_the_body_where_it_is() -> None:
    first, *others = frames(FIGURES["breath-4-4-4"])
    for joints in others:
        still = first.keys() - {"belly", "ribs"}
        assert all(joints[name] == pytest.approx(first[name]) for name in still)


def test_the_way_back_is_the_way_there_unless_it_goes_round(tmp_path: Path) -> None:
    three = (
        BEND + '\n[[positions]]\nname = "Low"\nsays = "Low."\npose = { thigh = -40 }\n'
    )
    there = [(a.name, b.name) for a, b in read(tmp_path, three).steps]
    assert there[2:] == [("Low", "Bend"), ("Bend", "Stand")]
    around = [
        (a.name, b.name) for a, b in read(tmp_path, f"goes_round = true\n{three}").steps
    ]
    assert around == [*there[:2], ("Low", "Stand")]


def test_what_does_not_move_has_no_moving_picture() -> None:
    squeeze = picture(FIGURES["pelvic-floor-squeeze"])
    assert len(squeeze.stills) == 2
    assert squeeze.moving == ""
    assert drawn(squeeze.stills[1].svg, "fig-arrow")


@pytest.mark.parametrize("id_", sorted(f for f in FIGURES if FIGURES[f].shows_face))
def test_a_face_lies_on_its_head(id_: str) -> None:
    figure = FIGURES[id_]
    stills = picture(figure).stills
    for still, position in zip(stills, figure.positions, strict=True):
        x, y = frame(figure, position)["head"]
        (face,) = drawn(still.svg, "fig-face")
        for at_x, at_y in points(face.attrib["d"]):
            assert hypot(at_x - x, at_y - y) <= HEAD_RADIUS


def test_a_face_is_seen_only_from_its_front() -> None:
    for figure in FIGURES.values():
        first = picture(figure).stills[0].svg
        turned = any("face" in p.shortened for p in figure.positions)
        facing = figure.view in {"front", "above"} or (figure.view == "side" and turned)
        assert bool(drawn(first, "fig-face")) is facing


def test_eyes_are_level_with_the_head_and_go_where_it_turns() -> None:
    turn = FIGURES["seated-trunk-turn"]
    ahead, aside = (
        points(drawn(s.svg, "fig-face")[0].attrib["d"]) for s in picture(turn).stills
    )
    assert ahead[0][1] == ahead[1][1] > ahead[3][1]
    assert (ahead[0][0] + ahead[1][0]) / 2 == pytest.approx(0, abs=0.1)
    assert (aside[0][0] + aside[1][0]) / 2 > 1
    tilted = picture(FIGURES["neck-half-circle"]).stills[0].svg
    left, right, *_ = points(drawn(tilted, "fig-face")[0].attrib["d"])
    assert left[1] > right[1] + 1


def test_what_the_hand_holds_is_over_the_legs_and_under_the_arm(tmp_path: Path) -> None:
    still = picture(read(tmp_path, with_prop(CARRIED))).stills[0].svg
    assert _order(still).index("fig-prop") == len(_order(still)) - 5
    carried_elsewhere = with_prop(CARRIED.replace("hand", "waist"))
    still = picture(read(tmp_path, carried_elsewhere)).stills[0].svg
    assert _order(still).index("fig-prop") == 1


def _order(svg: str) -> list[str]:
    return [part.attrib["class"] for part in ElementTree.fromstring(svg)]


def test_armrests_stand_over_the_seat(tmp_path: Path) -> None:
    seat = '{ kind = "chair", x = -30, seat = 19, depth = 20, back = 0 }'
    bare = picture(read(tmp_path, with_prop(seat))).stills[0].svg
    rests = with_prop(seat.replace("back = 0", "back = 0, arms = 12"))
    (chair,) = drawn(picture(read(tmp_path, rests)).stills[0].svg, "fig-prop-line")
    assert chair.attrib["d"].endswith("M-30 -31h18v12")
    assert "-31h" not in bare


def test_who_lies_is_wide_and_who_stands_is_not() -> None:
    assert picture(FIGURES["heel-slide"]).wide
    assert not picture(FIGURES["wall-standing"]).wide


WALLS = [
    (id_, prop.values["x"])
    for id_, figure in sorted(FIGURES.items())
    for prop in figure.props
    if prop.kind == "wall"
]


@pytest.mark.parametrize(("id_", "wall"), WALLS)
def test_nobody_is_inside_a_wall(id_: str, wall: float) -> None:
    figure = FIGURES[id_]
    side = 1 if frame(figure, figure.positions[0])["hip"][0] > wall else -1
    for joints in (frame(figure, position) for position in figure.positions):
        for segment in figure.skeleton.segments.values():
            for x, _ in (joints[segment.begin], joints[segment.end]):
                assert side * (x - wall) >= segment.width / 2 - 2
        assert side * (joints["head"][0] - wall) >= HEAD_RADIUS - 2


def test_the_roller_is_held_between_wall_and_back() -> None:
    figure = FIGURES["wall-foam-roller"]
    wall, roller = (prop.values for prop in figure.props)
    assert roller["x"] - roller["radius"] == pytest.approx(wall["x"], abs=1.5)
    back = figure.skeleton.segments["thorax"].width / 2
    for joints in frames(figure):
        (x, y), (to_x, to_y) = joints["waist"], joints["shoulder"]
        part = (roller["y"] - y) / (to_y - y)
        assert 0 <= part <= 1
        between = x + part * (to_x - x) - back
        assert between == pytest.approx(roller["x"] + roller["radius"], abs=1.5)


def test_a_squat_goes_towards_the_seat() -> None:
    figure = FIGURES["chair-squat"]
    (chair,) = (prop.values for prop in figure.props)
    x, y = frame(figure, figure.positions[-1])["hip"]
    assert chair["x"] < x < chair["x"] + chair["depth"] - 3
    assert y > chair["seat"]
