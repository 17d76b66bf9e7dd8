"""Recommendations that tell no more than the tables: every figure in them is one that is printed elsewhere.

A figure of need, supply or coverage is taken from its protected table; where it is hidden there, what rests on it is
left out whole. What a trial would reach is told only where the need behind the relaxed clause may be told.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from talentmap.tables.policy import RECOMMENDATIONS
from talentmap.tables.policy_findings import PolicyFindings

Figures = dict[str, float]

TELLS: Mapping[str, tuple[str, ...]] = {
    "shortage": ("need", "supply", "gap"),
    "surplus": ("need", "supply", "gap"),
    "uncovered": ("uncovered_share",),
    "elite_gate": ("elite_money_share", "elite_need_share"),
    "overfunded": ("money_share", "need_share", "quotient"),
    "underfunded": ("need_share", "money_share", "per_post"),
    "attract_heavy": ("attract_share",),
    "unspent": ("paid_share",),
    "broken_handover": (),
    "balanced": (),
    "empty_cell": ("need",),
    "attract_first": ("item_share", "money_share"),
    "unbudgeted": ("unbudgeted_share",),
    "misdirected": ("reallocation",),
    "wrong_reach": ("wrong_reach",),
    "overlapping": ("pairs_between_departments",),
    "same_condition": ("same_condition_pairs",),
}
"""The figures that each rule's sentence tells; no other leaves the bureau."""
_OPEN = frozenset(
    {
        "elite_money_share", "attract_share", "paid_share", "item_share", "unbudgeted_share",
        "pairs_between_departments", "same_condition_pairs",
    }
)  # fmt: skip
"""Figures of the register alone, which is public, and counts of its items as they are printed."""
_ROUNDING = 100.0
_HEADS = 5.0


def told_recommendations(table: pd.DataFrame, groups: pd.DataFrame, policy: PolicyFindings) -> pd.DataFrame:
    """The rows of RECOMMENDATIONS that may be told, with figures as printed. `groups` and `policy` are protected."""
    printed = _Printed(groups, policy)
    rows = [told for row in table.to_dict("records") if (told := _told(row, printed)) is not None]
    return pd.DataFrame(rows, columns=list(RECOMMENDATIONS.names))


def _told(row: Mapping[Any, Any], printed: _Printed) -> dict[Any, Any] | None:
    if row["rule"] not in TELLS:
        return None
    own = json.loads(row["figures"]) | {"pairs_between_departments": printed.pairs_between}
    figures = {name: printed.figure(row, name, own) for name in TELLS[row["rule"]]}
    items = printed.items(row)
    if not all(math.isfinite(value) for value in figures.values()) or (row["items"] and not items):
        return None
    told = {**row, "figures": json.dumps(figures, sort_keys=True), "items": "|".join(items)}
    return {**told, **_trial(row, printed)}


def _trial(row: Mapping[Any, Any], printed: _Printed) -> dict[str, Any]:
    """The columns of the trial as they may be told: to whole percents, or none of them."""
    ends = {name: _share(row[name]) for name in ("before", "after", "after_low", "after_high")}
    if not row["measure"]:
        return ends
    if row["measure"] == "uncovered_share":
        ends["before"] = printed.uncovered(row["tier"], row["stage"])
        if not (math.isfinite(ends["before"]) and printed.may_try(row)):
            return {"trial": "", "measure": "", "clause": "", **dict.fromkeys(ends, math.nan)}
    elif row["measure"] == "reallocation_share" and not math.isfinite(printed.stage("", "reallocation")):
        return {"trial": "", "measure": "", **dict.fromkeys(ends, math.nan)}
    return ends


def _share(value: Any) -> float:
    """`value` to whole percents; nan where there is none."""
    return math.nan if value is None or pd.isna(value) else math.floor(float(value) * _ROUNDING + 0.5) / _ROUNDING


class _Printed:
    """Figures by where they are printed; nan where they are hidden."""

    def __init__(self, groups: pd.DataFrame, policy: PolicyFindings) -> None:
        self._tiers = groups[groups["chain_id"] == ""].set_index("tier")
        self._money = policy.money_against_need.set_index(["stage", "tier"])
        covered = policy.uncovered[policy.uncovered["chain_id"] == ""]
        self._uncovered = covered.set_index(["tier", "stage"])
        self._stages = policy.stage_mismatch.set_index("stage")
        self._refusals = policy.item_refusals.set_index(["item_id", "clause"])
        gates = policy.gates[policy.gates["gate"] == "any"]["passing"]
        self._passing = float(gates.iloc[0]) if len(gates) else math.nan
        last = policy.handovers["next_stage"] == ""
        broken = policy.handovers[last & (policy.handovers["verdict"] == "broken")]
        self._broken = frozenset(broken["item_id"])
        told = policy.overlaps[policy.overlaps["need"].notna()]
        self._pairs = frozenset(f"{one}+{other}" for one, other in zip(told["item_id"], told["other_id"], strict=True))
        between = told[(told["need"] > 0) & told["departments"].str.contains("|", regex=False)]
        self.pairs_between = float(len(between)) or math.nan

    def figure(self, row: Mapping[Any, Any], name: str, own: Figures) -> float:
        """The figure `name` of a recommendation as another table prints it."""
        tier, stage = row["tier"], row["stage"]
        if name in ("need", "supply", "gap"):
            return _at(self._tiers, tier, name)
        if name == "uncovered_share":
            return self.uncovered(tier, stage)
        if name == "elite_need_share":
            return self._elite(tier, own)
        if name in ("reallocation", "wrong_reach"):
            return self.stage(stage, name)
        if name in _OPEN or (name == "money_share" and not tier):
            return float(own[name])
        return _at(self._money, ("", tier), name)

    def uncovered(self, tier: str, stage: str) -> float:
        """The share of the tier's need that no item of the stage accepts."""
        return _at(self._uncovered, (tier, stage), "share")

    def stage(self, stage: str, name: str) -> float:
        """A figure of STAGE_MISMATCH."""
        return _at(self._stages, stage, name)

    def items(self, row: Mapping[Any, Any]) -> list[str]:
        """The items named, without those whose place in the rule rests on what is hidden."""
        named = [name for name in str(row["items"] or "").split("|") if name]
        if row["rule"] == "broken_handover":
            return [name for name in named if name in self._broken]
        if row["rule"] in ("overlapping", "same_condition"):
            return [name for name in named if name in self._pairs]
        return named

    def may_try(self, row: Mapping[Any, Any]) -> bool:
        """True where the need that the relaxed clause alone refuses may be told for each item that sets it."""
        if not row["clause"]:
            return True
        named = [name for name in str(row["items"]).split("|") if name]
        return all(math.isfinite(_at(self._refusals, (name, row["clause"]), "need_alone")) for name in named)

    def _elite(self, tier: str, own: Figures) -> float:
        """The share of the tier's posts that ask for as much: told where it is nothing, or the region's own figure."""
        value, need = float(own["elite_need_share"]), _at(self._tiers, tier, "need")
        if value == 0 or abs(value * need - self._passing) <= _HEADS:
            return _share(value)
        return math.nan


def _at(table: pd.DataFrame, key: Any, name: str) -> float:
    return float(table[name].astype(float).loc[key]) if key in table.index else math.nan
