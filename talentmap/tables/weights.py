"""How answers became totals: WEIGHTS, EDITS, EDITS_SUMMARY, SURVEY_QUALITY, SURVEY_BALANCE, SENSITIVITY."""

from __future__ import annotations

from talentmap.tables.schema import Column, Disclosure, Kind, Table

_T, _I, _F = Kind.TEXT, Kind.INT, Kind.FLOAT
_P, _O = Disclosure.PROTECTED, Disclosure.OPEN
_REASON = Column("reason", _T, "处理原因", "Why: a reason of `talentmap.analysis.survey.editing`", disclosure=_O)

WEIGHTS = Table(
    "weights",
    "企业权重（内部）",
    "What each answer stands for",
    key=("enterprise_id",),
    columns=(
        Column("enterprise_id", _T, "企业标识", "Enterprise"),
        Column("cell", _T, "加权单元", "Weighting cell after collapsing"),
        Column("size_class", _T, "规模（推定）", "Size class as told, else from the employees; may be empty"),
        Column(
            "employees", _F, "从业人数（含推定）", "Employees as told, else the mean of the like in the frame", "people"
        ),
        Column("base", _F, "基础权重", "Enterprises in the cell / answers in it"),
        Column("by_enterprise", _F, "企业权重", "Weight for shares of enterprises, raked and trimmed"),
        Column("by_people", _F, "人数权重", "Weight for everything counted in people, raked and trimmed"),
    ),
)

EDITS = Table(
    "edits",
    "加权前的编辑（内部）",
    "Values that were not taken at face value; DEMAND keeps them as they were stated",
    key=("line_id", "reason"),
    columns=(
        Column("enterprise_id", _T, "企业标识", "Enterprise"),
        Column("line_id", _T, "需求条目标识", "Demand line"),
        Column("field", _T, "字段", "Column of DEMAND"),
        Column("stated", _F, "原值", "Value before this edit", "people"),
        Column("used", _F, "采用值", "Value after it", "people"),
        Column("weight", _F, "人数权重", "Weight of the enterprise"),
        _REASON,
    ),
)

EDITS_SUMMARY = Table(
    "edits_summary",
    "加权前的编辑（汇总）",
    "How many values were edited or set aside before weighting, and what that did to total need",
    key=("reason",),
    columns=(
        _REASON,
        Column(
            "lines",
            _I,
            "条数",
            "Demand lines; where intake set aside a whole answer or file, how many of these",
            "lines",
            _O,
        ),
        Column(
            "enterprises", _I, "企业数", "Enterprises behind them; empty where intake set them aside", "enterprises", _P
        ),
        Column("heads", _F, "人数变化", "Change of headcount, unweighted", "people", _P),
        Column("effect", _F, "对总需求的影响", "Change of weighted need", "people", _P),
        Column("effect_share", _F, "占总需求", "Change of weighted need / weighted need as stated", "0-1", _P),
    ),
)

SURVEY_QUALITY = Table(
    "survey_quality",
    "调查质量",
    "Response and weights by weighting cell; an empty cell means the whole survey",
    key=("cell",),
    columns=(
        Column("cell", _T, "加权单元", "Weighting cell after collapsing; empty for all", disclosure=_O),
        Column("is_take_all", Kind.BOOL, "全数调查", "All of these were asked", disclosure=_O),
        Column("frame_enterprises", _I, "名录企业数", "Enterprises in the frame", "enterprises", _O),
        Column("answered", _I, "回收企业数", "Enterprises that answered", "enterprises", _O),
        Column("response_rate", _F, "回收率（企业）", "Answered / frame, enterprises", "0-1", _O),
        Column("frame_employment", _I, "名录从业人数", "Employment in the frame", "people", _O),
        Column("employment_answered", _F, "回收从业人数", "Employment of those that answered", "people", _O),
        Column("employment_rate", _F, "回收率（从业人数）", "Answered / frame, employment", "0-1", _O),
        Column("design_effect", _F, "设计效应（企业）", "1 + CV² of the weights by enterprise", disclosure=_O),
        Column("design_effect_people", _F, "设计效应（人数）", "1 + CV² of the weights by people", disclosure=_O),
        Column("weight_min", _F, "最小权重", "Smallest weight by people", disclosure=_O),
        Column("weight_max", _F, "最大权重", "Largest weight by people", disclosure=_O),
        Column("trimmed", _I, "截尾数", "Answers whose weight by people was trimmed", "enterprises", _O),
    ),
)

SURVEY_BALANCE = Table(
    "survey_balance",
    "加权前后的均衡",
    "Shares of the frame beside those of the answers: as they came, by base weight, and as weighted",
    key=("kind", "dimension", "value"),
    columns=(
        Column("kind", _T, "口径：enterprises、employment", "What is shared: enterprises or employment", disclosure=_O),
        Column("dimension", _T, "维度：chain、size、district", "Chain, size class or district", disclosure=_O),
        Column(
            "value", _T, "取值；空为未知", "Chain, size class or district; empty where it was not told", disclosure=_O
        ),
        Column("frame_share", _F, "名录占比", "Share in the frame", "0-1", _O),
        Column("answered_share", _F, "回收占比", "Share among the answers, unweighted", "0-1", _O),
        Column("base_share", _F, "校准前占比", "Share by base weight", "0-1", _O),
        Column("weighted_share", _F, "校准后占比", "Share by the weight that is used", "0-1", _O),
    ),
)

SENSITIVITY = Table(
    "sensitivity",
    "无回答的敏感性",
    "Need if those who did not answer need nothing, half as much as their like, or as much",
    key=("chain_id",),
    columns=(
        Column("chain_id", _T, "产业链；空为全部", "Chain; empty means all", disclosure=_O),
        Column("enterprises", _I, "填报企业数", "Enterprises behind the need", "enterprises", _P),
        Column("top_share", _F, "最大企业占比", "Share of the largest enterprise in the need", "0-1", _P),
        Column("nothing", _F, "未回收企业无需求", "Need if the others need nothing: what was stated", "people", _P),
        Column("half", _F, "未回收企业为一半", "Need if the others need half as much", "people", _P),
        Column("as_much", _F, "未回收企业同样多", "Need if the others need as much: the estimate", "people", _P),
    ),
)
