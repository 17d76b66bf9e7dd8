"""What the attacker is judged by: the bureau's lines, its account of what is hidden, and the hidden values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from talentmap.disclosure.figures import Figures, Item, fact_of
from talentmap.disclosure.lattice import Lattice
from talentmap.disclosure.masks import ALL
from talentmap.disclosure.microdata import read_microdata
from talentmap.disclosure.protect import hidden_items
from talentmap.engine import Engine
from talentmap.model.thresholds import DisclosureRules
from talentmap.tables.analysis import GROUP_BALANCE, INDICATORS, ROLE_BALANCE
from talentmap.tables.cuts import CUTS, Fact, basis_of
from talentmap.tables.disclosure import DISCLOSURE_LEDGER, DISCLOSURE_MASKS
from talentmap.tables.published import declared
from talentmap.tables.schema import Column

_STORED = {"roles": ROLE_BALANCE, "groups": GROUP_BALANCE}


@dataclass(frozen=True, slots=True)
class Value:
    """A true value of a cell's column."""

    frame: str
    row: int
    column: Column
    value: float


@dataclass(frozen=True, slots=True)
class Truth:
    """An edition as the bureau knows it. `keys`: the key values of each row of each frame.

    Tables outside the cuts stand in it under their own names, with the rows in which they hide something; `masks` are
    the table, row and column of each.
    """

    figures: Figures
    hidden: frozenset[Item]
    keys: Mapping[str, list[dict[str, str]]]
    values: tuple[Value, ...]
    masks: frozenset[tuple[str, int, str]] = frozenset()

    def is_hidden(self, frame: str, row: int, column: str) -> bool:
        """True where the figure may not be shown; of INDICATORS the column is the indicator."""
        if frame == INDICATORS.name:
            return not self.hidden.isdisjoint(self.figures.fact_items(self.fact(column)))
        if frame not in CUTS:
            return (frame, row, column) in self.masks
        return any(Item(frame, row, basis) in self.hidden for basis in CUTS[frame].bases_of(column))

    def fact(self, indicator: str) -> Fact:
        """What a headline figure is declared to rest on."""
        return fact_of(indicator, (("need", ""), ("supply", ""), ("employed", ""), ("uncovered", "")))

    def cell(self, frame: str, row: int) -> str:
        """The keys of a row: column=value, joined by ;"""
        rows = self.keys.get(frame, [])
        return ";".join(f"{key}={value}" for key, value in rows[row].items()) if row < len(rows) else frame


def read_truth(engine: Engine, rules: DisclosureRules) -> Truth:
    """The truth about the edition whose tables stand in the engine, among them its DISCLOSURE_LEDGER."""
    ledger = engine.read(DISCLOSURE_LEDGER).to_pandas()
    keys = _keys(ledger)
    frames = {name: _frame(name, rows, ledger) for name, rows in keys.items()}
    data = read_microdata(engine)
    figures = Figures(frames, Lattice(tuple(CUTS.values()), frames, data), data, rules)
    stored = {name: _in_order(engine.read(table).to_pandas(), keys[name]) for name, table in _STORED.items()}
    apart = engine.read(DISCLOSURE_MASKS).to_pandas()
    places = {name: {cell: row for row, cell in enumerate(cells)} for name, cells in _masked_cells(apart).items()}
    masks = [
        (Value(table, places[table][cell], _column(table, column), float(value)))
        for table, cell, column, value in apart.itertuples(index=False, name=None)
    ]
    return Truth(
        figures,
        hidden_items(ledger),
        {**keys, **{table: [_keys_of(table, cell) for cell in cells] for table, cells in places.items()}},
        (*_values(figures, stored), *(mask for mask in masks if np.isfinite(mask.value) and mask.value)),
        frozenset((mask.frame, mask.row, mask.column.name) for mask in masks),
    )


def _in_order(stored: pd.DataFrame, keys: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    """The rows of a stored table in the order of these keys: tables are stored in an order of their own."""
    names = list(keys[0]) if keys else []
    rows = stored[names].fillna("").astype(str).itertuples(index=False, name=None)
    places = {row: place for place, row in enumerate(rows)}
    return stored.iloc[[places[tuple(own.values())] for own in keys]].reset_index(drop=True)


def _masked_cells(masks: pd.DataFrame) -> dict[str, list[str]]:
    """The cells of each table in which something is hidden."""
    return {str(table): sorted(set(cells)) for table, cells in masks.groupby("table", sort=True)["cell"]}


def _column(table: str, name: str) -> Column:
    return next(column for column in declared()[table].columns if column.name == name)


def _keys_of(table: str, cell: str) -> dict[str, str]:
    """The keys of a cell; an empty one where all are meant."""
    parts = cell.split(".")
    return {key: "" if part == ALL else part for key, part in zip(declared()[table].key, parts, strict=False)}


def _keys(ledger: pd.DataFrame) -> dict[str, list[dict[str, str]]]:
    """The keys of each row of each frame; a frame without a row has none."""
    found: dict[str, list[dict[str, str]]] = {name: [] for name in CUTS}
    rows = ledger.drop_duplicates(["frame", "row"]).sort_values(["frame", "row"])
    for frame, cell in zip(rows["frame"], rows["cell"], strict=True):
        found[frame].append(dict(part.split("=", 1) for part in cell.split(";")))
    return found


def _frame(name: str, keys: list[dict[str, str]], ledger: pd.DataFrame) -> pd.DataFrame:
    """The keys of a frame with the people behind each row; no figures."""
    frame = pd.DataFrame(keys, columns=list(CUTS[name].names))
    counts = ledger[(ledger["frame"] == name) & (ledger["basis"] == "supply")].set_index("row")["contributors"]
    return frame.assign(people=counts.reindex(range(len(frame))).to_numpy()) if len(counts) else frame


def _values(figures: Figures, stored: Mapping[str, pd.DataFrame]) -> list[Value]:
    """Every value that a hidden cell could betray: of stored tables all columns, of the others their sums."""
    found = []
    for name, frame in figures.frames.items():
        cut = CUTS[name]
        whole = stored.get(name)
        for column in cut.table.columns:
            if column.name not in cut.protected or column.name in _COUNTS or not column.unit:
                continue
            for row in range(len(frame)):
                if whole is not None:
                    value = whole[column.name].iloc[row]
                elif column.name in cut.sums:
                    value = figures.cells[Item(name, row, basis_of(cut.sums[column.name]))].value
                else:
                    continue
                if value is not None and np.isfinite(float(value)) and value != 0:
                    found.append(Value(name, row, column, float(value)))
    return found


_COUNTS = ("enterprises", "people", "top_share")
