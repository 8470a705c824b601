"""The safety table: each situation, what must be hidden and what must still show."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from guides.errors import LibraryError
from guides.library import check_hidden, library
from guides.safety.hiding import (
    PATH,
    Circumstances,
    HidingError,
    conditions_of,
    hidden_because,
    hide_table,
    load_hide_table,
    page_hidden_because,
    pregnancy_week,
    shown_pregnancy_week,
)
from guides.vocabulary import CONDITIONS, ROUTINE, TAGS

DAY = date(2026, 11, 20)


def tags(text: str) -> set[str]:
    return set(text.split())


TABLE = {
    "open-warning": (TAGS, set()),
    "pregnancy-complication": (TAGS, set()),
    "spine-surgery": (TAGS - tags("walk"), tags("walk")),
    "under-18": (
        tags("routine stretch strength plank sit-up twist bend running balance load"),
        tags("heat cold rest-position side-lying walk"),
    ),
    "acute-pain": (
        tags("strength plank sit-up prone-lift bend twist running"),
        tags("rest-position walk knees-to-chest heat side-lying supine breathing"),
    ),
    "disc-signs": (
        tags("bend sit-up twist prone-lift extension straight-leg-raise"),
        tags("walk rest-position side-lying supine heat"),
    ),
    "pregnant": (
        tags("hot-water abdominal-strain prone twist inversion contact-sport pressure"),
        tags("walk side-lying all-fours standing stretch supine heat"),
    ),
    "pregnant-from-14": (
        tags("prone prone-lift sit-up plank backward-walk high-impact breath-hold"),
        tags("side-lying all-fours standing walk supine"),
    ),
    "pregnant-from-16": (tags("supine"), tags("side-lying all-fours standing walk")),
    "pregnant-from-28": (
        tags("supine deep-squat balance"),
        tags("side-lying all-fours standing walk"),
    ),
    "after-birth": (
        tags("sit-up plank running high-impact load"),
        tags("breathing walk rest-position supine"),
    ),
    "tummy-gap": (tags("sit-up double-leg-lift plank"), tags("breathing walk supine")),
    "after-operation": (
        tags("strength load stretch high-impact running plank deep-squat balance"),
        tags("walk breathing rest-position"),
    ),
    "osteoporosis": (
        tags("bend sit-up knees-to-chest twist high-impact roller"),
        tags("walk strength extension standing heat"),
    ),
    "eye-pressure": (tags("inversion neck-circle breath-hold"), tags("stretch walk")),
    "high-blood-pressure": (
        tags("inversion neck-circle breath-hold"),
        tags("stretch walk"),
    ),
    "vertigo": (tags("inversion neck-circle breath-hold"), tags("stretch walk")),
    "neck-disease": (tags("inversion neck-circle breath-hold"), tags("stretch walk")),
    "blood-thinners": (
        tags("massage roller pressure herbs"),
        tags("heat stretch walk"),
    ),
    "numb-skin": (tags("heat cold hot-water electric"), tags("stretch walk massage")),
    "heart-or-lung": (tags("vigorous running"), tags("walk stretch heat")),
    "flare": (tags("twist"), tags("walk heat stretch rest-position")),
    "not-screened": ({ROUTINE}, TAGS - {"never"}),
    "fluid-limit": (set(), TAGS - {"never"}),
    "leg-pain": (set(), TAGS - {"never"}),
    "period": (set(), TAGS - {"never"}),
    "desk-work": (set(), TAGS - {"never"}),
    "heavy-work": (set(), TAGS - {"never"}),
}
CASES = [
    (condition, tag, place == 0)
    for condition, row in TABLE.items()
    for place in (0, 1)
    for tag in sorted(row[place])
]


def test_table_has_every_condition() -> None:
    assert TABLE.keys() == CONDITIONS.keys()


@pytest.mark.parametrize(("condition", "tag", "hidden"), CASES)
def test_condition_hides_what_it_must_and_no_more(
    condition: str, tag: str, hidden: bool
) -> None:
    why = hidden_because({tag}, (), frozenset({condition}))
    assert (why is not None) is hidden
    if why and tag != "never":
        rows = {row.condition: row for row in hide_table().rows}
        assert why == rows[condition].why


def test_each_condition_that_hides_says_why_and_what_instead() -> None:
    for row in hide_table().rows:
        assert row.why.reason
        assert not row.why.reason.endswith(".")
        assert row.why.instead.endswith(".")
        assert row.carries


def test_what_is_never_safe_is_hidden_from_everybody() -> None:
    assert hidden_because({"never", "standing"}, (), frozenset())


def test_nothing_is_hidden_without_a_condition() -> None:
    assert hidden_because(TAGS - {"never"}, CONDITIONS, frozenset()) is None


def test_not_when_hides_whatever_the_tags() -> None:
    why = hidden_because({"walk"}, {"period"}, frozenset({"period", "desk-work"}))
    assert why
    assert why.reason == "you marked a period today"


def test_first_condition_of_the_table_gives_the_reason() -> None:
    both = frozenset({"acute-pain", "open-warning", "osteoporosis"})
    why = hidden_because({"bend"}, (), both)
    assert why
    assert why.reason.startswith("a warning sign is still open")


def test_only_a_walk_is_left_after_spine_surgery() -> None:
    surgery = frozenset({"spine-surgery"})
    assert hidden_because({"walk", "standing", ROUTINE}, (), surgery) is None
    assert hidden_because({"walk", "stretch"}, (), surgery)
    assert hidden_because({"walk"}, (), surgery | {"open-warning"})
    assert hidden_because({"walk"}, (), surgery | {"pregnancy-complication"})


def test_offers_are_stricter_than_pages() -> None:
    acute = frozenset({"acute-pain"})
    assert hidden_because({"stretch"}, (), acute) is None
    assert hidden_because({"stretch"}, (), acute, for_offer=True)
    assert hidden_because({"supine"}, (), frozenset({"pregnant"})) is None
    assert hidden_because({"supine"}, (), frozenset({"pregnant"}), for_offer=True)


@pytest.mark.parametrize("topic", ["exercise", "stretching", "strength"])
def test_open_warning_hides_whole_exercise_pages(topic: str) -> None:
    assert page_hidden_because("any", (topic, "pain"), frozenset({"open-warning"}))
    assert page_hidden_because("any", (topic,), frozenset({"acute-pain"})) is None


@pytest.mark.parametrize("condition", ["open-warning", "pregnancy-complication"])
@pytest.mark.parametrize(
    "slug", ["heat-and-cold", "self-massage", "foot-soaks", "pressure-points"]
)
def test_heat_and_massage_are_hidden_as_pages(slug: str, condition: str) -> None:
    assert page_hidden_because(slug, ("relief",), frozenset({condition}))


def test_open_warning_hides_the_page_on_flares() -> None:
    assert page_hidden_because("bad-flare", ("pain",), frozenset({"open-warning"}))


def test_help_is_never_hidden() -> None:
    everything = frozenset(CONDITIONS)
    assert page_hidden_because("get-help-now", ("safety",), everything) is None


# Which conditions hold


def conditions(**known: object) -> frozenset[str]:
    values: dict[str, object] = {"day": DAY, "situations": {}, **known}
    return conditions_of(Circumstances(**values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days_to_due", "week"),
    [
        (280, 0),
        (274, 0),
        (273, 1),
        (182, 14),
        (168, 16),
        (84, 28),
        (0, 40),
        (-13, 41),
        (-14, 42),
        (400, 0),
    ],
)
def test_pregnancy_week_counts_full_weeks(days_to_due: int, week: int) -> None:
    assert pregnancy_week(DAY + timedelta(days=days_to_due), DAY) == week


def test_week_is_no_longer_shown_at_42() -> None:
    assert shown_pregnancy_week(DAY - timedelta(days=13), DAY) == 41
    assert shown_pregnancy_week(DAY - timedelta(days=14), DAY) is None


@pytest.mark.parametrize(
    ("days_to_due", "steps"),
    [
        (183, set()),
        (182, {14}),
        (169, {14}),
        (168, {14, 16}),
        (85, {14, 16}),
        (84, {14, 16, 28}),
        (-100, {14, 16, 28}),
    ],
)
def test_pregnancy_conditions_add_up_and_stay(
    days_to_due: int, steps: set[int]
) -> None:
    due = DAY + timedelta(days=days_to_due)
    found = conditions(situations={"pregnant": due})
    assert found == {"pregnant", *(f"pregnant-from-{step}" for step in steps)}


def test_pregnancy_without_a_date_counts_as_late() -> None:
    assert "pregnant-from-28" in conditions(situations={"pregnant": None})


@pytest.mark.parametrize(
    ("code", "condition", "days"),
    [
        ("birth", "after-birth", 42),
        ("caesarean", "after-birth", 56),
        ("operation-or-fracture", "after-operation", 84),
    ],
)
def test_recovery_ends_by_itself(code: str, condition: str, days: int) -> None:
    last = DAY - timedelta(days=days)
    assert conditions(situations={code: last}) == {condition}
    assert conditions(situations={code: last - timedelta(days=1)}) == frozenset()
    assert conditions(situations={code: None}) == {condition}


def test_spine_surgery_lasts_until_it_is_ended() -> None:
    long_ago = DAY - timedelta(days=3_000)
    assert conditions(situations={"spine-surgery": long_ago}) == {"spine-surgery"}


@pytest.mark.parametrize(("age", "young"), [(None, False), (17, True), (18, False)])
def test_under_18_needs_a_known_age(age: int | None, young: bool) -> None:
    assert ("under-18" in conditions(age=age)) is young


@pytest.mark.parametrize(("worst", "acute"), [(None, False), (6, False), (7, True)])
def test_acute_pain_begins_at_7(worst: int | None, acute: bool) -> None:
    assert ("acute-pain" in conditions(worst_today_or_yesterday=worst)) is acute


@pytest.mark.parametrize(
    ("action", "opened"),
    [("E", True), ("M", True), ("D", True), ("S", False), ("", False), (None, False)],
)
def test_urgent_answers_keep_a_warning_open(action: str | None, opened: bool) -> None:
    assert ("open-warning" in conditions(open_action=action)) is opened


@pytest.mark.parametrize(
    ("areas", "sensations", "signs"),
    [
        ({"calf"}, {"numb"}, True),
        ({"foot"}, {"weak_leg"}, True),
        ({"foot"}, {"tingling"}, True),
        ({"thigh"}, {"numb"}, False),
        ({"calf"}, {"dull"}, False),
        (set(), {"numb"}, False),
    ],
)
def test_disc_signs_need_pain_below_the_knee_and_a_nerve_sign(
    areas: set[str], sensations: set[str], signs: bool
) -> None:
    found = conditions(leg_areas=frozenset(areas), sensations=frozenset(sensations))
    assert ("disc-signs" in found) is signs
    assert ("leg-pain" in found) is bool(areas)


def test_known_disc_counts_as_signs() -> None:
    assert conditions(situations={"herniated-disc": None}) == {"disc-signs"}


def test_marks_of_the_day_are_conditions() -> None:
    marks = frozenset({"flare", "period", "stress"})
    assert conditions(marks=marks) == {"flare", "period"}


# The file


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[conditions.vertigo]", "[conditions.giddy]", "unknown condition 'giddy'"),
        ('hidden = ["twist"]', 'hidden = ["spin"]', "unknown tag 'spin'"),
        ('topics = ["exercise"', 'topics = ["sport"', "unknown topic 'sport'"),
        ('hidden = ["twist"]', 'mood = ["twist"]', "unknown key 'mood'"),
        ('reason = "you marked a flare today"\n', "", "missing key 'reason'"),
        ("[never]", "[ever]", "missing key 'never'"),
        ("[never]", "[never", r":\d\d+: Expected"),
        ('only = ["walk"]', 'only = "walk"', r":\d\d+: 'only' must be a list"),
        ('hidden = ["never"]', "hidden = [5]", r":\d\d+: 'hidden' must hold words"),
        ('disclaimer_line = "', 'disclaimer_line = "" #', r":14: .* is empty"),
        ("[conditions.flare]", "[conditions.spell]", r":\d\d+: unknown condition"),
    ],
)
def test_broken_table_is_refused(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    text = PATH.read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "hiding.toml"
    broken.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(HidingError, match=words) as refusal:
        load_hide_table(broken)
    assert str(broken) in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "words"),
    [("heat-and-cold", "guide 'heat-and-could'"), ("yoga-standing-split", "fact")],
)
def test_table_that_hides_what_is_not_there_is_refused(
    tmp_path: Path, name: str, words: str
) -> None:
    broken = tmp_path / "hiding.toml"
    text = PATH.read_text(encoding="utf-8")
    wrong = name.replace("cold", "could").replace("split", "spilt")
    broken.write_text(text.replace(f'"{name}"', f'"{wrong}"'), encoding="utf-8")
    with pytest.raises(LibraryError, match=f"there is no {words}"):
        check_hidden(library(), load_hide_table(broken))


def test_table_without_a_condition_is_refused(tmp_path: Path) -> None:
    text = PATH.read_text(encoding="utf-8")
    start = text.index("[conditions.desk-work]")
    broken = tmp_path / "hiding.toml"
    end = text.index("[conditions.heavy-work]")
    broken.write_text(text[:start] + text[end:], encoding="utf-8")
    with pytest.raises(HidingError, match="no row for: desk-work"):
        load_hide_table(broken)
