"""Life cycle and service quality: what becomes of people, projects and programmes, and how services are delivered.

Every row says on how many people, answers, cases or enterprises it rests; `talentmap.tables.judged` says which of these
columns the disclosure step looks at.
"""

from __future__ import annotations

from talentmap.tables.schema import Column, Disclosure, Kind, Table

_T, _I, _F = Kind.TEXT, Kind.INT, Kind.FLOAT
_O, _P = Disclosure.OPEN, Disclosure.PROTECTED
_TIER = Column("tier", _T, "人才类别，空为全部", "Tier, empty for all", "", _O)
_STAGE = Column("stage", _T, "环节", "Stage of the policy chain", "", _O)
_BY = Column("by", _T, "分组依据", "What the row is one of", "", _O)
_VALUE = Column("value", _T, "组别，全部为空", "Which one, empty for all", "", _O)
_PEOPLE = Column("people", _I, "人数", "People", "people", _P)


def _share(name: str, zh: str, en: str) -> tuple[Column, ...]:
    """A share with the ends of its 95% interval."""
    return (
        Column(name, _F, zh, en, "0-1", _P),
        Column(f"{name}_low", _F, "95%区间下限", "Lower end of its 95% interval", "0-1", _P),
        Column(f"{name}_high", _F, "95%区间上限", "Upper end of its 95% interval", "0-1", _P),
    )


RETENTION = Table(
    "retention",
    "引进人才留存",
    "Share of the attracted who are still there after so many months (Kaplan-Meier, Greenwood, log-log interval)",
    key=("cohort", "tier", "months"),
    columns=(
        Column("cohort", _T, "引进年份，空为全部", "Year of coming, empty for all", "", _O),
        _TIER,
        Column("months", _I, "月数", "Months after coming", "months", _O),
        _PEOPLE,
        Column("left", _I, "已离开人数", "Left within these months", "people", _P),
        Column("censored", _I, "观察期不足人数", "Still there, and observed for fewer months", "people", _P),
        Column("at_risk", _I, "仍在观察人数", "Observed for that long", "people", _P),
        *_share("retained", "留存率", "Share still there"),
    ),
)

RETENTION_CURVE = Table(
    "retention_curve",
    "留存曲线",
    "The same, month by month, by tier",
    key=("tier", "months"),
    columns=tuple(column for column in RETENTION.columns if column.name not in ("cohort", "left", "censored")),
)

FLOWS = Table(
    "flows",
    "人才流动",
    "People who came and who went, by year, tier, chain, district, source and destination",
    key=("by", "value"),
    columns=(
        _BY,
        _VALUE,
        Column("inflow", _I, "流入人数", "People who came", "people", _P),
        Column("outflow", _I, "流出人数", "People who went", "people", _P),
        Column("inflow_per_outflow", _F, "流入流出比", "Inflow over outflow", "ratio", _P),
    ),
)

REPORTED_FLOWS = Table(
    "reported_flows",
    "上报的人才流动",
    "Flows as reported, where figures may be bounds; the ratio keeps them",
    key=("year", "tier", "source"),
    columns=(
        Column("year", _T, "年份", "Year", "", _O),
        _TIER,
        Column("source", _T, "来源", "Where it is printed", "", _O),
        Column("inflow", _T, "流入", "Inflow as printed", "", _O),
        Column("outflow", _T, "流出", "Outflow as printed", "", _O),
        Column("ratio", _T, "流入流出比", "Inflow over outflow, as a bound where one of them is one", "", _O),
        Column("ratio_low", _F, "流入流出比下限", "Lower bound of the ratio, empty when open", "ratio", _O),
        Column("ratio_high", _F, "流入流出比上限", "Upper bound of the ratio, empty when open", "ratio", _O),
    ),
)

GRADUATES = Table(
    "graduates",
    "毕业生本地就业",
    "Graduates of a year who are insured locally, and their pay",
    key=("graduation_year", "education"),
    columns=(
        Column("graduation_year", _I, "毕业年份", "Year of graduation", "", _O),
        Column("education", _T, "学历，空为全部", "Education, empty for all", "", _O),
        Column("months_since", _I, "毕业至参保数据的月数", "Months since graduating", "months", _O),
        Column("in_window", _I, "在观察窗内", "1 where these months lie within the window of starting out", "", _O),
        _PEOPLE,
        Column("insured", _I, "本地参保人数", "Insured locally", "people", _P),
        *_share("employed", "本地就业率", "Share insured locally"),
        Column("paid", _I, "有薪酬数据人数", "Of them with known pay", "people", _P),
        Column("pay_low", _F, "月薪P25", "Lower quartile of pay", "yuan/month", _P),
        Column("pay_mid", _F, "月薪中位数", "Median pay", "yuan/month", _P),
        Column("pay_high", _F, "月薪P75", "Upper quartile of pay", "yuan/month", _P),
    ),
)  # fmt: skip

PROJECT_OUTCOMES = Table(
    "project_outcomes",
    "项目本地转化",
    "Projects old enough to judge, and those commercialised locally within the window",
    key=("by", "value"),
    columns=(
        _BY,
        _VALUE,
        Column("projects", _I, "立项数", "Projects approved", "projects", _P),
        Column("holders", _I, "承担单位数", "Holders behind those old enough", "enterprises", _P),
        Column("mature", _I, "期满可评项目", "Old enough: approved longer ago than the window", "projects", _P),
        Column("local", _I, "期内本地转化", "Commercialised locally within the window", "projects", _P),
        Column("elsewhere", _I, "期内异地转化", "Commercialised elsewhere within the window", "projects", _P),
        *_share("rate", "本地转化率", "Locally commercialised over old enough (Wilson interval)"),
        Column("median_months", _F, "转化用时中位数", "Median months to local commercialisation", "months", _P),
    ),
)

PROGRAMMES = Table(
    "programmes",
    "引育项目成效",
    "Attainment, cost per person and cost per person retained, as bounds where figures are bounds",
    key=("programme", "year"),
    columns=(
        Column("programme", _T, "项目", "Programme", "", _O),
        Column("year", _T, "年份，空为合计", "Year, empty for all years", "", _O),
        _TIER,
        Column("target", _T, "目标人数", "Target as stated", "", _O),
        Column("actual", _T, "完成人数", "People as stated", "", _P),
        Column("attainment", _T, "完成率", "Actual over target", "", _P),
        Column("attainment_low", _F, "完成率下限", "Its lower bound, empty when open", "0-1", _P),
        Column("attainment_high", _F, "完成率上限", "Its upper bound, empty when open", "0-1", _P),
        Column("trend", _F, "完成率年均变化", "Change of attainment a year, least squares; over all years", "0-1", _O),
        Column("cost_cny", _F, "支出", "Spent", "yuan", _O),
        Column("cost_per_person", _T, "人均支出（元）", "Spent over people, yuan", "", _P),
        _PEOPLE,
        *_share("retained", "留存率", "Of the people known by events, share still there at the end of the window"),
        Column("cost_per_retained", _F, "留存人才人均支出", "Cost per person over the share retained", "yuan", _P),
        Column("cost_per_retained_low", _F, "其下限", "Its lower end", "yuan", _P),
        Column("cost_per_retained_high", _F, "其上限", "Its upper end", "yuan", _P),
    ),
)  # fmt: skip

SERVICE_TIMES = Table(
    "service_times",
    "服务时效",
    "Time from application to the end of a case; open cases count as lasting at least until the reference date",
    key=("by", "value"),
    columns=(
        _BY,
        _VALUE,
        Column("cases", _I, "件数", "Cases", "cases", _P),
        Column("open", _I, "未办结", "Still open", "cases", _P),
        Column("median_days", _F, "时长中位数（天）", "Median days (Kaplan-Meier)", "days", _P),
        Column("p90_days", _F, "P90时长（天）", "Days within which nine in ten end", "days", _P),
        Column("decided", _I, "可判是否超期", "Cases that have ended or passed their limit", "cases", _P),
        *_share("within", "按期率", "Share of these that ended within their limit (Wilson interval)"),
        Column("routed", _I, "有流转记录", "Cases whose departments are known", "cases", _P),
        Column("handoffs", _F, "平均流转次数", "Mean hand-offs between departments", "times", _P),
        Column("looped", _I, "往返件数", "Cases that came back to a department", "cases", _P),
        Column("looped_share", _F, "往返率", "Share of routed cases that came back to a department", "0-1", _P),
    ),
)

SERVICE_LOOPS = Table(
    "service_loops",
    "部门往返",
    "Round trips of cases between departments: A > B > A and longer",
    key=("loop",),
    columns=(
        Column("loop", _T, "往返", "Departments in turn, joined by >", "", _O),
        Column("hops", _I, "流转次数", "Hand-offs in one round", "", _O),
        Column("cases", _I, "件数", "Cases that went round", "cases", _P),
        Column("share", _F, "占比", "Share of routed cases", "0-1", _P),
        Column("median_days", _F, "时长中位数（天）", "Median days of these cases", "days", _P),
    ),
)

SATISFACTION = Table(
    "satisfaction",
    "满意度",
    "Mean scores of the items, 1 to 5, with t intervals",
    key=("stage", "item", "tier"),
    columns=(
        _STAGE,
        Column("item", _T, "项目，空为环节平均", "Item; empty: mean of the stage; overall: the whole", "", _O),
        _TIER,
        Column("answers", _I, "作答人数", "Answers", "answers", _P),
        Column("mean", _F, "平均分", "Mean score", "score", _P),
        Column("mean_low", _F, "95%区间下限", "Lower end of its 95% interval", "score", _P),
        Column("mean_high", _F, "95%区间上限", "Upper end of its 95% interval", "score", _P),
        Column("dissatisfied", _F, "不满意占比", "Share of low scores", "0-1", _P),
    ),
)

SATISFACTION_DRIVERS = Table(
    "satisfaction_drivers",
    "满意度要素",
    "What low and high scores of an item do to overall satisfaction (penalty-reward contrast), and where it stands",
    key=("tier", "item"),
    columns=(
        _TIER,
        Column("item", _T, "项目", "Item", "", _O),
        _STAGE,
        Column("answers", _I, "完整作答人数", "Answers to every item", "answers", _P),
        Column("penalty", _F, "低分影响", "Overall points that a low score goes with", "score", _P),
        Column("penalty_low", _F, "其区间下限", "Lower end of its 95% interval", "score", _P),
        Column("penalty_high", _F, "其区间上限", "Upper end of its 95% interval", "score", _P),
        Column("reward", _F, "高分影响", "Overall points that a high score goes with", "score", _P),
        Column("reward_low", _F, "其区间下限", "Lower end of its 95% interval", "score", _P),
        Column("reward_high", _F, "其区间上限", "Upper end of its 95% interval", "score", _P),
        Column("kind", _T, "类型", "hygiene, motivator, performance or indifferent", "", _P),
        Column("importance", _F, "重要度", "Reward less penalty: the range of impact", "score", _P),
        Column("mean", _F, "表现", "Mean score", "score", _P),
        Column("quadrant", _T, "象限", "improve, keep, monitor or enough", "", _P),
    ),
)

REMARKS = Table(
    "remarks",
    "意见归类",
    "Open remarks by the catalog's reasons and pain points; a remark may name several",
    key=("kind", "code"),
    columns=(
        Column("kind", _T, "类别", "reason, pain, none (told nothing known) or all", "", _O),
        Column("code", _T, "代码", "Reason or pain point", "", _O),
        Column("remarks", _I, "意见数", "Remarks", "remarks", _P),
        *_share("share", "占比", "Share of all remarks (Wilson interval)"),
    ),
)

FUNNEL = Table(
    "funnel",
    "政策惠及漏斗",
    "Enterprises that a stage's items accept, that know, applied for and received one; beneficiaries, money",
    key=("stage", "item_id"),
    columns=(
        _STAGE,
        Column("item_id", _T, "政策条目，空为整个环节", "Incentive item, empty for the stage", "", _O),
        Column(
            "answering",
            _I,
            "被问企业",
            "Enterprises that were asked: on our form, or naming an item",
            "enterprises",
            _O,
        ),
        Column("eligible", _I, "符合条件", "Enterprises with posts that the item accepts", "enterprises", _P),
        Column("aware", _I, "知晓", "Enterprises that know it", "enterprises", _P),
        Column("applied", _I, "申请", "Enterprises that have applied", "enterprises", _P),
        Column("granted", _I, "获批", "Enterprises that have received it", "enterprises", _P),
        Column("beneficiaries", _I, "受益人数", "Beneficiaries by the register", "people", _O),
        Column("paid_cny", _F, "兑付金额", "Paid by the register, a year", "yuan", _O),
    ),
)
