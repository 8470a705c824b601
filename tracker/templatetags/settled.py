"""A tag for the cards of a day that nobody has changed since they were last shown."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Final
from uuid import uuid4

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from backcare.templatetags.addresses import site_of

register = template.Library()

SETTLED_MAX: Final = 32
"""Renderings that one place keeps before it begins anew."""

# Nobody can have written them into a note.
TOKEN_PLACE: Final = f"token-{uuid4().hex}"
ID_PLACE: Final = f"id-{uuid4().hex}"
PLACES: Final = re.compile(f"({TOKEN_PLACE}|{ID_PLACE})")


class SettledNode(template.Node):
    """Renders what is inside once for each state of a day, and keeps it in memory.

    ``page.settled`` is all that the cards show, as one value, or None while
    something was just saved or refused. Tokens and ids are new in every answer.
    """

    # Django looks through them for blocks at every rendering; there are none.
    child_nodelists = ()

    def __init__(self, nodelist: NodeList, page: FilterExpression) -> None:
        self.nodelist = nodelist
        self.page = page
        self._kept: dict[Hashable, list[str]] = {}

    def render(self, context: Context) -> SafeString:
        """The cards, with a fresh token and fresh ids in their forms."""
        settled = self.page.resolve(context).settled
        if settled is None:
            return self.nodelist.render(context)
        key = (site_of(context), settled)
        kept = self._kept.get(key)
        if kept is None:
            kept = self._rendered(context)
            if len(self._kept) >= SETTLED_MAX:
                self._kept.clear()
            self._kept[key] = kept
        token = str(context.get("csrf_token", ""))
        fresh = [token if part == TOKEN_PLACE else str(uuid4()) for part in kept[1::2]]
        parts = kept.copy()
        parts[1::2] = fresh
        return mark_safe("".join(parts))

    def _rendered(self, context: Context) -> list[str]:
        """The text, and at each odd place what is to be made fresh there."""
        with context.push(csrf_token=TOKEN_PLACE, client_id=ID_PLACE):
            html = self.nodelist.render(context)
        return PLACES.split(html)


@register.tag("settled")
def settled(parser: Parser, token: Token) -> SettledNode:
    """``{% settled page %}``, up to ``{% endsettled %}``."""
    bits = token.split_contents()
    if len(bits) != 2:
        raise template.TemplateSyntaxError("settled takes the page of a day")
    nodelist = parser.parse(("endsettled",))
    parser.delete_first_token()
    return SettledNode(nodelist, parser.compile_filter(bits[1]))
