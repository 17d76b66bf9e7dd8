"""Whether programmes reach their targets, what a person costs, and what a person costs who is still there."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd

from talentmap.evaluation.columns import tier_column
from talentmap.evaluation.files import FileReading, Wanted, bounds, number_from, read_file, text
from talentmap.evaluation.lifecycle.flows import divided, finite
from talentmap.evaluation.lifecycle.retention import curve_of
from talentmap.evaluation.survival import Survival
from talentmap.model.bounds import Bounds, number, print_bounds
from talentmap.model.edition import Edition
from talentmap.model.taxonomy import Catalog
from talentmap.tables.evaluation import PROGRAMMES

FILE = "programmes.csv"
_TREND_YEARS = 3
_UNKNOWN = Survival(math.nan, math.nan, math.nan, 0)
Row = Mapping[str, Any]


def read_programmes(edition: Edition, catalog: Catalog) -> FileReading:
    """The rows of `programmes.csv`: a programme in a year, its target and people (figures or bounds), money spent."""
    columns = (
        Wanted("programme", text, ("项目", "项目名称")),
        Wanted("year", number_from(1990, edition.settings.reference_date.year, whole=True), ("年份", "年度")),
        tier_column(catalog),
        Wanted("target", bounds, ("目标人数",), may_be_blank=True),
        Wanted("actual", bounds, ("完成人数", "实际人数"), may_be_blank=True),
        Wanted("cost_cny", number_from(0), ("支出", "支出金额"), may_be_blank=True),
    )
    return read_file(edition.folder / FILE, columns, ("programme", "year"))


def programmes(rows: Sequence[Row], spells: pd.DataFrame | None, months: int) -> pd.DataFrame:
    """The table PROGRAMMES: each programme year by year, then all years together with the trend."""
    ordered = sorted(rows, key=lambda row: (row["programme"], row["year"]))
    found = []
    for programme, years in groupby(ordered, key=lambda row: row["programme"]):
        own = list(years)
        mine = spells[spells["programme"] == programme] if spells is not None else None
        found += [_row(row, str(int(row["year"])), _of_year(mine, int(row["year"])), months) for row in own]
        found.append({**_row(_sum(own), "", mine, months), "trend": trend(own)})
    return pd.DataFrame(found).reindex(columns=list(PROGRAMMES.names))


def _of_year(spells: pd.DataFrame | None, year: int) -> pd.DataFrame | None:
    return None if spells is None else spells[spells["cohort"] == str(year)]


def _sum(rows: Sequence[Row]) -> Row:
    """All years as one: a figure that is missing in one year is missing in the sum."""
    costs = [row["cost_cny"] for row in rows]
    tiers = {row["tier"] for row in rows}
    return {
        "programme": rows[0]["programme"],
        "tier": tiers.pop() if len(tiers) == 1 else "",
        "target": _added(row["target"] for row in rows),
        "actual": _added(row["actual"] for row in rows),
        "cost_cny": None if None in costs else sum(costs),
    }


def _added(figures: Iterable[Bounds | None]) -> Bounds | None:
    total = number(0)
    for figure in figures:
        if figure is None:
            return None
        total = total + figure
    return total


def _row(row: Row, year: str, spells: pd.DataFrame | None, months: int) -> dict[str, Any]:
    attainment = divided(row["actual"], row["target"])
    cost = None if row["cost_cny"] is None else number(row["cost_cny"])
    each = divided(cost, row["actual"])
    stayed = curve_of(spells).at(months) if spells is not None and len(spells) else _UNKNOWN
    return {
        "programme": row["programme"],
        "year": year,
        "tier": row["tier"],
        "target": _printed(row["target"]),
        "actual": _printed(row["actual"]),
        "attainment": _printed(attainment, 2),
        "attainment_low": finite(attainment, "low"),
        "attainment_high": finite(attainment, "high"),
        "cost_cny": math.nan if row["cost_cny"] is None else row["cost_cny"],
        "cost_per_person": _printed(each),
        "people": 0 if spells is None else len(spells),
        "retained": stayed.share,
        "retained_low": stayed.low,
        "retained_high": stayed.high,
        "cost_per_retained": _over(math.nan if each is None else each.exact, stayed.share),
        "cost_per_retained_low": _over(finite(each, "low"), stayed.high),
        "cost_per_retained_high": _over(finite(each, "high"), stayed.low),
    }


def _printed(figure: Bounds | None, decimals: int = 0) -> str:
    return "" if figure is None else print_bounds(figure, decimals)


def _over(cost: float | None, share: float) -> float:
    return cost / share if cost is not None and share > 0 else math.nan


def trend(rows: Sequence[Row]) -> float:
    """Change of attainment a year by least squares; nan with fewer than three years, or where one is a bound only."""
    ratios = [divided(row["actual"], row["target"]) for row in rows]
    known = [(row["year"], ratio.exact) for row, ratio in zip(rows, ratios, strict=True) if ratio is not None]
    exact = [(year, value) for year, value in known if value is not None]
    if len(exact) < max(_TREND_YEARS, len(rows)):
        return math.nan
    years, values = np.array(exact, dtype=float).T
    away = years - years.mean()
    return float(away @ values / (away @ away))
