"""Every table of the open data: the protected tables through their declaration, and what they speak of.

A hidden value is empty and its status column says `c`; a value that is merely unknown is empty without a status. Ids
and codes stand beside their names in Chinese and English.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from talentmap.catalog.policies import PolicyRegister
from talentmap.model.taxonomy import Catalog
from talentmap.publish.labels import Labels
from talentmap.publish.opendata.catalogue import POLICY_ITEMS, ROLES, catalog_roles, policy_items
from talentmap.publish.opendata.resource import Resource, neutral
from talentmap.publish.released import Row, Value, is_known, released
from talentmap.publish.tabulated import Tabulated, tabulated
from talentmap.tables.protected import CONFIDENTIAL, Protected
from talentmap.tables.published import Published
from talentmap.tables.schema import Column, Disclosure, Kind

_LANGUAGES = (("zh", "中文名称", "Chinese"), ("en", "英文名称", "English"))


def resources(catalog: Catalog, register: PolicyRegister, day: dt.date, shown: Protected) -> list[Resource]:
    """Every published table; `day` is the reference date."""
    labels = Labels(catalog, register.items.values())
    tables = [
        *tabulated(catalog, shown),
        Tabulated(Published("", ROLES), list(catalog_roles(catalog)), ()),
        Tabulated(Published("", POLICY_ITEMS), list(policy_items(register, day)), ()),
    ]
    return [_resource(table, labels) for table in tables]


def _resource(found: Tabulated, labels: Labels) -> Resource:
    table = found.table
    hidden_by = {column.name: found.status_of(column) for column in table.columns}
    return Resource(
        table.name,
        table.zh,
        table.en,
        table.key,
        tuple(_columns(found, labels)),
        [list(_cells(row, found, labels)) for row in found.rows],
        {name: statuses for name, statuses in hidden_by.items() if statuses},
    )


def _columns(found: Tabulated, labels: Labels) -> Iterator[Column]:
    for column in found.table.columns:
        yield column
        if _has_names(column, found, labels):
            stem = column.name.removesuffix("_id")
            for lang, zh, en in _LANGUAGES:
                words = f"{column.zh}（{zh}）", f"{column.en}: in {en}"
                yield Column(f"{stem}_{lang}", Kind.TEXT, *words, disclosure=Disclosure.OPEN)
    yield from found.statuses


def _has_names(column: Column, found: Tabulated, labels: Labels) -> bool:
    return column.kind is Kind.TEXT and labels.knows(column.name, found.table.name)


def _cells(row: Row, found: Tabulated, labels: Labels) -> Iterator[str]:
    for column in found.table.columns:
        value = released(row, column)
        yield _text(value)
        if _has_names(column, found, labels):
            yield from _names(value, column, found.table.name, labels)
    yield from (str(row.get(status.name) or "") for status in found.statuses)


def _names(value: Value, column: Column, table: str, labels: Labels) -> Iterable[str]:
    if not is_known(value) or value == CONFIDENTIAL:
        return [""] * len(_LANGUAGES)
    return [neutral(labels.told(column.name, str(value), lang, table)) for lang, *_ in _LANGUAGES]


def _text(value: Value) -> str:
    if value is None or value == CONFIDENTIAL:
        return ""
    if isinstance(value, str):
        return neutral(value)
    return repr(int(value) if value == int(value) else value)


def named(found: Sequence[Resource], name: str) -> Resource:
    """The resource of that name."""
    return next(resource for resource in found if resource.name == name)
