"""Fit the role matcher's weights and thresholds, and write them where the tool reads them.

    python -m benchmarks.train_matcher            # writes scoring/weights.json and catalogs/rules.yaml
    python -m benchmarks.train_matcher --semantic # the weights with sentence vectors: weights_semantic.json alone
    python -m benchmarks.train_matcher --dry-run  # prints them only

Two kinds of lines teach. Written titles: the `dev` halves of `benchmarks/titles` (the `test` halves are never looked
at). Made lines: editions that the generator makes at seeds of their own (never the bundled one), each shown in several
ways, since real lines are poorer than made ones. Every line is also shown with its roles taken out of the catalog,
where `none` is right, and written ones beside decisions on half of their fellows. With --semantic the written titles
are shown once more to roles that are named in the other language alone.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.editions import ROOT, TrueLine, made_edition, shipped_catalog, survey_of, true_lines
from benchmarks.matching.title_sets import Line, TitleSet, title_sets
from talentmap.catalog.lexicon import read_words
from talentmap.matching import DecidedTitle, Query, RoleMatcher
from talentmap.matching.calibration import wilson_low
from talentmap.matching.scoring.features import FEATURES, PairFeatures
from talentmap.matching.scoring.roles import Classification, RoleEntry, of_catalog, of_occupations
from talentmap.matching.scoring.semantic import Encoder, Vectors, shipped_encoder
from talentmap.matching.skills.reader import SkillReader
from talentmap.model.taxonomy import Catalog
from talentmap.model.thresholds import MatchingRules
from talentmap.resources import catalogs_dir

MADE_SEEDS = (7, 8)
PENALTY = 2.0
PRIOR: Mapping[str, float] = {
    "bias": -5.0,
    "title": 4.0,
    "title_behind": -1.0,
    "wording_met": 1.0,
    "ratio": 1.0,
    "exact": 2.0,
    "reading": 2.0,
    "profile": 2.0,
    "bracket_met": 0.5,
    "bracket_other": -0.5,
    "far": -1.0,
    "general": -1.0,
    "skills": 5.0,
    "majors": 1.0,
    "skills_none": -1.0,
    "beside": 1.0,
    "chain_same": 1.0,
    "chain_other": -1.0,
    "tier_same": 0.8,
    "tier_other": -1.0,
    "level_other": -2.0,
    "function_same": 0.5,
    "function_other": -0.5,
    "letters_other": -1.0,
    "words_other": -0.5,
    "words_missing": -0.5,
    "character_more": -0.5,
    "noun_other": -0.5,
    "administration": -1.0,
    "decided": 2.0,
    "votes": 2.0,
    "decided_same": 10.0,
    "declined": -10.0,
    "decided_other": -1.0,
    "semantic": 2.0,
    "semantic_alone": 1.0,
    "semantic_behind": -1.0,
}
"""What each feature is worth before any line is seen; the penalty draws the weights here. Their signs are fixed."""

WEIGHTS_FILE = ROOT / "talentmap" / "matching" / "scoring" / "weights.json"
SEMANTIC_WEIGHTS_FILE = WEIGHTS_FILE.with_name("weights_semantic.json")
RULES_FILE = ROOT / "catalogs" / "rules.yaml"
HEAVIEST = 4.0  # that any circumstance may count against a role
MADE = 0.25  # what a made line counts beside a written one
TAKEN_OUT = 0.04  # what a line counts once more, its roles taken out
FOREIGN = 0.25  # what a line counts where the roles are named in the other language alone
KEPT_FOR_REVIEW = 0.995  # share of the lines with a role that must not end as `none`
FOLDS = 4
CHUNK = 1_000
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shown:
    """A query as it is shown to the matcher, the roles that are right (none: outside), and what it counts."""

    query: Query
    right: frozenset[str]
    weight: float
    taken_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sample:
    """Candidate pairs of all shown lines: features, which line each belongs to, whether its role is right."""

    values: Array
    lines: NDArray[np.int64]
    right: NDArray[np.bool_]
    outside: NDArray[np.bool_]
    weights: Array

    def some(self, chosen: NDArray[np.bool_]) -> Sample:
        """The same with only the chosen lines counting."""
        return replace(self, weights=np.where(chosen, self.weights, 0.0))


def joined(samples: Sequence[Sample]) -> Sample:
    """Several samples as one."""
    shifts = np.cumsum([0, *(len(one.weights) for one in samples[:-1])])
    return Sample(
        np.concatenate([one.values for one in samples]),
        np.concatenate([one.lines + shift for one, shift in zip(samples, shifts, strict=True)]),
        np.concatenate([one.right for one in samples]),
        np.concatenate([one.outside for one in samples]),
        np.concatenate([one.weights for one in samples]),
    )


def sample(features: PairFeatures, shown: Sequence[Shown]) -> Sample:
    """All shown lines against their candidates; a role that is taken out is no candidate."""
    role_ids = np.array([role.role_id for role in features.roles])
    values, owners, right = [], [], []
    for start in range(0, len(shown), CHUNK):
        chunk = shown[start : start + CHUNK]
        pairs = features.pairs([one.query for one in chunk])
        named = list(zip(pairs.queries.tolist(), role_ids[pairs.roles].tolist(), strict=True))
        kept = np.array([role not in chunk[line].taken_out for line, role in named], dtype=bool)
        values.append(pairs.values[kept].astype(float))
        owners.append(pairs.queries[kept] + start)
        right.append(np.array([role in chunk[line].right for line, role in named], dtype=bool)[kept])
    outside = np.array([not one.right for one in shown])
    weights = np.array([one.weight for one in shown])
    lines, is_right = np.concatenate(owners), np.concatenate(right)
    lost = ~outside & (np.bincount(lines, is_right, len(shown)) == 0)  # a lost candidate teaches nothing
    return Sample(np.concatenate(values), lines, is_right, outside, np.where(lost, 0.0, weights))


class Remembering:
    """An encoder that encodes each text once, whatever matcher asks for it."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known |= dict(zip(new, self._encoder.encode(new), strict=True))
        return np.array([self._known[text] for text in texts])


def written_sample(titles: TitleSet, encoder: Encoder | None) -> Sample:
    """A written set as it stands, and beside decisions on each half of it."""
    known = classification(titles)
    matcher = RoleMatcher(known, encoder=encoder)
    plain, reader = matcher.features, matcher.skills
    shown = [way for line in titles.lines for way in ways_of_written(line, reader)]
    parts = [sample(plain, shown)]
    if encoder and isinstance(titles.taxonomy, Catalog):
        parts.append(foreign_sample(titles, known, encoder))
    for mine, theirs in ((0, 1), (1, 0)):
        decided = [decision(line) for line in titles.lines[mine::2]]
        hearing = RoleMatcher(known, decided=decided, encoder=encoder).features
        others = [Shown(query(line, reader), line.accept, 0.3) for line in titles.lines[theirs::2]]
        parts.append(sample(hearing, others))
    return joined(parts)


def foreign_sample(titles: TitleSet, known: Classification, encoder: Encoder) -> Sample:
    """The titles of a set before roles that are named in the other language alone, nothing else being known."""

    def named(role: RoleEntry) -> RoleEntry:
        other = tuple(title for title in role.titles if title.isascii() == (titles.language == "zh"))
        return replace(role, titles=other, profile="")

    roles = tuple(map(named, known.roles))
    features = RoleMatcher(replace(known, roles=roles), encoder=encoder).features
    return sample(features, [way for line in titles.lines for way in ways_of_foreign(line)])


def ways_of_foreign(line: Line) -> Iterator[Shown]:
    """The title and chain of a line, and both without its roles."""
    asked = Query(line.title, line.chain_id)
    yield Shown(asked, line.accept, FOREIGN)
    if line.accept:
        yield Shown(asked, frozenset(), FOREIGN * TAKEN_OUT, line.accept)


def decision(line: Line) -> DecidedTitle:
    """What a person would have decided on a line."""
    return DecidedTitle(line.title, min(line.accept, default=""), line.chain_id)


def query(line: Line, reader: SkillReader) -> Query:
    """The line as the matcher is asked."""
    skills, beside = reader.read(line.skills)
    return Query(line.title, line.chain_id, skills, beside=beside)


def ways_of_written(line: Line, reader: SkillReader) -> Iterator[Shown]:
    """A written line as it is, without its skills, and without its roles."""
    asked = query(line, reader)
    yield Shown(asked, line.accept, 1.0)
    if line.skills and line.accept:
        yield Shown(replace(asked, skills=frozenset(), beside=""), line.accept, 0.2)
    if line.accept:
        yield Shown(asked, frozenset(), TAKEN_OUT, line.accept)


def ways_of_made(line: TrueLine, place: int, chains: Sequence[str]) -> Iterator[Shown]:
    """A made line as it is, with less and less beside its title, from another chain, and without its roles."""
    asked, right = line.query, line.roles
    other = chains[(place + 1) % len(chains)]
    bare = replace(asked, skills=frozenset(), majors=frozenset())
    yield Shown(asked, right, MADE)
    yield Shown(replace(asked, skills=frozenset()), right, MADE * 0.2)
    yield Shown(bare, right, MADE * 0.3)
    yield Shown(replace(bare, chain_id=""), right, MADE * 0.2)
    if other != asked.chain_id:
        yield Shown(replace(asked, chain_id=other), right, MADE * 0.1)
    if right:
        yield Shown(asked, frozenset(), MADE * TAKEN_OUT, right)


def made_sample(seed: int, catalog: Catalog, encoder: Encoder | None) -> Sample:
    """The lines of the edition made at a seed."""
    with made_edition(seed) as folder:
        lines = true_lines(folder, survey_of(folder, catalog).demand, catalog)
    known = of_catalog(catalog)
    chains = sorted(catalog.chains)
    shown = [way for place, line in enumerate(lines) for way in ways_of_made(line, place, chains)]
    return sample(RoleMatcher(known, encoder=encoder).features, shown)


def classification(titles: TitleSet) -> Classification:
    """The taxonomy of a set as the matcher takes it."""
    taxonomy = titles.taxonomy
    return (
        of_catalog(taxonomy) if isinstance(taxonomy, Catalog) else of_occupations(taxonomy, read_words(catalogs_dir()))
    )


def fit(data: Sample) -> Array:
    """The weights of largest likelihood less the penalty."""
    count = len(data.weights)
    prior = np.array([PRIOR[name] for name in FEATURES])
    bounds = [_bounds(name) for name in FEATURES]

    def loss(weights: Array) -> tuple[float, Array]:
        utility = np.exp(np.clip(data.values @ weights, -30, 30))
        total = 1 + np.bincount(data.lines, utility, count)
        good = np.where(data.outside, 1.0, np.bincount(data.lines, utility * data.right, count))
        good = np.where(data.weights > 0, good, 1.0)
        value = -float(data.weights @ np.log(good / total)) + PENALTY * float(((weights - prior) ** 2).sum())
        mine = np.where(data.outside[data.lines], 0, utility * data.right / good[data.lines])
        pull = utility / total[data.lines] - mine
        gradient = (data.weights[data.lines] * pull) @ data.values + 2 * PENALTY * (weights - prior)
        return value, gradient

    return np.asarray(minimize(loss, prior, jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 3000}).x)


def _bounds(name: str) -> tuple[float | None, float | None]:
    """The range of a weight: evidence never changes sides, and no circumstance outweighs the title alone."""
    if name == "bias":
        return None, None
    if name in ("decided_same", "declined"):  # what people decided of a title is reapplied to that title
        return PRIOR[name], PRIOR[name]
    if name in ("title_behind", "semantic_behind"):
        return None, 0
    return (0, None) if PRIOR[name] > 0 else (-HEAVIEST, 0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of each line the probability of its best candidate, of all its candidates, and whether the best is right."""

    best: Array
    placed: Array
    right: NDArray[np.bool_]


def outcome(data: Sample, weights: Array) -> Outcome:
    """What `weights` make of the lines."""
    count = len(data.weights)
    utility = np.exp(np.clip(data.values @ weights, -30, 30))
    total = 1 + np.bincount(data.lines, utility, count)
    order = np.lexsort((-utility, data.lines))
    first = order[np.searchsorted(data.lines[order], np.arange(count)).clip(max=len(order) - 1)]
    has = data.lines[first] == np.arange(count)
    best = np.where(has, utility[first] / total, 0.0)
    return Outcome(best, 1 - 1 / total, has & data.right[first])


def cross_fitted(data: Sample) -> Outcome:
    """The outcome of each line under weights that were fitted without it."""
    fold = np.arange(len(data.weights)) % FOLDS
    parts = [outcome(data, fit(data.some(fold != k))) for k in range(FOLDS)]
    stacked = [np.choose(fold, [getattr(part, name) for part in parts]) for name in ("best", "placed", "right")]
    return Outcome(stacked[0], stacked[1], stacked[2].astype(bool))


def thresholds(found: Outcome, data: Sample, rules: MatchingRules) -> MatchingRules:
    """The lowest `accept` that holds the target precision, and the highest `review` that keeps enough lines."""
    order = np.argsort(-found.best, kind="stable")
    counted = order[data.weights[order] > 0]
    weights, right = data.weights[counted], found.right[counted]
    effective = np.cumsum(weights) ** 2 / np.cumsum(weights**2)
    share = np.cumsum(weights * right) / np.cumsum(weights)
    low = np.array([wilson_low(round(s * n), round(n)) for s, n in zip(share, effective, strict=True)])
    held = np.flatnonzero(low >= rules.target_precision)
    accept = float(found.best[counted][held[-1]]) if len(held) else 1.0
    inside = np.sort(found.placed[~data.outside & (data.weights > 0)])
    review = float(inside[int(len(inside) * (1 - KEPT_FOR_REVIEW))])
    return rules.model_copy(
        update={"accept": float(np.ceil(accept * 100) / 100), "review": float(np.floor(review * 100) / 100)}
    )


def calibration_error(found: Outcome, data: Sample, bins: int = 15) -> float:
    """Expected calibration error of the best candidate's probability over bins of equal mass."""
    counted = np.flatnonzero(data.weights > 0)
    groups = np.array_split(counted[np.argsort(found.best[counted], kind="stable")], bins)
    gaps = [abs(found.best[group].mean() - found.right[group].mean()) * len(group) for group in groups if len(group)]
    return float(sum(gaps) / len(counted))


def written(rules: MatchingRules, text: str) -> str:
    """The rules file with the thresholds put in, everything else as it stands."""
    for name in ("accept", "review", "margin"):
        text = re.sub(rf"(?ms)(^matching:\n.*?^  {name}: )[\d.]+", rf"\g<1>{getattr(rules, name):.2f}", text, count=1)
    return text


def report(name: str, found: Outcome, data: Sample) -> None:
    """One line of figures for one set of lines."""
    known = ~data.outside & (data.weights > 0)
    print(f"  {name:14} lines {len(data.weights):6}  @1 of known {found.right[known].mean():.4f}"
          f"  ECE {calibration_error(found, data):.4f}")  # fmt: skip


def main(arguments: Iterable[str] | None = None) -> None:
    """Fit, choose, report and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--dry-run", action="store_true", help="print, write nothing")
    parser.add_argument("--semantic", action="store_true", help="with sentence vectors; needs the extra `semantic`")
    wanted = parser.parse_args(list(arguments) if arguments is not None else None)
    encoder = Remembering(shipped_encoder()) if wanted.semantic else None
    catalog = shipped_catalog()
    groups = {titles.name: written_sample(titles, encoder) for titles in title_sets("dev")}
    groups |= {f"made {seed}": made_sample(seed, catalog, encoder) for seed in MADE_SEEDS}
    data = joined(list(groups.values()))
    fitted = fit(data)
    seen = data.values.any(axis=0)  # what no line shows weighs nothing
    weights = {name: round(float(w), 3) + 0.0 for name, w in zip(FEATURES, fitted * seen, strict=True)}
    found = cross_fitted(data)
    rules = thresholds(found, data, catalog.rules.matching)
    for name, weight in weights.items():
        print(f"  {name:16}{weight:8.3f}   prior {PRIOR[name]:5.1f}")
    for name, group in groups.items():
        report(name, outcome(group, fitted), group)
    report("cross-fitted", found, data)
    print(f"  accept {rules.accept:.2f}  review {rules.review:.2f}  margin {rules.margin:.2f}")
    if wanted.dry_run:
        return
    file = SEMANTIC_WEIGHTS_FILE if wanted.semantic else WEIGHTS_FILE
    file.write_text(json.dumps(weights, indent=2) + "\n", encoding="utf-8")
    if not wanted.semantic:
        RULES_FILE.write_text(written(rules, RULES_FILE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
