"""Recommendations by tier and by stage: what the figures trigger; the sentences stand in the templates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from talentmap.model.taxonomy import Role
from talentmap.publish.chapters.balance import split_by_gap
from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.evidence import Evidence
from talentmap.publish.recommended import Recommendation, recommended

_NAMED_AS_SHORT = 0
"""Roles with a smaller gap are not named."""


def _make(context: Context) -> Made:
    advice = advised(context)
    stages = context.evidence.catalog.stages.values()
    return Made(
        facts={
            "tiers": context.evidence.tiers,
            "by_tier": {tier["tier"]: _of_tier(advice, tier["tier"]) for tier in context.evidence.tiers},
            "by_stage": [(stage, own) for stage in stages if (own := _of_stage(advice, stage))],
            "overall": [each for each in advice if not each.tier and each.stage is None],
            "level_ids": split_by_gap(context)["level_ids"],
        }
    )


def advised(context: Context) -> list[Recommendation]:
    """Every recommendation that may be told, in order; none where the edition has none."""
    evidence = context.evidence
    table = evidence.shown.recommendations
    if table is None:
        return []
    return recommended(table, evidence.items, evidence.catalog, context.lang, short_by_tier(evidence))


def short_by_tier(evidence: Evidence) -> Mapping[str, Sequence[Role]]:
    """The roles of each tier that are graded short and lack people, the shortest first."""
    found: defaultdict[str, list[Role]] = defaultdict(list)
    for row in evidence.short_roles:
        if row["gap"].size > _NAMED_AS_SHORT:
            found[row["tier"]].append(row["role"])
    return found


def _of_tier(advice: Sequence[Recommendation], tier: str) -> list[Recommendation]:
    return [each for each in advice if each.tier == tier]


def _of_stage(advice: Sequence[Recommendation], stage: Any) -> list[Recommendation]:
    return [each for each in advice if not each.tier and each.stage is stage]


CHAPTER = Chapter("advice", _make, ready=lambda evidence: evidence.shown.recommendations is not None)
