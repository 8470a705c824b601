"""Forms in the person's own units: what they aim at, and what they drink from."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django import forms

from backcare.widgets import NumberInput
from guides.units import LABELS, ML_PER_FLUID_OUNCE
from tracker import vocabulary as words
from tracker.forms.person import PersonForm
from tracker.models import Person

CONTAINERS_MAX: Final = 6
CONTAINER_NAME_MAX: Final = 30
CONTAINER_MAX_ML: Final = 3_000
WATER_GOAL_ML: Final = (200, 6_000)
SLEEP_GOAL_MINUTES: Final = (60, 16 * 60)
FLUID_LIMIT: Final = "fluid-limit"


def to_ml(amount: Decimal, units: str, stored: int | None = None) -> int:
    """An amount in the person's unit as whole millilitres.

    What shows as ``stored`` does is left as it is, so that saving a form in other
    units than it was made in changes nothing.
    """
    if stored is not None and amount == from_ml(stored, units):
        return stored
    factor = Decimal(str(ML_PER_FLUID_OUNCE)) if units == words.Units.US else Decimal(1)
    return int((amount * factor).quantize(Decimal(1), ROUND_HALF_UP))


def from_ml(volume_ml: int | None, units: str) -> Decimal | None:
    """Millilitres in the person's unit: whole ml, or fl oz to one decimal."""
    if volume_ml is None:
        return None
    if units != words.Units.US:
        return Decimal(volume_ml)
    ounces = Decimal(volume_ml) / Decimal(str(ML_PER_FLUID_OUNCE))
    tenths = ounces.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return tenths.quantize(Decimal(1)) if tenths == int(tenths) else tenths


def unit_of(units: str) -> str:
    """The sign of the person's unit of volume."""
    return LABELS["ml", units]


def _whole(label: str, low: int, high: int, **kwargs: Any) -> forms.IntegerField:
    message = f"Enter a whole number from {low} to {high}, or leave it empty."
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=low,
        max_value=high,
        widget=NumberInput,
        error_messages={
            "invalid": message,
            "min_value": message,
            "max_value": message,
        },
        **kwargs,
    )


def _amount(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=8,
        widget=NumberInput(attrs={"step": "any", "min": "0"}),
        error_messages={
            "invalid": "Enter a number.",
            "max_digits": "Enter a number.",
        },
    )


class GoalsForm(PersonForm):
    """Goals, each off while it is empty. Water is typed in the person's unit.

    Somebody with a fluid limit sets a water goal only as the amount that their
    doctor gave; ``fluid_limit`` says so, ``water_from_doctor`` confirms it.
    """

    columns = (
        "sleep_goal_minutes",
        "water_goal_ml",
        "exercise_goal_minutes",
        "breaks_goal",
    )
    sleep_hours = _whole("Hours", 0, 16)
    sleep_minutes = _whole("Minutes", 0, 59)
    water = _amount("Water a day")
    water_from_doctor = forms.BooleanField(
        label="My doctor or nurse gave me this amount", required=False
    )
    exercise_goal_minutes = _whole("Exercise, minutes a day", 1, 600)
    breaks_goal = _whole("Posture breaks a day", 1, 50)

    def __init__(
        self,
        person: Person,
        *args: Any,
        units: str | None = None,
        fluid_limit: bool = False,
        **kwargs: Any,
    ) -> None:
        self.units = units or person.units
        self.fluid_limit = fluid_limit
        super().__init__(person, *args, **kwargs)

    def stored(self) -> dict[str, Any]:
        sleep = self.person.sleep_goal_minutes
        hours, minutes = (None, None) if sleep is None else divmod(sleep, 60)
        return {
            "sleep_hours": hours,
            "sleep_minutes": minutes,
            "water": from_ml(self.person.water_goal_ml, self.units),
            "water_from_doctor": self.person.water_goal_ml is not None,
            "exercise_goal_minutes": self.person.exercise_goal_minutes,
            "breaks_goal": self.person.breaks_goal,
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["sleep_goal_minutes"] = self._sleep(data)
        data["water_goal_ml"] = self._water(data)
        return data

    def _sleep(self, data: dict[str, Any]) -> int | None:
        hours, minutes = data.get("sleep_hours"), data.get("sleep_minutes")
        if hours is None and minutes is None:
            return None
        total = 60 * (hours or 0) + (minutes or 0)
        low, high = SLEEP_GOAL_MINUTES
        if not low <= total <= high and not self.errors:
            self.add_error(
                "sleep_hours", "Enter from 1 to 16 hours, or leave it empty."
            )
        return total

    def _water(self, data: dict[str, Any]) -> int | None:
        amount = data.get("water")
        if amount is None:
            return None
        volume_ml = to_ml(amount, self.units, self.person.water_goal_ml)
        low, high = WATER_GOAL_ML
        if not low <= volume_ml <= high:
            least, most = from_ml(low, self.units), from_ml(high, self.units)
            self.add_error(
                "water",
                f"Enter from {least} to {most} {unit_of(self.units)}, "
                "or leave it empty.",
            )
        elif self.fluid_limit and not data.get("water_from_doctor"):
            self.add_error(
                "water_from_doctor",
                "With a fluid limit, or an illness of the heart, kidneys or liver, "
                "set only the amount that your doctor or nurse gave you, and tick "
                "this. Or leave the goal empty.",
            )
        return volume_ml


class ContainersForm(PersonForm):
    """Up to six cups and bottles of one's own: name and size in the person's unit.

    An emptied row is taken away.
    """

    columns = ("containers",)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        self.units = person.units
        super().__init__(person, *args, **kwargs)
        for row in range(CONTAINERS_MAX):
            self.fields[f"name_{row}"] = forms.CharField(
                label=f"Name {row + 1}",
                required=False,
                max_length=CONTAINER_NAME_MAX,
                widget=forms.TextInput(attrs={"size": 12}),
                error_messages={
                    "max_length": f"At most {CONTAINER_NAME_MAX} letters, please."
                },
            )
            self.fields[f"size_{row}"] = _amount(f"Size {row + 1}")

    def stored(self) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for row, container in enumerate(self.person.containers[:CONTAINERS_MAX]):
            fields[f"name_{row}"] = container["name"]
            fields[f"size_{row}"] = from_ml(container["volume_ml"], self.units)
        return fields

    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Name and size, row by row, for the template."""
        for row in range(CONTAINERS_MAX):
            yield self[f"name_{row}"], self[f"size_{row}"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        containers: list[dict[str, Any]] = []
        for row in range(CONTAINERS_MAX):
            container = self._container(data, row, containers)
            if container:
                containers.append(container)
        if not containers and not self.errors:
            self.add_error(
                "name_0", "Keep at least one, so that a tap can log a drink."
            )
        data["containers"] = containers
        return data

    def _container(
        self, data: dict[str, Any], row: int, others: list[dict[str, Any]]
    ) -> dict[str, Any] | None:
        name, size = data.get(f"name_{row}") or "", data.get(f"size_{row}")
        if (not name and size is None) or self._has_error(row):
            return None
        if not name:
            self.add_error(f"name_{row}", "Give it a name, such as Mug.")
            return None
        if size is None:
            self.add_error(f"size_{row}", "Enter how much it holds.")
            return None
        if any(name.casefold() == other["name"].casefold() for other in others):
            self.add_error(f"name_{row}", "Two have the same name.")
        stored = dict(enumerate(self.person.containers)).get(row, {})
        volume_ml = to_ml(size, self.units, stored.get("volume_ml"))
        if not 1 <= volume_ml <= CONTAINER_MAX_ML:
            most = from_ml(CONTAINER_MAX_ML, self.units)
            self.add_error(
                f"size_{row}", f"Enter from 1 to {most} {unit_of(self.units)}."
            )
        return {"name": name, "volume_ml": volume_ml}

    def _has_error(self, row: int) -> bool:
        return f"name_{row}" in self.errors or f"size_{row}" in self.errors
