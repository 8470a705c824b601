"""Marks on a figure: an arrow for a movement that a still hides, and the face.

Neither takes part in the pose. An arrow stands in its own still alone: the moving
picture shows the movement itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import atan2, cos, hypot, pi, sin
from typing import Final

from guides.figures.poses import Arrow, Figure, Frame
from guides.figures.props import animated, number
from guides.figures.skeleton import Point

BARB: Final = 4.0
"""How long the two lines of an arrow head are, in units."""
EYE: Final = (2.1, 1.2)
"""An eye beside and above the middle of the face."""
NOSE: Final = (0.4, -1.8)
"""The ends of the nose above the middle of the face."""
TOWARDS_NOSE: Final = 0.45
"""How far the face moves over the head as the head turns, as a part of the way."""


def arrow_corners(arrow: Arrow) -> Iterable[Point]:
    """The room that an arrow needs."""
    (x, y), (to_x, to_y), (by_x, by_y) = arrow.begin, arrow.end, _towards(arrow)
    farthest = ((x + to_x + 2 * by_x) / 4, (y + to_y + 2 * by_y) / 4)
    return (arrow.begin, farthest, arrow.end, *_barbs(arrow))


def arrow_drawn(arrow: Arrow) -> str:
    """The arrow as SVG, on a light line so that it is seen across the body too."""
    end = _at(arrow.end)
    shaft = f"Q{_at(_towards(arrow))} {end}" if arrow.bend else f"L{end}"
    first, second = _barbs(arrow)
    d = f"M{_at(arrow.begin)}{shaft}M{_at(first)}L{end}L{_at(second)}"
    return f'<path class="fig-halo" d="{d}"/><path class="fig-arrow" d="{d}"/>'


def _towards(arrow: Arrow) -> Point:
    """The point that a bent arrow is drawn towards, twice as far out as it gets."""
    (x, y), (to_x, to_y) = arrow.begin, arrow.end
    out = 2 * arrow.bend / (hypot(to_x - x, to_y - y) or 1.0)
    return ((x + to_x) / 2 - out * (to_y - y), (y + to_y) / 2 + out * (to_x - x))


def _barbs(arrow: Arrow) -> tuple[Point, Point]:
    (x, y), (by_x, by_y) = arrow.end, _towards(arrow)
    back = atan2(by_y - y, by_x - x)
    first, second = back + pi / 5, back - pi / 5
    return (
        (x + BARB * cos(first), y + BARB * sin(first)),
        (x + BARB * cos(second), y + BARB * sin(second)),
    )


def face_drawn(figure: Figure, way: Sequence[Frame], clock: str = "") -> str:
    """Eyes and nose of a head that is seen from its front."""
    if not figure.shows_face:
        return ""
    lines = [_face(joints) for joints in way]
    moves = animated("d", lines, clock)
    return f'<path class="fig-face" d="{lines[0]}">{moves}</path>'


def _face(joints: Frame) -> str:
    (x, y), (from_x, from_y) = joints["head"], joints["shoulder"]
    length = hypot(x - from_x, y - from_y) or 1.0
    up_x, up_y = (x - from_x) / length, (y - from_y) / length
    x += TOWARDS_NOSE * (joints["nose"][0] - x)
    y += TOWARDS_NOSE * (joints["nose"][1] - y)

    def at(beside: float, above: float) -> str:
        return _at((x + beside * up_y + above * up_x, y - beside * up_x + above * up_y))

    beside, above = EYE
    top, tip = NOSE
    # A line of no length is drawn as a dot by its round ends.
    eyes = f"M{at(-beside, above)}h0M{at(beside, above)}h0"
    return f"{eyes}M{at(0, top)}L{at(0, tip)}"


def _at(point: Point) -> str:
    return f"{number(point[0])} {number(-point[1])}"
