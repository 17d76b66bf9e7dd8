"""The brief for decision makers: two pages, one figure, the findings with their intervals, what could be done first."""

from __future__ import annotations

from collections.abc import Sequence

from talentmap.publish.chapters.advice import advised
from talentmap.publish.chapters.balance import balance_drawing, split_by_gap, widest
from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.chapters.summary import empty_names, money_facts, worst_chain
from talentmap.publish.paper.fact import counted
from talentmap.publish.recommended import Recommendation

_NAMED = 5
_FIRST = ("uncovered", "underfunded", "empty_cell", "elite_gate", "unspent", "broken_handover")
"""Rules by how directly a decision follows from them."""
_ADVISED = 5
_A_RULE = 2


def _make(context: Context) -> Made:
    evidence = context.evidence
    tiers = [(context.name(tier["label"]), tier) for tier in evidence.tiers]
    return Made(
        facts={
            "response": evidence.response,
            "total": evidence.total,
            "widest_tier": widest(evidence.tiers),
            **money_facts(evidence),
            "uncovered": evidence.indicators.get("uncovered_demand"),
            "undecided": evidence.indicators.get("undecided_demand"),
            "reallocation": evidence.indicators.get("reallocation_share"),
            "worst_chain": worst_chain(evidence),
            "items": counted(evidence.items, "items in force"),
            "empty_names": empty_names(context),
            "short_names": [context.name(role["role"]) for role in evidence.short_roles[:_NAMED]],
            "advice": [(evidence.catalog.tiers[each.tier], each) for each in _foremost(advised(context))],
            **split_by_gap(context),
        },
        drawings=[balance_drawing("brief-tiers", tiers, context)],
    )


def _foremost(advice: Sequence[Recommendation]) -> list[Recommendation]:
    """The recommendations by tier that ask for a decision, at most two of a rule."""
    found: list[Recommendation] = []
    for rule in _FIRST:
        own = [each for each in advice if each.rule == rule and each.tier]
        found += sorted(own, key=_by_effect)[:_A_RULE]
    return found[:_ADVISED]


def _by_effect(advice: Recommendation) -> tuple[bool, float]:
    """Those whose trial changes most first; those without a trial last."""
    tried = advice.before.known and advice.after.known
    return (not tried, -abs(advice.before.size - advice.after.size) if tried else 0.0)


BRIEF = Chapter("brief", _make, kind="front")
