"""Demand lines made ready for counting: role, tier, weight, and how many incentive items accept each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa

from talentmap.analysis.eligibility import accepting, ladder_ranks
from talentmap.engine import Engine
from talentmap.model.policy import PolicyItem
from talentmap.model.taxonomy import Catalog
from talentmap.tables.analysis import POSTS
from talentmap.tables.matching import DEMAND_ROLES
from talentmap.tables.survey import DEMAND

EMPLOYER_TYPE = "enterprise"


def place_posts(
    engine: Engine, catalog: Catalog, weights: Mapping[str, float], items: Sequence[PolicyItem]
) -> pd.DataFrame:
    """The table POSTS, stored and returned: one row a demand line that belongs to a chain.

    A line that has neither a role nor a chain of its enterprise is none of any key chain's and stays out. An enterprise
    without a weight has 1.
    """
    roles = engine.scan(DEMAND_ROLES).select("line_id", "role_id", "tier", "professional_title", "skill_level")
    joined = (
        engine.scan(DEMAND)
        .join(roles, on="line_id", how="inner")
        .with_columns(
            nw.when(nw.col("pay_low").is_null())
            .then(nw.col("pay_high"))
            .otherwise(
                nw.when(nw.col("pay_high").is_null())
                .then(nw.col("pay_low"))
                .otherwise((nw.col("pay_low") + nw.col("pay_high")) / 2)
            )
            .alias("pay_mid")
        )
    )
    lines = engine.collect(joined, ("line_id",)).to_pandas()
    segments = {role.id: role.segment for role in catalog.roles.values()}
    chains = {role.id: role.chain_id for role in catalog.roles.values()}
    skill_reasons = {reason.id for reason in catalog.reasons.values() if reason.kind == "skill"}
    posts = pd.DataFrame(
        {
            "line_id": lines["line_id"],
            "enterprise_id": lines["enterprise_id"],
            "chain_id": lines["role_id"].map(chains).fillna(lines["chain_id"]).fillna(""),
            "segment_id": lines["role_id"].map(segments).fillna(lines["segment_id"]).fillna(""),
            "role_id": lines["role_id"].fillna(""),
            "tier": lines["tier"].fillna(""),
            "district_id": lines["district_id"].fillna(""),
            "weight": [weights.get(enterprise, 1.0) for enterprise in lines["enterprise_id"]],
            "skill_short": [bool(skill_reasons & set(reasons.split("|"))) for reasons in lines["reasons"].fillna("")],
            "pay_mid": lines["pay_mid"],
            "education": lines["education"].fillna(""),
            "accepting_items": _accepting_counts(lines, items),
            **{name: lines[name].astype(float) for name in _MEASURES},
        }
    )
    posts = posts[posts["chain_id"].isin(list(catalog.chains))]
    engine.write(POSTS, pa.Table.from_pandas(posts[list(POSTS.names)], preserve_index=False))
    stored: pd.DataFrame = engine.read(POSTS).to_pandas()
    return stored


_MEASURES = ("headcount", "employed", "advertised", "filled", "suitable", "months_open")


def _accepting_counts(lines: pd.DataFrame, items: Sequence[PolicyItem]) -> np.ndarray:
    columns = {
        "tier": lines["tier"].fillna("").to_numpy(dtype=object),
        "chain": lines["chain_id"].fillna("").to_numpy(dtype=object),
        "district": lines["district_id"].fillna("").to_numpy(dtype=object),
        "employer_type": np.full(len(lines), EMPLOYER_TYPE, dtype=object),
        "education": ladder_ranks("education", lines["education"].fillna("").tolist()),
        "title": ladder_ranks("title", lines["professional_title"].fillna("").tolist()),
        "skill_level": ladder_ranks("skill_level", lines["skill_level"].fillna("").tolist()),
        "pay_month": lines["pay_mid"].to_numpy(dtype=float),
    }
    counts: np.ndarray = accepting(items, columns, len(lines)).sum(axis=1)
    return counts
