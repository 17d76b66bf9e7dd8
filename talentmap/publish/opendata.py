"""The figures as open data: one CSV file a table and `datapackage.json` (Data Package v2 with Table Schema).

A hidden value is empty and its status column says `c`; a value that is merely unknown is empty with an empty status.
Ids stand beside their names in Chinese and English. A chain or tier that means all is called `all`.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talentmap.model.edition import Edition
from talentmap.model.taxonomy import Catalog
from talentmap.publish.labels import Labels
from talentmap.publish.released import Row, Value, columns_of, figure, released, rows_of, with_unknown
from talentmap.tables.analysis import (
    GROUP_BALANCE,
    INCENTIVES,
    INDICATORS,
    PAIN_SHARES,
    RESPONSE,
    ROLE_BALANCE,
)
from talentmap.tables.measures import LOCATION_QUOTIENTS, SKILL_BALANCE, STRUCTURE
from talentmap.tables.protected import CONFIDENTIAL, Protected
from talentmap.tables.schema import Column, Disclosure, Kind, Table
from talentmap.text import defuse

if TYPE_CHECKING:
    import pandas as pd

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0 International",
}
_TYPES = {
    Kind.TEXT: "string",
    Kind.INT: "integer",
    Kind.FLOAT: "number",
    Kind.BOOL: "boolean",
    Kind.DATE: "date",
}
_SOURCES = (
    "Enterprise talent demand survey 企业人才需求调查",
    "Talent registries of the departments 部门人才登记",
    "Register of talent policy 人才政策台账",
)
_READING = "A hidden value is empty and its status column holds c; other empty values are not known."
_T = Kind.TEXT
_OPEN = Disclosure.OPEN
ALL = "all"

ROLES = Table(
    "roles",
    "岗位目录",
    "Roles of the catalog: what they are and what they ask for; lists are joined by |",
    key=("role_id",),
    columns=(
        Column("role_id", _T, "岗位", "Role"),
        Column("chain_id", _T, "产业链", "Chain"),
        Column("segment_id", _T, "环节", "Segment"),
        Column("tier", _T, "人才类别", "Tier"),
        Column("definition_zh", _T, "定义（中文）", "Definition in Chinese"),
        Column("definition_en", _T, "定义（英文）", "Definition in English"),
        Column("education", _T, "最低学历", "Education floor"),
        Column("occupation", _T, "国家职业分类代码", "National occupation code (2022), empty where not known"),
        Column("majors", _T, "专业", "Majors"),
        Column("certificates", _T, "证书", "Certificates"),
        Column("skills", _T, "技能及权重", "Skill ids with weights 1-3: skill=weight"),
        Column("aliases", _T, "别名", "Other titles, Chinese and English"),
    ),
)
ROLE_DISTRICTS = Table(
    "role_districts",
    "岗位需求分布",
    "Districts in which a role is sought, largest need first, where that may be told",
    key=("role_id", "district_id"),
    columns=(
        Column("role_id", _T, "岗位", "Role"),
        Column("district_id", _T, "县（市、区）", "District"),
        Column("place", Kind.INT, "位次", "Place by need, 1 is the largest"),
    ),
)
DISTRICT_BALANCE = Table(
    "district_balance",
    "县（市、区）供需平衡",
    "Need and supply by district and tier",
    key=("district_id", "tier"),
    columns=(
        Column("district_id", _T, "县（市、区）", "District", disclosure=_OPEN),
        *(c for c in GROUP_BALANCE.columns if c.name in ("tier", "need", "enterprises", "supply")),
    ),
)
QUOTIENTS = Table(
    LOCATION_QUOTIENTS.name,
    LOCATION_QUOTIENTS.zh,
    LOCATION_QUOTIENTS.en,
    key=("district_id", "chain_id"),
    columns=tuple(c for c in LOCATION_QUOTIENTS.columns if c.name != "role_id"),
)
"""By chain alone: roles by district stay in the bureau."""
_STATUS = {
    "need_status": Column("need_status", _T, "需求保密状态", "c where need and what rests on it is hidden"),
    "supply_status": Column("supply_status", _T, "供给保密状态", "c where supply and what rests on it is hidden"),
}


@dataclass(frozen=True, slots=True)
class Resource:
    """A table as published: its columns in order and its rows as text."""

    table: Table
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[str]]

    @property
    def csv(self) -> bytes:
        """The file's bytes: UTF-8 without a mark, lines end in LF."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([column.name for column in self.columns])
        writer.writerows(self.rows)
        return text.getvalue().encode("utf-8")


def write_opendata(folder: Path, edition: Edition, catalog: Catalog, shown: Protected) -> None:
    """Write every table and the data package into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    found = resources(catalog, shown)
    for resource in found:
        (folder / f"{resource.table.name}.csv").write_bytes(resource.csv)
    package = json.dumps(describe(edition, found), ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(package, encoding="utf-8", newline="\n")


def resources(catalog: Catalog, shown: Protected) -> list[Resource]:
    """Every published table."""
    base = catalog.rules.disclosure.rounding
    tables: list[tuple[Table, Iterable[Row]]] = [
        (INDICATORS, (_figures(row, base) for row in rows_of(shown.indicators))),
        (GROUP_BALANCE, rows_of(shown.groups)),
        (ROLE_BALANCE, rows_of(shown.roles)),
        (DISTRICT_BALANCE, with_unknown(rows_of(shown.districts), "district_id", "tier")),
        (ROLE_DISTRICTS, _placed(rows_of(shown.role_districts))),
        *((table, rows_of(frame)) for table, frame in _measures(shown)),
        (PAIN_SHARES, with_unknown(rows_of(shown.pains), "chain_id")),
        (INCENTIVES, rows_of(shown.incentives)),
        (RESPONSE, with_unknown(rows_of(shown.response), "chain_id", "size_class")),
        (ROLES, _catalog_roles(catalog)),
    ]
    labels = Labels(catalog)
    return [_resource(table, [dict(row) for row in rows], labels) for table, rows in tables]


def _measures(shown: Protected) -> Iterable[tuple[Table, pd.DataFrame]]:
    """The tables beyond single roles that the edition has."""
    found = ((SKILL_BALANCE, shown.skills), (QUOTIENTS, shown.location_quotients), (STRUCTURE, shown.structure))
    return [(table, frame) for table, frame in found if frame is not None]


def _resource(table: Table, rows: Sequence[Row], labels: Labels) -> Resource:
    declared = columns_of(table)
    statuses = [column for name, column in _STATUS.items() if any(name in row for row in rows)]
    named = tuple(named for column in declared for named in (column, *_name_columns(column, labels)))
    filled = [
        [*_cells(row, declared, labels), *(str(row.get(status.name) or "") for status in statuses)] for row in rows
    ]
    return Resource(table, (*named, *statuses), filled)


def _name_columns(column: Column, labels: Labels) -> tuple[Column, ...]:
    if not labels.knows(column.name):
        return ()
    zh, en = f"{column.zh}（中文名称）", f"{column.en}: name"
    return tuple(
        Column(f"{column.name.removesuffix('_id')}_{lang}", _T, zh, f"{en} in {language}")
        for lang, language in _LANGUAGES
    )


_LANGUAGES = (("zh", "Chinese"), ("en", "English"))


def _cells(row: Row, columns: Iterable[Column], labels: Labels) -> Iterable[str]:
    for column in columns:
        value = released(row, column)
        yield _text(ALL if value is None and _means_all(column) else value)
        if labels.knows(column.name):
            key = "" if value in (None, CONFIDENTIAL) else str(value)
            known = key or _means_all(column)
            yield from (_text(labels.name(column.name, key, lang)) if known else "" for lang, _ in _LANGUAGES)


def _means_all(column: Column) -> bool:
    return column.name in ("chain_id", "tier")


def _text(value: Value) -> str:
    if value is None or value == CONFIDENTIAL:
        return ""
    if isinstance(value, str):
        return defuse(value)
    return repr(int(value) if value == int(value) else value)


def _figures(row: Row, base: int) -> dict[str, Any]:
    value, low, high = figure(row, base)
    return {**row, "value": value, "low": low, "high": high}


def _placed(rows: Iterable[Row]) -> Iterable[Row]:
    seen: dict[str, int] = {}
    for row in rows:
        seen[row["role_id"]] = seen.get(row["role_id"], 0) + 1
        yield {**row, "place": seen[row["role_id"]]}


def _catalog_roles(catalog: Catalog) -> Iterable[Row]:
    for role in catalog.roles.values():
        yield {
            "role_id": role.id,
            "chain_id": role.chain_id,
            "segment_id": role.segment,
            "tier": role.tier.value,
            "definition_zh": role.definition_zh,
            "definition_en": role.definition_en,
            "education": role.education.value,
            "occupation": role.occupation,
            "majors": "|".join(role.majors),
            "certificates": "|".join(role.certificates),
            "skills": "|".join(f"{skill}={weight}" for skill, weight in role.skills.items()),
            "aliases": "|".join((*role.aliases, *role.aliases_en)),
        }


def describe(edition: Edition, found: Iterable[Resource]) -> dict[str, Any]:
    """The data package's description."""
    settings = edition.settings
    mark = "Illustrative data, not real figures. 示例数据，不代表真实情况。" if settings.illustrative else ""
    return {
        "$schema": _PROFILE,
        "name": f"talent-demand-{settings.id}",
        "title": f"{settings.region_en} key industry talent demand catalog {settings.year}",
        "title_zh": f"{settings.region_zh}重点产业人才需求目录{settings.year}",
        "description": f"{mark} {_READING}".strip(),
        "version": str(settings.year),
        "reference_date": settings.reference_date.isoformat(),
        "illustrative": settings.illustrative,
        "licenses": [_LICENCE],
        "contributors": [{"title": f"{settings.publisher_zh} {settings.publisher_en}", "roles": ["publisher"]}],
        "sources": [{"title": title} for title in _SOURCES],
        "resources": [_describe_resource(resource) for resource in found],
    }


def _describe_resource(resource: Resource) -> dict[str, Any]:
    written = resource.csv
    return {
        "name": resource.table.name,
        "path": f"{resource.table.name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "title": resource.table.en,
        "title_zh": resource.table.zh,
        "bytes": len(written),
        "hash": f"sha256:{hashlib.sha256(written).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "header": True},
        "schema": {
            "fields": [_describe_field(column) for column in resource.columns],
            "primaryKey": list(resource.table.key),
            "missingValues": [""],
        },
    }


def _describe_field(column: Column) -> Mapping[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "title": column.en,
        "title_zh": column.zh,
    }
    if column.unit:
        field["unit"] = column.unit
    if column.name in _STATUS:
        field["constraints"] = {"enum": [CONFIDENTIAL]}
    return field
