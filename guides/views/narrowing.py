"""What the lists of guides and of exercises can be narrowed by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpRequest

from guides.filtering import Choice
from guides.safety.hiding import Hidden
from guides.shapes import Exercise, Guide
from guides.vocabulary import AREAS, AVOIDABLE, POSITIONS, SITUATIONS, TOPICS


@dataclass(frozen=True)
class Missing:
    """How many a list leaves out for one reason."""

    why: Hidden
    count: int


def missing_of(reasons: Iterable[Hidden | None]) -> tuple[Missing, ...]:
    """The reasons with their numbers, the commonest first; None is not left out."""
    counted = Counter(why for why in reasons if why is not None)
    return tuple(Missing(why, count) for why, count in counted.most_common())


KINDS: Final = {"exercise": "Exercises", "technique": "Techniques"}

OF_GUIDES: Final[tuple[Choice[Guide], ...]] = (
    Choice("topic", "Topic", "All topics", TOPICS, lambda g, code: code in g.topics),
    Choice("area", "Where", "Everywhere", AREAS, lambda g, code: code in g.areas),
    Choice(
        "situation",
        "Situation",
        "Any situation",
        SITUATIONS,
        lambda g, code: code in g.situations,
    ),
)

OF_EXERCISES: Final[tuple[Choice[Exercise], ...]] = (
    Choice("area", "Where", "Everywhere", AREAS, lambda e, code: code in e.areas),
    Choice(
        "position",
        "Position",
        "All positions",
        POSITIONS,
        lambda e, code: e.position == code,
    ),
    Choice("kind", "Kind", "Both kinds", KINDS, lambda e, code: e.kind == code),
    Choice(
        "without",
        "Without",
        "Nothing",
        AVOIDABLE,
        lambda e, code: code not in e.tags,
    ),
)


def chosen_in(
    request: HttpRequest, choices: Iterable[Choice[Any]]
) -> tuple[tuple[str, str], ...]:
    """What the address chooses, in the order of ``choices``. Raises Http404."""
    chosen = []
    for choice in choices:
        code = request.GET.get(choice.name, "")
        if code and code not in choice.words:
            raise Http404(f"No such {choice.name}")
        if code:
            chosen.append((choice.name, code))
    return tuple(chosen)
