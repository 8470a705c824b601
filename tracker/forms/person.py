"""Forms about the person: how the diary is kept, what applies, what they aim at.

Every field is optional or has a default; what is left empty is not known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django import forms
from django.utils.safestring import SafeString

from guides.units import LABELS, ML_PER_FLUID_OUNCE
from tracker import vocabulary as words
from tracker.calendar import zone_named, zone_names
from tracker.models import Person
from tracker.situations import date_problem
from tracker.vocabulary import SITUATIONS, SituationKind

CONTAINERS_MAX: Final = 6
CONTAINER_NAME_MAX: Final = 30
CONTAINER_MAX_ML: Final = 3_000
WATER_GOAL_ML: Final = (200, 6_000)
SLEEP_GOAL_MINUTES: Final = (60, 16 * 60)
FLUID_LIMIT: Final = "fluid-limit"
EARLIEST_YEAR: Final = 1900


def to_ml(amount: Decimal, units: str) -> int:
    """An amount in the person's unit as whole millilitres."""
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


class DateInput(forms.DateInput):
    """The browser's own date field; it reads and writes ISO dates only."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


def _date(label: str, **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=DateInput(),
        error_messages={"invalid": "Enter a date such as 2026-11-20."},
        **kwargs,
    )


def _whole(label: str, low: int, high: int, **kwargs: Any) -> forms.IntegerField:
    message = f"Enter a whole number from {low} to {high}, or leave it empty."
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=low,
        max_value=high,
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
        widget=forms.NumberInput(attrs={"step": "any", "min": "0"}),
        error_messages={
            "invalid": "Enter a number.",
            "max_digits": "Enter a number.",
        },
    )


class PersonForm(forms.Form):
    """Base: reads the person's columns, and writes them back with ``save``."""

    columns: tuple[str, ...] = ()

    def __init__(
        self, person: Person, data: Any = None, *, today: date, **kwargs: Any
    ) -> None:
        self.person = person
        self.today = today
        super().__init__(data, initial=self.stored(), **kwargs)

    def stored(self) -> dict[str, Any]:
        """What is stored, as the fields show it."""
        return {name: getattr(self.person, name) for name in self.columns}

    def values(self) -> dict[str, Any]:
        """What to store, by column; call only when valid."""
        return {name: self.cleaned_data[name] for name in self.columns}

    def save(self) -> None:
        """Store it; call only when valid."""
        for name, value in self.values().items():
            setattr(self.person, name, value)
        self.person.save(update_fields=list(self.columns))


def _hours() -> list[tuple[int, str]]:
    hours = range(1, words.DAY_ENDS_MAX_HOUR + 1)
    return [(0, "Midnight"), *((hour, f"{hour} in the morning") for hour in hours)]


class ClockForm(PersonForm):
    """Time zone, units, and the hour at which a day ends."""

    columns = ("time_zone", "units", "day_ends_hour")
    time_zone = forms.ChoiceField(
        label="Time zone",
        error_messages={"invalid_choice": "That time zone is not in the list."},
    )
    units = forms.ChoiceField(
        label="Units",
        choices=words.Units.choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Those units are not in the list."},
    )
    day_ends_hour = forms.TypedChoiceField(
        label="My day ends at",
        help_text="What you log before this hour still counts for the day before.",
        coerce=int,
        choices=_hours,
        error_messages={"invalid_choice": "A day can end from midnight to 6."},
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(person, *args, **kwargs)
        names = sorted({*zone_names(), person.time_zone})
        zone = self.fields["time_zone"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = [(name, name.replace("_", " ")) for name in names]
        if person.welcomed_at is None:
            zone.widget.attrs["data-zone-preset"] = ""


class AboutForm(PersonForm):
    """When the pain began, year of birth, sex. All may stay unsaid."""

    columns = ("pain_since", "birth_year", "sex")
    pain_since = _date("My pain began", help_text="About when is enough.")
    birth_year = forms.IntegerField(
        label="Year of birth",
        required=False,
        error_messages={"invalid": "Enter a year such as 1980."},
    )
    sex = forms.ChoiceField(
        label="Sex",
        required=False,
        choices=[("", "Not said"), *words.Sex.choices],
        error_messages={"invalid_choice": "That is not in the list."},
    )

    def clean_birth_year(self) -> int | None:
        """A year that somebody alive can be born in."""
        year: int | None = self.cleaned_data["birth_year"]
        if year is not None and not EARLIEST_YEAR <= year <= self.today.year:
            raise forms.ValidationError(
                f"Enter a year from {EARLIEST_YEAR} to {self.today.year}."
            )
        return year

    def clean_pain_since(self) -> date | None:
        """A day that has come."""
        since: date | None = self.cleaned_data["pain_since"]
        if since is not None and since > self.today:
            raise forms.ValidationError("This date has not come yet. Please check it.")
        if since is not None and since.year < EARLIEST_YEAR:
            raise forms.ValidationError("Please check the year.")
        return since

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, born = data.get("pain_since"), data.get("birth_year")
        if since and born and since.year < born:
            self.add_error("pain_since", "This is before the year of birth.")
        return data


class ThemeForm(PersonForm):
    """Light, dark, or as the device has it."""

    columns = ("theme",)
    theme = forms.ChoiceField(
        label="Colours",
        choices=words.Theme.choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "That is not in the list."},
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
        volume_ml = to_ml(amount, self.units)
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
        volume_ml = to_ml(size, self.units)
        if not 1 <= volume_ml <= CONTAINER_MAX_ML:
            most = from_ml(CONTAINER_MAX_ML, self.units)
            self.add_error(
                f"size_{row}", f"Enter from 1 to {most} {unit_of(self.units)}."
            )
        return {"name": name, "volume_ml": volume_ml}

    def _has_error(self, row: int) -> bool:
        return f"name_{row}" in self.errors or f"size_{row}" in self.errors


@dataclass(frozen=True)
class SituationRow:
    """One line of the list: what may apply, and its date where it has one."""

    kind: SituationKind
    box: SafeString
    since: forms.BoundField | None


class SituationsForm(forms.Form):
    """What applies, of the closed list without what runs already.

    A date alone counts as a tick: nobody enters a due date for no reason.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        today: date,
        running: frozenset[str] = frozenset(),
    ) -> None:
        self.today = today
        self.kinds = [k for k in SITUATIONS.values() if k.code not in running]
        super().__init__(data)
        self.fields["situations"] = forms.MultipleChoiceField(
            label="What applies",
            required=False,
            choices=[(kind.code, kind.label) for kind in self.kinds],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "That is not in the list."},
        )
        for kind in self.kinds:
            if kind.date_label:
                self.fields[f"since_{kind.code}"] = _date(kind.date_label)

    def rows(self) -> Iterator[SituationRow]:
        """The list, for the template."""
        boxes = {str(box.data["value"]): box for box in self["situations"].subwidgets}
        for kind in self.kinds:
            since = self[f"since_{kind.code}"] if kind.date_label else None
            yield SituationRow(kind, boxes[kind.code].tag(), since)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        ticked = set(data.get("situations") or [])
        for kind in self.kinds:
            since = data.get(f"since_{kind.code}")
            if since is not None:
                ticked.add(kind.code)
            if kind.code in ticked and f"since_{kind.code}" not in self.errors:
                problem = date_problem(kind.code, since, self.today)
                if problem:
                    self.add_error(f"since_{kind.code}", problem)
        data["situations"] = ticked
        return data

    def chosen(self) -> dict[str, date | None]:
        """Code to date; call only when valid."""
        return {
            kind.code: self.cleaned_data.get(f"since_{kind.code}")
            for kind in self.kinds
            if kind.code in self.cleaned_data["situations"]
        }


class ZoneForm(forms.Form):
    """What the device says its time zone is."""

    device_zone = forms.CharField(max_length=64)

    def clean_device_zone(self) -> str:
        """A zone that exists."""
        name: str = self.cleaned_data["device_zone"]
        try:
            zone_named(name)
        except ValueError:
            raise forms.ValidationError("That time zone is not known here.") from None
        return name


class BirthForm(forms.Form):
    """The day of a birth, for the question after the due date."""

    born = _date("Day of the birth")
