"""A comparison as files for the bureau: two CSV tables and a workbook of both. Not protected, not for publication."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from talentmap.comparison.compare import Comparison
from talentmap.model.taxonomy import Catalog
from talentmap.new_workbook import new_workbook
from talentmap.tables.comparison import GAP_CHANGES, SHORTAGE_MOVES
from talentmap.tables.schema import Table
from talentmap.text import defuse

_DECIMALS = 6


def write_comparison(folder: Path, found: Comparison, catalog: Catalog) -> list[Path]:
    """Write `gap_changes.csv`, `shortage_moves.csv` and `changes.xlsx` into `folder`; names beside ids."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = [(GAP_CHANGES, found.changes), (SHORTAGE_MOVES, found.moves)]
    named = [(table, _named(frame.round(_DECIMALS), catalog)) for table, frame in tables]
    written = []
    for table, frame in named:
        path = folder / f"{table.name}.csv"
        frame.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")
        written.append(path)
    workbook = folder / "changes.xlsx"
    with new_workbook(workbook) as book:
        book.set_properties({"title": f"{found.before.id} → {found.after.id}"})
        for table, frame in named:
            _sheet(book, table, frame)
    return [*written, workbook]


def _named(frame: pd.DataFrame, catalog: Catalog) -> pd.DataFrame:
    names = [catalog.roles[role].zh if role in catalog.roles else "" for role in frame["role_id"]]
    told = frame.assign(role=names)
    return told.map(lambda value: defuse(value) if isinstance(value, str) else value)


def _sheet(book: Any, table: Table, frame: pd.DataFrame) -> None:
    page = book.add_worksheet(table.zh)
    heads = {column.name: column.zh for column in table.columns} | {"role": "岗位名称"}
    page.write_row(0, 0, [heads[str(name)] for name in frame.columns])
    for place, row in enumerate(frame.itertuples(index=False), start=1):
        page.write_row(place, 0, ["" if pd.isna(value) else value for value in row])
    page.freeze_panes(1, 0)
