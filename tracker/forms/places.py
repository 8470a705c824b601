"""Forms about where an entry belongs: its time, its day, the page it came from."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from backcare.widgets import DateInput, TimeInput
from tracker.forms.spans import FIRST_YEAR


class TimeForm(forms.Form):
    """A clock time on the page's day; may stay empty on a past day."""

    time = forms.TimeField(
        label="Time",
        required=False,
        error_messages={"invalid": "Enter a time such as 14:30."},
        widget=TimeInput,
    )


class DayForm(forms.Form):
    """A day that has come, to open or to move an entry to."""

    day = forms.DateField(
        label="Day",
        error_messages={
            "required": "Choose a day.",
            "invalid": "Enter a date such as 2026-11-20.",
        },
        widget=DateInput,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        self.fields["day"].widget.attrs["max"] = today.isoformat()

    def clean_day(self) -> date:
        """The day, unless it has not come by the person's clock."""
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(
                "That day has not come yet. Choose today or earlier."
            )
        if day.year < FIRST_YEAR:
            raise forms.ValidationError(f"Choose a day from {FIRST_YEAR} on.")
        return day


def _page_day(**kwargs: Any) -> forms.DateField:
    limits = [
        MinValueValidator(date(FIRST_YEAR, 1, 1)),
        MaxValueValidator(date(date.max.year - 1, 12, 31)),
    ]
    return forms.DateField(validators=limits, **kwargs)


class PlaceForm(forms.Form):
    """Where a tap came from: its id, the page's day, and whether that was today.

    ``for_day`` answers the question which day was meant, asked when a page was left
    open over the end of a day.
    """

    client_id = forms.UUIDField()
    page_day = _page_day()
    live = forms.CharField(required=False, max_length=3)
    for_day = _page_day(required=False)
