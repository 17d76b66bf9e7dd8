"""A published table as a CSV file: its columns, its rows as text, and what its texts look like inside the file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from talentmap.tables.schema import Column
from talentmap.text import defuse

_MARK = "'"
_ENDS_A_CELL = re.compile(r'[",\r\n]')


@dataclass(frozen=True)
class Resource:
    """A table as published. `hidden_by` names, for a column, the status columns that tell whether a gap is hidden."""

    name: str
    zh: str
    en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[str]]
    hidden_by: Mapping[str, tuple[str, ...]]

    @property
    def path(self) -> str:
        """The file's name."""
        return f"{self.name}.csv"

    @cached_property
    def csv(self) -> bytes:
        """The file's bytes: UTF-8 without a mark, lines end in LF."""
        lines = [[column.name for column in self.columns], *self.rows]
        return "".join(f"{','.join(map(_quoted, line))}\n" for line in lines).encode("utf-8")

    @property
    def sha256(self) -> str:
        """The checksum of the bytes."""
        return hashlib.sha256(self.csv).hexdigest()


def _quoted(cell: str) -> str:
    """A cell in quotes where it must be: the csv module of Python 3.11 leaves a lone carriage return bare."""
    return '"' + cell.replace('"', '""') + '"' if _ENDS_A_CELL.search(cell) else cell


def neutral(text: str) -> str:
    """`text` as it stands in a file: what a spreadsheet would run as a formula begins with an apostrophe.

    So does a text that begins with an apostrophe itself: then `original` always gives back what was meant.
    """
    return _MARK + text if text.startswith(_MARK) or defuse(text) != text else text


def original(cell: str) -> str:
    """The text that `neutral` was given."""
    return cell.removeprefix(_MARK)
