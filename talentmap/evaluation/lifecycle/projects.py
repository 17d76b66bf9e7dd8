"""What becomes of projects: commercialised here, elsewhere, or not, within a window after approval."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from talentmap.evaluation.columns import chain_column, district_column, tier_column
from talentmap.evaluation.files import Fault, FileReading, Wanted, day_until, number_from, one_of, read_file, text
from talentmap.evaluation.intervals import share_of
from talentmap.evaluation.lifecycle.spells import DAYS_A_MONTH
from talentmap.model.edition import Edition
from talentmap.model.taxonomy import Catalog
from talentmap.tables.evaluation import PROJECT_OUTCOMES

FILE = "projects.csv"
LOCAL, ELSEWHERE = "local", "elsewhere"
_PLACES = {LOCAL: ("本地", "市内"), ELSEWHERE: ("异地", "市外")}
_KEYS = {"all": "", "year": "year", "tier": "tier", "chain": "chain_id", "district": "district_id"}


def read_projects(edition: Edition, catalog: Catalog) -> FileReading:
    """The rows of `projects.csv`: one project each, when it was approved, when and where commercialised."""
    day = day_until(edition.settings.reference_date)
    columns = (
        Wanted("project_id", text, ("项目编号",)),
        Wanted("approved", day, ("立项日期",)),
        Wanted("holder", text, ("承担单位",), may_be_blank=True, blank=""),
        tier_column(catalog),
        chain_column(catalog),
        district_column(catalog),
        Wanted("funding_cny", number_from(0), ("资助金额",), False, True),
        Wanted("commercialised", day, ("转化日期",), may_be_blank=True),
        Wanted("place", one_of(_PLACES), ("转化地",), may_be_blank=True, blank=""),
    )
    return read_file(edition.folder / FILE, columns, ("project_id",), check=_check)


def _check(row: Mapping[str, Any]) -> None:
    done = row["commercialised"]
    if done is not None and done < row["approved"]:
        raise Fault("evaluation-order", first="approved", second="commercialised")
    if (done is None) != (row["place"] == ""):
        raise Fault("evaluation-half", first="commercialised", second="place")


def project_outcomes(rows: Sequence[Mapping[str, Any]], reference_date: dt.date, window_months: int) -> pd.DataFrame:
    """The table PROJECT_OUTCOMES.

    A project counts once it has had the whole window, so that young ones do not weigh the rate down; what is
    commercialised later than the window does not count.
    """
    projects = pd.DataFrame(list(rows))
    approved, done = pd.to_datetime(projects["approved"]), pd.to_datetime(projects["commercialised"])
    months = (done - approved).dt.days / DAYS_A_MONTH
    old = (pd.Timestamp(reference_date) - approved).dt.days / DAYS_A_MONTH >= window_months
    in_time = old & (months <= window_months)
    projects = projects.assign(
        year=approved.dt.year.astype(str),
        months=months,
        old=old,
        local=in_time & (projects["place"] == LOCAL),
        elsewhere=in_time & (projects["place"] == ELSEWHERE),
    )
    found = [
        {"by": by, "value": "" if by == "all" else str(value) or "unknown", **_outcome(own)}
        for by, column in _KEYS.items()
        for value, own in (projects.groupby(column, sort=True) if column else [("all", projects)])
    ]
    return pd.DataFrame(found, columns=list(PROJECT_OUTCOMES.names))


def _outcome(projects: pd.DataFrame) -> dict[str, Any]:
    old, local = projects[projects["old"]], projects[projects["local"]]
    share = share_of(len(local), len(old))
    return {
        "projects": len(projects),
        "holders": int(old.loc[old["holder"] != "", "holder"].nunique()),
        "mature": len(old),
        "local": len(local),
        "elsewhere": int(projects["elsewhere"].sum()),
        "rate": share.value,
        "rate_low": share.low,
        "rate_high": share.high,
        "median_months": float(local["months"].median()) if len(local) else float("nan"),
    }
