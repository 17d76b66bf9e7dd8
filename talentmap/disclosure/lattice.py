"""The lattice: unknown amounts of the finest cells, and every figure as a sum of them.

Columns are (measure, finest cell) for the blocks of `talentmap.tables.cuts`. What a reader may always assume stands in
`links`: no amount is below 0, amounts of two blocks agree where their keys meet, a part is at most its whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from talentmap.disclosure.microdata import Microdata
from talentmap.tables.cuts import BLOCKS, MEASURES, UNKNOWN, Cut

Form = Mapping[int, float]
"""A linear form: factors by column."""
Where = Mapping[str, str]
"""Key values that pick out a cell; a key that is left out means all."""
Base = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """What is known of a form: it lies between `low` and `high`."""

    form: Form
    low: float
    high: float


class Lattice:
    """The finest cells of an edition with their true amounts."""

    def __init__(self, cuts: Sequence[Cut], frames: Mapping[str, pd.DataFrame], data: Microdata) -> None:
        used = {"need", *(measure for cut in cuts for measure in cut.amounts)}
        self.measures = [name for name in MEASURES if name in used]
        self.bases = _bases(frames, data)
        self._columns: dict[tuple[str, str, Base], int] = {}
        self._by_key: dict[tuple[str, str], dict[tuple[str, str], list[int]]] = {}
        self._all: dict[tuple[str, str], list[int]] = {}
        for measure in self.measures:
            self._lay(measure, MEASURES[measure].grain)
            if measure in _everywhere(cuts):
                self._lay(measure, "places")
        self.truth = self._amounts(data)

    def _lay(self, measure: str, block: str) -> None:
        index: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        columns = []
        for base in self.bases[block]:
            column = len(self._columns)
            self._columns[measure, block, base] = column
            columns.append(column)
            for key, value in zip(BLOCKS[block], base, strict=True):
                index[key, value].append(column)
        self._by_key[measure, block] = index
        self._all[measure, block] = columns

    def _amounts(self, data: Microdata) -> NDArray[np.float64]:
        truth = np.zeros(len(self._columns))
        for measure, block in self._all:
            table = data.supply if measure == "supply" else data.lines
            sums = table.groupby(list(BLOCKS[block]), sort=True)[measure].sum().reset_index()
            for *base, amount in sums.itertuples(index=False, name=None):
                if amount:
                    truth[self._columns[measure, block, tuple(base)]] = amount
        return truth

    def __len__(self) -> int:
        """The number of columns."""
        return len(self._columns)

    @property
    def blocks(self) -> tuple[tuple[str, str], ...]:
        """The (measure, block) pairs that have columns."""
        return tuple(self._all)

    def column(self, measure: str, block: str, base: Base) -> int:
        """The column of a finest cell. KeyError where there is none."""
        return self._columns[measure, block, base]

    def find(self, measure: str, block: str, base: Base) -> int | None:
        """The column of a finest cell, where there is one."""
        return self._columns.get((measure, block, base))

    def form(self, measure: str, where: Where, block: str = "roles") -> Form:
        """The sum of `measure` over the cell `where`."""
        declared = MEASURES[measure]
        if block == "roles":
            block = declared.grain
        if declared.of:
            return self._part(declared.of, where, block, known=declared.known, unknown=declared.unknown)
        return dict.fromkeys(self._chosen(measure, block, where), 1.0)

    def _part(self, measure: str, where: Where, block: str, *, known: str, unknown: str) -> Form:
        if unknown:
            narrowed = {**where, unknown: ""}
            return {} if where.get(unknown) else dict.fromkeys(self._chosen(measure, block, narrowed), 1.0)
        without = set(self._chosen(measure, block, {**where, known: ""})) if not where.get(known) else set()
        return {column: 1.0 for column in self._chosen(measure, block, where) if column not in without}

    def _chosen(self, measure: str, block: str, where: Where) -> list[int]:
        """The columns of a cell, in order."""
        index, found = self._by_key[measure, block], self._all[measure, block]
        lists = sorted((index.get(pair, []) for pair in where.items()), key=len)
        if not lists:
            return found
        return sorted(set(lists[0]).intersection(*lists[1:]))

    def links(self) -> list[Limit]:
        """What holds among the columns whatever is published."""
        return [*self._agreements(), *self._parts()]

    def _agreements(self) -> Iterator[Limit]:
        shared = [key for key in BLOCKS["roles"] if key in BLOCKS["places"]]
        for measure in self.measures:
            if (measure, "places") not in self._all:
                continue
            sums: defaultdict[Base, dict[int, float]] = defaultdict(dict)
            for block, sign in (("roles", 1.0), ("places", -1.0)):
                at = [BLOCKS[block].index(key) for key in shared]
                for base in self.bases[block]:
                    sums[tuple(base[k] for k in at)][self._columns[measure, block, base]] = sign
            yield from (Limit(sums[key], 0.0, 0.0) for key in sorted(sums))

    def _parts(self) -> Iterator[Limit]:
        for measure in self.measures:
            declared = MEASURES[measure]
            for base in self.bases[declared.grain] if declared.within else ():
                where = dict(zip(BLOCKS[declared.grain], base, strict=True))
                own = {self._columns[measure, declared.grain, base]: 1.0}
                yield Limit(add((self.form(declared.within, where), 1.0), (own, -1.0)), 0.0, np.inf)

    def value(self, form: Form) -> float:
        """The true amount of a form."""
        return float(sum(self.truth[column] * factor for column, factor in form.items()))


def _everywhere(cuts: Sequence[Cut]) -> set[str]:
    """Measures that a table of the second block publishes."""
    return {name for cut in cuts if cut.block == "places" for name in cut.amounts}


def cell_of(cut: Cut, row: Mapping[str, str]) -> Where:
    """The cell that a row of a cut is about, with unknown keys empty and keys that mean all left out."""
    where = {}
    for key, empty in cut.keys.items():
        value = row[key]
        if empty == "all" and not value:
            continue
        where[key] = "" if value == UNKNOWN else value
    return where


def add(*parts: tuple[Form, float]) -> Form:
    """The sum of forms under factors; columns that cancel are left out."""
    total: defaultdict[int, float] = defaultdict(float)
    for form, factor in parts:
        for column, value in form.items():
            total[column] += factor * value
    return {column: value for column, value in total.items() if value}


def _bases(frames: Mapping[str, pd.DataFrame], data: Microdata) -> dict[str, list[Base]]:
    """The finest cells of each block: those that published rows name, and those that lines fall into."""
    roles = {
        base
        for table in (data.lines, data.supply, frames.get("roles"))
        if table is not None
        for base in _keys(table, BLOCKS["roles"])
    }
    groups = frames.get("groups")
    if groups is not None:
        pairs = _keys(groups, ("chain_id", "tier"))
        roles |= {(_blank(chain), "", "", _blank(tier)) for chain, tier in pairs if chain and tier}
    chains: defaultdict[str, set[str]] = defaultdict(set)
    for base in roles:
        chains[base[3]].add(base[0])
    districts = frames.get("districts")
    stated = _keys(districts, ("tier", "district_id")) if districts is not None else set()
    stated |= _keys(data.lines, ("tier", "district_id")) | _keys(data.supply, ("tier", "district_id"))
    places = {(chain, _blank(tier), _blank(d)) for tier, d in stated for chain in chains[_blank(tier)]}
    return {"roles": sorted(roles), "places": sorted(places), "groups": sorted({(base[0], base[3]) for base in roles})}


def _keys(table: pd.DataFrame, keys: Iterable[str]) -> set[Base]:
    return set(table[list(keys)].drop_duplicates().itertuples(index=False, name=None)) if len(table) else set()


def _blank(value: str) -> str:
    return "" if value == UNKNOWN else value
