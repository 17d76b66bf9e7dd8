"""What a file says of its enterprise: key-value lines above a table or on their own sheet, titles, the file's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from talentmap.intake.files.grid import Cell, Row, Sheet, is_blank, text_of
from talentmap.intake.sheets.headers import Field, field_of, header_book
from talentmap.model.source import Source
from talentmap.text import lookup_fold, remembered, simplify, squeeze

_PIECES = re.compile(r"[\n\t]+|\s{2,}|\u3000+")
_COLON = re.compile(r"[:：]")
_DIMENSIONS = frozenset({"chain", "segment", "district"})
_COMPANY = re.compile(r"公司|集团|厂|合作社|有限|\b(?:co|ltd|limited|inc|corp|group|company|gmbh|llc)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?|[-_ ])?")
_UNIT = re.compile(r"^[人名个位元万千次月年天/、,，\s]{1,10}$")
_SERIAL = re.compile(r"^\d{1,4}[_\-.、 ]+")
_ABOUT_THE_FORM = re.compile(
    r"(?<=公司|集团|作社|务所|究院)(?:企业|单位|公司|关于|年度|各类|急需|紧缺|短缺|高层次|高技能|重点|产业|人才|岗位|招聘|用工)+$"
)
_COPY = re.compile(
    r"(?:[ _\-—（(]*(?:副本|最终版?|终版|修改版?|更正版?|修订版?|v\d{1,2}|第[一二三四]次)|"
    r"[ _\-—（(]+(?:final|copy|新|\d{1,8}))[）)]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A value as a file states it, and where."""

    value: Cell
    source: Source


Facts = Mapping[Field, Said]


def facts_in(rows: Iterable[Row], sheet: Sheet, file: str) -> dict[Field, Said]:
    """Key-value statements in rows: 企业名称：甲公司 in one cell, or key and value side by side; the first counts."""
    facts: dict[Field, Said] = {}
    for row in rows:
        for index, field, value in _statements(row):
            source = Source(file, sheet.name, row.number, sheet.letter(index), squeeze(text_of(row.cell(index)))[:40])
            facts.setdefault(field, Said(value, source))
    return facts


def _statements(row: Row) -> list[tuple[int, Field, Cell]]:
    found: list[tuple[int, Field, Cell]] = []
    filled = row.filled()
    skip = False
    for position, (index, cell) in enumerate(filled):
        if skip or not isinstance(cell, str):
            skip = False
            continue
        spoken = _spoken(cell)
        found += [(index, field, value) for field, value in spoken]
        key = _asked(cell)
        if not spoken and key is not None and position + 1 < len(filled):
            following = filled[position + 1][1]
            if not (isinstance(following, str) and _asked(following)):
                skip = True
                if not is_unit(text_of(following)):
                    found.append((index, key, following))
    return found


@remembered
def _asked(cell: str) -> Field | None:
    """The field that a cell of its own asks for."""
    return _wanted(field_of(squeeze(cell).rstrip(":： ")))


@remembered
def _spoken(cell: str) -> Sequence[tuple[Field, Cell]]:
    """The statements within one cell: 企业名称：甲公司　统一社会信用代码：…"""
    found: list[tuple[Field, Cell]] = []
    for piece in _PIECES.split(cell):
        key, *rest = _COLON.split(piece, maxsplit=1)
        field = _wanted(field_of(squeeze(key)))
        value = squeeze(rest[0]).strip("_＿ ") if rest else ""
        if field is not None and value and not is_unit(value):
            found.append((field, value))
    return found


def _wanted(field: Field | None) -> Field | None:
    if field is None:
        return None
    if field.block == "demand" and field.name in _DIMENSIONS:
        return Field("enterprise", "enterprise_district") if field.name == "district" else field
    return field if field.block in ("enterprise", "pains") else None


def is_unit(value: str) -> bool:
    """True for what tables print as 单位：人 or 单位：万元: a unit of measure, though 单位 also means the employer."""
    return bool(_UNIT.match(squeeze(value)))


def name_in_title(rows: Iterable[Row], sheet: Sheet, file: str) -> Said | None:
    """The enterprise that a printed title names: 甲有限公司 人才需求调查表; None unless it is plainly a company."""
    for row in rows:
        filled = row.filled()
        if not filled or not isinstance(filled[0][1], str):
            continue
        name = without_form_title(squeeze(filled[0][1]))
        if name is not None and _COMPANY.search(name):
            return Said(name, Source(file, sheet.name, row.number, sheet.letter(filled[0][0])))
    return None


def without_form_title(text: str) -> str | None:
    """What stands before a form's title, years left out; None where no form's title ends the text."""
    plain = lookup_fold(text)
    for title in header_book().form_titles:
        at = plain.rfind(title)
        if at >= 0 and len(plain) == len(text) and not re.search(r"\w", plain[at + len(title) :]):
            name = _YEAR.sub("", text[:at]).rstrip("(（").strip(" -_—–·:：")
            about = _ABOUT_THE_FORM.search(simplify(name))
            return name[: about.start() if about else None].strip(" -_—–·:：的") or None
    return None


def name_in_filename(file: str) -> str:
    """The enterprise's name as far as a file's name tells it: serial numbers, versions and form titles left out."""
    stem = squeeze(PurePosixPath(file).stem.replace("_", " "))
    text = _SERIAL.sub("", _YEAR.sub("", stem, count=0 if _YEAR.fullmatch(stem) else 1))
    previous = ""
    while text != previous:
        previous = text
        text = without_form_title(text) or _COPY.sub("", text).strip(" -_")
    return text or stem


def value_text(said: Said | None) -> str:
    """The statement's value as squeezed text, '' where nothing was said."""
    return "" if said is None or is_blank(said.value) else squeeze(text_of(said.value))
