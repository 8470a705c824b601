"""The simple figure of a person: its limbs, and where they lie in a pose.

A pose is one angle for each segment, in degrees on the page: 0 points right, 90 up,
180 left. Lengths are fixed, so a limb can never stretch. A unit is a hundredth of the
height of the figure. Seen from the side it faces right while it stands; lying face up
its head is therefore on the left, lying face down on the right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Final, TypeAlias

Point: TypeAlias = tuple[float, float]
"""Right of the middle and above the floor, in units."""


@dataclass(frozen=True)
class Segment:
    """A limb between two joints. ``width`` is how thick it is drawn."""

    begin: str
    end: str
    length: float
    width: float


@dataclass(frozen=True)
class Limit:
    """How far one segment may turn against another, from where both are ``straight``.

    Forward is negative for the spine and the knee, positive for elbow and hip.
    """

    least: float
    most: float
    straight: float = 0


@dataclass(frozen=True)
class Skeleton:
    """``segments`` in an order in which each begins where an earlier one ends.

    ``follows`` names the segment whose angle is taken where a pose gives none, turned
    by so many degrees. ``unseen`` are drawn only in a position that names them.
    ``root`` is the joint that all is reached from; ``limits`` say how far
    the second of two segments may turn against the first.
    """

    root: str
    segments: Mapping[str, Segment]
    follows: Mapping[str, tuple[str, float]]
    limits: Mapping[tuple[str, str], Limit]
    unseen: frozenset[str] = frozenset()

    @property
    def places(self) -> frozenset[str]:
        """The names of all joints."""
        return frozenset({self.root, *(s.end for s in self.segments.values())})

    def complete(self, pose: Mapping[str, float]) -> dict[str, float]:
        """The pose with every segment's angle. Raises ``KeyError`` where one lacks."""
        angles = dict(pose)
        for name in self.segments:
            if name not in angles:
                leader, turn = self.follows[name]
                angles[name] = angles[leader] + turn
        return {name: angles[name] for name in self.segments}

    def joints(
        self, angles: Mapping[str, float], shortened: Mapping[str, float]
    ) -> dict[str, Point]:
        """Where each joint is while the root is at (0, 0).

        ``shortened`` says of a segment which part of its length is seen, where it
        points towards the reader or away.
        """
        found: dict[str, Point] = {self.root: (0.0, 0.0)}
        for name, segment in self.segments.items():
            x, y = found[segment.begin]
            length = segment.length * shortened.get(name, 1.0)
            turn = radians(angles[name])
            found[segment.end] = (x + length * cos(turn), y + length * sin(turn))
        return found


TRUNK: Final = {
    "lumbar": Segment("hip", "waist", 13, 12),
    "thorax": Segment("waist", "shoulder", 17, 12.5),
    "neck": Segment("shoulder", "head", 11, 5),
    "face": Segment("head", "nose", 6.8, 2.8),
}
BREATH: Final = {
    "belly": Segment("waist", "belly", 4, 12.5),
    "ribs": Segment("belly", "ribs", 15, 12.5),
}
"""How far belly and chest come forward with a breath in."""
HEAD_RADIUS: Final = 6.2
HEAD_WIDTH: Final = 2 * HEAD_RADIUS


def _limbs(prefix: str, hip: str, shoulder: str) -> dict[str, Segment]:
    knee, ankle, toe = f"{prefix}knee", f"{prefix}ankle", f"{prefix}toe"
    elbow, wrist, hand = f"{prefix}elbow", f"{prefix}wrist", f"{prefix}hand"
    return {
        f"{prefix}thigh": Segment(hip, knee, 24, 8.5),
        f"{prefix}shin": Segment(knee, ankle, 23, 6.5),
        f"{prefix}foot": Segment(ankle, toe, 8.5, 4.2),
        f"{prefix}upper_arm": Segment(shoulder, elbow, 16, 5.4),
        f"{prefix}forearm": Segment(elbow, wrist, 14, 4.6),
        f"{prefix}palm": Segment(wrist, hand, 4.5, 4.2),
    }


def _turns(prefix: str) -> dict[tuple[str, str], Limit]:
    """How far joints bend; a picture beyond it would show a body that is not."""
    return {
        ("lumbar", f"{prefix}thigh"): Limit(-40, 150, straight=180),
        (f"{prefix}thigh", f"{prefix}shin"): Limit(-170, 8),
        (f"{prefix}upper_arm", f"{prefix}forearm"): Limit(-8, 160),
        (f"{prefix}shin", f"{prefix}foot"): Limit(-10, 165),
    }


SIDE: Final = Skeleton(
    root="hip",
    segments={
        **TRUNK,
        **BREATH,
        **_limbs("", "hip", "shoulder"),
        **_limbs("far_", "hip", "shoulder"),
    },
    follows={
        "thorax": ("lumbar", 0),
        "neck": ("thorax", 0),
        "face": ("neck", -90),
        "belly": ("lumbar", -90),
        "ribs": ("thorax", 0),
        "palm": ("forearm", 0),
        **{
            f"far_{name}": (name, 0)
            for name in ("thigh", "shin", "foot", "upper_arm", "forearm", "palm")
        },
    },
    limits={
        ("lumbar", "thorax"): Limit(-65, 40),
        ("thorax", "neck"): Limit(-75, 60),
        **_turns(""),
        **_turns("far_"),
    },
    unseen=frozenset(BREATH),
)
"""Seen from the side; the far limbs are drawn behind."""

_ACROSS: Final = {
    "left_hip_bone": Segment("hip", "left_hip", 4.6, 8),
    "right_hip_bone": Segment("hip", "right_hip", 4.6, 8),
    "left_collar_bone": Segment("shoulder", "left_shoulder", 8.2, 6),
    "right_collar_bone": Segment("shoulder", "right_shoulder", 8.2, 6),
}

FACING: Final = Skeleton(
    root="hip",
    segments={
        **TRUNK,
        **_ACROSS,
        **_limbs("left_", "left_hip", "left_shoulder"),
        **_limbs("right_", "right_hip", "right_shoulder"),
    },
    follows={
        "thorax": ("lumbar", 0),
        "neck": ("thorax", 0),
        "face": ("neck", 0),
        "left_palm": ("left_forearm", 0),
        "right_palm": ("right_forearm", 0),
    },
    limits={("lumbar", "thorax"): Limit(-50, 50), ("thorax", "neck"): Limit(-60, 60)},
    unseen=frozenset({"face"}),
)
"""Seen from the front, the back or above; left and right are those of the page."""

SKELETONS: Final = {
    "side": SIDE,
    "side-lying": SIDE,
    "front": FACING,
    "back": FACING,
    "above": FACING,
}
"""What each view shows. Side-lying is seen from above, without a floor."""

DRAWN: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "side": (
        ("far_upper_arm", "far_forearm", "far_palm"),
        ("far_thigh", "far_shin", "far_foot"),
        ("neck",),
        ("face",),
        ("lumbar", "thorax"),
        ("belly", "ribs"),
        ("thigh", "shin", "foot"),
        ("upper_arm", "forearm", "palm"),
    ),
    "front": (
        ("neck",),
        ("face",),
        ("lumbar", "thorax"),
        ("left_hip_bone", "left_thigh", "left_shin", "left_foot"),
        ("right_hip_bone", "right_thigh", "right_shin", "right_foot"),
        ("left_collar_bone", "left_upper_arm", "left_forearm", "left_palm"),
        ("right_collar_bone", "right_upper_arm", "right_forearm", "right_palm"),
    ),
}
"""The chains of segments from the back of the picture to its front."""


def chains(view: str) -> tuple[tuple[str, ...], ...]:
    """What is drawn in a view, from back to front."""
    return DRAWN["side" if SKELETONS[view] is SIDE else "front"]


def turn_between(first: float, second: float) -> float:
    """The turn from one direction to another, from -180 up to 180 degrees."""
    return (second - first + 180) % 360 - 180
