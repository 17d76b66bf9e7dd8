"""`datapackage.json`: a Data Package (version 2) whose resources carry a Table Schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from talentmap.model.edition import Edition
from talentmap.publish.opendata.catalogue import ROLES
from talentmap.publish.opendata.resource import Resource
from talentmap.publish.opendata.words import SOURCES, description, title
from talentmap.tables.protected import CONFIDENTIAL
from talentmap.tables.schema import Column, Kind

FILE = "datapackage.json"
_PACKAGE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TYPES = {
    Kind.TEXT: "string",
    Kind.INT: "integer",
    Kind.FLOAT: "number",
    Kind.BOOL: "boolean",
    Kind.DATE: "date",
}
_OF_ROLES = ("role_balance", "role_districts")
"""Tables whose every role stands in ROLES."""


def data_package(edition: Edition, found: Iterable[Resource]) -> dict[str, Any]:
    """The description of all resources."""
    settings, terms = edition.settings, edition.settings.data
    licence = {"name": terms.terms.id, "title": terms.terms.title, "path": terms.terms.url}
    return {
        "$schema": _PACKAGE,
        "name": f"talent-demand-{settings.id}",
        "title": title(edition, "en"),
        "title_zh": title(edition, "zh"),
        "description": description(edition, "en"),
        "description_zh": description(edition, "zh"),
        **({"homepage": terms.homepage} if terms.homepage else {}),
        "version": str(settings.year),
        "reference_date": settings.reference_date.isoformat(),
        "illustrative": settings.illustrative,
        "licenses": [{name: value for name, value in licence.items() if value}],
        "contributors": list(_contributors(edition)),
        "sources": [{"title": f"{en} {zh}"} for zh, en in SOURCES],
        "resources": [_resource(resource) for resource in found],
    }


def _contributors(edition: Edition) -> Iterable[Mapping[str, Any]]:
    settings, terms = edition.settings, edition.settings.data
    yield {"title": f"{settings.publisher_zh} {settings.publisher_en}", "roles": ["publisher"]}
    if terms.contact or terms.email:
        email = {"email": terms.email} if terms.email else {}
        yield {"title": terms.contact or settings.publisher_zh, **email, "roles": ["contact"]}


def _resource(resource: Resource) -> dict[str, Any]:
    return {
        "name": resource.name,
        "path": resource.path,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "title": resource.en,
        "title_zh": resource.zh,
        "bytes": len(resource.csv),
        "hash": f"sha256:{resource.sha256}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "header": True},
        "schema": _schema(resource),
    }


def _schema(resource: Resource) -> dict[str, Any]:
    of_roles = {"fields": ["role_id"], "reference": {"resource": ROLES.name, "fields": ["role_id"]}}
    return {
        "fields": [_field(column, resource) for column in resource.columns],
        "primaryKey": list(resource.key),
        "missingValues": [""],
        **({"foreignKeys": [of_roles]} if resource.name in _OF_ROLES else {}),
    }


def _field(column: Column, resource: Resource) -> Mapping[str, Any]:
    hidden_by = resource.hidden_by.get(column.name)
    return {
        "name": column.name,
        "type": _TYPES[column.kind],
        "title": column.en,
        "title_zh": column.zh,
        **({"unit": column.unit} if column.unit else {}),
        **({"hidden_by": list(hidden_by)} if hidden_by else {}),
        **({"constraints": {"enum": [CONFIDENTIAL]}} if column.name.endswith("_status") else {}),
        **({"constraints": {"required": True}} if column.name in resource.key else {}),
    }
