"""Service cases: how long they take, whether within their limit, and how often they change hands.

An open case has lasted at least until the reference date: leaving it out would make the service look faster than it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from talentmap.evaluation.columns import stage_column, tier_column
from talentmap.evaluation.files import Fault, FileReading, Wanted, day_until, number_from, read_file, text
from talentmap.evaluation.intervals import share_of
from talentmap.evaluation.service.routes import loops_of, route_of
from talentmap.evaluation.survival import kaplan_meier
from talentmap.model.edition import Edition
from talentmap.model.taxonomy import Catalog
from talentmap.tables.evaluation import SERVICE_LOOPS, SERVICE_TIMES

FILE = "services.csv"
_KEYS = {"all": "", "stage": "stage", "tier": "tier", "service": "service", "year": "year"}
_NINE_IN_TEN = 0.9


def read_cases(edition: Edition, catalog: Catalog) -> FileReading:
    """The rows of `services.csv`: one case each, opened and closed when, through which departments."""
    day = day_until(edition.settings.reference_date)
    columns = (
        Wanted("case_id", text, ("办件编号",)),
        Wanted("service", text, ("服务事项", "事项"), False, True, ""),
        stage_column(catalog),
        tier_column(catalog),
        Wanted("opened", day, ("受理日期",)),
        Wanted("closed", day, ("办结日期",), may_be_blank=True),
        Wanted("limit_days", number_from(1, 3_660), ("承诺时限", "时限（天）"), False, True),
        Wanted("route", route_of, ("流转部门",), False, True, ()),
    )
    return read_file(edition.folder / FILE, columns, ("case_id",), check=_check)


def _check(row: Mapping[str, Any]) -> None:
    if row["closed"] is not None and row["closed"] < row["opened"]:
        raise Fault("evaluation-order", first="opened", second="closed")


def case_table(rows: Sequence[Mapping[str, Any]], reference_date: dt.date) -> pd.DataFrame:
    """One row a case with its days until it ended or the reference date, and its round trips."""
    cases = pd.DataFrame(list(rows))
    opened, closed = pd.to_datetime(cases["opened"]), pd.to_datetime(cases["closed"])
    days = (closed.fillna(pd.Timestamp(reference_date)) - opened).dt.days
    limit = cases["limit_days"].astype(float)
    return cases.assign(
        year=opened.dt.year.astype(str),
        days=days.astype(float),
        ended=closed.notna(),
        decided=limit.notna() & (closed.notna() | (days > limit)),
        in_time=closed.notna() & (days <= limit),
        loops=cases["route"].map(loops_of),
    )


def service_times(cases: pd.DataFrame) -> pd.DataFrame:
    """The table SERVICE_TIMES."""
    found = [
        {"by": by, "value": "" if by == "all" else str(value) or "unknown", **_times(own)}
        for by, column in _KEYS.items()
        for value, own in (cases.groupby(column, sort=True) if column else [("all", cases)])
    ]
    return pd.DataFrame(found, columns=list(SERVICE_TIMES.names))


def _times(cases: pd.DataFrame) -> dict[str, Any]:
    curve = kaplan_meier(cases["days"], cases["ended"])
    decided, routed = cases[cases["decided"]], cases[cases["route"].map(len) > 0]
    share = share_of(int(decided["in_time"].sum()), len(decided))
    looped = int((routed["loops"].map(len) > 0).sum())
    return {
        "cases": len(cases),
        "open": int((~cases["ended"]).sum()),
        "median_days": curve.quantile(0.5),
        "p90_days": curve.quantile(_NINE_IN_TEN),
        "decided": len(decided),
        "within": share.value,
        "within_low": share.low,
        "within_high": share.high,
        "routed": len(routed),
        "handoffs": float((routed["route"].map(len) - 1).mean()) if len(routed) else np.nan,
        "looped": looped,
        "looped_share": looped / len(routed) if len(routed) else np.nan,
    }


def service_loops(cases: pd.DataFrame) -> pd.DataFrame | None:
    """The table SERVICE_LOOPS, the most travelled first; None where no case has a route."""
    routed = cases[cases["route"].map(len) > 0]
    if routed.empty:
        return None
    told = routed.assign(loop=routed["loops"].map(sorted)).explode("loop").dropna(subset=["loop"])
    rows = []
    for loop, own in told.groupby("loop", sort=True):
        days = kaplan_meier(own["days"], own["ended"]).quantile(0.5)
        share = len(own) / len(routed)
        counted = {"cases": len(own), "share": share, "median_days": days}
        rows.append({"loop": loop, "hops": str(loop).count(">"), **counted})
    found = pd.DataFrame(rows, columns=list(SERVICE_LOOPS.names))
    return found.sort_values(["cases", "loop"], ascending=[False, True], ignore_index=True)
