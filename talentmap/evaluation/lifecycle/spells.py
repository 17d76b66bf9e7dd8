"""Who came when and how long they stayed: one spell for each person attracted."""

from __future__ import annotations

import datetime as dt

import narwhals as nw
import pandas as pd

from talentmap.engine import Engine
from talentmap.tables.registry import EVENTS

DAYS_A_MONTH = 365.25 / 12
INFLOW, OUTFLOW = "inflow", "outflow"
SPELL = ("person_id", "came", "cohort", "tier", "chain_id", "district_id", "programme", "months", "left")


def moves(engine: Engine) -> pd.DataFrame:
    """Every inflow and outflow of EVENTS, in the order of the days; on one day coming lies before going."""
    scanned = engine.scan(EVENTS).filter(nw.col("event").is_in([INFLOW, OUTFLOW])).drop("known", "source_row")
    found: pd.DataFrame = engine.collect(scanned, ("person_id", "date", "event", "event_id")).to_pandas()
    for name in ("tier", "chain_id", "district_id", "programme", "detail"):
        found[name] = found[name].fillna("")
    return found


def spells(moved: pd.DataFrame, reference_date: dt.date) -> pd.DataFrame:
    """For each person's first inflow: months until the first outflow after it, or until the reference date.

    `left` says which. An outflow before anybody came ends nothing; a later return does not undo having left.
    """
    ordered = moved.assign(date=pd.to_datetime(moved["date"]))
    came = ordered[ordered["event"] == INFLOW].drop_duplicates("person_id", keep="first")
    came = came.rename(columns={"date": "came"}).set_index("person_id")
    out = ordered.loc[ordered["event"] == OUTFLOW, ["person_id", "date"]]
    out = out[out["date"].to_numpy() >= came["came"].reindex(out["person_id"]).to_numpy()]
    went = out.groupby("person_id", sort=True)["date"].min()
    end = went.reindex(came.index)
    found = came.assign(
        cohort=came["came"].dt.year.astype(str),
        left=end.notna().to_numpy(),
        months=((end.fillna(pd.Timestamp(reference_date)) - came["came"]).dt.days / DAYS_A_MONTH).to_numpy(),
    )
    return found.reset_index()[list(SPELL)].sort_values("person_id", ignore_index=True)
