"""What may be shown: unsafe cells are hidden, and so are those that would give them away by subtraction.

A need cell shows only if it rests on enough enterprises and none of them holds too large a share of it; a supply cell
only on enough people (see `disclosure` in `rules.yaml`). Totals are worked out before anything is hidden. What is
hidden becomes missing with a status, never 0.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping

import numpy as np
import pandas as pd

from talentmap.analysis.analyse import Findings
from talentmap.analysis.groups import UNKNOWN
from talentmap.analysis.suppression import Cell, Equation, protect_sums
from talentmap.model.thresholds import DisclosureRules
from talentmap.tables.analysis import GROUP_BALANCE, PAIN_SHARES, ROLE_BALANCE
from talentmap.tables.protected import CONFIDENTIAL, SHOWN, Protected
from talentmap.tables.schema import Disclosure, Table

_SUPPLY_SIDE = ("supply", "people", "gap", "tightness", "offer_premium", "p_short", "score", "grade", "fired")
_WITHOUT_NEED = ("supply", "budget", "attract_money_share", "scientist_money_share", "stage_balance")
_WITH_SUPPLY = ("supply", "tier_dissimilarity", "tier_mismatch")
_HEADCOUNTS = ("need", "need_low", "need_high", "supply", "employed", "uncovered", "unplaced")


def protect(findings: Findings, rules: DisclosureRules) -> Protected:
    """`findings` with every unsafe cell hidden and headcounts rounded."""
    roles = _with_primary(findings.roles, rules)
    groups = _with_primary(findings.groups, rules)
    districts = _with_primary(findings.districts, rules)
    for side in ("need", "supply"):
        _hide_beside({"roles": roles, "groups": groups, "districts": districts}, side)
    cells = _with_primary(findings.cells, rules)
    pains = findings.pains.assign(
        need_status=np.where(findings.pains["enterprises"] < rules.enterprises_minimum, CONFIDENTIAL, SHOWN)
    )
    return Protected(
        roles=_blanked(_rounded(roles, rules.rounding), ROLE_BALANCE),
        groups=_blanked(_rounded(groups, rules.rounding), GROUP_BALANCE),
        districts=_blanked(_rounded(districts, rules.rounding), GROUP_BALANCE),
        role_districts=_role_districts(cells),
        pains=_blanked(pains, PAIN_SHARES),
        incentives=findings.incentives,
        indicators=_indicators(findings.indicators, groups),
        response=findings.response,
    )


def _with_primary(table: pd.DataFrame, rules: DisclosureRules) -> pd.DataFrame:
    """A copy with `need_status` and `supply_status` after the primary rules."""
    few = (table["enterprises"] < rules.enterprises_minimum) | (table["top_share"] > rules.dominance)
    thin = (table["people"] > 0) & (table["people"] < rules.people_minimum)
    return table.assign(
        need_status=np.where((table["need"] > 0) & few, CONFIDENTIAL, SHOWN),
        supply_status=np.where(thin, CONFIDENTIAL, SHOWN),
    )


def _hide_beside(tables: Mapping[str, pd.DataFrame], side: str) -> None:
    """Hide what subtraction among roles, groups and districts would otherwise reveal, in place."""
    status = f"{side}_status"
    rows = {cell: (name, index) for name, table in tables.items() for cell, index in _cells(name, table)}
    numbers = {name: table[side].astype(float).to_dict() for name, table in tables.items()}
    values = {cell: numbers[name][index] for cell, (name, index) in rows.items()}
    hidden = {cell for cell, (name, index) in rows.items() if tables[name].at[index, status] == CONFIDENTIAL}
    for cell in protect_sums(values, _equations(values), hidden) - hidden:
        name, index = rows[cell]
        tables[name].loc[index, status] = CONFIDENTIAL


def _cells(name: str, table: pd.DataFrame) -> Iterator[tuple[Cell, Hashable]]:
    """The cells of a table under their keys, with the row of each."""
    keys = {"roles": ("chain_id", "tier", "role_id"), "districts": ("tier", "district_id")}
    for index, *key in table[[*keys.get(name, ("chain_id", "tier"))]].itertuples(name=None):
        if name == "districts":
            key[0] = key[0] or UNKNOWN
        yield (name, *key), index


def _equations(values: Mapping[Cell, float]) -> list[Equation]:
    """Every sum that a reader of the tables can check.

    The need of a group is that of its roles and what no role was found for; the attacker is taken to know the latter.
    """
    members: defaultdict[Cell, defaultdict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for cell in sorted(values):
        name, first, second = cell[:3]
        if name == "roles":
            members["groups", first, second]["roles"].append(cell)
        elif name == "districts":
            members["groups", "", first]["districts"].append(cell)
        else:
            if first:
                members["groups", "", second]["chains"].append(cell)
            if second:
                members["groups", first, ""]["tiers"].append(cell)
    return [
        (total, *parts)
        for total, kinds in members.items()
        if total in values
        for parts in kinds.values()
        if any(values[part] > 0 for part in parts)
    ]


def _indicators(indicators: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """The headline figures, without those that rest on a total that may not be shown."""
    total = groups[(groups["chain_id"] == "") & (groups["tier"] == "")]
    hidden = pd.Series(data=False, index=indicators.index)
    if (total["need_status"] == CONFIDENTIAL).any():
        hidden |= ~indicators["indicator_id"].isin(_WITHOUT_NEED)
    if (total["supply_status"] == CONFIDENTIAL).any():
        hidden |= indicators["indicator_id"].isin(_WITH_SUPPLY)
    shown = indicators.copy()
    for name in ("value", "low", "high"):
        shown[name] = shown[name].astype(float).mask(hidden)
    return shown


def _rounded(table: pd.DataFrame, base: int) -> pd.DataFrame:
    """Headcounts rounded half-up to `base`; the gap is the difference of what is shown."""
    rounded = table.copy()
    for name in _HEADCOUNTS:
        if name in rounded:
            rounded[name] = np.floor(rounded[name] / base + 0.5) * base
    if "gap" in rounded:
        rounded["gap"] = rounded["need"] - rounded["supply"]
    return rounded


def _blanked(table: pd.DataFrame, declared: Table) -> pd.DataFrame:
    """`table` with every protected value of a hidden side missing."""
    protected = [c.name for c in declared.columns if c.disclosure is Disclosure.PROTECTED and c.name in table]
    blanked = table.copy()
    need_hidden = table["need_status"] == CONFIDENTIAL
    for name in protected:
        hidden = need_hidden
        if "supply_status" in table:
            supply_hidden = table["supply_status"] == CONFIDENTIAL
            if name in ("supply", "people"):
                hidden = supply_hidden
            elif name in _SUPPLY_SIDE:
                hidden = need_hidden | supply_hidden
        if pd.api.types.is_numeric_dtype(blanked[name]):
            blanked[name] = blanked[name].astype(float).mask(hidden)
        else:
            blanked[name] = blanked[name].mask(hidden, "")
    return blanked


def _role_districts(cells: pd.DataFrame) -> pd.DataFrame:
    """The districts in which a role's need may be told, largest first: names without figures."""
    safe = cells[
        (cells["need_status"] == SHOWN) & (cells["need"] > 0) & (cells["district_id"] != "") & (cells["role_id"] != "")
    ]
    ordered = safe.sort_values(["role_id", "need", "district_id"], ascending=[True, False, True], kind="stable")
    return ordered[["role_id", "district_id"]].reset_index(drop=True)
