"""How far two coders agree beyond chance: Cohen's kappa and Krippendorff's alpha, with bootstrap intervals.

Kappa after Cohen, A coefficient of agreement for nominal scales, 1960; alpha after Krippendorff, Computing
Krippendorff's alpha-reliability, 2011. Tiers are sets: two sets that overlap agree in part, by the MASI distance of
Passonneau, Measuring agreement on set-valued items, 2006. The interval resamples clauses (percentile, fixed seed).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np

Value = Hashable | None
Pair = tuple[Value, Value]
Unit = TypeVar("Unit")
Distance = Callable[[Hashable, Hashable], float]
SEED = 20260101
REPLICATES = 2_000
LABELS = ("kind", "stage", "tiers", "instrument")
SETS = frozenset({"tiers"})


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on one label: clauses both coded, share equal, kappa and alpha with 95% intervals.

    NaN where chance alone already explains everything: all answers are one and the same.
    """

    label: str
    clauses: int
    equal_share: float
    kappa: float
    kappa_interval: tuple[float, float]
    alpha: float
    alpha_interval: tuple[float, float]


def nominal(one: Hashable, other: Hashable) -> float:
    """0 for the same value, 1 for any other."""
    return float(one != other)


def squared(one: Hashable, other: Hashable) -> float:
    """The square of what lies between two numbers: the interval metric, for scores on an even scale."""
    return float(one - other) ** 2  # type: ignore[operator] # scores are numbers


def masi(one: Hashable, other: Hashable) -> float:
    """0 for equal sets, 1 for sets with nothing in common; in between, subsets are nearer than mere overlap."""
    left, right = _as_set(one), _as_set(other)
    if left == right:
        return 0.0
    shared = left & right
    if not shared:
        return 1.0
    monotone = 2 / 3 if left <= right or right <= left else 1 / 3
    return 1 - monotone * len(shared) / len(left | right)


def cohen_kappa(pairs: Sequence[Pair]) -> float:
    """Cohen's kappa of two coders over the clauses that both coded; NaN where it is not defined."""
    both = [(one, other) for one, other in pairs if one is not None and other is not None]
    if not both:
        return math.nan
    first, second = Counter(one for one, _ in both), Counter(other for _, other in both)
    observed = sum(one == other for one, other in both) / len(both)
    expected = sum(first[value] * second[value] for value in first) / len(both) ** 2
    return math.nan if expected >= 1 else (observed - expected) / (1 - expected)


def krippendorff_alpha(units: Sequence[Sequence[Value]], distance: Distance = nominal) -> float:
    """Krippendorff's alpha for any number of coders; None marks what a coder left out. NaN where it is not defined."""
    coded = [[value for value in unit if value is not None] for unit in units]
    coded = [unit for unit in coded if len(unit) > 1]
    counts: Counter[Hashable] = Counter(value for unit in coded for value in unit)
    total = sum(counts.values())
    if total < 2:
        return math.nan
    table = _distances(counts, distance)
    observed = math.fsum(
        table[one, other] / (len(unit) - 1)
        for unit in coded
        for place, one in enumerate(unit)
        for other in (*unit[:place], *unit[place + 1 :])
    )
    expected = math.fsum(
        counts[one] * counts[other] * table[one, other] for one in counts for other in counts if one != other
    )
    return math.nan if expected == 0 else 1 - (total - 1) * observed / expected


def agreement(label: str, pairs: Sequence[Pair], replicates: int = REPLICATES) -> Agreement:
    """Agreement on one label over clauses that both coders saw, with percentile intervals."""
    both = [(one, other) for one, other in pairs if one is not None and other is not None]
    equal = sum(one == other for one, other in both) / len(both) if both else math.nan
    alpha = partial(krippendorff_alpha, distance=masi if label in SETS else nominal)
    return Agreement(
        label,
        len(both),
        equal,
        cohen_kappa(both),
        interval_of(both, cohen_kappa, replicates),
        alpha(both),
        interval_of(both, alpha, replicates),
    )


def interval_of(
    units: Sequence[Unit], measure: Callable[[Sequence[Unit]], float], replicates: int = REPLICATES
) -> tuple[float, float]:
    """The 95% interval of a `measure` over units drawn anew with a fixed seed; nan where it is not defined."""
    return _interval([measure([units[place] for place in draw]) for draw in _draws(len(units), replicates)])


def pairs_of(one: Mapping[str, Mapping[str, str]], other: Mapping[str, Mapping[str, str]], label: str) -> list[Pair]:
    """The two answers on `label` for every clause that either coded, in the order of the clauses."""
    return [(_answer(one.get(clause), label), _answer(other.get(clause), label)) for clause in sorted({*one, *other})]


def _answer(row: Mapping[str, str] | None, label: str) -> Value:
    if row is None or label not in row:
        return None
    told = row[label].strip()
    if label in SETS:
        return frozenset(part.strip() for part in told.split("|") if part.strip())
    return told


def _as_set(value: Hashable) -> frozenset[Hashable]:
    return value if isinstance(value, frozenset) else frozenset({value})


def _distances(values: Mapping[Hashable, int], distance: Distance) -> dict[tuple[Hashable, Hashable], float]:
    return {(one, other): distance(one, other) for one in values for other in values}


def _draws(clauses: int, replicates: int) -> list[list[int]]:
    if not clauses:
        return []
    generator = np.random.default_rng(SEED)
    return [[int(place) for place in draw] for draw in generator.integers(0, clauses, (replicates, clauses))]


def _interval(values: Sequence[float]) -> tuple[float, float]:
    known = [value for value in values if not math.isnan(value)]
    if not known:
        return math.nan, math.nan
    low, high = np.quantile(known, (0.025, 0.975))
    return float(low), float(high)
