"""Fields of forms for a number, a day and a time, which show whatever was typed.

Used in place of Django's own. In a template that writes its fields out, the tag
``typed`` does the same.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.widgets import Input

from backcare.kinds import LIMITS, kind_for


class Typed(Input):
    """Becomes a field for text, without limits, for a value it would hide."""

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        """As Django's, with the type that shows the value."""
        context = super().get_context(name, value, attrs)
        field = context["widget"]
        kind = kind_for(field["type"], field["value"] or "")
        if kind != field["type"]:
            field["type"] = kind
            field["attrs"] = {
                key: given for key, given in field["attrs"].items() if key not in LIMITS
            }
        return context


class NumberInput(Typed, forms.NumberInput):
    """The browser's own field for a number."""


class DateInput(Typed, forms.DateInput):
    """The browser's own field for a day; it reads and writes ISO dates only."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(Typed, forms.TimeInput):
    """The browser's own field for a time of day, to the minute."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")
