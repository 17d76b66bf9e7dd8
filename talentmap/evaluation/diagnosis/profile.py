"""Employed registry people by age band and education, in all and by tier, safe to be shown.

A band of fewer people than the disclosure rules ask for hides its whole tier; where one tier alone would be hidden, the
next smallest is hidden with it, so that no subtraction from the total tells it. Shares are whole percentages.
"""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from talentmap.engine import Engine
from talentmap.model.taxonomy import Catalog
from talentmap.tables.matching import PERSON_ROLES
from talentmap.tables.protected import CONFIDENTIAL, SHOWN
from talentmap.tables.registry import PEOPLE

BANDS = ("under_35", "35_44", "45_54", "55_over")
_STARTS = (0, 35, 45, 55)


def employed_people(engine: Engine, catalog: Catalog, year: int) -> pd.DataFrame:
    """How many employed registry people there are by tier (empty: no role), age band and education (empty: unknown)."""
    placed = engine.scan(PERSON_ROLES).select("person_id", "role_id", "weight")
    heaviest = placed.group_by("person_id").agg(nw.col("weight").max().alias("heaviest"))
    likeliest = (
        placed.join(heaviest, on="person_id", how="inner")
        .filter(nw.col("weight") == nw.col("heaviest"))
        .group_by("person_id")
        .agg(nw.col("role_id").min())
    )
    people = engine.scan(PEOPLE).filter(nw.col("status") == "employed").select("person_id", "birth_year", "education")
    keys = ("role_id", "birth_year", "education")
    counted = people.join(likeliest, on="person_id", how="left").group_by(*keys).agg(nw.len().alias("people"))
    frame: pd.DataFrame = engine.collect(counted, keys).to_pandas()
    tiers = {role.id: role.tier.value for role in catalog.roles.values()}
    return pd.DataFrame(
        {
            "tier": frame["role_id"].map(tiers).fillna(""),
            "age": [_band(year - born) if born == born else "" for born in frame["birth_year"].astype(float)],  # noqa: PLR0124 - nan
            "education": frame["education"].fillna(""),
            "people": frame["people"].astype(int),
        }
    )


def _band(age: float) -> str:
    return next(band for band, start in reversed(list(zip(BANDS, _STARTS, strict=True))) if age >= start)


def people_profile(people: pd.DataFrame, tiers: list[str], educations: list[str], minimum: int) -> pd.DataFrame:
    """PEOPLE_PROFILE of `people` (as `employed_people` counts them), with `share_status`."""
    rows = []
    for kind, bands in (("age", list(BANDS)), ("education", educations)):
        known = people[people[kind] != ""]
        counts = known.pivot_table(index="tier", columns=kind, values="people", aggfunc="sum", fill_value=0)
        counts = counts.reindex(index=["", *tiers], columns=bands, fill_value=0)
        whole = counts.sum()
        counts.loc[""] = whole
        hidden = _hidden(counts, minimum)
        for tier in counts.index:
            people_of_tier = counts.loc[tier].sum()
            for band in bands:
                shown = tier not in hidden and people_of_tier > 0
                share = round(counts.loc[tier, band] / people_of_tier, 2) if shown else float("nan")
                rows.append((kind, band, tier, share, CONFIDENTIAL if tier in hidden else SHOWN))
    return pd.DataFrame(rows, columns=["kind", "band", "tier", "share", "share_status"])


def _hidden(counts: pd.DataFrame, minimum: int) -> set[str]:
    """The tiers that are hidden; "" among them hides the total, and with it everything."""
    small = {str(tier) for tier, row in counts.iterrows() if ((row > 0) & (row < minimum)).any()}
    if "" in small:
        return {str(tier) for tier in counts.index}
    if len(small) == 1:
        others = counts.drop(index=["", *small]).sum(axis=1)
        others = others[others > 0]
        if len(others):
            small.add(str(others.sort_index(kind="stable").idxmin()))
    return small
