"""Filters that put the diary's values into words."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final, Protocol
from uuid import uuid4

from django import template
from django.template.context import RequestContext
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from guides import units
from guides.library import library
from tracker import digests, wording
from tracker.calendar import local
from tracker.dates import date_words
from tracker.models import Entry, Person
from tracker.vocabulary import AREAS, ChoiceGroups, Sensation

register = template.Library()

FEELINGS: Final = {code: str(label).lower() for code, label in Sensation.choices}


class ShownDay(Protocol):
    """The day that a page shows."""

    @property
    def date(self) -> date: ...

    @property
    def is_today(self) -> bool: ...


@register.simple_tag(takes_context=True)
def entry_ids(context: RequestContext, page: ShownDay) -> SafeString:
    """What every form that adds an entry sends along: token, a fresh id, the day."""
    live = _hidden("live", "yes") if page.is_today else ""
    # None of these values can hold a letter that HTML would heed.
    return mark_safe(
        _hidden("csrfmiddlewaretoken", context.get("csrf_token", ""))
        + _hidden("client_id", context.get("client_id") or uuid4())
        + _hidden("page_day", page.date)
        + live
    )


def _hidden(name: str, value: object) -> str:
    return f'<input type="hidden" name="{name}" value="{value}">'


@register.simple_tag
def activity_options(groups: ChoiceGroups, selected: object) -> SafeString:
    """What may be chosen, as groups of options."""
    return _activity_options(groups, str(selected or ""))


@lru_cache(maxsize=64)
def _activity_options(groups: ChoiceGroups, selected: str) -> SafeString:
    return format_html_join(
        "",
        '<optgroup label="{}">{}</optgroup>',
        (
            (
                label,
                format_html_join(
                    "",
                    '<option value="{}"{}>{}</option>',
                    (
                        (code, mark_safe(" selected" if code == selected else ""), name)
                        for code, name in options
                    ),
                ),
            )
            for label, options in groups
        ),
    )


@register.filter
def amount_fields(row: Entry) -> SafeString:
    """How much of an exercise was done, to be sent once more."""
    fields = [
        ("minutes", row.minutes),
        ("sets", row.sets or None),
        ("repetitions", row.repetitions or None),
        ("effort", row.effort or None),
    ]
    return mark_safe(
        "".join(
            f'<input type="hidden" name="{name}" value="{escape(value)}">'
            for name, value in fields
            if value is not None
        )
    )


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
    then = local(value, person)
    return f"{date_words().in_full(then)}, {then:%H:%M}"


@register.filter
def activity(code: str) -> str:
    """The words for an activity."""
    return wording.activity_label(code)


@register.filter
def described(entry: Entry, person: Person) -> str:
    """An entry in a few words."""
    return wording.describe(entry, person)


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
    return ", ".join(FEELINGS[c] for c in codes or [] if c in FEELINGS)


@register.simple_tag
def made_from(entry: Entry, form: Any, changed: bool) -> SafeString:
    """What a form that changes an entry sends along, to overwrite nothing unseen.

    A form that comes back for another reason keeps what it was made from;
    ``changed`` says that the person is shown what the entry says by now.
    """
    sent = "" if changed else getattr(form, "data", {}).get("made_from", "")
    return mark_safe(_hidden("made_from", escape(sent) or digests.of_entry(entry)))


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """An item of a mapping by a key that is itself a variable."""
    return mapping.get(key) if mapping else None
