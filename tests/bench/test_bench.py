"""The benchmark's table and arithmetic; nothing here is timed."""

from __future__ import annotations

from pathlib import Path

import pytest

from guides.library import CONTENT, library, load
from tests.bench import arithmetic
from tests.bench.__main__ import GROUPS, main
from tests.bench.budgets import BUDGETS, Budget, Figure, chosen, missed, table
from tests.bench.twice import twice

KEPT = {budget.name: budget.limit for budget in BUDGETS}
KEPT["memory-growth"] = 9.9


def test_the_table_has_every_row_once_and_a_measurement_for_it() -> None:
    names = [budget.name for budget in BUDGETS]
    assert len(set(names)) == len(names) == 36
    assert {budget.group for budget in BUDGETS} == set(GROUPS)
    assert table(BUDGETS, {}).count("| not measured (no figure) | **missed** |") == 36


def test_its_help_says_how_long_it_takes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    words = " ".join(capsys.readouterr().out.split())
    assert ended.value.code == 0
    assert "takes about 20 minutes on two cores, the short one about 4." in words
    assert "--quick the short run, about 4 minutes" in words


def test_a_figure_at_its_limit_is_met_and_one_beyond_it_is_missed() -> None:
    figures = {name: Figure(value) for name, value in KEPT.items()}
    assert missed(BUDGETS, figures) == []
    for budget in BUDGETS:
        worse = -0.001 if budget.side == "at least" else 0.001
        beyond = Figure(budget.limit + worse)
        assert missed(BUDGETS, figures | {budget.name: beyond}) == [budget]
    assert missed(BUDGETS, figures | {"memory-growth": Figure(10)})


def test_what_is_not_measured_is_missed() -> None:
    start = chosen(["start"])
    assert [
        budget.name for budget in missed(start, {"start": Figure(None, "why")})
    ] == ["start"]
    assert table(start, {"start": Figure(None, "why")}).endswith(
        "| at most 2 s | not measured (why) | **missed** |"
    )


def test_rows_are_chosen_by_name_and_by_group() -> None:
    assert [b.name for b in chosen(["trends", "tap"])] == [
        "tap",
        "trends-all",
        "trends-data",
    ]
    assert chosen([]) == list(BUDGETS)


def test_a_row_says_budget_figure_and_verdict() -> None:
    budget = Budget("today", "pages", "Today", 4.5, "times", decimals=1)
    lines = table([budget], {"today": Figure(3.14, "5 to 2 ms")}).splitlines()
    assert lines[0] == "| work | budget | figure | |"
    assert lines[2:] == ["| Today | at most 4.5 times | 3.1 times (5 to 2 ms) | met |"]


def test_a_ratio_is_of_medians_and_its_spread_is_by_round() -> None:
    found = arithmetic.ratio([0.004, 0.008, 0.006], [0.002, 0.002, 0.006])
    assert (found.work, found.floor) == (0.006, 0.002)
    assert found.times == pytest.approx(3)
    assert (found.low, found.high) == pytest.approx((1.5, 3.0))
    assert found.in_words() == "6.00 to 2.00 ms, quartiles 1.50 to 3.00"


def test_quantiles_lie_between_the_values() -> None:
    assert arithmetic.quantile([4, 1, 3, 2], 0) == 1
    assert arithmetic.quantile([4, 1, 3, 2], 0.25) == pytest.approx(1.75)
    assert arithmetic.quantile([4, 1, 3, 2], 1) == 4
    with pytest.raises(ValueError, match="nothing"):
        arithmetic.quantile([], 0.5)


def test_rounds_that_do_not_match_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        arithmetic.ratio([1.0], [1.0, 2.0])


def test_a_library_twice_as_large_can_be_served(tmp_path: Path) -> None:
    once, large = library(), load(twice(CONTENT, tmp_path / "content"))
    for part in ("guides", "exercises", "figures"):
        assert len(getattr(large, part)) == 2 * len(getattr(once, part))
    rules = [sum(len(g.rules) for g in one.guides.values()) for one in (once, large)]
    assert rules[1] == 2 * rules[0] > 0
