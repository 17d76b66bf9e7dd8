"""A table's declared shape, and the one place that holds data to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


class Kind(StrEnum):
    """The value types that both engines and Parquet agree on. Lists are text joined by `|`."""

    TEXT = "text"
    INT = "int"
    FLOAT = "float"
    BOOL = "bool"
    DATE = "date"


class Disclosure(StrEnum):
    """Who may see a column."""

    OPEN = "open"  # may be published
    PROTECTED = "protected"  # only after the disclosure step
    INTERNAL = "internal"  # stays in the bureau: enterprise names, free text, pseudonyms


@cache
def _arrow() -> Mapping[Kind, pa.DataType]:
    import pyarrow as pa  # noqa: PLC0415 - shapes are read where no table is made: in the processes that read files

    return {
        Kind.TEXT: pa.string(),
        Kind.INT: pa.int64(),
        Kind.FLOAT: pa.float64(),
        Kind.BOOL: pa.bool_(),
        Kind.DATE: pa.date32(),
    }


def load_arrow() -> None:
    """Load what the first table needs: Arrow, and pandas, which it looks for. They take longer than a small survey."""
    import pyarrow as pa  # noqa: PLC0415 - as above

    pa.array([])


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name, type, meaning in both languages, unit, who may see it."""

    name: str
    kind: Kind
    zh: str
    en: str
    unit: str = ""
    disclosure: Disclosure = Disclosure.INTERNAL


@dataclass(frozen=True, slots=True)
class Table:
    """A named table with its columns in order; `key` names the columns that identify a row."""

    name: str
    zh: str
    en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The column names, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def arrow_schema(self) -> pa.Schema:
        """The Arrow schema of the table."""
        import pyarrow as pa  # noqa: PLC0415 - as above

        return pa.schema([(column.name, _arrow()[column.kind]) for column in self.columns])

    def from_rows(self, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
        """An Arrow table of `rows`; a missing value is null, an undeclared one raises ValueError."""
        return self.from_columns(self._columns(list(rows)))

    def from_columns(self, values: Iterable[Sequence[Any]]) -> pa.Table:
        """An Arrow table of columns in their declared order; None is null, ValueError where an integer is none."""
        import pyarrow as pa  # noqa: PLC0415 - as above

        columns = dict(zip(self.names, values, strict=True))
        for column in self.columns:
            # Arrow would cut 2.5 people down to 2 without a word.
            held = columns[column.name] if column.kind is Kind.INT else ()
            if float in set(map(type, held)) and any(map(_is_fraction, held)):
                raise ValueError(f"table {self.name}: column {column.name} holds a fraction")
        return pa.Table.from_pydict(columns, schema=self.arrow_schema)

    def _columns(self, rows: Sequence[Mapping[str, Any]]) -> Iterable[Sequence[Any]]:
        names = self.names
        if len(names) > 1 and set(map(len, rows)) == {len(names)}:
            with suppress(KeyError):  # as many columns as declared, and none of those is missing: no other is there
                return list(zip(*map(itemgetter(*names), rows), strict=True))
        undeclared = set().union(*rows) - set(names)
        if undeclared:
            raise ValueError(f"table {self.name}: undeclared columns {sorted(undeclared)}")
        return [[row.get(name) for row in rows] for name in names]

    def conform(self, table: pa.Table) -> pa.Table:
        """`table` with exactly the declared columns, order and types; ValueError where that cannot be."""
        missing = set(self.names) - set(table.column_names)
        if missing:
            raise ValueError(f"table {self.name}: missing columns {sorted(missing)}")
        return table.select(list(self.names)).cast(self.arrow_schema)


def _is_fraction(value: object) -> bool:
    return isinstance(value, float) and not value.is_integer()
