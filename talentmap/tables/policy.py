"""Incentives against need: what each item reaches, what stays uncovered, where money lies, where items break off.

Every need here is a sum over POSTS of headcount times weight, over lines of known tier. `(chain, tier, stage)` cells
add up: over tiers to the chain, over chains to the tier; over stages they do not, since a post may be accepted at
several. `uncovered` and its complement rest on different enterprises: both counts and both largest shares are given.
Money, items and clauses come from the register, which is public.
"""

from __future__ import annotations

from talentmap.tables.schema import Column, Disclosure, Kind, Table

_T, _I, _F = Kind.TEXT, Kind.INT, Kind.FLOAT
_P, _O = Disclosure.PROTECTED, Disclosure.OPEN

_CHAIN = Column("chain_id", _T, "产业链；空为全部", "Chain; empty: all", disclosure=_O)
_TIER = Column("tier", _T, "人才类别；空为全部", "Tier; empty: all", disclosure=_O)
_STAGE = Column("stage", _T, "引育用留；空为全部", "Policy stage; empty: all", disclosure=_O)
_ITEM = Column("item_id", _T, "政策条目", "Incentive item", disclosure=_O)
_DEPARTMENT = Column("department_id", _T, "主管部门", "Department", disclosure=_O)
_NEED = Column("need", _F, "需求（加权，已定类别）", "Need of known tier, weighted", "people", _P)
_ITEMS = Column("items", _I, "条目数", "Items in force", "items", _O)
_BUDGET = Column("budget_cny", _F, "预算", "Budget; an item of several tiers is split equally", "yuan", _O)


def _low_high(name: str, zh: str, en: str, unit: str) -> tuple[Column, Column]:
    return (
        Column(f"{name}_low", _F, f"{zh}下限", f"{en}: lower end of the 95% interval", unit, _P),
        Column(f"{name}_high", _F, f"{zh}上限", f"{en}: upper end of the 95% interval", unit, _P),
    )


ITEM_REACH = Table(
    "item_reach",
    "政策条目的可及范围",
    "Whom each item accepts: open posts as demanded, and registered people",
    key=("item_id",),
    columns=(
        _ITEM,
        Column("need", _F, "符合条件的需求（加权）", "Need that the item accepts", "people", _P),
        Column("enterprises", _I, "涉及企业数", "Enterprises behind it", "enterprises", _P),
        Column("top_share", _F, "最大企业占比", "Share of the largest enterprise", "0-1", _P),
        Column(
            "need_unknown",
            _F,
            "难以判断的需求",
            "Need that no clause refuses and of which too little is known",
            "people",
            _P,
        ),
        Column("people", _I, "符合条件的人才", "Registered people whom the item accepts", "people", _P),
        Column(
            "people_unknown",
            _I,
            "难以判断的人才",
            "People whom no clause refuses, of whom too little is known",
            "people",
            _P,
        ),
        Column(
            "available",
            _I,
            "符合条件的可供人才",
            "Of the accepted, those seeking, graduating or returning",
            "people",
            _P,
        ),
        Column(
            "available_unknown",
            _I,
            "难以判断的可供人才",
            "Of the unknown, those seeking, graduating or returning",
            "people",
            _P,
        ),
    ),
)

ITEM_REFUSALS = Table(
    "item_refusals",
    "政策条目的拒绝条件",
    "Which clause of each item refuses whom; `alone`: every other clause would accept or cannot be told",
    key=("item_id", "clause"),
    columns=(
        _ITEM,
        Column("clause", _T, "条件", "The clause as written in the rule", disclosure=_O),
        Column("field", _T, "条件字段", "The clause's field", disclosure=_O),
        Column("need", _F, "拒绝的需求", "Need of the item's tiers that the clause refuses", "people", _P),
        Column("need_alone", _F, "仅因此条被拒的需求", "Need that it alone refuses", "people", _P),
        Column("enterprises_alone", _I, "其企业数", "Enterprises behind that need", "enterprises", _P),
        Column("top_share_alone", _F, "其最大企业占比", "Share of the largest enterprise in it", "0-1", _P),
        Column(
            "people", _I, "拒绝的人才", "Registered people of the item's tiers that the clause refuses", "people", _P
        ),
        Column("people_alone", _I, "仅因此条被拒的人才", "People that it alone refuses", "people", _P),
    ),
)

UNCOVERED = Table(
    "uncovered",
    "政策未覆盖需求",
    "Need that no item's rule accepts: at any stage (stage empty), or at one",
    key=("chain_id", "tier", "stage"),
    columns=(
        _CHAIN,
        _TIER,
        _STAGE,
        _NEED,
        Column("uncovered", _F, "未覆盖需求", "Need that no item of the stage accepts", "people", _P),
        *_low_high("uncovered", "未覆盖需求", "Uncovered need", "people"),
        Column("share", _F, "未覆盖占比", "Uncovered / need", "0-1", _P),
        *_low_high("share", "未覆盖占比", "Uncovered share", "0-1"),
        Column(
            "undecided",
            _F,
            "其中难以判断",
            "Of the uncovered, need that some item might accept if more were known",
            "people",
            _P,
        ),
        Column("enterprises", _I, "填报企业数", "Enterprises behind the uncovered need", "enterprises", _P),
        Column("top_share", _F, "最大企业占比", "Share of the largest enterprise in the uncovered need", "0-1", _P),
        Column("enterprises_covered", _I, "已覆盖部分企业数", "Enterprises behind the covered need", "enterprises", _P),
        Column(
            "top_share_covered",
            _F,
            "已覆盖部分最大企业占比",
            "Share of the largest enterprise in the covered need",
            "0-1",
            _P,
        ),
    ),
)

MONEY_AGAINST_NEED = Table(
    "money_against_need",
    "资金与需求",
    "Incentive money against need by tier, over all stages (stage empty) and at each",
    key=("stage", "tier"),
    columns=(
        _STAGE,
        _TIER,
        _NEED,
        *_low_high("need", "需求", "Need", "people"),
        Column("need_share", _F, "需求份额", "Share of need", "0-1", _P),
        _ITEMS,
        _BUDGET,
        Column("money_share", _F, "资金份额", "Share of the stage's budget", "0-1", _O),
        Column("quotient", _F, "激励商数", "Money share / need share; above 1: over-served", "ratio", _P),
        *_low_high("quotient", "激励商数", "Incentive quotient", "ratio"),
        Column("per_post", _F, "每个空缺岗位资金", "Budget / need", "yuan", _P),
        *_low_high("per_post", "每个空缺岗位资金", "Budget per unfilled post", "yuan"),
        Column(
            "people",
            _I,
            "符合条件的人才",
            "Registered people of the tier whom some item of the stage accepts",
            "people",
            _P,
        ),
        Column(
            "per_person", _F, "每名符合条件人才资金", "Budget / eligible people; empty where there is none", "yuan", _P
        ),
        Column(
            "entropy_part",
            _F,
            "相对熵分量",
            "s ln(s/v) of the tier; empty where money goes to a tier without need",
            "nats",
            _P,
        ),
    ),
)

STAGE_MISMATCH = Table(
    "stage_mismatch",
    "各环节错配",
    "How money departs from need within each stage, and in all (stage empty)",
    key=("stage",),
    columns=(
        _STAGE,
        _ITEMS,
        Column("items_without_budget", _I, "预算未知条目数", "Items of unknown budget: counted as 0", "items", _O),
        Column("item_share", _F, "条目占比", "Share of all items", "0-1", _O),
        Column("item_share_low", _F, "条目占比下限", "Wilson interval, lower end", "0-1", _O),
        Column("item_share_high", _F, "条目占比上限", "Wilson interval, upper end", "0-1", _O),
        _BUDGET,
        Column("paid_cny", _F, "已兑付", "Paid", "yuan", _O),
        Column("money_share", _F, "资金占比", "Share of all money", "0-1", _O),
        Column(
            "reallocation",
            _F,
            "资金重配占比",
            "Share of the stage's money that would have to move to another tier",
            "0-1",
            _P,
        ),
        *_low_high("reallocation", "资金重配占比", "Reallocation share", "0-1"),
        Column(
            "entropy",
            _F,
            "相对熵",
            "Relative entropy of the stage's money against need; empty: see no_need",
            "nats",
            _P,
        ),
        *_low_high("entropy", "相对熵", "Relative entropy", "nats"),
        Column(
            "entropy_part",
            _F,
            "相对熵分量",
            "The stage's part of the overall relative entropy: the parts add up",
            "nats",
            _P,
        ),
        Column(
            "no_need",
            _T,
            "无需求而有资金的类别",
            "Tiers that receive money and have no need, joined by |",
            disclosure=_P,
        ),
        Column("concentration", _F, "资金集中度", "Concentration of the stage's money on the elite", "index", _P),
        Column("kakwani", _F, "资金偏向指数", "Concentration of money less that of need", "index", _P),
        *_low_high("kakwani", "资金偏向指数", "Kakwani-type index", "index"),
        Column(
            "wrong_reach", _F, "投向无缺口群体的资金占比", "Share of money whose accepted group has no gap", "0-1", _P
        ),
        *_low_high("wrong_reach", "无缺口资金占比", "Wrong reach", "0-1"),
    ),
)

GATES = Table(
    "gates",
    "高门槛",
    "Items that ask for a doctorate, a full-senior title or a provincial honour (gate `any`: one of them)",
    key=("gate",),
    columns=(
        Column("gate", _T, "门槛：doctorate、professor、provincial_honour、any", "Gate", disclosure=_O),
        _ITEMS,
        Column("item_share", _F, "条目占比", "Share of all items", "0-1", _O),
        Column("item_share_low", _F, "条目占比下限", "Wilson interval, lower end", "0-1", _O),
        Column("item_share_high", _F, "条目占比上限", "Wilson interval, upper end", "0-1", _O),
        _BUDGET,
        Column("money_share", _F, "资金占比", "Share of all budgets", "0-1", _O),
        Column("passing", _F, "达到门槛的需求", "Need whose post asks for as much", "people", _P),
        Column("passing_share", _F, "达到门槛的需求占比", "Share of need whose post asks for as much", "0-1", _P),
        *_low_high("passing_share", "达到门槛的需求占比", "Share that passes", "0-1"),
        Column("enterprises", _I, "填报企业数", "Enterprises behind the need that passes", "enterprises", _P),
        Column("top_share", _F, "最大企业占比", "Share of the largest enterprise in it", "0-1", _P),
    ),
)

MONEY_FLOW = Table(
    "money_flow",
    "承诺、预算、兑付、享受",
    "What an item promises, what is set aside, what was paid, and who received, as register and survey say",
    key=("item_id",),
    columns=(
        _ITEM,
        Column(
            "unit_low", _F, "每人每年金额下限", "Promised for one person or project in a year, lower end", "yuan", _O
        ),
        Column(
            "unit_high", _F, "每人每年金额上限", "Promised for one person or project in a year, upper end", "yuan", _O
        ),
        Column(
            "promised_low",
            _F,
            "承诺金额下限",
            "If every accepted open post were filled and claimed once, lower end",
            "yuan",
            _P,
        ),
        Column(
            "promised_high",
            _F,
            "承诺金额上限",
            "If every accepted open post were filled and claimed once, upper end",
            "yuan",
            _P,
        ),
        Column("budget_cny", _F, "预算", "Budget; empty: not known", "yuan", _O),
        Column("paid_cny", _F, "已兑付", "Paid; empty: not known", "yuan", _O),
        Column("applicants", _I, "申请人数", "Applicants; empty: not known", "people", _O),
        Column("recipients", _I, "享受人数", "Recipients; empty: not known", "people", _O),
        Column("knowing", _F, "知晓企业占比（加权）", "Share of answering enterprises that know the item", "0-1", _P),
        Column("applying", _F, "申请企业占比（加权）", "Share that applied", "0-1", _P),
        Column("receiving", _F, "享受企业占比（加权）", "Share that received", "0-1", _P),
        Column(
            "enterprises_knowing", _I, "知晓企业数", "Enterprises that know it, applied or received", "enterprises", _P
        ),
        Column("enterprises_applying", _I, "申请企业数", "Enterprises that applied or received", "enterprises", _P),
        Column("enterprises_receiving", _I, "享受企业数", "Enterprises that received", "enterprises", _P),
    ),
)

SILOS = Table(
    "silos",
    "部门、环节、类别格局",
    "Items and money by department, stage and tier; cells without an item are not listed",
    key=("department_id", "stage", "tier"),
    columns=(
        _DEPARTMENT,
        _STAGE,
        _TIER,
        _ITEMS,
        _BUDGET,
        Column("elite_items", _I, "高门槛条目数", "Items behind an elite gate", "items", _O),
    ),
)

OVERLAPS = Table(
    "overlaps",
    "重复与冲突条目",
    "Pairs of items of one stage, tier and instrument that one person can meet at once",
    key=("item_id", "other_id"),
    columns=(
        _ITEM,
        Column("other_id", _T, "另一条目", "The other item", disclosure=_O),
        _STAGE,
        Column("tiers", _T, "共同类别", "Tiers that both serve, joined by |", disclosure=_O),
        Column("instrument", _T, "政策工具", "Instrument", disclosure=_O),
        Column(
            "kind",
            _T,
            "类型：duplicate、amount、nested、overlapping",
            "duplicate: same condition and amount; amount: another amount; nested: one holds the other; overlapping",
            disclosure=_O,
        ),
        Column("fields", _T, "不同的条件", "Fields on which the conditions differ, joined by |", disclosure=_O),
        Column("departments", _T, "主管部门", "Departments, joined by |; one where both are its own", disclosure=_O),
        Column("need", _F, "两条都接受的需求", "Need that both accept", "people", _P),
        Column("enterprises", _I, "填报企业数", "Enterprises behind it", "enterprises", _P),
        Column("top_share", _F, "最大企业占比", "Share of the largest enterprise in it", "0-1", _P),
    ),
)

HANDOVERS = Table(
    "handovers",
    "环节衔接",
    "Of the need and people that an item accepts, those whom some item of a later stage accepts too",
    key=("item_id", "next_stage"),
    columns=(
        _ITEM,
        _STAGE,
        Column("next_stage", _T, "后续环节", "The later stage; empty: any of them", disclosure=_O),
        Column("need", _F, "本条目接受的需求", "Need that the item accepts", "people", _P),
        Column("handed", _F, "后续环节也接受的需求", "Of it, need that the later stage accepts", "people", _P),
        Column("share", _F, "衔接占比", "Handed on / need; empty where the item accepts nobody", "0-1", _P),
        *_low_high("share", "衔接占比", "Share handed on", "0-1"),
        Column("people", _I, "本条目接受的人才", "Registered people whom the item accepts", "people", _P),
        Column(
            "people_handed", _I, "后续环节也接受的人才", "Of them, people whom the later stage accepts", "people", _P
        ),
        Column("enterprises", _I, "填报企业数", "Enterprises behind the need handed on", "enterprises", _P),
        Column("top_share", _F, "最大企业占比", "Share of the largest enterprise in it", "0-1", _P),
        Column(
            "verdict",
            _T,
            "结论：broken、weak、joined、none",
            "broken: nobody is handed on; weak: fewer than the threshold; none: the item accepts no open post",
            disclosure=_P,
        ),
    ),
)

RECOMMENDATIONS = Table(
    "recommendations",
    "分类建议",
    "Recommendations by tier and stage: the figures that trigger each, what it points at, what a trial would change",
    key=("recommendation_id",),
    columns=(
        Column("recommendation_id", _T, "建议标识", "Rule, tier and stage", disclosure=_O),
        Column("rule", _T, "规则", "Rule of recommendations.yaml", disclosure=_O),
        _TIER,
        _STAGE,
        Column("priority", _I, "次序", "Order in which they are printed", disclosure=_O),
        Column("figures", _T, "触发数据", "The figures that trigger it, as JSON", disclosure=_P),
        Column("items", _T, "指向条目", "Items that it points at, joined by |", disclosure=_O),
        Column("clause", _T, "指向条件", "Clause that it points at; empty when none", disclosure=_O),
        Column("trial", _T, "试算内容", "What the trial changes, as JSON; empty when none is made", disclosure=_P),
        Column("measure", _T, "试算指标", "Figure that the trial changes", disclosure=_O),
        Column("before", _F, "试算前", "The figure as it is", disclosure=_P),
        Column("after", _F, "试算后", "The figure after the trial", disclosure=_P),
        *_low_high("after", "试算后", "After the trial", ""),
    ),
)
