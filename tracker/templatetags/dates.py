"""Days in the order and with the words of the reader's language."""

from __future__ import annotations

from datetime import date

from django import template

from tracker.dates import date_words

register = template.Library()


@register.filter
def short_day(day: date) -> str:
    """Day and month: "2 Nov"."""
    return date_words().short(day)


@register.filter
def day_in_full(day: date) -> str:
    """Day, month and year: "2 November 2026"."""
    return date_words().in_full(day)


@register.filter
def spoken_day(day: date) -> str:
    """As one would say it: "Monday 2 November"."""
    return date_words().spoken(day)


@register.filter
def spoken_in_full(day: date) -> str:
    """The same with the year: "Monday 2 November 2026"."""
    return date_words().spoken_in_full(day)
