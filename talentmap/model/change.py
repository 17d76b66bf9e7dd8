"""Whether a figure has changed from one edition to the next, and when that must not be said."""

from __future__ import annotations

import math
from enum import StrEnum


class Change(StrEnum):
    """What may be said of a difference between two editions."""

    UP = "up"
    DOWN = "down"
    NO_CLEAR_CHANGE = "no_clear_change"
    NOT_COMPARABLE = "not_comparable"

    @classmethod
    def of(cls, low: float, high: float) -> Change:
        """The verdict on a difference (new less old) by its 95% interval: no clear change where that covers 0.

        An end that is missing, as where one edition hides the figure, makes the two not comparable. Source: U.S. Census
        Bureau, statistical quality standard E2 on comparisons of estimates.
        """
        if math.isnan(low) or math.isnan(high):
            return cls.NOT_COMPARABLE
        if low > 0:
            return cls.UP
        return cls.DOWN if high < 0 else cls.NO_CLEAR_CHANGE
