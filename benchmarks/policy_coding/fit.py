"""Learns the weights of the coding assistant from the training half: `python -m benchmarks.policy_coding.fit --write`.

How strongly weights are held at their start is chosen by leaving out one training style after the other; the test half
is never looked at. The result is written to talentmap/policy/coding/weights.json.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from benchmarks.policy_coding.gold import Gold, coder, read_gold
from talentmap.catalog.policy_words import KINDS
from talentmap.model.taxonomy import Stage, Tier
from talentmap.policy.coding.code import Coder, LabelWeights, kind_label, tier_labels
from talentmap.policy.coding.cues import CueSheet
from talentmap.policy.coding.logit import NOTHING_LEARNT, START, Weights, probabilities, scores

WEIGHTS = Path(__file__).resolve().parents[2] / "talentmap" / "policy" / "coding" / "weights.json"
PRECISIONS = (0.3, 1.0, 3.0, 10.0)
_INTERCEPT_PRECISION = 1.0
_MOVED = 0.005


@dataclass(frozen=True)
class Case:
    """The cues of one clause for one question and what is right: one label, or several where `truth` holds several."""

    style: str
    sheet: CueSheet
    truth: frozenset[str]


@dataclass(frozen=True)
class Question:
    """One of the four things to learn."""

    name: str
    labels: tuple[str, ...]
    is_exclusive: bool
    cases: tuple[Case, ...]


def questions(golds: Sequence[Gold], made: Coder) -> tuple[Question, ...]:
    """The four questions with the cases that the clauses give."""
    kinds, stages, instruments, tiers = [], [], [], []
    for gold in golds:
        clause = gold.clause
        gates = made.gates(clause)
        promise = made.promise(gold.text)
        kinds.append(Case(gold.style, made.kind_cues(gold.text, promise, gates), frozenset({gold.kind})))
        if gold.is_incentive:
            sheet = made.instrument_cues(gold.text, "")
            instruments.append(Case(gold.style, sheet, frozenset({gold.instrument})))
            named = made.instrument(gold.text, "").value
            stages.append(Case(gold.style, made.stage_cues(gold.text, "", named, gates), frozenset({gold.stage})))
            tiers.append(Case(gold.style, made.tier_cues(gold.text, "", gates), frozenset(gold.tiers)))
    known = tuple(made.words.instruments)
    return (
        Question("kind", KINDS, True, tuple(kinds)),
        Question("instrument", known, True, tuple(instruments)),
        Question("stage", tuple(Stage), True, tuple(stages)),
        Question("tiers", tuple(Tier), False, tuple(tiers)),
    )


def learn(question: Question, cases: Sequence[Case], precision: float) -> Weights:
    """The weights at which cases and prior are likeliest together (maximum a posteriori, L-BFGS)."""
    names = sorted({name for case in cases for name in case.sheet.cues})
    owners: dict[str, str] = {name: owner for case in cases for name, owner in case.sheet.owners.items()}
    x = np.array([[case.sheet.features.get(name, 0.0) for name in names] for case in cases])
    y = np.array([[float(label in case.truth) for label in question.labels] for case in cases])
    start = np.array([[START * (owners.get(name) == label) for label in question.labels] for name in names])

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        held = flat.reshape(len(names) + 1, len(question.labels))
        weights, intercepts = held[:-1], held[-1]
        scored = x @ weights + intercepts
        if question.is_exclusive:
            top = scored.max(axis=1, keepdims=True)
            log_sum = top + np.log(np.exp(scored - top).sum(axis=1, keepdims=True))
            chance, cost = np.exp(scored - log_sum), -(y * (scored - log_sum)).sum()
        else:
            chance = 1 / (1 + np.exp(-scored))
            cost = (np.logaddexp(0, scored) - y * scored).sum()
        gap = chance - y
        moved = weights - start
        total = cost + precision / 2 * (moved**2).sum() + _INTERCEPT_PRECISION / 2 * (intercepts**2).sum()
        slope = np.vstack([x.T @ gap + precision * moved, gap.sum(axis=0) + _INTERCEPT_PRECISION * intercepts])
        return float(total), slope.ravel()

    first = np.vstack([start, np.zeros(len(question.labels))]).ravel()
    best = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": 2000}).x
    held = best.reshape(len(names) + 1, len(question.labels))
    weights = {
        str(label): {
            name: round(float(held[row, column]), 3)
            for row, name in enumerate(names)
            if abs(held[row, column] - start[row, column]) >= _MOVED
        }
        for column, label in enumerate(question.labels)
    }
    return Weights({str(label): round(float(held[-1, c]), 3) for c, label in enumerate(question.labels)}, weights)


def right(question: Question, case: Case, weights: Weights) -> float:
    """1 where the labels proposed are the right ones; for tiers the share that both have of what either has."""
    if not question.is_exclusive:
        found = {label.value for label in tier_labels(case.sheet, weights)}
        return len(found & case.truth) / len(found | case.truth)
    if question.name == "kind":
        return float(kind_label(case.sheet, weights).value in case.truth)
    shares = probabilities(scores(question.labels, case.sheet.features, case.sheet.owners, weights))
    return float(max(question.labels, key=lambda label: shares[label]) in case.truth)


def held_out(question: Question, precision: float) -> float:
    """The mean of `right` over the training clauses, each judged by weights learnt without its style."""
    total = 0.0
    for style in sorted({case.style for case in question.cases}):
        others = [case for case in question.cases if case.style != style]
        weights = learn(question, others, precision)
        total += sum(right(question, case, weights) for case in question.cases if case.style == style)
    return total / len(question.cases)


def _strongest_as_good(tried: Mapping[float, float], cases: int) -> float:
    """The strongest hold within one standard error of the best (Breiman et al., CART, 1984, 3.4.3)."""
    highest = max(tried.values())
    error = math.sqrt(highest * (1 - highest) / cases)
    return max(precision for precision, share in tried.items() if share >= highest - error)


def fit() -> dict[str, Mapping[str, object]]:
    """The weights of every question at the precision that does best on styles left out."""
    plain = LabelWeights(*(NOTHING_LEARNT,) * 4)
    learnt: dict[str, Mapping[str, object]] = {}
    for question in questions(read_gold("train"), coder(plain)):
        tried = {precision: held_out(question, precision) for precision in PRECISIONS}
        best = _strongest_as_good(tried, len(question.cases))
        print(f"{question.name:<11}", " ".join(f"{p:g}: {share:.3f}" for p, share in tried.items()), f"-> {best:g}")
        weights = learn(question, question.cases, best)
        learnt[question.name] = {"intercepts": weights.intercepts, "weights": weights.weights}
    return learnt


def main() -> None:
    """Fit, and write the weights where asked to."""
    learnt = fit()
    if "--write" in sys.argv:
        WEIGHTS.write_text(json.dumps(learnt, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
