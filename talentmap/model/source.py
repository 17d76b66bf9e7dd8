"""Where a value was read: file, sheet, row, column."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A place in an input file, as a person would look for it; rows count from 1, a column is its letter."""

    file: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    header: str = ""

    def __str__(self) -> str:
        """The place in one line, from the file inwards; parts that are not known are left out."""
        parts = [self.file]
        if self.sheet:
            parts.append(f"[{self.sheet}]")
        if self.column and self.row:
            parts.append(f"{self.column}{self.row}")
        elif self.row:
            parts[-1] += f":{self.row}"
        if self.header:
            parts.append(f"«{self.header}»")
        return " ".join(parts)


@lru_cache(maxsize=1024)
def column_letter(index: int) -> str:
    """The spreadsheet letter of the column with 0-based `index`: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, remainder = divmod(index - 1, 26)
        letters = chr(65 + remainder) + letters
    return letters
