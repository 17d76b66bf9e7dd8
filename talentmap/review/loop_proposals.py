"""Signals that the figures of a built edition call for, by ids that stay the same: none is raised twice.

What is proposed: each recommendation that the figures triggered, and each role on the shortage list that no incentive
accepts. The words name tier, stage or role and no figure: the journal is read by more people than the internal tables.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from talentmap.model.signal import LoopEntry, LoopStep
from talentmap.model.taxonomy import Catalog
from talentmap.review.loop import Loop

_QUIET_RULES = frozenset({"balanced", "surplus"})
_RULES = {
    "shortage": {"zh": "{what}缺口", "en": "{what}: more need than supply"},
    "uncovered": {"zh": "{what}空缺岗位多数无政策可享", "en": "{what}: most open posts qualify for no incentive"},
    "elite_gate": {"zh": "{what}资金多设高门槛", "en": "{what}: most money stands behind elite gates"},
    "overfunded": {"zh": "{what}资金占比高于需求占比", "en": "{what}: a larger share of money than of need"},
    "underfunded": {"zh": "{what}资金占比低于需求占比", "en": "{what}: a smaller share of money than of need"},
    "attract_heavy": {"zh": "{what}资金集中在引进环节", "en": "{what}: money goes to attraction"},
    "unspent": {"zh": "{what}预算执行不足", "en": "{what}: budgets are not spent"},
    "broken_handover": {"zh": "{what}政策前后环节不衔接", "en": "{what}: items hand nobody on to a later stage"},
    "empty_cell": {"zh": "{what}没有政策条目", "en": "{what}: no incentive item in force"},
    "attract_first": {"zh": "{what}条目与资金偏多", "en": "{what}: most items and money"},
    "unbudgeted": {"zh": "{what}条目未列预算", "en": "{what}: items without a known budget"},
    "misdirected": {"zh": "{what}资金投向与需求不符", "en": "{what}: money does not follow need"},
    "wrong_reach": {"zh": "{what}资金投向无缺口群体", "en": "{what}: money for groups without a gap"},
    "overlapping": {"zh": "跨部门政策条目重叠", "en": "Items of different departments overlap"},
    "same_condition": {"zh": "政策条目条件重复", "en": "Items set the same condition"},
}
_REGION = {"zh": "全市", "en": "The region"}
_ROLE = {"zh": "紧缺岗位“{what}”无政策可享", "en": "The short role “{what}” qualifies for no incentive"}
_SHORT = ("very_short", "short")
_LANGS = ("zh", "en")
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A signal that could be raised: its id, and what to say in either language."""

    id: str
    zh: str
    en: str

    def told(self, lang: str) -> str:
        """What to say in `lang`."""
        return self.zh if lang == "zh" else self.en


def proposals(recommendations: Sequence[Record], roles: Sequence[Record], catalog: Catalog) -> list[Proposal]:
    """What rows of RECOMMENDATIONS and ROLE_BALANCE call for, in the order of priority, then roles by id."""
    advised = sorted(recommendations, key=lambda row: (row["priority"], row["recommendation_id"]))
    found = [
        Proposal(f"rec-{row['recommendation_id'].replace(':', '-')}", *(_words(row, catalog, lang) for lang in _LANGS))
        for row in advised
        if row["rule"] not in _QUIET_RULES
    ]
    for row in sorted(roles, key=lambda row: str(row["role_id"])):
        role = catalog.roles.get(row["role_id"])
        if role is not None and row["grade"] in _SHORT and row["accepted_share"] == 0:
            found.append(Proposal(f"role-{role.id}", *(_ROLE[lang].format(what=role.name(lang)) for lang in _LANGS)))
    return found


def not_yet_raised(found: Iterable[Proposal], loop: Loop) -> list[Proposal]:
    """Those whose id does not stand in the journal, open or closed."""
    return [proposal for proposal in found if proposal.id not in loop.signals]


def raised(found: Iterable[Proposal], day: dt.date, who: str) -> list[LoopEntry]:
    """The entries that raise them."""
    return [LoopEntry(one.id, LoopStep.SIGNAL, day, who, one.zh, text_en=one.en) for one in found]


def _words(row: Record, catalog: Catalog, lang: str) -> str:
    tier, stage = catalog.tiers.get(row["tier"] or ""), catalog.stages.get(row["stage"] or "")
    named = [thing for thing in (tier.name(lang) if tier else "", stage.long_name(lang) if stage else "") if thing]
    what = ("" if lang == "zh" else ", ").join(named) or _REGION[lang]
    rule = str(row["rule"])
    sentence = _RULES[rule][lang] if rule in _RULES else f"{{what}}: {rule}"
    return sentence.format(what=what)
