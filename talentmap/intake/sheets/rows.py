"""From the sheets of one file to its demand lines: which rows are data, whose they are, and what each one says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from talentmap.intake.cells.numbers import read_count
from talentmap.intake.cells.rules import Limits, check_line
from talentmap.intake.cells.values import COUNTS, JOINABLE, ValueReader
from talentmap.intake.enterprise import Firm
from talentmap.intake.files.grid import Cell, Row, Sheet, is_blank, text_of
from talentmap.intake.findings import Findings, Place
from talentmap.intake.lines import Fate, Line, Values, wording_of
from talentmap.intake.sheets.firm import Said, facts_in
from talentmap.intake.sheets.headers import Field, bare_key, field_of, header_book, is_confirmed, suggestion_for
from talentmap.intake.sheets.table import Layout, Table, TableColumn, find_tables, without_repeats
from talentmap.intake.sheets.whose import Context, Firms, is_of_firm
from talentmap.model.source import Source
from talentmap.text import compact

_DIMENSIONS = frozenset({"chain", "segment", "district", "education"})
_HEADCOUNT_LIKE = ("人数", "名额", "数量", "headcount", "openings", "numberof")
_UNKNOWN_COLUMNS_MAX = 40
_SERIAL, _REMARKS = Field("known", "serial"), Field("known", "remarks")


def tables_of(sheets: Sequence[Sheet], findings: Findings) -> list[Table]:
    """The demand tables of a file's visible sheets; sheets set aside are noted."""
    tables: list[Table] = []
    for sheet in sheets:
        skipped = bare_key(sheet.name) in header_book().skipped_sheets
        found = find_tables(sheet) if sheet.rows and not skipped else []
        if found and sheet.hidden:
            findings.say("intake-sheet-hidden", Source(findings.file, sheet.name), sheet.name)
        else:
            tables += found
    return tables


def lines_of(tables: Sequence[Table], context: Context, firms: Firms) -> list[Line]:
    """Every demand line of a file's tables, in the order of the file."""
    read = [row for table in tables for row in _rows_of(table, context, firms)]
    wordings = [wording_of(row.values) for row in read]
    often = Counter(wordings)
    lines = []
    for row, wording in zip(read, wordings, strict=True):
        is_alone = len(tables) == 1 and often[wording] == 1
        identity = row.place if is_alone else _identity(row)
        lines.append(Line(row.firm, row.values, wording, *row.place, identity, row.fate))
    return lines


def _identity(row: _RowRead) -> tuple[str, ...]:
    """What makes two rows of a file the same: every cell as text, but the serial number."""
    texts = ["" if index in row.serial else text_of(cell).strip() for index, cell in enumerate(row.cells)]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


class _RowRead(NamedTuple):
    """What a row says; and its cells, to compare it with others, with the indexes of serial numbers among them."""

    firm: Firm
    values: Values
    place: Place
    fate: Fate
    cells: Sequence[Cell]
    serial: Sequence[int]


def _rows_of(table: Table, context: Context, firms: Firms) -> list[_RowRead]:
    findings = context.findings
    columns, repeated = without_repeats(table.layout, JOINABLE)
    _note_columns(table, repeated, context)
    one_post_a_row = _is_posting_table(table)
    if one_post_a_row:
        findings.say("intake-posting-table", Source(context.file, table.sheet.name, table.header[-1].number))
    filled_down = table.sheet.filled_down(c.index for c in columns if _is_dimension(c))
    reader = _RowReader(table, filled_down, one_post_a_row, context, firms)
    _note_merged(table, columns, context)
    read: list[_RowRead] = []
    for row, kind in zip(table.body, table.kinds, strict=True):
        if kind == "data":
            read.append(reader.read(len(read)))
        elif kind == "total":
            _check_total(table, row, read, context)
        elif kind == "example":
            findings.say("intake-row-example", Place(context.file, table.sheet.name, row.number).at())
    return read


def _is_dimension(column: TableColumn) -> bool:
    return column.field is not None and (column.field.block == "enterprise" or column.field.name in _DIMENSIONS)


def _is_posting_table(table: Table) -> bool:
    """True for a plain list of postings: no column says how many, and none looks as if it tried to."""
    if any(table.column(name) is not None for name in ("headcount", "headcount_12m", "headcount_3y")):
        return False
    unknown = [column.header for column in table.columns if column.field is None]
    return not any(_looks_like_headcount(header) for header in unknown)


def _looks_like_headcount(header: str) -> bool:
    near = field_of(suggestion_for(header))
    return (near is not None and near.name.startswith("headcount")) or any(
        w in compact(header) for w in _HEADCOUNT_LIKE
    )


def _note_columns(table: Table, repeated: Sequence[TableColumn], context: Context) -> None:
    place = Place(context.file, table.sheet.name, table.header[-1].number)
    for column in repeated:
        context.findings.say("intake-column-twice", place.at(column), column.header)
    unknown = [c for c in table.columns if c.field is None and any(not is_blank(r.cell(c.index)) for r in table.body)]
    for column in unknown[:_UNKNOWN_COLUMNS_MAX]:
        context.findings.say("intake-column-unknown", place.at(column), column.header, suggestion_for(column.header))
    data = table.data()
    headed = table.layout.printed
    width = max((len(row.cells) for row in data), default=0)
    for index in [index for index in range(width) if index not in headed][:_UNKNOWN_COLUMNS_MAX]:
        rows = [row.number for row in data if not is_blank(row.cell(index))]
        if rows:
            source = replace(place.at(), column=table.sheet.letter(index))
            context.findings.say("intake-column-unnamed", source, rows=len(rows), first=rows[0])


def _note_merged(table: Table, columns: Sequence[TableColumn], context: Context) -> None:
    """Say which cells lost their value to a merge: titles, numbers and pay are never repeated for the rows below."""
    if not table.sheet.merges:
        return
    own = {c.index: c for c in columns if c.field is not None and c.field.block == "demand" and not _is_dimension(c)}
    lost = table.sheet.filled_down(own)
    for row in table.data():
        for index, column in own.items():
            if not is_blank(lost.get((row.number, index))) and is_blank(row.cell(index)):
                place = Place(context.file, table.sheet.name, row.number)
                context.findings.say("intake-cell-merged", place.at(column), text_of(lost[row.number, index]))


class _RowReader:
    """Reads the rows of one table; what is the same for every row is settled once."""

    def __init__(
        self,
        table: Table,
        filled_down: Mapping[tuple[int, int], Cell],
        one_post_a_row: bool,
        context: Context,
        firms: Firms,
    ) -> None:
        self._table = table
        self._context, self._firms = context, firms
        self._rows = table.data()
        self._cells = _whole(self._rows, table.columns[-1].index + 1, filled_down)
        self._values = ValueReader(table.layout, self._cells, context.vocabulary, context.findings)
        self._one_post_a_row = one_post_a_row
        self._rules = context.plausibility
        self._of_firm, self._serial, self._remarks = _set_apart(table.layout)
        self._told: dict[tuple[Cell, ...], tuple[Firm, Limits]] = {}

    def read(self, at: int) -> _RowRead:
        """What the data row that stands at `at` says, and what becomes of it."""
        row, cells = self._rows[at], self._cells[at]
        place = Place(self._context.file, self._table.sheet.name, row.number)
        firm, limits = self._firm(cells, place)
        values = self._values.read(at, firm.chain_id, place)
        if self._one_post_a_row:
            values = values._replace(headcount=1)
        if self._remarks and self._is_confirmed(row):
            limits = limits._replace(is_confirmed=True)
        values, fault = check_line(values, limits, (self._table, place), self._context.findings)
        if not firm.key:
            self._context.findings.say("intake-enterprise-missing", place.at())
        fate = Fate.REJECTED if fault or not firm.key else Fate.USED
        return _RowRead(firm, values, place, fate, cells, self._serial)

    def _firm(self, cells: Sequence[Cell], place: Place) -> tuple[Firm, Limits]:
        """Whose a row is, and its limits; rows that say the same of their firm are of the same."""
        told = tuple([cells[column.index] for column, _ in self._of_firm])
        found = self._told.get(told)
        if found is None:
            said = {
                f: Said(cell, place.at(c)) for (c, f), cell in zip(self._of_firm, told, strict=True) if cell is not None
            }
            firm = self._firms.of(said, place)
            found = self._told[told] = firm, Limits(firm.employees, self._rules)
        return found

    def _is_confirmed(self, row: Row) -> bool:
        """True where the row's remarks say that its headcount was checked."""
        said = [text_of(row.cell(index)) for index in self._remarks if not is_blank(row.cell(index))]
        return any(map(is_confirmed, said))


def _whole(rows: Sequence[Row], width: int, filled_down: Mapping[tuple[int, int], Cell]) -> Sequence[Sequence[Cell]]:
    """The cells of rows over their table's whole width, merged ones filled down."""
    whole: list[Sequence[Cell]] = []
    for row in rows:
        cells: Sequence[Cell] = row.cells
        if len(cells) < width:
            cells = (*cells, *repeat(None, width - len(cells)))
        if filled_down:
            cells = [filled_down.get((row.number, index)) if cell is None else cell for index, cell in enumerate(cells)]
        whole.append(cells)
    return whole


@lru_cache(maxsize=256)
def _set_apart(layout: Layout) -> tuple[Sequence[tuple[TableColumn, Field]], Sequence[int], Sequence[int]]:
    """The columns about the firm; the indexes of those with serial numbers, and with remarks."""
    columns, _ = without_repeats(layout, JOINABLE)
    return (
        [(column, column.field) for column in columns if column.field is not None and is_of_firm(column.field)],
        [column.index for column in layout.columns if column.field == _SERIAL],
        [column.index for column in layout.columns if column.field == _REMARKS],
    )


def _check_total(table: Table, total: Row, read: Sequence[_RowRead], context: Context) -> None:
    """Warn where a totals row disagrees with the rows above it; a column with an unread cell is not judged."""
    place = Place(context.file, table.sheet.name, total.number)
    counted = [(name, column) for name in COUNTS if (column := table.column(name)) is not None]
    for name, column in counted:
        stated = read_count(total.cell(column.index)).value
        counted_here = None if stated is None else _counted(name, column, read)
        if stated is not None and counted_here is not None and stated != counted_here:
            context.findings.say("intake-totals-differ", place.at(column), int(stated), counted=counted_here)
    if not counted and _is_posting_table(table):
        stated_rows = [read_count(cell).value for _, cell in total.filled() if not isinstance(cell, str)]
        if stated_rows and stated_rows[0] is not None and stated_rows[0] != len(read):
            context.findings.say("intake-totals-differ", place.at(), int(stated_rows[0]), counted=len(read))


def _counted(name: str, column: TableColumn, read: Sequence[_RowRead]) -> int | None:
    """What the counts in a column add up to, None where one is not read."""
    counts: list[int | None] = [getattr(row.values, name) for row in read]
    if any(count is None and row.cells[column.index] is not None for count, row in zip(counts, read, strict=True)):
        return None
    return sum(filter(None, counts))


def facts_of(sheets: Sequence[Sheet], tables: Sequence[Table], file: str) -> dict[Field, Said]:
    """What a file states of its enterprise outside its tables: above them first, then on sheets without a table."""
    facts: dict[Field, Said] = {}
    with_table = {table.sheet.name for table in tables}
    for table in tables:
        facts = facts_in(table.above, table.sheet, file) | facts
    for sheet in sheets:
        if (
            sheet.name not in with_table
            and not sheet.hidden
            and bare_key(sheet.name) not in header_book().skipped_sheets
        ):
            facts = facts_in(sheet.rows[:80], sheet, file) | facts
    return facts
