"""Figures as SVG: one renderer for all of them.

Colours come from the style sheet by class. The moving picture is animated by SVG
itself, so that it needs no script; the style sheet shows the still one to whoever
wants less motion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Final

from guides.figures.poses import Figure, Frame, Prop, frame, frames
from guides.figures.skeleton import HEAD_RADIUS, chains

MARGIN: Final = 6.0
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
    """What a page shows of an exercise. ``text`` says the same in words."""

    text: str
    stills: tuple[Still, ...]
    moving: str


@lru_cache(maxsize=512)
def picture(figure: Figure, hold_seconds: float = 2.0) -> Picture:
    """The still and the moving picture; ``hold_seconds`` is the exercise's pace."""
    box = _box(figure)
    stills = tuple(
        Still(number, position.name, _still(figure, frame(figure, position), box))
        for number, position in enumerate(figure.positions, 1)
    )
    moving = _moving(figure, box, hold_seconds) if len(stills) > 1 else ""
    return Picture(figure.text, stills, moving)


@dataclass(frozen=True)
class _Box:
    left: float
    bottom: float
    right: float
    top: float

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
        for x, y in _corners(prop):
            xs.append(x)
            ys.append(y)
    if figure.on_floor:
        ys = [max(y, 0.0) for y in ys]
    return _Box(min(xs) - MARGIN, min(ys) - MARGIN, max(xs) + MARGIN, max(ys) + MARGIN)


def _still(figure: Figure, joints: Frame, box: _Box) -> str:
    parts = [_limb(figure, chain, [joints]) for chain in chains(figure.view)]
    return _svg(figure, box, "".join(parts) + _head([joints], ""))


def _moving(figure: Figure, box: _Box, hold_seconds: float) -> str:
    held = min(max(hold_seconds, SECONDS_HELD[0]), SECONDS_HELD[1])
    way, times, duration = _timing(figure, held)
    clock = f'dur="{_n(duration)}s" repeatCount="indefinite" keyTimes="{times}"'
    parts = [_limb(figure, chain, way, clock) for chain in chains(figure.view)]
    return _svg(figure, box, "".join(parts) + _head(way, clock))


def _timing(figure: Figure, held: float) -> tuple[list[Frame], str, float]:
    """The frames, each position twice since it is held, and when each is shown."""
    way = list(frames(figure))
    moves = 2 * (len(figure.positions) - 1)
    each = (len(way) - 1) // moves
    shown: list[Frame] = []
    seconds: list[float] = []
    now = 0.0
    for number, joints in enumerate(way):
        shown.append(joints)
        seconds.append(now)
        if number % each == 0 and number < len(way) - 1:
            now += held
            shown.append(joints)
            seconds.append(now)
        now += SECONDS_A_MOVE / each
    last = seconds[-1]
    return shown, ";".join(_n(s / last, 4) for s in seconds), last


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
        kind = f"{far} fig-trunk" if name in ("lumbar", "thorax") else far
        width = _n(segments[name].width)
        moves = _animate("d", lines, clock)
        parts.append(
            f'<path class="{kind}" stroke-width="{width}" d="{lines[0]}">{moves}</path>'
        )
    return "".join(parts)


def _line(joints: Frame, begin: str, end: str) -> str:
    (x, y), (to_x, to_y) = joints[begin], joints[end]
    return f"M{_n(x)} {_n(-y)}L{_n(to_x)} {_n(-to_y)}"


def _head(way: Sequence[Frame], clock: str) -> str:
    xs = [_n(joints["head"][0]) for joints in way]
    ys = [_n(-joints["head"][1]) for joints in way]
    moves = _animate("cx", xs, clock) + _animate("cy", ys, clock)
    radius = _n(HEAD_RADIUS)
    return (
        f'<circle class="fig-head" r="{radius}" cx="{xs[0]}" cy="{ys[0]}">'
        f"{moves}</circle>"
    )


def _animate(attribute: str, values: Sequence[str], clock: str) -> str:
    if not clock or len(set(values)) == 1:
        return ""
    joined = ";".join(values)
    return f'<animate attributeName="{attribute}" values="{joined}" {clock}/>'


def _svg(figure: Figure, box: _Box, body: str) -> str:
    behind = "".join(PROPS[prop.kind][1](prop) for prop in figure.props)
    if figure.on_floor:
        behind = _floor(box) + behind
    content = behind + body
    if figure.mirrored:
        middle = _n(box.left + box.right)
        content = f'<g transform="translate({middle} 0) scale(-1 1)">{content}</g>'
    return (
        f'<svg class="figure" viewBox="{box.view_box}" aria-hidden="true" '
        f'focusable="false">{content}</svg>'
    )


def _floor(box: _Box) -> str:
    return f'<path class="fig-floor" d="M{_n(box.left)} 0H{_n(box.right)}"/>'


def _corners(prop: Prop) -> Iterable[tuple[float, float]]:
    return PROPS[prop.kind][2](prop)


def _wall(prop: Prop) -> str:
    x, height = prop.values["x"], prop.values.get("height", 100)
    return f'<path class="fig-prop-line" d="M{_n(x)} 0V{_n(-height)}"/>'


def _wall_corners(prop: Prop) -> Iterable[tuple[float, float]]:
    x = prop.values["x"]
    return ((x, 0.0), (x, prop.values.get("height", 100)))


def _chair(prop: Prop) -> str:
    """Seat, legs and, unless ``back`` is 0, a back rest on the left."""
    x, seat = prop.values["x"], prop.values["seat"]
    depth, back = prop.values.get("depth", 24), prop.values.get("back", 34)
    rest = f"M{_n(x)} {_n(-seat)}V{_n(-seat - back)}" if back else ""
    legs = f"M{_n(x + 1)} {_n(-seat)}V0M{_n(x + depth - 1)} {_n(-seat)}V0"
    return (
        f'<path class="fig-prop-line" d="M{_n(x)} {_n(-seat)}H{_n(x + depth)}{legs}'
        f'{rest}"/>'
    )


def _chair_corners(prop: Prop) -> Iterable[tuple[float, float]]:
    x, seat = prop.values["x"], prop.values["seat"]
    depth, back = prop.values.get("depth", 24), prop.values.get("back", 34)
    return ((x, 0.0), (x + depth, 0.0), (x, seat + back))


def _table(prop: Prop) -> str:
    x, height, width = (prop.values[key] for key in ("x", "height", "width"))
    return (
        f'<path class="fig-prop-line" d="M{_n(x)} {_n(-height)}H{_n(x + width)}'
        f'M{_n(x + width - 2)} {_n(-height)}V0"/>'
    )


def _table_corners(prop: Prop) -> Iterable[tuple[float, float]]:
    x, height, width = (prop.values[key] for key in ("x", "height", "width"))
    return ((x, height), (x + width, 0.0))


def _roller(prop: Prop) -> str:
    x, y, radius = (prop.values[key] for key in ("x", "y", "radius"))
    return f'<circle class="fig-prop" cx="{_n(x)}" cy="{_n(-y)}" r="{_n(radius)}"/>'


def _roller_corners(prop: Prop) -> Iterable[tuple[float, float]]:
    x, y, radius = (prop.values[key] for key in ("x", "y", "radius"))
    return ((x - radius, y - radius), (x + radius, y + radius))


def _block(prop: Prop) -> str:
    """A pillow, a cushion, a step, a tub: a box with round corners."""
    x, y, width, height = (prop.values[key] for key in ("x", "y", "width", "height"))
    return (
        f'<rect class="fig-prop" x="{_n(x)}" y="{_n(-y - height)}" width="{_n(width)}" '
        f'height="{_n(height)}" rx="{_n(min(width, height, 6) / 2)}"/>'
    )


def _block_corners(prop: Prop) -> Iterable[tuple[float, float]]:
    x, y, width, height = (prop.values[key] for key in ("x", "y", "width", "height"))
    return ((x, y), (x + width, y + height))


def _bar(prop: Prop) -> str:
    """A bar, a band or a rope between two points."""
    x, y, to_x, to_y = (prop.values[key] for key in ("x", "y", "to_x", "to_y"))
    return f'<path class="fig-prop-line" d="M{_n(x)} {_n(-y)}L{_n(to_x)} {_n(-to_y)}"/>'


def _bar_corners(prop: Prop) -> Iterable[tuple[float, float]]:
    x, y, to_x, to_y = (prop.values[key] for key in ("x", "y", "to_x", "to_y"))
    return ((x, y), (to_x, to_y))


Corners = Callable[[Prop], Iterable[tuple[float, float]]]
BOX: Final = ("x", "y", "width", "height")

PROPS: Final[dict[str, tuple[tuple[str, ...], Callable[[Prop], str], Corners]]] = {
    "wall": (("x",), _wall, _wall_corners),
    "chair": (("x", "seat"), _chair, _chair_corners),
    "table": (("x", "height", "width"), _table, _table_corners),
    "roller": (("x", "y", "radius"), _roller, _roller_corners),
    "pillow": (BOX, _block, _block_corners),
    "block": (BOX, _block, _block_corners),
    "bar": (("x", "y", "to_x", "to_y"), _bar, _bar_corners),
}
"""What may stand beside a figure: the values it needs, and how it is drawn."""

MAY_HAVE: Final = {"wall": {"height"}, "chair": {"depth", "back"}}


def _n(value: float, digits: int = 1) -> str:
    """A number as short as it can be written."""
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return escape("0" if text == "-0" else text)
