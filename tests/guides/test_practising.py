"""The plan of the player: doses to sets and phases."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from guides.library import library
from guides.practising import (
    AGAIN_SECONDS,
    LIMITS,
    READY_SECONDS,
    Item,
    Kind,
    Plan,
    chosen,
    limits,
    low_end,
    plan,
)
from guides.shapes import Exercise

EXERCISES = library().exercises


def of(exercise: str, **wanted: int) -> Plan:
    amounts = chosen(EXERCISES[exercise], wanted)
    return plan([Item(exercise, amounts)], EXERCISES)


def kinds(made: Plan) -> list[str]:
    return [str(phase.kind) for one in made.sets for phase in one.phases]


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda e: str(e.id))
def test_every_plan_begins_at_the_low_end_of_the_dose(exercise: Exercise) -> None:
    made = of(exercise.id)
    least: Mapping[str, int] = low_end(exercise)
    assert len(made.sets) == least.get("sets", 1)
    for one in made.sets:
        held = [p.seconds for p in one.phases if p.kind is Kind.HOLD]
        if "hold_seconds" in least and "minutes" not in least:
            sides = 2 if exercise.dose.per_side else 1
            count = least.get("repetitions", 1) * sides
            assert held == [least["hold_seconds"]] * count
        timed = [p.seconds for p in one.phases if p.kind is Kind.TIMED]
        if timed:
            assert set(timed) <= {least.get("minutes", 0) * 60, least.get("count", 0)}
        first = Kind.READY if one.of_exercise == 1 else Kind.REST
        assert one.phases[0].kind is first


def test_holds_on_two_sides() -> None:
    made = of("figure-four")
    assert kinds(made) == ["ready", "hold", "switch", "hold"]
    assert made.seconds == READY_SECONDS + 15 + 8 + 15
    says = [phase.says for phase in made.sets[0].phases]
    assert says[1:] == ["Hold, first side", "Change sides", "Hold, other side"]


def test_sets_rest_in_between() -> None:
    made = of("heel-slide", sets=2, repetitions=3)
    first, second = made.sets
    assert kinds(Plan((first,))) == ["ready", *["move"] * 3, "switch", *["move"] * 3]
    assert [p.kind for p in second.phases[:2]] == [Kind.REST, Kind.READY]
    assert second.phases[1].seconds == AGAIN_SECONDS
    assert (second.number, second.of_exercise, second.sets) == (2, 2, 2)
    assert first.active_seconds == 6 * 5


def test_a_rest_is_as_long_as_the_dose_says() -> None:
    named = set()
    for exercise in EXERCISES.values():
        if "rest_seconds" not in exercise.dose.amounts:
            continue
        least, most = exercise.dose.amounts["rest_seconds"]
        _first, second, *_more = of(exercise.id, sets=2).sets
        waits = [p for p in second.phases if p.kind in (Kind.REST, Kind.READY)]
        between = [p for p in second.phases if p.kind == Kind.RELEASE]
        for rest in between or waits:
            assert least <= rest.seconds <= most
        assert [p.kind for p in waits] == [Kind.REST, *[Kind.READY] * bool(between)]
        named.add(exercise.id)
    assert named > {"five-point-support", "swallow-lift"}


def test_lifts_that_nobody_counted_begin_with_a_few() -> None:
    lift = library().exercises["five-point-support"]
    assert low_end(lift) == {"hold_seconds": 5, "rest_seconds": 3, "sets": 3}
    assert chosen(lift, {"sets": 5})["sets"] == 5
    once = library().exercises["knees-to-chest-curl"]
    assert low_end(once) == {"hold_seconds": 10}


def test_what_has_no_figure_is_open() -> None:
    made = of("child-pose")
    assert kinds(made) == ["ready", "open"]
    assert made.sets[0].active_seconds == 0


def test_amounts_stay_within_limits_and_within_the_dose() -> None:
    plank = EXERCISES["plank"]
    amounts = chosen(plank, {"hold_seconds": 99999, "minutes": 5, "sets": 0})
    assert amounts == {"hold_seconds": LIMITS["hold_seconds"][1], "sets": 1}


@pytest.mark.parametrize(
    ("id_", "key", "least", "most"),
    [
        ("cold-pack", "minutes", 1, 15),
        ("cold-pack-in-a-flare", "minutes", 1, 10),
        ("heat-pack", "minutes", 1, 20),
        ("lukewarm-bath", "minutes", 1, 15),
        ("foot-soak", "minutes", 1, 20),
        ("point-pressure", "count", 1, 100),
        ("breath-4-4-4", "hold_seconds", 4, 4),
        ("breath-4-4-4", "minutes", *LIMITS["minutes"]),
        ("plank", "hold_seconds", *LIMITS["hold_seconds"]),
    ],
)
def test_what_harms_when_overdone_ends_with_the_dose(
    id_: str, key: str, least: int, most: int
) -> None:
    exercise = library().exercises[id_]
    assert limits(exercise)[key] == (least, most)
    longest = LIMITS[key][1]
    assert chosen(exercise, {key: longest})[key] == most
    assert chosen(exercise, {key: longest}, done=True)[key] == longest


def test_several_exercises_count_on() -> None:
    made = plan([Item("plank", {}), Item("child-pose", {})], EXERCISES)
    assert [one.number for one in made.sets] == [1, 2]
    assert made.as_data()["sets"][1]["name"] == "Child's pose"


def test_an_unknown_exercise_is_refused() -> None:
    with pytest.raises(KeyError):
        plan([Item("flying", {})], EXERCISES)
