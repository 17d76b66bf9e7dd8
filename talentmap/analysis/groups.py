"""Balance by chain and tier, and the response of the survey."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from talentmap.analysis.balance import EVERYWHERE, balance_by
from talentmap.analysis.replicates import Replicates
from talentmap.analysis.weights import Frame, Weighting
from talentmap.engine import Engine
from talentmap.model.taxonomy import Catalog
from talentmap.tables.analysis import GROUP_BALANCE, RESPONSE

_GROUPINGS: tuple[tuple[str, ...], ...] = (("chain_id", "tier"), ("chain_id",), ("tier",), (EVERYWHERE,))
UNKNOWN = "unknown"


def group_balance(engine: Engine, catalog: Catalog, posts: pd.DataFrame, replicates: Replicates) -> pd.DataFrame:
    """The table GROUP_BALANCE, stored and returned: by chain and tier, by chain, by tier, and in all."""
    posts = posts.assign(everywhere="")
    rows = [row for keys in _GROUPINGS for row in _grouped(engine, catalog, posts, replicates, keys)]
    balance = pd.DataFrame(rows, columns=list(GROUP_BALANCE.names))
    arrow = pa.Table.from_pandas(balance, schema=GROUP_BALANCE.arrow_schema, preserve_index=False)
    engine.write(GROUP_BALANCE, arrow)
    return balance


def _grouped(
    engine: Engine, catalog: Catalog, posts: pd.DataFrame, replicates: Replicates, keys: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    sums = engine.collect(balance_by(engine, catalog, keys), keys).to_pylist()
    if not sums and keys == (EVERYWHERE,):
        sums = [{EVERYWHERE: "", "need": 0.0, "enterprises": 0, "top_share": 0.0, "supply": 0.0, "people": 0}]
    for row in sums:
        chosen = np.logical_and.reduce([posts[key] == row[key] for key in keys])
        yield _group_row(row, posts[chosen], replicates)


def _group_row(sums: Mapping[str, Any], lines: pd.DataFrame, replicates: Replicates) -> dict[str, Any]:
    heads = lines["headcount"].fillna(0)
    weighted = heads * lines["weight"]
    low, high = (
        np.percentile(replicates.totals(lines["enterprise_id"], heads), [2.5, 97.5]) if len(lines) else (0.0, 0.0)
    )
    need = float(sums["need"])
    has_tier = lines["tier"] != ""
    tiered = float(weighted[has_tier].sum())
    uncovered = float(weighted[has_tier & (lines["accepting_items"] == 0)].sum())
    return {
        "chain_id": _label(sums, "chain_id"),
        "tier": _label(sums, "tier"),
        "need": need,
        "need_low": low,
        "need_high": high,
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


def response(
    engine: Engine, answers: pd.DataFrame, frame: Frame | None, weighting: Weighting, catalog: Catalog
) -> pd.DataFrame:
    """The table RESPONSE, stored and returned; `answers` are the weighted enterprises in the order of `weighting`."""
    keys = list(zip(answers["chain_id"], answers["size_class"], strict=True))
    cells = dict(zip(keys, weighting.cells, strict=True))
    weights = dict(zip(keys, weighting.weights.tolist(), strict=True))
    answered = Counter(keys)
    employment = answers.groupby(["chain_id", "size_class"])["employees"].sum().to_dict()
    known = {*answered, *(frame.enterprises if frame else ())}
    rows = [
        {
            "chain_id": key[0],
            "size_class": key[1],
            "frame_enterprises": frame.enterprises.get(key, 0) if frame else None,
            "frame_employment": frame.employment.get(key, 0) if frame else None,
            "answered": answered[key],
            "employment_answered": int(employment.get(key, 0)),
            "cell": cells.get(key, ""),
            "weight": weights.get(key),
        }
        for key in sorted(known, key=lambda key: _order(key, catalog))
    ]
    engine.write(RESPONSE, RESPONSE.from_rows(rows))
    return pd.DataFrame(rows, columns=list(RESPONSE.names))


def _order(key: tuple[str, str], catalog: Catalog) -> tuple[int, str]:
    chains: Sequence[str] = list(catalog.chains)
    return (chains.index(key[0]) if key[0] in chains else len(chains), key[1])
