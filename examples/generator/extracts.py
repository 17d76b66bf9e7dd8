"""Four departments' extracts with their mapping files: overlapping, disagreeing, incomplete, each in its own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from examples.generator.chance import Dice
from examples.generator.files import delimited, workbook, write_bytes
from examples.generator.identifiers import invalid_resident_id, short_resident_id
from examples.generator.people import CERTIFICATES, EXPERTS, GRADUATES, INSURANCE, Person
from examples.generator.tables import Sheet
from examples.generator.truth import TruthFault, TruthPerson
from talentmap.model.taxonomy import Catalog

MARK = "示例数据"
MARK_HEADER = "数据性质"
_REPEATED = 0.011

FAULT_CODES = {
    "missing-id": "",
    "invalid-id": "registry-id-check-digit|registry-id-form",
    "future-graduation": "registry-graduation-impossible",
    "future-birth": "registry-birth-impossible",
    "repeated-record": "",
}

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Department:
    """An extract: its file, its columns (header by field), its codes, and how a person is put down."""

    key: str
    file: str
    encoding: str
    mapping: Mapping[str, object]
    columns: Mapping[str, str]
    put_down: Callable[[Person, Catalog, Dice], Row]


def _insurance(person: Person, catalog: Catalog, dice: Dice) -> Row:
    return {
        "sex": "女" if person.female else "男",
        "education": _INSURANCE_EDUCATION[_worse(person.education, dice)],
        "job_title": person.job_title if person.status == "employed" or dice.chance(0.6) else "",
        "employer_id": person.employer.code if person.employer else "",
        "employer_name": person.employer.name if person.employer else "",
        "industry": person.employer.industry if person.employer else "",
        "district_id": catalog.districts[person.district_id].code,
        "status": {"employed": "参保", "seeking": "失业登记", "returning": "拟返乡"}[person.status],
        "pay_month": person.pay_month or "",
    }


def _experts(person: Person, catalog: Catalog, dice: Dice) -> Row:
    return {
        "education": catalog.education[person.education].zh,
        "school": person.school,
        "major": person.major,
        "job_title": person.second_title,
        "professional_title": _title_word(person.professional_title, catalog),
        "employer_name": person.employer.name if person.employer else "",
        "employer_id": person.employer.code if person.employer and dice.chance(0.9) else "",
        "district_id": catalog.districts[person.district_id].zh,
        "status": {"employed": "在职", "seeking": "求职", "returning": "拟返清"}[person.status],
        "graduation_year": person.graduation_year,
    }


def _graduates(person: Person, catalog: Catalog, dice: Dice) -> Row:
    status = {"employed": "已就业", "seeking": "待业", "student": "在读", "returning": "拟返清"}[person.status]
    return {
        "school": person.school,
        "major": person.major,
        "education": dice.choice(
            [catalog.education[person.education].zh, *catalog.education[person.education].words[:1]]
        ),
        "graduation_year": person.graduation_year,
        "status": "求职" if person.status == "employed" and dice.chance(0.06) else status,
        "job_title": person.job_title,
        "district_id": catalog.districts[person.district_id].zh,
    }


def _certificates(person: Person, catalog: Catalog, dice: Dice) -> Row:
    employer = dice.pick({person.employer: 0.84, person.former_employer: 0.06, None: 0.1})
    return {
        "sex": "女" if person.female else "男",
        "education": catalog.education[_worse(person.education, dice)].words[0],
        "job_title": person.second_title if dice.chance(0.93) else "",
        "skill_level": _skill_word(person.skill_level, catalog),
        "certificates": "、".join(person.certificates),
        "employer_name": employer.name if employer else "",
        "employer_id": employer.code if employer else "",
        "district_id": catalog.districts[person.district_id].zh,
        "status": {"employed": "在岗", "seeking": "求职", "student": "在校", "returning": "返乡"}[person.status],
    }


_INSURANCE_EDUCATION = {
    "secondary": "41",
    "associate": "31",
    "bachelor": "21",
    "master": "11",
    "doctorate": "10",
}

_RETURNING = {"codes": {"status": {"拟返清": "returning"}}}

DEPARTMENTS: Sequence[Department] = (
    Department(
        INSURANCE,
        "social_insurance.csv",
        "gb18030",
        {
            "department": "hrss",
            "as_of": "2026-06-30",
            "trust": 4,
            "encoding": "gb18030",
            "codes": {"education": {code: level for level, code in _INSURANCE_EDUCATION.items()}},
            "status": "employed",
        },
        {
            "id_number": "证件号码", "name": "姓名", "phone": "联系电话", "birth_date": "出生日期",
            "sex": "性别", "education": "文化程度代码", "job_title": "岗位", "employer_name": "单位名称",
            "employer_id": "单位统一信用代码", "industry": "行业代码", "district_id": "参保地",
            "status": "人员状态", "pay_month": "缴费基数",
        },
        _insurance,
    ),
    Department(
        EXPERTS,
        "science_experts.xlsx",
        "",
        {
            "department": "science-technology",
            "as_of": "2026-03-31",
            "trust": 5,
            "sheet": "专家库",
            **_RETURNING,
            "status": "employed",
        },
        {
            "name": "姓名", "id_number": "身份证件号", "birth_date": "出生年月", "phone": "手机",
            "education": "最高学历", "school": "毕业院校", "graduation_year": "毕业年份",
            "major": "研究方向（专业）", "job_title": "现任岗位", "professional_title": "职称",
            "employer_name": "工作单位", "employer_id": "单位信用代码", "district_id": "所在地",
            "status": "状态",
        },
        _experts,
    ),
    Department(
        GRADUATES,
        "graduates.csv",
        "utf-8",
        {"department": "education", "as_of": "2026-05-31", "trust": 3, **_RETURNING},
        {
            "school": "学校", "name": "姓名", "id_number": "身份证号", "birth_date": "出生日期", "phone": "电话",
            "major": "专业名称", "education": "学历层次", "graduation_year": "毕业年份", "status": "就业状况",
            "job_title": "求职意向（岗位）", "district_id": "意向地区",
        },
        _graduates,
    ),
    Department(
        CERTIFICATES,
        "skill_certificates.csv",
        "utf-8-sig",
        {"department": "skills-appraisal", "as_of": "2026-04-30", "trust": 3, "certificate_separators": "、"},
        {
            "name": "姓名", "sex": "性别", "id_number": "证件号码", "birth_date": "出生日期",
            "phone": "联系方式", "education": "学历", "job_title": "从事岗位", "skill_level": "职业技能等级",
            "certificates": "其他证书", "employer_name": "工作单位", "employer_id": "单位代码",
            "district_id": "地区", "status": "人员类别",
        },
        _certificates,
    ),
)  # fmt: skip


@dataclass(slots=True)
class Books:
    """What the extracts hold of each person, and what was spoilt on the way."""

    records: dict[int, list[str]]
    faults: list[TruthFault]


def write_registry(folder: Path, people: Sequence[Person], catalog: Catalog, seed: int) -> Books:
    """Write the extracts and mapping files; where each person's records stand."""
    books = Books({person.number: [] for person in people}, [])
    for department in DEPARTMENTS:
        known = [person for person in people if department.key in person.known_to]
        rows = _rows(department, known, books, catalog, seed)
        header = [*department.columns.values(), MARK_HEADER]
        write_bytes(folder / department.file, _content(department, [header, *rows]))
        write_bytes(folder / f"{Path(department.file).stem}.mapping.yaml", _mapping(department))
    return books


def people_truth(people: Sequence[Person], books: Books) -> list[TruthPerson]:
    """The truth about each person."""
    return [
        TruthPerson(
            person=f"P{person.number:06d}",
            id_number=person.id_number,
            role_id=person.role_id,
            tier=person.tier,
            chain_id=person.chain_id,
            status=person.status,
            evidence="title" if person.job_title or person.known_to != (GRADUATES,) else "major",
            records="|".join(books.records[person.number]),
        )
        for person in people
    ]


def _rows(
    department: Department, known: Sequence[Person], books: Books, catalog: Catalog, seed: int
) -> list[list[object]]:
    dice = Dice(seed, "extract", department.key)
    repeated = dice.sample(list(known), round(len(known) * _REPEATED))
    order = [*known, *repeated]
    dice.shuffle(order)
    written: dict[int, list[object]] = {}
    rows: list[list[object]] = []
    for place, person in enumerate(order, start=2):
        if person.number in written:
            books.faults.append(_fault(department, place, "repeated-record"))
        else:
            record, slips = _record(person, department, catalog, Dice(seed, department.key, person.number))
            written[person.number] = [*(record.get(name, "") for name in department.columns), MARK]
            books.faults.extend(_fault(department, place, slip) for slip in slips)
        rows.append(written[person.number])
        books.records[person.number].append(f"{department.file}:{place}")
    return rows


def _fault(department: Department, row: int, kind: str) -> TruthFault:
    return TruthFault(f"registry/{department.file}", "", row, kind, FAULT_CODES[kind])


def _record(person: Person, department: Department, catalog: Catalog, dice: Dice) -> tuple[Row, list[str]]:
    row = {
        "id_number": person.id_number,
        "name": _name_variant(person.name, dice),
        "phone": person.phone if dice.chance(0.93) else "",
        "birth_date": f"{person.birth:%Y-%m-%d}" if department.key != EXPERTS else f"{person.birth:%Y-%m}",
        **department.put_down(person, catalog, dice),
    }
    return _spoilt(row, person, dice)


def _spoilt(row: Row, person: Person, dice: Dice) -> tuple[Row, list[str]]:
    """The row with one of the slips that lists have, and its kind."""
    slip = dice.pick(
        {"": 0.947, "missing-id": 0.022, "invalid-id": 0.017, "short-id": 0.007, "odd-id": 0.004, "future": 0.003}
    )
    written = {
        "missing-id": dice.choice(("", "", "无", "-")),
        "invalid-id": invalid_resident_id(person.id_number, dice),
        "short-id": short_resident_id(person.id_number),
        "odd-id": f" {person.id_number.lower()[:6]} {person.id_number[6:].lower()}",
    }
    if slip == "future":
        return _with_future(row, dice)
    if slip not in written or (slip == "short-id" and person.birth.year >= 1990):
        return row, []
    return {**row, "id_number": written[slip]}, [slip] if slip in FAULT_CODES else []


def _with_future(row: Row, dice: Dice) -> tuple[Row, list[str]]:
    if "graduation_year" in row:
        return {**row, "graduation_year": 2062}, ["future-graduation"]
    return {**row, "id_number": "", "birth_date": f"20{dice.randint(31, 49)}-05-12"}, ["future-birth"]


def _name_variant(name: str, dice: Dice) -> str:
    if "·" in name:
        return name.replace("·", dice.choice(("·", "•", ".", "·", "")))
    if dice.chance(0.02):
        return name[0] + dice.choice((" ", "\u3000")) + name[1:]
    return name


def _worse(education: str, dice: Dice) -> str:
    """The level an older list still shows: now and then one step lower."""
    levels = list(_INSURANCE_EDUCATION)
    step = max(0, levels.index(education) - 1) if dice.chance(0.08) else levels.index(education)
    return levels[step]


def _title_word(level: str, catalog: Catalog) -> str:
    return next(entry.zh for entry in catalog.levels.titles if entry.id == level) if level != "none" else "无"


def _skill_word(level: str, catalog: Catalog) -> str:
    return next(entry.zh for entry in catalog.levels.skill_levels if entry.id == level) if level != "none" else "无"


def _content(department: Department, rows: Sequence[Sequence[object]]) -> bytes:
    if department.encoding:
        return delimited(rows, department.encoding)
    sheet = Sheet("专家库", [[cell if isinstance(cell, int) else str(cell) for cell in row] for row in rows])
    return workbook([sheet], "科技专家库（示例数据）")


def _mapping(department: Department) -> bytes:
    columns = {name: header for name, header in department.columns.items() if name != "employer_name"}
    content = {**department.mapping, "columns": columns}
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    return f"# 示例数据的对应表 · Mapping of an illustrative extract: nobody in it is real.\n{text}".encode()
