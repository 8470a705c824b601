"""In every form that is refused, each field shows what was typed in it.

A browser shows nothing in a field for a number, a day or a time that holds none. The
fields are read from the pages, so a new one is tried too; what the pages do not show
is missed, and told, at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any, cast
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django import forms
from django.forms.widgets import Input
from django.http import HttpResponse
from django.template.context import Context
from django.template.library import SimpleNode
from django.test import Client
from django.urls import get_resolver
from pytest_django import Settings

from backcare.kinds import HOLDS
from backcare.templatetags.typed import typed
from backcare.widgets import Typed
from tests.test_html import attributes as faults_of
from tests.test_odd_forms import forgotten
from tests.walk import HTMX, addresses
from tests.world import World, confirmed, make_world
from tracker import access
from tracker.models import Person

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("backcare", "tracker", "guides", "templates")
WIDGETS = ROOT / "backcare" / "widgets.py"

HIDING = {*HOLDS, "datetime-local", "month", "week", "range", "color"}
"""Types of fields that show nothing of what is none of theirs."""

BY_HAND = re.compile(rf"type[\"']?\s*[=:]\s*\\?[\"']?({'|'.join(HIDING)})\b")
UNKNOWN = re.compile(r"<input\b[^>]*\stype=[\"']?\{")

WAYS: tuple[dict[str, str], ...] = ({}, HTMX)
JUNK = (
    {"number": 'four "<b>', "date": 'soon "<b>', "time": 'noon "<b>'},
    {"number": "1,5", "date": "2026-02-30", "time": "25:00"},
    {"number": "1e999", "date": "02026-01-01", "time": "7:5:"},
)
"""What fits no field of these kinds; the others look as if they did."""

DRAWN_NOWHERE = {"volume_ml"}
"""Numbers that only buttons send."""


@dataclass
class Sent:
    """A form of a page: how and where it goes, and what it would send as it is.

    ``kinds`` has the type of each field that could hide something, by its name.
    """

    method: str
    action: str
    headers: tuple[dict[str, str], ...]
    held: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    buttons: list[dict[str, list[str]]] = field(default_factory=list)

    def hold(self, name: str, value: str) -> None:
        self.held.setdefault(name, []).append(value)

    @property
    def like(self) -> tuple[object, ...]:
        """Equal for the same form about another row or day."""
        place = re.sub(r"\d[\d-]*", "", self.action)
        names = {re.sub(r"\d+", "", name) for name in self.kinds}
        return self.method, place, frozenset(names)

    def __str__(self) -> str:
        return f"{self.method} {self.action} {sorted(self.kinds)}"


def parsed(text: str) -> Element:
    tree: Element = html5lib.parse(text, namespaceHTMLElements=False)
    return tree


def forms_in(text: str, address: str) -> Iterator[Sent]:
    """The forms of a page that have a field that could hide something."""
    page = parsed(text)
    for form in page.iter("form"):
        inside = list(form.iter())
        if "id" in form.attrib:
            inside += page.findall(f".//*[@form='{form.get('id')}']")
        action = form.get("action") or address
        by_script = form.get("data-hx-post") is not None
        headers = WAYS if by_script else WAYS[:1]
        sent = Sent(form.get("method", "get"), action, headers)
        for control in inside:
            _add(sent, control)
        if sent.kinds:
            yield sent


def _add(sent: Sent, control: Element) -> None:
    name, kind = control.get("name", ""), control.get("type", "text")
    if (
        control.tag == "button"
        and kind != "button"
        and control.get("formaction") is None
    ):
        sent.buttons.append({name: [control.get("value", "")]} if name else {})
    elif not name:
        return
    elif control.tag == "textarea":
        sent.hold(name, control.text or "")
    elif control.tag == "select":
        options = list(control.iter("option"))
        chosen = [one for one in options if one.get("selected") is not None] or options
        sent.hold(name, chosen[0].get("value", ""))
    elif control.tag == "input":
        if kind in HIDING:
            sent.kinds[name] = kind
        if kind not in ("checkbox", "radio") or control.get("checked") is not None:
            sent.hold(name, control.get("value", ""))


@dataclass(frozen=True)
class Drawn:
    """A field of an answer. ``told``: it says that it is wrong."""

    name: str
    kind: str
    value: str
    told: bool

    def shows(self, name: str, typed: str) -> bool:
        """Whether it is this field, with what was typed in sight."""
        return (self.name, self.kind, self.value) == (name, "text", typed)


def drawn(answer: HttpResponse) -> list[Drawn]:
    return [
        Drawn(
            one.get("name", ""),
            one.get("type", ""),
            one.get("value", ""),
            one.get("aria-invalid") == "true",
        )
        for one in parsed(answer.text).iter("input")
    ]


@pytest.fixture
def world(db: None, settings: Settings) -> World:
    settings.ACCOUNT_RATE_LIMITS = False
    return make_world()


def pages(world: World) -> Iterator[tuple[Person, str]]:
    """Every address, for somebody with a full diary and somebody with an empty one."""
    own = [f"/entries/{row.pk}/edit/" for row in access.entries(world.owner)]
    past = f"/days/{world.today - timedelta(days=3)}/"
    paths = [*(address.path for address in addresses(world)), *own, past]
    for person in (world.owner, world.other):
        for path in dict.fromkeys(paths):
            yield person, path


def forms_of_all_pages(world: World) -> list[tuple[Person, Sent]]:
    """Each form once, however many pages and rows have it."""
    found: dict[tuple[object, ...], tuple[Person, Sent]] = {}
    for person, path in pages(world):
        with forgotten():
            answer = confirmed(person).get(path)
        if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
            for sent in forms_in(answer.text, path):
                found.setdefault(sent.like, (person, sent))
    return list(found.values())


def refused(
    person: Person, sent: Sent, junk: dict[str, str], headers: dict[str, str]
) -> HttpResponse | None:
    """The answer that refuses the form, by whichever of its buttons it was sent."""
    body = sent.held | {name: [junk[kind]] for name, kind in sent.kinds.items()}
    for button in sent.buttons or [{}]:
        with forgotten():
            browser: Client = confirmed(person)
            send = browser.post if sent.method == "post" else browser.get
            answer = send(sent.action, body | button, headers=headers)
        if answer.status_code == 422:
            return cast("HttpResponse", answer)
    return None


@dataclass
class Seen:
    """What was drawn: places of the tag that showed text, and widgets without it."""

    places: set[str] = field(default_factory=set)
    strangers: set[str] = field(default_factory=set)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    noted = Seen()
    render, get_context = SimpleNode.render, Input.get_context

    def note_tag(self: SimpleNode, context: Context) -> str:
        text: str = render(self, context)
        if self.func is typed and text.startswith('type="text"'):
            assert self.token is not None
            noted.places.add(place(Path(self.origin.name), self.token.lineno))
        return text

    def note_widget(self: Input, *args: Any) -> dict[str, Any]:
        if self.input_type in HIDING and not isinstance(self, Typed):
            noted.strangers.add(f"{type(self)} of {args[0]}")
        return get_context(self, *args)

    monkeypatch.setattr(SimpleNode, "render", note_tag)
    monkeypatch.setattr(Input, "get_context", note_widget)
    return noted


def place(path: Path, line: int | None) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def places_of_the_tag() -> set[str]:
    return {
        place(path, number)
        for path in templates()
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if "{% typed " in line
    }


def form_classes() -> list[type[forms.BaseForm]]:
    """Every form of the site; addresses load the views, and these their forms."""
    assert get_resolver().url_patterns
    found, waiting = [], [forms.BaseForm]
    while waiting:
        made = waiting.pop().__subclasses__()
        found += made
        waiting += made
    return [one for one in found if not one.__module__.startswith("tests.")]


def widgets_of(form: type[forms.BaseForm]) -> Iterator[tuple[str, forms.Widget]]:
    for name, made in getattr(form, "base_fields", {}).items():
        yield from ((name, one) for one in with_parts(made.widget))


def with_parts(widget: forms.Widget) -> Iterator[forms.Widget]:
    yield widget
    if isinstance(widget, forms.MultiWidget):
        for part in widget.widgets:
            yield from with_parts(part)


def test_every_field_of_every_refused_form_shows_what_was_typed(
    world: World, seen: Seen
) -> None:
    wrong, walked = [], set()
    for (person, sent), junk in product(forms_of_all_pages(world), JUNK):
        for headers in sent.headers:
            answer = refused(person, sent, junk, headers)
            if answer is None:
                wrong.append(f"{sent} is not refused with {junk} {headers}")
                continue
            fields = drawn(answer)
            wrong += [
                f"{sent}: {name} holds {junk[kind]!r} {headers}"
                for name, kind in sent.kinds.items()
                if not any(one.shows(name, junk[kind]) for one in fields)
            ]
            if not any(one.told and one.name in sent.kinds for one in fields):
                wrong.append(f"{sent} says of no field that it is wrong")
            for one in parsed(answer.text).iter("input"):
                wrong += faults_of(one)
        walked |= {re.sub(r"^s\d+-", "", name) for name in sent.kinds}
    assert wrong == []
    assert seen.strangers == set()
    known = {
        name
        for form in form_classes()
        for name, widget in widgets_of(form)
        if isinstance(widget, Typed)
    }
    assert known - walked == DRAWN_NOWHERE
    assert places_of_the_tag() - seen.places == set()
    assert {"size_0", "since", "leg-swing-minutes", "year", "first"} <= walked


def test_no_field_that_could_hide_something_is_written_by_hand() -> None:
    ends = {".html", ".py", ".js", ".txt"}
    sources = [path for part in PARTS for path in (ROOT / part).rglob("*")]
    found = [
        place(path, number)
        for path in sources
        if path.suffix in ends and "vendor" not in path.parts and path != WIDGETS
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if BY_HAND.search(line) or UNKNOWN.search(line)
    ]
    assert len(sources) > 300
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        '<input type="number" name="a">',
        "<input name=a type=date>",
        '<input id="a" type="{{ kind }}">',
        'attrs={"type": "time"}',
        'html = "<input type=\\"month\\">"',
        'field.type = "range";',
        '    input_type = "week"',
    ],
)
def test_a_field_written_by_hand_is_found(line: str) -> None:
    assert BY_HAND.search(line) or UNKNOWN.search(line)


def test_every_form_has_the_widgets_that_hide_nothing() -> None:
    fields = [
        (form, name, widget)
        for form in form_classes()
        for name, widget in widgets_of(form)
    ]
    hiding = [
        f"{form.__module__}.{form.__qualname__}.{name}"
        for form, name, widget in fields
        if getattr(widget, "input_type", None) in HIDING
        and not isinstance(widget, Typed)
    ]
    assert hiding == []
    assert sum(isinstance(widget, Typed) for _form, _name, widget in fields) > 15
