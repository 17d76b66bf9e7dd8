"""What the matcher and the people behind it said: DEMAND_ROLES, PERSON_ROLES, QUEUE."""

from __future__ import annotations

from talentmap.tables.schema import Column, Kind, Table

_T, _I, _F = Kind.TEXT, Kind.INT, Kind.FLOAT

DEMAND_ROLES = Table(
    "demand_roles",
    "需求条目匹配",
    "The role of each demand line, and what else it might be",
    key=("line_id",),
    columns=(
        Column("line_id", _T, "需求条目标识", "Demand line"),
        Column("role_id", _T, "岗位", "Role taken; empty when none is safe"),
        Column("band", _T, "结论：stated、decided、accepted、review、none", "How the role was settled"),
        Column("probability", _F, "把握", "Probability that the role is right", "0-1"),
        Column("tier", _T, "人才类别", "Tier: from level words and the role, never from the score"),
        Column(
            "professional_title", _T, "要求职称", "Professional title level that the post asks for, empty when none"
        ),
        Column("skill_level", _T, "要求技能等级", "Skilled-worker level that the post asks for, empty when none"),
        Column("reasons", _T, "理由", "Which words and skills met"),
        Column("candidates", _T, "候选", "Up to five role=probability, joined by |"),
    ),
)

PERSON_ROLES = Table(
    "person_roles",
    "人才匹配",
    "The roles a person could fill, with weights that add up to at most 1",
    key=("person_id", "role_id"),
    columns=(
        Column("person_id", _T, "人才假名", "Person"),
        Column("role_id", _T, "岗位", "Role"),
        Column("weight", _F, "权重", "Share of the person counted in the role", "0-1"),
        Column("probability", _F, "把握", "Probability that the role fits", "0-1"),
        Column("tier", _T, "人才类别", "Tier of the person"),
        Column("reasons", _T, "理由", "Which words met"),
    ),
)

QUEUE = Table(
    "queue",
    "待人工判定",
    "Distinct titles that wait for a person, the most heads first",
    key=("key",),
    columns=(
        Column("key", _T, "判定键", "Key under which a decision is stored"),
        Column("chain_id", _T, "产业链", "Chain"),
        Column("title", _T, "岗位名称（原文）", "Job title as written"),
        Column("lines", _I, "条数", "Demand lines concerned", "lines"),
        Column("headcount", _I, "人数", "Heads concerned", "people"),
        Column("candidates", _T, "候选", "Up to five role=probability, joined by |"),
    ),
)
