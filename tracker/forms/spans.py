"""Forms that choose a span of days: own dates for Trends, a month for History."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms

from backcare.widgets import DateInput, NumberInput
from tracker.insights.windows import Window

FIRST_YEAR: Final = 1900
SPAN_MAX_YEARS: Final = 20
_FUTURE = "That day has not come yet. Choose today or earlier."


def _date(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=DateInput,
        error_messages={
            "required": "Choose a day.",
            "invalid": "Enter a date such as 2026-11-20.",
        },
    )


class OwnDatesForm(forms.Form):
    """The first and the last day to draw."""

    first = _date("From")
    last = _date("To")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_first(self) -> date:
        """The first day, if it has come."""
        return self._past("first")

    def clean_last(self) -> date:
        """The last day, if it has come."""
        return self._past("last")

    def _past(self, name: str) -> date:
        day: date = self.cleaned_data[name]
        if day > self.today:
            raise forms.ValidationError(_FUTURE)
        if day.year < FIRST_YEAR:
            raise forms.ValidationError(f"Choose a day from {FIRST_YEAR} on.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first is None or last is None:
            return data
        if last < first:
            self.add_error("last", "The last day is before the first one.")
        elif last.year - first.year > SPAN_MAX_YEARS:
            self.add_error("first", f"Choose at most {SPAN_MAX_YEARS} years.")
        return data

    def window(self) -> Window:
        """The span; call only when valid."""
        return Window(self.cleaned_data["first"], self.cleaned_data["last"])


class MonthForm(forms.Form):
    """A month that has begun, by its name and year."""

    month = forms.TypedChoiceField(
        label="Month",
        coerce=int,
        error_messages={
            "required": "Choose a month.",
            "invalid_choice": "Choose a month from the list.",
        },
    )
    year = forms.IntegerField(
        label="Year",
        min_value=FIRST_YEAR,
        widget=NumberInput,
        error_messages={
            "required": "Enter a year.",
            "invalid": "Enter a year such as 2026.",
            "min_value": f"Choose a year from {FIRST_YEAR} on.",
            "max_value": "That year has not come yet.",
        },
    )

    def __init__(
        self, *args: Any, today: date, names: Sequence[str], **kwargs: Any
    ) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        month = self.fields["month"]
        assert isinstance(month, forms.TypedChoiceField)
        month.choices = [(str(n), name) for n, name in enumerate(names, start=1)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "month" in data and "year" in data:
            chosen = (data["year"], data["month"])
            if chosen > (self.today.year, self.today.month):
                self.add_error("year", "That month has not come yet.")
        return data
