"""The columns of the policy register, once for CSV, workbook and form: field, headers, hint, an example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from talentmap.text import lookup_key


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `choices` names its drop-down, whose entries begin with the id that is read back."""

    field: str
    zh: str
    en: str
    hint_zh: str
    hint_en: str
    example: str
    width: int = 14
    choices: str = ""
    is_needed: bool = False
    is_number: bool = False


ITEM_COLUMNS = (
    Column(
        "item_id",
        "条目编号",
        "Item id",
        "每个条目一个编号，不重复；换年度沿用。",
        "One id an item; keep it from year to year.",
        "p01-1",
        12,
        is_needed=True,
    ),
    Column(
        "doc_id",
        "文件编号",
        "Document id",
        "“文件”一页中的编号。",
        "As on the sheet Documents.",
        "p01",
        11,
        is_needed=True,
    ),
    Column("clause", "条款", "Clause", "条款编号，照原文写。", "The number of the clause, as printed.", "第三条", 12),
    Column(
        "title_zh",
        "名称（中文）",
        "Title (Chinese)",
        "一句话说清给什么。",
        "What is given, in a few words.",
        "博士安家补贴",
        26,
        is_needed=True,
    ),
    Column(
        "title_en",
        "名称（英文）",
        "Title (English)",
        "英文名称。",
        "The same in English.",
        "Settling-in allowance for doctorates",
        26,
        is_needed=True,
    ),
    Column(
        "stage",
        "环节",
        "Stage",
        "引、育、用、留之一。",
        "Attract, cultivate, utilize or retain.",
        "attract",
        18,
        "stages",
        is_needed=True,
    ),
    Column(
        "tiers",
        "人才类别",
        "Tiers",
        "适用的人才类别，可多选。",
        "The tiers it is meant for.",
        "scientist",
        22,
        "tier_sets",
        is_needed=True,
    ),
    Column(
        "instrument",
        "政策工具",
        "Instrument",
        "给的是什么。",
        "What is given.",
        "settling-in-allowance",
        24,
        "instruments",
        is_needed=True,
    ),
    Column(
        "rule",
        "资格规则",
        "Eligibility rule",
        "比较式用 and 连接；空着表示不设条件。",
        "Comparisons joined by and; empty: open to all.",
        "education >= doctorate and age <= 45",
        40,
    ),
    Column(
        "amount_low",
        "最低金额（元）",
        "Lowest amount (yuan)",
        "数字；“最高100万元”这样的没有最低额，留空。",
        "A number; leave it empty where only a highest is named.",
        "150000",
        14,
        is_number=True,
    ),
    Column(
        "amount_high",
        "最高金额（元）",
        "Highest amount (yuan)",
        "数字；不知道留空，不要填 0。",
        "A number; leave it empty, never 0, when not known.",
        "150000",
        14,
        is_number=True,
    ),
    Column(
        "amount_basis",
        "计发方式",
        "Paid",
        "一次性、每年、每月、每个项目等。",
        "Once, a year, a month, a project …",
        "once",
        16,
        "bases",
    ),
    Column(
        "percent_low",
        "最低比例（%）",
        "Lowest share (%)",
        "按比例给付时填写。",
        "Where a share is paid.",
        "",
        11,
        is_number=True,
    ),
    Column(
        "percent_high",
        "最高比例（%）",
        "Highest share (%)",
        "按比例给付时填写。",
        "Where a share is paid.",
        "",
        11,
        is_number=True,
    ),
    Column(
        "duration_months",
        "最长月数",
        "Months at most",
        "按月、按年发放的最长期限。",
        "For how long it is paid.",
        "",
        11,
        is_number=True,
    ),
    Column(
        "department_id",
        "受理部门",
        "Department",
        "与发文部门不同时填写。",
        "Where it is not the one that issued the document.",
        "",
        22,
        "departments",
    ),
    Column("legal_source", "上位依据", "Legal source", "依据的上级文件。", "The higher rule it rests on.", "", 22),
    Column(
        "valid_from",
        "数值起始日",
        "Values from",
        "本行数值从哪天起有效，如 2026-01-01。",
        "Since when this row's values hold, as 2026-01-01.",
        "",
        13,
    ),
    Column(
        "valid_until", "数值截止日", "Values until", "到哪天为止（含当天）。", "Until when, that day included.", "", 13
    ),
    Column(
        "quote_hash",
        "原文指纹",
        "Quote hash",
        "由程序填写，原文改动时会提醒。",
        "Written by the program; tells when the text changes.",
        "",
        14,
    ),
    Column(
        "budget_year",
        "预算年度",
        "Budget year",
        "预算数所属年度。",
        "The year of the budget.",
        "2026",
        11,
        is_number=True,
    ),
    Column(
        "budget_cny",
        "预算（元）",
        "Budget (yuan)",
        "该条目的年度预算；不知道留空。",
        "The item's budget of that year; empty when not known.",
        "3000000",
        14,
        is_number=True,
    ),
    Column(
        "paid_cny",
        "已兑付（元）",
        "Paid (yuan)",
        "上一年度实际兑付。",
        "Paid out in the year before.",
        "2400000",
        14,
        is_number=True,
    ),
    Column("applicants", "申请人数", "Applicants", "人数。", "People.", "31", 11, is_number=True),
    Column("recipients", "享受人数", "Recipients", "人数。", "People.", "16", 11, is_number=True),
    Column("note", "备注", "Note", "", "", "", 20),
)
DOCUMENT_COLUMNS = (
    Column("doc_id", "文件编号", "Document id", "每份文件一个编号。", "One id a document.", "p01", 11, is_needed=True),
    Column(
        "title_zh",
        "名称（中文）",
        "Title (Chinese)",
        "照原文写。",
        "As printed.",
        "引进高层次人才实施办法",
        34,
        is_needed=True,
    ),
    Column(
        "title_en",
        "名称（英文）",
        "Title (English)",
        "英文名称。",
        "The same in English.",
        "Measures for bringing in talent",
        34,
        is_needed=True,
    ),
    Column(
        "department_id",
        "发文部门代码",
        "Department code",
        "从列表中选择。",
        "Choose from the list.",
        "organization",
        24,
        "departments",
        is_needed=True,
    ),
    Column("department", "发文部门", "Department", "部门名称。", "Its name.", "组织部（人才办）", 20, is_needed=True),
    Column(
        "number",
        "文号",
        "Number",
        "没有文号写“无”。",
        "A dash where there is none.",
        "某组发〔2026〕1号",
        20,
        is_needed=True,
    ),
    Column("issued", "发文日期", "Issued", "如 2026-01-01。", "As 2026-01-01.", "2026-01-01", 13, is_needed=True),
    Column("expires", "失效日期", "Expires", "没有写明的留空。", "Empty where none is stated.", "", 13),
    Column("legal_source", "上位依据", "Legal source", "依据的上级文件。", "The higher rule it rests on.", "", 24),
    Column("file", "原文文件", "Text", "相对 policies/ 的路径。", "Its path below policies/.", "texts/p01.docx", 22),
    Column("note", "备注", "Note", "", "", "", 20),
)
ITEM_SHEET = "政策条目 Items"
DOCUMENT_SHEET = "政策文件 Documents"
CHOSEN = frozenset(column.field for column in (*ITEM_COLUMNS, *DOCUMENT_COLUMNS) if column.choices)
"""Fields whose cells may hold a label after the id."""


def fields_by_header(columns: Sequence[Column]) -> Mapping[str, str]:
    """Fields by every header that people may find above them, folded."""
    return {
        lookup_key(header): column.field
        for column in columns
        for header in (column.field, column.zh, column.en, f"{column.zh}{column.en}", f"{column.en}{column.zh}")
    }


def header_of(column: Column, languages: Sequence[str] = ("zh", "en")) -> str:
    """The header as printed."""
    told = "\n".join(column.zh if language == "zh" else column.en for language in languages)
    return f"*{told}" if column.is_needed else told
