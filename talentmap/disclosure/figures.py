"""Every published figure as a reader sees it: which sum of finest cells it prints, how sharply, and what hides it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from talentmap.disclosure.indices import INDICES, Tangent, tangent
from talentmap.disclosure.lattice import Form, Lattice, Limit, Where, add, cell_of
from talentmap.disclosure.microdata import Microdata
from talentmap.disclosure.primary import Contributions, Standing, people_standing, standing, stated_standings
from talentmap.model.thresholds import DisclosureRules
from talentmap.tables.cuts import COMPLEMENTS, CUTS, FACTS, MEASURES, Cut, Fact, Ratio, basis_of
from talentmap.tables.precision import decimals_of, half_up, half_up_to

Array = NDArray[np.float64]
_NOTHING = 1e-6


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """What is hidden or shown together: all that rests on `basis` in one row of a frame."""

    frame: str
    row: int
    basis: str


@dataclass(frozen=True, slots=True)
class Cell:
    """The amount behind an item: its form, its true value, what it rests on; `summed` where a column prints it."""

    form: Form
    value: float
    standing: Standing
    summed: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """A published figure: what it tells of the finest cells, and the items that hide it, any one of them."""

    limits: tuple[Limit, ...]
    rests: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """An unsafe amount that a reader must not bracket: bounds `up` above and `down` below its value at the least.

    `kind`: `cell` is a cell of a published table, `rest` what is left of a total, `complement` what is left of a whole,
    `former` a cell that the previous edition hid, `change` the difference between two editions.
    """

    form: Form
    value: float
    up: float
    down: float
    kind: str
    item: Item


@dataclass(frozen=True, slots=True)
class Family:
    """A cell and the cells of a finer table that it is made of."""

    parent: Item
    children: tuple[Item, ...]


class Figures:
    """The figures of one edition over a lattice."""

    def __init__(
        self, frames: Mapping[str, pd.DataFrame], lattice: Lattice, data: Microdata, rules: DisclosureRules
    ) -> None:
        self.lattice, self.rules = lattice, rules
        self.frames = {name: frame for name, frame in frames.items() if name in CUTS and len(frame)}
        self.contributions = Contributions(lattice, data)
        self.cells: dict[Item, Cell] = {}
        self.stated: dict[Item, Standing] = {}
        self._where: dict[Item, Where] = {}
        self._measure: dict[Item, str] = {}
        self.indices: dict[Item, Standing] = {}
        for name, frame in self.frames.items():
            self._read(CUTS[name], frame, data.lines)
        indicators = frames.get("indicators")
        self.facts = _facts(indicators, self._by_tier()) if indicators is not None else {}
        self.tangents = dict(self._tangents())
        stated = (*self._of_cuts(), *self._of_indices(), *self._of_facts(indicators))
        self.statements = [statement for statement in stated if all(limit.form for limit in statement.limits)]

    def _read(self, cut: Cut, frame: pd.DataFrame, lines: pd.DataFrame) -> None:
        stated = {name: stated_standings(lines, tuple(cut.keys), told, self.rules) for name, told in cut.stated.items()}
        people = frame["people"].tolist() if "people" in frame else []
        for row, keys in enumerate(frame[list(cut.keys)].itertuples(index=False, name=None)):
            where = cell_of(cut, dict(zip(cut.keys, keys, strict=True)))
            apart = str(frame[cut.apart].iloc[row]) if cut.apart else ""
            for basis in cut.measures:
                item = Item(cut.frame, row, basis)
                self._where[item] = where
                self._measure[item] = cut.measure(basis, apart)
                self.cells[item] = self._cell(cut, item, people[row] if people else 0)
            for column, found in stated.items():
                own = found.get(tuple(where[key] for key in cut.keys))
                if own is not None:
                    self.stated[Item(cut.frame, row, column)] = own
            for basis in cut.indices[:1]:
                self.indices[Item(cut.frame, row, basis)] = self.cells[Item(cut.frame, row, "placed")].standing

    def _cell(self, cut: Cut, item: Item, people: float) -> Cell:
        form = self.lattice.form(self._measure[item], self._where[item], cut.block)
        value = self.lattice.value(form)
        if MEASURES[item.basis].respondent == "person":
            counted = people if np.isfinite(people) and people else self.contributions.people(form, value)
            rests = people_standing(int(counted), self.rules)
        else:
            rests = standing(self.contributions.amounts(form), self.rules)
        summed = item.basis in {basis_of(measure) for measure in cut.sums.values()}
        return Cell(form, value, rests, summed)

    def name_of(self, item: Item) -> tuple[str, ...]:
        """What an item is called whatever row it stands in: frame, measure, keys."""
        where = self._where[item]
        return item.frame, self._measure[item], *(f"{key}={where[key]}" for key in sorted(where))

    def unsafe(self) -> dict[Item, str]:
        """The items that the primary rules hide, each with the reason."""
        cells = {item: cell.standing.reason for item, cell in self.cells.items() if cell.summed and cell.value > 0}
        found = {**cells, **{item: standing.reason for item, standing in self.stated.items()}}
        return {item: reason for item, reason in sorted(found.items()) if reason}

    def _by_tier(self) -> dict[tuple[str, str], Item]:
        """The items of the region by measure and tier; an empty tier is all."""
        return {
            (item.basis, where.get("tier", "")): item
            for item, where in self._where.items()
            if item.frame == "groups" and set(where) <= {"tier"} and (not where or where["tier"])
        }

    def _of_cuts(self) -> Iterator[Statement]:
        for name, frame in self.frames.items():
            cut = CUTS[name]
            units = {column.name: column.unit for column in cut.table.columns}
            for column in (*cut.sums, *cut.ratios):
                for row, value in enumerate(frame[column].astype(float).tolist() if column in frame else []):
                    if np.isfinite(value):
                        yield self.statement(cut, row, column, value, units[column])

    def statement(self, cut: Cut, row: int, column: str, value: float, unit: str) -> Statement:
        """What an unrounded figure tells once it is printed. ValueError where it is not the sum that it should be."""
        rests = tuple(Item(cut.frame, row, basis) for basis in cut.bases_of(column))
        if column in cut.ratios:
            return self._ratio(cut.ratios[column], value, unit, rests)
        item, base = Item(cut.frame, row, basis_of(cut.sums[column])), self.rules.rounding
        _agree(value, self.cells[item].value, f"{item.frame}: {item.basis}")
        return Statement((headcount(self.cells[item].form, half_up_to(value, base), base),), rests)

    def _of_indices(self) -> Iterator[Statement]:
        for (frame, row, name), found in self.tangents.items():
            value = float(self.frames[frame][name].iloc[row]) if name in self.frames[frame] else np.nan
            if np.isfinite(value):
                _agree(value, found.value, f"{frame}: {name}")
                rests = tuple(Item(frame, row, basis) for basis in CUTS[frame].bases_of(name))
                decimals = CUTS[frame].decimals[name]
                yield Statement((index(found, half_up(value, decimals), decimals),), rests)

    def _tangents(self) -> Iterator[tuple[tuple[str, int, str], Tangent]]:
        for item in self.indices:
            chain = self._where[replace(item, basis="supply")].get("chain_id", "")
            across = str(self.frames[item.frame][CUTS[item.frame].apart].iloc[item.row])
            sides = [self._parts(measure, chain, across) for measure in ("need", "supply")]
            for name in INDICES:
                found = tangent(name, *sides)
                if found is not None:
                    yield (item.frame, item.row, name), found

    def touched(self) -> dict[Item, set[int]]:
        """The columns of the lattice that the indices of each row tell of."""
        found: dict[Item, set[int]] = {item: set() for item in self.indices}
        for (frame, row, _), one in self.tangents.items():
            found[Item(frame, row, CUTS[frame].indices[0])].update(one.form)
        return found

    def _parts(self, measure: str, chain: str, across: str) -> list[tuple[Form, float]]:
        """The amounts of a measure by role, or by tier, of a chain or of all."""
        key = "role_id" if across == "role" else across
        forms: defaultdict[str, list[tuple[Form, float]]] = defaultdict(list)
        roles = ((item, where) for item, where in self._where.items() if item.frame == "roles" and where["role_id"])
        for item, where in roles:
            if item.basis == measure and chain in ("", where["chain_id"]):
                forms[where[key]].append((self.cells[item].form, 1.0))
        wholes = (add(*forms[name]) for name in sorted(forms))
        return [(form, self.lattice.value(form)) for form in wholes]

    def form_of(self, frame: str, row: int, column: str) -> tuple[Form, Form | None] | None:
        """The sum that a column prints, or the two whose quotient it prints; None where it is neither."""
        cut = CUTS[frame]
        if column in cut.sums:
            return self.cells[Item(frame, row, basis_of(cut.sums[column]))].form, None
        if column in cut.ratios:
            rests = tuple(Item(frame, row, basis) for basis in cut.bases_of(column))
            return self._sides(cut.ratios[column], rests)
        return None

    def form_of_fact(self, fact: Fact) -> tuple[Form, Form]:
        """The two sums of a headline figure; the second is empty where it is a sum itself."""
        part, whole = (
            add(*((self._regional(*cell), factor) for cell, factor in side.items())) for side in (fact.part, fact.whole)
        )
        return part, whole

    def fact_items(self, fact: Fact) -> tuple[Item, ...]:
        """The items that a headline figure rests on."""
        return _items_of(fact, self._by_tier())

    def _ratio(self, ratio: Ratio, value: float, unit: str, rests: tuple[Item, ...]) -> Statement:
        return Statement(quotient(*self._sides(ratio, rests), value, unit), rests)

    def _sides(self, ratio: Ratio, rests: tuple[Item, ...]) -> tuple[Form, Form]:
        part, whole = (
            add(*((self._form(rests, name), factor) for name, factor in side.items()))
            for side in (ratio.part, ratio.whole)
        )
        return part, whole

    def _form(self, rests: Sequence[Item], measure: str) -> Form:
        """The cell of a measure in the row of these items; the stage of the row tells which of the staged it is."""
        own = next((item for item in rests if item.basis == measure), rests[0])
        name = self._measure[own] if own.basis == measure else measure
        return self.lattice.form(name, self._where[own], CUTS[own.frame].block)

    def _of_facts(self, indicators: pd.DataFrame | None) -> Iterator[Statement]:
        for row, (fact, rests) in self.facts.items():
            if indicators is None or not fact.part or not rests:
                continue
            value, unit = float(indicators["value"].iloc[row]), str(indicators["unit"].iloc[row])
            if not np.isfinite(value):
                continue
            part, whole = self.form_of_fact(fact)
            if whole:
                yield Statement(quotient(part, whole, value, unit), rests)
            else:
                base = self.rules.rounding
                yield Statement((headcount(part, half_up_to(value, base), base),), rests)

    def _regional(self, measure: str, tier: str) -> Form:
        return self.lattice.form(measure, {"tier": tier} if tier else {})

    def targets(self) -> list[Target]:
        """Unsafe cells of published tables and unsafe complements of their parts."""
        found = []
        for item, cell in self.cells.items():
            if cell.standing.reason and cell.value > _NOTHING:
                found.append(self.target(cell.form, cell.value, cell.standing, "cell", item))
            whole = COMPLEMENTS.get(self._measure[item])
            if whole and item.frame != "structure":
                form = add((self.lattice.form(whole, self._where[item]), 1.0), (cell.form, -1.0))
                found += self._unsafe_rest(form, "complement", item)
        return found

    def rests(self, families: Iterable[Family], hidden: AbstractSet[Item]) -> list[Target]:
        """What is left of told totals once their told members are taken away, where that is unsafe."""
        found = []
        for family in families:
            if family.parent in hidden:
                continue
            shown = [child for child in family.children if child not in hidden]
            parts = ((self.cells[child].form, -1.0) for child in shown)
            form = add((self.cells[family.parent].form, 1.0), *parts)
            found += self._unsafe_rest(form, "rest", family.parent)
        return found

    def _unsafe_rest(self, form: Form, kind: str, item: Item) -> list[Target]:
        value = self.lattice.value(form)
        if value <= _NOTHING:
            return []
        if MEASURES[item.basis].respondent == "person":
            rests = people_standing(self.contributions.people(form, value), self.rules)
        else:
            rests = standing(self.contributions.amounts(form), self.rules)
        return [self.target(form, value, rests, kind, item)] if rests.reason else []

    def target(self, form: Form, value: float, rests: Standing, kind: str, item: Item) -> Target:
        """The bounds that a reader may reach at most: for people, that there might be enough or none."""
        if MEASURES[item.basis].respondent == "person":
            up, down = max(self.rules.people_minimum - value, 1.0), min(1.0, value)
        else:
            up = down = min(self.rules.protection * rests.largest, value)
        return Target(form, value, up, down, kind, item)

    def families(self) -> list[Family]:
        """Totals with their members: cells of one crossing of keys inside a cell of a coarser one."""
        levels: defaultdict[Level, list[Item]] = defaultdict(list)
        for item, where in self._where.items():
            levels[item.frame, self._measure[item], frozenset(where)].append(item)
        found: list[Family] = []
        for level in sorted(levels, key=_level_order):
            for finer in sorted(_just_finer(level, levels), key=_level_order):
                found += self._grouped(levels[level], levels[finer], level[2])
        return found

    def _grouped(self, parents: list[Item], children: list[Item], keys: frozenset[str]) -> Iterator[Family]:
        members: defaultdict[tuple[str, ...], list[Item]] = defaultdict(list)
        order = sorted(keys)
        for child in children:
            members[tuple(self._where[child][key] for key in order)].append(child)
        for parent in parents:
            own = members.get(tuple(self._where[parent][key] for key in order))
            if own:
                yield Family(parent, tuple(own))


Level = tuple[str, str, frozenset[str]]
"""Frame, measure and the keys that its cells have."""


def _level_order(level: Level) -> tuple[str, str, list[str]]:
    return level[0], level[1], sorted(level[2])


def _just_finer(level: Level, levels: Iterable[Level]) -> list[Level]:
    """The crossings whose cells lie inside those of `level` with nothing between."""
    _, measure, keys = level
    finer = [one for one in levels if one[1] == measure and one[2] > keys]
    return [one for one in finer if not any(one[2] > other[2] for other in finer)]


def headcount(form: Form, printed: float, base: float) -> Limit:
    """What a headcount rounded to steps of `base` tells."""
    return Limit(form, max(printed - base / 2, 0.0), printed + base / 2)


def index(found: Tangent, printed: float, decimals: int) -> Limit:
    """What an index tells near the truth, printed in so many decimals."""
    return found.limit(printed, 0.5 * 10.0**-decimals + 1e-9)


def quotient(part: Form, whole: Form, value: float, unit: str) -> tuple[Limit, Limit]:
    """What a quotient printed in the decimals of its unit tells: its two bounds, each times the whole."""
    decimals = decimals_of(unit)
    printed, half = half_up(value, decimals), 0.5 * 10.0**-decimals + 1e-9
    return (
        Limit(add((part, 1.0), (whole, -(printed + half))), -np.inf, 0.0),
        Limit(add((part, 1.0), (whole, -(printed - half))), 0.0, np.inf),
    )


def _facts(
    indicators: pd.DataFrame, regional: Mapping[tuple[str, str], Item]
) -> dict[int, tuple[Fact, tuple[Item, ...]]]:
    """Each row of INDICATORS with what it rests on; an undeclared one rests on all there is."""
    found = {}
    for row, name in enumerate(indicators["indicator_id"]):
        fact = fact_of(str(name), regional)
        found[row] = (fact, _items_of(fact, regional))
    return found


def fact_of(indicator: str, regional: Iterable[tuple[str, str]]) -> Fact:
    """The declaration of a headline figure; one that is not declared rests on every cell of the region."""
    return FACTS.get(indicator, Fact(tuple(regional)))


def _items_of(fact: Fact, regional: Mapping[tuple[str, str], Item]) -> tuple[Item, ...]:
    named = ((basis_of(measure), tier) for measure, tier in fact.rests)
    return tuple(dict.fromkeys(regional[cell] for cell in named if cell in regional))


def _agree(printed: float, summed: float, name: str) -> None:
    """ValueError where a figure is not the sum that its table's declaration says."""
    if abs(printed - summed) > _NOTHING * max(1.0, abs(summed)):
        raise ValueError(f"{name} is declared a sum of microdata, but one of its figures is not")
