"""Uncovered demand and reallocation share of the bundled edition, with intervals, against the truth of its generator.

    python -m benchmarks.mismatch_truth [FOLDER OF A BUILT EDITION]
    python -m benchmarks.mismatch_truth --surveys 200
    python -m benchmarks.mismatch_truth --editions 10

The truth is that of all 900 enterprises of the example, what each would have answered: true role, tier, education, pay
and headcount, held against the register one post and one clause at a time. The edition saw 150 of them, through files
with faults, and placed their titles itself; beside it stands what the same 150 say when every question is answered and
nothing is misread, so that the luck of the draw and errors of reading can be told apart. Enterprises that need nobody
change totals, not shares.

One survey may miss. The second command draws many from the same enterprises, answered without a fault, and counts how
often the intervals hold the truth; the third makes editions at other seeds and reads their files as a build does.
"""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pyarrow.parquet as pq

from benchmarks.editions import BUNDLED, ROOT, made_edition
from benchmarks.eligibility_speed import Person, holds
from examples.generator.demand import Need, Surroundings, answer_of
from examples.generator.enterprises import Firm, answering, draw_firms
from examples.generator.frame import write_frame
from examples.generator.market import build_market
from examples.generator.scale import Scale
from examples.generator.titles import NONE, build_wording
from talentmap.analysis.mismatch import dissimilarity
from talentmap.analysis.policy.money import TierNeed, money_of
from talentmap.analysis.policy.open_posts import OpenPosts, open_posts
from talentmap.analysis.policy.uncovered import uncovered_share
from talentmap.analysis.posts import place_posts
from talentmap.analysis.survey.answers import answers_of
from talentmap.analysis.survey.frame import Frame, read_frame
from talentmap.analysis.survey.replicates import replicates_of
from talentmap.analysis.survey.weighted import possible_posts, weighted_survey
from talentmap.analysis.survey.weighting import weigh
from talentmap.catalog.policies import read_policies
from talentmap.catalog.read import read_edition_catalog
from talentmap.engine import EmbeddedEngine
from talentmap.intake.take_in import survey_files, take_in
from talentmap.intake.terms import terms_of
from talentmap.matching.placement.place_demand import place_demand
from talentmap.matching.placement.placing import Placing
from talentmap.matching.titles.grammar import TitleGrammar
from talentmap.model.edition import Edition, open_edition
from talentmap.model.policy import PolicyItem
from talentmap.model.rule import OneOf, parse_rule
from talentmap.model.taxonomy import Catalog, Tier
from talentmap.review.ledger import read_ledger
from talentmap.tables.survey import DEMAND, ENTERPRISES, PAINS

SEED = 2026
ASSUMED = ("age", "contract_years", "graduation_years")
Told = tuple[str, float, float, float]
"""A figure, its value, and the ends of its interval."""


@dataclass(frozen=True)
class City:
    """Every enterprise of the generator's city at a seed, and the register that its posts are held against."""

    catalog: Catalog
    items: tuple[PolicyItem, ...]
    seed: int

    @classmethod
    def of(cls, edition: Edition, seed: int) -> City:
        """The city behind an edition."""
        catalog = read_edition_catalog(edition)
        register = read_policies(edition.policies, catalog)
        return cls(catalog, register.in_force(edition.settings.reference_date), seed)

    @cached_property
    def firms(self) -> Sequence[Firm]:
        """All enterprises."""
        return draw_firms(self.catalog, Scale(), self.seed)

    @cached_property
    def posts(self) -> pd.DataFrame:
        """Every true post of known tier, as a row of POSTS."""
        return pd.DataFrame(list(self._posts()))

    @cached_property
    def frame(self) -> Frame:
        """The frame of all enterprises."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "frame.csv"
            write_frame(path, self.firms)
            frame, _ = read_frame(path, self.catalog)
        if frame is None:
            raise SystemExit("the generator's frame cannot be read")
        return frame

    @cached_property
    def truth(self) -> dict[str, float]:
        """The shares of the whole city, by the obvious loop."""
        rules = [(OneOf("tier", frozenset(item.tiers)), *parse_rule(item.rule)) for item in self.items]
        need, uncovered = defaultdict[str, float](float), 0.0
        for person, heads in zip(self.posts["person"], self.posts["headcount"], strict=True):
            need[str(person["tier"])] += heads
            if not any(all(c.field in ASSUMED or holds(c, person) for c in clauses) for clauses in rules):
                uncovered += heads
        money = defaultdict[str, float](float)
        for item in self.items:
            for tier in item.tiers:
                money[tier.value] += (item.budget_cny or 0.0) / len(item.tiers)
        everybody, yuan = sum(need.values()), sum(money.values())
        moved = sum(abs(money[tier.value] / yuan - need[tier.value] / everybody) for tier in Tier) / 2
        return {"uncovered_demand": uncovered / everybody, "reallocation_share": moved}

    def _posts(self) -> Iterator[dict[str, object]]:
        surroundings = Surroundings(self.catalog, build_market(self.catalog, self.seed), build_wording(self.catalog))
        grammar = TitleGrammar(self.catalog.levels)
        for firm in self.firms:
            for place, need in enumerate(answer_of(firm, surroundings, self.seed).needs):
                if need.titled.role_id != NONE:
                    yield _row(f"{firm.credit_code}-{place}", firm, need, grammar)

    def survey(self, seed: int) -> Iterator[Told]:
        """What the enterprises that answer at `seed` say, when nothing is left out or misread."""
        names = ["enterprise_id", "chain_id", "size_class", "district_id", "employees"]
        answered = answering(self.firms, Scale(), seed)
        told = [(f.credit_code, f.chain_id, f.size_class, f.district_id, f.employees) for f in answered]
        rules = self.catalog.rules.weights
        weighting = weigh(answers_of(pd.DataFrame(told, columns=names)), self.frame, rules)
        weights = dict(zip(weighting.answers.enterprises, weighting.by_people.values.tolist(), strict=True))
        own = self.posts[self.posts["enterprise_id"].isin(list(weights))]
        own = own.assign(weight=own["enterprise_id"].map(weights))
        return _figures(open_posts(own, self.items, replicates_of(weighting, weighting.by_people, rules)))

    def read(self, edition: Edition, scratch: Path) -> Iterator[Told]:
        """What `edition` tells, its survey files read, placed and weighted as a build does."""
        register = read_policies(edition.policies, self.catalog)
        terms = terms_of(edition, register.items)
        survey = take_in(survey_files(edition.surveys), edition.surveys, self.catalog, terms=terms)
        with EmbeddedEngine(scratch) as engine:
            for table, rows in ((ENTERPRISES, survey.enterprises), (DEMAND, survey.demand), (PAINS, survey.pains)):
                engine.write(table, rows)
            place_demand(engine, Placing(self.catalog, read_ledger(edition.decisions, self.catalog.roles)))
            frame, _ = read_frame(edition.frame, self.catalog)
            found = weighted_survey(engine, frame, self.catalog.rules)
            posts = place_posts(engine, self.catalog, found.people_weights, self.items, found.edited.headcounts)
            possible = possible_posts(engine, posts, self.catalog)
            return _figures(open_posts(posts, self.items, found.replicates, possible))


def main() -> None:
    if sys.argv[1:2] == ["--surveys"]:
        _surveys(int(sys.argv[2]))
    elif sys.argv[1:2] == ["--editions"]:
        _editions(int(sys.argv[2]))
    else:
        _bundled(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "output" / "qingyuan-2026")


def _bundled(built: Path) -> None:
    city = City.of(open_edition(BUNDLED), SEED)
    table = pq.read_table(built / "internal" / "tables" / "indicators.parquet").to_pylist()
    told = {row["indicator_id"]: row for row in table}
    faultless = {name: value for name, value, *_ in city.survey(SEED)}
    print(f"{'figure':20}{'truth':>10}{'faultless':>11}{'edition':>10}{'95% interval':>16}  holds the truth")
    for name, value in city.truth.items():
        row = told[name]
        inside = row["low"] <= value <= row["high"]
        interval = f"{row['low']:.3f}-{row['high']:.3f}"
        print(
            f"{name:20}{value:>10.3f}{faultless[name]:>11.3f}{row['value']:>10.3f}{interval:>16}"
            f"  {'yes' if inside else 'no'}"
        )
    print(f"undecided, counted as uncovered: {told['undecided_demand']['value']:.3f}")


def _surveys(count: int) -> None:
    """How often the intervals of many surveys of the same enterprises hold the truth."""
    city = City.of(open_edition(BUNDLED), SEED)
    print(f"{count} surveys of {Scale().enterprises} of {len(city.firms)} enterprises, answered without a fault")
    _print_coverage([(city.truth, list(city.survey(seed))) for seed in range(count)])


def _editions(count: int) -> None:
    """The same of editions at other seeds, read from their files with all their faults."""
    found = []
    for seed in range(1, count + 1):
        with made_edition(seed) as folder, TemporaryDirectory() as scratch:
            edition = open_edition(folder)
            city = City.of(edition, seed)
            found.append((city.truth, list(city.read(edition, Path(scratch)))))
    print(f"{count} editions, their files read as a build does")
    _print_coverage(found)


def _print_coverage(found: Sequence[tuple[dict[str, float], Sequence[Told]]]) -> None:
    held, off, width = Counter[str](), defaultdict[str, float](float), defaultdict[str, float](float)
    for truth, told in found:
        for name, value, low, high in told:
            held[name] += low <= truth[name] <= high
            off[name] += value - truth[name]
            width[name] += high - low
    print(f"{'figure':20}{'mean error':>12}{'mean width':>12}{'coverage':>10}")
    for name in found[0][0]:
        count = len(found)
        print(f"{name:20}{off[name] / count:>+12.4f}{width[name] / count:>12.3f}{held[name] / count:>10.1%}")
    print(f"{time.process_time() / len(found):.2f} CPU seconds each")


def _figures(posts: OpenPosts) -> Iterator[Told]:
    share, (low, high) = uncovered_share(posts)
    yield "uncovered_demand", share, low or 0.0, 1.0 if high is None else high
    need, measure = TierNeed(posts), partial(dissimilarity, money_of(posts.items, None))
    low, high = need.interval(measure, "share")
    yield "reallocation_share", float(measure(need.totals)), low or 0.0, 1.0 if high is None else high


def _row(line_id: str, firm: Firm, need: Need, grammar: TitleGrammar) -> dict[str, object]:
    """A true post as a row of POSTS, and as the obvious loop sees it."""
    title, level = grammar.levels_asked(need.titled.text, "|".join(need.certificates))
    person: Person = {
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
    return {
        "line_id": line_id,
        "enterprise_id": firm.credit_code,
        "chain_id": firm.chain_id,
        "employer_chain_id": firm.chain_id,
        "district_id": firm.district_id,
        "tier": need.tier,
        "headcount": float(need.headcount),
        "education": person["education"],
        "professional_title": person["title"],
        "skill_level": person["skill_level"],
        "certificates": "",
        "pay_mid": person["pay_month"],
        "person": person,
    }


if __name__ == "__main__":
    main()
