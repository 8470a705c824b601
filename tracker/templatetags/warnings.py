"""Filters that put an open warning into words."""

from __future__ import annotations

from django import template

from guides.safety.questions import Action, screen
from tracker.models import WarningScreen
from tracker.warnings import CALL_NOW, DESPAIR

register = template.Library()


@register.filter
def advice_name(row: WarningScreen) -> str:
    """The name of what to do, for example "See someone today"."""
    return screen().advice[Action(row.action)].name if row.action else ""


@register.filter
def advice_do(row: WarningScreen) -> str:
    """What to do, in a sentence."""
    return screen().advice[Action(row.action)].do if row.action else ""


@register.filter
def calls_now(row: WarningScreen) -> bool:
    """Whether somebody has to be called now."""
    return row.action in CALL_NOW


@register.filter
def tells_of_despair(row: WarningScreen) -> bool:
    """Whether a crisis line is for this."""
    return DESPAIR in row.answers
