"""Measures that go beyond one role: SKILL_BALANCE, LOCATION_QUOTIENTS, STRUCTURE.

What their figures are sums of, for the disclosure step and its attacker:

- SKILL_BALANCE: need and supply of a skill are sums over the cells of ROLE_BALANCE, each times the published share
  (weight / 3, `talentmap.analysis.skills.role_skills`) with which its role asks for the skill; without a chain they are
  the sums over chains. Where no cell of the row is hidden a reader can work the row out, and it tells nothing new.
- LOCATION_QUOTIENTS: `lq` is (need here / need of the district) / (need of the region / all need), over posts whose
  district is known: it tells the need of one chain in one district, and is to be treated as that cell, a sum over the
  block of places. Rows with a role are never published.
- STRUCTURE: no sums; each figure is one equation in the shares of all roles (tiers) of its row, whose total need and
  supply stand in GROUP_BALANCE. Beside two hidden cells of a known sum it gives both away, and five of them tell four
  tiers to the person: `talentmap.disclosure.indices` holds them against the attacker, who takes the tangent plane.
"""

from __future__ import annotations

from talentmap.tables.analysis import (
    CHAIN,
    DISTRICT,
    ENTERPRISES,
    NEED,
    NEED_HIGH,
    NEED_LOW,
    PEOPLE,
    QUALITY,
    ROLE,
    SUPPLY,
    TOP_SHARE,
)
from talentmap.tables.schema import Column, Disclosure, Kind, Table

_T, _I, _F = Kind.TEXT, Kind.INT, Kind.FLOAT
_P, _O = Disclosure.PROTECTED, Disclosure.OPEN


def _figure(name: str, zh: str, en: str, unit: str = "index") -> Column:
    return Column(name, _F, zh, en, unit, _P)


_GAP = Column("gap", _F, "缺口", "Need minus supply", "people", _P)

SKILL_BALANCE = Table(
    "skill_balance",
    "技能供需平衡",
    "Need, supply and gap mapped from roles to the skills that they ask for; an empty chain means all",
    key=("skill_id", "chain_id"),
    columns=(
        Column("skill_id", _T, "技能", "Skill", disclosure=_O),
        CHAIN,
        Column("roles", _I, "涉及岗位数", "Roles of the chain that ask for the skill", "roles", _O),
        NEED,
        NEED_LOW,
        NEED_HIGH,
        QUALITY,
        ENTERPRISES,
        TOP_SHARE,
        SUPPLY,
        PEOPLE,
        _GAP,
    ),
)

LOCATION_QUOTIENTS = Table(
    "location_quotients",
    "县（市、区）需求区位商",
    "How many times as often a district asks for a chain, or a role, as the region does; an empty role means the chain",
    key=("district_id", "chain_id", "role_id"),
    columns=(
        DISTRICT,
        CHAIN,
        ROLE,
        NEED,
        ENTERPRISES,
        TOP_SHARE,
        _figure("lq", "区位商", "Share in the district's need over share in the region's need", "ratio"),
    ),
)

STRUCTURE = Table(
    "structure",
    "供需结构",
    "How supply lies against need across roles or tiers, with the level beside it; an empty chain means all",
    key=("chain_id", "across"),
    columns=(
        CHAIN,
        Column("across", _T, "比较单位：role、tier", "What is compared: role or tier", disclosure=_O),
        Column("parts", _I, "单位数", "Roles or tiers with need or supply", "parts", _O),
        NEED,
        SUPPLY,
        _GAP,
        _figure("dissimilarity", "结构差异", "Share of supply that stands in the wrong role: 1/2 sum |v - u|", "share"),
        _figure("dissimilarity_low", "结构差异下限", "Lower end of the 95% interval", "share"),
        _figure("dissimilarity_high", "结构差异上限", "Upper end of the 95% interval", "share"),
        _figure(
            "dissimilarity_corrected", "结构差异（校正）", "Less what chance gives small groups: 2D - mean(D*)", "share"
        ),
        _figure("mismatch_03", "错配指数（0.3）", "1 - sum v^a u^(1-a), a = 0.3; indicative: supply is a stock"),
        _figure("mismatch_05", "错配指数（0.5）", "The same, a = 0.5"),
        _figure("mismatch_07", "错配指数（0.7）", "The same, a = 0.7"),
        _figure("theil", "需求集中度（泰尔）", "Concentration of need: sum v ln(N v)", "nats"),
        _figure("theil_between", "其中产业链之间", "Its part between chains", "nats"),
        _figure("theil_within", "其中产业链内部", "Its part within chains", "nats"),
    ),
)
