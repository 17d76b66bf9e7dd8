"""A small catalog, and writers of files with made-up data, for the tests of intake."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import xlsxwriter
from shipped_rules import shipped_rules

from talentmap.intake.cells.codes import ALPHABET, check_character, organisation_digit
from talentmap.intake.take_in import Intake, survey_files, take_in
from talentmap.model.plausibility import PlausibilityRules
from talentmap.model.taxonomy import (
    Catalog,
    Chain,
    District,
    Education,
    LevelGrammar,
    Reason,
    Role,
    Segment,
    StageLabel,
    Tier,
    TierLabel,
    Worded,
)
from talentmap.model.thresholds import MatchingRules

RULES = shipped_rules().model_copy(
    update={
        "matching": MatchingRules(target_precision=0.95, accept=0.8, review=0.35, margin=0.1),
        "plausibility": PlausibilityRules(headcount_floor=30, headcount_per_employee=1.5),
        "grades": {},
    }
)


def small_catalog() -> Catalog:
    chain = Chain(
        id="new-materials",
        zh="新材料",
        en="New materials",
        prefix="nm",
        note_zh="注",
        note_en="note",
        segments=(
            Segment(id="melting", zh="熔铸", en="Melting", feeds=("profiles",)),
            Segment(id="profiles", zh="型材挤压", en="Profiles"),
        ),
    )
    role = Role(
        id="nm-extrusion-engineer",
        zh="铝挤压工程师",
        en="Extrusion engineer",
        segment="profiles",
        tier=Tier.ENGINEER,
        ladder="engineer",
        definition_zh="挤压",
        definition_en="extrudes",
        aliases=("挤压工艺员",),
        education=Education.BACHELOR,
        skills={"autocad": 1},
        chain_id="new-materials",
    )
    steps = {
        "none": ("不限", "No requirement", ("不限", "无要求")),
        "secondary": ("高中/中专/技校", "Upper secondary", ("高中", "中专", "技校")),
        "associate": ("大专", "Associate degree", ("大专", "专科")),
        "bachelor": ("本科", "Bachelor", ("本科", "学士")),
        "master": ("硕士", "Master", ("硕士", "研究生", "硕士研究生")),
        "doctorate": ("博士", "Doctorate", ("博士", "phd")),
    }
    pains = {
        "attract": (
            "引",
            "Attract",
            "引进",
            "Attraction",
            ("招聘渠道少，找不到对口人选", "Too few channels", ("渠道", "招不到")),
        ),
        "retain": ("留", "Retain", "留用", "Retention", ("部门多头办理、手续繁杂", "Much paperwork", ("手续",))),
    }
    return Catalog(
        chains={"new-materials": chain},
        roles={role.id: role},
        skills={},
        tiers={
            "engineer": TierLabel(id="engineer", zh="工程师", en="Engineers", who_zh="人", who_en="who"),
            "technician": TierLabel(id="technician", zh="技能人才", en="Technicians", who_zh="人", who_en="who"),
        },
        stages={
            key: StageLabel(
                id=key,
                zh=zh,
                en=en,
                name_zh=long_zh,
                name_en=long_en,
                pains=(Worded(id=f"{key}-one", zh=pain[0], en=pain[1], words=pain[2]),),
            )
            for key, (zh, en, long_zh, long_en, pain) in pains.items()
        },
        reasons={
            "pay-gap": Reason(
                id="pay-gap", kind="conditions", zh="薪酬期望差距大", en="Pay differs", words=("薪资", "工资")
            ),
            "quits": Reason(id="quits", kind="retention", zh="人员流动大", en="High turnover", words=("流失", "离职")),
        },
        districts={
            "qingcheng": District(
                id="qingcheng", zh="清城区", en="Qingcheng", code="441802", tile=(0, 0), words=("清城",)
            ),
            "yingde": District(id="yingde", zh="英德市", en="Yingde", code="441881", tile=(1, 0), words=("英德",)),
            "gaoxin": District(
                id="gaoxin", zh="清远高新区", en="Hi-tech Zone", code="441871", tile=(2, 0), words=("高新区",)
            ),
            "liannan": District(id="liannan", zh="连南县", en="Liannan", code="441826", tile=(3, 0), words=("连南",)),
        },
        education={key: Worded(id=key, zh=zh, en=en, words=words) for key, (zh, en, words) in steps.items()},
        levels=LevelGrammar(seniority=(), titles=(), skill_levels=(), ladders=(), heads=(), functions=()),
        rules=RULES,
    )


CATALOG = small_catalog()


def credit_code(serial: int) -> str:
    """A credit code that fits all its check digits, made up from a number."""
    body = "".join(ALPHABET[(serial * 7 + place * 5) % 10] for place in range(8))
    first = "91441802" + body + organisation_digit(body)
    return first + check_character(first)


def take(folder: Path) -> Intake:
    return take_in(survey_files(folder), folder, CATALOG)


def codes(intake: Intake) -> list[str]:
    return [problem.code for problem in intake.problems]


def rows(intake: Intake) -> list[dict[str, Any]]:
    return intake.demand.to_pylist()


def files(intake: Intake) -> dict[str, dict[str, Any]]:
    return {row["file"]: row for row in intake.files.to_pylist()}


def write_csv(path: Path, records: list[list[Any]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(records)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def write_xlsx(path: Path, records: list[list[Any]], merges: tuple[str, ...] = (), name: str = "需求") -> Path:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(name)
        for number, record in enumerate(records):
            for index, cell in enumerate(record):
                if cell is not None:
                    sheet.write(number, index, cell)
        for merge in merges:
            first = sheet.table.get(int(merge.split(":")[0][1:]) - 1, {}).get(ord(merge[0]) - 65)
            sheet.merge_range(merge, "")
            if first is not None:
                sheet.table[int(merge.split(":")[0][1:]) - 1][ord(merge[0]) - 65] = first
    return path


def raw_xlsx(path: Path, sheet_data: str, extra: str = "", prolog: str = "") -> Path:
    """A workbook written by hand, part by part: for cells and merges that no writer would write."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{links}/officeDocument" '
        f'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {space} xmlns:r="{links}"><sheets><sheet name="需求" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{links}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"{prolog}<worksheet {space}><sheetData>{sheet_data}</sheetData>"
        f"{extra}</worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def text_cell(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'
