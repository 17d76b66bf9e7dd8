"""Pain points by chain: the weighted share of enterprises that name each."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from talentmap.analysis.mismatch import wilson
from talentmap.engine import Engine
from talentmap.tables.analysis import PAIN_SHARES
from talentmap.tables.survey import PAINS


def pain_shares(engine: Engine, answers: pd.DataFrame) -> pd.DataFrame:
    """The table PAIN_SHARES, stored and returned; `answers` holds enterprise_id, chain_id and weight.

    The interval is Wilson's on the effective sample size n / (1 + CV²(w)), Kish (1965).
    """
    pains = engine.read(PAINS).to_pandas().drop(columns="chain_id").merge(answers, on="enterprise_id")
    by_chain = answers.groupby("chain_id")["weight"].agg(["sum", "size", _effective_size])
    rows = []
    for (chain, stage, pain), group in pains.groupby(["chain_id", "stage", "pain_id"], sort=True):
        total = by_chain.loc[chain]
        share = float(group["weight"].sum() / total["sum"])
        low, high = wilson(share * total["_effective_size"], total["_effective_size"])
        rows.append(
            {
                "chain_id": chain,
                "stage": stage,
                "pain_id": pain,
                "enterprises": int(group["enterprise_id"].nunique()),
                "answering": int(total["size"]),
                "share": share,
                "share_low": low,
                "share_high": high,
            }
        )
    shares = pd.DataFrame(rows, columns=list(PAIN_SHARES.names))
    engine.write(PAIN_SHARES, pa.Table.from_pandas(shares, schema=PAIN_SHARES.arrow_schema, preserve_index=False))
    return shares


def _effective_size(weights: pd.Series[float]) -> float:
    return float(weights.sum() ** 2 / (weights**2).sum())
