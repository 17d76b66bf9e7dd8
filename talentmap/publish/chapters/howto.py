"""How to read the catalog: need, supply, gap, grades, symbols, tiers."""

from __future__ import annotations

from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.paper.fact import given

_QUALITY = {"A": 0.05, "B": 0.10, "C": 0.15, "D": 0.25, "E": 0.35}
"""The largest coefficient of variation of each letter, as the definition of the quality letter says."""


def _make(context: Context) -> Made:
    evidence = context.evidence
    return Made(
        facts={
            "grades": {name: evidence.rule("grade_rules", name) for name in ("very_short", "short", "watch")},
            "indicators_minimum": evidence.rule("grade_rules", "indicators_minimum"),
            "graded_from": evidence.rule("grade_rules", "enterprises_minimum"),
            "told_from": evidence.rule("disclosure", "enterprises_minimum"),
            "people_from": evidence.rule("disclosure", "people_minimum"),
            "dominance": evidence.rule("disclosure", "dominance"),
            "rounding": evidence.rule("disclosure", "rounding"),
            "quality": {letter: given(cut, f"quality.{letter}") for letter, cut in _QUALITY.items()},
            "tier_labels": list(evidence.catalog.tiers.values()),
        }
    )


CHAPTER = Chapter("howto", _make, kind="front")
