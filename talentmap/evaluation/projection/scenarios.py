"""The projection itself: one course of every unit under each scenario, and what may be told of it, scope by scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from talentmap.evaluation.projection.chance import Chance
from talentmap.evaluation.projection.rates import Rates
from talentmap.evaluation.projection.stock_flow import Course, Flows, course
from talentmap.evaluation.projection.units import SCOPE, Units
from talentmap.model.projection import ProjectionRules, ProjectionScenario
from talentmap.model.taxonomy import Tier
from talentmap.tables.outlook import PROJECTION

Array = NDArray[np.float64]
_ENDS = {"gap_low": 0.025, "gap_inner_low": 0.1, "gap_inner_high": 0.9, "gap_high": 0.975}
_MOVED = ("left", "retired", "trained", "arrived")


@dataclass(frozen=True, slots=True)
class Projected:
    """A scenario's course by unit: `planned` posts that add (units x years + 1 x draws), people, and those employed."""

    employed: Array
    planned: Array
    people: Course

    def gap(self, need: Array) -> Array:
        """Posts less people, units x years + 1 x draws, with need as it is told."""
        return (self.employed + need[:, None])[:, None, :] + self.planned - self.people.people


def projected(units: Units, rates: Rates, rules: ProjectionRules, scenario: ProjectionScenario) -> Projected:
    """The course of every unit under a scenario; the same chance serves all scenarios."""
    chance, unsure = Chance(rules.seed, rules.draws), rules.uncertainty
    stock = {name: units.frame[name].to_numpy(dtype=float) for name in ("need", "supply", "employed")}
    employed = stock["employed"][:, None] * chance.factors("employed", unsure.employed, len(units.frame))
    supply = np.repeat(stock["supply"][:, None], chance.size, axis=1)
    by_tier = _own_rows(units.frame["tier"], chance, "losses", unsure.losses)
    by_chain = _own_rows(units.frame["chain_id"], chance, "plans", unsure.plans)
    retiring = rates.retiring[:, :, None] * chance.factors("retirement", unsure.retirement)[:, None, :]
    retiring /= np.maximum(1.0, retiring.sum(axis=1, keepdims=True))
    came = chance.counts("arrivals", rates.counts) * chance.factors("arrivals-level", unsure.arrivals)
    flows = Flows(
        retiring=retiring,
        loss=np.minimum(1.0, rates.loss[:, None] * by_tier * scenario.losses),
        newcomer_loss=np.minimum(1.0, rates.newcomer_loss[:, None] * by_tier * scenario.losses),
        arrivals=rates.shares @ came / rates.period * scenario.arrivals,
        trained=rates.trained[:, :, None] * chance.factors("training", unsure.training) * scenario.training,
    )
    realised = min(1.0, rules.plans.realised * scenario.plans)
    planned = (stock["need"][:, None] * rates.growth * realised)[:, :, None] * by_chain[:, None, :]
    return Projected(employed, planned, course(employed, supply, flows))


def untrained(rates: Rates) -> Rates:
    """The same rates if nobody qualified."""
    return replace(rates, trained=np.zeros_like(rates.trained))


def _own_rows(labels: pd.Series[str], chance: Chance, name: str, spread: float) -> Array:
    """Factors that all units of one label share: a bad year for a chain or tier is bad for all its roles."""
    names = sorted(set(labels) | set(Tier))
    drawn = chance.factors(name, spread, len(names))
    return drawn[[names.index(label) for label in labels]]


def projection(units: Units, rates: Rates, rules: ProjectionRules, start: dt.date) -> pd.DataFrame:
    """The table PROJECTION under every scenario, not yet rounded."""
    parts = [
        _told(units, projected(units, rates, rules, scenario), rules, start).assign(scenario=scenario.id)
        for scenario in rules.scenarios
    ]
    found = pd.concat(parts, ignore_index=True)
    return found[list(PROJECTION.names)]


def _told(units: Units, found: Projected, rules: ProjectionRules, start: dt.date) -> pd.DataFrame:
    """Every scope in every year: the sums of its units, and the interval of its gap."""
    need, members = units.frame["need"].to_numpy(dtype=float), units.members
    planned, years = _summed(members, found.planned), found.planned.shape[1]
    moved = {name: members @ found.people.since_start(name)[:, :, 0] for name in _MOVED}
    gap = _with_survey_error(units, _summed(members, found.gap(need)), planned[:, :, 0], rules)
    gap += _chance_of_single_people(np.abs(list(moved.values())).sum(axis=0), rules)
    posts = found.employed[:, :1] + need[:, None] + found.planned[:, :, 0]
    columns = {
        "posts": members @ posts,
        "workforce": members @ found.people.people[:, :, 0],
        "planned": planned[:, :, 0],
        **moved,
        "gap": gap[:, :, 0],
        **dict(zip(_ENDS, np.quantile(gap[:, :, 1:], list(_ENDS.values()), axis=2), strict=True)),
        "p_gap": np.where(np.isnan(gap[:, :, 1]), np.nan, (gap[:, :, 1:] > 0).mean(axis=2)),
    }
    keys = units.scopes[list(SCOPE)]
    repeated = keys.loc[keys.index.repeat(years)].reset_index(drop=True)
    ahead = np.tile(np.arange(years), len(keys))
    return repeated.assign(
        years_ahead=ahead, year=start.year + ahead, **{name: values.ravel() for name, values in columns.items()}
    )


def _summed(members: Array, values: Array) -> Array:
    flat: Array = members @ values.reshape(len(values), -1)
    return flat.reshape(len(members), *values.shape[1:])


def _with_survey_error(units: Units, gap: Array, planned: Array, rules: ProjectionRules) -> Array:
    """The gaps with the sampling error of the need that each scope is told with; it grows with the posts planned.

    Without an interval of need the draws are not known.
    """
    need = units.scopes["need"].to_numpy(dtype=float)
    chance = Chance(rules.seed, rules.draws)
    below, above = (units.scopes[name].to_numpy(dtype=float) for name in ("spread_below", "spread_above"))
    drawn = chance.amounts("need", need, below, above) - need[:, None]
    grown = 1 + np.divide(planned, need[:, None], out=np.zeros_like(planned), where=need[:, None] > 0)
    found: Array = gap + grown[:, :, None] * drawn[:, None, :]
    return found


def _chance_of_single_people(moves: Array, rules: ProjectionRules) -> Array:
    """What the luck of single people adds to the gap of a scope in which so many come and go: Poisson, 0 on average."""
    chance = Chance(rules.seed, rules.draws)
    luck = chance.normal("people", len(moves))
    return np.sqrt(moves)[:, :, None] * luck[:, None, :]


def courses(units: Units, rates: Rates, rules: ProjectionRules, scope: Sequence[str]) -> pd.DataFrame:
    """Gap with and without training, and graduates so far, of the roles of `scope` in the first scenario."""
    with_, without = (
        projected(units, found, rules.model_copy(update={"draws": 100}), rules.scenarios[0])
        for found in (rates, untrained(rates))
    )
    need = units.frame["need"].to_numpy(dtype=float)
    gaps, bare = with_.gap(need)[:, :, 0], without.gap(need)[:, :, 0]
    trained, wanted = with_.people.since_start("trained")[:, :, 0], set(scope)
    rows = [
        (role, year, gaps[place, year], bare[place, year], trained[place, year])
        for place, (_, _, role) in enumerate(units.keys)
        if role in wanted
        for year in range(gaps.shape[1])
    ]
    return pd.DataFrame(rows, columns=["role_id", "years_ahead", "gap", "gap_untrained", "graduates"])
