"""Summary: the headline figures and seven findings on one page."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from talentmap.model.taxonomy import Stage
from talentmap.publish.chapters.balance import split_by_gap
from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.evidence import Evidence
from talentmap.publish.paper.fact import Fact, Row, counted
from talentmap.publish.paper.sheet import sized

_NAMED = 5


def _make(context: Context) -> Made:
    evidence = context.evidence
    short = evidence.short_roles
    return Made(
        facts={
            "total": evidence.total,
            "tiers": {tier["tier"]: tier for tier in evidence.tiers},
            "uncovered": evidence.indicators.get("uncovered_demand"),
            "uncovered_floor": _floor(evidence.indicator("uncovered_demand")),
            "worst_chain": worst_chain(evidence),
            "items": counted(evidence.items, "items in force"),
            "cells": counted(len(evidence.grid), "tier x stage cells"),
            "empty": counted(evidence.empty_cells, "tier x stage cells without an item"),
            "empty_names": empty_names(context),
            "short": counted(short, "roles graded short or very short"),
            "short_names": [context.name(role["role"]) for role in short[:_NAMED]],
            "pains": top_pains(evidence.pains),
            **split_by_gap(context),
        }
    )


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
