"""Figures as SVG: one renderer for all of them.

Colours come from the style sheet by class. The moving picture is animated by SVG
itself, so that it needs no script; the style sheet shows the still one to whoever
wants less motion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from guides.figures.marks import arrow_corners, arrow_drawn, face_drawn
from guides.figures.poses import (
    FRAMES_BETWEEN,
    Figure,
    Frame,
    Position,
    frame,
    frames,
)
from guides.figures.props import animated, corners, prop_drawn
from guides.figures.props import number as _n
from guides.figures.skeleton import HEAD_RADIUS, chains

MARGIN: Final = 6.0
WIDE: Final = 1.4
DARK: Final = {"lumbar", "thorax", "face", "belly", "ribs"}
IN_HAND: Final = {"wrist", "hand"}
"""Held in the near hand: drawn over the body and under the near arm."""
SECONDS_A_MOVE: Final = 2.0
SECONDS_HELD: Final = (1.0, 4.0)
"""How long a position stands in the moving picture, at least and at most."""


@dataclass(frozen=True)
class Still:
    """One position: its number, its name and its picture."""

    number: int
    name: str
    svg: str


@dataclass(frozen=True)
class Picture:
    """What a page shows of an exercise. ``text`` says the same in words.

    ``wide`` says that it is much wider than high, as of somebody who lies.
    """

    text: str
    stills: tuple[Still, ...]
    moving: str
    wide: bool


@lru_cache(maxsize=512)
def picture(figure: Figure, hold_seconds: float = 2.0) -> Picture:
    """The still and the moving picture; ``hold_seconds`` is the exercise's pace."""
    box = _box(figure)
    stills = tuple(
        Still(number, position.name, _still(figure, position, box))
        for number, position in enumerate(figure.positions, 1)
    )
    moving = _moving(figure, box, hold_seconds) if _moves(figure) else ""
    return Picture(figure.text, stills, moving, box.shape > WIDE)


@dataclass(frozen=True)
class _Box:
    left: float
    bottom: float
    right: float
    top: float

    @property
    def shape(self) -> float:
        """How many times wider than high."""
        return (self.right - self.left) / (self.top - self.bottom)

    @property
    def view_box(self) -> str:
        width, height = self.right - self.left, self.top - self.bottom
        return f"{_n(self.left)} {_n(-self.top)} {_n(width)} {_n(height)}"


def _box(figure: Figure) -> _Box:
    """The room that all frames and props need."""
    xs: list[float] = []
    ys: list[float] = [0.0] if figure.on_floor else []
    for joints in frames(figure):
        for x, y in joints.values():
            xs += [x - HEAD_RADIUS, x + HEAD_RADIUS]
            ys += [y - HEAD_RADIUS, y + HEAD_RADIUS]
        for prop in figure.props:
            for x, y in corners(prop, joints):
                xs.append(x)
                ys.append(y)
    for position in figure.positions:
        for arrow in position.arrows:
            for x, y in arrow_corners(arrow):
                xs.append(x)
                ys.append(y)
    least = 0.0 if figure.on_floor else figure.shows_from
    if least is not None:
        ys = [max(y, least) for y in ys]
    return _Box(min(xs) - MARGIN, min(ys) - MARGIN, max(xs) + MARGIN, max(ys) + MARGIN)


def _still(figure: Figure, position: Position, box: _Box) -> str:
    arrows = "".join(arrow_drawn(arrow) for arrow in position.arrows)
    return _svg(figure, box, [frame(figure, position)], arrows=arrows)


def _moves(figure: Figure) -> bool:
    first, *others = (frame(figure, position) for position in figure.positions)
    return any(other != first for other in others)


def _moving(figure: Figure, box: _Box, hold_seconds: float) -> str:
    held = min(max(hold_seconds, SECONDS_HELD[0]), SECONDS_HELD[1])
    way, times, duration = _timing(figure, held)
    clock = f'dur="{_n(duration)}s" repeatCount="indefinite" keyTimes="{times}"'
    return _svg(figure, box, way, clock)


def _timing(figure: Figure, held: float) -> tuple[list[Frame], str, float]:
    """The frames, one twice where it is held, and when each of them is shown."""
    way = list(frames(figure))
    shown: list[Frame] = []
    seconds: list[float] = []
    now = 0.0
    for step, (first, second) in enumerate(figure.steps):
        begin = step * FRAMES_BETWEEN
        stays = held if first.stays is None else first.stays
        for moment in (now, now + stays) if stays else (now,):
            shown.append(way[begin])
            seconds.append(moment)
        now += stays
        comes = SECONDS_A_MOVE if second.comes is None else second.comes
        for part in range(1, FRAMES_BETWEEN if comes else 1):
            shown.append(way[begin + part])
            seconds.append(now + comes * part / FRAMES_BETWEEN)
        now += comes
    shown.append(way[-1])
    seconds.append(now)
    return shown, ";".join(_n(second / now, 4) for second in seconds), now


def _limb(
    figure: Figure, chain: Sequence[str], way: Sequence[Frame], clock: str = ""
) -> str:
    segments = figure.skeleton.segments
    joints = [segments[chain[0]].begin, *(segments[name].end for name in chain)]
    far = "fig-far" if chain[0].startswith("far_") else "fig-near"
    parts = []
    # Each segment has its own thickness, so a limb is drawn from several lines.
    for name, begin, end in zip(chain, joints, joints[1:], strict=False):
        lines = [_line(one, begin, end) for one in way]
        kind = f"{far} fig-trunk" if name in DARK else far
        width = _n(segments[name].width)
        moves = animated("d", lines, clock)
        parts.append(
            f'<path class="{kind}" stroke-width="{width}" d="{lines[0]}">{moves}</path>'
        )
    return "".join(parts)


def _shown(figure: Figure, chain: Sequence[str]) -> bool:
    """Whether any position shows something of it."""
    return any(p.shortened.get(name, 1) for p in figure.positions for name in chain)


def _line(joints: Frame, begin: str, end: str) -> str:
    (x, y), (to_x, to_y) = joints[begin], joints[end]
    return f"M{_n(x)} {_n(-y)}L{_n(to_x)} {_n(-to_y)}"


def _head(way: Sequence[Frame], clock: str) -> str:
    xs = [_n(joints["head"][0]) for joints in way]
    ys = [_n(-joints["head"][1]) for joints in way]
    moves = animated("cx", xs, clock) + animated("cy", ys, clock)
    radius = _n(HEAD_RADIUS)
    return (
        f'<circle class="fig-head" r="{radius}" cx="{xs[0]}" cy="{ys[0]}">'
        f"{moves}</circle>"
    )


def _svg(
    figure: Figure, box: _Box, way: Sequence[Frame], clock: str = "", arrows: str = ""
) -> str:
    parts = [_floor(box)] if figure.on_floor else []
    behind = [prop for prop in figure.props if prop.joint not in IN_HAND]
    in_hand = [prop for prop in figure.props if prop.joint in IN_HAND]
    *others, near_arm = (c for c in chains(figure.view) if _shown(figure, c))
    parts += [prop_drawn(prop, way, clock) for prop in behind]
    parts += [_limb(figure, chain, way, clock) for chain in others]
    parts += [prop_drawn(prop, way, clock) for prop in in_hand]
    parts += [_limb(figure, near_arm, way, clock), _head(way, clock)]
    parts += [face_drawn(figure, way, clock), arrows]
    content = "".join(parts)
    if figure.mirrored:
        middle = _n(box.left + box.right)
        content = f'<g transform="translate({middle} 0) scale(-1 1)">{content}</g>'
    return (
        f'<svg class="figure" viewBox="{box.view_box}" aria-hidden="true" '
        f'focusable="false">{content}</svg>'
    )


def _floor(box: _Box) -> str:
    return f'<path class="fig-floor" d="M{_n(box.left)} 0H{_n(box.right)}"/>'
