"""The numbers of an exercise that a person may change before it is begun."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guides.practising import LIMITS, SHOWN_AMOUNTS
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
    """The numbers that an exercise has, as ``offered`` or as they were typed."""
    return [
        Amount(
            name=(name := f"{exercise.id}-{key}"),
            label=label,
            value=typed.get(name, offered[key]),
            least=LIMITS[key][0],
            most=LIMITS[key][1],
            error=errors.get(name, ""),
        )
        for key, label in SHOWN_AMOUNTS.items()
        if key in offered
    ]
