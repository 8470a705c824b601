"""The closed lists of the diary: what may be stored, and the words for it.

Codes are stored; labels are shown. Nothing outside this module invents either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices

PAIN_WORDS: Final = {0: "no pain", 10: "worst pain imaginable"}
"""Ends of the numeric rating scale (NRS 0-10), as it is usually anchored."""


@dataclass(frozen=True)
class Area:
    """One tickable place on the body map. ``side`` is the person's own."""

    code: str
    label: str
    group: str
    view: str  # "back" or "front", the figure it is drawn on
    side: str  # "left", "middle" or "right"


GROUPS: Final = {
    "neck": "Neck",
    "upper_back": "Upper back",
    "mid_back": "Mid back",
    "lower_back": "Lower back",
    "flank": "Side",
    "hip": "Hip",
    "buttock": "Buttock",
    "tailbone": "Tailbone",
    "groin": "Groin",
    "thigh": "Thigh",
    "calf": "Calf",
    "foot": "Foot",
}
LEG_GROUPS: Final = frozenset({"thigh", "calf", "foot"})
"""Areas that count as radiating pain."""

BELOW_KNEE_GROUPS: Final = frozenset({"calf", "foot"})


def _areas() -> list[Area]:
    areas = []
    for group in ("neck", "upper_back", "mid_back", "lower_back"):
        for side in ("left", "middle", "right"):
            label = f"{GROUPS[group]}, {side if side == 'middle' else f'your {side}'}"
            areas.append(Area(f"{group}-{side}", label, group, "back", side))
    areas.append(Area("tailbone-middle", "Tailbone", "tailbone", "back", "middle"))
    paired = [
        ("flank", "flank", "back", "Side"),
        ("buttock", "buttock", "back", "Buttock"),
        ("thigh_back", "thigh", "back", "Back of thigh"),
        ("calf", "calf", "back", "Calf"),
        ("hip", "hip", "front", "Hip"),
        ("groin", "groin", "front", "Groin"),
        ("thigh_front", "thigh", "front", "Front of thigh"),
        ("foot", "foot", "front", "Foot"),
    ]
    for stem, group, view, word in paired:
        for side in ("left", "right"):
            areas.append(
                Area(f"{stem}-{side}", f"{word}, your {side}", group, view, side)
            )
    return areas


AREAS: Final = {area.code: area for area in _areas()}


class Sensation(TextChoices):
    DULL = "dull", "Dull"
    SHARP = "sharp", "Sharp"
    BURNING = "burning", "Burning"
    STIFF = "stiff", "Stiff"
    CRAMPING = "cramping", "Cramping"
    SHOOTING = "shooting", "Shooting"
    TINGLING = "tingling", "Tingling"
    NUMB = "numb", "Numb"
    WEAK_LEG = "weak_leg", "Weak leg"


class Kind(TextChoices):
    """What an entry is about."""

    PAIN = "pain", "Pain"
    SLEEP = "sleep", "Sleep"
    DRINK = "drink", "Water"
    EXERCISE = "exercise", "Exercise"
    BREAK = "break", "Posture break"
    NOTE = "note", "Note"
    MARK = "mark", "Mark"
    ANSWER = "answer", "Answer"
    RELIEF = "relief", "Relief"
    """A technique that was done: ice, warmth, a breath. It is no exercise."""


FIXED: Final = frozenset({Kind.MARK, Kind.ANSWER})
"""Kinds that are tapped on and off on their day, and have no page of their own."""


class Mark(TextChoices):
    FLARE = "flare", "Flare"
    ILL = "ill", "Ill"
    FEVER = "fever", "Fever"
    FALL = "fall", "Fall"
    MEDICINE_CHANGE = "medicine_change", "Medicine change"
    TRAVEL = "travel", "Travel"
    PERIOD = "period", "Period"
    HEAVY_WORK = "heavy_work", "Heavy work"
    LONG_DRIVE = "long_drive", "Long drive"
    LONG_STANDING = "long_standing", "Long standing"
    STRESS = "stress", "Stress"


class Question(TextChoices):
    """Questions whose answer belongs to a day rather than to a moment."""

    NO_DRINK = "no-drink", "No water today"
    NO_EXERCISE = "no-exercise", "No exercise today"
    NO_BREAK = "no-break", "No posture break today"
    DESK_DAY = "desk-day", "Desk day"
    AFTER_EXERCISE = "after-exercise", "Back after yesterday's exercise"


NONE_TODAY: Final = {
    Kind.DRINK: Question.NO_DRINK,
    Kind.EXERCISE: Question.NO_EXERCISE,
    Kind.BREAK: Question.NO_BREAK,
}


class Effort(TextChoices):
    LIGHT = "light", "Light"
    MODERATE = "moderate", "Moderate"
    HARD = "hard", "Hard"


class Activity(TextChoices):
    """Common activities; exercises of the library are logged by their own id."""

    WALK = "walk", "Walk"
    SWIM = "swim", "Swim"
    TAI_CHI = "tai-chi", "Tai chi"
    YOGA = "yoga", "Yoga"
    PILATES = "pilates", "Pilates"
    CYCLING = "cycling", "Cycling"
    GYM = "gym", "Gym"
    RUN = "run", "Run"
    DANCE = "dance", "Dance"
    GARDENING = "gardening", "Gardening"
    PHYSIOTHERAPY = "physiotherapy", "Physiotherapy exercises"
    STRETCHING = "stretching", "Stretching"
    OTHER = "other", "Something else"


class Units(TextChoices):
    METRIC = "metric", "Millilitres, °C and cm"
    US = "us", "Fluid ounces, °F and inches"


class Sex(TextChoices):
    FEMALE = "female", "Female"
    MALE = "male", "Male"
    OTHER = "other", "Other"


class Theme(TextChoices):
    SYSTEM = "system", "Like the device"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


ChoiceGroups = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""Titled groups of choices: title, then code and label of each."""


@dataclass(frozen=True)
class SituationKind:
    """Something lasting that changes what fits a person.

    ``date_label`` names the date that the safety table counts from, if any.
    """

    code: str
    label: str
    date_label: str = ""
    date_required: bool = False


SITUATIONS: Final = {
    kind.code: kind
    for kind in [
        SituationKind("desk-work", "I work at a desk"),
        SituationKind("heavy-work", "I do heavy work"),
        SituationKind("pregnant", "I am pregnant", "Due date", True),
        SituationKind(
            "pregnancy-complication",
            "My pregnancy has a complication, or my team asked me to take care",
        ),
        SituationKind("birth", "I gave birth", "Date of the birth", True),
        SituationKind(
            "caesarean", "I gave birth by caesarean", "Date of the birth", True
        ),
        SituationKind("tummy-gap", "My tummy muscles have a gap, or it domes"),
        SituationKind(
            "herniated-disc", "I have a herniated (slipped) disc", "Since, if known"
        ),
        SituationKind(
            "spine-surgery",
            "I had an operation on my spine",
            "Date of the operation",
            True,
        ),
        SituationKind(
            "operation-or-fracture",
            "I had another operation, or a broken bone",
            "Date of it",
            True,
        ),
        SituationKind(
            "osteoporosis", "Osteoporosis (weak bones), or a broken vertebra"
        ),
        SituationKind("eye-pressure", "Glaucoma, or high pressure in the eye"),
        SituationKind(
            "high-blood-pressure", "High blood pressure that is not under control"
        ),
        SituationKind("vertigo", "Vertigo, or often dizzy"),
        SituationKind("neck-disease", "A neck illness"),
        SituationKind("blood-thinners", "Blood thinners, or low platelets"),
        SituationKind(
            "numb-skin", "Numb skin, nerve damage from diabetes, or poor circulation"
        ),
        SituationKind(
            "heart-or-lung", "Heart or lung disease, or chest pain on effort"
        ),
        SituationKind(
            "fluid-limit",
            "Heart failure, kidney or liver disease, low sodium, or a fluid limit",
        ),
    ]
}

NOTE_MAX_LENGTH: Final = 10_000
SLEEP_MAX_MINUTES: Final = 24 * 60
DRINK_MAX_ML: Final = 5_000
EXERCISE_MAX_MINUTES: Final = 24 * 60
SETS_MAX: Final = 100
REPETITIONS_MAX: Final = 1_000
DAY_ENDS_MAX_HOUR: Final = 6
