"""Any classification of occupations that somebody has as files: a flat list, ESCO, O*NET, a national list."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from talentmap.bilingual import both
from talentmap.catalog.imports.esco import languages_of, read_esco
from talentmap.catalog.imports.flat import read_flat
from talentmap.catalog.imports.listed import read_list
from talentmap.catalog.imports.national import read_national
from talentmap.catalog.imports.onet import OCCUPATIONS, read_onet
from talentmap.catalog.imports.parts import Part, Parts, parts_of
from talentmap.catalog.occupations import Gathering, Taxonomy
from talentmap.catalog.tabular import Unreadable
from talentmap.errors import unopened
from talentmap.model.source import Source

_LISTS = (".json", ".jsonl", ".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")
_HEADERS_SHOWN = 8


class Form(StrEnum):
    """The shape in which a classification comes; `auto` tells it by the files and their headers."""

    AUTO = "auto"
    FLAT = "flat"
    ESCO = "esco"
    ONET = "onet"
    NATIONAL = "national"


def read_taxonomy(source: Path, form: Form = Form.AUTO, language: str = "") -> Taxonomy:
    """The occupations of a file, folder or zip archive; whatever is wrong with it is a problem, never an exception."""
    try:
        parts = _with_siblings(source, parts_of(source))
        return _read(parts, source.name, _told(parts) if form is Form.AUTO else form, language)
    except Unreadable as fault:
        return _refused("catalog-taxonomy-unreadable", Source(source.name, row=fault.row), cause=fault.cause)
    except OSError as fault:
        return _refused("catalog-taxonomy-unreadable", Source(source.name), cause=unopened(fault))


def _with_siblings(source: Path, parts: Parts) -> Parts:
    """The whole folder where one file of ESCO or O*NET was named: the others lie beside it."""
    published = OCCUPATIONS in parts or languages_of(parts)
    is_one_of_them = source.is_file() and source.name.lower() in parts
    return parts_of(source.parent, deep=0) if published and is_one_of_them else parts


def _told(parts: Parts) -> Form:
    if OCCUPATIONS in parts:
        return Form.ONET
    return Form.ESCO if languages_of(parts) else Form.AUTO


def _read(parts: Parts, name: str, form: Form, language: str) -> Taxonomy:
    if form is Form.ESCO:
        return _filled(read_esco(parts, language), name)
    if form is Form.ONET:
        return _filled(read_onet(parts), name)
    listed = read_list(_only_list(parts))
    if listed.header and "name" not in listed.columns:
        headers = ", ".join(header for header in listed.header[:_HEADERS_SHOWN] if header)
        return _refused("catalog-taxonomy-columns", Source(name), shown=headers)
    national = form is Form.NATIONAL or (form is Form.AUTO and listed.is_chinese)
    return _filled(read_national(listed) if national else read_flat(listed), name)


def _only_list(parts: Parts) -> Part:
    lists = [part for part in parts.values() if part.suffix in _LISTS]
    if len(parts) == 1:
        return next(iter(parts.values()))
    if len(lists) == 1:
        return lists[0]
    raise Unreadable(
        both("it holds several lists; name one file", "其中有几份清单，请写明用哪个文件")
        if lists
        else both("it holds no file that could be the list", "其中没有可用的清单文件")
    )


def _filled(taxonomy: Taxonomy, name: str) -> Taxonomy:
    return taxonomy if taxonomy.entries else _refused("catalog-taxonomy-empty", Source(name))


def _refused(code: str, source: Source, shown: str = "", **facts: object) -> Taxonomy:
    gathering = Gathering()
    gathering.tell(code, source, shown, **facts)
    return gathering.taxonomy("")
