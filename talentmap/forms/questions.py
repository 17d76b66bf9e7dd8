"""What the survey asks, once for workbook, CSV and annotated copy; `catalogs/headers.yaml` reads every header back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from talentmap.forms.wording import said


class Entry(StrEnum):
    """What may be entered in answer to a question."""

    TEXT = "text"
    CODE = "code"  # a credit code: 18 characters, kept as text
    COUNT = "count"
    NUMBER = "number"
    LIST = "list"


class Part(StrEnum):
    """What a question is about; the columns of one part stand together under one colour."""

    FIRM = "firm"
    POST = "post"
    NUMBERS = "numbers"
    HIRING = "hiring"
    WANTED = "wanted"
    OFFER = "offer"


@dataclass(frozen=True, slots=True)
class Question:
    """A question: field, header and hint in both languages, a worked answer, the drop-down's defined name.

    `example` is an id of the catalog where there is a drop-down. Questions that may be answered several times have a
    column each, told apart by `slot`.
    """

    field: str
    zh: str
    en: str
    example: str | int
    part: Part
    hint_zh: str
    hint_en: str
    width: int = 14
    entry: Entry = Entry.TEXT
    choices: str = ""
    slot: int = 0

    @property
    def key(self) -> str:
        """The question's own name: its field, with the number of the column where there are several."""
        return f"{self.field}-{self.slot}" if self.slot else self.field

    @property
    def is_number(self) -> bool:
        """True where the answer is a number to count with."""
        return self.entry in (Entry.COUNT, Entry.NUMBER)

    @property
    def is_needed(self) -> bool:
        """True where a line cannot be used without the answer."""
        return self.zh.startswith("*")

    def header(self, languages: Sequence[str]) -> str:
        """The header as printed: one language below the other."""
        star = "*" if self.is_needed and languages[0] == "en" else ""
        return star + said(self.zh, self.en, languages)

    def hint(self, languages: Sequence[str]) -> str:
        """How to answer."""
        return said(self.hint_zh, self.hint_en, languages)


_CODE, _COUNT, _NUMBER, _LIST = Entry.CODE, Entry.COUNT, Entry.NUMBER, Entry.LIST
_FIRM, _POST, _NUMBERS, _HIRING, _WANTED, _OFFER = Part

# fmt: off
ENTERPRISE_QUESTIONS = (
    Question("enterprise_name", "企业名称", "Enterprise name", "示例科技有限公司", _FIRM,
             "照营业执照写全称", "The full name on the licence", 36),
    Question("credit_code", "统一社会信用代码", "Unified social credit code", "91350100M000100Y43", _FIRM,
             "照营业执照抄写，18 位", "18 characters, copied from the licence", 24, _CODE),
    Question("chain", "产业链", "Chain", "chain", _FIRM,
             "主营业务所属的产业链", "The chain of the main business", 28, _LIST, "chains"),
    Question("segment", "环节", "Segment", "segment", _FIRM,
             "主营业务所在的环节", "The segment of the main business", 28, _LIST, "segments"),
    Question("enterprise_district", "企业所在地", "Enterprise district", "district", _FIRM,
             "实际经营地所在的县（市、区）", "The district where the work is done", 20, _LIST, "districts"),
    Question("size_class", "规模类型", "Size class", "medium", _FIRM,
             "按统计上的划型标准", "By the official size classes", 16, _LIST, "sizes"),
    Question("employees", "从业人数", "Employees", 320, _FIRM,
             "最近月末的全部从业人员，整数", "All staff at the end of last month, a whole number", 12, _COUNT),
    Question("hires", "有无人才需求", "Any posts to fill", "yes", _FIRM,
             "没有需求也请选“无”并交回：不招人的企业同样要统计",
             "If there are none choose no and send it back: those who need nobody count too", 16, _LIST, "hires"),
)

DEMAND_QUESTIONS = (
    Question("title", "*岗位名称（必填）", "Job title", "铝挤压工艺工程师", _POST,
             "招聘时使用的名称，每行一个岗位", "As you advertise it; one post a row", 24),
    Question("segment", "环节", "Segment", "segment", _POST,
             "先选环节，对应岗位的列表随之变短", "Choose this first: it shortens the list of roles", 22, _LIST,
             "segments"),
    Question("role_stated", "对应岗位", "Catalogue role", "role", _POST,
             "目录中最接近的岗位；没有就留空", "The closest role of the catalog; empty if none fits", 26, _LIST,
             "roles"),
    Question("tier_stated", "人才类别", "Talent tier", "engineer", _POST,
             "科学家、工程师、技能人才或青年人才", "Scientist, engineer, technician or youth", 16, _LIST, "tiers"),
    Question("headcount", "*需求人数（必填）", "Headcount now", 3, _NUMBERS,
             "现在就要招的人数，整数", "People wanted now, a whole number", 12, _COUNT),
    Question("headcount_12m", "未来12个月需求人数", "Headcount next 12 months", 5, _NUMBERS,
             "含现在要招的", "Includes those wanted now", 13, _COUNT),
    Question("headcount_3y", "未来三年需求人数", "Headcount next 3 years", 8, _NUMBERS,
             "含未来 12 个月的", "Includes the next 12 months", 13, _COUNT),
    Question("need_kind", "需求性质", "New or replacement", "both", _NUMBERS,
             "新增、补员，或两者都有", "New posts, replacement, or both", 16, _LIST, "need_kinds"),
    Question("employed", "现有在岗人数", "Employed in role", 4, _NUMBERS,
             "本岗位现在的人数", "People in this role now", 12, _COUNT),
    Question("advertised", "近12个月招聘人数", "Posts advertised in 12 months", 4, _HIRING,
             "近 12 个月发布过的名额", "Posts advertised in the last 12 months", 13, _COUNT),
    Question("filled", "近12个月到岗人数", "Posts filled in 12 months", 1, _HIRING,
             "其中已到岗的，不大于招聘人数", "Of those, the ones filled", 13, _COUNT),
    Question("applicants", "应聘人数", "Applicants", 20, _HIRING,
             "近 12 个月收到的应聘", "Applications in the last 12 months", 12, _COUNT),
    Question("qualified", "合格人数", "Qualified applicants", 6, _HIRING,
             "其中符合条件的", "Of those, the ones who met the conditions", 12, _COUNT),
    Question("suitable", "合适人数", "Suitable applicants", 2, _HIRING,
             "其中愿意录用的", "Of those, the ones you would hire", 12, _COUNT),
    Question("months_open", "空缺时长（月）", "Months open", 6, _HIRING,
             "从开始招聘算起，按月", "Months since you began to look", 11, _NUMBER),
    Question("reasons", "招聘困难原因1", "Hard to fill reason 1", "lack-skills", _HIRING,
             "最主要的原因，不难招就留空", "The main reason; leave it empty if the post is not hard to fill", 22, _LIST,
             "reasons", 1),
    Question("reasons", "招聘困难原因2", "Hard to fill reason 2", "pay-gap", _HIRING,
             "其次的原因", "The second reason", 22, _LIST, "reasons", 2),
    Question("reasons", "招聘困难原因3", "Hard to fill reason 3", "", _HIRING,
             "第三个原因", "The third reason", 22, _LIST, "reasons", 3),
    Question("education", "学历要求", "Education required", "bachelor", _WANTED,
             "最低要求，不是优先条件", "The least you accept, not what you prefer", 18, _LIST, "education"),
    Question("majors", "专业要求", "Majors", "材料成型及控制工程、金属材料工程", _WANTED,
             "多个用顿号分开", "Several are parted by commas", 24),
    Question("experience_years", "经验要求（年）", "Years of experience", 3, _WANTED,
             "最低年数，不限填 0", "The fewest years; 0 if none", 11, _NUMBER),
    Question("certificates", "证书要求", "Certificates", "助理工程师", _WANTED,
             "职称、职业资格或技能等级", "Titles, licences or skill levels", 18),
    Question("skills", "技能要求", "Skills required", "挤压工艺调试、修模", _WANTED,
             "三到八项，用顿号分开", "Three to eight, parted by commas", 28),
    Question("duties", "岗位职责", "Duties", "制定挤压工艺，解决产线质量问题", _WANTED,
             "一两句话；不写个人信息", "A sentence or two; nothing personal", 34),
    Question("pay_low", "薪资下限（元）", "Pay low", 8000, _OFFER,
             "税前，元，与右边的周期一致", "Yuan before tax, for the period on the right", 12, _NUMBER),
    Question("pay_high", "薪资上限（元）", "Pay high", 12000, _OFFER,
             "不低于下限", "Not below the lower end", 12, _NUMBER),
    Question("pay_period", "薪资周期", "Pay period", "month", _OFFER,
             "上面两个数是按月、年、日还是时", "Whether the two are by the month, year, day or hour", 12, _LIST,
             "periods"),
    Question("district", "工作地点", "Work location", "district", _OFFER,
             "与企业所在地相同可留空", "Leave it empty if it is the enterprise's own", 20, _LIST, "districts"),
)
# fmt: on
