"""A tag for fields that a template writes out: a number, a day, a time."""

from __future__ import annotations

from datetime import date, time

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from backcare.kinds import kind_for

register = template.Library()


@register.simple_tag
def typed(kind: str, value: object, **limits: object) -> SafeString:
    """Type, value and limits of an ``<input>``, of a type that shows the value.

    ``{% typed "number" form.data.minutes min=0 max=1440 %}``. The kind is "number",
    "date" or "time"; another one raises KeyError. Days and times are written as HTML
    wants them, what is missing as nothing.
    """
    text = _written(value)
    shown = kind_for(kind, text)
    attributes = {"type": shown, "value": text, **(limits if shown == kind else {})}
    return mark_safe(
        " ".join(f'{name}="{escape(_written(v))}"' for name, v in attributes.items())
    )


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)
