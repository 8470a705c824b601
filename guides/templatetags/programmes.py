"""The programmes that belong to a guide, for its page."""

from __future__ import annotations

from django import template

from guides.library import library
from guides.programmes.shapes import Programme

register = template.Library()


@register.simple_tag
def programmes_of(slug: str) -> list[Programme]:
    """Programmes that name the guide as theirs, by name."""
    found = [p for p in library().programmes.values() if p.guide == slug]
    return sorted(found, key=lambda programme: programme.name)
