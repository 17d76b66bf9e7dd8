"""What may be shown: unsafe cells are hidden, and so are those that would give them away by subtraction.

A need cell shows only if it rests on enough enterprises and none of them holds too large a share of it; a supply cell
only on enough people (see `disclosure` in `rules.yaml`). Totals are worked out before anything is hidden. What is
hidden becomes missing with a status, never 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from talentmap.analysis.analyse import Findings
from talentmap.model.taxonomy import DisclosureRules
from talentmap.tables.analysis import GROUP_BALANCE, PAIN_SHARES, ROLE_BALANCE
from talentmap.tables.protected import CONFIDENTIAL, SHOWN, Protected
from talentmap.tables.schema import Disclosure, Table

_SUPPLY_SIDE = ("supply", "people", "gap", "tightness", "offer_premium", "p_short", "score", "grade", "fired")
_HEADCOUNTS = ("need", "need_low", "need_high", "supply", "employed", "uncovered", "unplaced")


def protect(findings: Findings, rules: DisclosureRules) -> Protected:
    """`findings` with every unsafe cell hidden and headcounts rounded."""
    roles = _with_primary(findings.roles, rules)
    groups = _with_primary(findings.groups, rules)
    for side in ("need", "supply"):
        _hide_complements(roles, groups, side)
    districts = _with_primary(findings.districts, rules)
    for side in ("need", "supply"):
        _hide_in_margins(districts, ["district_id", "tier"], side)
    cells = _with_primary(findings.cells, rules)
    pains = findings.pains.assign(
        need_status=np.where(findings.pains["answering"] < rules.enterprises_minimum, CONFIDENTIAL, SHOWN)
    )
    return Protected(
        roles=_blanked(_rounded(roles, rules.rounding), ROLE_BALANCE),
        groups=_blanked(_rounded(groups, rules.rounding), GROUP_BALANCE),
        districts=_blanked(_rounded(districts, rules.rounding), GROUP_BALANCE),
        role_districts=_role_districts(cells),
        pains=_blanked(pains, PAIN_SHARES),
        incentives=findings.incentives,
        indicators=findings.indicators,
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


def _hide_complements(roles: pd.DataFrame, groups: pd.DataFrame, side: str) -> None:
    """Hide what subtraction would reveal: among the roles of a group, then among the groups of the region.

    A group's total is its roles plus, for need, what no role was found for: a single hidden role is the difference.
    """
    status = f"{side}_status"
    for (chain, tier), members in roles.groupby(["chain_id", "tier"], sort=True):
        hidden = members[members[status] == CONFIDENTIAL]
        if len(hidden) != 1:
            continue
        spare = members[(members[status] == SHOWN) & (members[side] > 0)]
        if len(spare):
            roles.loc[spare[side].idxmin(), status] = CONFIDENTIAL
        else:
            groups.loc[(groups["chain_id"] == chain) & (groups["tier"] == tier), status] = CONFIDENTIAL
    _hide_in_margins(groups, ["chain_id", "tier"], side)


def _hide_in_margins(table: pd.DataFrame, keys: Sequence[str], side: str) -> None:
    """In a two-way table with margins, leave no row and no column with exactly one hidden inner cell."""
    status = f"{side}_status"
    inner = table[(table[keys[0]] != "") & (table[keys[1]] != "")].index
    changed = True
    while changed:
        changed = False
        for line in _lines(table.loc[inner], keys):
            hidden = table.loc[line, status] == CONFIDENTIAL
            spare = table.loc[line][(~hidden) & (table.loc[line, side] > 0)]
            if hidden.sum() == 1 and len(spare):
                table.loc[spare[side].idxmin(), status] = CONFIDENTIAL
                changed = True


def _lines(inner: pd.DataFrame, keys: Sequence[str]) -> Iterator[pd.Index]:
    for key in keys:
        for _, members in inner.groupby(key, sort=True):
            yield members.index


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
