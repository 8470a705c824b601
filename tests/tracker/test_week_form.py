"""What is typed in a cell of the week grid, and what it stands for."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.forms.week import FIELDS, WrongValue


@pytest.mark.parametrize(
    ("key", "typed", "stored"),
    [
        ("pain", "0", 0),
        ("pain", "10", 10),
        ("sleep", "7:30", 450),
        ("sleep", "7", 420),
        ("sleep", "7.5", 450),
        ("sleep", "7,5", 450),
        ("sleep", "7h", 420),
        ("sleep", "7 h 30 min", 450),
        ("sleep", "7h05", 425),
        ("sleep", "0:45", 45),
        ("sleep", "24:00", 1440),
        ("water", "1250", 1250),
        ("water", "0", 0),
        ("exercise", "20", 20),
        ("breaks", "3", 3),
        ("desk", "yes", 1),
        ("desk", "no", 0),
    ],
)
def test_a_cell_takes_what_people_type(key: str, typed: str, stored: int) -> None:
    assert FIELDS[key].parse(typed, "metric") == stored


@pytest.mark.parametrize(
    ("key", "typed", "message"),
    [
        ("pain", "11", "Enter a whole number from 0 to 10."),
        ("pain", "-1", "Enter a whole number from 0 to 10."),
        ("pain", "x", "Enter a whole number from 0 to 10."),
        ("pain", "4.5", "Enter a whole number from 0 to 10."),
        ("pain", "٤", "Enter a whole number from 0 to 10."),
        ("sleep", "30:00", "A night has at most 24 hours."),
        ("sleep", "25", "A night has at most 24 hours."),
        ("sleep", "7:75", "Enter hours and minutes such as 7:30."),
        ("sleep", "long", "Enter hours and minutes such as 7:30."),
        ("water", "50000", "At most 5 litres (169 fl oz) here. Add more on the day."),
        ("water", "a glass", "Enter a number of ml."),
        ("exercise", "1441", "Enter whole minutes, at most 1440."),
        ("breaks", "101", "Enter a whole number from 0 to 100."),
        ("desk", "perhaps", "Choose yes or no."),
    ],
)
def test_a_cell_says_what_it_cannot_take(key: str, typed: str, message: str) -> None:
    with pytest.raises(WrongValue) as raised:
        FIELDS[key].parse(typed, "metric")
    assert str(raised.value) == message


def test_fluid_ounces_come_back_as_typed() -> None:
    assert FIELDS["water"].parse("40", "us") == 1183
    assert FIELDS["water"].write(1183, "us") == "40"


@given(st.sampled_from(["pain", "sleep", "exercise", "breaks"]), st.integers(0, 1440))
def test_what_a_cell_shows_it_takes_back(key: str, amount: int) -> None:
    field = FIELDS[key]
    amount = (
        amount % 11 if key == "pain" else amount % 101 if key == "breaks" else amount
    )
    assert field.parse(field.write(amount, "metric"), "metric") == amount


@given(st.sampled_from(sorted(FIELDS)), st.text(max_size=20))
def test_nothing_typed_breaks_a_cell(key: str, typed: str) -> None:
    for units in ("metric", "us"):
        with suppress(WrongValue):
            assert 0 <= FIELDS[key].parse(typed, units) <= 5000
