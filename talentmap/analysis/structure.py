"""Structure across roles and tiers: dissimilarity, mismatch, concentration, each with the level beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from talentmap.analysis.measures.structure import bias_corrected, theil
from talentmap.analysis.mismatch import dissimilarity, mismatch
from talentmap.analysis.roles import RoleFindings
from talentmap.engine import Engine
from talentmap.tables.measures import STRUCTURE

Array = NDArray[np.float64]
_ELASTICITIES = {"mismatch_03": 0.3, "mismatch_05": 0.5, "mismatch_07": 0.7}


def structure(engine: Engine, roles: RoleFindings) -> pd.DataFrame:
    """The table STRUCTURE, stored and returned: the region and each chain, across roles and across tiers.

    Only need and supply that have a role are compared; what has none stands beside them in GROUP_BALANCE.
    """
    rows = list(_rows(roles))
    table = pd.DataFrame(rows, columns=list(STRUCTURE.names))
    engine.write(STRUCTURE, pa.Table.from_pandas(table, schema=STRUCTURE.arrow_schema, preserve_index=False))
    return table


def _rows(roles: RoleFindings) -> Iterator[dict[str, Any]]:
    balance = roles.balance
    for chain in ("", *sorted(balance["chain_id"].unique())):
        chosen = np.flatnonzero((balance["chain_id"] == chain) | (chain == ""))
        lines, draws = balance.iloc[chosen], roles.need.draws[chosen]
        for across in ("role", "tier"):
            summed, summed_draws = _summed(lines, draws, across)
            if len(summed):
                yield {"chain_id": chain, "across": across, **_measures(summed, summed_draws, chain, across)}


def _summed(lines: pd.DataFrame, draws: Array, across: str) -> tuple[pd.DataFrame, Array]:
    """Need and supply by role, or added up by tier."""
    if across == "role":
        return lines, draws
    tiers, place = np.unique(lines["tier"].to_numpy(dtype=str), return_inverse=True)
    sums = {name: np.bincount(place, weights=lines[name], minlength=len(tiers)) for name in ("need", "supply")}
    by_tier = np.zeros((len(tiers), draws.shape[1]))
    np.add.at(by_tier, place, draws)
    return pd.DataFrame({"chain_id": "", "tier": tiers, **sums}), by_tier


def _measures(lines: pd.DataFrame, draws: Array, chain: str, across: str) -> dict[str, Any]:
    need, supply = lines["need"].to_numpy(dtype=float), lines["supply"].to_numpy(dtype=float)
    apart, drawn = float(dissimilarity(need, supply)), dissimilarity(draws.T, supply)
    known = np.isfinite(drawn)
    low, high = np.percentile(drawn[known], [2.5, 97.5]) if known.any() else (np.nan, np.nan)
    spread = theil(need, lines["chain_id"].tolist())
    by_chain = across == "role" and chain == ""
    return {
        "parts": len(lines),
        "need": need.sum(),
        "supply": supply.sum(),
        "gap": need.sum() - supply.sum(),
        "dissimilarity": apart,
        "dissimilarity_low": low,
        "dissimilarity_high": high,
        "dissimilarity_corrected": bias_corrected(apart, drawn),
        **{name: float(mismatch(need, supply, elasticity)) for name, elasticity in _ELASTICITIES.items()},
        "theil": spread.total,
        "theil_between": spread.between if by_chain else np.nan,
        "theil_within": spread.within if by_chain else np.nan,
    }
