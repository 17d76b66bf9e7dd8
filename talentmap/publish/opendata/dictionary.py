"""The data dictionary: every column of every file with type, unit and meaning; as a table, and as a page to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from talentmap.model.edition import Edition
from talentmap.publish.opendata.resource import Resource, neutral
from talentmap.publish.opendata.words import description, title
from talentmap.tables.schema import Column, Disclosure, Kind, Table

_T = Kind.TEXT
_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+\-!|~&])")


def _column(name: str, zh: str, en: str, kind: Kind = _T) -> Column:
    return Column(name, kind, zh, en, disclosure=Disclosure.OPEN)


DICTIONARY = Table(
    "dictionary",
    "数据字典",
    "Every column of every table: type, unit, meaning",
    key=("table", "column"),
    columns=(
        _column("table", "表", "Table, which is the file's name without .csv"),
        _column("column", "列", "Column"),
        _column("place", "列序", "Place of the column in the file, from 1", Kind.INT),
        _column("type", "类型", "text, int, float, bool or date"),
        _column("unit", "单位", "Unit; 0-1 is a share"),
        _column("is_key", "是否键", "true where the column helps to identify a row", Kind.BOOL),
        _column("hidden_by", "保密状态列", "Status columns that hold c where a missing value is hidden, joined by |"),
        _column("meaning_zh", "含义（中文）", "Meaning in Chinese"),
        _column("meaning_en", "含义（英文）", "Meaning in English"),
    ),
)


def dictionary(found: Iterable[Resource]) -> Resource:
    """The dictionary of these tables, itself a table."""
    rows = [row for resource in found for row in _rows(resource)]
    return Resource(DICTIONARY.name, DICTIONARY.zh, DICTIONARY.en, DICTIONARY.key, DICTIONARY.columns, rows, {})


def _rows(resource: Resource) -> Iterator[Sequence[str]]:
    for place, column in enumerate(resource.columns, start=1):
        is_key = str(column.name in resource.key).lower()
        hidden_by = "|".join(resource.hidden_by.get(column.name, ()))
        words = neutral(column.zh), neutral(column.en)
        yield resource.name, column.name, str(place), column.kind.value, column.unit, is_key, hidden_by, *words


def page(edition: Edition, found: Sequence[Resource]) -> str:
    """The dictionary as Markdown, in both languages."""
    return "\n\n".join([_head(edition), _contents(found), *map(_section, found)]) + "\n"


def _head(edition: Edition) -> str:
    licence = edition.settings.data.terms
    terms = f"{licence.id}" + (f" <{licence.url}>" if licence.url else "")
    titles = [f"# {_plain(title(edition, 'zh'))}", f"## {_plain(title(edition, 'en'))}"]
    said = [_plain(description(edition, lang)) for lang in ("zh", "en")]
    return "\n\n".join([*titles, *said, f"许可 Licence: {terms}"])


def _contents(found: Sequence[Resource]) -> str:
    lines = [f"| [{r.path}](#{r.name}) | {_plain(r.zh)} | {_plain(r.en)} | {len(r.rows)} |" for r in found]
    return "\n".join(["| 文件 file | 内容 | content | 行 rows |", "|---|---|---|---|", *lines])


def _section(resource: Resource) -> str:
    lines = [
        f"| {column.name} | {column.kind.value} | {column.unit} | {_plain(column.zh)} | {_plain(column.en)} |"
        for column in resource.columns
    ]
    head = ["| 列 column | 类型 type | 单位 unit | 含义 | meaning |", "|---|---|---|---|---|"]
    said = f"{_plain(resource.zh)}. {_plain(resource.en)}. 键 key: {', '.join(resource.key)}"
    return "\n".join([f"## {resource.name}", "", said, "", *head, *lines])


def _plain(text: str) -> str:
    """`text` so that Markdown prints it as it is."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
