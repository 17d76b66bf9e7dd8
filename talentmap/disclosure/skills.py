"""Skill balances from role figures as they are printed.

Most skills belong to one or two roles: a skill's own figure would give those roles away. So it is added up from what is
printed of its roles, those that are hidden left out and counted; then it tells nothing that the roles do not.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from talentmap.model.taxonomy import Catalog
from talentmap.tables.protected import CONFIDENTIAL, SHOWN

_FULL_WEIGHT = 3.0
_SPOILT = ("need_low", "need_high", "quality", "enterprises", "top_share", "people")
"""What rests on all roles of the skill, and is told only where none of them is hidden."""


def skills_from(skills: pd.DataFrame, roles: pd.DataFrame, catalog: Catalog) -> pd.DataFrame:
    """SKILL_BALANCE over the roles that may be told; `roles_hidden` says how many of them may not.

    A skill whose roles are all hidden is hidden itself.
    """
    shares = pd.DataFrame(
        [
            (role.id, skill, weight / _FULL_WEIGHT)
            for role in catalog.roles.values()
            for skill, weight in role.skills.items()
        ],
        columns=["role_id", "skill_id", "share"],
    )
    asked = shares.merge(roles[["role_id", "chain_id", "need", "supply", "need_status", "supply_status"]], on="role_id")
    keys = ["skill_id", "chain_id"]
    both = pd.concat([asked, asked.assign(chain_id="")])
    shown = skills.copy()
    spoilt = pd.Series(data=False, index=skills.index)
    for side in ("need", "supply"):
        sums = _side(both, side, keys).reindex(pd.MultiIndex.from_frame(skills[keys])).reset_index(drop=True)
        gone = (sums["hidden"] > 0) & (sums["hidden"] == sums["roles"])
        shown[side] = sums["amount"].mask(gone).to_numpy()
        shown[f"{side}_status"] = np.where(gone, CONFIDENTIAL, SHOWN)
        shown[f"{side}_roles_hidden"] = sums["hidden"].fillna(0).astype(int).to_numpy()
        spoilt |= (sums["hidden"] > 0).to_numpy()
    for column in _SPOILT:
        values = shown[column]
        missing = "" if column == "quality" else np.nan
        shown[column] = (values if column == "quality" else values.astype(float)).mask(spoilt, missing)
    return shown.assign(gap=shown["need"] - shown["supply"])


def _side(asked: pd.DataFrame, side: str, keys: list[str]) -> pd.DataFrame:
    """Amount, roles and hidden roles by skill and chain."""
    hidden = asked[f"{side}_status"] == CONFIDENTIAL
    counted = asked.assign(amount=(asked[side] * asked["share"]).fillna(0.0), hidden=hidden, roles=1)
    return counted.groupby(keys)[["amount", "hidden", "roles"]].sum()
