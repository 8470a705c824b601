"""Pictures of exercises: bodies that could be, drawn by one renderer."""

from __future__ import annotations

import re
from math import hypot
from pathlib import Path
from xml.etree import ElementTree

import pytest

from guides.figures.drawing import MARGIN, picture
from guides.figures.poses import Figure, frame, frames, lowest
from guides.figures.reading import BELOW_FLOOR, read_figure
from guides.library import LibraryError, library

FIGURES = library().figures

every_figure = pytest.mark.parametrize("id_", sorted(FIGURES))

BEND = """view = "side"
held = "ankle"

[[positions]]
name = "Stand"
says = "Standing."
pose = { lumbar = 90, thigh = -90, shin = -90, foot = 0, upper_arm = 90, forearm = 90 }

[[positions]]
name = "Bend"
says = "Knees bent."
pose = { thigh = -60, shin = -115 }
"""


def read(folder: Path, text: str) -> Figure:
    path = folder / "bend.toml"
    path.write_text(text, encoding="utf-8")
    return read_figure(path)


@every_figure
def test_limbs_keep_their_lengths_in_every_frame(id_: str) -> None:
    figure = FIGURES[id_]
    shortened = {name for p in figure.positions for name in p.shortened}
    for joints in frames(figure):
        for name, segment in figure.skeleton.segments.items():
            (x, y), (to_x, to_y) = joints[segment.begin], joints[segment.end]
            seen = hypot(to_x - x, to_y - y)
            if name in shortened:
                assert seen <= segment.length + 0.001
            else:
                assert seen == pytest.approx(segment.length)


@every_figure
def test_nobody_sinks_into_the_floor(id_: str) -> None:
    figure = FIGURES[id_]
    if figure.on_floor:
        depth = min(lowest(figure, joints) for joints in frames(figure))
        assert depth >= 2 * BELOW_FLOOR


@every_figure
def test_pictures_are_drawn_without_style_or_script(id_: str) -> None:
    drawn = picture(FIGURES[id_], 5)
    for svg in [still.svg for still in drawn.stills] + [drawn.moving or "<svg/>"]:
        root = ElementTree.fromstring(svg)
        for part in root.iter():
            assert part.tag in {"svg", "g", "path", "circle", "rect", "animate"}
            assert not {"style", "id"} & part.attrib.keys()
        for clock in root.iter("animate"):
            times = [float(t) for t in clock.attrib["keyTimes"].split(";")]
            assert times == sorted(times)
            assert (times[0], times[-1]) == (0, 1)
            assert len(times) == len(clock.attrib["values"].split(";"))


@every_figure
def test_pictures_say_the_same_in_words(id_: str) -> None:
    figure = FIGURES[id_]
    for position in figure.positions:
        assert position.says.endswith(".")
        assert not re.search(r"\b(she|he|her|his)\b", position.says, re.I)
        assert position.says in picture(figure).text


def test_what_a_position_leaves_out_stays_as_it_was(tmp_path: Path) -> None:
    first, second = read(tmp_path, BEND).positions
    assert second.angles["lumbar"] == first.angles["lumbar"] == 90
    assert second.angles["far_thigh"] == second.angles["thigh"] == -60
    assert second.angles["foot"] == 0


def test_the_held_joint_stays(tmp_path: Path) -> None:
    ankles = [joints["ankle"][0] for joints in frames(read(tmp_path, BEND))]
    assert ankles == pytest.approx([0] * len(ankles))


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ("shin = -115", "shin = -20", 9, "'shin' turns 40 degrees against 'thigh'"),
        ("thigh = -60", "tail = 3", 12, "unknown segment 'tail'"),
        ("lumbar = 90, ", "", 4, "no angle for 'lumbar'"),
        ('held = "ankle"', 'held = "tail"', 4, "unknown joint 'tail'"),
        ('view = "side"', 'view = "below"', 1, "unknown view 'below'"),
        ("shin = -115 }", "shin = -115 }\nat = [0, -30]", 9, "sinks"),
        ("thigh = -60", 'thigh = "up"', 12, "must be a number"),
        ('says = "Knees bent."', "", 9, "'says' is missing"),
    ],
)
def test_a_broken_figure_is_refused(
    tmp_path: Path, old: str, new: str, line: int, why: str
) -> None:
    with pytest.raises(LibraryError, match=re.escape(why)) as refused:
        read(tmp_path, BEND.replace(old, new))
    assert refused.value.line == line


CARRIED = """{ kind = "roller", joint = "hand", x = 1, y = -2, radius = 3 }"""


def with_prop(prop: str) -> str:
    return BEND.replace("\n\n", f"\nprops = [{prop}]\n\n", 1)


def test_what_is_carried_moves_with_its_joint(tmp_path: Path) -> None:
    figure = read(tmp_path, with_prop(CARRIED))
    for still, position in zip(picture(figure).stills, figure.positions, strict=True):
        x, y = frame(figure, position)["hand"]
        ball = ElementTree.fromstring(still.svg).find("circle[@class='fig-prop']")
        assert ball is not None
        assert float(ball.attrib["cx"]) == pytest.approx(x + 1, abs=0.06)
        assert float(ball.attrib["cy"]) == pytest.approx(-(y - 2), abs=0.06)
    moving = ElementTree.fromstring(picture(figure).moving)
    ball = moving.find("circle[@class='fig-prop']")
    assert ball is not None
    assert {a.attrib["attributeName"] for a in ball} == {"cx", "cy"}


def test_what_is_carried_has_room_in_the_picture(tmp_path: Path) -> None:
    held = picture(
        read(tmp_path, with_prop(CARRIED.replace("radius = 3", "radius = 90")))
    )
    left, _, width, _ = map(float, _view_box(held.stills[0].svg))
    assert left < -90
    assert width > 180


def _view_box(svg: str) -> list[str]:
    return ElementTree.fromstring(svg).attrib["viewBox"].split()


@pytest.mark.parametrize(
    ("prop", "why"),
    [
        ('{ kind = "chair", x = 3 }', "a chair needs 'seat'"),
        ('{ kind = "wall", x = 3, joint = "hand" }', "a wall cannot be carried"),
        (CARRIED.replace("hand", "tail"), "unknown joint 'tail'"),
        (CARRIED.replace("radius", "seat = 1, radius"), "a roller has no 'seat'"),
    ],
)
def test_a_broken_prop_is_refused(tmp_path: Path, prop: str, why: str) -> None:
    with pytest.raises(LibraryError, match=why):
        read(tmp_path, with_prop(prop))


def test_lying_seen_from_above_has_no_floor(tmp_path: Path) -> None:
    lying = read(tmp_path, BEND.replace('"side"', '"side-lying"'))
    assert "fig-floor" not in picture(lying).stills[0].svg
    assert "fig-far" in picture(lying).stills[0].svg


def test_every_exercise_has_a_figure() -> None:
    exercises = library().exercises.values()
    bare = [e.id for e in exercises if e.kind == "exercise" and e.id not in FIGURES]
    assert not bare


def test_a_face_shows_where_the_figure_looks(tmp_path: Path) -> None:
    figure = read(tmp_path, BEND.replace("thigh = -60", "neck = 60, thigh = -60"))
    standing, bent = (frame(figure, position) for position in figure.positions)
    assert standing["nose"][1] == pytest.approx(standing["head"][1])
    assert standing["nose"][0] > standing["head"][0]
    assert bent["nose"][1] < bent["head"][1]


def test_from_the_front_a_face_is_seen_only_where_named() -> None:
    figure = FIGURES["seated-trunk-turn"]
    ahead, turned = (frame(figure, position) for position in figure.positions)
    assert ahead["nose"] == ahead["head"]
    assert turned["nose"] != turned["head"]


def test_a_closer_look_ends_at_its_height(tmp_path: Path) -> None:
    near = picture(read(tmp_path, f"shows_from = 60\n{BEND}")).stills[0].svg
    _, top, _, height = map(float, _view_box(near))
    assert top + height == pytest.approx(-60 + MARGIN)
    assert "fig-floor" not in near


@pytest.mark.parametrize(
    ("id_", "still", "limb", "first"),
    [
        # Seen from the front or above, the person's left is on the right of the page.
        ("neck-half-circle", 0, "neck", "left ear"),
        ("side-waist-roll", 0, "right_thigh", "left knee"),
        ("double-knee-twist", 1, "right_thigh", "to the left"),
    ],
)
def test_picture_and_steps_begin_on_the_same_side(
    id_: str, still: int, limb: str, first: str
) -> None:
    position = FIGURES[id_].positions[still]
    sides = re.findall(r"\b(?:left|right)\b", " ".join(library().exercises[id_].steps))
    assert sides[0] == "left"
    assert first in " ".join(library().exercises[id_].steps)
    to_the_right = position.angles[limb] % 360 < 90 or position.angles[limb] % 360 > 270
    assert to_the_right or limb in position.shortened
