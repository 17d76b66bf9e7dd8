"""Estimates added up with factors: need of skills from need of roles, rows of a table from rows of an estimate."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from talentmap.analysis.survey.replicates import Estimates


def combined(estimates: Estimates, factors: csr_array, keys: pd.DataFrame) -> Estimates:
    """`factors` (new rows x rows of `estimates`) times the totals, in the estimate and in every replicate."""
    return Estimates(
        keys,
        np.asarray(factors @ estimates.values),
        np.asarray(factors @ estimates.draws),
        csr_array(factors @ estimates.amounts),
        estimates.design,
    )


def aligned(estimates: Estimates, keys: pd.DataFrame) -> Estimates:
    """The rows of `estimates` in the order of `keys`; a row that the survey does not know has nothing."""
    places = pd.MultiIndex.from_frame(estimates.keys[list(keys.columns)]).get_indexer(pd.MultiIndex.from_frame(keys))
    rows = np.flatnonzero(places >= 0)
    shape = (len(keys), len(estimates.keys))
    return combined(estimates, csr_array((np.ones(len(rows)), (rows, places[rows])), shape=shape), keys)
