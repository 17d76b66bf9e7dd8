"""The balance sheet of every role: need with interval, supply, gap, indicators, grade."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from talentmap.analysis.balance import balance_by
from talentmap.analysis.grades import grade
from talentmap.analysis.replicates import Replicates
from talentmap.engine import Engine
from talentmap.model.taxonomy import Catalog
from talentmap.tables.analysis import ROLE_BALANCE
from talentmap.tables.matching import PERSON_ROLES
from talentmap.tables.registry import PEOPLE

_KEYS = ("chain_id", "segment_id", "role_id", "tier")
_PAY_PEOPLE_MINIMUM = 5


def role_balance(engine: Engine, catalog: Catalog, posts: pd.DataFrame, replicates: Replicates) -> pd.DataFrame:
    """The table ROLE_BALANCE, stored and returned: every role that has need or supply."""
    sums = engine.collect(balance_by(engine, catalog, _KEYS), _KEYS).to_pandas()
    sums = sums[sums["role_id"] != ""]
    market_pay = _registry_pay(engine)
    by_role = dict(tuple(posts.groupby("role_id", sort=True)))
    rows = []
    for row in sums.to_dict("records"):
        lines = by_role.get(row["role_id"], posts.iloc[:0])
        rows.append(_role_row(row, lines, market_pay.get(row["role_id"], math.nan), catalog, replicates))
    balance = pd.DataFrame(rows, columns=list(ROLE_BALANCE.names))
    engine.write(ROLE_BALANCE, pa.Table.from_pandas(balance, schema=ROLE_BALANCE.arrow_schema, preserve_index=False))
    return balance


def _role_row(
    sums: dict[str, Any], lines: pd.DataFrame, market_pay: float, catalog: Catalog, replicates: Replicates
) -> dict[str, Any]:
    need, supply = sums["need"], sums["supply"]
    lines = lines.assign(need=lines["headcount"].fillna(0) * lines["weight"])
    draws = replicates.totals(lines["enterprise_id"], lines["headcount"].fillna(0))
    low, high = np.percentile(draws, [2.5, 97.5]) if len(lines) else (math.nan, math.nan)
    few = catalog.rules.disclosure.enterprises_minimum
    pay, staffed, waiting = (_stating(lines, few, name) for name in ("pay_mid", "employed", "months_open"))
    quartiles = [weighted_quantile(pay["pay_mid"], pay["need"], q) for q in (0.25, 0.5, 0.75)]
    employed = float((staffed["employed"] * staffed["weight"]).sum()) if len(staffed) else math.nan
    indicators = {
        "tightness": need / supply if supply > 0 else (math.inf if need > 0 else math.nan),
        "fill_rate": _paired_ratio(_stating(lines, few, "advertised", "filled"), "advertised", "filled"),
        "suitable_per_post": _paired_ratio(_stating(lines, few, "advertised", "suitable"), "advertised", "suitable"),
        "months_open": weighted_quantile(waiting["months_open"], waiting["need"], 0.5),
        "skill_shortage_density": _ratio(float(lines["need"].sum()), float(lines["need"][lines["skill_short"]].sum())),
        "offer_premium": quartiles[1] / market_pay - 1,
    }
    graded = grade(indicators, sums["enterprises"], catalog.rules.grades, catalog.rules.grade_rules)
    return {
        **sums,
        "need_low": low,
        "need_high": high,
        "gap": need - supply,
        "employed": employed,
        "vacancy_rate": _ratio(employed + need, need),
        **indicators,
        "tightness": indicators["tightness"] if supply > 0 else math.nan,
        "pay_low": quartiles[0],
        "pay_mid": quartiles[1],
        "pay_high": quartiles[2],
        "education": _most_asked(lines["education"], lines["need"]),
        "score": graded.score,
        "grade": graded.name if need > 0 else "",
        "fired": "|".join(graded.fired),
        "p_short": float(np.mean(draws > supply)) if len(lines) else 0.0,
        "accepted_share": _ratio(float(lines["need"].sum()), float(lines["need"][lines["accepting_items"] > 0].sum())),
    }


def _stating(lines: pd.DataFrame, enterprises_minimum: int, *columns: str) -> pd.DataFrame:
    """The lines that state all of `columns`; none where too few enterprises do for the figure to be told."""
    stated = lines.dropna(subset=list(columns))
    return stated if stated["enterprise_id"].nunique() >= enterprises_minimum else stated.iloc[:0]


def weighted_quantile(values: pd.Series[float], weights: pd.Series[float], q: float) -> float:
    """The smallest value at which the weights reach the share `q` of their total; nan when nothing has weight."""
    known = values.notna() & (weights > 0)
    if not known.any():
        return math.nan
    ordered = values[known].sort_values(kind="stable")
    reached = weights[ordered.index].cumsum()
    return float(ordered.iloc[int(np.searchsorted(reached.to_numpy(), q * reached.iloc[-1]))])


def _paired_ratio(lines: pd.DataFrame, base: str, part: str) -> float:
    """Weighted `part` over weighted `base`."""
    return _ratio(float((lines[base] * lines["weight"]).sum()), float((lines[part] * lines["weight"]).sum()))


def _ratio(base: float, part: float) -> float:
    return part / base if base > 0 else math.nan


def _most_asked(education: pd.Series[str], weighted: pd.Series[float]) -> str:
    asked = weighted.groupby(education).sum().drop(labels="", errors="ignore")
    return str(asked.idxmax()) if len(asked) and asked.max() > 0 else ""


def _registry_pay(engine: Engine) -> dict[str, float]:
    """Median monthly pay of registry people by their likeliest role, where enough of them have one."""
    people = engine.scan(PEOPLE).select("person_id", "pay_month")
    placed = engine.collect(
        engine.scan(PERSON_ROLES)
        .join(people, on="person_id", how="inner")
        .select("role_id", "person_id", "weight", "pay_month"),
        ("person_id", "role_id"),
    ).to_pandas()
    placed = placed.dropna(subset=["pay_month"]).sort_values(
        ["weight", "role_id"], ascending=[False, True], kind="stable"
    )
    likeliest = placed.drop_duplicates("person_id")
    pay = likeliest.groupby("role_id")["pay_month"].agg(["median", "size"])
    return {str(role): float(row["median"]) for role, row in pay.iterrows() if row["size"] >= _PAY_PEOPLE_MINIMUM}
