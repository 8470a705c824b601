"""One file of pose data -> a figure, refusing what no body could do.

The file's head says which view; each position names only the angles in which it
differs from the one before.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from guides.errors import LibraryError, line_of
from guides.figures.poses import Arrow, Figure, Frame, Position, Prop, frame, lowest
from guides.figures.props import PROPS
from guides.figures.skeleton import SKELETONS, Skeleton, turn_between
from guides.tables import Table, parse_toml, read_text

BELOW_FLOOR: Final = -0.6
"""How far, in units, a figure may sink in before it is refused."""


def read_figure(path: Path) -> Figure:
    """The figure of an exercise; the file's name is the exercise's id."""
    text = read_text(path)
    table = Table(path, text, parse_toml(path, text))
    view = table.one_of("view", SKELETONS)
    held = table.text_of("held")
    rows = table.take("positions", list)
    skeleton = SKELETONS[view]
    props = tuple(_prop(table, row, skeleton) for row in table.take("props", list, []))
    starts = [
        n for n, line in enumerate(text.split("\n"), 1) if "[[positions]]" in line
    ]
    positions: list[Position] = []
    for row, start in zip(rows, starts, strict=False):
        before = positions[-1] if positions else None
        reader = Table(path, text, row, start)
        positions.append(_position(reader, skeleton, held, before))
    figure = Figure(
        id=path.stem,
        view=view,
        positions=tuple(positions),
        props=props,
        mirrored=table.take("mirrored", bool, False),
        shows_from=_shows_from(table),
        goes_round=table.take("goes_round", bool, False),
    )
    table.done()
    if not positions:
        raise table.fail("a figure needs a position")
    for position, start in zip(positions, starts, strict=False):
        _refuse_impossible(path, figure, position, start)
    return figure


def _shows_from(table: Table) -> int | None:
    # A height of 0 is the floor itself, under which nothing is shown anyway.
    return table.take("shows_from", int, 0) or None


def _position(
    table: Table, skeleton: Skeleton, held: str, before: Position | None
) -> Position:
    pose = _numbers(table, "pose", table.take("pose", dict, {}))
    if unknown := pose.keys() - skeleton.segments.keys():
        raise table.fail(f"unknown segment {min(unknown)!r}", min(unknown))
    given = {**_kept(before, pose, skeleton), **pose}
    try:
        angles = skeleton.complete(given)
    except KeyError as error:
        raise table.fail(f"no angle for {error.args[0]!r}") from error
    hidden = dict.fromkeys(skeleton.unseen - pose.keys(), 0.0)
    shortened = hidden | _numbers(table, "shortened", table.take("shortened", dict, {}))
    held = table.text_of("held", before.held if before else held)
    if held not in skeleton.places:
        raise table.fail(f"unknown joint {held!r}", held)
    at = table.take("at", list, [])
    if not all(isinstance(v, int | float) for v in at) or len(at) > 2:
        raise table.fail("'at' must be [x] or [x, height]", "at")
    place: tuple[float, float | None] = before.at if before and not at else (0, None)
    if at:
        place = (at[0], at[1] if len(at) == 2 else None)
    comes, stays = _seconds(table)
    position = Position(
        says=table.text_of("says"),
        name=table.text_of("name"),
        angles=angles,
        shortened=shortened,
        held=held,
        at=place,
        arrows=tuple(_arrow(table, row) for row in table.take("arrows", list, [])),
        comes=comes,
        stays=stays,
    )
    table.done()
    return position


def _seconds(table: Table) -> tuple[float | None, float | None]:
    given = table.take("seconds", list, [])
    if not given:
        return None, None
    if len(given) != 2 or not all(isinstance(v, int) and v >= 0 for v in given):
        raise table.fail("'seconds' must be [comes, stays]", "seconds")
    return float(given[0]), float(given[1])


def _arrow(table: Table, row: object) -> Arrow:
    if (
        not isinstance(row, list)
        or len(row) not in {4, 5}
        or not all(isinstance(v, int | float) for v in row)
    ):
        raise table.fail("an arrow must be [x, y, to_x, to_y, bend]", "arrows")
    x, y, to_x, to_y, bend = (*row, 0.0)[:5]
    return Arrow((x, y), (to_x, to_y), bend)


def _kept(
    before: Position | None, pose: dict[str, float], skeleton: Skeleton
) -> dict[str, float]:
    """The angles of the position before, but for those that follow a changed one."""
    if before is None:
        return {}
    changed = set(pose)
    kept = {}
    for name, angle in before.angles.items():
        leader, turn = skeleton.follows.get(name, ("", 0.0))
        followed = leader != "" and before.angles[leader] + turn == angle
        if name not in pose and leader in changed and followed:
            changed.add(name)
        else:
            kept[name] = angle
    return kept


def _numbers(table: Table, key: str, values: dict[str, Any]) -> dict[str, float]:
    for name, value in values.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise table.fail(f"{name!r} in {key!r} must be a number", name)
    return {name: float(value) for name, value in values.items()}


def _prop(table: Table, row: dict[str, Any], skeleton: Skeleton) -> Prop:
    at = line_of(table.text, "props")
    own = Table(table.path, table.text, row, at)
    name = own.one_of("kind", PROPS)
    kind = PROPS[name]
    joint = own.text_of("joint", "")
    values = _numbers(own, "props", own.data)
    if missing := set(kind.needs) - values.keys():
        raise own.fail(f"a {name} needs {min(missing)!r}", name)
    if unknown := values.keys() - set(kind.needs) - kind.may_have:
        raise own.fail(f"a {name} has no {min(unknown)!r}", name)
    if joint and kind.moving is None:
        raise own.fail(f"a {name} cannot be carried", name)
    if joint and joint not in skeleton.places:
        raise own.fail(f"unknown joint {joint!r}", joint)
    return Prop(name, values, joint)


def _refuse_impossible(
    path: Path, figure: Figure, position: Position, line: int
) -> None:
    for (first, second), limit in figure.skeleton.limits.items():
        from_angle = position.angles[first] + limit.straight
        turn = turn_between(from_angle, position.angles[second])
        if not limit.least <= turn <= limit.most:
            possible = f"{limit.least} to {limit.most} is possible"
            message = f"{second!r} turns {turn:.0f} degrees against {first!r}"
            raise LibraryError(path, line, f"{message}; {possible}")
    joints: Frame = frame(figure, position)
    if figure.on_floor and lowest(figure, joints) < BELOW_FLOOR:
        depth = -lowest(figure, joints)
        raise LibraryError(path, line, f"the figure sinks {depth:.1f} into the floor")
