"""A field that would hide what it holds becomes one for text, and shows it."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.template import engines
from html5lib import parseFragment

from backcare.kinds import HOLDS, kind_for
from backcare.widgets import DateInput, NumberInput, TimeInput, Typed

SHOWN = {
    "number": ("4", "-1", "0.5", ".5", "1e3", "-2.5E-1", "007", "1e308"),
    "date": ("2026-11-20", "2024-02-29", "0001-01-01"),
    "time": ("00:00", "23:59", "23:59:30", "07:05:01.5"),
}
HIDDEN = {
    "number": ("x", "1,5", "+1", "1.", "٣", " 1", "1 ", "30:99", "1e", "-", "1e309"),
    "date": ("soon", "2026-02-30", "20.11.2026", "0000-01-01", "2026-1-1", "2026-W47"),
    "time": ("25:00", "24:00", "7:30", "noon", "23:60", "23:59:60", "07:05\n"),
}
RIGHT = [(kind, value) for kind, values in SHOWN.items() for value in values]
WRONG = [(kind, value) for kind, values in HIDDEN.items() for value in values]
SHARP = "\"><b onclick=x>&amp; 'quoted'"

WIDGETS: dict[str, type[Typed]] = {
    "number": NumberInput,
    "date": DateInput,
    "time": TimeInput,
}
LIMITS = {"min": "1", "max": "5", "step": "any"}
OTHERS = {"id": "a", "aria-invalid": "true"}
GIVEN = LIMITS | OTHERS
WRITTEN = '<input {% typed kind value min=1 max=5 step="any" %}>'


def written_out(source: str, **values: object) -> dict[str, str]:
    """The attributes of an ``<input>`` that a template writes out."""
    made = engines["django"].from_string("{% load typed %}" + source)
    return attributes(made.render(values))


def attributes(html: str) -> dict[str, str]:
    tree = parseFragment(html, namespaceHTMLElements=False)
    [field] = tree
    assert field.tag == "input"
    assert not (tree.text or field.tail or "").strip()
    return dict(field.attrib)


@pytest.mark.parametrize(("kind", "value"), RIGHT)
def test_what_a_field_shows_keeps_its_kind(kind: str, value: str) -> None:
    assert HOLDS[kind](value)
    assert kind_for(kind, value) == kind


@pytest.mark.parametrize("kind", HOLDS)
def test_an_empty_field_keeps_its_kind(kind: str) -> None:
    assert kind_for(kind, "") == kind


@pytest.mark.parametrize(("kind", "value"), WRONG)
def test_what_it_would_hide_is_text(kind: str, value: str) -> None:
    assert not HOLDS[kind](value)
    assert kind_for(kind, value) == "text"


def test_a_kind_without_a_rule_is_refused() -> None:
    with pytest.raises(KeyError):
        kind_for("week", "2026-W47")


@pytest.mark.parametrize(("kind", "value"), [*RIGHT, *((k, "") for k in HOLDS)])
def test_both_draw_a_value_of_the_kind_with_its_limits(kind: str, value: str) -> None:
    drawn = attributes(WIDGETS[kind]().render("b", value, GIVEN))
    assert {"value": ""} | drawn == {"type": kind, "name": "b", "value": value} | GIVEN
    written = written_out(WRITTEN, kind=kind, value=value)
    assert written == {"type": kind, "value": value} | LIMITS


@pytest.mark.parametrize(("kind", "value"), [*WRONG, *((k, SHARP) for k in HOLDS)])
def test_both_draw_another_value_as_text_without_limits(kind: str, value: str) -> None:
    drawn = attributes(WIDGETS[kind]().render("b", value, GIVEN))
    assert drawn == {"type": "text", "name": "b", "value": value} | OTHERS
    written = written_out(WRITTEN, kind=kind, value=value)
    assert written == {"type": "text", "value": value}


def test_drawing_junk_leaves_the_widget_as_it_was() -> None:
    widget = NumberInput(attrs={"min": "0"})
    assert 'type="text"' in widget.render("a", "x")
    assert attributes(widget.render("a", "1")) == {
        "type": "number",
        "name": "a",
        "value": "1",
        "min": "0",
    }


@pytest.mark.parametrize(
    ("widget", "value", "shown"),
    [
        (NumberInput, Decimal("0.5"), "0.5"),
        (NumberInput, 1500, "1500"),
        (DateInput, date(2026, 11, 20), "2026-11-20"),
        (TimeInput, time(7, 5, 30), "07:05"),
    ],
)
def test_what_is_stored_is_written_as_html_wants_it(
    widget: type[Typed], value: Any, shown: str
) -> None:
    drawn = attributes(widget().render("a", value))
    kind = drawn["type"]
    assert drawn == {"type": kind, "name": "a", "value": shown}
    assert WIDGETS[kind] is widget
    source = "<input {% typed kind value max=value %}>"
    written = written_out(source, kind=kind, value=value)
    assert written == {"type": kind, "value": shown, "max": shown}


def test_a_value_that_is_missing_is_written_as_nothing() -> None:
    empty = {"type": "number", "value": ""}
    assert written_out('<input {% typed "number" form.data.x %}>') == empty
    assert written_out('<input {% typed "number" a %}>', a=None) == empty
    assert written_out('<input {% typed "number" a %}>', a=0)["value"] == "0"


class Form(forms.Form):
    """With limits from the fields, as Django puts them at its own widgets."""

    amount = forms.DecimalField(min_value=1, max_value=9, widget=NumberInput)
    day = forms.DateField(widget=DateInput)
    clock = forms.TimeField(widget=TimeInput)


def test_a_refused_form_shows_what_was_typed() -> None:
    form = Form({"amount": "many", "day": "soon", "clock": "08:30"})
    assert set(form.errors) == {"amount", "day"}
    amount, day, clock = (attributes(str(form[name])) for name in form.fields)
    assert (amount["type"], amount["value"]) == ("text", "many")
    assert not {"min", "max", "step"} & set(amount)
    assert (day["type"], day["value"]) == ("text", "soon")
    assert day["aria-invalid"] == "true"
    assert (clock["type"], clock["value"]) == ("time", "08:30")


def test_limits_of_a_form_stay_with_a_number() -> None:
    amount = attributes(str(Form({"amount": "99"})["amount"]))
    limits = {"min": "1", "max": "9", "step": "any"}
    assert {name: amount[name] for name in limits} == limits
    assert (amount["type"], amount["value"]) == ("number", "99")
