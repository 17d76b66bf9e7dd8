"""What moves each unit: ages, plans, arrivals and training gathered from the engine, spread over the units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from talentmap.engine import Engine
from talentmap.evaluation.projection.ages import Ages
from talentmap.evaluation.projection.arrivals import Arrivals
from talentmap.evaluation.projection.plans import Growth
from talentmap.evaluation.projection.units import Units, groups_around
from talentmap.model.projection import ProjectionRules
from talentmap.model.taxonomy import Catalog, Tier
from talentmap.tables.matching import PERSON_ROLES
from talentmap.tables.registry import PEOPLE

Array = NDArray[np.float64]
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Rates:
    """By unit: shares `retiring` a year (units x years), new posts over open ones `growth` (units x years + 1).

    `loss` and `newcomer_loss` are shares a year. `groups` and `counts` say how many came in `period` years, `shares`
    (units x groups) where they go; `trained` are people a year (units x years).
    """

    retiring: Array
    growth: Array
    loss: Array
    newcomer_loss: Array
    groups: Sequence[tuple[str, str]]
    counts: Sequence[int]
    shares: Array
    period: int
    trained: Array


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the edition's tables say of the years ahead, by group."""

    ages: Ages
    growth: Growth
    arrivals: Arrivals


def rates_of(units: Units, evidence: Evidence, trained: Array, rules: ProjectionRules) -> Rates:
    """The rates of every unit; `trained` (units x years) are those who qualify and stay."""
    keys = units.keys
    came = evidence.arrivals
    losses = {str(tier): loss for tier, loss in rules.losses.items()}
    settled = [losses[tier or UNKNOWN] for _, tier, _ in keys]
    groups = list(came.people)
    return Rates(
        retiring=np.array([evidence.ages.of(*key) for key in keys]).reshape(len(keys), rules.years),
        growth=np.array([evidence.growth.of(chain, tier, rules.years) for chain, tier, _ in keys]),
        loss=np.array(settled),
        newcomer_loss=np.array([came.loss_of(tier, loss) for (_, tier, _), loss in zip(keys, settled, strict=True)]),
        groups=groups,
        counts=[came.people[group] for group in groups],
        shares=_shares(units, groups),
        period=came.years,
        trained=trained,
    )


def _shares(units: Units, groups: Sequence[tuple[str, str]]) -> Array:
    """Which part of each group's arrivals goes to each unit: by the people it has, who draw others."""
    stock = (units.frame["employed"] + units.frame["supply"]).clip(lower=0).to_numpy(dtype=float)
    nearest = [_nearest(chain, tier, groups) for chain, tier, _ in units.keys]
    shares = np.zeros((len(nearest), len(groups)))
    for column, group in enumerate(groups):
        own = np.array([found == group for found in nearest], dtype=bool)
        whole = float(stock[own].sum())
        if whole > 0:
            shares[own, column] = stock[own] / whole
    return shares


def _nearest(chain_id: str, tier: str, groups: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    around = (group for group in groups_around(chain_id, tier) if group in groups and group[1] == tier)
    return next(around, None) if tier in set(Tier) else None


def spread_over(units: Units, people: Sequence[Mapping[str, float]], catalog: Catalog) -> Array:
    """People by role and year on the units: a role that is not told counts with the rest of its chain and tier."""
    own = {role: place for place, (_, _, role) in enumerate(units.keys) if role}
    rest = {(chain, tier): place for place, (chain, tier, role) in enumerate(units.keys) if not role}
    found = np.zeros((len(units.keys), len(people)))
    for year, roles in enumerate(people):
        for role_id, count in sorted(roles.items()):
            role = catalog.roles[role_id]
            group = rest.get((role.chain_id, str(role.tier)), rest.get((role.chain_id, "")))
            place = own.get(role_id, group)
            if place is not None:
                found[place, year] += count
    return found


def graduating(engine: Engine, catalog: Catalog) -> dict[str, float]:
    """Registered people about to graduate, by role: the size of a class where no seats are known."""
    final = engine.scan(PEOPLE).filter(nw.col("available") == "graduating").select("person_id")
    placed = engine.scan(PERSON_ROLES).select("person_id", "role_id", "weight").join(final, on="person_id")
    found: pd.DataFrame = engine.collect(placed, ("person_id", "role_id")).to_pandas()
    sums = found.groupby("role_id", sort=True)["weight"].sum()
    return {str(role): float(weight) for role, weight in sums.items() if role in catalog.roles}


def like_last(engine: Engine, catalog: Catalog, rules: ProjectionRules) -> list[dict[str, float]]:
    """People by role and year if later classes are like the one about to graduate, which is among those available."""
    training = rules.training
    each = {role: count * training.local_share * training.entering
            for role, count in _pooled(graduating(engine, catalog), catalog).items()}  # fmt: skip
    return [{} if year == 0 else each for year in range(rules.years)]


def _pooled(people: Mapping[str, float], catalog: Catalog) -> dict[str, float]:
    """The people of each chain and tier spread evenly over its roles: single roles are not told by a register."""
    totals: dict[tuple[str, str], float] = {}
    members: dict[tuple[str, str], list[str]] = {}
    for role in catalog.roles.values():
        group = (role.chain_id, str(role.tier))
        members.setdefault(group, []).append(role.id)
        totals[group] = totals.get(group, 0.0) + people.get(role.id, 0.0)
    return {role: totals[group] / len(own) for group, own in members.items() for role in own if totals[group] > 0}
