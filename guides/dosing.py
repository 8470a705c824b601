"""A dose in words: "hold for 10 to 30 seconds", "8 to 12 times on each side"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from guides.shapes import Dose

Amount = tuple[float, float]


def _span(amount: Amount) -> str:
    least, most = amount
    return f"{least:g}" if least == most else f"{least:g} to {most:g}"


def _many(amount: Amount, one: str, many: str) -> str:
    return f"{_span(amount)} {one if amount == (1, 1) else many}"


def _times(amount: Amount, per: str) -> str:
    known: dict[Amount, str] = {
        (1, 1): "once",
        (2, 2): "twice",
        (1, 2): "once or twice",
    }
    return f"{known.get(amount) or f'{_span(amount)} times'} a {per}"


WORDS: Final[dict[str, Callable[[Amount], str]]] = {
    "minutes": lambda amount: _many(amount, "minute", "minutes"),
    "hold_seconds": lambda amount: f"hold for {_many(amount, 'second', 'seconds')}",
    "rest_seconds": lambda amount: f"rest for {_many(amount, 'second', 'seconds')}",
    "count": lambda amount: f"a slow count of {_span(amount)}",
    "repetitions": lambda amount: _many(amount, "repetition", "repetitions"),
    "sets": lambda amount: _many(amount, "set", "sets"),
    "every_hours": lambda amount: (
        "every hour" if amount == (1, 1) else f"every {_span(amount)} hours"
    ),
    "times_a_day": lambda amount: _times(amount, "day"),
    "times_a_week": lambda amount: _times(amount, "week"),
}
"""The parts of a dose in the order in which they are told."""


def in_words(dose: Dose) -> str:
    """The amounts of a dose as one sentence, empty where it states none."""
    parts = [
        tell(dose.amounts[key]) for key, tell in WORDS.items() if key in dose.amounts
    ]
    if dose.per_side:
        parts.append("on each side")
    text = ", ".join(parts)
    return f"{text[0].upper()}{text[1:]}." if text else ""
