"""A list of job titles that somebody has: the rows of a table in any encoding, or a text file with a title a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from talentmap.bilingual import both, said
from talentmap.catalog.imports.columns import header_key
from talentmap.catalog.imports.parts import Part
from talentmap.catalog.tabular import Row, Unreadable, lines_of, rows_of
from talentmap.errors import EditionError
from talentmap.text import split_list
from talentmap.workbook import WorkbookFault, sheets_of

TITLE_HEADERS = (
    *("title", "job_title", "position_name", "position_title", "raw_title", "岗位名称", "职位名称", "招聘岗位名称"),
    *(
        "招聘职位",
        "招聘岗位",
        "需求岗位",
        "岗位",
        "职位",
        "工作岗位",
        "职务",
        "工种",
        "job_name",
        "post_name",
        "position",
    ),
    *("job", "post", "role", "occupation", "名称", "name"),
)
ROLE_HEADERS = ("role_id", "role", "code", "岗位标识", "岗位编号", "职业编码", "职业代码", "value", "id")
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_SEPARATORS = ("|", "‖", "\n", "；", ";")


@dataclass(frozen=True, slots=True)
class TitleList:
    """Titles as they are written, '' where a row has none, with the skills and the chain beside each where asked for.

    `column` is the header under which the titles stood, '' where there is none; `is_guessed` when no name told it.
    """

    rows: tuple[int, ...]
    titles: tuple[str, ...]
    skills: tuple[tuple[str, ...], ...] | None = None
    chains: tuple[str, ...] | None = None
    column: str = ""
    is_guessed: bool = False


def read_titles(path: Path, title_column: str = "", skills_column: str = "", chain_column: str = "") -> TitleList:
    """Every row of the list, in its order. EditionError where it cannot be read or lacks a column that was named."""
    table = _read(path, is_table=bool(title_column or skills_column or chain_column))
    header = table.header
    at = _named(header, title_column) if title_column else _first_of(TITLE_HEADERS, header)
    skills = table.column(_named(header, skills_column)) if skills_column else None
    return TitleList(
        rows=tuple(number for number, _ in table.rows),
        titles=tuple(table.column(max(at, 0))),
        skills=None if skills is None else tuple(map(skills_of, skills)),
        chains=tuple(table.column(_named(header, chain_column))) if chain_column else None,
        column=header[max(at, 0)] if header else "",
        is_guessed=at < 0 and bool(header),
    )


def read_decisions(path: Path) -> Iterator[tuple[int, str, str]]:
    """Line, title and role of each decision; where no header names the columns, the first two."""
    table = _read(path, is_table=True)
    title, role = _first_of(TITLE_HEADERS, table.header), _first_of(ROLE_HEADERS, table.header)
    rows = table.rows
    if title < 0 or role < 0 or title == role:
        title, role, rows = 0, 1, [(1, table.header), *rows]
    for number, cells in rows:
        yield number, _cell(cells, title).strip(), _cell(cells, role).strip()


def skills_of(cell: str) -> tuple[str, ...]:
    """The skills in a cell: `["a", "b"]` as programs print lists, else what its strongest separator cuts."""
    if cell.lstrip().startswith("["):
        return tuple(one or other for one, other in _QUOTED.findall(cell) if one or other)
    separator = next((sign for sign in _SEPARATORS if sign in cell), "")
    parts = cell.split(separator) if separator else split_list(cell)
    return tuple(part.strip() for part in parts if part.strip())


@dataclass(frozen=True, slots=True)
class _Table:
    header: list[str]
    rows: list[Row]

    def column(self, place: int) -> Iterator[str]:
        """The cells of a column; a table of one column holds no separators, so what was cut is put together again."""
        if len(self.header) == 1:
            return (",".join(cells) for _, cells in self.rows)
        return (_cell(cells, place) for _, cells in self.rows)


def _read(path: Path, *, is_table: bool) -> _Table:
    """Header and rows of a file; a text file whose first line names no column has no header."""
    if not path.is_file():
        raise EditionError(
            both(f"There is no file {path}.", f"没有文件 {path}。"),
            both("Name a CSV or text file with one title a row.", "请给出 CSV 或每行一个名称的文本文件。"),
        )
    try:
        rows = list(_rows(Part(path.name, path.read_bytes), is_table))
    except (Unreadable, WorkbookFault, OSError) as fault:
        raise EditionError(
            both(f"{path.name} cannot be read: {fault}.", f"无法读取 {path.name}：{said(fault, 'zh')}。"),
            both("Save it as CSV in UTF-8.", "请另存为 UTF-8 的 CSV。"),
        ) from fault
    at = next((place for place, (_, cells) in enumerate(rows) if any(map(str.strip, cells))), len(rows))
    first = rows[at][1] if at < len(rows) else []
    if path.suffix.lower() == ".txt" and not is_table and _first_of(TITLE_HEADERS, first) < 0:
        return _Table([], rows)
    return _Table(first, list(_without_gaps(rows[at + 1 :], len(first))))


def _rows(part: Part, is_table: bool) -> Iterator[Row]:
    if part.is_workbook:
        return next((rows for _, rows in sheets_of(part.read())), iter(()))
    text = part.text()
    if part.suffix == ".txt" and not is_table and "\t" not in text.partition("\n")[0]:
        return ((number, [line.removesuffix("\n")]) for number, line in enumerate(lines_of(text), start=1))
    return rows_of(text)


def _without_gaps(rows: Iterable[Row], width: int) -> Iterator[Row]:
    """Rows without the empty lines between them; in a table of one column an empty line is a row without title."""
    gap: list[Row] = []
    for number, cells in rows:
        if not cells:
            gap.append((number, [""]))
            continue
        if width == 1:
            yield from gap
        gap.clear()
        yield number, cells


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _named(header: Sequence[str], name: str) -> int:
    keys = [header_key(told) for told in header]
    if header_key(name) in keys:
        return keys.index(header_key(name))
    near = get_close_matches(name, header, n=1, cutoff=0.5)
    hint = (
        both(f"Did you mean '{near[0]}'?", f"是不是“{near[0]}”？")
        if near
        else both(f"It has: {', '.join(header) or 'no header'}.", f"现有：{'、'.join(header) or '没有表头'}。")
    )
    raise EditionError(both(f"The list has no column '{name}'.", f"清单中没有“{name}”一列。"), hint)


def _first_of(wanted: Sequence[str], header: Sequence[str]) -> int:
    """The place of the best wording of a header, -1 when there is none."""
    keys = [header_key(told) for told in header]
    return next((keys.index(key) for key in map(header_key, wanted) if key in keys), -1)
