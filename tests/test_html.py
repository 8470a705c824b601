"""Every page is valid HTML, and what it points to is there.

A strict parser reads each answer of the walk, whole pages and fragments; what a parser
does not know (ids, labels, nesting) is looked at in its tree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from itertools import product
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django.test import Client
from pytest_django import Settings

from backcare.kinds import HOLDS
from guides.library import library
from tests.test_odd_forms import PAGES, forgotten, forms_of
from tests.walk import HTMX, addresses
from tests.world import World, confirmed, make_world

POINTERS = (
    "aria-activedescendant",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-errormessage",
    "aria-labelledby",
    "aria-owns",
    "for",
    "form",
    "headers",
    "list",
)
INTERACTIVE = {"a", "button", "details", "input", "label", "select", "textarea"}
"""What holds no other of its kind; a label holds its own control."""

LABELLED = {"button", "input", "meter", "output", "progress", "select", "textarea"}
SCRIPTING = {"script", "template"}
CHILDREN = {
    "ul": {"li"} | SCRIPTING,
    "ol": {"li"} | SCRIPTING,
    "menu": {"li"} | SCRIPTING,
    "dl": {"dt", "dd", "div"} | SCRIPTING,
    "select": {"option", "optgroup", "hr"} | SCRIPTING,
    "datalist": {"option"} | SCRIPTING,
    "tr": {"td", "th"} | SCRIPTING,
    "thead": {"tr"} | SCRIPTING,
    "tbody": {"tr"} | SCRIPTING,
}
PARENTS = {
    "li": {"ul", "ol", "menu"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "summary": {"details"},
    "legend": {"fieldset"},
    "figcaption": {"figure"},
    "caption": {"table"},
}
PHRASING_ONLY = {"p", "span", "h1", "h2", "h3", "h4", "button", "label", "summary"}
TEMPLATE = re.compile(r"<template[^>]*>(.*?)</template>", re.DOTALL)
TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")
ODD = (("x\u2603 <b>", True), ("x\u2603 <b>", False), ("2026-02-30", True), ("", False))
"""What fits no field, and whether a named button is pressed as well."""

FIRST = re.compile(r"<([a-z]\w*)")
BLOCKS = {"div", "p", "ul", "ol", "dl", "table", "section", "article", "form", "figure"}


def with_outer(element: Element) -> Iterator[tuple[Element, tuple[Element, ...]]]:
    """Every element of HTML, with the elements around it, the nearest first."""
    waiting: list[tuple[Element, tuple[Element, ...]]] = [(element, ())]
    while waiting:
        one, around = waiting.pop()
        yield one, around
        waiting += [(child, (one, *around)) for child in one if is_html(child)]


def is_html(element: Element) -> bool:
    return isinstance(element.tag, str) and not element.tag.startswith("{")


def around(text: str) -> str:
    """The element in which a fragment may stand, by its first element."""
    first = FIRST.search(text)
    return {"td": "tr", "th": "tr", "tr": "tbody"}.get(first[1] if first else "", "div")


def faults(text: str, *, whole: bool) -> list[str]:
    """What is wrong in a page, or in a fragment, which may point out of itself.

    Many answers differ in their CSRF token alone; each page is read once.
    """
    return _faults(TOKEN.sub("token", text), whole)


@cache
def _faults(text: str, whole: bool) -> list[str]:
    # This parser knows no <template>, which may begin with any element.
    holds = TEMPLATE.findall(text)
    text = TEMPLATE.sub("", text)
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(text) if whole else parser.parseFragment(text, around(text))
    wrong = [f"{code} {about} at {where}" for where, code, about in parser.errors]
    known = Counter(one.get("id") for one in tree.iter() if one.get("id") is not None)
    wrong += [
        f"id {name!r} {count} times" for name, count in known.items() if count > 1
    ]
    wrong += [f"id {name!r}" for name in known if not name or " " in name]
    for element, outer in with_outer(tree):
        wrong += nesting(element, outer)
        wrong += attributes(element)
        wrong += pointing(element, set(known), tree) if whole else []
    return wrong + [fault for held in holds for fault in faults(held, whole=False)]


def nesting(element: Element, outer_ones: tuple[Element, ...]) -> Iterator[str]:
    """An element where it may not stand."""
    tag, tags = element.tag, [one.tag for one in outer_ones]
    if tag in INTERACTIVE and element.get("type") != "hidden":
        for outer in tags:
            own = outer == "label" and tag in LABELLED
            if outer in INTERACTIVE - {"details"} and not own:
                yield f"<{tag}> within <{outer}>"
    if tag == "form" and "form" in tags:
        yield "<form> within <form>"
    parent = tags[0] if tags else None
    if parent in CHILDREN and tag not in CHILDREN[parent]:
        yield f"<{tag}> in <{parent}>"
    rooted = parent not in (None, "DOCUMENT_FRAGMENT")
    if rooted and tag in PARENTS and parent not in PARENTS[tag]:
        yield f"<{tag}> in <{parent}>"
    if tag in BLOCKS and (phrases := PHRASING_ONLY.intersection(tags)):
        yield f"<{tag}> within {sorted(phrases)}"
    if tag in ("dt", "dd") and parent == "div" and tags[1:2] != ["dl"]:
        yield f"<{tag}> in a <div> that is in no <dl>"


def attributes(element: Element) -> Iterator[str]:
    """A value that the attribute does not take, which no parser minds."""
    kind = element.get("type", "")
    if kind == "hidden" and element.get("autocomplete") in ("on", "off"):
        yield "a hidden field with autocomplete on or off"
    if element.tag != "input" or kind not in HOLDS:
        return
    for name in ("value", "min", "max"):
        given = element.get(name)
        empty = given is None or (name == "value" and not given)
        if not empty and not HOLDS[kind](given or ""):
            yield f"<input type={kind!r} {name}={given!r}>"


def pointing(element: Element, known: set[str], tree: Element) -> Iterator[str]:
    """A pointer to nothing, and a label of nothing."""
    for name in POINTERS:
        for target in (element.get(name) or "").split():
            if target not in known:
                yield f"<{element.tag} {name}={target!r}> points to nothing"
    href = element.get("href", "")
    if element.tag == "a" and href.startswith("#") and href[1:] not in known:
        yield f"<a href={href!r}> leads nowhere"
    if element.tag == "label":
        named = element.get("for")
        found = (
            [one for one in tree.iter() if one.get("id") == named]
            if named
            else list(element.iter())
        )
        if not any(one.tag in LABELLED for one in found):
            yield f"<label for={named!r}> labels no control"


@pytest.fixture
def world(db: None, settings: Settings) -> World:
    settings.ACCOUNT_RATE_LIMITS = False
    return make_world()


def test_the_look_finds_what_is_wrong() -> None:
    page = "<!doctype html><html lang=en><head><title>x</title></head><body>{}</body>"
    for wrong in (
        "<p>open</div>",
        "<p id=a>1<p id=a>2",
        "<label for=b>b</label>",
        "<p aria-describedby=b>b</p>",
        "<a href='#b'>b</a>",
        "<a href=x><button>b</button></a>",
        "<ul><p>b</p></ul>",
        "<p><span><div>b</div></span></p>",
        "<button><div>b</div></button>",
        "<form><form></form></form>",
        "<div><li>b</li></div>",
        "<table><tr><p>b</p></tr></table>",
        "<a b=1 b=2>b</a>",
        "<p>&nosuch; b",
        "<template><td></p></td></template>",
        "<input type=hidden name=a autocomplete=off>",
        "<input type=number name=a value=x>",
        "<input type=date name=a value=2026-02-30>",
        "<input type=date name=a max=''>",
        "<input type=time name=a value=7:30>",
    ):
        assert faults(page.format(wrong), whole=True), wrong
    right = (
        "<template><td>b</td></template>"
        "<ul><li><label>a <input id=a></label></li></ul><a href='#a'>b</a>"
        "<input type=hidden name=b value=x><input type=number name=c value='' min=0>"
        "<input type=date name=d value=2026-02-28><input type=time name=e value=07:30>"
    )
    assert faults(page.format(right), whole=True) == []


def look(browser: Client, path: str, headers: dict[str, str]) -> list[str] | None:
    """The faults of an answered page; ``None`` if it is no page."""
    answer = browser.get(path, headers=headers)
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return None
    text = answer.getvalue().decode()
    return faults(text, whole="<html" in text) if text.strip() else None


@pytest.mark.parametrize("who", ["owner", "operator", "visitor"])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_every_address_is_valid(
    world: World, who: str, headers: dict[str, str]
) -> None:
    wrong, looked = {}, 0
    for address in addresses(world):
        person = {"owner": world.owner, "operator": world.operator}.get(who)
        browser = confirmed(person) if person else Client()
        found = look(browser, address.path, headers)
        looked += found is not None
        if found:
            wrong[str(address)] = sorted(set(found))
    assert wrong == {}
    assert looked > (10 if who == "visitor" else 40)


@pytest.mark.parametrize("who", ["owner", "visitor"])
def test_every_answer_to_a_form_is_valid(world: World, who: str) -> None:
    """With what a form would send, and with nothing at all."""
    wrong, looked = {}, 0
    for address in addresses(world):
        for body in (dict(address.way.body), {"nothing": "useful"}):
            for headers in ({}, HTMX):
                browser = Client() if who == "visitor" else confirmed(world.owner)
                answer = browser.post(address.path, body, headers=headers)
                text = answer.getvalue().decode()
                kind = answer.headers.get("Content-Type", "")
                if text.strip() and kind.startswith("text/html"):
                    looked += 1
                    if found := faults(text, whole="<html" in text):
                        wrong[f"{address} {body} {headers}"] = sorted(set(found))
    assert wrong == {}
    assert looked > 20


@pytest.mark.parametrize("name", PAGES)
def test_every_refused_form_is_valid(
    world: World, settings: Settings, name: str
) -> None:
    """With what fits no field in every field, so that all their messages are there."""
    settings.MAIL_WORKS = True
    where, who = PAGES[name]
    wrong, looked = {}, 0
    with forgotten():
        forms = forms_of(who(world), where(world))
    for form, (odd, pressed), headers in product(forms, ODD, ({}, HTMX)):
        body = {
            field: form.held[field] if kind == "hidden" else odd
            for field, kind in form.kinds.items()
            if pressed or kind != "button"
        }
        with forgotten():
            answer = who(world).post(form.action, body, headers=headers)
        if "html" in answer.headers.get("Content-Type", "") and answer.content:
            looked += 1
            if found := faults(answer.text, whole="<html" in answer.text):
                wrong[f"{form.action} {body} {headers}"] = sorted(set(found))
    assert wrong == {}
    assert looked


def test_every_guide_is_valid(world: World) -> None:
    browser = confirmed(world.owner)
    slugs = library().guides
    wrong = {slug: look(browser, f"/guides/{slug}/", {}) for slug in slugs}
    assert {slug: found for slug, found in wrong.items() if found} == {}


def test_a_first_day_is_valid(world: World) -> None:
    """Pages of somebody who has logged nothing, and days that are not logged."""
    browser = confirmed(world.other)
    ahead = world.today + timedelta(days=1)
    for path in ("/", "/history/", "/trends/", "/guides/", f"/days/{ahead}/"):
        assert not look(browser, path, {}), path
