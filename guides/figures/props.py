"""What may stand beside a figure, or be carried by it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final, TypeAlias

from guides.figures.poses import Frame, Prop
from guides.figures.skeleton import Point

Values: TypeAlias = Mapping[str, float]


@dataclass(frozen=True)
class Shape:
    """One drawn element: its tag, its class, and the attributes that place it."""

    tag: str
    kind: str
    attributes: Mapping[str, str]


@dataclass(frozen=True)
class PropKind:
    """A kind of prop. ``moving`` are the two values that count from its joint.

    Without ``moving`` it cannot be carried.
    """

    needs: tuple[str, ...]
    shape: Callable[[Values], Shape]
    corners: Callable[[Values], Iterable[Point]]
    may_have: frozenset[str] = frozenset()
    moving: tuple[str, str] | None = None


def prop_drawn(prop: Prop, way: Sequence[Frame], clock: str = "") -> str:
    """The prop as SVG; what is carried moves along with its joint."""
    shapes = [PROPS[prop.kind].shape(_placed(prop, joints)) for joints in way]
    first = shapes[0]
    attributes = moves = ""
    for name, value in first.attributes.items():
        attributes += f' {name}="{value}"'
        moves += animated(name, [shape.attributes[name] for shape in shapes], clock)
    return f'<{first.tag} class="{first.kind}"{attributes}>{moves}</{first.tag}>'


def corners(prop: Prop, joints: Frame) -> Iterable[Point]:
    """The room that the prop needs in a frame."""
    return PROPS[prop.kind].corners(_placed(prop, joints))


def _placed(prop: Prop, joints: Frame) -> Values:
    moving = PROPS[prop.kind].moving
    if not prop.joint or moving is None:
        return prop.values
    x, y = joints[prop.joint]
    across, up = moving
    values = prop.values
    return {**values, across: values[across] + x, up: values[up] + y}


def animated(attribute: str, values: Sequence[str], clock: str) -> str:
    """The animation of an attribute; nothing where it keeps its value."""
    if not clock or len(set(values)) == 1:
        return ""
    joined = ";".join(values)
    return f'<animate attributeName="{attribute}" values="{joined}" {clock}/>'


def number(value: float, digits: int = 1) -> str:
    """A number as short as it can be written."""
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return escape("0" if text == "-0" else text)


_n = number


def _line(d: str) -> Shape:
    return Shape("path", "fig-prop-line", {"d": d})


def _wall(values: Values) -> Shape:
    return _line(f"M{_n(values['x'])} 0V{_n(-values.get('height', 100))}")


def _wall_corners(values: Values) -> Iterable[Point]:
    x = values["x"]
    return ((x, 0.0), (x, values.get("height", 100)))


def _chair(values: Values) -> Shape:
    """Seat, legs and, unless ``back`` is 0, a back rest on the left.

    ``arms`` is how high armrests stand over the seat; they end before its front edge.
    """
    x, seat = values["x"], values["seat"]
    depth, back = values.get("depth", 24), values.get("back", 34)
    rest = f"M{_n(x)} {_n(-seat)}V{_n(-seat - back)}" if back else ""
    legs = f"M{_n(x + 1)} {_n(-seat)}V0M{_n(x + depth - 1)} {_n(-seat)}V0"
    arms = ""
    if arm := values.get("arms", 0):
        arms = f"M{_n(x)} {_n(-seat - arm)}h{_n(depth - 2)}v{_n(arm)}"
    return _line(f"M{_n(x)} {_n(-seat)}H{_n(x + depth)}{legs}{rest}{arms}")


def _chair_corners(values: Values) -> Iterable[Point]:
    x, seat = values["x"], values["seat"]
    depth, back = values.get("depth", 24), values.get("back", 34)
    return ((x, 0.0), (x + depth, 0.0), (x, seat + max(back, values.get("arms", 0))))


def _table(values: Values) -> Shape:
    x, height, width = (values[key] for key in ("x", "height", "width"))
    return _line(
        f"M{_n(x)} {_n(-height)}H{_n(x + width)}M{_n(x + width - 2)} {_n(-height)}V0"
    )


def _table_corners(values: Values) -> Iterable[Point]:
    x, height, width = (values[key] for key in ("x", "height", "width"))
    return ((x, height), (x + width, 0.0))


def _roller(values: Values) -> Shape:
    """A roller, a ball, or a weight on a bar seen from its end."""
    x, y, radius = (values[key] for key in ("x", "y", "radius"))
    return Shape("circle", "fig-prop", {"cx": _n(x), "cy": _n(-y), "r": _n(radius)})


def _bump(values: Values) -> Shape:
    """A belly in pregnancy, in the colour of the body."""
    return replace(_roller(values), kind="fig-head")


def _roller_corners(values: Values) -> Iterable[Point]:
    x, y, radius = (values[key] for key in ("x", "y", "radius"))
    return ((x - radius, y - radius), (x + radius, y + radius))


def _block(values: Values) -> Shape:
    """A pillow, a cushion, a step, a tub, a load: a box with round corners."""
    x, y, width, height = (values[key] for key in BOX)
    return Shape(
        "rect",
        "fig-prop",
        {
            "x": _n(x),
            "y": _n(-y - height),
            "width": _n(width),
            "height": _n(height),
            "rx": _n(min(width, height, 6) / 2),
        },
    )


def _mat(values: Values) -> Shape:
    """A mat or a bed seen from above: its outline, so that pillows stand out."""
    x, y, width, height = (values[key] for key in BOX)
    return _line(f"M{_n(x)} {_n(-y)}h{_n(width)}v{_n(-height)}h{_n(-width)}z")


def _water(values: Values) -> Shape:
    """The surface of water: small waves, as many as fit."""
    x, y, width = (values[key] for key in ("x", "y", "width"))
    waves = "t8 0" * (round(width / 8) - 1)
    d = f"M{_n(x)} {_n(-y)}q4 -4 8 0{waves}"
    return replace(_line(d), kind="fig-prop-line fig-water")


def _water_corners(values: Values) -> Iterable[Point]:
    x, y, width = (values[key] for key in ("x", "y", "width"))
    return ((x, y - 4), (x + width, y + 4))


def _block_corners(values: Values) -> Iterable[Point]:
    x, y, width, height = (values[key] for key in BOX)
    return ((x, y), (x + width, y + height))


def _bar(values: Values) -> Shape:
    """A bar, a band or a rope between two points."""
    x, y, to_x, to_y = (values[key] for key in ENDS)
    return _line(f"M{_n(x)} {_n(-y)}L{_n(to_x)} {_n(-to_y)}")


def _bar_corners(values: Values) -> Iterable[Point]:
    x, y, to_x, to_y = (values[key] for key in ENDS)
    return ((x, y), (to_x, to_y))


BOX: Final = ("x", "y", "width", "height")
ENDS: Final = ("x", "y", "to_x", "to_y")
_BLOCK: Final = PropKind(BOX, _block, _block_corners, moving=("x", "y"))

PROPS: Final[Mapping[str, PropKind]] = {
    "wall": PropKind(("x",), _wall, _wall_corners, frozenset({"height"})),
    "chair": PropKind(
        ("x", "seat"), _chair, _chair_corners, frozenset({"depth", "back", "arms"})
    ),
    "table": PropKind(("x", "height", "width"), _table, _table_corners),
    "roller": PropKind(
        ("x", "y", "radius"), _roller, _roller_corners, moving=("x", "y")
    ),
    "bump": PropKind(("x", "y", "radius"), _bump, _roller_corners, moving=("x", "y")),
    "pillow": _BLOCK,
    "block": _BLOCK,
    "mat": PropKind(BOX, _mat, _block_corners),
    "water": PropKind(("x", "y", "width"), _water, _water_corners),
    "bar": PropKind(ENDS, _bar, _bar_corners, moving=("to_x", "to_y")),
}
"""What a figure file may name. A carried bar has its first end fixed."""
