"""Filters that put the diary's values into words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils.formats import date_format

from guides import units
from guides.library import library
from tracker import wording
from tracker.calendar import local
from tracker.models import Entry, Person
from tracker.vocabulary import AREAS, Sensation

register = template.Library()


@register.filter
def duration(minutes: int | None) -> str:
    """Minutes as "7 h 30 min"; empty for ``None``."""
    return "" if minutes is None else units.duration(minutes)


@register.filter
def volume(volume_ml: int | None, person: Person) -> str:
    """Millilitres in the person's unit; empty for ``None``."""
    return "" if volume_ml is None else units.volume(volume_ml, person.units)


@register.filter
def clock(moment: datetime | None, person: Person) -> str:
    """The person's wall-clock time; empty for an entry without one."""
    return "" if moment is None else wording.clock(moment, person)


@register.filter
def moment(value: datetime | None, person: Person) -> str:
    """The day and time on the person's wall clock; empty for ``None``."""
    if value is None:
        return ""
    return date_format(local(value, person), "j F Y, H:i")


@register.filter
def activity(code: str) -> str:
    """The words for an activity."""
    return wording.activity_label(code)


@register.filter
def described(entry: Entry, person: Person) -> str:
    """An entry in a few words."""
    return wording.describe(entry, person)


@register.filter
def done_amount(entry: Entry, person: Person) -> str:
    """What an exercise came to."""
    return wording.amount(entry, person)


@register.filter
def guide_title(slug: str) -> str:
    """The title of a guide; its address where it has gone since."""
    guide = library().guides.get(slug)
    return guide.title if guide else slug


@register.filter
def areas_in_words(codes: list[str] | None) -> str:
    """Ticked areas as a list of words."""
    return "; ".join(AREAS[c].label for c in codes or [] if c in AREAS)


@register.filter
def feelings_in_words(codes: list[str] | None) -> str:
    """Ticked sensations as a list of words."""
    labels = dict(Sensation.choices)
    return ", ".join(str(labels[c]).lower() for c in codes or [] if c in labels)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """An item of a mapping by a key that is itself a variable."""
    return mapping.get(key) if mapping else None
