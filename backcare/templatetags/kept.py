"""A tag for pieces of pages that are the same for everybody, rendered once."""

from __future__ import annotations

from typing import Any, Final

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.loader_tags import BlockNode
from django.utils.safestring import SafeString

from backcare.templatetags.addresses import site_of

register = template.Library()

KEPT_MAX: Final = 128
"""Renderings that one place in a template keeps before it begins anew."""


class KeptNode(template.Node):
    """Renders what is inside once for each set of values, and keeps it in memory.

    Inside, only the values exist that the tag names, so that nothing of the person
    or of the request can slip into what others are shown.
    """

    # Django looks through them for blocks at every rendering; there are none.
    child_nodelists = ()

    def __init__(self, nodelist: NodeList, values: dict[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self.names = tuple(values)
        self.values = tuple(values.values())
        self._kept: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """The piece. Raises TypeError for a value that can change, like a list."""
        values = [value.resolve(context) for value in self.values]
        key = (
            site_of(context),
            context.autoescape,
            *values,
            # 0, 0.0 and False are equal and render differently.
            *map(type, values),
        )
        kept = self._kept.get(key)
        if kept is None:
            inside = dict(zip(self.names, values, strict=True))
            kept = self.nodelist.render(context.new(inside))
            if len(self._kept) >= KEPT_MAX:
                self._kept.clear()
            self._kept[key] = kept
        return kept


@register.tag("kept")
def kept(parser: Parser, token: Token) -> KeptNode:
    """``{% kept name=value ... %}``, up to ``{% endkept %}``."""
    bits = token.split_contents()[1:]
    values = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError("kept takes name=value only")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    if nodelist.get_nodes_by_type(BlockNode):
        raise template.TemplateSyntaxError("a block is not the same for every page")
    return KeptNode(nodelist, values)
