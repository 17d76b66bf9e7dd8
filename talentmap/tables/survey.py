"""What enterprises answered: ENTERPRISES, DEMAND, PAINS, INCENTIVE_USE, and FILES, the account of every file."""

from __future__ import annotations

from talentmap.tables.schema import Column, Kind, Table

_T, _I, _F, _B = Kind.TEXT, Kind.INT, Kind.FLOAT, Kind.BOOL

ENTERPRISES = Table(
    "enterprises",
    "企业",
    "Enterprises that answered",
    key=("enterprise_id",),
    columns=(
        Column(
            "enterprise_id",
            _T,
            "企业标识：统一社会信用代码，缺失时由名称生成",
            "Credit code, or a key made from the name",
        ),
        Column("enterprise_name", _T, "企业名称", "Name as written"),
        Column(
            "credit_code",
            _T,
            "统一社会信用代码",
            "Unified social credit code, empty when not given or invalid",
        ),
        Column("chain_id", _T, "产业链", "Chain"),
        Column("segment_id", _T, "环节", "Segment, empty when not stated"),
        Column("district_id", _T, "县（市、区）", "District, empty when not stated"),
        Column("size_class", _T, "规模：large、medium、small、micro", "Size class"),
        Column("employees", _I, "从业人数", "Employees", "people"),
        Column("source_file", _T, "来源文件", "File of the answer that counts"),
    ),
)

DEMAND = Table(
    "demand",
    "需求条目",
    "Demand lines",
    key=("line_id",),
    columns=(
        Column("line_id", _T, "需求条目标识", "Stable id of the line: enterprise and content, never row order"),
        Column("enterprise_id", _T, "企业标识", "Enterprise"),
        Column("chain_id", _T, "产业链", "Chain"),
        Column("segment_id", _T, "环节", "Segment as stated, may be empty"),
        Column("district_id", _T, "县（市、区）", "District of the post, else of the enterprise"),
        Column("title", _T, "岗位名称（原文）", "Job title as written"),
        Column("role_stated", _T, "企业自选岗位", "Role id that the enterprise chose on our form, may be empty"),
        Column("tier_stated", _T, "企业自选人才类别", "Tier that the enterprise chose, may be empty"),
        Column("headcount", _I, "当前需求人数", "Posts open now", "people"),
        Column("headcount_12m", _I, "未来12个月需求人数", "Posts wanted within 12 months", "people"),
        Column("headcount_3y", _I, "未来三年需求人数", "Posts wanted within 3 years", "people"),
        Column(
            "need_kind",
            _T,
            "需求性质：new、replacement、both",
            "Why the posts are open: new posts, replacement or both",
        ),
        Column("employed", _I, "现有在岗人数", "Employed in the role now", "people"),
        Column("advertised", _I, "近12个月招聘人数", "Posts advertised in 12 months", "people"),
        Column("filled", _I, "近12个月到岗人数", "Posts filled in 12 months", "people"),
        Column("applicants", _I, "应聘人数", "Applicants in 12 months", "people"),
        Column("qualified", _I, "合格人数", "Qualified applicants", "people"),
        Column("suitable", _I, "合适人数", "Suitable applicants", "people"),
        Column("months_open", _F, "空缺时长", "Months the post has been open", "months"),
        Column("education", _T, "学历要求", "Education floor"),
        Column("majors", _T, "专业要求", "Majors, joined by |"),
        Column("experience_years", _F, "经验要求", "Years of experience asked", "years"),
        Column("certificates", _T, "证书要求", "Certificates, joined by |"),
        Column("skills", _T, "技能要求（原文）", "Skills as written, joined by |"),
        Column("duties", _T, "岗位职责（原文）", "Duties as written"),
        Column("pay_low", _F, "月薪下限", "Lowest monthly pay offered", "yuan/month"),
        Column("pay_high", _F, "月薪上限", "Highest monthly pay offered", "yuan/month"),
        Column("reasons", _T, "招聘困难原因", "Coded reasons, joined by |"),
        Column("source_file", _T, "来源文件", "File"),
        Column("source_sheet", _T, "来源工作表", "Sheet"),
        Column("source_row", _I, "来源行", "Row"),
    ),
)

PAINS = Table(
    "pains",
    "企业痛点",
    "Pain points by stage",
    key=("enterprise_id", "pain_id"),
    columns=(
        Column("enterprise_id", _T, "企业标识", "Enterprise"),
        Column("chain_id", _T, "产业链", "Chain"),
        Column("stage", _T, "环节：引、育、用、留", "Policy stage"),
        Column("pain_id", _T, "痛点", "Pain point"),
    ),
)

INCENTIVE_USE = Table(
    "incentive_use",
    "政策知晓与享受",
    "How far enterprises have got with each incentive item they know",
    key=("enterprise_id", "item_id"),
    columns=(
        Column("enterprise_id", _T, "企业标识", "Enterprise"),
        Column("chain_id", _T, "产业链", "Chain"),
        Column("item_id", _T, "政策条目", "Incentive item"),
        Column("reach", _T, "程度：known、applied、received", "How far: known, applied for, received"),
    ),
)

FILES = Table(
    "files",
    "收到的文件",
    "Files received and what became of their rows: rows_in = used + rejected + duplicate",
    key=("file",),
    columns=(
        Column("file", _T, "文件", "File"),
        Column("sha256", _T, "内容摘要", "Hash of the content"),
        Column("encoding", _T, "编码", "Encoding that was used, empty for workbooks"),
        Column("form", _T, "表格", "Form that the file was made from, empty for a table of the firm's own"),
        Column("enterprise_id", _T, "企业标识", "Enterprise, empty when unreadable"),
        Column("rows_in", _I, "读入行", "Rows of data in the file", "rows"),
        Column("used", _I, "采用", "Rows used", "rows"),
        Column("rejected", _I, "退回", "Rows set aside with a problem", "rows"),
        Column("duplicate", _I, "重复", "Rows set aside as duplicates", "rows"),
        Column("headcount", _I, "采用行的需求人数", "Headcount of the rows used", "people"),
        Column("status", _T, "状态：used、rejected、superseded、unreadable", "What became of the file"),
    ),
)
