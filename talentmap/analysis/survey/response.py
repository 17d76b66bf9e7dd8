"""Who was there and who answered, by chain and size class."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import pandas as pd

from talentmap.analysis.survey.frame import CellKey, Frame
from talentmap.analysis.survey.weighting import Weighting
from talentmap.tables.analysis import RESPONSE


def response(weighting: Weighting, frame: Frame | None, chains: Sequence[str]) -> pd.DataFrame:
    """The table RESPONSE, in the order of `chains`; a size class that only the employees tell counts as told."""
    keys = weighting.answers.keys
    cells = dict(zip(keys, weighting.cells.of_answers, strict=True))
    weights = dict(zip(keys, weighting.base.tolist(), strict=True))
    answered = Counter(keys)
    employment: defaultdict[CellKey, float] = defaultdict(float)
    for key, staff in zip(keys, np.nan_to_num(weighting.answers.employees).tolist(), strict=True):
        employment[key] += staff
    order = {chain: position for position, chain in enumerate(chains)}
    known = sorted({*answered, *(frame.enterprises if frame else ())})
    rows = [
        {
            "chain_id": key[0],
            "size_class": key[1],
            "frame_enterprises": frame.enterprises.get(key, 0) if frame else None,
            "frame_employment": frame.employment.get(key, 0) if frame else None,
            "answered": answered[key],
            "employment_answered": int(employment[key]),
            "cell": cells.get(key, ""),
            "weight": weights.get(key),
        }
        for key in sorted(known, key=lambda key: (order.get(key[0], len(order)), key[1]))
    ]
    return pd.DataFrame(rows, columns=list(RESPONSE.names))
