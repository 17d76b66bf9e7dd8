"""How an office lays out its own table: which columns, in which words, with what around them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from examples.generator.chance import Dice


class Block(StrEnum):
    """Where the enterprise's own data stand."""

    PAIRS = "pairs"  # label and value in two cells above the table
    INLINE = "inline"  # 企业名称：… in one cell above the table
    COLUMNS = "columns"  # in columns of the table
    FILENAME = "filename"  # the name only in the title row and the file name


class PayStyle(StrEnum):
    """How pay is written."""

    SPLIT = "split"  # two columns, yuan a month
    RANGE = "range"  # 8000-12000 under 月薪（元）
    RANGE_UNIT = "range-unit"  # 8000-12000元/月
    ANNUAL_UNIT = "annual-unit"  # 9.6-14.4万/年
    ANNUAL_HEADER = "annual-header"  # 9.6-14.4 under 年薪(万元)
    THOUSAND = "thousand"  # 8-12千/月
    WAN_MONTH = "wan-month"  # 0.8-1.2万/月
    K = "k"  # 8k-12k
    WIDE = "wide"  # ８０００－１２０００元/月


SHORT = ("title", "headcount", "education", "pay")
OPTIONAL = (
    "skills",
    "duties",
    "experience_years",
    "majors",
    "certificates",
    "district",
    "months_open",
    "reasons",
)
LONG = (
    "title", "headcount", "headcount_12m", "headcount_3y", "employed", "advertised", "filled", "applicants",
    "qualified", "suitable", "months_open", "education", "majors", "experience_years", "certificates", "skills",
    "duties", "pay", "reasons",
)  # fmt: skip

_ZH = {
    "serial": ("序号", "编号"),
    "title": (
        "岗位名称",
        "招聘岗位",
        "*岗位名称（必填）",
        "需求岗位",
        "岗 位 名 称",
        "职位名称",
        "岗位（工种）",
    ),
    "headcount": ("需求人数", "招聘人数", "需求人数（人）", "当前需求人数", "人数", "需求\n人数"),
    "headcount_12m": ("未来12个月需求人数", "未来一年需求人数"),
    "headcount_3y": ("未来三年需求人数", "未来3年需求人数"),
    "employed": ("现有在岗人数", "在岗人数"),
    "advertised": ("近12个月招聘人数", "近一年招聘人数"),
    "filled": ("近12个月到岗人数", "已到岗人数"),
    "applicants": ("应聘人数", "应聘人数（人）"),
    "qualified": ("合格人数", "符合条件人数"),
    "suitable": ("合适人数", "合适人数（人）"),
    "months_open": ("空缺时长（月）", "空缺月数"),
    "education": ("学历要求", "学历", "最低学历", "文化程度"),
    "majors": ("专业要求", "专业", "所学专业"),
    "experience_years": ("工作经验（年）", "工作年限", "经验要求"),
    "certificates": ("职称/职业资格", "证书要求", "持证要求"),
    "skills": ("技能要求", "所需技能", "核心技能"),
    "duties": ("岗位职责", "岗位要求", "任职要求", "工作内容"),
    "reasons": ("招聘困难原因", "难招原因"),
    "district": ("工作地点", "所在区县"),
    "enterprise_name": ("企业名称", "单位名称", "公司名称", "用人单位"),
    "credit_code": ("统一社会信用代码", "信用代码"),
    "chain": ("所属产业链", "产业链"),
    "employees": ("员工人数", "从业人数", "职工总数"),
    "home": ("所在县区", "企业所在地", "所在地"),
}
_EN = {
    "serial": ("No.",),
    "title": ("Job title", "Position"),
    "headcount": ("Headcount", "Number of posts", "Vacancies"),
    "headcount_12m": ("Headcount next 12 months",),
    "headcount_3y": ("Headcount next 3 years",),
    "employed": ("Currently employed",),
    "advertised": ("Posts advertised in 12 months",),
    "filled": ("Posts filled in 12 months",),
    "applicants": ("Applicants",),
    "qualified": ("Qualified applicants",),
    "suitable": ("Suitable applicants",),
    "months_open": ("Months open",),
    "education": ("Education", "Minimum education"),
    "majors": ("Majors", "Field of study"),
    "experience_years": ("Years of experience",),
    "certificates": ("Certificates",),
    "skills": ("Skills", "Required skills"),
    "duties": ("Job description", "Duties"),
    "reasons": ("Why hard to fill",),
    "district": ("Location",),
    "enterprise_name": ("Company name", "Enterprise"),
    "credit_code": ("Unified social credit code",),
    "chain": ("Industrial chain",),
    "employees": ("Number of employees",),
    "home": ("District",),
}
_PAY_ZH = {
    PayStyle.SPLIT: ("月薪下限（元）|月薪上限（元）", "最低月薪|最高月薪"),
    PayStyle.RANGE: ("月薪（元）", "月薪(元)"),
    PayStyle.RANGE_UNIT: ("薪资待遇", "薪酬待遇", "工资待遇"),
    PayStyle.ANNUAL_UNIT: ("薪酬", "拟提供薪酬", "薪资范围"),
    PayStyle.ANNUAL_HEADER: ("年薪(万元)", "年薪（万元）"),
    PayStyle.THOUSAND: ("薪资范围", "薪资"),
    PayStyle.WAN_MONTH: ("薪资", "薪资水平"),
    PayStyle.K: ("月薪", "月薪范围"),
    PayStyle.WIDE: ("工资待遇", "薪资待遇"),
}
_PAY_EN = {
    PayStyle.SPLIT: ("Pay from (yuan/month)|Pay to (yuan/month)",),
    PayStyle.RANGE: ("Monthly salary (yuan)",),
    PayStyle.ANNUAL_HEADER: ("年薪(万元)",),
}


@dataclass(frozen=True, slots=True)
class Style:
    """A table's look: `headers` in the order of `fields`; pay in two columns has two entries in each."""

    fields: tuple[str, ...]
    headers: tuple[str, ...]
    block: Block
    pay: PayStyle
    has_title: bool
    has_two_row_header: bool
    has_totals: bool
    has_notes: bool
    has_blank_rows: bool
    has_words_in_counts: bool
    wide_digits: bool

    def plain(self) -> Style:
        """The same table without merged headers: what a CSV file can hold."""
        return replace(self, has_two_row_header=False)


def draw_style(dice: Dice, needed: Collection[str] = ()) -> Style:
    """A style with the `needed` columns; `pay_text` asks for pay in one column, `totals` for a totals row."""
    block = dice.pick({Block.PAIRS: 4, Block.INLINE: 3, Block.COLUMNS: 3, Block.FILENAME: 0.5})
    if "credit_code" in needed and block is Block.FILENAME:
        block = Block.PAIRS
    words = dice.pick({"zh": 7, "en": 1, "mixed": 1.3})
    pay = _pay_style(dice, words, needed)
    fields = _fields(dice, block, needed)
    named = [(field, _header(field, pay, words, dice)) for field in fields]
    pairs = [pair for field, header in named for pair in _columns(field, header)]
    return Style(
        fields=tuple(field for field, _ in pairs),
        headers=tuple(header for _, header in pairs),
        block=block,
        pay=pay,
        has_title=dice.chance(0.65) or block is Block.FILENAME,
        has_two_row_header="headcount_12m" in fields and words == "zh",
        has_totals=dice.chance(0.35) or "totals" in needed,
        has_notes=dice.chance(0.45),
        has_blank_rows=dice.chance(0.2),
        has_words_in_counts=dice.chance(0.12),
        wide_digits=dice.chance(0.08),
    )


def _fields(dice: Dice, block: Block, needed: Collection[str]) -> tuple[str, ...]:
    chosen = list(LONG) if dice.chance(0.4) else [*SHORT, *dice.some(OPTIONAL, 2, 6)]
    chosen += [field for field in needed if field in LONG and field not in chosen]
    columns = ["serial"] if dice.chance(0.5) else []
    if block is Block.COLUMNS:
        columns += ["enterprise_name", "credit_code", "chain", "employees", "home"]
        chosen = [field for field in chosen if field != "district"]
    return tuple(columns + chosen)


def _pay_style(dice: Dice, words: str, needed: Collection[str]) -> PayStyle:
    styles = list(_PAY_EN if words == "en" else PayStyle)
    return PayStyle.RANGE_UNIT if "pay_text" in needed else dice.choice(styles)


def _header(field: str, pay: PayStyle, words: str, dice: Dice) -> str:
    if field == "pay":
        return dice.choice(_PAY_EN.get(pay, _PAY_ZH[pay]) if words == "en" else _PAY_ZH[pay])
    if words == "mixed" and field not in ("serial", "district", "home") and dice.chance(0.5):
        return f"{_ZH[field][0]} {_EN[field][0]}"
    return dice.choice((_EN if words == "en" else _ZH)[field])


def _columns(field: str, header: str) -> list[tuple[str, str]]:
    if field == "pay" and "|" in header:
        return list(zip(("pay_low", "pay_high"), header.split("|"), strict=True))
    return [(field, header)]
