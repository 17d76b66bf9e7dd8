"""Balance by chain and tier, by either, and in all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from talentmap.analysis.balance import EVERYWHERE, balance_by
from talentmap.analysis.measures.combined import aligned
from talentmap.analysis.measures.precision import quality_letters
from talentmap.analysis.survey.possible import Possible
from talentmap.analysis.survey.replicates import Estimates, Replicates
from talentmap.engine import Engine
from talentmap.model.taxonomy import Catalog
from talentmap.tables.analysis import GROUP_BALANCE

_GROUPINGS: tuple[tuple[str, ...], ...] = (("chain_id", "tier"), ("chain_id",), ("tier",), (EVERYWHERE,))
UNKNOWN = "unknown"


def group_balance(
    engine: Engine, catalog: Catalog, posts: pd.DataFrame, replicates: Replicates, possible: Possible
) -> pd.DataFrame:
    """The table GROUP_BALANCE, stored and returned: by chain and tier, by chain, by tier, and in all."""
    posts = posts.assign(everywhere="")
    rows: list[dict[str, Any]] = []
    for keys in _GROUPINGS:
        sums = _sums(engine, catalog, keys)
        named = [key for key in keys if key != EVERYWHERE]
        need = replicates.by(possible, named)
        rows += _grouped(sums, posts, aligned(need, sums[named]) if named else need, keys)
    balance = pd.DataFrame(rows, columns=list(GROUP_BALANCE.names))
    arrow = pa.Table.from_pandas(balance, schema=GROUP_BALANCE.arrow_schema, preserve_index=False)
    engine.write(GROUP_BALANCE, arrow)
    return balance


def _sums(engine: Engine, catalog: Catalog, keys: tuple[str, ...]) -> pd.DataFrame:
    sums: pd.DataFrame = engine.collect(balance_by(engine, catalog, keys), keys).to_pandas()
    if sums.empty and keys == (EVERYWHERE,):
        nothing = {EVERYWHERE: "", "need": 0.0, "enterprises": 0, "top_share": 0.0, "supply": 0.0, "people": 0}
        return pd.DataFrame([nothing])
    return sums


def _grouped(
    sums: pd.DataFrame, posts: pd.DataFrame, need: Estimates, keys: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    letters = quality_letters(need.values, need.errors())
    for row, low, high, letter in zip(sums.to_dict("records"), *need.interval(), letters, strict=True):
        chosen = np.logical_and.reduce([posts[key] == row[key] for key in keys])
        told = {"need_low": low, "need_high": high, "quality": letter}
        yield _group_row({str(name): value for name, value in row.items()}, posts[chosen]) | told


def _group_row(sums: Mapping[str, Any], lines: pd.DataFrame) -> dict[str, Any]:
    heads = lines["headcount"].fillna(0)
    weighted = heads * lines["weight"]
    need = float(sums["need"])
    has_tier = lines["tier"] != ""
    tiered = float(weighted[has_tier].sum())
    uncovered = float(weighted[has_tier & (lines["accepting_items"] == 0)].sum())
    return {
        "chain_id": _label(sums, "chain_id"),
        "tier": _label(sums, "tier"),
        "need": need,
        "enterprises": sums["enterprises"],
        "top_share": sums["top_share"],
        "supply": sums["supply"],
        "people": sums["people"],
        "gap": need - sums["supply"],
        "employed": float((lines["employed"] * lines["weight"]).sum(min_count=1)),
        "uncovered": uncovered,
        "uncovered_share": uncovered / tiered if tiered > 0 else np.nan,
        "unplaced": float(weighted[lines["role_id"] == ""].sum()),
    }


def _label(sums: Mapping[str, Any], key: str) -> str:
    """The group's value of `key`: empty for all, `unknown` where the lines do not say."""
    return "" if key not in sums else sums[key] or UNKNOWN
