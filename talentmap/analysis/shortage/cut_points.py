"""Cut points for the shortage grade, proposed from the roles of one edition.

They are for the first edition: a person looks at them, writes them into `rules.yaml`, and there they stay, so that a
role of next year is measured by the same yardstick.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from talentmap.model.thresholds import GradeCut, GradeIndicator

_THIRDS = (1 / 3, 2 / 3, 8 / 9)
"""One point above the lowest third, two in the highest third, three in the highest third of that."""


def proposed(
    values: Mapping[GradeIndicator, ArrayLike], standing: Mapping[GradeIndicator, GradeCut]
) -> dict[GradeIndicator, GradeCut]:
    """Terciles of each indicator over roles, as cut points; an indicator with fewer than nine known values stays.

    The two terciles give one and two points; the third cut is the upper tercile of the values beyond the second, for
    four steps need three cuts. Linear interpolation between values (Hyndman & Fan 1996, type 7), two decimals.
    """
    return {name: _cut(values[name], cut) for name, cut in standing.items()}


def proposed_of(
    roles: pd.DataFrame, standing: Mapping[GradeIndicator, GradeCut], enterprises_minimum: int
) -> tuple[dict[GradeIndicator, GradeCut], dict[GradeIndicator, int]]:
    """Cut points from the rows of ROLE_BALANCE that enough enterprises need, and how many roles each rests on.

    Roles without registered supply have no tightness and are left out of its terciles.
    """
    needed = roles[(roles["need"] > 0) & (roles["enterprises"] >= enterprises_minimum)]
    values = {name: needed[name].to_numpy(dtype=float) for name in standing}
    return proposed(values, standing), {name: int(np.isfinite(one).sum()) for name, one in values.items()}


def _cut(values: ArrayLike, standing: GradeCut) -> GradeCut:
    numbers = np.asarray(values, dtype=float)
    known = numbers[np.isfinite(numbers)]
    if len(known) < len(_THIRDS) ** 2:
        return standing
    shares = [1 - third for third in _THIRDS] if standing.low else list(_THIRDS)
    first, second, third = (round(float(cut), 2) for cut in np.quantile(known, shares))
    return standing.model_copy(update={"cuts": (first, second, third)})
