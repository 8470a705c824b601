"""A figure of an exercise: its positions, and every frame between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

from guides.figures.skeleton import (
    HEAD_RADIUS,
    SIDE,
    SKELETONS,
    Point,
    Skeleton,
    turn_between,
)

SEEN_FROM_ABOVE: Final = {"above", "side-lying"}
FACE_SEEN: Final = {"front", "above"}
FRAMES_BETWEEN: Final = 6
"""Frames from one position to the next; the animation joins them by straight lines."""


@dataclass(frozen=True)
class Prop:
    """Something beside the figure; ``kind`` says which of ``values`` it has.

    Where ``joint`` is named it is carried there, and its place counts from the joint.
    """

    kind: str
    values: Mapping[str, float]
    joint: str = ""


@dataclass(frozen=True)
class Arrow:
    """A movement that a still cannot show, from one place on the page to another.

    ``bend`` is how far it swings out, to the left of its way.
    """

    begin: Point
    end: Point
    bend: float = 0.0


@dataclass(frozen=True)
class Position:
    """One position. ``says`` is what it shows, in a sentence.

    ``angles`` are complete; ``held`` is the joint that stays at ``at``. Where the
    height of ``at`` is None the figure rests on the floor with its lowest part.
    ``comes`` and ``stays`` are the seconds of coming into it and of staying; None
    leaves them to the exercise's pace.
    """

    says: str
    name: str
    angles: Mapping[str, float]
    shortened: Mapping[str, float]
    held: str
    at: tuple[float, float | None]
    arrows: tuple[Arrow, ...] = ()
    comes: float | None = None
    stays: float | None = None


@dataclass(frozen=True, eq=False)
class Figure:
    """The picture of one exercise.

    ``shows_from`` is the height under which nothing is shown, for a closer look.
    ``goes_round`` says that the first position follows the last one, as in a breath;
    otherwise the way back is the way there.
    """

    id: str
    view: str
    positions: tuple[Position, ...]
    props: tuple[Prop, ...]
    mirrored: bool = False
    shows_from: float | None = None
    goes_round: bool = False

    @property
    def skeleton(self) -> Skeleton:
        """The limbs that its view shows."""
        return SKELETONS[self.view]

    @property
    def on_floor(self) -> bool:
        """Whether a floor is drawn under it."""
        return self.view not in SEEN_FROM_ABOVE and not self.shows_from

    @property
    def shows_face(self) -> bool:
        """Whether eyes are seen: from its front, or with the head turned to us."""
        if self.skeleton is SIDE:
            return any(p.shortened.get("face", 1) < 1 for p in self.positions)
        return self.view in FACE_SEEN

    @property
    def steps(self) -> tuple[tuple[Position, Position], ...]:
        """The moves from one position to the next, until the first is reached."""
        there = self.positions
        back = there[:1] if self.goes_round else there[-2::-1]
        return tuple(pairwise((*there, *back)))

    @property
    def text(self) -> str:
        """What the picture shows, in words."""
        return " ".join(position.says for position in self.positions)


Frame: TypeAlias = dict[str, Point]


def frame(figure: Figure, position: Position) -> Frame:
    """Where every joint of a position is, floor at height 0."""
    return _placed(
        figure, position.angles, position.shortened, position.held, position.at
    )


def frames(figure: Figure) -> Iterator[Frame]:
    """The way through all positions and back to the first, frame by frame."""
    for first, second in figure.steps:
        for number in range(FRAMES_BETWEEN):
            yield _between(figure, first, second, number / FRAMES_BETWEEN)
    yield frame(figure, figure.positions[0])


def _between(figure: Figure, first: Position, second: Position, part: float) -> Frame:
    part = part * part * (3 - 2 * part)
    angles = {
        name: angle + part * turn_between(angle, second.angles[name])
        for name, angle in first.angles.items()
    }
    shortened = {
        name: _mix(first.shortened.get(name, 1), second.shortened.get(name, 1), part)
        for name in first.shortened.keys() | second.shortened.keys()
    }
    if first.held == second.held:
        height = None
        if first.at[1] is not None and second.at[1] is not None:
            height = _mix(first.at[1], second.at[1], part)
        at = (_mix(first.at[0], second.at[0], part), height)
        return _placed(figure, angles, shortened, first.held, at)
    ends = frame(figure, first), frame(figure, second)
    root = figure.skeleton.root
    at = (
        _mix(ends[0][root][0], ends[1][root][0], part),
        _mix(ends[0][root][1], ends[1][root][1], part),
    )
    return _placed(figure, angles, shortened, root, at)


def _mix(first: float, second: float, part: float) -> float:
    return first + (second - first) * part


def _placed(
    figure: Figure,
    angles: Mapping[str, float],
    shortened: Mapping[str, float],
    held: str,
    at: tuple[float, float | None],
) -> Frame:
    joints = figure.skeleton.joints(angles, shortened)
    x = at[0] - joints[held][0]
    y = -lowest(figure, joints) if at[1] is None else at[1] - joints[held][1]
    return {name: (px + x, py + y) for name, (px, py) in joints.items()}


def lowest(figure: Figure, joints: Frame) -> float:
    """The height of the lowest part of the figure, limbs as thick as drawn."""
    heights = [joints["head"][1] - HEAD_RADIUS]
    for segment in figure.skeleton.segments.values():
        ends = (joints[segment.begin][1], joints[segment.end][1])
        heights.append(min(ends) - segment.width / 2)
    return min(heights)
