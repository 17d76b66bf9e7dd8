"""Probabilities that mean what they say where people have decided: recalibrated on the decisions of a bureau.

A decided title is placed without hearing its own decision; whether the first candidate is then the decided role is one
observation. Platt scaling (Platt, "Probabilistic outputs for support vector machines", 1999) with a penalty that holds
slope and shift to 1 and 0 where little has been decided.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from talentmap.matching.matcher import RoleMatcher
from talentmap.matching.scoring.candidates import Candidate
from talentmap.matching.scoring.features import Query
from talentmap.matching.verdict import disputed
from talentmap.model.thresholds import MatchingRules

ENOUGH = 50  # decisions on which a scale of its own, or a threshold, may stand
_PENALTY = 4.0
_EDGE = 1e-4
_Z = 1.96
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scale:
    """Log-odds are multiplied by `slope` and moved by `shift`."""

    slope: float = 1.0
    shift: float = 0.0

    def __call__(self, probability: float) -> float:
        """`probability` on this scale."""
        return float(1 / (1 + np.exp(-(self.slope * _log_odds(np.array(probability)) + self.shift))))


_AS_IT_IS = Scale()


@dataclass(frozen=True, slots=True)
class Calibration:
    """The scale of each chain with enough decisions, the scale of all others, and the observations behind them."""

    overall: Scale = _AS_IT_IS
    by_chain: Mapping[str, Scale] = field(default_factory=dict)
    observed: tuple[tuple[float, bool], ...] = ()

    def of(self, candidates: Sequence[Candidate], chain_id: str = "") -> tuple[Candidate, ...]:
        """The candidates, in their order, with recalibrated probabilities that still add up to at most one."""
        if not candidates:
            return ()
        scale = self.by_chain.get(chain_id, self.overall)
        if scale is _AS_IT_IS:
            return tuple(candidates)
        before = candidates[0].probability
        after = scale(before)
        left = after / before if after < before else (1 - after) / max(1 - before, _EDGE)
        others = (one._replace(probability=round(one.probability * left, 4)) for one in candidates[1:])
        return (candidates[0]._replace(probability=round(after, 4)), *others)

    def threshold(self, target_precision: float, otherwise: float) -> float:
        """The lowest probability from which the lower bound of the share of right answers holds the target.

        `otherwise` where none does: decisions are mostly taken on the titles that were hard, so that they may prove a
        threshold but not disprove one. Wilson's interval at 95%.
        """
        found, right = otherwise, 0
        for count, (probability, is_right) in enumerate(sorted(self.observed, reverse=True), start=1):
            right += is_right
            if count >= ENOUGH and wilson_low(right, count) >= target_precision:
                found = probability
        return found


def calibrated_rules(matcher: RoleMatcher, rules: MatchingRules) -> tuple[Calibration, MatchingRules]:
    """The scales of the decisions that `matcher` remembers, and the rules with the threshold that they support."""
    found = calibrated(matcher)
    return found, rules.model_copy(update={"accept": found.threshold(rules.target_precision, rules.accept)})


def calibrated(matcher: RoleMatcher) -> Calibration:
    """What the decisions that `matcher` remembers say about its probabilities; no change where they are too few."""
    decided = matcher.features.memory.decided
    if len(decided) < ENOUGH:
        return Calibration()
    found = matcher.match_decided([Query(one.title, one.chain_id) for one in decided])
    judged = [
        (
            one.chain_id,
            candidates[0].probability,
            candidates[0].role_id == one.role_id,
            not disputed(candidates[0].signs),
        )
        for one, candidates in zip(decided, found, strict=True)
        if candidates
    ]
    overall = _fitted([(p, right) for _, p, right, _ in judged])
    chains = {chain for chain, _, _, _ in judged if chain}
    by_chain = {chain: [(p, right) for own, p, right, _ in judged if own == chain] for chain in sorted(chains)}
    scales = {chain: _fitted(pairs, overall) for chain, pairs in by_chain.items() if len(pairs) >= ENOUGH}
    observed = tuple((scales.get(chain, overall)(p), right) for chain, p, right, free in judged if free)
    return Calibration(overall, scales, observed)


def _fitted(pairs: Sequence[tuple[float, bool]], prior: Scale | None = None) -> Scale:
    """The penalised maximum-likelihood scale of the observations."""
    from scipy.optimize import minimize  # noqa: PLC0415  takes as long to import as a thousand titles to place

    centre = prior or _AS_IT_IS
    odds = _log_odds(np.array([p for p, _ in pairs]))
    sign = np.array([1.0 if right else -1.0 for _, right in pairs])

    def loss(scale: Array) -> float:
        penalty = (scale[0] - centre.slope) ** 2 + (scale[1] - centre.shift) ** 2
        return float(np.logaddexp(0, -sign * (scale[0] * odds + scale[1])).sum() + _PENALTY * penalty)

    slope, shift = minimize(loss, [centre.slope, centre.shift], bounds=[(0.1, 10), (-10, 10)]).x
    return Scale(round(float(slope), 6), round(float(shift), 6))


def wilson_low(right: int, count: int, z: float = _Z) -> float:
    """The lower end of Wilson's interval of a share; 0 when there is nothing to count."""
    if not count:
        return 0.0
    share = right / count
    spread = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return (share + z * z / (2 * count) - spread) / (1 + z * z / count)


def _log_odds(probability: Array) -> Array:
    clipped = np.clip(probability, _EDGE, 1 - _EDGE)
    odds: Array = np.log(clipped / (1 - clipped))
    return odds
