"""The numbers of an exercise that a person may change before it is begun."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guides.practising import SHOWN_AMOUNTS, limits, may_be_empty
from guides.shapes import Exercise


@dataclass(frozen=True)
class Amount:
    """One number, with its field's name and what was wrong with what was typed."""

    name: str
    label: str
    value: object
    least: int
    most: int
    error: str
    may_be_empty: bool


def amounts_of(
    exercise: Exercise,
    offered: Mapping[str, int],
    typed: Mapping[str, str],
    errors: Mapping[str, str],
) -> list[Amount]:
    """The numbers that an exercise has, as ``offered`` or as they were typed.

    What can be no other is left out.
    """
    may_be, empty = limits(exercise), may_be_empty(exercise)
    return [
        Amount(
            name=(name := f"{exercise.id}-{key}"),
            label=label,
            value=typed.get(name, offered.get(key, "")),
            least=may_be[key][0],
            most=may_be[key][1],
            error=errors.get(name, ""),
            may_be_empty=key in empty,
        )
        for key, label in SHOWN_AMOUNTS.items()
        if key in offered.keys() | empty and may_be[key][0] < may_be[key][1]
    ]
