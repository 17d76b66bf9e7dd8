"""What became of an edition since the one before it: GAP_CHANGES, SHORTAGE_MOVES; and several regions side by side."""

from __future__ import annotations

from talentmap.tables.schema import Column, Disclosure, Kind, Table

_T, _I, _F = Kind.TEXT, Kind.INT, Kind.FLOAT
_P, _O = Disclosure.PROTECTED, Disclosure.OPEN

PARTS = ("need", "weights", "taxonomy", "matching", "supply")
"""The parts of a change of a gap; they add up to it."""
SUPPLY_PARTS = ("came", "went", "moved")
"""The parts of `supply`; they add up to it."""

GAP_CHANGES = Table(
    "gap_changes",
    "缺口变化分解",
    "Each change of a gap in parts that add up; positive parts widen the gap",
    key=("level", "chain_id", "tier", "role_id"),
    columns=(
        Column("level", _T, "层次：total、tier、chain、role", "What the row speaks of", disclosure=_O),
        Column("chain_id", _T, "产业链；空为全部", "Chain; empty means all", disclosure=_O),
        Column("tier", _T, "人才类别；空为全部", "Tier; empty means all", disclosure=_O),
        Column("role_id", _T, "岗位（本年目录）；空为未归类或全部", "Role of this year's catalog", disclosure=_O),
        Column("gap_before", _F, "上年缺口", "Gap in the earlier edition", "people", _P),
        Column("gap_after", _F, "本年缺口", "Gap in this edition", "people", _P),
        Column("change", _F, "变化", "Later less earlier gap", "people", _P),
        Column("low", _F, "变化下限", "Lower end of the 95% interval of the change", "people", _P),
        Column("high", _F, "变化上限", "Upper end of the 95% interval of the change", "people", _P),
        Column("verdict", _T, "判断", "up, down, no_clear_change or not_comparable", disclosure=_P),
        Column("need", _F, "需求变化", "More or less need per enterprise", "people", _P),
        Column("weights", _F, "权重变化", "More or fewer enterprises behind the answers", "people", _P),
        Column("taxonomy", _F, "目录变化", "Roles split, merged, renamed or taken out", "people", _P),
        Column("matching", _F, "匹配变化", "The earlier lines and people matched anew", "people", _P),
        Column("supply", _F, "供给变化", "Fewer or more available people", "people", _P),
        Column("came", _F, "新增可供", "Of supply: available now and not before", "people", _P),
        Column("went", _F, "不再可供", "Of supply: available before and not now", "people", _P),
        Column("moved", _F, "转岗", "Of supply: available in both, in another role or by another weight", "people", _P),
    ),
)

SHORTAGE_MOVES = Table(
    "shortage_moves",
    "紧缺岗位进出",
    "Roles graded shortage or severe shortage in either edition, with their ranks",
    key=("role_id",),
    columns=(
        Column(
            "role_id",
            _T,
            "岗位（本年目录）",
            "Role of this year's catalog; a role taken out keeps its id",
            disclosure=_O,
        ),
        Column("move", _T, "变动", "entered, stayed, left, unrated (no longer rated) or removed", disclosure=_P),
        Column("rank_before", _I, "上年位次", "Rank in the earlier shortage list", disclosure=_P),
        Column("rank_after", _I, "本年位次", "Rank in this shortage list", disclosure=_P),
        Column("grade_before", _T, "上年等级", "Grade in the earlier edition", disclosure=_P),
        Column("grade_after", _T, "本年等级", "Grade in this edition", disclosure=_P),
    ),
)
