"""The pain points a file names by policy stage: in columns, beside a key, or on a sheet with one row per stage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from talentmap.intake.cells.vocabulary import Vocabulary
from talentmap.intake.enterprise import Firm
from talentmap.intake.files.grid import Sheet, is_blank, text_of
from talentmap.intake.findings import Findings, Place
from talentmap.intake.lines import Line
from talentmap.intake.sheets.firm import Facts
from talentmap.intake.sheets.headers import bare_key, header_book
from talentmap.intake.sheets.table import Table
from talentmap.model.source import Source

Pain = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Named:
    """A pain point that a file names, and where: the row tells whose it is."""

    stage: str
    pain: str
    source: Source


def named_pains(
    sheets: Sequence[Sheet], tables: Sequence[Table], facts: Facts, vocabulary: Vocabulary, findings: Findings
) -> list[Named]:
    """Every pain point that a file names, in the order of the file."""
    said = [(field.name, text_of(fact.value), fact.source) for field, fact in facts.items() if field.block == "pains"]
    said += _in_columns(tables, findings.file)
    with_table = {table.sheet.name for table in tables}
    said += [
        item
        for sheet in sheets
        if sheet.name not in with_table
        and not sheet.hidden
        and bare_key(sheet.name) not in header_book().skipped_sheets
        for item in _on_sheet(sheet, vocabulary, findings.file)
    ]
    return list(_coded(said, vocabulary, findings))


def owned_pains(
    named: Sequence[Named], lines: Sequence[Line], idle: Sequence[Firm], findings: Findings
) -> list[tuple[Firm, str, str]]:
    """Each pain point with its firm: the only one in the file, else the one whose row names it; others are said."""
    if not named:
        return []
    firms = {firm.key: firm for firm in (*idle, *(line.firm for line in lines)) if firm.key}
    of_row = {(line.sheet, line.row): line.firm for line in lines if line.firm.key}
    owned: dict[tuple[str, str, str], Firm] = {}
    for entry in named:
        only = next(iter(firms.values())) if len(firms) == 1 else None
        firm = of_row.get((entry.source.sheet, entry.source.row), only)
        if firm is not None:
            owned.setdefault((firm.key, entry.stage, entry.pain), firm)
        elif firms:
            findings.say("intake-pain-unowned", entry.source, entry.pain, firms=len(firms))
    return [(firm, stage, pain) for (_, stage, pain), firm in sorted(owned.items(), key=lambda item: item[0])]


def _coded(said: Iterable[tuple[str, str, Source]], vocabulary: Vocabulary, findings: Findings) -> Iterable[Named]:
    for stage, text, source in said:
        coded = vocabulary.pains(text, stage)
        for unread in coded.unread:
            findings.say("intake-pain-unknown", source, unread)
        yield from (Named(vocabulary.stage_of_pain[pain], pain, source) for pain in coded.ids)


def _in_columns(tables: Sequence[Table], file: str) -> list[tuple[str, str, Source]]:
    return [
        (column.field.name, text_of(row.cell(column.index)), Place(file, table.sheet.name, row.number).at(column))
        for table in tables
        for column in table.columns
        if column.field is not None and column.field.block == "pains"
        for row in table.body
        if not is_blank(row.cell(column.index))
    ]


def _on_sheet(sheet: Sheet, vocabulary: Vocabulary, file: str) -> list[tuple[str, str, Source]]:
    """Rows that begin with a stage's name, on a sheet where at least two do."""
    staged = [(vocabulary.stage(text_of(row.filled()[0][1])), row) for row in sheet.rows]
    if len({stage for stage, _ in staged if stage}) < 2:
        return []
    return [
        (stage, text_of(cell), Source(file, sheet.name, row.number, sheet.letter(index)))
        for stage, row in staged
        if stage
        for index, cell in row.filled()[1:]
    ]
