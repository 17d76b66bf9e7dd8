"""`csv-metadata.json`: CSV on the Web, by which a program finds the type and meaning of each column from the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from talentmap.model.edition import Edition
from talentmap.publish.opendata.resource import Resource
from talentmap.publish.opendata.words import description, title
from talentmap.tables.schema import Column, Kind

FILE = "csv-metadata.json"
_TYPES = {
    Kind.TEXT: "string",
    Kind.INT: "integer",
    Kind.FLOAT: "number",
    Kind.BOOL: {"base": "boolean", "format": "true|false"},
    Kind.DATE: "date",
}


def csvw(edition: Edition, found: Iterable[Resource]) -> dict[str, Any]:
    """The description of a group of tables."""
    settings = edition.settings
    licence = settings.data.terms
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": _said(title(edition, "zh"), title(edition, "en")),
        "dc:description": _said(description(edition, "zh"), description(edition, "en")),
        "dc:publisher": _said(settings.publisher_zh, settings.publisher_en),
        "dc:date": {"@value": settings.reference_date.isoformat(), "@type": "xsd:date"},
        "dc:license": {"@id": licence.url} if licence.url else licence.title,
        "dialect": {"delimiter": ",", "encoding": "utf-8", "header": True, "lineTerminators": ["\n"]},
        "tables": [_table(resource) for resource in found],
    }


def _table(resource: Resource) -> Mapping[str, Any]:
    return {
        "url": resource.path,
        "dc:title": _said(resource.zh, resource.en),
        "tableSchema": {
            "columns": [_column(column, resource) for column in resource.columns],
            "primaryKey": list(resource.key),
        },
    }


def _column(column: Column, resource: Resource) -> Mapping[str, Any]:
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": _said(column.zh, column.en),
        "datatype": _TYPES[column.kind],
        **({"schema:unitText": column.unit} if column.unit else {}),
        **({"required": True} if column.name in resource.key else {}),
    }


def _said(zh: str, en: str) -> list[Mapping[str, str]]:
    return [{"@value": zh, "@language": "zh"}, {"@value": en, "@language": "en"}]
