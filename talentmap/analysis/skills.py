"""Skill gaps: what roles lack, mapped to the skills that they ask for."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
from scipy.sparse import csr_array

from talentmap.analysis.balance import balance_by
from talentmap.analysis.measures.combined import combined
from talentmap.analysis.measures.levels import gap
from talentmap.analysis.measures.precision import quality_letters
from talentmap.analysis.roles import RoleFindings
from talentmap.engine import Engine
from talentmap.model.taxonomy import Catalog
from talentmap.tables.measures import SKILL_BALANCE

MUST = 3
"""The weight of a skill that a role must have: one head of the role is one head of the skill."""


def role_skills(catalog: Catalog) -> pd.DataFrame:
    """The skills of each role: role_id, chain_id, skill_id, share. The share is the weight over that of a must.

    They are the coefficients by which every figure of SKILL_BALANCE is a sum of role cells.
    """
    rows = [
        (role.id, role.chain_id, skill, weight / MUST)
        for role in catalog.roles.values()
        for skill, weight in role.skills.items()
    ]
    return pd.DataFrame(rows, columns=["role_id", "chain_id", "skill_id", "share"])


def skill_balance(engine: Engine, catalog: Catalog, roles: RoleFindings) -> pd.DataFrame:
    """The table SKILL_BALANCE, stored and returned: every skill that some role with need or supply asks for."""
    asked = role_skills(catalog)
    spread = engine.frame(pa.Table.from_pandas(asked[["role_id", "skill_id", "share"]], preserve_index=False))
    parts = []
    for keys in (("skill_id", "chain_id"), ("skill_id",)):
        sums = engine.collect(balance_by(engine, catalog, keys, spread), keys).to_pandas()
        counted = asked.groupby(list(keys))["role_id"].nunique().rename("roles").reset_index()
        parts.append(sums.merge(counted, on=list(keys)).assign(**_intervals(sums, asked, roles, keys)))
    balance: pd.DataFrame = pd.concat(
        [part.assign(chain_id=part.get("chain_id", "")) for part in parts], ignore_index=True
    )
    balance = balance.assign(gap=gap(balance["need"], balance["supply"]))[list(SKILL_BALANCE.names)]
    balance = balance.sort_values(list(SKILL_BALANCE.key), ignore_index=True)
    engine.write(SKILL_BALANCE, pa.Table.from_pandas(balance, schema=SKILL_BALANCE.arrow_schema, preserve_index=False))
    return balance


def _intervals(
    sums: pd.DataFrame, asked: pd.DataFrame, roles: RoleFindings, keys: tuple[str, ...]
) -> dict[str, object]:
    """Interval and quality of the need of each row of `sums`, from the draws of its roles."""
    rows = pd.MultiIndex.from_frame(sums[list(keys)]).get_indexer(pd.MultiIndex.from_frame(asked[list(keys)]))
    columns = pd.Index(roles.balance["role_id"]).get_indexer(asked["role_id"])
    both = (rows >= 0) & (columns >= 0)
    shape = (len(sums), len(roles.balance))
    shares = csr_array((asked["share"].to_numpy()[both], (rows[both], columns[both])), shape=shape)
    need = combined(roles.need, shares, sums[list(keys)])
    low, high = need.interval()
    return {"need_low": low, "need_high": high, "quality": quality_letters(need.values, need.errors())}
