"""Django's ``url`` tag, with a memory: a page names the same addresses many times."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode, url
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape

register = template.Library()


class AddressNode(URLNode):
    """Renders as ``URLNode`` does, but looks an address up once."""

    def render(self, context: Context) -> str:
        """The address; with ``as``, empty where there is none."""
        try:
            address = _address(
                self.view_name.resolve(context),
                tuple(arg.resolve(context) for arg in self.args),
                tuple((name, v.resolve(context)) for name, v in self.kwargs.items()),
                get_script_prefix(),
                get_urlconf(),
            )
        except NoReverseMatch:
            if self.asvar is None:
                raise
            address = ""
        if self.asvar:
            context[self.asvar] = address
            return ""
        return conditional_escape(address) if context.autoescape else address


@lru_cache(maxsize=4096)
def _address(
    name: str,
    args: tuple[Any, ...],
    kwargs: tuple[tuple[str, Any], ...],
    prefix: str,
    urlconf: str | None,
) -> str:
    return reverse(name, urlconf, args=args, kwargs=dict(kwargs))


@register.tag("url")
def address(parser: Parser, token: Token) -> AddressNode:
    """The same tag as Django's."""
    node = url(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)
