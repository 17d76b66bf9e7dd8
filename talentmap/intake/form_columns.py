"""The columns of the survey form, once for the workbook and the CSV; their headers are read back by `headers.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Entry(StrEnum):
    """What may be entered in a column."""

    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A question: field, headers, example, width in characters; `names` is the drop-down's defined name."""

    field: str
    zh: str
    en: str
    example: str | int
    width: int = 14
    entry: Entry = Entry.TEXT
    names: str = ""

    @property
    def header(self) -> str:
        """The header as printed: Chinese above English."""
        return f"{self.zh}\n{self.en}"


_COUNT, _NUMBER, _LIST = Entry.COUNT, Entry.NUMBER, Entry.LIST

ENTERPRISE_QUESTIONS = (
    FormColumn("enterprise_name", "企业名称", "Enterprise name", "清远示例新材料有限公司", 36),
    FormColumn("credit_code", "统一社会信用代码", "Unified social credit code", "91350100M000100Y43", 24),
    FormColumn("chain", "产业链", "Chain", "", 28, _LIST, "chains"),
    FormColumn("segment", "环节", "Segment", "", 28, _LIST, "segments"),
    FormColumn("enterprise_district", "企业所在地", "Enterprise district", "", 20, _LIST, "districts"),
    FormColumn("size_class", "规模类型", "Size class", "", 16, _LIST, "sizes"),
    FormColumn("employees", "从业人数", "Employees", 320, 12, _COUNT),
)

DEMAND_COLUMNS = (
    FormColumn("title", "*岗位名称（必填）", "Job title", "铝挤压工艺工程师", 24),
    FormColumn("segment", "环节", "Segment", "", 22, _LIST, "segments"),
    FormColumn("role_stated", "对应岗位", "Catalogue role", "", 26, _LIST, "roles"),
    FormColumn("tier_stated", "人才类别", "Talent tier", "", 16, _LIST, "tiers"),
    FormColumn("headcount", "*需求人数（必填）", "Headcount now", 3, 11, _COUNT),
    FormColumn("headcount_12m", "未来12个月需求人数", "Headcount next 12 months", 5, 12, _COUNT),
    FormColumn("headcount_3y", "未来三年需求人数", "Headcount next 3 years", 8, 12, _COUNT),
    FormColumn("employed", "现有在岗人数", "Employed in role", 4, 12, _COUNT),
    FormColumn("advertised", "近12个月招聘人数", "Posts advertised in 12 months", 4, 12, _COUNT),
    FormColumn("filled", "近12个月到岗人数", "Posts filled in 12 months", 1, 12, _COUNT),
    FormColumn("applicants", "应聘人数", "Applicants", 20, 11, _COUNT),
    FormColumn("qualified", "合格人数", "Qualified applicants", 6, 11, _COUNT),
    FormColumn("suitable", "合适人数", "Suitable applicants", 2, 11, _COUNT),
    FormColumn("months_open", "空缺时长（月）", "Months open", 6, 10, _NUMBER),
    FormColumn("education", "学历要求", "Education required", "", 18, _LIST, "education"),
    FormColumn("majors", "专业要求", "Majors", "材料成型及控制工程、金属材料工程", 24),
    FormColumn("experience_years", "经验要求（年）", "Years of experience", 3, 10, _NUMBER),
    FormColumn("certificates", "证书要求", "Certificates", "助理工程师", 18),
    FormColumn("skills", "技能要求", "Skills required", "挤压工艺调试、修模", 26),
    FormColumn("duties", "岗位职责", "Duties", "制定挤压工艺，解决产线质量问题", 36),
    FormColumn("pay_low", "薪资下限（元）", "Pay low", 8000, 11, _NUMBER),
    FormColumn("pay_high", "薪资上限（元）", "Pay high", 12000, 11, _NUMBER),
    FormColumn("pay_period", "薪资周期", "Pay period", "月 month", 11, _LIST, "periods"),
    FormColumn("reasons", "招聘困难原因1", "Hard to fill reason 1", "", 22, _LIST, "reasons"),
    FormColumn("reasons", "招聘困难原因2", "Hard to fill reason 2", "", 22, _LIST, "reasons"),
    FormColumn("reasons", "招聘困难原因3", "Hard to fill reason 3", "", 22, _LIST, "reasons"),
    FormColumn("district", "工作地点", "Work location", "", 18, _LIST, "districts"),
)
