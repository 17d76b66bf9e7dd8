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
        Column("name_key", _T, "姓名假名", "Keyed pseudonym of the folded name"),
        Column("birth_month", _T, "出生年月", "YYYY-MM, empty when unknown"),
        Column("phone_key", _T, "电话假名", "Keyed pseudonym of the phone number, empty when missing"),
        Column("department", _T, "部门", "Department"),
        Column("as_of", _D, "数据日期", "Date of the extract"),
        *_ATTRIBUTES,
        Column("source_file", _T, "来源文件", "File"),
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
        Column("available", _T, "可供状态", "seeking, graduating or returning; empty when not available"),
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
