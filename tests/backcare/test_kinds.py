"""A field that holds what is none of its kind becomes one for text, and shows it."""

from __future__ import annotations

import pytest
from django.test import Client

from backcare.kinds import with_typed_kept


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *(("number", text) for text in ("4", "-1", "0.5", ".5", "1e3", "-2.5E-1")),
        *(("date", text) for text in ("2026-11-20", "2024-02-29", "0001-01-01")),
        *(("time", text) for text in ("00:00", "23:59", "23:59:30", "07:05:01.5")),
        *((kind, "") for kind in ("number", "date", "time")),
        *((kind, "x") for kind in ("text", "search", "hidden", "email")),
    ],
)
def test_what_a_field_shows_stays_as_it_is(kind: str, value: str) -> None:
    field = f'<p><input type="{kind}" name="a" min="1" value="{value}" required></p>'
    assert with_typed_kept(field) == field


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *(("number", text) for text in ("x", "1,5", "+1", "1.", "٣", " 1", "30:99")),
        *(
            ("date", text)
            for text in ("soon", "2026-02-30", "20.11.2026", "0000-01-01")
        ),
        *(("time", text) for text in ("25:00", "7:30", "noon", "23:60", "23:59:60")),
        ("number", "&lt;b&gt;&amp;&quot;&#x27;"),
    ],
)
def test_what_it_would_not_show_is_shown_as_text(kind: str, value: str) -> None:
    before = (
        f'<input inputmode="numeric"\n   type="{kind}" min="1" max="5" step="any"\n'
        f'   id="a" name="a" value="{value}" aria-invalid="true">'
        '<input type="number" min="0" name="b" value="4">'
    )
    assert with_typed_kept(before) == (
        '<input inputmode="numeric"\n   type="text"\n'
        f'   id="a" name="a" value="{value}" aria-invalid="true">'
        '<input type="number" min="0" name="b" value="4">'
    )


def test_a_refused_form_shows_what_was_typed(person_client: Client) -> None:
    answer = person_client.get("/trends/?range=own&first=soon&last=2026-11-20")
    assert answer.status_code == 422
    assert '<input type="text" name="first" id="id_first" value="soon"' in answer.text
    assert '<input type="date" name="last"' in answer.text


def test_an_answer_that_refuses_nothing_is_not_read(person_client: Client) -> None:
    answer = person_client.get("/trends/")
    assert answer.status_code == 200
    assert '<input type="date" name="first"' in answer.text
