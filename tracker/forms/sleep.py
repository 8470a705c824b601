"""The form of a night: how long, from when to when, and how well."""

from __future__ import annotations

from typing import Any

from django import forms

from backcare.widgets import TimeInput
from tracker import vocabulary as words
from tracker.calendar import minutes_asleep
from tracker.forms.entries import EntryForm, whole_number
from tracker.models import Entry
from tracker.vocabulary import Kind


def _in_minutes(hours: int | None, minutes: int | None) -> int:
    return 60 * (hours or 0) + (minutes or 0)


class SleepForm(EntryForm):
    """Last night: hours and minutes, or the times from falling asleep to waking."""

    kind = Kind.SLEEP
    sleep_minutes = whole_number(
        0, 24 * 60, "A night has at most 24 hours.", required=False
    )
    hours = whole_number(
        0, 24, "Enter hours as a whole number from 0 to 24.", required=False
    )
    minutes = whole_number(
        0, 59, "Enter minutes as a whole number from 0 to 59.", required=False
    )
    asleep_from = forms.TimeField(
        label="Fell asleep",
        required=False,
        error_messages={"invalid": "Enter a time such as 22:45."},
        widget=TimeInput,
    )
    asleep_to = forms.TimeField(
        label="Woke up",
        required=False,
        error_messages={"invalid": "Enter a time such as 06:30."},
        widget=TimeInput,
    )
    sleep_quality = whole_number(
        1,
        5,
        "Sleep quality goes from 1 to 5.",
        label="How well, from 1 to 5",
        required=False,
    )

    def __init__(
        self, *args: Any, day: Any = None, night: Entry | None = None, **kwargs: Any
    ) -> None:
        self.day = day
        self.night = night
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        self._keep_what_was_not_sent(data)
        start, end = data.get("asleep_from"), data.get("asleep_to")
        if (start is None) != (end is None):
            missing = "asleep_from" if start is None else "asleep_to"
            self.add_error(missing, "Enter both times, or neither.")
        elif start is not None and end is not None and not self._new_length(data):
            if start == end:
                self.add_error("asleep_to", "The two times are the same.")
            data["sleep_minutes"] = minutes_asleep(self.day, start, end, self.person)
        elif data.get("sleep_minutes") is None:
            self._from_hours(data)
        return data

    def _keep_what_was_not_sent(self, data: dict[str, Any]) -> None:
        """Leave how well and how long as stored where only the other was tapped.

        A page that stands open elsewhere may show an older night.
        """
        stored = self.night
        if stored is None:
            return
        if "sleep_quality" not in self.data:
            data["sleep_quality"] = stored.sleep_quality
        lengths = ("sleep_minutes", "hours", "minutes", "asleep_from", "asleep_to")
        if not any(name in self.data for name in lengths):
            for name in ("sleep_minutes", "asleep_from", "asleep_to"):
                data[name] = getattr(stored, name)

    def _new_length(self, data: dict[str, Any]) -> bool:
        """Whether another length was typed beside the times of before.

        The times stand in the form already; left alone they no longer fit.
        """
        stored, typed = self.night, (data.get("hours"), data.get("minutes"))
        times = (data["asleep_from"], data["asleep_to"])
        if stored is None or times != (stored.asleep_from, stored.asleep_to):
            return False
        if typed == (None, None) or stored.sleep_minutes == _in_minutes(*typed):
            return False
        data["asleep_from"] = data["asleep_to"] = None
        self._from_hours(data)
        return True

    def _from_hours(self, data: dict[str, Any]) -> None:
        if data.get("hours") is None and data.get("minutes") is None:
            self.add_error("hours", "Enter how long you slept.")
            return
        total = _in_minutes(data.get("hours"), data.get("minutes"))
        if total > words.SLEEP_MAX_MINUTES:
            self.add_error("hours", "A night has at most 24 hours.")
        data["sleep_minutes"] = total

    def values(self) -> dict[str, Any]:
        names = ("sleep_minutes", "sleep_quality", "asleep_from", "asleep_to")
        return {
            name: self.cleaned_data[name]
            for name in names
            if self.cleaned_data.get(name) is not None
        }
