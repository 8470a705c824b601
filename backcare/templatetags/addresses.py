"""Django's ``url`` tag, with a memory: a page names the same addresses many times."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final, NamedTuple

from django import template
from django.template.base import FilterExpression, Parser, Token, Variable
from django.template.context import Context
from django.template.defaulttags import URLNode, url
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape
from django.utils.translation import get_language

register = template.Library()


SAMPLES: Final = (7_351_046_289, 8_402_913_657)
"""Numbers that no address holds by itself."""


class Site(NamedTuple):
    """What addresses and words depend on, beside what is asked for."""

    prefix: str
    urlconf: str | None
    language: str | None


def site_of(context: Context) -> Site:
    """Where and in which language a page is rendered; asked once a rendering."""
    known: dict[Any, Any] = context.render_context.dicts[0]
    site: Site | None = known.get(Site)
    if site is None:
        site = Site(get_script_prefix(), get_urlconf(), get_language())
        known[Site] = site
    return site


class AddressNode(URLNode):
    """Renders as ``URLNode`` does, but looks an address up once."""

    def __init__(
        self,
        view_name: FilterExpression,
        args: list[FilterExpression],
        kwargs: dict[str, FilterExpression],
        asvar: str | None,
    ) -> None:
        super().__init__(view_name, args, kwargs, asvar)
        parts = [view_name, *args, *kwargs.values()]
        self.constant = not any(part.filters or _varies(part) for part in parts)
        self._known: dict[tuple[Site, bool], str] = {}

    def render(self, context: Context) -> str:
        """The address; with ``as``, empty where there is none."""
        site = site_of(context)
        asked = (site, context.autoescape)
        address = self._known.get(asked)
        if address is None:
            address = self._look_up(context, site)
            if self.asvar is None and context.autoescape:
                address = conditional_escape(address)
            if self.constant:
                self._known[asked] = address
        if self.asvar:
            context[self.asvar] = address
            return ""
        return address

    def _look_up(self, context: Context, site: Site) -> str:
        try:
            return _address(
                self.view_name.resolve(context),
                tuple(arg.resolve(context) for arg in self.args),
                tuple((name, v.resolve(context)) for name, v in self.kwargs.items()),
                site.prefix,
                site.urlconf,
            )
        except NoReverseMatch:
            if self.asvar is None:
                raise
            return ""


def _varies(part: FilterExpression) -> bool:
    return isinstance(part.var, Variable) and part.var.lookups is not None


@lru_cache(maxsize=4096)
def _address(
    name: str,
    args: tuple[Any, ...],
    kwargs: tuple[tuple[str, Any], ...],
    prefix: str,
    urlconf: str | None,
) -> str:
    if not kwargs and len(args) == 1 and type(args[0]) is int and args[0] >= 0:
        around = _around_a_number(name, prefix, urlconf)
        if around is not None:
            return str(args[0]).join(around)
    return reverse(name, urlconf, args=args, kwargs=dict(kwargs))


@lru_cache(maxsize=256)
def _around_a_number(
    name: str, prefix: str, urlconf: str | None
) -> tuple[str, str] | None:
    """What stands before and after the number in an address that takes just one.

    A new entry has an address nobody has asked for yet, so memory alone is no help.
    """
    found = set()
    for number in SAMPLES:
        pieces = reverse(name, urlconf, args=(number,)).split(str(number))
        if len(pieces) != 2:
            return None
        found.add((pieces[0], pieces[1]))
    return found.pop() if len(found) == 1 else None


@register.tag("url")
def address(parser: Parser, token: Token) -> AddressNode:
    """The same tag as Django's."""
    node = url(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)
