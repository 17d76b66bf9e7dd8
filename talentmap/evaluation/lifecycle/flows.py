"""Who came and who went, by what they are and where from or where to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from talentmap.evaluation.lifecycle.spells import INFLOW, OUTFLOW
from talentmap.model.bounds import Bounds, print_bounds
from talentmap.tables.evaluation import FLOWS, REPORTED_FLOWS

_KEYS = {"year": "year", "tier": "tier", "chain": "chain_id", "district": "district_id"}
UNKNOWN = "unknown"


def flows(moved: pd.DataFrame) -> pd.DataFrame:
    """The table FLOWS. Each coming and each going counts; of a repeated coming or going of one day only one."""
    once = moved.drop_duplicates(["person_id", "event", "date"])
    years = once.assign(year=pd.to_datetime(once["date"]).dt.year.astype(str))
    counted = [_counted(years.assign(all=""), "all", "all")]
    counted += [_counted(years, by, column) for by, column in _KEYS.items()]
    counted.append(_counted(years[years["event"] == INFLOW], "source", "detail"))
    counted.append(_counted(years[years["event"] == OUTFLOW], "destination", "detail"))
    found = pd.concat(counted, ignore_index=True)
    told = found["outflow"] > 0
    ratio = (found["inflow"] / found["outflow"].where(told)).where(~found["by"].isin(["source", "destination"]))
    return found.assign(inflow_per_outflow=ratio.astype(float))[list(FLOWS.names)]


def _counted(moved: pd.DataFrame, by: str, column: str) -> pd.DataFrame:
    values = moved[column].astype(str)
    values = values if by == "all" else values.where(values != "", UNKNOWN)
    counts = pd.crosstab(values, moved["event"]).reindex(columns=[INFLOW, OUTFLOW], fill_value=0).sort_index()
    columns = {name: counts[name].to_numpy(dtype=np.int64) for name in (INFLOW, OUTFLOW)}
    return pd.DataFrame({"by": by, "value": counts.index.astype(str), **columns})


def reported_flows(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """The table REPORTED_FLOWS: a ratio of bounds is a bound."""
    found = [_reported(row) for row in sorted(rows, key=lambda row: (row["year"], row["tier"], row["source"]))]
    return pd.DataFrame(found, columns=list(REPORTED_FLOWS.names))


def _reported(row: Mapping[str, Any]) -> dict[str, Any]:
    ratio = divided(row["inflow"], row["outflow"])
    return {
        **{name: row[name] for name in ("year", "tier", "source")},
        "inflow": print_bounds(row["inflow"]),
        "outflow": print_bounds(row["outflow"]),
        "ratio": print_bounds(ratio, 2) if ratio else "",
        "ratio_low": finite(ratio, "low"),
        "ratio_high": finite(ratio, "high"),
    }


def divided(part: Bounds | None, whole: Bounds | None) -> Bounds | None:
    """Their ratio; None where one is not known or the divisor is 0."""
    return None if part is None or whole is None or whole.high == 0 else part / whole


def finite(found: Bounds | None, end: str) -> float:
    """An end of the bounds as a number; nan where it is open to infinity or nothing is known."""
    value = getattr(found, end) if found is not None else np.inf
    return float(value) if np.isfinite(value) else float("nan")
