"""Summary: the headline figures and seven findings on one page."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from talentmap.model.taxonomy import Stage
from talentmap.publish.chapters.balance import split_by_gap
from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.chapters.shortages import structure_of_region
from talentmap.publish.evidence import Evidence
from talentmap.publish.paper.fact import Fact, Row, counted, total
from talentmap.publish.paper.sheet import sized

_NAMED = 5
_FAR, _NEAR = 0.40, 0.15
"""From these shares of money that would have to move on, money is told to be far from need, or in part."""
_MOST = 0.50


def _make(context: Context) -> Made:
    evidence = context.evidence
    short = evidence.short_roles
    return Made(
        facts={
            "total": evidence.total,
            **_composition(evidence),
            **money_facts(evidence),
            "uncovered": evidence.indicators.get("uncovered_demand"),
            "undecided": evidence.indicators.get("undecided_demand"),
            "uncovered_floor": _floor(evidence.indicator("uncovered_demand", "low")),
            "worst_chain": worst_chain(evidence),
            "items": counted(evidence.items, "items in force"),
            "cells": counted(len(evidence.grid), "tier x stage cells"),
            "empty": counted(evidence.empty_cells, "tier x stage cells without an item"),
            "empty_names": empty_names(context),
            "short": counted(short, "roles graded shortage or severe shortage"),
            "short_names": [context.name(role["role"]) for role in short[:_NAMED]],
            "pains": top_pains(evidence.pains),
            "apart_by_tier": structure_of_region(evidence)["tier"],
            **split_by_gap(context),
        }
    )


def _composition(evidence: Evidence) -> Mapping[str, Any]:
    """The two tiers with the largest shares of need, what they have together, and the other tiers."""
    known = [tier for tier in evidence.tiers if tier["need_share"].known]
    ordered = sorted(known, key=lambda tier: sized(tier["need_share"]))
    return {
        "largest": [tier["label"] for tier in ordered[:2]],
        "largest_share": total(tier["need_share"] for tier in ordered[:2]),
        "others": ordered[2:],
    }


def money_facts(evidence: Evidence) -> Mapping[str, Any]:
    """The tiers whose money exceeds their need most and least, and how far money and need are apart, as a key."""
    known = [tier for tier in evidence.tiers if tier["need_share"].known and tier["money_share"].known]
    ordered = sorted(known, key=lambda tier: tier["need_share"].size - tier["money_share"].size)
    moved, attracted = evidence.indicator("reallocation_share").size, evidence.indicator("attract_money_share").size
    return {
        "favoured": ordered[0] if len(ordered) > 1 else None,
        "neglected": ordered[-1] if len(ordered) > 1 else None,
        "apart": "far" if moved >= _FAR else "partly" if moved >= _NEAR else "close",
        "attract_first": attracted >= _MOST,
    }


def worst_chain(evidence: Evidence) -> Row | None:
    """The balance, labelled `chain`, of the chain whose open posts are least within reach; None where none is known."""
    known = [found for found in evidence.chains if found.total["uncovered_share"].known]
    if not known:
        return None
    worst = min(known, key=lambda found: (sized(found.total["uncovered_share"]), found.chain.id))
    worst.total.labels["chain"] = worst.chain
    return worst.total


def empty_names(context: Context) -> list[str]:
    """The tier-by-stage cells without an item in force, as a phrase each."""
    catalog = context.evidence.catalog
    phrase = "{tier}的{stage}阶段" if context.lang == "zh" else "{tier} in {stage}"
    return [
        phrase.format(
            tier=_inside(context.name(catalog.tiers[tier]), context.lang),
            stage=_inside(catalog.stages[stage].long_name(context.lang), context.lang),
        )
        for tier, stage in context.evidence.empty_cells
    ]


def top_pains(pains: Sequence[Row]) -> list[Row]:
    """The most named pain point of each stage over all chains, shares averaged by enterprises that answered."""
    named: defaultdict[str, list[Row]] = defaultdict(list)
    for pain in pains:
        if pain["share"].known:
            named[pain["pain_id"]].append(pain)
    answering = sum({pain["chain_id"]: pain["answering"].size for pain in pains}.values()) or 1.0
    averaged = [_averaged(found, answering) for _, found in sorted(named.items())]
    tops = (
        min((p for p in averaged if p["stage"] == stage.value), key=lambda p: sized(p["mean_share"]), default=None)
        for stage in Stage
    )
    return [pain for pain in tops if pain is not None]


def _averaged(found: Sequence[Row], answering: float) -> Row:
    mean = sum(pain["share"].size * pain["answering"].size for pain in found) / answering
    first = found[0]
    first.labels["mean_share"] = Fact(mean, "weighted mean", parts=tuple(pain["share"].id for pain in found))
    return first


def _floor(share: Fact) -> Fact:
    """The share rounded down to a tenth, for a headline that stays below the figure."""
    if not share.known:
        return share
    return Fact(math.floor(share.size * 10) / 10, "floor to a tenth", parts=(share.id,))


def _inside(name: str, lang: str) -> str:
    return name if lang == "zh" else name.lower()


CHAPTER = Chapter("summary", _make, kind="front")
