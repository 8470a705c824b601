"""How far apart two stretches of pain are, and whether people notice such a change.

On the numeric rating scale 0-10 people usually notice 2 points, or 30 % of where it
began (Farrar and others 2001, doi:10.1016/S0304-3959(01)00349-9; Ostelo and others
2008, doi:10.1097/BRS.0b013e31815e3a10). Nothing under 1 point is called noticeable,
since 30 % of a low score is next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tracker.insights.rounding import rounded

NOTICED_POINTS: Final = 2.0
NOTICED_SHARE: Final = 0.3
NOTICED_LEAST: Final = 1.0
LEAST_DAYS: Final = 7
"""Logged days that each stretch needs before the two are compared."""


@dataclass(frozen=True)
class Change:
    """Mean scores of an earlier and a later stretch, each to one decimal."""

    before: float
    after: float

    @property
    def points(self) -> float:
        """Points gained (above zero) or lost, to one decimal."""
        size = rounded(abs(self.after - self.before), 1)
        return size if self.after >= self.before else -size

    @property
    def noticed(self) -> bool:
        """Whether it is as large as people usually notice."""
        return abs(self.points) >= noticed_from(self.before)


def noticed_from(score: float) -> float:
    """The points by which pain has to change from ``score`` for people to notice."""
    share = max(NOTICED_LEAST, NOTICED_SHARE * score)
    return min(NOTICED_POINTS, rounded(share, 1))


def change_between(
    before: Sequence[float | None], after: Sequence[float | None]
) -> Change | None:
    """The change from one stretch to the next; ``None`` with too few logged days."""
    earlier = [value for value in before if value is not None]
    later = [value for value in after if value is not None]
    if min(len(earlier), len(later)) < LEAST_DAYS:
        return None
    return Change(
        before=rounded(sum(earlier) / len(earlier), 1),
        after=rounded(sum(later) / len(later), 1),
    )
