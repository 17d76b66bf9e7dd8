"""Seconds and memory of the replicates, against a plain loop over replicates, in one run.

2,000 enterprises that answered, 20,000 demand lines of which 6,000 may have another role, 2,000 cells of chain x role x
district, 1,000 replicates. All sides resample, rake to the frame, draw the roles that are not certain and add need up
by cell, and must tell the same standard errors (the loops do not trim, which changes nothing here). Peers: a loop in
pandas as one writes it, and a loop in numpy in which everything is prepared before it. A loop is timed over a part of
the replicates and the rest is extrapolated, since it takes every round alike.

    python -m benchmarks.bootstrap_speed
"""

from __future__ import annotations

import argparse
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np
import pandas as pd
import yaml
from numpy.typing import NDArray

from talentmap.analysis.survey.answers import Answers
from talentmap.analysis.survey.bootstrap import variance_strata
from talentmap.analysis.survey.frame import SIZE_CLASSES, Frame, Size
from talentmap.analysis.survey.possible import Possible
from talentmap.analysis.survey.replicates import replicates_of
from talentmap.analysis.survey.weighting import Weighting, weigh
from talentmap.model.thresholds import WeightRules
from talentmap.resources import catalogs_dir

Array = NDArray[np.float64]
KEYS = ("chain_id", "role_id", "district_id")
CHAINS, ROLES, DISTRICTS = 8, 25, 10
Result = TypeVar("Result")


@dataclass(frozen=True)
class Task:
    """What both sides are given."""

    weighting: Weighting
    possible: Possible
    rules: WeightRules


def task(enterprises: int = 2000, lines: int = 20_000, replicates: int = 1000, seed: int = 1) -> Task:
    """A survey of that size; three of ten lines may have one of four other roles of their chain, or none."""
    rng = np.random.default_rng(seed)
    chains = rng.integers(0, CHAINS, enterprises)
    sizes = rng.choice(len(SIZE_CLASSES), enterprises, p=[0.05, 0.2, 0.5, 0.25])
    districts = rng.integers(0, DISTRICTS, enterprises)
    staff = rng.integers(5, 500, enterprises).astype(float)
    cells: dict[tuple[str, str, str], Size] = {}
    for chain, size, district, its in zip(chains, sizes, districts, staff, strict=True):
        key = (f"c{chain}", SIZE_CLASSES[size], f"d{district}")
        there, grown = cells.get(key, Size(0, 0)), 1 if size == 0 else int(rng.integers(2, 5))
        cells[key] = Size(there.enterprises + grown, there.employment + grown * int(its))
    names = tuple(f"e{place:05}" for place in range(enterprises))
    answers = Answers(
        names,
        tuple(f"c{chain}" for chain in chains),
        tuple(SIZE_CLASSES[size] for size in sizes),
        tuple(f"d{district}" for district in districts),
        staff,
    )
    shipped = WeightRules.model_validate(
        yaml.safe_load((catalogs_dir() / "rules.yaml").read_text(encoding="utf-8"))["weights"]
    )
    rules = shipped.model_copy(update={"bootstrap_replicates": replicates})
    return Task(weigh(answers, Frame(cells), rules), _possible(names, chains, districts, lines, rng), rules)


def _possible(
    names: tuple[str, ...],
    chains: NDArray[np.int64],
    districts: NDArray[np.int64],
    lines: int,
    rng: np.random.Generator,
) -> Possible:
    of = rng.integers(0, len(names), lines)
    first = rng.integers(0, ROLES, lines)
    doubted = rng.random(lines) < 0.3
    line = np.concatenate([np.arange(lines), np.repeat(np.flatnonzero(doubted), 4)])
    role = np.concatenate([first, (first[doubted][:, None] + np.arange(1, 5)).ravel() % ROLES])
    chance = np.concatenate([np.where(doubted, 0.85, 1.0), np.tile([0.06, 0.04, 0.02, 0.01], int(doubted.sum()))])
    settled = np.concatenate([np.ones(lines, dtype=bool), np.zeros(4 * int(doubted.sum()), dtype=bool)])
    order = np.lexsort((~settled, line))
    heads = rng.geometric(0.35, lines).astype(float)
    rows = pd.DataFrame(
        {
            "line": line,
            "enterprise_id": np.array(names, dtype=object)[of[line]],
            "headcount": heads[line],
            "probability": chance,
            "is_settled": settled,
            "role_id": [f"c{chain}-r{one:02}" for chain, one in zip(chains[of[line]], role, strict=True)],
            "chain_id": [f"c{chain}" for chain in chains[of[line]]],
            "district_id": [f"d{district}" for district in districts[of[line]]],
        }
    ).iloc[order].reset_index(drop=True)  # fmt: skip
    certain = (rows.groupby("line")["line"].transform("size") == 1).to_numpy()
    return Possible(rows, certain, seed=1)


def ours(given: Task) -> Array:
    """The standard error of every cell."""
    replicates = replicates_of(given.weighting, given.weighting.by_people, given.rules)
    return replicates.by(given.possible, KEYS).errors()


def pandas_loop(given: Task, rounds: int) -> Array:
    """The same by a loop over replicates in pandas, as one writes it: frames, `map`, `groupby`."""
    rng = np.random.default_rng(5)
    weighting, rules = given.weighting, given.rules
    answers = _answers(weighting)
    lines, bounds = _lines(given.possible)
    values, cells = _settled(given)
    found = np.empty((len(values), rounds))
    for r in range(rounds):
        drawn = answers.groupby("stratum", group_keys=False).sample(frac=1, replace=True, random_state=rng)
        times = drawn.index.value_counts().reindex(answers.index, fill_value=0)
        scale = np.sqrt(1 - answers["n"] / answers["population"])
        answers["w"] = answers["base"] * (1 - scale + scale * times)
        answers["start"] = answers["w"]
        for _ in range(rules.raking.rounds):
            before = answers["w"].to_numpy().copy()
            for position, margin in enumerate(weighting.by_people.calibration.margins):
                name = f"margin{position}"
                told = answers[answers[name] >= 0]
                sums = (told["w"] * told["staff"]).groupby(told[name]).sum()
                goal = pd.Series(margin.targets) * (1 if position == 0 else sums.sum() / margin.targets.sum())
                ratio = (goal / sums.replace(0, np.nan)).fillna(1.0)
                moved = told["w"] * told[name].map(ratio)
                answers.loc[told.index, "w"] = moved.clip(
                    told["start"] * told["lowest"], told["start"] * told["highest"]
                )
            if np.abs(answers["w"].to_numpy() - before).max() <= rules.raking.tolerance * answers["base"].max():
                break
        chosen = (rng.random(len(lines))[:, None] >= bounds).sum(axis=1)
        lines["cell"] = np.take_along_axis(cells, chosen[:, None], axis=1)[:, 0]
        lines["need"] = lines["headcount"] * lines["enterprise_id"].map(answers["w"])
        found[:, r] = lines.groupby("cell")["need"].sum().reindex(range(len(values)), fill_value=0.0)
    return np.sqrt(((found - values[:, None]) ** 2).mean(axis=1))


def numpy_loop(given: Task, rounds: int) -> Array:
    """The same by a loop over replicates in numpy alone, with everything that can be prepared before it."""
    rng = np.random.default_rng(5)
    weighting, rules = given.weighting, given.rules
    answers = _answers(weighting)
    lines, bounds = _lines(given.possible)
    values, cells = _settled(given)
    base, staff = answers["base"].to_numpy(), answers["staff"].to_numpy()
    lowest, highest = answers["lowest"].to_numpy(), answers["highest"].to_numpy()
    strata = [
        (rows, _scale(answers, rows)) for rows in answers.reset_index(drop=True).groupby("stratum").indices.values()
    ]
    margins = [
        (answers[f"margin{k}"].to_numpy(), margin.targets)
        for k, margin in enumerate(weighting.by_people.calibration.margins)
    ]
    firms, heads = lines["enterprise_id"].map(weighting_rows(weighting)).to_numpy(), lines["headcount"].to_numpy()
    found = np.empty((len(values), rounds))
    for r in range(rounds):
        start = base.copy()
        for rows, scale in strata:
            if scale:
                drawn = np.bincount(rng.integers(0, len(rows), len(rows) - 1), minlength=len(rows))
                start[rows] *= 1 - scale + scale * len(rows) / (len(rows) - 1) * drawn
        factor = np.ones(len(base))
        for _ in range(rules.raking.rounds):
            before = factor
            for position, (groups, targets) in enumerate(margins):
                told = groups >= 0
                sums = np.bincount(groups[told], weights=(start * factor * staff)[told], minlength=len(targets))
                goal = targets if position == 0 else targets * (sums.sum() / targets.sum())
                ratio = np.append(np.divide(goal, sums, out=np.ones_like(sums), where=sums > 0), 1.0)
                factor = np.where(told, np.clip(factor * ratio[groups], lowest, highest), factor)
            if np.abs(factor - before).max() <= rules.raking.tolerance:
                break
        chosen = (rng.random(len(lines))[:, None] >= bounds).sum(axis=1)
        cell = cells[np.arange(len(cells)), chosen]
        found[:, r] = np.bincount(cell, weights=heads * (start * factor)[firms], minlength=len(values) + 1)[
            : len(values)
        ]
    return np.sqrt(((found - values[:, None]) ** 2).mean(axis=1))


def weighting_rows(weighting: Weighting) -> dict[str, int]:
    """The row of each enterprise."""
    return {name: row for row, name in enumerate(weighting.answers.enterprises)}


def _answers(weighting: Weighting) -> pd.DataFrame:
    """The answers as a loop wants them: a row each, with stratum, margins and bounds."""
    strata, populations = variance_strata(weighting.cells)
    calibration = weighting.by_people.calibration
    frame = pd.DataFrame({"stratum": strata, "base": weighting.base, "staff": calibration.sizes})
    frame["n"] = frame.groupby("stratum")["base"].transform("size")
    frame["population"] = [populations[stratum] for stratum in strata]
    free = calibration.rows >= 0
    for position, margin in enumerate(calibration.margins):
        frame[f"margin{position}"] = np.where(free, margin.groups[calibration.rows], -1)
    frame["lowest"] = np.where(free, calibration.bounds.lowest[calibration.rows, 0], 1.0)
    frame["highest"] = np.where(free, calibration.bounds.highest[calibration.rows, 0], 1.0)
    return frame.set_index(pd.Index(weighting.answers.enterprises))


def _scale(answers: pd.DataFrame, rows: NDArray[np.intp]) -> float:
    one = answers.iloc[rows[0]]
    return float(np.sqrt(1 - one["n"] / one["population"])) if one["n"] > 1 and one["population"] > one["n"] else 0.0


def _lines(possible: Possible) -> tuple[pd.DataFrame, Array]:
    """A row a line, and the bounds that part 0 to 1 among its possible roles."""
    rows = possible.rows
    rank = rows.groupby("line").cumcount().to_numpy()
    chances = np.zeros((int(rows["line"].max()) + 1, int(rank.max()) + 1))
    chances[rows["line"], rank] = rows["probability"]
    return rows[rank == 0][["enterprise_id", "headcount"]].reset_index(drop=True), chances.cumsum(axis=1)


def _settled(given: Task) -> tuple[Array, NDArray[np.int64]]:
    """Need by cell under the settled roles, and the cell of each possible role of each line (one more for none)."""
    rows = given.possible.rows
    codes = rows.groupby(list(KEYS)).ngroup().to_numpy()
    rank = rows.groupby("line").cumcount().to_numpy()
    cells = np.full((int(rows["line"].max()) + 1, int(rank.max()) + 2), codes.max() + 1)
    cells[rows["line"], rank] = codes
    weights = rows["enterprise_id"].map(
        dict(zip(given.weighting.answers.enterprises, given.weighting.by_people.values, strict=True))
    )
    need = (rows["headcount"] * weights * rows["is_settled"]).to_numpy(dtype=float)
    return np.bincount(codes, weights=need, minlength=int(codes.max()) + 1), cells


def measured(work: Callable[[], Result]) -> tuple[Result, float]:
    """What `work` gives, and its CPU seconds."""
    started = time.process_time()
    return work(), time.process_time() - started


def peak(work: Callable[[], object]) -> float:
    """The most memory that `work` holds at once, in MB (a run of its own: watching slows it down)."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 2**20


def main() -> None:
    """Print seconds, memory, and how near the two sides' standard errors are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--loops", type=int, default=60, help="replicates that the plain loop is timed over")
    told = parser.parse_args()
    given = task()
    replicates = given.rules.bootstrap_replicates
    found, seconds = measured(lambda: ours(given))
    print(f"{given.possible.rows['line'].nunique()} lines, {len(found)} cells, {replicates} replicates")
    print("| | CPU s | peak MB | times ours | mean standard error / ours |")
    print("|---|---:|---:|---:|---:|")
    print(f"| talentmap | {seconds:.2f} | {peak(lambda: ours(given)):.0f} | 1 | 1 |")
    for loop in (pandas_loop, numpy_loop):
        by_loop, part = measured(partial(loop, given, told.loops))
        whole, most = part / told.loops * replicates, peak(partial(loop, given, 3))
        ratio = by_loop.sum() / found.sum()
        print(f"| {loop.__name__.replace('_', ' ')} | {whole:.1f} | {most:.0f} | {whole / seconds:.0f} | {ratio:.3f} |")


if __name__ == "__main__":
    main()
