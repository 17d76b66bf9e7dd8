"""All of policy against need in one call: every table of `talentmap.tables.policy`, and how they are stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from talentmap.analysis.policy.flow import money_flow
from talentmap.analysis.policy.gates import gates
from talentmap.analysis.policy.money import TierNeed, money_against_need, stage_mismatch
from talentmap.analysis.policy.open_posts import OpenPosts
from talentmap.analysis.policy.reach import People, item_reach, item_refusals
from talentmap.analysis.policy.silos import handovers, overlaps, silos
from talentmap.analysis.policy.subjects import people_profiles
from talentmap.analysis.policy.uncovered import uncovered
from talentmap.catalog.policies import PolicyRegister
from talentmap.engine import Engine
from talentmap.model.policy import PolicyItem
from talentmap.model.taxonomy import Tier
from talentmap.model.thresholds import IncentiveRules
from talentmap.tables.policy import (
    GATES,
    HANDOVERS,
    ITEM_REACH,
    ITEM_REFUSALS,
    MONEY_AGAINST_NEED,
    MONEY_FLOW,
    OVERLAPS,
    RECOMMENDATIONS,
    SILOS,
    STAGE_MISMATCH,
    UNCOVERED,
)
from talentmap.tables.policy_findings import PolicyFindings
from talentmap.tables.schema import Table
from talentmap.tables.survey import INCENTIVE_USE


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the register is set against: posts, people, employment by tier, and INCENTIVE_USE with survey weights."""

    posts: OpenPosts
    people: People
    employed: Mapping[str, float]
    use: pd.DataFrame


def gather(
    engine: Engine, posts: OpenPosts, answers: pd.DataFrame, employed: Mapping[str, float], day: dt.date
) -> Evidence:
    """The evidence of an edition; `answers` gives the enterprises that answered with their `weight`."""
    weights = dict(zip(answers["enterprise_id"], answers["weight"], strict=True))
    use = engine.read(INCENTIVE_USE).to_pandas()
    use["weight"] = [weights.get(enterprise, 1.0) for enterprise in use["enterprise_id"]]
    people = People(posts, people_profiles(engine, posts.decisions.book, day))
    return Evidence(posts, people, employed, use)


def against_need(evidence: Evidence, register: PolicyRegister, rules: IncentiveRules) -> PolicyFindings:
    """Every table of the items in `evidence`; their documents are those of `register`."""
    posts, people = evidence.posts, evidence.people
    axis = np.array([evidence.employed.get(tier.value, 0.0) for tier in Tier])
    departments = departments_of(posts.items, register)
    need = TierNeed(posts)
    return PolicyFindings(
        item_reach=item_reach(posts, people),
        item_refusals=item_refusals(posts, people),
        uncovered=uncovered(posts),
        money_against_need=money_against_need(posts, people, need),
        stage_mismatch=stage_mismatch(posts, people, need, axis),
        gates=gates(posts),
        money_flow=money_flow(posts, evidence.use, rules.per_year),
        silos=silos(posts.items, departments),
        overlaps=overlaps(posts, departments),
        handovers=handovers(posts, people, rules.later_stages, rules.weak_handover),
    )


def departments_of(items: Sequence[PolicyItem], register: PolicyRegister) -> dict[str, str]:
    """The department of each item, by item id: its own, else that of its document."""
    return {item.item_id: item.department_id or register.documents[item.doc_id].department_id for item in items}


def store(engine: Engine, findings: PolicyFindings, recommendations: pd.DataFrame) -> None:
    """Write every table of `findings`, and RECOMMENDATIONS, into the engine."""
    engine.write(ITEM_REACH, _arrow(ITEM_REACH, findings.item_reach))
    engine.write(ITEM_REFUSALS, _arrow(ITEM_REFUSALS, findings.item_refusals))
    engine.write(UNCOVERED, _arrow(UNCOVERED, findings.uncovered))
    engine.write(MONEY_AGAINST_NEED, _arrow(MONEY_AGAINST_NEED, findings.money_against_need))
    engine.write(STAGE_MISMATCH, _arrow(STAGE_MISMATCH, findings.stage_mismatch))
    engine.write(GATES, _arrow(GATES, findings.gates))
    engine.write(MONEY_FLOW, _arrow(MONEY_FLOW, findings.money_flow))
    engine.write(SILOS, _arrow(SILOS, findings.silos))
    engine.write(OVERLAPS, _arrow(OVERLAPS, findings.overlaps))
    engine.write(HANDOVERS, _arrow(HANDOVERS, findings.handovers))
    engine.write(RECOMMENDATIONS, _arrow(RECOMMENDATIONS, recommendations))


def _arrow(table: Table, frame: pd.DataFrame) -> pa.Table:
    return pa.Table.from_pandas(frame, schema=table.arrow_schema, preserve_index=False)
