"""Uncovered demand and reallocation share of the bundled edition, with intervals, against the truth of its generator.

    python -m benchmarks.mismatch_truth [FOLDER OF A BUILT EDITION]
    python -m benchmarks.mismatch_truth --surveys 200

The truth is that of all 900 enterprises of the example, what each would have answered: true role, tier, education, pay
and headcount, held against the register one post and one clause at a time. The edition saw 150 of them, through files
with faults, and placed their titles itself. Enterprises that need nobody change totals, not shares.

One survey may miss; the second command draws many from the same enterprises, answered without a fault, and counts how
often the intervals hold the truth.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd
import pyarrow.parquet as pq

from benchmarks.editions import BUNDLED, ROOT
from benchmarks.eligibility_speed import Person, holds
from examples.generator.demand import Need, Surroundings, answer_of
from examples.generator.enterprises import Firm, answering, draw_firms
from examples.generator.frame import write_frame
from examples.generator.market import build_market
from examples.generator.scale import Scale
from examples.generator.titles import NONE, build_wording
from talentmap.analysis.mismatch import dissimilarity
from talentmap.analysis.policy.money import TierNeed, money_of
from talentmap.analysis.policy.open_posts import open_posts
from talentmap.analysis.policy.uncovered import uncovered_share
from talentmap.analysis.survey.answers import answers_of
from talentmap.analysis.survey.frame import Frame, read_frame
from talentmap.analysis.survey.replicates import replicates_of
from talentmap.analysis.survey.weighting import weigh
from talentmap.catalog.policies import read_policies
from talentmap.catalog.read import read_edition_catalog
from talentmap.matching.titles.grammar import TitleGrammar
from talentmap.model.edition import open_edition
from talentmap.model.policy import PolicyItem
from talentmap.model.rule import OneOf, parse_rule
from talentmap.model.taxonomy import Catalog, Tier

SEED = 2026
ASSUMED = ("age", "contract_years", "graduation_years")


def main() -> None:
    if sys.argv[1:2] == ["--surveys"]:
        _coverage(int(sys.argv[2]))
        return
    built = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "output" / "qingyuan-2026"
    edition = open_edition(BUNDLED)
    catalog = read_edition_catalog(edition)
    items = read_policies(edition.policies, catalog).in_force(edition.settings.reference_date)
    truth = true_figures(catalog, items)
    table = pq.read_table(built / "internal" / "tables" / "indicators.parquet").to_pylist()
    told = {row["indicator_id"]: row for row in table}
    print(f"{'figure':20}{'truth':>10}{'edition':>10}{'95% interval':>20}  holds the truth")
    for name, value in truth.items():
        row = told[name]
        inside = row["low"] <= value <= row["high"]
        interval = f"{row['low']:.3f}-{row['high']:.3f}"
        print(f"{name:20}{value:>10.3f}{row['value']:>10.3f}{interval:>20}  {'yes' if inside else 'no'}")


def true_figures(catalog: Catalog, items: tuple[PolicyItem, ...]) -> dict[str, float]:
    """The shares of the whole population, by the obvious loop."""
    rules = [(OneOf("tier", frozenset(item.tiers)), *parse_rule(item.rule)) for item in items]
    need, uncovered = Counter[str](), 0.0
    for post, heads in _posts(catalog):
        need[str(post["tier"])] += heads
        if not any(all(c.field in ASSUMED or holds(c, post) for c in clauses) for clauses in rules):
            uncovered += heads
    money = Counter[str]()
    for item in items:
        for tier in item.tiers:
            money[tier.value] += (item.budget_cny or 0.0) / len(item.tiers)
    heads, yuan = sum(need.values()), sum(money.values())
    moved = sum(abs(money[tier.value] / yuan - need[tier.value] / heads) for tier in Tier) / 2
    return {"uncovered_demand": uncovered / heads, "reallocation_share": moved}


def _posts(catalog: Catalog) -> Iterator[tuple[Person, int]]:
    """Every post of known tier of every enterprise, as it is in truth."""
    surroundings = Surroundings(catalog, build_market(catalog, SEED), build_wording(catalog))
    grammar = TitleGrammar(catalog.levels)
    for firm in draw_firms(catalog, Scale(), SEED):
        for need in answer_of(firm, surroundings, SEED).needs:
            if need.titled.role_id != NONE:
                yield _post(firm, need, grammar), need.headcount


def _post(firm: Firm, need: Need, grammar: TitleGrammar) -> Person:
    title, level = grammar.levels_asked(need.titled.text, "|".join(need.certificates))
    return {
        "tier": need.tier,
        "chain": firm.chain_id,
        "district": firm.district_id,
        "employer_type": "enterprise",
        "education": str(need.education),
        "title": title or "none",
        "skill_level": level or "none",
        "honour": "none",
        "pay_month": None if need.is_negotiable else (need.pay_low + need.pay_high) / 2,
        "certificate": None,
    }


def _coverage(surveys: int) -> None:
    """How often the intervals of many surveys of the same enterprises hold the truth."""
    edition = open_edition(BUNDLED)
    catalog = read_edition_catalog(edition)
    items = read_policies(edition.policies, catalog).in_force(edition.settings.reference_date)
    truth = true_figures(catalog, items)
    firms = draw_firms(catalog, Scale(), SEED)
    lines = pd.DataFrame(list(_lines(catalog, firms)))
    frame = _frame(firms)
    held, off = Counter[str](), Counter[str]()
    start = time.process_time()
    for seed in range(surveys):
        for name, value, low, high in _figures(answering(firms, Scale(), seed), lines, frame, items, catalog):
            held[name] += low <= truth[name] <= high
            off[name] += value - truth[name]
    print(f"{surveys} surveys of {Scale().enterprises} of {len(firms)} enterprises")
    print(f"{'figure':20}{'truth':>10}{'mean error':>12}{'coverage':>10}")
    for name, value in truth.items():
        print(f"{name:20}{value:>10.3f}{off[name] / surveys:>+12.4f}{held[name] / surveys:>10.1%}")
    print(f"{(time.process_time() - start) / surveys:.2f} CPU seconds a survey")


def _figures(
    answered: Sequence[Firm], lines: pd.DataFrame, frame: Frame, items: tuple[PolicyItem, ...], catalog: Catalog
) -> Iterator[tuple[str, float, float, float]]:
    names = ("enterprise_id", "chain_id", "size_class", "district_id", "employees")
    told = [(f.credit_code, f.chain_id, f.size_class, f.district_id, f.employees) for f in answered]
    rules = catalog.rules.weights
    weighting = weigh(answers_of(pd.DataFrame(told, columns=list(names))), frame, rules)
    weights = dict(zip(weighting.answers.enterprises, weighting.by_people.values.tolist(), strict=True))
    own = lines[lines["enterprise_id"].isin(list(weights))]
    own = own.assign(weight=own["enterprise_id"].map(weights))
    posts = open_posts(own, items, replicates_of(weighting, weighting.by_people, rules))
    share, ends = uncovered_share(posts)
    yield ("uncovered_demand", share, *ends)
    need, money = TierNeed(posts), money_of(items, None)
    measure = partial(dissimilarity, money)
    yield ("reallocation_share", float(measure(need.totals)), *need.interval(measure, "share"))


def _lines(catalog: Catalog, firms: Sequence[Firm]) -> Iterator[dict[str, object]]:
    """Every true post as a row of POSTS."""
    surroundings = Surroundings(catalog, build_market(catalog, SEED), build_wording(catalog))
    grammar = TitleGrammar(catalog.levels)
    for firm in firms:
        for place, need in enumerate(answer_of(firm, surroundings, SEED).needs):
            if need.titled.role_id != NONE:
                post = _post(firm, need, grammar)
                yield {
                    "line_id": f"{firm.credit_code}-{place}",
                    "enterprise_id": firm.credit_code,
                    "chain_id": firm.chain_id,
                    "employer_chain_id": firm.chain_id,
                    "district_id": firm.district_id,
                    "tier": need.tier,
                    "headcount": float(need.headcount),
                    "education": post["education"],
                    "professional_title": post["title"],
                    "skill_level": post["skill_level"],
                    "certificates": "",
                    "pay_mid": post["pay_month"],
                }


def _frame(firms: Sequence[Firm]) -> Frame:
    folder = Path(mkdtemp())
    write_frame(folder / "frame.csv", firms)
    frame, _ = read_frame(folder / "frame.csv", read_edition_catalog(open_edition(BUNDLED)))
    if frame is None:
        raise SystemExit("the generator's frame cannot be read")
    return frame


if __name__ == "__main__":
    main()
