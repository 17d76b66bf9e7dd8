"""From the enterprises that answered to all of the frame: weights by cell, and bootstrap replicates of them.

Weights: w = N / n in cells of chain x size class; a cell with too few answers joins the next smaller size class of its
chain, then the whole chain. Replicates: Rao & Wu (1988) rescaled bootstrap with finite-population correction, so that a
cell in which all answered does not vary at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from talentmap.catalog.lines import Unreadable, read_csv
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.model.taxonomy import Catalog
from talentmap.model.thresholds import WeightRules

SIZE_CLASSES = ("large", "medium", "small", "micro")
Array = NDArray[np.float64]
CellKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Frame:
    """Enterprises and employment by chain and size class."""

    enterprises: Mapping[CellKey, int]
    employment: Mapping[CellKey, int]


@dataclass(frozen=True, slots=True)
class Weighting:
    """The weight and the weighting cell of each answering enterprise, in the order given."""

    weights: Array
    cells: tuple[str, ...]
    populations: Mapping[str, int]


def read_frame(path: Path, catalog: Catalog) -> tuple[Frame | None, tuple[Problem, ...]]:
    """The frame in a CSV with chain_id, district_id, size_class, enterprises, employment; None when there is none."""
    if not path.is_file():
        return None, (Problem("analysis-no-frame", Source(path.name)),)
    try:
        rows = read_csv(path, path.name)
    except Unreadable as fault:
        return None, (
            Problem("analysis-frame-unreadable", Source(path.name, row=fault.line), facts={"cause": fault.cause}),
        )
    enterprises: Counter[CellKey] = Counter()
    employment: Counter[CellKey] = Counter()
    problems = []
    seen: set[tuple[str, str, str]] = set()
    for position, row in enumerate(rows.value):
        key = (row.get("chain_id", ""), row.get("size_class", ""))
        cell = (*key, row.get("district_id", ""))
        cause = _row_fault(row, key, catalog) or ("this cell stands twice" if cell in seen else "")
        if cause:
            source = Source(path.name, row=rows.line((position,)))
            problems.append(Problem("analysis-frame-row", source, ", ".join(cell), facts={"cause": cause}))
            continue
        seen.add(cell)
        enterprises[key] += int(row["enterprises"])
        employment[key] += int(row["employment"])
    return Frame(enterprises, employment), tuple(problems)


def _row_fault(row: Mapping[str, str], key: CellKey, catalog: Catalog) -> str:
    """What is wrong with a row of the frame; empty when nothing is."""
    if key[0] not in catalog.chains or key[1] not in SIZE_CLASSES:
        return f"{key[0]}, {key[1]}"
    counts = (row.get("enterprises", ""), row.get("employment", ""))
    return "" if all(count.strip().isdecimal() for count in counts) else ", ".join(counts)


def weigh(answers: Sequence[CellKey], frame: Frame | None, rules: WeightRules) -> Weighting:
    """Weights for enterprises given as (chain, size class); without a frame each stands for itself alone."""
    if frame is None:
        return Weighting(np.ones(len(answers)), tuple(chain for chain, _ in answers), Counter(c for c, _ in answers))
    merged = _collapsed(Counter(answers), frame, rules.cell_minimum)
    cells = tuple(merged.get(answer, f"{answer[0]}:unframed") for answer in answers)
    answered = Counter(cells)
    populations = Counter[str]()
    for key, cell in merged.items():
        populations[cell] += frame.enterprises.get(key, 0)
    # An answer from outside the frame, or more answers than the frame knows, shows the frame short: weight 1.
    sizes = {cell: max(populations[cell], answered[cell]) for cell in answered}
    weights = np.array([sizes[cell] / answered[cell] for cell in cells])
    return Weighting(weights, cells, sizes)


def _collapsed(answered: Counter[CellKey], frame: Frame, minimum: int) -> dict[CellKey, str]:
    """The weighting cell of every (chain, size class), collapsing in the declared order; large cells stay apart.

    The largest enterprises are take-all: their cell is never mixed with others unless none of them answered.
    """
    merged: dict[CellKey, str] = {}
    for chain in sorted({key[0] for key in frame.enterprises} | {key[0] for key in answered}):
        waiting: list[CellKey] = []
        done: list[str] = []
        for size in SIZE_CLASSES:
            key = (chain, size)
            if not frame.enterprises.get(key, 0) and not answered[key]:
                continue
            waiting.append(key)
            count = sum(answered[part] for part in waiting)
            if count >= minimum or (size == "large" and count):
                done.append("+".join(part[1] for part in waiting))
                merged.update(dict.fromkeys(waiting, f"{chain}:{done[-1]}"))
                waiting = []
        if waiting and done == ["large"]:
            # Large enterprises stand for large ones only; the rest stands for itself, or for nobody if none answered.
            merged.update(dict.fromkeys(waiting, f"{chain}:{'+'.join(part[1] for part in waiting)}"))
        elif waiting:
            last = [key for key, cell in merged.items() if done and cell == f"{chain}:{done[-1]}"]
            name = "+".join(part[1] for part in (*last, *waiting))
            merged.update(dict.fromkeys((*last, *waiting), f"{chain}:{name}"))
    return merged


def replicate_weights(weighting: Weighting, rules: WeightRules) -> Array:
    """Bootstrap weights, enterprises x replicates.

    `w* = (1 - l + l (n/m) r) w` with `l = sqrt(m (1 - f)/(n - 1))` and m = n - 1 draws in each cell.
    """
    rng = np.random.default_rng(rules.seed)
    replicates = rules.bootstrap_replicates
    result = np.repeat(weighting.weights[:, None], replicates, axis=1)
    members: dict[str, list[int]] = {}
    for position, cell in enumerate(weighting.cells):
        members.setdefault(cell, []).append(position)
    for cell in sorted(members):
        rows = members[cell]
        n, population = len(rows), weighting.populations[cell]
        if n < 2 or population <= n:
            continue
        m = n - 1
        scale = np.sqrt(m * (1 - n / population) / (n - 1))
        drawn = rng.multinomial(m, np.full(n, 1 / n), size=replicates).T
        result[rows] *= 1 - scale + scale * (n / m) * drawn
    return result


def percentile_interval(replicates: Array) -> tuple[float, float]:
    """The 95% percentile interval of a statistic over its replicates."""
    low, high = np.nanpercentile(replicates, [2.5, 97.5])
    return float(low), float(high)
