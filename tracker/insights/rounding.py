"""Rounding as a reader would do it."""

from __future__ import annotations

from math import floor


def rounded(value: float, places: int = 0) -> float:
    """The value to so many decimals, halves up.

    The sliver added makes up for decimals that binary numbers cannot hold, so that
    the mean of 4.2 and 4.3 is 4.3 and not 4.2. For values from zero up.
    """
    scale = 10.0**places
    return floor(value * scale + 0.5 + 1e-9) / scale
