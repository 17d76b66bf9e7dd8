"""What the registry says of the people behind each role: what they earn, and how many are near retirement."""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from talentmap.analysis.measures.levels import RETIRING_FROM_AGE
from talentmap.engine import Engine
from talentmap.engine.base import Frame
from talentmap.tables.matching import PERSON_ROLES
from talentmap.tables.registry import PEOPLE


def registry_pay(engine: Engine, people_minimum: int) -> pd.DataFrame:
    """Median and first quartile of monthly pay by role, in yuan, of those likeliest in it; few people give none.

    Where two roles are equally likely the person counts in the one whose id comes first.
    """
    paid = engine.scan(PEOPLE).filter(~nw.col("pay_month").is_null()).select("person_id", "pay_month")
    placed = engine.scan(PERSON_ROLES).select("person_id", "role_id", "weight").join(paid, on="person_id", how="inner")
    heaviest = placed.group_by("person_id").agg(nw.col("weight").max().alias("heaviest"))
    likeliest = (
        placed.join(heaviest, on="person_id", how="inner")
        .filter(nw.col("weight") == nw.col("heaviest"))
        .group_by("person_id")
        .agg(nw.col("role_id").min(), nw.col("pay_month").min())
    )
    by_role = likeliest.group_by("role_id").agg(
        nw.col("pay_month").median().alias("pay_mid"),
        nw.col("pay_month").quantile(0.25, interpolation="linear").alias("pay_low"),
        nw.len().alias("people"),
    )
    return _frame(engine, by_role.filter(nw.col("people") >= people_minimum))


def share_aged(engine: Engine, year: int, people_minimum: int) -> pd.DataFrame:
    """The share of employed registry people aged 55 and over by role, where the ages of enough of them are known."""
    employed = (
        engine.scan(PEOPLE)
        .filter((nw.col("status") == "employed") & ~nw.col("birth_year").is_null())
        .select("person_id", (nw.col("birth_year") <= year - RETIRING_FROM_AGE).cast(nw.Float64).alias("aged"))
    )
    placed = engine.scan(PERSON_ROLES).select("person_id", "role_id", "weight").join(employed, on="person_id")
    by_role = (
        placed.with_columns((nw.col("weight") * nw.col("aged")).alias("old"))
        .group_by("role_id")
        .agg(nw.col("old").sum(), nw.col("weight").sum(), nw.len().alias("people"))
        .filter((nw.col("people") >= people_minimum) & (nw.col("weight") > 0))
        .select("role_id", (nw.col("old") / nw.col("weight")).alias("share_aged"))
    )
    return _frame(engine, by_role)


def _frame(engine: Engine, by_role: Frame) -> pd.DataFrame:
    frame: pd.DataFrame = engine.collect(by_role, ("role_id",)).to_pandas().set_index("role_id")
    return frame
