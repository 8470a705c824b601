"""The numbers of an exercise that a person may change before it is begun."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guides.practising import SHOWN_AMOUNTS, limits
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


def amounts_of(
    exercise: Exercise,
    offered: Mapping[str, int],
    typed: Mapping[str, str],
    errors: Mapping[str, str],
) -> list[Amount]:
    """The numbers that an exercise has, as ``offered`` or as they were typed.

    What can be no other is left out.
    """
    may_be = limits(exercise)
    return [
        Amount(
            name=(name := f"{exercise.id}-{key}"),
            label=label,
            value=typed.get(name, offered[key]),
            least=may_be[key][0],
            most=may_be[key][1],
            error=errors.get(name, ""),
        )
        for key, label in SHOWN_AMOUNTS.items()
        if key in offered and may_be[key][0] < may_be[key][1]
    ]
