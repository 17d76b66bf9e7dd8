"""Stage 5 in one function: everything known so far, set against policy, becomes findings."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import pyarrow as pa

from talentmap.analysis.balance import CELL, balance_by
from talentmap.analysis.districts import location_quotients
from talentmap.analysis.groups import group_balance
from talentmap.analysis.indicators import employed_by_tier, indicators, level_figures
from talentmap.analysis.pains import pain_shares
from talentmap.analysis.policy.grid import incentives
from talentmap.analysis.policy.headline import policy_figures
from talentmap.analysis.policy.incentives import against_need, gather, store
from talentmap.analysis.policy.open_posts import open_posts
from talentmap.analysis.policy.recommend import Situation, recommendations
from talentmap.analysis.posts import place_posts
from talentmap.analysis.roles import role_balance
from talentmap.analysis.skills import skill_balance
from talentmap.analysis.structure import structure
from talentmap.analysis.survey.editing import set_aside
from talentmap.analysis.survey.frame import read_frame
from talentmap.analysis.survey.weighted import possible_posts, response_table, survey_findings, weighted_survey
from talentmap.catalog.policies import PolicyRegister
from talentmap.catalog.recommendations import recommendation_rules
from talentmap.engine import Engine
from talentmap.model.edition import Edition
from talentmap.model.problem import Problem
from talentmap.model.taxonomy import Catalog
from talentmap.tables.analysis import CELLS
from talentmap.tables.findings import Findings
from talentmap.tables.survey import DEMAND, ENTERPRISES


def analyse(
    edition: Edition,
    catalog: Catalog,
    engine: Engine,
    register: PolicyRegister,
    found_before: Iterable[Problem] = (),
) -> Findings:
    """Findings of an edition whose DEMAND, DEMAND_ROLES, PEOPLE and PERSON_ROLES stand in the engine.

    `found_before` are the problems of intake: the account of edits says what it had already left out.
    """
    frame, problems = read_frame(edition.frame, catalog)
    survey = weighted_survey(engine, frame, catalog.rules)
    replicates = survey.replicates
    answers = engine.read(ENTERPRISES).to_pandas().fillna({"chain_id": "", "size_class": ""})
    answers["weight"] = answers["enterprise_id"].map(survey.enterprise_weights).astype(float)
    items = register.in_force(edition.settings.reference_date)
    posts = place_posts(engine, catalog, survey.people_weights, items, survey.edited.headcounts)
    engine.write(CELLS, balance_by(engine, catalog, CELL))
    possible = possible_posts(engine, posts, catalog)
    groups = group_balance(engine, catalog, posts, replicates, possible)
    roles = role_balance(engine, catalog, posts, replicates, possible, edition.settings.reference_date.year)
    opened = open_posts(posts, items, replicates, possible)
    evidence = gather(engine, opened, answers, employed_by_tier(groups), edition.settings.reference_date)
    policy = against_need(evidence, register, catalog.rules.incentives)
    advised = recommendations(Situation(opened, policy, groups), recommendation_rules())
    store(engine, policy, advised)
    figures = level_figures(posts, groups, replicates)
    if items:
        figures += policy_figures(opened, policy.stage_mismatch, policy.gates)
    return Findings(
        roles=roles.balance,
        groups=groups,
        cells=engine.read(CELLS).to_pandas(),
        districts=_frame(engine, catalog, ("district_id", "tier")),
        pains=pain_shares(engine, answers[answers["chain_id"] != ""][["enterprise_id", "chain_id", "weight"]]),
        incentives=incentives(engine, items),
        indicators=indicators(engine, figures),
        skills=skill_balance(engine, catalog, roles),
        location_quotients=location_quotients(engine),
        structure=structure(engine, roles),
        response=response_table(engine, survey, catalog),
        policy=policy,
        recommendations=advised,
        problems=(*problems, *survey.problems),
        survey=survey_findings(engine, survey, posts, set_aside(found_before)),
        outside=engine.read(DEMAND).num_rows - len(posts),
    )


def _frame(engine: Engine, catalog: Catalog, keys: tuple[str, ...]) -> pd.DataFrame:
    balance: pa.Table = engine.collect(balance_by(engine, catalog, keys), keys)
    frame: pd.DataFrame = balance.to_pandas()
    return frame
