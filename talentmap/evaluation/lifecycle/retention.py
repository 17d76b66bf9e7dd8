"""How many of the attracted are still there after one, two, three years: methods.md section 7."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import pandas as pd

from talentmap.evaluation.survival import Curve, kaplan_meier
from talentmap.model.taxonomy import Tier
from talentmap.tables.evaluation import RETENTION, RETENTION_CURVE


def retention(spells: pd.DataFrame, months: Sequence[int]) -> pd.DataFrame:
    """The table RETENTION: by cohort and tier, both together and each alone, after each of `months`."""
    cohorts = ["", *sorted(spells["cohort"].unique())]
    rows = [
        {"cohort": cohort, "tier": tier, **row}
        for cohort, tier in product(cohorts, ("", *Tier))
        for row in _rows(_among(spells, cohort, tier), months)
    ]
    return pd.DataFrame(rows, columns=list(RETENTION.names))


def retention_curve(spells: pd.DataFrame, longest: int) -> pd.DataFrame:
    """The table RETENTION_CURVE: from month 0 to `longest`, as far as somebody is observed."""
    rows = [
        {"tier": tier, **row}
        for tier in ("", *Tier)
        for row in _rows(_among(spells, "", tier), range(longest + 1))
        if row["retained"] == row["retained"]
    ]
    return pd.DataFrame(rows).reindex(columns=list(RETENTION_CURVE.names))


def curve_of(spells: pd.DataFrame) -> Curve:
    """The survival curve of these spells."""
    return kaplan_meier(spells["months"], spells["left"])


def _among(spells: pd.DataFrame, cohort: str, tier: str) -> pd.DataFrame:
    chosen = spells if not cohort else spells[spells["cohort"] == cohort]
    return chosen if not tier else chosen[chosen["tier"] == tier]


def _rows(spells: pd.DataFrame, months: Sequence[int]) -> Iterator[dict[str, Any]]:
    if spells.empty:
        return
    curve = curve_of(spells)
    for month in months:
        found = curve.at(month)
        left = int((spells["left"] & (spells["months"] <= month)).sum())
        yield {
            "months": month,
            "people": len(spells),
            "left": left,
            "censored": int((~spells["left"] & (spells["months"] < month)).sum()),
            "at_risk": found.at_risk,
            "retained": found.share,
            "retained_low": found.low,
            "retained_high": found.high,
        }
