"""Non-response: what need would be if those who did not answer need nothing, half as much as their like, or as much."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from talentmap.tables.weights import SENSITIVITY


def sensitivity(posts: pd.DataFrame) -> pd.DataFrame:
    """The table SENSITIVITY of the rows of POSTS: in all, then by chain.

    With y stated and the weighted total T, those who did not answer hold T - y if they are like those who did; so the
    three totals are y, y + (T - y)/2 and T.
    """
    heads = posts["headcount"].fillna(0)
    lines = posts.assign(stated=heads, weighted=heads * posts["weight"])
    return pd.DataFrame(_rows(lines), columns=list(SENSITIVITY.names))


def _rows(lines: pd.DataFrame) -> Iterator[dict[str, Any]]:
    yield _row("", lines)
    for chain, own in lines.groupby("chain_id", sort=True):
        yield _row(str(chain), own)


def _row(chain: str, lines: pd.DataFrame) -> dict[str, Any]:
    by_enterprise = lines.groupby("enterprise_id")["weighted"].sum()
    nothing, as_much = float(lines["stated"].sum()), float(lines["weighted"].sum())
    return {
        "chain_id": chain,
        "enterprises": int((by_enterprise > 0).sum()),
        "top_share": float(by_enterprise.max()) / as_much if as_much > 0 else 0.0,
        "nothing": nothing,
        "half": (nothing + as_much) / 2,
        "as_much": as_much,
    }
