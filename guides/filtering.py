"""Lists narrowed by what a reader chooses, and how many each choice would leave.

Pure: it knows neither who asks nor what is listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True)
class Choice(Generic[Item]):
    """One thing to narrow by. ``words`` maps what may be chosen to its words."""

    name: str
    label: str
    everything: str
    words: Mapping[str, str]
    fits: Callable[[Item, str], bool]


@dataclass(frozen=True)
class Option:
    """One possible choice; ``count`` items fit it and all other choices."""

    code: str
    label: str
    count: int


@dataclass(frozen=True, eq=False)
class Filter:
    """A choice with its options as they stand now. ``chosen`` is empty for all."""

    name: str
    label: str
    everything: str
    options: tuple[Option, ...]
    chosen: str


def narrowed(
    items: Iterable[Item],
    choices: Iterable[Choice[Item]],
    chosen: Mapping[str, str],
    *,
    besides: str = "",
) -> list[Item]:
    """The items that fit everything chosen, leaving out the choice ``besides``."""
    asked = [c for c in choices if chosen.get(c.name) and c.name != besides]
    return [item for item in items if all(c.fits(item, chosen[c.name]) for c in asked)]


def filters(
    items: Sequence[Item], choices: Sequence[Choice[Item]], chosen: Mapping[str, str]
) -> tuple[Filter, ...]:
    """All choices with the options that would leave something, and the chosen one."""
    return tuple(_filter(items, choices, choice, chosen) for choice in choices)


def _filter(
    items: Sequence[Item],
    choices: Sequence[Choice[Item]],
    choice: Choice[Item],
    chosen: Mapping[str, str],
) -> Filter:
    left = narrowed(items, choices, chosen, besides=choice.name)
    taken = chosen.get(choice.name, "")
    counted = [
        Option(code, label, sum(choice.fits(item, code) for item in left))
        for code, label in choice.words.items()
    ]
    return Filter(
        name=choice.name,
        label=choice.label,
        everything=choice.everything,
        options=tuple(o for o in counted if o.count or o.code == taken),
        chosen=taken,
    )
