"""Do the 95% intervals hold the truth? Surveys of a population that is known, weighted and replicated as an edition is.

A made-up city of 3,000 enterprises in eight chains, four size classes and six districts. Need by role is a Poisson
draw about a mean that grows with the staff and varies by enterprise (lognormal) and by enterprise and role (gamma):
most need nobody in most roles, a few need many. Each survey is answered at random within chain x size class, 95% of
the large and 25% of the micro. Then: winsorisation, weights by people and by enterprise, replicates, intervals. Totals
and shares that 30 answers or more are expected to speak of are held against the truth (expected, so that luck does not
choose them); beside them what a naive count says (answers blown up alike) and how often the percentiles of the
replicates would have held it.

    python -m benchmarks.survey_coverage              500 surveys
    python -m benchmarks.survey_coverage --seed 11    another city
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import yaml
from numpy.typing import NDArray

from talentmap.analysis.survey.answers import Answers
from talentmap.analysis.survey.frame import SIZE_CLASSES, Frame, Size
from talentmap.analysis.survey.replicates import Estimates, Replicates, replicates_of
from talentmap.analysis.survey.weighting import Weighting, weigh
from talentmap.analysis.survey.winsorise import winsorised
from talentmap.model.thresholds import Rules
from talentmap.resources import catalogs_dir

Array = NDArray[np.float64]
CHAINS, DISTRICTS, ROLES, TIERS = 8, 6, 10, 4
STAFF = ((1000, 4000), (300, 999), (20, 299), (5, 19))
RESPONSE = np.array([0.95, 0.5, 0.35, 0.25])
ENOUGH = 30
GROUPINGS = ("all", "tier", "chain", "chain x tier", "role")


@dataclass(frozen=True)
class City:
    """Every enterprise, and its need by role (enterprises x chains * roles); a role belongs to a chain and a tier."""

    chains: NDArray[np.int64]
    sizes: NDArray[np.int64]
    districts: NDArray[np.int64]
    staff: Array
    need: Array
    tiers: NDArray[np.int64]
    response: Array

    @property
    def frame(self) -> Frame:
        """The city counted."""
        cells: dict[tuple[str, str, str], Size] = {}
        for chain, size, district, staff in zip(self.chains, self.sizes, self.districts, self.staff, strict=True):
            key = (f"c{chain}", SIZE_CLASSES[size], f"d{district}")
            there = cells.get(key, Size(0, 0))
            cells[key] = Size(there.enterprises + 1, there.employment + int(staff))
        return Frame(cells)


def city(seed: int, enterprises: int = 3000, skew: float = 0.7) -> City:
    """A city; `skew` is the sigma of the lognormal factor by which enterprises need more or less than their like."""
    rng = np.random.default_rng(seed)
    shares = rng.uniform(0.7, 1.3, CHAINS)
    chains = rng.choice(CHAINS, enterprises, p=shares / shares.sum())
    sizes = rng.choice(len(SIZE_CLASSES), enterprises, p=[0.03, 0.12, 0.55, 0.30])
    districts = rng.choice(DISTRICTS, enterprises, p=[0.3, 0.22, 0.18, 0.14, 0.1, 0.06])
    low, high = np.log(np.array(STAFF, dtype=float)[sizes]).T
    staff = np.floor(np.exp(rng.uniform(low, high)))
    by_head = rng.lognormal(-4.6, 0.8, (CHAINS, ROLES))
    own = rng.lognormal(-(skew**2) / 2, skew, (enterprises, 1)) * rng.gamma(0.8, 1 / 0.8, (enterprises, ROLES))
    wanted = rng.poisson(by_head[chains] * staff[:, None] ** 0.85 * own)
    need = np.zeros((enterprises, CHAINS * ROLES))
    columns = chains[:, None] * ROLES + np.arange(ROLES)
    np.put_along_axis(need, columns, wanted.astype(float), axis=1)
    response = np.minimum(RESPONSE[sizes] * rng.uniform(0.8, 1.1, CHAINS)[chains], 1.0)
    return City(chains, sizes, districts, staff, need, rng.integers(0, TIERS, CHAINS * ROLES), response)


def groups_of(made: City) -> dict[str, NDArray[np.int64]]:
    """The group of every role in each grouping."""
    chains = np.repeat(np.arange(CHAINS), ROLES)
    return {
        "all": np.zeros(CHAINS * ROLES, dtype=np.int64),
        "tier": made.tiers,
        "chain": chains,
        "chain x tier": chains * TIERS + made.tiers,
        "role": np.arange(CHAINS * ROLES),
    }


@dataclass
class Tried:
    """What came of one kind of figure over all surveys."""

    held: list[bool] = field(default_factory=list)
    held_by_percentiles: list[bool] = field(default_factory=list)
    errors: list[float] = field(default_factory=list)
    naive_errors: list[float] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)

    def add(self, truth: Array, values: Array, interval: tuple[Array, Array], draws: Array, naive: Array) -> None:
        """Figures of one survey, beside their truth."""
        low, high = interval
        ends = np.percentile(draws, [2.5, 97.5], axis=1)
        told = np.isfinite(low)
        self.held += ((low <= truth) & (truth <= high))[told].tolist()
        self.held_by_percentiles += ((ends[0] <= truth) & (truth <= ends[1])).tolist()
        self.errors += (values / truth - 1).tolist()
        self.naive_errors += (naive / truth - 1).tolist()
        self.widths += ((high - low) / values).tolist()


def study(made: City, surveys: int, replicates: int, seed: int) -> dict[tuple[str, str], Tried]:
    """Every kind of figure, by (total or share, grouping), over `surveys` surveys of the city."""
    rules = Rules.model_validate(yaml.safe_load((catalogs_dir() / "rules.yaml").read_text(encoding="utf-8")))
    rules = rules.model_copy(update={"weights": rules.weights.model_copy(update={"bootstrap_replicates": replicates})})
    rng = np.random.default_rng(seed)
    tried: dict[tuple[str, str], Tried] = {}
    for _ in range(surveys):
        answering = np.flatnonzero(rng.random(len(made.chains)) < made.response)
        for key, found in _survey(made, answering, rules):
            tried.setdefault(key, Tried()).add(*found)
    return tried


Found = tuple[Array, Array, tuple[Array, Array], Array, Array]
"""Truth, values, interval, draws, and what a naive count says."""


def _survey(made: City, answering: NDArray[np.int64], rules: Rules) -> Iterator[tuple[tuple[str, str], Found]]:
    answers = Answers(
        tuple(f"e{place:05}" for place in answering),
        tuple(f"c{chain}" for chain in made.chains[answering]),
        tuple(SIZE_CLASSES[size] for size in made.sizes[answering]),
        tuple(f"d{district}" for district in made.districts[answering]),
        made.staff[answering],
    )
    weighting = weigh(answers, made.frame, rules.weights)
    of_people = replicates_of(weighting, weighting.by_people, rules.weights)
    place, role = np.nonzero(made.need[answering])
    lines = pd.DataFrame({"enterprise_id": np.array(answers.enterprises, dtype=object)[place]})
    stated = pd.Series(made.need[answering][place, role])
    cells = pd.Series(np.array(weighting.cells.of_answers, dtype=object)[place])
    weights = pd.Series(weighting.by_people.values[place])
    lines["amount"] = winsorised(stated, cells, weights, rules)
    blown_up = len(made.chains) / len(answering)
    whole = None
    for name, groups in groups_of(made).items():
        count = int(groups.max()) + 1
        summed = np.zeros((len(groups), count))
        summed[np.arange(len(groups)), groups] = 1
        by_enterprise = made.need @ summed
        truth, naive = by_enterprise.sum(axis=0), by_enterprise[answering].sum(axis=0) * blown_up
        asked = np.flatnonzero(made.response @ (by_enterprise > 0) >= ENOUGH)
        estimates = of_people.estimates(groups[role], count, lines)
        whole = whole or estimates
        yield ("total", name), _chosen(asked, truth, estimates.values, estimates.interval(), estimates.draws, naive)
        if name in ("tier", "chain x tier"):
            shares = estimates.share_of(whole)
            total, total_naive = made.need.sum(), made.need[answering].sum() * blown_up
            figures = (truth / total, shares.values, shares.interval(), shares.draws, naive / total_naive)
            yield ("share of need", name), _chosen(asked, *figures)
    yield from _enterprises(made, answering, weighting, rules)


def _enterprises(
    made: City, answering: NDArray[np.int64], weighting: Weighting, rules: Rules
) -> Iterator[tuple[tuple[str, str], Found]]:
    """Shares of enterprises that need somebody, by tier."""
    of_firms: Replicates = replicates_of(weighting, weighting.by_enterprise, rules.weights)
    names = np.array(weighting.answers.enterprises, dtype=object)
    everyone = of_firms.estimates(
        np.zeros(len(names), dtype=np.int64), 1, pd.DataFrame({"enterprise_id": names, "amount": 1.0})
    )
    needing = np.stack([(made.need[:, made.tiers == tier] > 0).any(axis=1) for tier in range(TIERS)], axis=1)
    place, tier = np.nonzero(needing[answering])
    estimates: Estimates = of_firms.estimates(tier, TIERS, pd.DataFrame({"enterprise_id": names[place], "amount": 1.0}))
    shares = estimates.share_of(everyone)
    figures = (needing.mean(axis=0), shares.values, shares.interval(), shares.draws, needing[answering].mean(axis=0))
    yield ("share of enterprises", "tier"), _chosen(np.arange(TIERS), *figures)


def _chosen(
    rows: NDArray[np.int64], truth: Array, values: Array, interval: tuple[Array, Array], draws: Array, naive: Array
) -> Found:
    return truth[rows], values[rows], (interval[0][rows], interval[1][rows]), draws[rows], naive[rows]


def main() -> None:
    """Print coverage, bias and width by kind of figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--surveys", type=int, default=500)
    parser.add_argument("--replicates", type=int, default=250)
    parser.add_argument("--seed", type=int, default=7, help="of the city; surveys follow from it")
    parser.add_argument("--skew", type=float, default=0.7)
    told = parser.parse_args()
    started, made = time.process_time(), city(told.seed, skew=told.skew)
    tried = study(made, told.surveys, told.replicates, told.seed)
    seconds = time.process_time() - started
    print(
        f"{told.surveys} surveys, {told.replicates} replicates, city {told.seed}, skew {told.skew}: {seconds:.0f} s CPU"
    )
    print(
        "| figure | by | tried | 95% intervals that hold the truth | percentiles would | bias | naive error | width |"
    )
    print("|---|---|---:|---:|---:|---:|---:|---:|")
    for (kind, name), one in tried.items():
        bias, naive = np.mean(one.errors), np.mean(np.abs(one.naive_errors))
        print(
            f"| {kind} | {name} | {len(one.held)} | {np.mean(one.held):.1%} | {np.mean(one.held_by_percentiles):.1%} "
            f"| {bias:+.2%} | {naive:.1%} | {np.median(one.widths):.0%} |"
        )


if __name__ == "__main__":
    main()
