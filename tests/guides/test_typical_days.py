"""Typical days, kept as a diary keeps them, and the guides that they lead to."""

from __future__ import annotations

from typing import Any

import pytest

from guides.library import library
from tests.guides.typical import ABOUT_IT, DAYS, OF_A_DAY
from tracker.vocabulary import SITUATIONS

GUIDES = library().guides
every_day = pytest.mark.parametrize("row", DAYS, ids=lambda row: row["name"])


def test_there_are_sixty_days_and_ten_need_nothing() -> None:
    names = [row["name"] for row in DAYS]
    assert len(names) == len(set(names)) >= 60
    assert sum(row.get("nothing", False) for row in DAYS) >= 10


@every_day
def test_day_is_written_in_known_words(row: dict[str, Any]) -> None:
    assert row.keys() <= OF_A_DAY | ABOUT_IT
    assert row.get("situations", {}).keys() <= SITUATIONS.keys()
    for earlier in row.get("before", ()):
        assert earlier.keys() <= OF_A_DAY | {"ago"}
    must, must_not = row.get("must", []), row.get("must_not", [])
    assert {*must, *must_not} <= GUIDES.keys()
    assert not {*must} & {*must_not}
    assert len(must) <= 3
    # Exactly one of the two: a day leads somewhere, or it leads nowhere.
    assert bool(must) is not row.get("nothing", False)
