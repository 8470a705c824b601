"""Quantities in the units of a person: "metric" (ml, °C, cm) or "us" (fl oz, °F, in).

Data and texts hold millilitres, degrees Celsius and centimetres only. "both" is for
readers whose units are not known.
"""

from __future__ import annotations

import re
from math import ceil
from typing import Final

ML_PER_FLUID_OUNCE: Final = 29.5735
CM_PER_INCH: Final = 2.54
NO_BREAK: Final = "\u00a0"
DASH: Final = "\u2013"

MARKER: Final = re.compile(
    r"\{(?P<low>\d+(?:\.\d+)?)(?:-(?P<high>\d+(?:\.\d+)?))? (?P<unit>ml|C|cm)\}"
)
"""``{2250 ml}``, ``{40 C}``, ``{37-40 C}``, ``{5 cm}``."""

LABELS: Final = {
    ("ml", "metric"): "ml",
    ("C", "metric"): "°C",
    ("cm", "metric"): "cm",
    ("ml", "us"): "fl oz",
    ("C", "us"): "°F",
    ("cm", "us"): "in",
}


def in_units(text: str, units: str) -> str:
    """The text with every marker of a quantity written in the person's units."""

    def written(match: re.Match[str]) -> str:
        bounds = [float(b) for b in (match["low"], match["high"]) if b]
        if units == "both":
            metric, us = (_span(bounds, match["unit"], u) for u in ("metric", "us"))
            return f"{metric} ({us})"
        return _span(bounds, match["unit"], units)

    return MARKER.sub(written, text)


def volume(ml: float, units: str) -> str:
    """A volume, for example "1,200 ml" or "41 fl oz"."""
    return f"{_amount(ml, 'ml', units)}{NO_BREAK}{LABELS['ml', units]}"


def duration(minutes: int) -> str:
    """A span of time, for example "7 h", "5 h 10 min" or "45 min"."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours}{NO_BREAK}h"] if hours else []
    if rest or not hours:
        parts.append(f"{rest}{NO_BREAK}min")
    return " ".join(parts)


def stray_braces(text: str) -> str | None:
    """The first thing in braces that is no marker of a quantity, or None."""
    found = re.search(r"\{[^}]*\}?|\}", MARKER.sub("", text))
    return found[0] if found else None


def least_shown_as(ml: int, units: str) -> int:
    """The least millilitres that these units write as they write ``ml``.

    Three bottles of 20 fl oz reach a goal of 60, though stored as whole millilitres
    they are one short of it.
    """
    if units != "us":
        return ml
    return ceil((round(ml / ML_PER_FLUID_OUNCE) - 0.5) * ML_PER_FLUID_OUNCE)


def _span(bounds: list[float], unit: str, units: str) -> str:
    amounts = [_amount(bound, unit, units) for bound in bounds]
    return f"{DASH.join(amounts)}{NO_BREAK}{LABELS[unit, units]}"


def _amount(value: float, unit: str, units: str) -> str:
    if units == "metric":
        return _number(value)
    if unit == "ml":
        return _number(round(value / ML_PER_FLUID_OUNCE))
    if unit == "C":
        return _number(round(value * 9 / 5 + 32, 1))
    return _number(round(value / CM_PER_INCH, 1))


def _number(value: float) -> str:
    return f"{int(value):,}" if value == int(value) else f"{value:,}"
