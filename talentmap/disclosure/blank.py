"""Frames as they may leave the bureau: rounded, and without what is hidden."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from talentmap.disclosure.figures import Item
from talentmap.model.thresholds import DisclosureRules
from talentmap.tables.cuts import Count, Counted, Cut
from talentmap.tables.precision import decimals_of
from talentmap.tables.protected import CONFIDENTIAL, SHOWN
from talentmap.tables.schema import Column, Disclosure, Kind, Table

Flags = NDArray[np.bool_]
_OF_UNIT: Mapping[str, int] = {}


def rounded(frame: pd.DataFrame, table: Table, base: int, decimals: Mapping[str, int] = _OF_UNIT) -> pd.DataFrame:
    """Every protected number as it is printed: headcounts to `base`, the rest to their own decimals or the unit's.

    The gap is the difference of what is printed. `low` names the columns that hold more than nothing and print 0.
    """
    printed = frame.copy()
    low = pd.Series("", index=frame.index, dtype=object)
    for column in _numbers(table, frame):
        values = frame[column.name].astype(float)
        if column.unit == "people":
            printed[column.name] = np.floor(values / base + 0.5) * base + 0.0
            gone = (values > 0) & (printed[column.name] == 0)
            low = low.where(~gone, (low + "|" + column.name).str.removeprefix("|"))
        else:
            printed[column.name] = _to_decimals(values, decimals.get(column.name, decimals_of(column.unit)))
    if {"gap", "need", "supply"} <= set(printed):
        printed["gap"] = printed["need"] - printed["supply"]
    return printed.assign(low=low)


def _to_decimals(values: pd.Series[float], decimals: int) -> pd.Series[float]:
    """`values` rounded half away from zero."""
    scale = 10.0**decimals
    sizes: pd.Series[float] = (values.abs() * scale + 0.5 + 1e-9) // 1 / scale
    return sizes.where(values >= 0, -sizes) + 0.0


def _numbers(table: Table, frame: pd.DataFrame) -> Iterable[Column]:
    for column in table.columns:
        if column.disclosure is Disclosure.PROTECTED and column.name in frame:
            counts_people = column.kind is Kind.INT and column.unit == "people"
            behind_supply = column.name == "people" and "supply" in frame  # judged by, and never published
            if column.kind is Kind.FLOAT or (counts_people and not behind_supply):
                yield column


def blanked(frame: pd.DataFrame, cut: Cut, hidden: Collection[Item]) -> pd.DataFrame:
    """A rounded frame of a cut with status columns, its hidden values missing."""
    gone = {
        basis: np.array([Item(cut.frame, row, basis) in hidden for row in range(len(frame))], dtype=bool)
        for basis in cut.bases
    }
    shown = frame.assign(**{f"{basis}_status": np.where(rows, CONFIDENTIAL, SHOWN) for basis, rows in gone.items()})
    for column in cut.protected:
        if column in cut.withheld:
            shown[column] = _masked(frame.get(column, pd.Series(index=frame.index)), np.ones(len(frame), dtype=bool))
        elif column in frame:
            rests = _any(len(frame), (gone[basis] for basis in cut.bases_of(column)))
            shown[column] = _masked(frame[column], rests)
    return shown


def counted(frame: pd.DataFrame, declared: Counted, rules: DisclosureRules) -> pd.DataFrame:
    """A frame judged by its own counts: what rests on too few, or on one of them, is missing; numbers are rounded."""
    protected = {c.name for c in declared.table.columns if c.disclosure is Disclosure.PROTECTED and c.name in frame}
    thin = {name: _thin(frame[name], rules) for name in declared.people}
    unsafe = {count: _unsafe(frame, count, rules) for count in declared.counts}
    whole = _any(len(frame), unsafe.values())
    shown = rounded(frame, declared.table, rules.rounding).assign(
        need_status=np.where(whole, CONFIDENTIAL, SHOWN),
        supply_status=np.where(_any(len(frame), thin.values()), CONFIDENTIAL, SHOWN),
    )
    for name in sorted(protected):
        own = [rows for count, rows in unsafe.items() if name in count.columns]
        if name in declared.withheld:
            gone = np.ones(len(frame), dtype=bool)
        elif name in thin:
            gone = thin[name]
        else:
            gone = own[0] if own else whole
        shown[name] = _masked(shown[name], gone)
    return shown


def _unsafe(frame: pd.DataFrame, count: Count, rules: DisclosureRules) -> Flags:
    """The rows whose answers are too few, too unequal, or nearly all there could be."""
    number = frame[count.enterprises].astype(float)
    unsafe = (number > 0) & (number < rules.enterprises_minimum)
    if count.top_share:
        unsafe |= frame[count.top_share].astype(float) > rules.dominance
    if count.of:
        left = frame[count.of].astype(float) - number
        unsafe |= (left > 0) & (left < rules.enterprises_minimum) & (number > 0)
    return unsafe.to_numpy(dtype=bool)


def _thin(people: pd.Series[int], rules: DisclosureRules) -> Flags:
    return people.astype(float).between(0.5, rules.people_minimum - 0.5).to_numpy(dtype=bool)


def _any(length: int, flags: Iterable[Flags]) -> Flags:
    """True where one of them is."""
    found: Flags = np.zeros(length, dtype=bool)
    for flag in flags:
        found = found | flag
    return found


def _masked(values: pd.Series[float], gone: Flags) -> pd.Series[float]:
    if pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        return values.astype(float).mask(gone)
    return values.astype(object).mask(gone, "")
