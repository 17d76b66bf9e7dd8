"""Which roles entered and left the shortage list, and their ranks in it then and now."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from talentmap.comparison.mapping import Shares
from talentmap.tables.comparison import SHORTAGE_MOVES

SHORT = ("very_short", "short")
_CANNOT_BE_RATED = "X"


def ranks(roles: pd.DataFrame) -> dict[str, int]:
    """The rank of each role graded shortage or severe shortage: highest score, then widest gap; hidden gaps last."""
    short = roles[roles["grade"].isin(SHORT)]
    rows = short[["role_id", "score", "gap"]].astype({"score": float, "gap": float}).to_dict("records")
    ordered = sorted(rows, key=lambda row: (_largest(row["score"]), _largest(row["gap"]), row["role_id"]))
    return {row["role_id"]: place for place, row in enumerate(ordered, start=1)}


def ranks_before(roles: pd.DataFrame, shares: Shares) -> dict[str, int]:
    """Last edition's ranks under this year's ids: a role passes its rank on to where most of it went."""
    found: dict[str, int] = {}
    for role, place in ranks(roles).items():
        name = successor(role, shares)
        found[name] = min(place, found.get(name, place))
    return found


def successor(role: str, shares: Shares) -> str:
    """What this year's catalog calls most of `role`; '' where it was taken out."""
    if role not in shares:
        return role
    return min(shares[role], key=lambda after: (-shares[role][after], after))


def shortage_moves(before: pd.DataFrame, after: pd.DataFrame, shares: Shares) -> pd.DataFrame:
    """SHORTAGE_MOVES from ROLE_BALANCE of both editions, in the order of this year's ranks, then of last year's."""
    now, grades_now = ranks(after), _grades(after)
    rows: dict[str, dict[str, Any]] = {}
    for role, place in ranks(before).items():
        name = successor(role, shares) or role
        standing = rows.get(name)
        if standing is None or place < standing["rank_before"]:
            rows[name] = {"role_id": name, "rank_before": place, "grade_before": _grades(before)[role]}
    for name in now:
        rows.setdefault(name, {"role_id": name, "rank_before": None, "grade_before": _grades(before).get(name, "")})
    for name, row in rows.items():
        row |= {"rank_after": now.get(name), "grade_after": grades_now.get(name, "")}
        row["move"] = _move(row, name in grades_now)
    ordered = sorted(rows.values(), key=lambda row: (row["rank_after"] or math.inf, row["rank_before"] or 0))
    frame = pd.DataFrame(ordered, columns=list(SHORTAGE_MOVES.names))
    return frame.astype({"rank_before": "Int64", "rank_after": "Int64"})


def _grades(roles: pd.DataFrame) -> Mapping[str, str]:
    return dict(zip(roles["role_id"], roles["grade"].fillna(""), strict=True))


def _move(row: Mapping[str, Any], is_in_catalog: bool) -> str:
    if row["rank_after"] is not None:
        return "entered" if row["rank_before"] is None else "stayed"
    if not is_in_catalog:
        return "removed"
    return "unrated" if row["grade_after"] in ("", _CANNOT_BE_RATED) else "left"


def _largest(value: float) -> float:
    return math.inf if math.isnan(value) else -value
