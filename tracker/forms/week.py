"""The cells of the week grid: what is typed in one, turned into an amount."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from guides.units import LABELS, ML_PER_FLUID_OUNCE
from tracker.insights.rounding import rounded
from tracker.vocabulary import DRINK_MAX_ML, EXERCISE_MAX_MINUTES, Units

_CLOCK: Final = re.compile(r"(\d{1,2})\s*(?::|h)\s*(\d{1,2})?\s*(?:m|min)?", re.I)
_NUMBER: Final = re.compile(r"\d{1,9}(?:[.,]\d{1,20})?")
_WHOLE: Final = re.compile(r"[0-9]{1,9}")


class WrongValue(ValueError):
    """What was typed cannot stand; the message is for the person."""


@dataclass(frozen=True)
class CellField:
    """One of the daily fields as the grid shows, takes and names it.

    ``parse`` turns what was typed into the stored unit, ``write`` back into what
    an input shows. ``choices`` are for a field that is chosen and not typed.
    """

    key: str
    label: str
    hint: str
    parse: Callable[[str, str], int]
    write: Callable[[int, str], str]
    choices: tuple[tuple[str, str], ...] = ()


def _whole(text: str, low: int, high: int, message: str) -> int:
    if not _WHOLE.fullmatch(text) or not low <= int(text) <= high:
        raise WrongValue(message)
    return int(text)


def parse_pain(text: str, units: str) -> int:
    """A score from 0 to 10."""
    return _whole(text, 0, 10, "Enter a whole number from 0 to 10.")


def parse_sleep(text: str, units: str) -> int:
    """Minutes, from "7:30", "7 h 30 min", "7.5", "7,5" or "7"."""
    message = "Enter hours and minutes such as 7:30."
    if match := _CLOCK.fullmatch(text):
        hours, minutes = int(match[1]), int(match[2] or 0)
        if minutes > 59:
            raise WrongValue(message)
        total = 60 * hours + minutes
    elif _NUMBER.fullmatch(text):
        total = int(rounded(60 * float(text.replace(",", "."))))
    else:
        raise WrongValue(message)
    if total > 24 * 60:
        raise WrongValue("A night has at most 24 hours.")
    return total


def write_sleep(minutes: int, units: str) -> str:
    """Hours and minutes as "7:30"."""
    return f"{minutes // 60}:{minutes % 60:02}"


def parse_water(text: str, units: str) -> int:
    """Millilitres, from an amount in the person's unit; zero says "none"."""
    if not _NUMBER.fullmatch(text):
        raise WrongValue(f"Enter a number of {LABELS['ml', units]}.")
    amount = float(text.replace(",", "."))
    volume = rounded(amount * (ML_PER_FLUID_OUNCE if units == Units.US else 1))
    if volume > DRINK_MAX_ML:
        raise WrongValue("At most 5 litres (169 fl oz) here. Add more on the day.")
    return int(volume)


def write_water(volume_ml: int, units: str) -> str:
    """An amount in the person's unit, without the unit."""
    factor = ML_PER_FLUID_OUNCE if units == Units.US else 1
    return f"{rounded(volume_ml / factor):.0f}"


def parse_exercise(text: str, units: str) -> int:
    """Minutes of exercise."""
    return _whole(text, 0, EXERCISE_MAX_MINUTES, "Enter whole minutes, at most 1440.")


def parse_breaks(text: str, units: str) -> int:
    """A number of posture breaks."""
    return _whole(text, 0, 100, "Enter a whole number from 0 to 100.")


def parse_desk(text: str, units: str) -> int:
    """1 for a desk day, 0 for none."""
    if text not in ("yes", "no"):
        raise WrongValue("Choose yes or no.")
    return int(text == "yes")


def _plain(number: int, units: str) -> str:
    return str(number)


FIELDS: Final = {
    field.key: field
    for field in (
        CellField("pain", "Pain", "0 to 10", parse_pain, _plain),
        CellField("sleep", "Sleep", "h:min", parse_sleep, write_sleep),
        CellField("water", "Water", "", parse_water, write_water),
        CellField("exercise", "Exercise", "min", parse_exercise, _plain),
        CellField("breaks", "Breaks", "times", parse_breaks, _plain),
        CellField(
            "desk",
            "Desk day",
            "",
            parse_desk,
            lambda answer, units: "yes" if answer else "no",
            choices=(("", "-"), ("yes", "Yes"), ("no", "No")),
        ),
    )
}
