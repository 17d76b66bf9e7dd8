"""Stage 5 in one function: everything known so far, set against policy, becomes findings."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from talentmap.analysis.balance import CELL, balance_by
from talentmap.analysis.groups import group_balance, response
from talentmap.analysis.pains import pain_shares
from talentmap.analysis.policy import incentives, indicators
from talentmap.analysis.posts import place_posts
from talentmap.analysis.replicates import Replicates
from talentmap.analysis.roles import role_balance
from talentmap.analysis.weights import read_frame, replicate_weights, weigh
from talentmap.catalog.policies import PolicyRegister
from talentmap.engine import Engine
from talentmap.model.edition import Edition
from talentmap.model.problem import Problem
from talentmap.model.taxonomy import Catalog
from talentmap.tables.analysis import CELLS
from talentmap.tables.survey import DEMAND, ENTERPRISES


@dataclass(frozen=True, slots=True)
class Findings:
    """What the analysis says, before anything is hidden. Columns as declared in `talentmap.tables.analysis`."""

    roles: pd.DataFrame
    groups: pd.DataFrame
    cells: pd.DataFrame
    districts: pd.DataFrame
    pains: pd.DataFrame
    incentives: pd.DataFrame
    indicators: pd.DataFrame
    response: pd.DataFrame
    problems: tuple[Problem, ...]
    outside: int = 0
    """Demand lines that belong to no key chain and are in no figure."""


def analyse(edition: Edition, catalog: Catalog, engine: Engine, register: PolicyRegister) -> Findings:
    """Findings of an edition whose DEMAND, DEMAND_ROLES, PEOPLE and PERSON_ROLES stand in the engine."""
    answers = engine.read(ENTERPRISES).to_pandas().fillna({"chain_id": "", "size_class": ""})
    frame, problems = read_frame(edition.frame, catalog)
    rules = catalog.rules.weights
    weighting = weigh(list(zip(answers["chain_id"], answers["size_class"], strict=True)), frame, rules)
    answers["weight"] = weighting.weights
    rows = {enterprise: row for row, enterprise in enumerate(answers["enterprise_id"])}
    replicates = Replicates(rows, replicate_weights(weighting, rules))
    items = register.in_force(edition.settings.reference_date)
    posts = place_posts(engine, catalog, dict(zip(answers["enterprise_id"], answers["weight"], strict=True)), items)
    engine.write(CELLS, balance_by(engine, catalog, CELL))
    groups = group_balance(engine, catalog, posts, replicates)
    grid = incentives(engine, items)
    return Findings(
        roles=role_balance(engine, catalog, posts, replicates),
        groups=groups,
        cells=engine.read(CELLS).to_pandas(),
        districts=_frame(engine, catalog, ("district_id", "tier")),
        pains=pain_shares(engine, answers[answers["chain_id"] != ""][["enterprise_id", "chain_id", "weight"]]),
        incentives=grid,
        indicators=indicators(engine, posts, groups, grid, replicates),
        response=response(engine, answers, frame, weighting, catalog),
        problems=problems,
        outside=engine.read(DEMAND).num_rows - len(posts),
    )


def _frame(engine: Engine, catalog: Catalog, keys: tuple[str, ...]) -> pd.DataFrame:
    balance: pa.Table = engine.collect(balance_by(engine, catalog, keys), keys)
    frame: pd.DataFrame = balance.to_pandas()
    return frame
