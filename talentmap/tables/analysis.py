"""What the analysis says: POSTS, CELLS, ROLE_BALANCE, GROUP_BALANCE, INCENTIVES, PAIN_SHARES, INDICATORS, RESPONSE."""

from __future__ import annotations

from talentmap.tables.schema import Column, Disclosure, Kind, Table

_T, _I, _F = Kind.TEXT, Kind.INT, Kind.FLOAT
_P, _O = Disclosure.PROTECTED, Disclosure.OPEN

CHAIN = Column("chain_id", _T, "产业链", "Chain", disclosure=_O)
SEGMENT = Column("segment_id", _T, "环节", "Segment", disclosure=_O)
ROLE = Column("role_id", _T, "岗位；空为未归类", "Role; empty for need that no role was found for", disclosure=_O)
TIER = Column("tier", _T, "人才类别", "Tier", disclosure=_O)
DISTRICT = Column("district_id", _T, "县（市、区）", "District", disclosure=_O)
NEED = Column("need", _F, "需求（加权）", "Unfilled need V, weighted to all enterprises", "people", _P)
SUPPLY = Column("supply", _F, "可供人才", "Available supply U from the registry", "people", _P)
ENTERPRISES = Column("enterprises", _I, "填报企业数", "Enterprises behind the need", "enterprises", _P)
TOP_SHARE = Column("top_share", _F, "最大企业占比", "Share of the largest enterprise in the need", "0-1", _P)
PEOPLE = Column("people", _I, "登记人数", "Registry people behind the supply", "people", _P)
NEED_LOW = Column("need_low", _F, "需求下限", "Lower end of the 95% interval of need", "people", _P)
NEED_HIGH = Column("need_high", _F, "需求上限", "Upper end of the 95% interval of need", "people", _P)
QUALITY = Column("quality", _T, "质量等级", "A-F by the CV of need: to 5, 10, 15, 25, 35%, above", disclosure=_P)

POSTS = Table(
    "posts",
    "需求条目（已归类、已加权）",
    "Demand lines with role, tier and weight",
    key=("line_id",),
    columns=(
        Column("line_id", _T, "需求条目标识", "Demand line"),
        Column("enterprise_id", _T, "企业标识", "Enterprise"),
        CHAIN,
        SEGMENT,
        ROLE,
        TIER,
        DISTRICT,
        Column("weight", _F, "权重", "Survey weight of the enterprise"),
        Column("headcount", _F, "需求人数", "Posts open now", "people"),
        Column("headcount_12m", _F, "未来12个月需求人数", "Posts wanted within 12 months", "people"),
        Column("need_kind", _T, "需求性质：new、replacement、both", "New posts, replacement or both; may be empty"),
        Column("employed", _F, "在岗人数", "Employed in the role", "people"),
        Column("advertised", _F, "招聘人数", "Posts advertised in 12 months", "people"),
        Column("filled", _F, "到岗人数", "Posts filled in 12 months", "people"),
        Column("qualified", _F, "合格人数", "Qualified applicants", "people"),
        Column("suitable", _F, "合适人数", "Suitable applicants", "people"),
        Column("months_open", _F, "空缺时长", "Months open", "months"),
        Column("skill_short", Kind.BOOL, "因技能而难招", "Hard to fill for lack of skills, experience or certificates"),
        Column("hard_kinds", _T, "难招原因类别", "Kinds of the reasons why the post is hard to fill, joined by |"),
        Column("pay_mid", _F, "月薪中值", "Middle of the pay offered", "yuan/month"),
        Column("education", _T, "学历要求", "Education floor"),
        Column("professional_title", _T, "要求职称（空值：不知道）", "Professional title asked for; null: not known"),
        Column("skill_level", _T, "要求技能等级（空值：不知道）", "Skilled-worker level asked for; null: not known"),
        Column("certificates", _T, "证书要求", "Certificates, joined by |"),
        Column("employer_chain_id", _T, "企业所属产业链", "Chain of the enterprise"),
        Column("accepting_items", _I, "可享政策条目数", "Incentive items whose rule accepts the post"),
        Column("accepting_stages", _T, "可享政策的环节", "Stages at which some item accepts the post, joined by |"),
    ),
)

CELLS = Table(
    "cells",
    "缺口明细",
    "Need and supply by chain, segment, role, tier and district",
    key=("chain_id", "segment_id", "role_id", "tier", "district_id"),
    columns=(CHAIN, SEGMENT, ROLE, TIER, DISTRICT, NEED, ENTERPRISES, TOP_SHARE, SUPPLY, PEOPLE),
)

ROLE_BALANCE = Table(
    "role_balance",
    "岗位供需平衡",
    "Need, supply, gap and shortage grade by role",
    key=("chain_id", "role_id"),
    columns=(
        CHAIN,
        SEGMENT,
        ROLE,
        TIER,
        NEED,
        NEED_LOW,
        NEED_HIGH,
        QUALITY,
        ENTERPRISES,
        TOP_SHARE,
        SUPPLY,
        PEOPLE,
        Column("gap", _F, "缺口", "Need minus supply", "people", _P),
        Column("p_gap", _F, "缺口概率", "Share of bootstrap replicates in which need exceeds supply", "0-1", _P),
        Column("p_top10", _F, "居前十概率", "Share of replicates with one of the ten largest gaps", "0-1", _P),
        Column("employed", _F, "在岗人数（加权）", "Employed in the role, weighted", "people", _P),
        Column("replacement_need", _F, "年更替需求", "Employed x share aged 55+ / 5; quits left out", "people", _P),
        Column("tightness", _F, "求人倍率", "Need over supply; empty where no supply is registered", "ratio", _P),
        Column("excess_demand", _F, "供需失衡率", "(Need - supply) / (need + supply)", "index", _P),
        Column("vacancy_rate", _F, "空缺率", "Need / (employed + need)", "0-1", _P),
        Column("need_growth", _F, "需求增幅", "Need within 12 months / need now - 1", "ratio", _P),
        Column("fill_rate", _F, "到岗率", "Filled / advertised in 12 months", "0-1", _P),
        Column("qualified_per_post", _F, "每岗合格人数", "Qualified applicants per advertised post", "ratio", _P),
        Column("suitable_per_post", _F, "每岗合适人数", "Suitable applicants per advertised post", "ratio", _P),
        Column("suitability_gap", _F, "合格而不合适", "Qualified less suitable applicants per post", "ratio", _P),
        Column("months_open", _F, "空缺时长", "Weighted median months open so far", "months", _P),
        Column("skill_shortage_density", _F, "技能短缺占比", "Posts short for lack of skills / posts", "0-1", _P),
        Column("offer_premium", _F, "薪酬溢价", "Offered median / registry median - 1", "0-1", _P),
        Column("pay_low", _F, "月薪P25", "First quartile of pay offered", "yuan/month", _P),
        Column("pay_mid", _F, "月薪中位", "Median of pay offered", "yuan/month", _P),
        Column("pay_high", _F, "月薪P75", "Third quartile of pay offered", "yuan/month", _P),
        Column("education", _T, "学历要求", "Education floor most often asked", disclosure=_P),
        Column("score", _F, "紧缺得分", "Mean of the indicators' 0-3 points", "0-3", _P),
        Column("grade", _T, "紧缺等级", "very_short, short, watch, not_short or X (cannot be rated)", disclosure=_P),
        Column("fired", _T, "触发指标", "Indicators with 2 or 3 points, joined by |", disclosure=_P),
        Column(
            "p_short", _F, "紧缺概率", "Share of bootstrap replicates graded shortage or severe shortage", "0-1", _P
        ),
        Column(
            "shortage_type",
            _T,
            "短缺类型",
            "conditions, ability, supply, retention, dynamic, quantity, joined by |; empty when not short",
            disclosure=_P,
        ),
        Column("listed", _T, "所列清单", "shortage or surplus: the list on which the role stands", disclosure=_P),
        Column("accepted_share", _F, "政策覆盖率", "Share of need that some incentive accepts", "0-1", _P),
    ),
)

GROUP_BALANCE = Table(
    "group_balance",
    "分组供需平衡",
    "Need, supply and gap by chain and tier; an empty chain or tier means all",
    key=("chain_id", "tier"),
    columns=(
        CHAIN,
        TIER,
        NEED,
        NEED_LOW,
        NEED_HIGH,
        QUALITY,
        ENTERPRISES,
        TOP_SHARE,
        SUPPLY,
        PEOPLE,
        Column("gap", _F, "缺口", "Need minus supply", "people", _P),
        Column("employed", _F, "在岗人数（加权）", "Employed, weighted", "people", _P),
        Column("uncovered", _F, "政策未覆盖需求", "Need of known tier that no incentive accepts", "people", _P),
        Column("uncovered_share", _F, "未覆盖占比", "Uncovered need / need of known tier", "0-1", _P),
        Column("unplaced", _F, "未归类需求", "Need that no role was found for", "people", _P),
    ),
)

INCENTIVES = Table(
    "incentives",
    "政策资金格局",
    "Incentive items and money by tier and stage, in force on the reference date",
    key=("tier", "stage"),
    columns=(
        TIER,
        Column("stage", _T, "引育用留", "Policy stage", disclosure=_O),
        Column("items", _I, "条目数", "Items that name the tier", "items", _O),
        Column("budget_cny", _F, "预算", "Budget; an item of several tiers is split equally", "yuan", _O),
        Column("paid_cny", _F, "已兑付", "Paid, split likewise", "yuan", _O),
        Column("elite_items", _I, "高门槛条目数", "Items gated by doctorate or full-senior title", "items", _O),
    ),
)

PAIN_SHARES = Table(
    "pain_shares",
    "痛点",
    "Share of enterprises that name a pain point, by chain",
    key=("chain_id", "pain_id"),
    columns=(
        CHAIN,
        Column("stage", _T, "引育用留", "Policy stage", disclosure=_O),
        Column("pain_id", _T, "痛点", "Pain point", disclosure=_O),
        Column("enterprises", _I, "提及企业数", "Enterprises that name it", "enterprises", _P),
        Column("answering", _I, "回答企业数", "Enterprises of the chain that answered", "enterprises", _O),
        Column("share", _F, "占比（加权）", "Weighted share of enterprises", "0-1", _P),
        Column("share_low", _F, "占比下限", "Wilson interval, lower end", "0-1", _P),
        Column("share_high", _F, "占比上限", "Wilson interval, upper end", "0-1", _P),
    ),
)

INDICATORS = Table(
    "indicators",
    "总体指标",
    "Headline figures with their intervals",
    key=("indicator_id",),
    columns=(
        Column("indicator_id", _T, "指标", "Indicator", disclosure=_O),
        Column("value", _F, "数值", "Value", disclosure=_P),
        Column("low", _F, "下限", "Lower end of the 95% interval, empty when none is worked out", disclosure=_P),
        Column("high", _F, "上限", "Upper end of the 95% interval", disclosure=_P),
        Column("unit", _T, "单位", "Unit", disclosure=_O),
    ),
)

RESPONSE = Table(
    "response",
    "回收情况",
    "Enterprises in the frame and in the answers, by chain and size class, with the weight of each cell",
    key=("chain_id", "size_class"),
    columns=(
        CHAIN,
        Column("size_class", _T, "规模", "Size class", disclosure=_O),
        Column("frame_enterprises", _I, "名录企业数", "Enterprises in the frame", "enterprises", _O),
        Column("frame_employment", _I, "名录从业人数", "Employment in the frame", "people", _O),
        Column("answered", _I, "回收企业数", "Enterprises that answered", "enterprises", _O),
        Column("employment_answered", _I, "回收企业从业人数", "Employment of those that answered", "people", _O),
        Column("cell", _T, "加权单元", "Weighting cell after collapsing", disclosure=_O),
        Column("weight", _F, "权重", "Enterprises in the cell / answers in it", disclosure=_O),
    ),
)
