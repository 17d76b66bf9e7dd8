"""What the departments know about people: RECORDS as extracted, PEOPLE as merged, COVERAGE of the merge."""

from __future__ import annotations

from talentmap.tables.schema import Column, Kind, Table

_T, _I, _F, _D = Kind.TEXT, Kind.INT, Kind.FLOAT, Kind.DATE

_ATTRIBUTES = (
    Column("sex", _T, "性别", "Sex: f or m"),
    Column("birth_year", _I, "出生年份", "Year of birth"),
    Column("education", _T, "最高学历", "Highest education"),
    Column("school", _T, "毕业院校", "School"),
    Column("major", _T, "专业", "Major"),
    Column("job_title", _T, "岗位", "Job title as written"),
    Column("professional_title", _T, "职称等级", "Professional title level"),
    Column("skill_level", _T, "技能等级", "Skilled-worker level"),
    Column("certificates", _T, "证书", "Certificates, joined by |"),
    Column("employer_id", _T, "单位标识", "Employer's credit code"),
    Column("industry", _T, "行业代码", "GB/T 4754 code of the employer"),
    Column("district_id", _T, "县（市、区）", "District"),
    Column("status", _T, "状态", "employed, seeking, student or returning"),
    Column("graduation_year", _I, "毕业年份", "Year of graduation"),
    Column("pay_month", _F, "月薪", "Monthly pay, insurance base", "yuan/month"),
)

RECORDS = Table(
    "records",
    "部门记录",
    "One row a record of a department's extract, under keyed pseudonyms",
    key=("record_id",),
    columns=(
        Column("record_id", _T, "记录标识", "Keyed pseudonym of the record's content: never of its row"),
        Column("person_key", _T, "证件假名", "Keyed pseudonym of the resident ID, empty when missing or invalid"),
        Column(
            "trace_key", _T, "线索假名", "Keyed pseudonym of who stands in a record without ID, the same every year"
        ),
        Column("name_key", _T, "姓名假名", "Keyed pseudonym of the folded name"),
        Column("pinyin_key", _T, "读音假名", "Keyed pseudonym of the name in pinyin, empty when there is no name"),
        Column("birth_month", _T, "出生年月", "YYYY-MM, empty when unknown"),
        Column("phone_key", _T, "电话假名", "Keyed pseudonym of the phone number, empty when missing"),
        Column(
            "phone_tail_key",
            _T,
            "电话尾号假名",
            "Keyed pseudonym of the phone's last four digits, also of a masked one",
        ),
        Column("department", _T, "部门", "Department"),
        Column("as_of", _D, "数据日期", "Date of the extract"),
        *_ATTRIBUTES,
        Column("source_file", _T, "来源文件", "File"),
        Column("source_row", _I, "来源行", "Row"),
    ),
)

TRACES = Table(
    "traces",
    "比对线索",
    "What records without an ID, and those that might be of the same people, are compared by",
    key=("entity", "record_id"),
    columns=(
        Column("entity", _T, "对象", "Record without an ID, or the pseudonym of an ID, or what was decided to be one"),
        Column("record_id", _T, "记录标识", "Record"),
        Column("identified", _I, "有证件号", "1 with a valid ID, else 0"),
        Column("name", _T, "姓名假名", "Pseudonym of the name"),
        Column("sound", _T, "读音假名", "Pseudonym of the name in pinyin"),
        Column("birth_month", _T, "出生年月", "YYYY-MM"),
        Column("phone", _T, "电话假名", "Pseudonym of the phone"),
        Column("phone_tail", _T, "电话尾号假名", "Pseudonym of its last four digits"),
        Column("employer", _T, "单位标识", "Employer's credit code"),
        Column("school", _T, "毕业院校", "School without blanks, in lower case"),
        Column("district", _T, "县（市、区）", "District"),
        Column("sex", _T, "性别", "f or m"),
        Column("employer_common", _I, "单位常见", "1 where more than one record in 64 has this employer"),
        Column("school_common", _I, "院校常见", "1 where more than one record in 64 has this school"),
        Column("source_file", _T, "来源文件", "File"),
        Column("source_row", _I, "来源行", "Row"),
        Column("decision_key", _T, "判定键", "What a decision names: the pseudonym of the ID, or of the trace"),
    ),
)

LINKS = Table(
    "links",
    "比对结果",
    "Pairs of traces that were compared, with the verdict on each item",
    key=("one", "other"),
    columns=(
        Column("one", _T, "对象甲", "Entity without an ID"),
        Column("other", _T, "对象乙", "The other entity"),
        Column("identified", _I, "乙有证件号", "1 where the other has an ID"),
        *(
            Column(f"on_{item}", _I, zh, f"{en}: 3 agree, 2 near, 1 differ, 0 unknown")
            for item, zh, en in (
                ("name", "姓名", "Name"),
                ("birth_month", "出生年月", "Birth month"),
                ("phone", "电话", "Phone"),
                ("employer", "单位", "Employer"),
                ("school", "院校", "School"),
                ("district", "地区", "District"),
                ("sex", "性别", "Sex"),
            )
        ),
        Column("points", _I, "分值", "Sum of the points"),
        Column("agreeing", _I, "相符项数", "Items that agree or are near"),
        Column("contradicts", _I, "互相矛盾", "1 where the evidence excludes one person"),
        Column("probability", _F, "概率", "Probability of one person, learned from all pairs; empty where too few"),
        Column("links", _I, "同一人", "1 where the evidence takes both for one person"),
        Column("review", _I, "待查", "1 where a person should look, or the evidence is enough"),
    ),
)

LINK_QUEUE = Table(
    "link_queue",
    "人员待判定",
    "Pairs that wait for a decision in decisions/person-links.csv, those with the most points first",
    key=("place",),
    columns=(
        Column("place", _I, "序号", "Place in the queue"),
        Column("key", _T, "判定键", "Key of the decision: two pseudonyms joined by |"),
        Column("why", _T, "缘由", "ambiguous, near or two-ids"),
        Column("points", _I, "分值", "Points that speak for one person"),
        Column("reasons", _T, "依据", "Verdict on each item, joined by |; no values"),
        Column("file_a", _T, "文件甲", "Where one stands"),
        Column("row_a", _I, "行甲", "Its row"),
        Column("file_b", _T, "文件乙", "Where the other stands"),
        Column("row_b", _I, "行乙", "Its row"),
    ),
)

STATEMENTS = Table(
    "statements",
    "部门说法",
    "One row a person and department: the best value of each field, behind a prefix that spells its standing",
    key=("person_id", "department"),
    columns=(
        Column("person_id", _T, "人才假名", "Person"),
        Column("department", _T, "部门", "Department"),
        *(Column(column.name, _T, column.zh, f"Standing and value of: {column.en}") for column in _ATTRIBUTES),
        Column("linked", _I, "经比对", "1 where linkage or a decision placed a record"),
        Column("identified", _I, "有证件号", "1 where a record has a valid ID"),
        Column("records", _I, "记录数", "Records"),
        Column("with_id", _I, "有证件号记录数", "Records with a valid ID"),
    ),
)

CONFLICTS = Table(
    "conflicts",
    "部门分歧",
    "Fields on which departments disagree about a person: what each says, and which value was kept",
    key=("person_id", "field", "department"),
    columns=(
        Column("person_id", _T, "人才假名", "Person"),
        Column("field", _T, "字段", "Field"),
        Column("department", _T, "部门", "Department"),
        Column("value", _T, "取值", "What it says"),
        Column("kept", _I, "采用", "1 where the person keeps this value"),
    ),
)

PROVENANCE = Table(
    "provenance",
    "字段来源",
    "Where the values of each field come from: how many a department offers, how many survive, how many agree",
    key=("field", "department"),
    columns=(
        Column("field", _T, "字段", "Field"),
        Column("department", _T, "部门", "Department"),
        Column("offered", _I, "提供人数", "People of whom it states the field", "people"),
        Column("kept", _I, "采用人数", "People who keep its value", "people"),
        Column("compared", _I, "可比人数", "People of whom another department states the field as well", "people"),
        Column("agreed", _I, "一致人数", "Of these, people on whom all departments agree", "people"),
    ),
)

DEPARTMENTS = Table(
    "departments",
    "部门共享评价",
    "The data-sharing scorecard: one row a department",
    key=("department",),
    columns=(
        Column("department", _T, "部门", "Department"),
        Column("as_of", _D, "最新数据日期", "Date of its latest extract"),
        Column("age_days", _I, "距基准日", "Days from then to the reference date", "days"),
        Column("rows_in", _I, "提交行数", "Rows handed over", "rows"),
        Column("rejected", _I, "未采用行数", "Rows that name nobody or are misshapen", "rows"),
        Column("duplicate", _I, "重复行数", "Rows that repeat another word for word", "rows"),
        Column("records", _I, "记录数", "Records used", "rows"),
        Column("people", _I, "人数", "People it knows", "people"),
        Column("people_only_here", _I, "独有人数", "People whom no other department knows", "people"),
        Column("fields", _I, "字段数", "Fields of a person that it states of anybody"),
        Column("completeness", _F, "完整性", "Cells filled among those fields", "0-1"),
        Column("validity", _F, "有效性", "Records with a valid resident ID", "0-1"),
        Column("uniqueness", _F, "唯一性", "People by records", "0-1"),
        Column("agreement", _F, "一致性", "Compared values on which all departments agree", "0-1"),
    ),
)

EVENTS = Table(
    "events",
    "人才事件",
    "Dated events in working lives: inflow, training, title, award, project, job change, outflow",
    key=("event_id",),
    columns=(
        Column("event_id", _T, "事件标识", "Keyed pseudonym of the event's content"),
        Column("person_id", _T, "人才假名", "Person"),
        Column("known", _I, "在登记中", "1 where a department knows the person"),
        Column("event", _T, "事件", "Kind of event"),
        Column("date", _D, "日期", "Day"),
        Column("tier", _T, "人才类别", "Tier, empty when not stated"),
        Column("chain_id", _T, "产业链", "Chain, empty when not stated"),
        Column("district_id", _T, "县（市、区）", "District, empty when not stated"),
        Column("programme", _T, "项目", "Programme, empty when none"),
        Column("detail", _T, "说明", "What more is said"),
        Column("source_row", _I, "来源行", "Row"),
    ),
)

PEOPLE = Table(
    "people",
    "人才",
    "One row a person after the merge",
    key=("person_id",),
    columns=(
        Column("person_id", _T, "人才假名", "Keyed pseudonym of the person"),
        *_ATTRIBUTES,
        Column("chain_id", _T, "产业链", "Chain of the employer's industry, empty when unknown"),
        Column("available", _T, "可供状态", "Situation that makes the person available; empty when not"),
        Column("departments", _T, "来源部门", "Departments that know the person, joined by |"),
        Column("record_count", _I, "记录数", "Records merged"),
        Column("conflict_count", _I, "冲突字段数", "Fields on which departments disagree"),
        Column("link", _T, "合并依据", "id, linked (name, birth month or phone, and a third agreeing item) or single"),
    ),
)

COVERAGE = Table(
    "coverage",
    "登记覆盖",
    "Two departments' lists against each other, with Chapman's estimate of the people behind them",
    key=("department_a", "department_b"),
    columns=(
        Column("department_a", _T, "部门甲", "First list"),
        Column("department_b", _T, "部门乙", "Second list"),
        Column("people_a", _I, "甲人数", "People on the first list", "people"),
        Column("people_b", _I, "乙人数", "People on the second list", "people"),
        Column("people_both", _I, "共有人数", "People on both", "people"),
        Column("estimate", _F, "估计总数", "Chapman estimate, empty where fewer than seven are on both", "people"),
        Column("standard_error", _F, "标准误", "Standard error", "people"),
    ),
)
