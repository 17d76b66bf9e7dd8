"""Recommendations by tier, stage and cell: the rules that the figures trigger, and what a trial of each changes."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from talentmap.analysis.policy.gates import ANY, gated, passing
from talentmap.analysis.policy.grid import budgets
from talentmap.analysis.policy.money import TierNeed
from talentmap.analysis.policy.open_posts import OpenPosts, share
from talentmap.analysis.policy.trials import Tried, try_out
from talentmap.model.recommendation import NOTHING_ELSE, RecommendationRule
from talentmap.model.taxonomy import Stage, Tier
from talentmap.tables.policy import RECOMMENDATIONS
from talentmap.tables.policy_findings import PolicyFindings

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Place:
    """A tier, stage or cell with its figures, and the items and clause that a rule may point at."""

    tier: Tier | None
    stage: Stage | None
    figures: Mapping[str, float]


class Situation:
    """The figures of an edition by tier, stage and cell. `groups` is GROUP_BALANCE."""

    def __init__(self, posts: OpenPosts, findings: PolicyFindings, groups: pd.DataFrame) -> None:
        self.posts, self.findings = posts, findings
        self.need = TierNeed(posts)
        self._groups = {row["tier"]: row for row in groups[groups["chain_id"] == ""].to_dict("records")}
        self._money = {(row["stage"], row["tier"]): row for row in findings.money_against_need.to_dict("records")}
        uncovered = findings.uncovered[findings.uncovered["chain_id"] == ""]
        self._uncovered = {(row["tier"], row["stage"]): row for row in uncovered.to_dict("records")}
        self._stages = {row["stage"]: row for row in findings.stage_mismatch.to_dict("records")}

    def places(self, scope: str) -> Iterator[_Place]:
        """Every tier, stage or cell of a scope, most elite first, with its figures."""
        if scope == "edition":
            yield _Place(None, None, self._edition())
        for tier in Tier if scope in ("tier", "cell") else ():
            if scope == "tier":
                yield _Place(tier, None, self._tier(tier))
            else:
                yield from (_Place(tier, stage, self._cell(tier, stage)) for stage in Stage)
        for stage in Stage if scope == "stage" else ():
            yield _Place(None, stage, self._stage(stage))

    def _tier(self, tier: Tier) -> dict[str, float]:
        group, money = self._groups.get(tier.value, {}), self._money["", tier.value]
        own = [item for item in self.posts.items if tier in item.tiers]
        by_stage = budgets(own)[:, list(Tier).index(tier)]
        uncovered = self._uncovered.get((tier.value, ""), {})
        is_tier = self.posts.where("tier", tier.value)
        of_tier = float(self.posts.weighted[is_tier].sum())
        known = [item for item in own if item.budget_cny and item.paid_cny is not None]
        return {
            **{name: _number(group.get(name)) for name in ("need", "supply", "gap")},
            **{name: _number(money[name]) for name in ("need_share", "money_share", "quotient", "per_post")},
            "budget": _number(money["budget_cny"]),
            "uncovered_share": _number(uncovered.get("share")),
            "undecided_share": share(_number(uncovered.get("undecided", 0.0)), of_tier),
            "attract_share": share(float(by_stage[list(Stage).index(Stage.ATTRACT)]), float(by_stage.sum())),
            "elite_money_share": share(
                float(budgets(gated(own, ANY))[:, list(Tier).index(tier)].sum()), float(by_stage.sum())
            ),
            "elite_need_share": share(float(self.posts.weighted[is_tier & passing(self.posts, ANY)].sum()), of_tier),
            "paid_share": share(sum(i.paid_cny or 0.0 for i in known), sum(i.budget_cny or 0.0 for i in known)),
            "broken_items": float(len(self.broken(tier))),
            "empty_stages": float(sum(self._money[stage.value, tier.value]["items"] == 0 for stage in Stage)),
        }

    def _stage(self, stage: Stage) -> dict[str, float]:
        row = self._stages[stage.value]
        return {
            **{
                name: _number(row[name])
                for name in ("items", "item_share", "money_share", "reallocation", "wrong_reach")
            },
            "uncovered_share": _number(self._uncovered.get(("", stage.value), {}).get("share")),
            "unbudgeted_share": share(_number(row["items_without_budget"]), _number(row["items"])),
        }

    def _cell(self, tier: Tier, stage: Stage) -> dict[str, float]:
        row = self._money[stage.value, tier.value]
        return {
            "items": _number(row["items"]),
            "need": _number(row["need"]),
            "budget": _number(row["budget_cny"]),
            "uncovered_share": _number(self._uncovered.get((tier.value, stage.value), {}).get("share")),
        }

    def _edition(self) -> dict[str, float]:
        return {
            "pairs_between_departments": float(len(self.pairs_between_departments())),
            "same_condition_pairs": float(len(self.same_condition_pairs())),
        }

    def broken(self, tier: Tier) -> list[str]:
        """Items of the tier that hand nobody on to any later stage."""
        table = self.findings.handovers
        broken = set(table[(table["next_stage"] == "") & (table["verdict"] == "broken")]["item_id"])
        return [item.item_id for item in self.posts.items if item.item_id in broken and tier in item.tiers]

    def pairs_between_departments(self) -> list[str]:
        """Overlapping items of different departments that some open post meets at once, as `a+b`."""
        table = self.findings.overlaps
        return _pairs(table[table["departments"].str.contains("|", regex=False) & (table["need"] > 0)])

    def same_condition_pairs(self) -> list[str]:
        """Pairs of items with the same condition, as `a+b`."""
        table = self.findings.overlaps
        return _pairs(table[table["kind"].isin(["duplicate", "amount"])])

    def items_at(self, rule: RecommendationRule, place: _Place) -> list[str]:
        """The items that a recommendation points at, those with most money first; at most a handful is printed."""
        if rule.scope == "edition":
            return self.pairs_between_departments() if rule.id == "overlapping" else self.same_condition_pairs()
        if rule.id == "broken_handover" and place.tier is not None:
            return self.broken(place.tier)
        own = [
            item for item in self.posts.items if place.tier in (None, *item.tiers) and place.stage in (None, item.stage)
        ]
        if rule.id == "elite_gate":
            own = gated(own, ANY)
        elif rule.id == "unbudgeted":
            own = [item for item in own if item.budget_cny is None]
        elif rule.id not in ("overfunded", "attract_heavy", "unspent", "misdirected", "wrong_reach"):
            return []
        return [item.item_id for item in sorted(own, key=lambda item: (-(item.budget_cny or 0.0), item.item_id))]


def _pairs(table: pd.DataFrame) -> list[str]:
    ordered = table.sort_values(["need", "item_id", "other_id"], ascending=[False, True, True], kind="stable")
    return [f"{one}+{other}" for one, other in zip(ordered["item_id"], ordered["other_id"], strict=True)]


def recommendations(situation: Situation, rules: Sequence[RecommendationRule]) -> pd.DataFrame:
    """The table RECOMMENDATIONS: what `rules` say of the situation, tier by tier, then cells, stages, the edition."""
    rows = []
    for scope in ("tier", "cell", "stage", "edition"):
        of_scope = [rule for rule in rules if rule.scope == scope]
        rows += [row for place in situation.places(scope) for row in _told(situation, of_scope, place)]
    for priority, row in enumerate(rows, start=1):
        row["priority"] = priority
    return pd.DataFrame(rows, columns=list(RECOMMENDATIONS.names))


def _told(situation: Situation, rules: Sequence[RecommendationRule], place: _Place) -> list[dict[str, Any]]:
    fitting = [
        rule
        for rule in rules
        if (place.tier is None or place.tier in rule.tiers) and (place.stage is None or place.stage in rule.stages)
    ]
    triggered = [rule for rule in fitting if rule.trigger != NOTHING_ELSE and rule.is_triggered(place.figures)]
    if not triggered:
        triggered = [rule for rule in fitting if rule.trigger == NOTHING_ELSE]
    return [_row(situation, rule, place) for rule in triggered]


def _row(situation: Situation, rule: RecommendationRule, place: _Place) -> dict[str, Any]:
    tier, stage = (part.value if part else "" for part in (place.tier, place.stage))
    tried: Tried | None = None
    if rule.trial is not None and place.tier is not None:
        tried = try_out(rule.trial, situation.posts, situation.need, place.tier, place.stage)
    known = {name: round(value, 6) for name, value in sorted(place.figures.items()) if math.isfinite(value)}
    items = tried.items if tried and tried.items else situation.items_at(rule, place)
    low, high = tried.ends if tried else (None, None)
    return {
        "recommendation_id": ":".join(part for part in (rule.id, tier, stage) if part),
        "rule": rule.id,
        "tier": tier,
        "stage": stage,
        "figures": json.dumps(known),
        "items": "|".join(items),
        "clause": tried.clause if tried else "",
        "trial": json.dumps({name: _rounded(value) for name, value in tried.altered.items()}) if tried else "",
        "measure": tried.measure if tried else "",
        "before": tried.before if tried else None,
        "after": tried.after if tried else None,
        "after_low": low,
        "after_high": high,
    }


def _number(value: float | None) -> float:
    return math.nan if value is None else float(np.float64(value))


def _rounded(value: str | float) -> str | float:
    return round(value, 6) if isinstance(value, float) else value
