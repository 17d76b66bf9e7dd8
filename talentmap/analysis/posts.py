"""Demand lines made ready for counting: role, tier, weight, and how many incentive items accept each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import narwhals as nw
import pandas as pd
import pyarrow as pa

from talentmap.analysis.policy.subjects import accepting_counts, accepting_stages
from talentmap.engine import Engine
from talentmap.model.policy import PolicyItem
from talentmap.model.taxonomy import Catalog
from talentmap.tables.analysis import POSTS
from talentmap.tables.matching import DEMAND_ROLES
from talentmap.tables.survey import DEMAND


def place_posts(
    engine: Engine,
    catalog: Catalog,
    weights: Mapping[str, float],
    items: Sequence[PolicyItem],
    headcounts: Mapping[str, float] = MappingProxyType({}),
) -> pd.DataFrame:
    """The table POSTS, stored and returned: one row a demand line that belongs to a chain.

    A line that has neither a role nor a chain of its enterprise is none of any key chain's and stays out. An enterprise
    without a weight has 1; `headcounts` are those to count instead of the stated ones, by line.
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
    lines["headcount"] = lines["line_id"].map(headcounts).astype(float).fillna(lines["headcount"])
    segments = {role.id: role.segment for role in catalog.roles.values()}
    chains = {role.id: role.chain_id for role in catalog.roles.values()}
    kinds = {reason.id: reason.kind for reason in catalog.reasons.values()}
    hard_for = [_kinds_of(reasons, kinds) for reasons in lines["reasons"].fillna("")]
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
            "need_kind": lines["need_kind"].fillna(""),
            "skill_short": ["skill" in named for named in hard_for],
            "hard_kinds": ["|".join(named) for named in hard_for],
            "pay_mid": lines["pay_mid"],
            "education": lines["education"].fillna(""),
            "employer_chain_id": lines["chain_id"].fillna(""),
            **_levels(lines),
            **{name: lines[name].astype(float) for name in _MEASURES},
        }
    )
    posts = posts[posts["chain_id"].isin(list(catalog.chains))]
    posts["accepting_items"] = accepting_counts(posts, items)
    posts["accepting_stages"] = accepting_stages(posts, items)
    engine.write(POSTS, pa.Table.from_pandas(posts[list(POSTS.names)], preserve_index=False))
    stored: pd.DataFrame = engine.read(POSTS).to_pandas()
    return stored


def _levels(lines: pd.DataFrame) -> dict[str, pd.Series[str]]:
    """What each line asks for: empty where it asks for none, null where nobody knows.

    Nobody knows of an enterprise that names no certificate in any of its lines: many forms do not ask for one.
    """
    named = lines["certificates"].fillna("") != ""
    is_asked = named.groupby(lines["enterprise_id"]).transform("any")
    asked = {name: lines[name].fillna("") for name in ("professional_title", "skill_level", "certificates")}
    return {name: steps.where(is_asked | (steps != ""), None) for name, steps in asked.items()}


_MEASURES = (
    "headcount", "headcount_12m", "employed", "advertised", "filled", "qualified", "suitable", "months_open",
)  # fmt: skip


def _kinds_of(reasons: str, kinds: Mapping[str, str]) -> list[str]:
    """The kinds of the coded `reasons`, each once, in the order of their names."""
    return sorted({kinds[reason] for reason in reasons.split("|") if reason in kinds})
