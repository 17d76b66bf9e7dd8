"""What the matcher and the people behind it said: DEMAND_ROLES, PERSON_ROLES, SKILLS_ASKED, QUEUE.

WORDINGS and PROFILES hold what lines and people say, each different saying once: whatever is said alike is read and
scored once, WORDING_ROLES, WORDING_SKILLS and PROFILE_ROLES, and then counts for everybody who says it.
"""

from __future__ import annotations

from talentmap.tables.schema import Column, Kind, Table

_T, _I, _F = Kind.TEXT, Kind.INT, Kind.FLOAT

_WORDING = Column("wording_id", _T, "写法标识", "First of the demand lines that say the same")
_SETTLED = (
    Column("role_id", _T, "岗位", "Role taken; empty when none is safe"),
    Column("band", _T, "结论：stated、decided、accepted、review、none", "How the role was settled"),
    Column("segment", _T, "可靠的环节", "Chain/segment that is safe although no role is; empty elsewhere"),
    Column("probability", _F, "把握", "Probability that the role is right", "0-1"),
    Column("tier", _T, "人才类别", "Tier: from level words and the role, never from the score"),
    Column("professional_title", _T, "要求职称", "Professional title level that the post asks for, empty when none"),
    Column("skill_level", _T, "要求技能等级", "Skilled-worker level that the post asks for, empty when none"),
    Column("reasons", _T, "理由", "Which words and skills met"),
    Column("candidates", _T, "候选", "Up to five role=probability, joined by |"),
)

WORDINGS = Table(
    "wordings",
    "需求写法",
    "What demand lines say, each different saying once",
    key=("wording_id",),
    columns=(
        _WORDING,
        Column("title", _T, "岗位名称（原文）", "Job title as written"),
        Column("chain_id", _T, "产业链", "Chain; empty when unknown"),
        Column("role_stated", _T, "企业自选岗位", "Role id that the enterprise chose"),
        Column("certificates", _T, "证书要求", "Certificates, joined by |"),
        Column("majors", _T, "专业要求", "Majors, joined by |"),
        Column("skills", _T, "技能要求（原文）", "Skills as written, joined by |"),
        Column("duties", _T, "岗位职责（原文）", "Duties as written"),
    ),
)

WORDING_ROLES = Table(
    "wording_roles",
    "写法匹配",
    "The role of each wording, the skills it names, and the key under which a person would decide on it",
    key=("wording_id",),
    columns=(
        _WORDING,
        *_SETTLED,
        Column("skills", _T, "技能", "Skills stated or told of in the duties, joined by |"),
        Column("queue_key", _T, "判定键", "Key under which a decision on the title is stored"),
    ),
)

WORDING_SKILLS = Table(
    "wording_skills",
    "写法技能",
    "The skills that each wording names, one row a skill",
    key=("wording_id", "skill_id"),
    columns=(_WORDING, Column("skill_id", _T, "技能", "Skill")),
)

DEMAND_ROLES = Table(
    "demand_roles",
    "需求条目匹配",
    "The role of each demand line, and what else it might be",
    key=("line_id",),
    columns=(
        Column("line_id", _T, "需求条目标识", "Demand line"),
        *_SETTLED,
        _WORDING,
    ),
)

_PLACED = (
    Column("role_id", _T, "岗位", "Role"),
    Column("weight", _F, "权重", "Share of the person counted in the role", "0-1"),
    Column("probability", _F, "把握", "Probability that the role fits", "0-1"),
    Column("tier", _T, "人才类别", "Tier of the person"),
    Column("reasons", _T, "理由", "Which words met"),
)

PROFILES = Table(
    "profiles",
    "人才概况",
    "What the registry says of people's work and learning, each different saying once",
    key=("profile_id",),
    columns=(
        Column("profile_id", _T, "概况标识", "First of the people of whom the same is said"),
        Column("job_title", _T, "岗位", "Job title as written"),
        Column("chain_id", _T, "产业链", "Chain of the employer; empty when unknown"),
        Column("major", _T, "专业", "Major"),
        Column("certificates", _T, "证书", "Certificates, joined by |"),
        Column("education", _T, "学历", "doctorate, bachelor (or master), secondary; else empty"),
        Column("professional_title", _T, "职称", "full_senior; assistant for any lower one; empty for none"),
        Column("skill_level", _T, "技能等级", "junior_worker for any level; empty for none"),
        Column("status", _T, "状态", "student; else empty"),
        Column("graduation_year", _I, "毕业年份", "The edition's year for who graduated lately; else 0"),
    ),
)

PROFILE_ROLES = Table(
    "profile_roles",
    "概况匹配",
    "The roles that a profile speaks for",
    key=("profile_id", "role_id"),
    columns=(Column("profile_id", _T, "概况标识", "Profile"), *_PLACED),
)

PERSON_ROLES = Table(
    "person_roles",
    "人才匹配",
    "The roles a person could fill, with weights that add up to at most 1",
    key=("person_id", "role_id"),
    columns=(Column("person_id", _T, "人才假名", "Person"), *_PLACED),
)

SKILLS_ASKED = Table(
    "skills_asked",
    "技能供需（内部）",
    "Each skill in each chain: heads for whom it is asked, people whose roles must have it. Internal to the bureau: as "
    "counted, neither weighted nor protected",
    key=("skill_id", "chain_id"),
    columns=(
        Column("skill_id", _T, "技能", "Skill"),
        Column("chain_id", _T, "产业链；空为未知", "Chain of the role, else of the enterprise; empty when unknown"),
        Column("lines", _I, "提及条数", "Demand lines that state the skill or tell of it in the duties", "lines"),
        Column("headcount", _I, "提及人数", "Posts open now in those lines", "people"),
        Column("enterprises", _I, "提及企业数", "Enterprises behind those lines", "enterprises"),
        Column("lines_must", _I, "岗位必备条数", "Demand lines whose settled role must have the skill", "lines"),
        Column("headcount_must", _I, "岗位必备人数", "Posts open now in those lines", "people"),
        Column("enterprises_must", _I, "岗位必备企业数", "Enterprises behind those lines", "enterprises"),
        Column("registered", _F, "登记人才", "Registry people in roles that must have the skill, by weight", "people"),
        Column("available", _F, "可供人才", "Those of them who are seeking, graduating or returning", "people"),
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
