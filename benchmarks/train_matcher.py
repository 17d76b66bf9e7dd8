"""Fit the role matcher's weights and thresholds, and write them where the tool reads them.

    python benchmarks/train_matcher.py            # writes talentmap/matching/weights.json and catalogs/rules.yaml
    python benchmarks/train_matcher.py --dry-run  # prints them only

Training lines come from editions that the generator makes at seeds of their own; the bundled edition (seed 2026) is
never looked at. Each line is shown in six ways, since real lines are poorer than made ones: as it is; without skills;
without skills and majors; without a chain; from a firm of another chain; and with its true role taken out of the
catalog, where `none` is right.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from editions import ROOT, Judged, TrueLine, judge, made_edition, shipped_catalog, survey_of, true_lines, wilson_low
from numpy.typing import NDArray
from scipy.optimize import minimize

from talentmap.matching import RoleMatcher
from talentmap.matching.features import FEATURES, PairFeatures
from talentmap.matching.titles import TitleGrammar
from talentmap.model.taxonomy import Catalog, MatchingRules

TRAINING_SEEDS = (7, 8, 9)
VALIDATION_SEED = 10
PENALTY = 1.0
PRIOR: Mapping[str, float] = {
    "bias": -6.0,
    "title": 6.0,
    "title_close": 4.0,
    "ratio": 1.0,
    "exact": 3.0,
    "profile": 2.0,
    "far": -1.0,
    "general": -1.0,
    "skills": 4.0,
    "majors": 1.0,
    "skills_none": -1.0,
    "chain_same": 1.5,
    "chain_other": -1.0,
    "tier_same": 0.8,
    "tier_other": -1.0,
    "level_other": -3.0,
    "function_same": 0.6,
    "function_other": -1.0,
    "letters_other": -3.0,
    "administration": -2.0,
}
"""What each feature is worth before any line is seen; the penalty draws the weights here. Their signs are fixed."""

WEIGHTS_FILE = ROOT / "talentmap" / "matching" / "weights.json"
RULES_FILE = ROOT / "catalogs" / "rules.yaml"
HEAVIEST = 3.0  # that any circumstance may count against a role: made lines are cleaner than real ones
ACCEPT_LOWEST = 0.6  # made lines are cleaner than real ones: no role is taken below, whatever they say
KEPT_FOR_REVIEW = 0.99  # share of the lines with a role that must not end as `none`
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """Candidate pairs of all shown lines: features, which line each belongs to, whether its role is right."""

    values: Array
    lines: NDArray[np.int64]
    right: NDArray[np.bool_]
    weights: Array


def shown(line: TrueLine, place: int, chains: Sequence[str]) -> Iterator[tuple[TrueLine, float, bool]]:
    """A line in its six ways: how it looks, its weight, whether its true role is taken out."""
    query = line.query
    other = chains[(place + 1) % len(chains)]
    yield line, 1.0, False
    yield replace(line, query=replace(query, skills=frozenset())), 0.2, False
    yield replace(line, query=replace(query, skills=frozenset(), majors=frozenset())), 0.2, False
    yield replace(line, query=replace(query, chain_id="")), 0.15, False
    if other != query.chain_id:
        yield replace(line, query=replace(query, chain_id=other)), 0.1, False
    if line.roles:
        yield line, 0.15, True


def sample(lines: Sequence[TrueLine], catalog: Catalog) -> Sample:
    """All lines in all ways against their candidates."""
    chains = sorted(catalog.chains)
    ways = [way for place, line in enumerate(lines) for way in shown(line, place, chains)]
    features = PairFeatures(catalog, TitleGrammar(catalog.levels))
    role_ids = [role.id for role in features.roles]
    values, owners, right = [], [], []
    for start in range(0, len(ways), 1000):
        chunk = ways[start : start + 1000]
        pairs = features.pairs([line.query for line, _, _ in chunk])
        for k, (q, r) in enumerate(zip(pairs.queries.tolist(), pairs.roles.tolist(), strict=True)):
            line, _, taken_out = chunk[q]
            is_right = role_ids[r] in line.roles
            if not (is_right and taken_out):
                values.append(pairs.values[k])
                owners.append(start + q)
                right.append(is_right)
    weights = np.array([weight for _, weight, _ in ways])
    return Sample(np.array(values), np.array(owners), np.array(right), weights)


def fit(data: Sample, outside: NDArray[np.bool_]) -> Array:
    """The weights of largest likelihood less the penalty; `outside` marks lines whose answer is `none`."""
    count = len(data.weights)
    prior = np.array([PRIOR[name] for name in FEATURES])
    bounds = [_bounds(name) for name in FEATURES]
    answerable = outside | (np.bincount(data.lines, data.right, count) > 0)  # a lost candidate teaches nothing
    line_weights = np.where(answerable, data.weights, 0.0)

    def loss(weights: Array) -> tuple[float, Array]:
        utility = np.exp(np.clip(data.values @ weights, -30, 30))
        total = 1 + np.bincount(data.lines, utility, count)
        good = np.where(outside, 1.0, np.bincount(data.lines, utility * data.right, count))
        good = np.where(answerable, good, 1.0)
        value = -float(line_weights @ np.log(good / total)) + PENALTY * float(((weights - prior) ** 2).sum())
        pull = utility / total[data.lines] - np.where(outside[data.lines], 0, utility * data.right / good[data.lines])
        gradient = (line_weights[data.lines] * pull) @ data.values + 2 * PENALTY * (weights - prior)
        return value, gradient

    return np.asarray(minimize(loss, prior, jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 2000}).x)


def _bounds(name: str) -> tuple[float | None, float | None]:
    """The range of a weight: evidence never changes sides, and no circumstance outweighs the title alone."""
    if name == "bias":
        return None, None
    return (0, None) if PRIOR[name] > 0 else (-HEAVIEST, 0)


def thresholds(judged: Sequence[Judged], rules: MatchingRules) -> MatchingRules:
    """The lowest `accept` that holds the target precision, and the highest `review` that keeps enough lines."""
    sure = sorted(
        (
            (one.candidates[0].probability, one.best in one.line.roles)
            for one in judged
            if one.verdict.band == "accepted"
        ),
        reverse=True,
    )
    accept, right = 1.0, 0  # nothing is accepted until a threshold holds
    for count, (probability, is_right) in enumerate(sure, start=1):
        right += is_right
        if count >= 50 and wilson_low(right, count) >= rules.target_precision:
            accept = probability
    placed = sorted(sum(c.probability for c in one.candidates) for one in judged if one.line.roles)
    review = placed[int(len(placed) * (1 - KEPT_FOR_REVIEW))]
    rounded_up = np.ceil(accept * 100) / 100
    return rules.model_copy(
        update={"accept": float(max(rounded_up, ACCEPT_LOWEST)), "review": float(np.floor(review * 100) / 100)}
    )


def lines_of_seed(seed: int, catalog: Catalog) -> list[TrueLine]:
    """The lines of the edition made at a seed."""
    with made_edition(seed) as folder:
        return true_lines(folder, survey_of(folder, catalog).demand, catalog)


def without_true_role(lines: Sequence[TrueLine], every: int, catalog: Catalog) -> list[tuple[Catalog, list[TrueLine]]]:
    """Of every `every`-th line the roles leave the catalog: eight smaller catalogs, a chain each, and their lines."""
    held = [line for line in lines[::every] if line.roles]
    groups = []
    for chain in sorted(catalog.chains):
        lost = {role for line in held for role in line.roles if catalog.roles[role].chain_id == chain}
        kept = {role_id: role for role_id, role in catalog.roles.items() if role_id not in lost}
        mine = [replace(line, roles=frozenset()) for line in held if line.roles <= lost]
        groups.append((catalog.model_copy(update={"roles": kept}), mine))
    return groups


def validated(lines: Sequence[TrueLine], catalog: Catalog, weights: Mapping[str, float]) -> list[Judged]:
    """The validation lines judged, every fifth against a catalog that lacks its role."""
    open_rules = catalog.rules.matching.model_copy(update={"accept": 0.0, "review": 0.0})
    judged = judge([line for k, line in enumerate(lines) if k % 5], RoleMatcher(catalog, weights), catalog, open_rules)
    for smaller, mine in without_true_role(lines, 5, catalog):
        judged += judge(mine, RoleMatcher(smaller, weights), smaller, open_rules)
    return judged


def written(rules: MatchingRules, text: str) -> str:
    """The rules file with the thresholds put in, everything else as it stands."""
    for name in ("accept", "review", "margin"):
        text = re.sub(rf"(?m)^(  {name}: )[\d.]+", rf"\g<1>{getattr(rules, name):.2f}", text)
    return text


def main() -> None:
    """Fit, choose, report and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--dry-run", action="store_true", help="print, write nothing")
    catalog = shipped_catalog()
    dry = parser.parse_args().dry_run
    training = [line for seed in TRAINING_SEEDS for line in lines_of_seed(seed, catalog)]
    data = sample(training, catalog)
    chains = sorted(catalog.chains)
    ways = [way for place, line in enumerate(training) for way in shown(line, place, chains)]
    outside = np.array([taken_out or not line.roles for line, _, taken_out in ways])
    fitted = fit(data, outside)
    weights = {name: round(float(weight), 3) + 0.0 for name, weight in zip(FEATURES, fitted, strict=True)}
    judged = validated(lines_of_seed(VALIDATION_SEED, catalog), catalog, weights)
    rules = thresholds(judged, catalog.rules.matching)
    report(judged, rules, weights, len(training))
    if not dry:
        WEIGHTS_FILE.write_text(json.dumps(weights, indent=2) + "\n", encoding="utf-8")
        RULES_FILE.write_text(written(rules, RULES_FILE.read_text(encoding="utf-8")), encoding="utf-8")


def report(judged: Sequence[Judged], rules: MatchingRules, weights: Mapping[str, float], training: int) -> None:
    """Print weights, thresholds and what they give on the validation lines."""
    print(f"training lines {training}, validation lines {len(judged)}, a fifth of them without their role")
    for name, weight in weights.items():
        print(f"  {name:16}{weight:8.3f}   prior {PRIOR[name]:5.1f}")
    taken = [one for one in judged if one.verdict.band == "accepted" and one.verdict.probability >= rules.accept]
    right = sum(one.best in one.line.roles for one in taken)
    print(f"accept {rules.accept:.2f}  review {rules.review:.2f}  margin {rules.margin:.2f}")
    low = wilson_low(right, len(taken))
    print(
        f"accepted {len(taken)} ({len(taken) / len(judged):.3f}), right {right / len(taken):.4f}, lower bound {low:.4f}"
    )


if __name__ == "__main__":
    main()
