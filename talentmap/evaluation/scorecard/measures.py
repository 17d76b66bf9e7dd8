"""The measures that a scorecard may name, read from protected tables: what they hide is not known here either."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from talentmap.model.scorecard import OF_DEPARTMENTS, Measure
from talentmap.model.taxonomy import Stage
from talentmap.tables.evaluation_findings import Evaluation
from talentmap.tables.protected import Protected


@dataclass(frozen=True, slots=True)
class Measured:
    """A value with the ends of its interval and what it rests on; nan for what is not known."""

    value: float = math.nan
    low: float = math.nan
    high: float = math.nan
    n: float = math.nan


UNKNOWN = Measured()
Holdings = Mapping[str, frozenset[str]]
"""The incentive items in force by the department that holds them."""


def measured(shown: Protected, holdings: Holdings, months: int) -> dict[tuple[Measure, str], Measured]:
    """Every measure that `shown` allows, by name and department; the region's under ''. `months` of retention."""
    found = shown.evaluation or Evaluation()
    region: dict[Measure, Measured] = {
        "attainment": _attainment(found.programmes),
        "retained": _retained(found.retention, months),
        "within_limit": _first(found.service_times, {"by": "all"}, ("within", "within_low", "within_high", "decided")),
        "satisfaction": _first(
            found.satisfaction, {"item": "overall", "tier": ""}, ("mean", "mean_low", "mean_high", "answers")
        ),
        "graduates_growth": _growth(_classes(found.graduates), "people"),
        "local_employment": _last(_starting(found.graduates), ("employed", "employed_low", "employed_high", "people")),
        "starting_pay": _last(_starting(found.graduates), ("pay_mid", "", "", "paid")),
        "approvals_growth": _approvals(found.project_outcomes),
        "commercialised": _first(found.project_outcomes, {"by": "all"}, ("rate", "rate_low", "rate_high", "mature")),
    }
    told = {(name, ""): value for name, value in region.items() if not math.isnan(value.value)}
    for department, items in sorted(holdings.items()):
        for name in sorted(OF_DEPARTMENTS):
            value = _MONEY[name](shown, department, items)
            if not math.isnan(value.value):
                told[name, department] = value
    return told


def _first(frame: pd.DataFrame | None, where: Mapping[str, object], columns: tuple[str, str, str, str]) -> Measured:
    if frame is None:
        return UNKNOWN
    for column, wanted in where.items():
        frame = frame[frame[column] == wanted]
    return _last(frame.head(1), columns)


def _last(frame: pd.DataFrame | None, columns: tuple[str, str, str, str]) -> Measured:
    """The columns value, low, high and n of the last row; '' for one that is not told."""
    if frame is None or frame.empty:
        return UNKNOWN
    row = frame.iloc[-1]
    return Measured(*(_number(row[name]) if name else math.nan for name in columns))


def _number(value: object) -> float:
    return math.nan if pd.isna(value) else float(value)  # type: ignore[arg-type,call-overload] # a cell of a number column


def _attainment(programmes: pd.DataFrame | None) -> Measured:
    """Mean attainment over the programmes that state it as a number in their last year; rests on programmes."""
    if programmes is None:
        return UNKNOWN
    years = programmes[(programmes["year"] != "") & (programmes["year"] == programmes["year"].max())]
    exact = years[years["attainment_low"] == years["attainment_high"]]["attainment_low"].astype(float)
    return Measured(float(exact.mean()), n=float(len(exact))) if len(exact) else UNKNOWN


def _retained(retention: pd.DataFrame | None, months: int) -> Measured:
    where = {"cohort": "", "tier": "", "months": months}
    return _first(retention, where, ("retained", "retained_low", "retained_high", "people"))


def _classes(graduates: pd.DataFrame | None) -> pd.DataFrame | None:
    if graduates is None:
        return None
    return graduates[graduates["education"] == ""].sort_values("graduation_year")


def _starting(graduates: pd.DataFrame | None) -> pd.DataFrame | None:
    """The classes that are seen at their start, not years later."""
    classes = _classes(graduates)
    return None if classes is None else classes[classes["in_window"] == 1]


def _growth(rows: pd.DataFrame | None, column: str) -> Measured:
    """The last row's number over that of the row before."""
    if rows is None or len(rows) < 2:
        return UNKNOWN
    before, last = (_number(value) for value in rows[column].iloc[-2:])
    return Measured(last / before, n=last) if before > 0 else UNKNOWN


def _approvals(projects: pd.DataFrame | None) -> Measured:
    """Projects of the last whole year over the mean of the years before; the year that is running does not count."""
    if projects is None:
        return UNKNOWN
    years = projects[projects["by"] == "year"].sort_values("value")["projects"].astype(float).to_list()[:-1]
    if len(years) < 2 or any(math.isnan(number) for number in years):
        return UNKNOWN
    usual = sum(years[:-1]) / (len(years) - 1)
    return Measured(years[-1] / usual, n=years[-1]) if usual > 0 else UNKNOWN


def _spent(shown: Protected, _: str, items: frozenset[str]) -> Measured:
    """Paid over budget, over the items that state both."""
    if shown.policy is None:
        return UNKNOWN
    flow = shown.policy.money_flow
    both = flow[flow["item_id"].isin(items) & flow["budget_cny"].notna() & flow["paid_cny"].notna()]
    budget = float(both["budget_cny"].sum())
    return Measured(float(both["paid_cny"].sum()) / budget, n=float(len(both))) if budget > 0 else UNKNOWN


def _gap_money(shown: Protected, department: str, _: frozenset[str]) -> Measured:
    """Share of the budget that goes to tiers whose need exceeds supply even at the lower end of its interval.

    Not known where a tier's need or supply is hidden.
    """
    tiers = shown.groups[(shown.groups["chain_id"] == "") & ~shown.groups["tier"].isin(["", "unknown"])]
    ends = tiers[["need_low", "supply"]].astype(float)
    if tiers.empty or ends.isna().any(axis=None):
        return UNKNOWN
    short = set(tiers["tier"][ends["need_low"] > ends["supply"]])
    return _budget_share(shown, department, lambda own: own["tier"].isin(short))


def _beyond_attraction(shown: Protected, department: str, _: frozenset[str]) -> Measured:
    """Share of the budget that goes to cultivating, utilising and retaining."""
    return _budget_share(shown, department, lambda own: own["stage"] != Stage.ATTRACT.value)


def _budget_share(shown: Protected, department: str, which: Callable[[pd.DataFrame], pd.Series[bool]]) -> Measured:
    if shown.policy is None:
        return UNKNOWN
    silos = shown.policy.silos
    own = silos[(silos["department_id"] == department) & silos["budget_cny"].notna()]
    budget = float(own["budget_cny"].sum())
    return (
        Measured(float(own[which(own)]["budget_cny"].sum()) / budget, n=float(own["items"].sum()))
        if budget
        else UNKNOWN
    )


_MONEY: Mapping[Measure, Callable[[Protected, str, frozenset[str]], Measured]] = {
    "spent": _spent,
    "gap_money": _gap_money,
    "beyond_attraction": _beyond_attraction,
}
