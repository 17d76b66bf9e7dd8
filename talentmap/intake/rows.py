"""From the sheets of one file to its demand lines: which rows are data, whose they are, and what each one says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from talentmap.intake.enterprise import Firm, firm_of, note_firm
from talentmap.intake.findings import Findings, Place
from talentmap.intake.firm import Facts, Said, facts_in, name_in_filename, name_in_title
from talentmap.intake.grid import Cell, Row, Sheet, is_blank, text_of
from talentmap.intake.headers import Field, bare_key, field_of, header_book, suggestion_for
from talentmap.intake.lines import Fate, Line
from talentmap.intake.numbers import read_count
from talentmap.intake.rules import check_line
from talentmap.intake.table import Table, TableColumn, find_table, without_repeats
from talentmap.intake.values import COUNTS, JOINABLE, read_values
from talentmap.intake.vocabulary import Vocabulary
from talentmap.model.source import Source
from talentmap.text import compact

_DIMENSIONS = frozenset({"chain", "segment", "district", "education"})
_HEADCOUNT_LIKE = ("人数", "名额", "数量", "headcount", "openings", "numberof")
_UNKNOWN_COLUMNS_MAX = 40
_NAME = Field("enterprise", "enterprise_name")
_CODE = Field("enterprise", "credit_code")


@dataclass(frozen=True, slots=True)
class Context:
    """What reading a table needs besides the table."""

    file: str
    facts: Facts
    chain_id: str
    vocabulary: Vocabulary
    findings: Findings


def tables_of(sheets: Sequence[Sheet], findings: Findings) -> list[Table]:
    """The demand tables of a file's visible sheets; sheets set aside are noted."""
    tables = []
    for sheet in sheets:
        skipped = bare_key(sheet.name) in header_book().skipped_sheets
        table = find_table(sheet) if sheet.rows and not skipped else None
        if table is None:
            continue
        if sheet.hidden:
            findings.say("intake-sheet-hidden", Source(findings.file, sheet.name), sheet.name)
        else:
            tables.append(table)
    return tables


def lines_of(tables: Sequence[Table], context: Context) -> list[Line]:
    """Every demand line of a file's tables, in the order of the file."""
    firms = _Firms(tables, context)
    lines: list[Line] = []
    for table in tables:
        lines += _lines_of_table(table, context, firms)
    return lines


def _lines_of_table(table: Table, context: Context, firms: _Firms) -> list[Line]:
    findings = context.findings
    columns, repeated = without_repeats(table.columns, JOINABLE)
    _note_columns(table, repeated, context)
    one_post_a_row = _is_posting_table(table)
    if one_post_a_row:
        findings.say("intake-posting-table", Source(context.file, table.sheet.name, table.header[-1].number))
    filled_down = table.sheet.filled_down(c.index for c in columns if _is_dimension(c))
    lines: list[Line] = []
    data: list[Row] = []
    for row, kind in zip(table.body, table.kinds, strict=True):
        if kind == "data":
            data.append(row)
            lines.append(_line(table, columns, row, filled_down, (context, firms, one_post_a_row)))
        elif kind == "total":
            _check_total(table, row, data, context)
        elif kind == "example":
            findings.say("intake-row-example", Place(context.file, table.sheet.name, row.number).at())
    return lines


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


def _line(
    table: Table,
    columns: Sequence[TableColumn],
    row: Row,
    filled_down: Mapping[tuple[int, int], Cell],
    how: tuple[Context, _Firms, bool],
) -> Line:
    context, firms, one_post_a_row = how
    place = Place(context.file, table.sheet.name, row.number)
    cells: dict[str, list[tuple[TableColumn, Cell]]] = {}
    said: dict[Field, Said] = {}
    for column in columns:
        cell = row.cell(column.index)
        if is_blank(cell):
            cell = filled_down.get((row.number, column.index))
        if column.field is None or is_blank(cell):
            continue
        if column.field.block == "enterprise" or column.field.name == "chain":
            said[column.field] = Said(cell, place.at(column))
        elif column.field.block == "demand":
            cells.setdefault(column.field.name, []).append((column, cell))
    firm = firms.of(said, place)
    values = read_values(cells, firm.chain_id, place, context.vocabulary, context.findings)
    if one_post_a_row:
        values["headcount"] = 1
    rules = context.vocabulary.catalog.rules.plausibility
    fault = check_line(values, firm.employees, rules, (table, place), context.findings)
    if not firm.key:
        context.findings.say("intake-enterprise-missing", place.at())
    fate = Fate.REJECTED if fault or not firm.key else Fate.USED
    return Line(firm, values, place.at(), _identity(table, row, filled_down), fate)


def _identity(table: Table, row: Row, filled_down: Mapping[tuple[int, int], Cell]) -> tuple[str, ...]:
    """What makes two rows of a file the same: every cell but the serial number, merged ones filled down."""
    serial = {c.index for c in table.columns if c.field == Field("known", "serial")}
    cells = []
    for index in range(max(len(row.cells), len(table.columns))):
        cell = row.cell(index)
        whole = filled_down.get((row.number, index)) if is_blank(cell) else cell
        cells.append("" if index in serial else text_of(whole).strip())
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


class _Firms:
    """The enterprises of one file, each resolved and noted once; a row's own statements go before the file's."""

    def __init__(self, tables: Sequence[Table], context: Context) -> None:
        self._context = context
        self._known: dict[tuple[tuple[str, str, str], ...], Firm] = {}
        self._noted: set[str] = set()
        self._several = _names_several(tables)
        self._fallback = {} if self._several else _fallback(tables, context)

    def of(self, said: Mapping[Field, Said], place: Place) -> Firm:
        """The enterprise of a row."""
        own = {f: s for f, s in said.items() if not is_blank(s.value)}
        facts = {**self._fallback, **({} if self._several and own else self._context.facts), **own}
        key = tuple(sorted((f.block, f.name, text_of(s.value)) for f, s in facts.items()))
        if key not in self._known:
            firm = firm_of(facts, self._context.chain_id, self._context.vocabulary, self._context.findings)
            if firm.key and firm.key not in self._noted:
                self._noted.add(firm.key)
                note_firm(firm, place.at(), self._context.findings)
            self._known[key] = firm
        return self._known[key]


def _names_several(tables: Sequence[Table]) -> bool:
    """True where a column names more than one enterprise: then nothing about enterprises is carried between rows."""
    names = set()
    for table in tables:
        for field in (_NAME, _CODE):
            column = table.column(field.name, field.block)
            if column is not None:
                names |= {
                    (field.name, compact(text_of(row.cell(column.index))))
                    for row in table.data()
                    if not is_blank(row.cell(column.index))
                }
    return max((sum(kind == name for kind, _ in names) for name in ("enterprise_name", "credit_code")), default=0) > 1


def _fallback(tables: Sequence[Table], context: Context) -> Facts:
    """The enterprise of a file that names one in a column, above its table, in its title or only in its own name."""
    if _NAME in context.facts or _CODE in context.facts:
        return {}
    for table in tables:
        for field in (_NAME, _CODE):
            column = table.column(field.name, field.block)
            for row in table.data() if column is not None else ():
                if column is not None and not is_blank(row.cell(column.index)):
                    source = Place(context.file, table.sheet.name, row.number).at(column)
                    return {field: Said(row.cell(column.index), source)}
    for table in tables:
        titled = name_in_title(table.above, table.sheet, context.file)
        if titled is not None:
            return {_NAME: titled}
    name = name_in_filename(context.file)
    source = Source(context.file)
    context.findings.say("intake-enterprise-from-filename", source, name)
    return {_NAME: Said(name, source)}


def _check_total(table: Table, total: Row, data: Sequence[Row], context: Context) -> None:
    """Warn where a totals row disagrees with the rows above it; a column with an unread cell is not judged."""
    place = Place(context.file, table.sheet.name, total.number)
    counted = [c for c in table.columns if c.field is not None and c.field.block == "demand" and c.field.name in COUNTS]
    for column in counted:
        stated = read_count(total.cell(column.index)).value
        readings = [read_count(row.cell(column.index)) for row in data]
        unread = any(
            r.value is None and not is_blank(row.cell(column.index)) for r, row in zip(readings, data, strict=True)
        )
        total_counted = sum(int(reading.value or 0) for reading in readings)
        if stated is not None and not unread and stated != total_counted:
            context.findings.say("intake-totals-differ", place.at(column), int(stated), counted=total_counted)
    if not counted and _is_posting_table(table):
        stated_rows = [read_count(cell).value for _, cell in total.filled() if not isinstance(cell, str)]
        if stated_rows and stated_rows[0] is not None and stated_rows[0] != len(data):
            context.findings.say("intake-totals-differ", place.at(), int(stated_rows[0]), counted=len(data))


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


def with_fate(line: Line, fate: Fate) -> Line:
    """The line with another fate."""
    return replace(line, fate=fate)
