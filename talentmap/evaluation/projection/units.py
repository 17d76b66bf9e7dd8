"""The units that are projected: roles whose balance is published, and what the published totals hold besides.

Units are made of protected tables alone. A role whose need, supply, employment or interval is hidden or not known is no
unit of its own: it is part of the rest of its chain and tier, or of its chain where that group is hidden too. What is
told of a total is therefore the sum of its units, and tells no more than the tables that are published already.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]
STOCKS = ("need", "supply", "employed")
SCOPE = ("chain_id", "tier", "role_id")
_Z = 1.959963984540054
Key = tuple[str, str, str]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Units:
    """`frame`: chain_id, tier, role_id (empty: the rest, or all), need, supply, employed; one row a unit.

    `scopes`: what is told, by the same keys, with its stocks and `spread_below` and `spread_above`, the standard
    deviations of the logarithm of its need on either side, nan where no interval is published. `members` (scopes x
    units): 1 where a unit is part of a scope.
    """

    frame: pd.DataFrame
    scopes: pd.DataFrame
    members: Array

    @property
    def keys(self) -> list[Key]:
        """Chain, tier and role of each unit."""
        return [(str(chain), str(tier), str(role)) for chain, tier, role in self.frame[list(SCOPE)].to_numpy()]


def units_of(roles: pd.DataFrame, groups: pd.DataFrame) -> Units:
    """The units and scopes of the protected ROLE_BALANCE and GROUP_BALANCE."""
    whole = {(row["chain_id"], row["tier"], ""): row for row in _told(groups)}
    single = {(row["chain_id"], row["tier"], row["role_id"]): row for row in _told(roles) if _has_interval(row)}
    parted: dict[Key, Row] = {}
    parts: dict[Key, list[Key]] = {}
    for key in [key for key in whole if key[0] and key[1]]:
        own = [role for role in single if role[:2] == key[:2]]
        parts[key] = [*own, _rest(key, "group")]
        parted |= {role: single[role] for role in own}
        parted[_rest(key, "group")] = _left(whole[key], (single[role] for role in own))
    crossed = list(parts)
    for key in [key for key in whole if bool(key[0]) != bool(key[1])]:
        within = [group for group in crossed if _is_part(group, key)]
        parted[_rest(key, "side")] = _left(whole[key], (whole[group] for group in within))
        parts[key] = [*(unit for group in within for unit in parts[group]), _rest(key, "side")]
    parts |= {role: [role] for role in single if role in parted}
    everything = ("", "", "")
    if everything in whole:
        chains = [key for key in whole if key[0] and not key[1]]
        parted[_rest(everything, "side")] = _left(whole[everything], (whole[chain] for chain in chains))
        parts[everything] = [*(unit for chain in chains for unit in parts[chain]), _rest(everything, "side")]
    return _assembled(parted, parts, {**whole, **single})


def _told(frame: pd.DataFrame) -> Iterator[Row]:
    """The rows of which need, supply and employment are all published."""
    known = frame[list(STOCKS)].astype(float).notna().all(axis=1)
    for row in frame[known].to_dict("records"):
        yield {str(name): value for name, value in row.items()}


def _has_interval(row: Row) -> bool:
    return not math.isnan(_spreads(row)["spread_below"])


def _spreads(row: Row) -> dict[str, float]:
    """The standard deviations of ln(need) that the published 95% interval stands for; 0 where nobody is wanted."""
    low, need, high = (_number(row.get(name)) for name in ("need_low", "need", "need_high"))
    below = above = 0.0 if need == 0 else math.nan
    if 0 < low <= need <= high:
        below, above = math.log(need / low) / _Z, math.log(high / need) / _Z
    return {"spread_below": below, "spread_above": above}


def _number(value: object) -> float:
    return math.nan if value is None else float(value)  # type: ignore[arg-type]  # a number of a table, or nan


def _rest(key: Key, kind: str) -> Key:
    return (key[0], key[1], f"rest of {kind}")


def _left(whole: Row, parts: Iterable[Row]) -> Row:
    gathered = list(parts)
    return {name: float(whole[name]) - sum(float(part[name]) for part in gathered) for name in STOCKS}


def _is_part(group: Key, side: Key) -> bool:
    return group[0] == side[0] if side[0] else group[1] == side[1]


def _assembled(parted: Mapping[Key, Row], parts: Mapping[Key, list[Key]], told: Mapping[Key, Row]) -> Units:
    places = {key: place for place, key in enumerate(sorted(parted))}
    frame = pd.DataFrame([_row(key, parted[key]) for key in places], columns=[*SCOPE, *STOCKS])
    scopes = sorted(parts)
    members = np.zeros((len(scopes), len(places)))
    for row, key in enumerate(scopes):
        members[row, [places[unit] for unit in parts[key]]] = 1.0
    rows = [{**_row(key, told[key]), **_spreads(told[key])} for key in scopes]
    return Units(frame, pd.DataFrame(rows, columns=[*SCOPE, *STOCKS, "spread_below", "spread_above"]), members)


def _row(key: Key, stocks: Row) -> dict[str, Any]:
    role = "" if key[2].startswith("rest of ") else key[2]
    return {**dict(zip(SCOPE, (*key[:2], role), strict=True)), **{name: float(stocks[name]) for name in STOCKS}}


def groups_around(chain_id: str, tier: str) -> tuple[tuple[str, str], ...]:
    """The group of a chain and tier, then the wider ones that stand in for it where it says too little."""
    return tuple(dict.fromkeys(((chain_id, tier), ("", tier), ("", ""))))
