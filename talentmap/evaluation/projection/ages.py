"""How many of those at work in a role reach their retirement age in each of the next years: registry ages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from talentmap.engine import Engine
from talentmap.evaluation.projection.retirement import shares_retiring
from talentmap.evaluation.projection.units import groups_around
from talentmap.model.projection import ProjectionRules
from talentmap.model.taxonomy import Catalog
from talentmap.tables.matching import PERSON_ROLES
from talentmap.tables.registry import PEOPLE

Array = NDArray[np.float64]
_KEYS = ("chain_id", "tier", "role_id")


@dataclass(frozen=True, slots=True)
class Ages:
    """Shares that retire in each year by role and by group, told of those with enough people of known age."""

    known: Mapping[tuple[str, str, str], Array]
    years: int

    def of(self, chain_id: str, tier: str, role_id: str = "") -> Array:
        """The shares of a role, else of the nearest group around it; zeros where no age is known at all."""
        around = [(chain_id, tier, role_id), *((*group, "") for group in groups_around(chain_id, tier))]
        return next((self.known[key] for key in around if key in self.known), np.zeros(self.years))


def ages(engine: Engine, catalog: Catalog, rules: ProjectionRules, start: dt.date) -> Ages:
    """The ages of those at work in PEOPLE, by the weights of their roles; groups of few people say nothing."""
    people = _at_work(engine, catalog)
    workers = people["tier"].isin([str(tier) for tier in rules.retirement.workers])
    shares = shares_retiring(people["birth_year"], people["sex"], workers, start, rules.years, rules.retirement)
    counted = people[[*_KEYS, "weight"]].assign(people=1, **{f"due{year}": shares[:, year] * people["weight"]
                                                             for year in range(rules.years)})  # fmt: skip
    sums = ["weight", "people", *(f"due{year}" for year in range(rules.years))]
    known: dict[tuple[str, str, str], Array] = {}
    for keys in (_KEYS, ("chain_id", "tier"), ("chain_id",), ("tier",), ()):
        named = counted.assign(**{key: "" for key in _KEYS if key not in keys})
        totals = named.groupby(list(_KEYS), sort=True)[sums].sum()
        told = totals[totals["people"] >= rules.retirement.people_minimum]
        rates = told[sums[2:]].to_numpy() / told[["weight"]].to_numpy()
        known |= {(str(key[0]), str(key[1]), str(key[2])): rate for key, rate in zip(told.index, rates, strict=True)}
    return Ages(known, rules.years)


def _at_work(engine: Engine, catalog: Catalog) -> pd.DataFrame:
    born = engine.scan(PEOPLE).filter((nw.col("status") == "employed") & ~nw.col("birth_year").is_null())
    placed = (
        engine.scan(PERSON_ROLES)
        .select("person_id", "role_id", "tier", "weight")
        .join(born.select("person_id", "birth_year", "sex"), on="person_id")
    )
    found: pd.DataFrame = engine.collect(placed, ("person_id", "role_id")).to_pandas()
    chains = {role.id: role.chain_id for role in catalog.roles.values()}
    found = found.assign(chain_id=found["role_id"].map(chains), sex=found["sex"].fillna(""))
    return found[found["chain_id"].notna()].reset_index(drop=True)
