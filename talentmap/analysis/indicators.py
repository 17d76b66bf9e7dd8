"""The headline figures of the edition, with their intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from talentmap.analysis.mismatch import dissimilarity, mismatch
from talentmap.analysis.policy.headline import Figure
from talentmap.analysis.policy.open_posts import divided, percentiles, share
from talentmap.analysis.survey.replicates import Replicates
from talentmap.engine import Engine
from talentmap.model.taxonomy import Tier
from talentmap.tables.analysis import INDICATORS


def indicators(engine: Engine, figures: Sequence[Figure]) -> pd.DataFrame:
    """The table INDICATORS of `figures`, stored and returned."""
    stored = pd.DataFrame(figures, columns=list(INDICATORS.names))
    engine.write(INDICATORS, pa.Table.from_pandas(stored, schema=INDICATORS.arrow_schema, preserve_index=False))
    return stored


def level_figures(posts: pd.DataFrame, groups: pd.DataFrame, replicates: Replicates) -> list[Figure]:
    """Need, supply, and how they lie across tiers. `groups` is GROUP_BALANCE."""
    total = groups[(groups["chain_id"] == "") & (groups["tier"] == "")].iloc[0]
    tiers = by_tier(groups)
    draws = _tier_draws(posts, replicates)
    supply = tiers["supply"].to_numpy(dtype=float)
    skilled = share(float(tiers["need"].loc[["engineer", "technician"]].sum()), float(tiers["need"].sum()))
    return [
        ("need", total["need"], total["need_low"], total["need_high"], "people"),
        ("supply", total["supply"], None, None, "people"),
        ("employed", total["employed"], None, None, "people"),
        ("unplaced_share", share(total["unplaced"], total["need"]), None, None, "share"),
        (
            "tier_dissimilarity",
            float(dissimilarity(tiers["need"], supply)),
            *percentiles(dissimilarity(draws.T, supply)),
            "share",
        ),
        ("tier_mismatch", mismatch(tiers["need"], supply), None, None, "index"),
        ("skilled_need_share", skilled, *percentiles(divided(draws[[1, 2]].sum(axis=0), draws.sum(axis=0))), "share"),
    ]


def by_tier(groups: pd.DataFrame) -> pd.DataFrame:
    """The region's balance by tier, most elite first; a tier without need or supply has zeros."""
    rows = groups[(groups["chain_id"] == "") & groups["tier"].isin([tier.value for tier in Tier])]
    measures = ["need", "supply", "employed"]
    return rows.set_index("tier")[measures].reindex([tier.value for tier in Tier]).fillna(0.0)


def employed_by_tier(groups: pd.DataFrame) -> dict[str, float]:
    """The region's employment by tier; 0 where none is known."""
    employed = by_tier(groups)["employed"]
    return {tier.value: float(employed[tier.value]) for tier in Tier}


def _tier_draws(posts: pd.DataFrame, replicates: Replicates) -> np.ndarray:
    heads = posts["headcount"].fillna(0)
    return np.array(
        [replicates.totals(posts["enterprise_id"], heads.where(posts["tier"] == tier.value, 0)) for tier in Tier]
    )
