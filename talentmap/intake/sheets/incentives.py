"""The incentive items that an enterprise knows, has applied for or has received: on the form's sheet or in columns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from talentmap.forms.choices import REACHES as _WORDS
from talentmap.forms.marks import INCENTIVES_SHEET
from talentmap.intake.files.grid import Sheet, is_blank, text_of
from talentmap.intake.findings import Findings, Place
from talentmap.intake.sheets.table import Table
from talentmap.model.source import Source, column_letter
from talentmap.text import lookup_key

REACHES = ("known", "applied", "received")
"""How far an enterprise got with an item, each step including those before it."""

Use = tuple[str, str]
_ITEM, _REACH = 1, 2
_BY_WORD = {
    lookup_key(word): reach
    for reach, (zh, en) in _WORDS.items()
    for word in (zh, en, f"{zh} {en}", f"{en} {zh}", reach)
}


def incentives_of(
    sheets: Sequence[Sheet], tables: Sequence[Table], item_ids: Collection[str], findings: Findings
) -> list[Use]:
    """The (item, how far) pairs that a file states, in a fixed order; none where no register says which items exist."""
    if not item_ids:
        return []
    said = [*_on_sheet(sheets, findings.file), *_in_columns(tables, findings.file)]
    uses: dict[str, str] = {}
    for text, reach, source in said:
        item = text.split()[0].strip("：:，,") if text.split() else ""
        if item not in item_ids:
            findings.say("intake-incentive-unknown", source, text)
            continue
        uses[item] = max(uses.get(item, reach), reach, key=REACHES.index)
    return sorted(uses.items())


def _on_sheet(sheets: Sequence[Sheet], file: str) -> Iterable[tuple[str, str, Source]]:
    for sheet in sheets:
        for row in sheet.rows[1:] if sheet.name == INCENTIVES_SHEET else ():
            item = row.cell(_ITEM - sheet.left)
            if not is_blank(item):
                reach = _BY_WORD.get(lookup_key(text_of(row.cell(_REACH - sheet.left))), REACHES[0])
                yield text_of(item), reach, Source(file, sheet.name, row.number, column_letter(_ITEM))


def _in_columns(tables: Sequence[Table], file: str) -> Iterable[tuple[str, str, Source]]:
    for table in tables:
        for column in table.columns:
            if column.field is None or column.field.block != "incentives":
                continue
            for row in table.data():
                place = Place(file, table.sheet.name, row.number).at(column)
                for part in text_of(row.cell(column.index)).replace("；", ";").replace("\n", ";").split(";"):
                    if part.strip():
                        yield part.strip(), column.field.name, place
