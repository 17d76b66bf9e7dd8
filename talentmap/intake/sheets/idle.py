"""Firms that answer that they need nobody: no line of demand, and an answer all the same.

A survey that forgot them would raise every weight and with it every total.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from talentmap.intake.cells.vocabulary import read_hires
from talentmap.intake.enterprise import Firm, shown_firm
from talentmap.intake.files.grid import is_blank
from talentmap.intake.findings import Place
from talentmap.intake.lines import Fate, Line
from talentmap.intake.sheets.firm import Said, value_text
from talentmap.intake.sheets.headers import Field
from talentmap.intake.sheets.table import Table
from talentmap.intake.sheets.whose import Context, Firms, is_of_firm

_HIRES = Field("enterprise", "hires")


def idle_firms(tables: Sequence[Table], lines: Sequence[Line], firms: Firms, context: Context) -> list[Firm]:
    """The firms of a file that say they need nobody and list no post; of one that does both, the posts count."""
    hiring = {line.firm.key for line in lines if line.fate is Fate.USED}
    idle: dict[str, Firm] = {}
    for said, own in _answers(tables, context):
        text = value_text(said)
        answer = read_hires(text) if text else "yes"
        if answer is None:
            context.findings.say("intake-hires-unknown", said.source, text)
        if answer != "no":
            continue
        firm = firms.of(own, Place(context.file, said.source.sheet, said.source.row))
        if not firm.key:
            context.findings.say("intake-enterprise-missing", said.source)
        elif firm.key in hiring:
            context.findings.say("intake-hires-but-lines", said.source, shown_firm(firm))
        else:
            idle.setdefault(firm.key, firm)
    return [firm for _, firm in sorted(idle.items())]


def _answers(tables: Sequence[Table], context: Context) -> Iterator[tuple[Said, dict[Field, Said]]]:
    """Every answer to whether there are posts to fill, with what its row says of the firm: beside a key, in a column.

    In a column the answer stands in every row; that of the first row of each firm is enough.
    """
    if _HIRES in context.facts:
        yield context.facts[_HIRES], {}
    for table in tables:
        column = table.column(_HIRES.name, _HIRES.block)
        if column is None:
            continue
        of_firm = [(c, c.field) for c in table.columns if c.field is not None and is_of_firm(c.field)]
        seen = set()
        for row in table.answers():
            stated = tuple([row.cell(c.index) for c, _ in of_firm])
            if not is_blank(row.cell(column.index)) and stated not in seen:
                seen.add(stated)
                place = Place(context.file, table.sheet.name, row.number)
                own = {field: Said(row.cell(c.index), place.at(c)) for c, field in of_firm}
                yield Said(row.cell(column.index), place.at(column)), own
