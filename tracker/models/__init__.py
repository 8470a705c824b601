"""What one person wrote, and the little that is worked out from it.

Rows leave these modules only through ``tracker.access`` and are written only by
``tracker.recording`` and the modules beside it. Every table carries the person.
"""

from tracker.models.diary import DaySummary, Entry, Offer
from tracker.models.person import Person, Situation, _default_containers
from tracker.models.practice import Practice, PracticeSet, Routine
from tracker.models.warning import WarningScreen

__all__ = [
    "DaySummary",
    "Entry",
    "Offer",
    "Person",
    "Practice",
    "PracticeSet",
    "Routine",
    "Situation",
    "WarningScreen",
    "_default_containers",
]
