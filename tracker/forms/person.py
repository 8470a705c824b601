"""Forms about the person: how the diary is kept, and who keeps it.

Every field is optional or has a default; what is left empty is not known.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms

from backcare.widgets import DateInput, NumberInput
from tracker import vocabulary as words
from tracker.calendar import zone_named, zone_names
from tracker.models import Person

EARLIEST_YEAR: Final = 1900


def date_field(label: str, **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=DateInput,
        error_messages={"invalid": "Enter a date such as 2026-11-20."},
        **kwargs,
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

    def save(self) -> None:
        """Store it, and the glass that goes with the units."""
        self.person.use_units(self.values()["units"])
        super().save()
        self.person.save(update_fields=["containers"])


class AboutForm(PersonForm):
    """When the pain began, year of birth, sex. All may stay unsaid."""

    columns = ("pain_since", "birth_year", "sex")
    pain_since = date_field("My pain began", help_text="About when is enough.")
    birth_year = forms.IntegerField(
        label="Year of birth",
        required=False,
        widget=NumberInput,
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
