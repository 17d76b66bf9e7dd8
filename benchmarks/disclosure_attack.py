"""Attack what the disclosure step shows: random tables, adversarial pairs of editions, planted leaks.

    python -m benchmarks.disclosure_attack [--tables 1000] [--pairs 50] [--seed 2026] [--city]
                                           [--edition output/qingyuan-2026]

The attacker here shares no code with the step that hides: he knows the printed tables, sets up every need of a role in
a district as an unknown of a linear program of his own (scipy), and asks for the least and the most that each unsafe
cell can be. A cell is recovered when these bounds come closer to the truth than the protection interval of its largest
enterprise. In pairs of editions a single enterprise enters or leaves, everybody else stands still, and he knows it.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import csr_array

from talentmap.disclosure.attack.former import Former, background
from talentmap.disclosure.attack.truth import Truth
from talentmap.disclosure.blank import blanked, rounded
from talentmap.disclosure.figures import Figures, Item
from talentmap.disclosure.lattice import Lattice
from talentmap.disclosure.microdata import Microdata, microdata
from talentmap.disclosure.suppression import suppress
from talentmap.model.thresholds import DisclosureRules
from talentmap.tables.cuts import CUTS, basis_of

RULES = DisclosureRules(enterprises_minimum=3, dominance=0.85, people_minimum=5, rounding=5)
FRAMES = ("roles", "groups", "districts")
LINE = ("enterprise_id", "chain_id", "role_id", "tier", "district_id", "headcount", "accepting_items")
Line = tuple[str, str, str, str, str, float, int]
Cell = tuple[str, str, str]
"""Chain, role, tier of a printed cell; an empty word means all."""


@dataclass(frozen=True)
class Edition:
    """Random lines, what is shown of them, and how much of it is hidden."""

    lines: tuple[Line, ...]
    shown: Mapping[str, pd.DataFrame]
    figures: Figures
    hidden: frozenset[Item]
    statements: tuple = ()


def random_lines(
    draw: np.random.Generator, chains: int = 3, roles: int = 3, districts: int = 3, firms: int = 40
) -> list[Line]:
    """Demand lines of enterprises of very unequal size; some need has no role, some no district."""
    lines = []
    for firm in range(firms):
        chain = f"c{draw.integers(chains)}"
        place = ["", *(f"d{k}" for k in range(districts))][
            draw.choice(districts + 1, p=[0.1, *[0.9 / districts] * districts])
        ]
        for _ in range(draw.integers(1, 5)):
            tier = ("engineer", "youth")[draw.integers(2)]
            role = f"{chain}-{tier}-{draw.integers(roles)}" if draw.random() < 0.85 else ""
            heads = float(np.ceil(draw.lognormal(1.2, 1.1)))
            lines.append((f"e{firm}", chain, role, tier, place, heads, int(draw.random() < 0.4)))
    return lines


def frames_of(lines: Iterable[Line]) -> dict[str, pd.DataFrame]:
    """The published tables before anything is hidden, in plain loops."""
    tables: dict[str, dict[tuple[str, ...], list[float]]] = {
        name: defaultdict(lambda: [0.0, 0.0, 0.0]) for name in FRAMES
    }
    for _, chain, role, tier, place, heads, accepted in lines:
        cells = [("groups", key) for key in ((chain, tier), (chain, ""), ("", tier), ("", ""))]
        cells += [("districts", (place, tier))] + ([("roles", (chain, "s", role, tier))] if role else [])
        for name, key in cells:
            sums = tables[name][key]
            sums[0] += heads
            sums[1] += 0 if accepted else heads
            sums[2] += 0 if role else heads
    frames = {}
    for name, keys in (
        ("roles", CUTS["roles"].keys),
        ("groups", CUTS["groups"].keys),
        ("districts", ("district_id", "tier")),
    ):
        rows = [(*key, *sums) for key, sums in sorted(tables[name].items())]
        frames[name] = pd.DataFrame(rows, columns=[*keys, "need", "uncovered", "unplaced"])
    frames["roles"]["accepted_share"] = 1 - frames["roles"]["uncovered"] / frames["roles"]["need"]
    frames["groups"]["uncovered_share"] = frames["groups"]["uncovered"] / frames["groups"]["need"]
    frames["roles"] = frames["roles"].drop(columns=["uncovered", "unplaced"])
    frames["districts"] = frames["districts"].drop(columns=["uncovered", "unplaced"])
    return frames


def data_of(lines: Iterable[Line]) -> Microdata:
    """The lines as the disclosure step takes them; nobody is weighted, nobody is in the registry."""
    posts = pd.DataFrame(lines, columns=list(LINE)).assign(weight=1.0, segment_id="s")
    return microdata(
        posts, pd.DataFrame(columns=["chain_id", "segment_id", "role_id", "tier", "district_id", "supply", "people"])
    )


def publish(lines: Iterable[Line], before: Edition | None = None) -> Edition:
    """What is shown of the lines; `before` is what was published a year earlier."""
    lines = tuple(lines)
    frames, data = frames_of(lines), data_of(lines)
    cuts = tuple(CUTS[name] for name in FRAMES)
    figures = Figures(frames, Lattice(cuts, frames, data), data, RULES)
    known = background(_former(before), figures) if before else None
    hidden = suppress(figures, known).hidden
    shown = {
        name: blanked(rounded(frames[name], CUTS[name].table, RULES.rounding), CUTS[name], hidden) for name in FRAMES
    }
    told = [s for s in figures.statements if not hidden.intersection(s.rests)]
    return Edition(lines, shown, figures, hidden, tuple(limit for statement in told for limit in statement.limits))


def _former(before: Edition) -> Former:
    return Former(Truth(before.figures, before.hidden, {}, ()), before.statements)


class Attacker:
    """Unknowns are need at every role (or none) in every district, accepted or not, year by year."""

    def __init__(self, editions: Iterable[Edition]) -> None:
        self._rows: list[tuple[dict[int, float], float, float]] = []
        self._at: dict[tuple[int, tuple[str, ...], int], int] = {}
        for year, edition in enumerate(editions):
            self._read(year, edition)

    def _read(self, year: int, edition: Edition) -> None:
        roles = [(r.chain_id, r.role_id, r.tier) for r in edition.shown["roles"].itertuples()]
        pairs = {(r.chain_id, r.tier) for r in edition.shown["groups"].itertuples() if r.chain_id and r.tier}
        roles += [(chain, "", tier) for chain, tier in sorted(pairs)]
        places = sorted({(r.district_id, r.tier) for r in edition.shown["districts"].itertuples()})
        for chain, role, tier in roles:
            for district in [place for place, own in places if own == tier]:
                for accepted in (0, 1):
                    self._at[year, (chain, role, tier, district), accepted] = len(self._at)
        for row in edition.shown["roles"].itertuples():
            need = self.cell(year, lambda key, row=row: key[1] == row.role_id and key[2] == row.tier)
            self._headcount(need, row.need)
            covered = self.cell(year, lambda key, row=row: key[1] == row.role_id and key[2] == row.tier, (1,))
            self._share(covered, need, row.accepted_share)
        for row in edition.shown["groups"].itertuples():
            inside = in_cell((row.chain_id, "", row.tier))
            need, uncovered = self.cell(year, inside), self.cell(year, inside, (0,))
            unplaced = self.cell(year, lambda key, inside=inside: inside(key) and not key[1])
            self._headcount(need, row.need)
            self._headcount(uncovered, row.uncovered)
            self._headcount(unplaced, row.unplaced)
            self._share(uncovered, need, row.uncovered_share)
        for row in edition.shown["districts"].itertuples():
            self._headcount(
                self.cell(year, lambda key, row=row: key[3] == row.district_id and key[2] == row.tier), row.need
            )

    def cell(
        self, year: int, chosen: Callable[[tuple[str, ...]], bool], accepted: tuple[int, ...] = (0, 1)
    ) -> dict[int, float]:
        """The unknowns of a cell."""
        return {
            at: 1.0 for (own, key, flag), at in self._at.items() if own == year and flag in accepted and chosen(key)
        }

    def _headcount(self, form: dict[int, float], printed: float) -> None:
        if np.isfinite(printed):
            self._rows.append((form, max(printed - 2.5, 0.0), printed + 2.5))

    def _share(self, part: dict[int, float], whole: dict[int, float], printed: float) -> None:
        if np.isfinite(printed):
            for bound, low, high in ((printed + 0.5e-4, -np.inf, 1e-7), (printed - 0.5e-4, -1e-7, np.inf)):
                self._rows.append(({at: part.get(at, 0.0) - bound * whole[at] for at in whole}, low, high))

    def stand_still(self, changed: set[tuple[str, ...]]) -> None:
        """The same need in both years wherever nobody came, went or changed."""
        for (year, key, flag), at in list(self._at.items()):
            other = self._at.get((1, key, flag))
            if year == 0 and other is not None and key not in changed:
                self._rows.append(({at: 1.0, other: -1.0}, 0.0, 0.0))

    def bounds(self, form: Mapping[int, float]) -> tuple[float, float]:
        """The least and the most that a form can be."""
        sides = [(sign, row, sign * bound) for row, low, high in self._rows
                 for sign, bound in ((1, high), (-1, low)) if np.isfinite(bound)]  # fmt: skip
        entries = [
            (at, column, sign * factor) for at, (sign, row, _) in enumerate(sides) for column, factor in row.items()
        ]
        if not entries:
            return 0.0, np.inf
        rows, columns, values = zip(*entries, strict=True)
        matrix = csr_array((values, (rows, columns)), shape=(len(sides), len(self._at)))
        cost = np.zeros(len(self._at))
        cost[list(form)] = list(form.values())
        ends = []
        for sense in (1, -1):
            found = linprog(
                sense * cost, A_ub=matrix, b_ub=[bound for *_, bound in sides], bounds=(0, None), method="highs"
            )
            ends.append(sense * found.fun if found.status == 0 else -sense * np.inf)
        return ends[0], ends[1]


def unsafe_cells(lines: Iterable[Line]) -> dict[Cell, tuple[float, float]]:
    """Cells of roles and groups that rest on too few enterprises, with their need and how near nobody may come."""
    by_cell: defaultdict[Cell, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for firm, chain, role, tier, _, heads, _ in lines:
        for cell in {(chain, role, tier) if role else None, (chain, "", tier), (chain, "", ""), ("", "", tier)} - {
            None
        }:
            by_cell[cell][firm] += heads
    found = {}
    for cell, amounts in sorted(by_cell.items()):
        ordered = sorted(amounts.values(), reverse=True)
        total = sum(ordered)
        rest = total - sum(ordered[:2])
        if len(ordered) < 3 or ordered[0] > 0.85 * total or rest < 0.1 * ordered[0]:
            found[cell] = (total, (1 / 0.85 - 1) * ordered[0])
    return found


def in_cell(cell: Cell) -> Callable[[tuple[str, ...]], bool]:
    """Whether an unknown lies in a printed cell; a cell of roles has one, the others all."""
    chain, role, tier = cell
    return lambda key: (not chain or key[0] == chain) and (not role or key[1] == role) and (not tier or key[2] == tier)


def recovered(edition: Edition) -> list[Cell]:
    """The unsafe cells that the attacker brackets too closely."""
    attacker = Attacker([edition])
    return [
        cell
        for cell, (value, reach) in unsafe_cells(edition.lines).items()
        if _too_close(attacker.bounds(attacker.cell(0, in_cell(cell))), value, reach)
    ]


def _too_close(bounds: tuple[float, float], value: float, reach: float) -> bool:
    return bounds[0] > value - reach + 1e-4 or bounds[1] < value + reach - 1e-4


def entrant_pair(draw: np.random.Generator) -> tuple[list[Line], list[Line], Line]:
    """Two editions between which a single enterprise, large in its cell, enters or leaves."""
    lines = random_lines(draw)
    at = lines[draw.integers(len(lines))]
    newcomer = ("new", *at[1:5], float(draw.integers(15, 80)), at[6])
    with_it = [*lines, newcomer]
    return (lines, with_it, newcomer) if draw.random() < 0.5 else (with_it, lines, newcomer)


def recovered_entrant(first: Edition, second: Edition, newcomer: Line) -> list[Cell]:
    """The cells from whose two printed values the newcomer's need can be told, and unsafe cells of either year."""
    attacker = Attacker([first, second])
    attacker.stand_still({(newcomer[1], newcomer[2], newcomer[3], newcomer[4])})
    reach, sign = (1 / 0.85 - 1) * newcomer[5], 1 if newcomer in second.lines else -1
    found = []
    for cell in ((newcomer[1], newcomer[2], newcomer[3]), (newcomer[1], "", newcomer[3]), (newcomer[1], "", "")):
        before, after = (attacker.cell(year, in_cell(cell)) for year in (0, 1))
        change = {**after, **dict.fromkeys(before, -1.0)}
        if _too_close(attacker.bounds(change), sign * newcomer[5], reach):
            found.append(cell)
    for year, edition in enumerate((first, second)):
        for cell, (value, near) in unsafe_cells(edition.lines).items():
            if _too_close(attacker.bounds(attacker.cell(year, in_cell(cell))), value, near):
                found.append((f"year {year}", *cell))
    return found


def hidden_shares(edition: Edition) -> tuple[int, int, float, float]:
    """Hidden cells, cells, hidden headcount and headcount of the need that is printed."""
    needs = [
        (item, cell)
        for item, cell in edition.figures.cells.items()
        if item.basis == basis_of("need") and cell.value > 0
    ]
    gone = [cell.value for item, cell in needs if item in edition.hidden]
    return len(gone), len(needs), sum(gone), sum(cell.value for _, cell in needs)


def study(tables: int, seed: int = 2026) -> dict[str, float]:
    """Random tables: cells recovered, shares hidden, seconds a table."""
    draw = np.random.default_rng(seed)
    broken, totals, spent = 0, np.zeros(4), 0.0
    for _ in range(tables):
        lines = random_lines(draw)
        started = time.process_time()
        edition = publish(lines)
        spent += time.process_time() - started
        broken += len(recovered(edition))
        totals += hidden_shares(edition)
    return {"tables": tables, "recovered": broken, "cells hidden": totals[0] / totals[1],
            "headcount hidden": totals[2] / totals[3], "seconds a table": spent / max(tables, 1)}  # fmt: skip


def pairs_study(pairs: int, seed: int = 50) -> dict[str, float]:
    """Adversarial pairs of editions: cells recovered, with the edition before and as if there had been none."""
    draw = np.random.default_rng(seed)
    broken = careless = 0
    for _ in range(pairs):
        before, after, newcomer = entrant_pair(draw)
        first = publish(before)
        broken += len(recovered_entrant(first, publish(after, first), newcomer))
        careless += len(recovered_entrant(first, publish(after), newcomer))
    return {"pairs": pairs, "recovered": broken, "recovered had the former edition been ignored": careless}


def main() -> None:
    """Print the study."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tables", type=int, default=1000)
    options.add_argument("--pairs", type=int, default=50)
    options.add_argument("--seed", type=int, default=2026)
    options.add_argument("--city", action="store_true", help="also time 8 chains x 90 roles x 8 districts")
    options.add_argument("--edition", type=Path, help="plant leaks in a copy of this built edition")
    chosen = options.parse_args()
    if chosen.tables:
        _table("random tables", study(chosen.tables, chosen.seed))
    if chosen.pairs:
        _table("adversarial pairs of editions", pairs_study(chosen.pairs, chosen.seed))
    if chosen.city:
        lines = random_lines(np.random.default_rng(8), chains=8, roles=45, districts=8, firms=1500)
        started = time.process_time()
        edition = publish(lines)
        gone, cells, heads, every = hidden_shares(edition)
        spent = time.process_time() - started
        said = {"lines": len(lines), "cells": cells, "cells hidden": gone / cells, "headcount hidden": heads / every}
        _table("city", {**said, "seconds": spent})
    if chosen.edition:
        from benchmarks.disclosure_leaks import plant_and_look  # noqa: PLC0415 - reads PDF

        _table("planted leaks found", plant_and_look(chosen.edition))


def _table(title: str, figures: Mapping[str, float]) -> None:
    print(f"\n{title}")
    for name, value in figures.items():
        print(
            f"  {name:<50} {value:>12.4f}"
            if isinstance(value, float) and value != int(value)
            else f"  {name:<50} {int(value):>12}"
        )


if __name__ == "__main__":
    main()
