"""The closed lists of the guides, and the words a reader sees for them.

Areas, sensations, marks, activities and situations are those of the diary; they
stand here a second time because the pure modules may not import the tracker. A test
holds the two lists together.
"""

from __future__ import annotations

from typing import Final

TOPICS: Final = {
    "pain": "Pain",
    "sleep": "Sleep",
    "water": "Water",
    "exercise": "Exercise",
    "breaks": "Breaks",
    "desk": "Desk",
    "stretching": "Stretching",
    "strength": "Strength",
    "relief": "Relief",
    "safety": "Safety",
    "causes": "Causes",
    "activity": "Activity",
    "disc": "Disc and nerve",
    "lifting": "Lifting",
    "stress": "Stress",
    "food": "Food",
    "pregnancy": "Pregnancy and birth",
    "womens-health": "Periods and women's health",
}

AREAS: Final = {
    "neck": "neck",
    "upper_back": "upper back",
    "mid_back": "mid back",
    "lower_back": "lower back",
    "flank": "side",
    "hip": "hip",
    "buttock": "buttock",
    "tailbone": "tailbone",
    "groin": "groin",
    "thigh": "thigh",
    "calf": "calf",
    "foot": "foot",
}

SENSATIONS: Final = {
    "dull": "dull",
    "sharp": "sharp",
    "burning": "burning",
    "stiff": "stiff",
    "cramping": "cramping",
    "shooting": "shooting",
    "tingling": "tingling",
    "numb": "numb",
    "weak_leg": "a weak leg",
}

MARKS: Final = {
    "flare": "a flare",
    "ill": "being ill",
    "fever": "fever",
    "fall": "a fall",
    "medicine_change": "a medicine change",
    "travel": "travel",
    "period": "a period",
    "heavy_work": "heavy work",
    "long_drive": "a long drive",
    "long_standing": "long standing",
    "stress": "stress",
}

ACTIVITIES: Final = {
    "walk": "walking",
    "swim": "swimming",
    "tai-chi": "tai chi",
    "yoga": "yoga",
    "pilates": "Pilates",
    "cycling": "cycling",
    "gym": "the gym",
    "run": "running",
    "dance": "dancing",
    "gardening": "gardening",
    "physiotherapy": "physiotherapy exercises",
    "stretching": "stretching",
    "other": "another activity",
}

NOTE_TOPICS: Final = {
    "heels": "high heels",
    "phone": "a phone",
    "bra": "a bra",
    "lifting-belt": "a lifting belt",
    "lifting": "lifting",
    "housework": "housework",
    "foam-roller": "a foam roller",
    "foot-soak": "a foot soak",
    "stress": "stress",
}
"""What notes name; the words for each stand in ``content/note-topics.toml``."""

SITUATIONS: Final = {
    "desk-work": "desk work",
    "heavy-work": "heavy work",
    "pregnant": "pregnancy",
    "pregnancy-complication": "a pregnancy with a complication",
    "birth": "after a birth",
    "caesarean": "after a caesarean",
    "tummy-gap": "a gap between the tummy muscles",
    "herniated-disc": "a herniated disc",
    "spine-surgery": "an operation on the spine",
    "operation-or-fracture": "another operation or a broken bone",
    "osteoporosis": "weak bones",
    "eye-pressure": "high pressure in the eye",
    "high-blood-pressure": "high blood pressure",
    "vertigo": "vertigo",
    "neck-disease": "a neck illness",
    "blood-thinners": "blood thinners or low platelets",
    "numb-skin": "numb skin or poor circulation",
    "heart-or-lung": "a heart or lung illness",
    "fluid-limit": "a limit on fluids",
}

POSITIONS: Final = {
    "standing": "standing",
    "sitting": "sitting",
    "supine": "lying on your back",
    "prone": "lying face down",
    "side-lying": "lying on your side",
    "all-fours": "on hands and knees",
    "kneeling": "kneeling",
    "any": "any position",
}

AVOIDABLE: Final = {
    "supine": "lying on your back",
    "prone": "lying face down",
    "kneeling": "kneeling",
    "all-fours": "hands and knees",
    "standing": "standing",
    "twist": "twisting",
    "bend": "bending forward",
    "extension": "bending back",
    "balance": "balance",
    "pressure": "pressure",
    "heat": "heat",
    "cold": "cold",
}
"""Tags that a reader may want to do without, in words that follow "without"."""

TAGS: Final = frozenset(
    {
        "prone",
        "supine",
        "side-lying",
        "all-fours",
        "kneeling",
        "standing",
        "sitting",
        "walk",
        "rest-position",
        "stretch",
        "twist",
        "bend",
        "extension",
        "sit-up",
        "plank",
        "prone-lift",
        "strength",
        "abdominal-strain",
        "load",
        "high-impact",
        "vigorous",
        "running",
        "inversion",
        "neck-circle",
        "breath-hold",
        "balance",
        "deep-squat",
        "double-leg-lift",
        "knees-to-chest",
        "straight-leg-raise",
        "heat",
        "cold",
        "hot-water",
        "pressure",
        "roller",
        "massage",
        "herbs",
        "electric",
        "backward-walk",
        "breathing",
        "breath-cycle",
        "contact-sport",
        "never",
    }
)
"""What an exercise, technique or passage asks of a body; safety hides by these."""

ROUTINE: Final = "routine"
"""Every exercise carries this tag besides its own; no file may write it."""

CONDITIONS: Final = {
    "open-warning": "an open warning sign",
    "under-18": "being under 18",
    "pregnancy-complication": "a pregnancy with a complication",
    "spine-surgery": "an operation on the spine",
    "acute-pain": "a reading of 7 or more today or yesterday",
    "pregnant": "pregnancy",
    "pregnant-from-14": "pregnancy from week 14",
    "pregnant-from-16": "pregnancy from week 16",
    "pregnant-from-28": "pregnancy from week 28",
    "after-birth": "a birth in the last weeks",
    "tummy-gap": "a gap between the tummy muscles",
    "disc-signs": "signs of a disc pressing on a nerve",
    "after-operation": "an operation or a broken bone in the last 12 weeks",
    "osteoporosis": "weak bones",
    "eye-pressure": "high pressure in the eye",
    "high-blood-pressure": "high blood pressure",
    "vertigo": "vertigo",
    "neck-disease": "a neck illness",
    "blood-thinners": "blood thinners or low platelets",
    "numb-skin": "numb skin or poor circulation",
    "heart-or-lung": "a heart or lung illness",
    "fluid-limit": "a limit on fluids",
    "desk-work": "desk work",
    "heavy-work": "heavy work",
    "leg-pain": "pain in a leg",
    "period": "a period",
    "flare": "a flare",
    "not-screened": "safety questions that wait",
}

NOTHING_FOUND: Final = "no good evidence"
"""The verdict that may stand without a reference."""

VERDICTS: Final = (
    "supported",
    "mixed",
    NOTHING_FOUND,
    "contradicted",
    "unsafe for some",
)

FACT_KINDS: Final = frozenset(
    {
        "cause",
        "claim",
        "condition",
        "ergonomics",
        "exercise",
        "habit",
        "nutrition",
        "population",
        "programme",
        "red_flag",
        "self_test",
        "technique",
        "therapy",
        "warning",
    }
)
LINK_MODES: Final = frozenset({"auto", "page_only", "never"})
CREDIBILITIES: Final = frozenset({"plausible", "mixed", "unsupported", "unsafe"})

ACTIVITY_TAGS: Final = {
    "run": frozenset({"running", "high-impact"}),
    "gym": frozenset({"strength", "load"}),
}
"""What activities of the diary ask of a body, where the safety table speaks of it."""

DOSE_KEYS: Final = frozenset(
    {
        "hold_seconds",
        "rest_seconds",
        "repetitions",
        "sets",
        "times_a_day",
        "times_a_week",
        "every_hours",
        "minutes",
        "count",
        "per_side",
        "note",
    }
)

UNITS: Final = ("metric", "us")
