"""One-sided winsorisation: a headcount far above its cell does not stand for enterprises that did not answer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from talentmap.model.thresholds import Rules


def cutoff(headcounts: pd.Series[float], far_out: float) -> float:
    """The headcount from which on a line is far out: `Q3 + k IQR` of ln(headcount); infinite where nothing is stated.

    Tukey's (1977) outer fence on the log scale, where headcounts are nearly symmetric: with k = 3 about one honest
    value in a million of a lognormal cell lies beyond it, so that totals stay unbiased.
    """
    logs = np.log(headcounts[headcounts > 0])
    if not len(logs):
        return np.inf
    first, third = np.percentile(logs, [25, 75])
    return float(np.exp(third + far_out * (third - first)))


def winsorised(
    headcounts: pd.Series[float], cells: pd.Series[str], weights: pd.Series[float], rules: Rules
) -> list[float]:
    """`headcounts`, beyond the cell's cut-off K cut to `K + (y - K)/w`: the excess stands for itself alone.

    Winsorisation of type II (Gwet and Rivest 1992; Kokic and Bell 1994 for its use in business surveys). An infinite
    weight cuts to K. Cells with too few lines take the cut-off of all lines, and needs that are never questioned are
    no excess.
    """
    far_out, floor = rules.editing.far_out, float(rules.plausibility.headcount_floor)
    overall = cutoff(headcounts, far_out)
    stated = headcounts > 0
    limits = {
        cell: cutoff(own, far_out) if len(own) >= rules.editing.lines_minimum else overall
        for cell, own in headcounts[stated].groupby(cells[stated])
    }
    cuts = cells.map(limits).fillna(overall).astype(float).clip(lower=floor)
    kept: list[float] = headcounts.where(headcounts <= cuts, cuts + (headcounts - cuts) / weights).tolist()
    return kept
