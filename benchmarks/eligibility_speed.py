"""Decisions a second: people against incentive items, beside a plain Python loop in the same run.

    python -m benchmarks.eligibility_speed [PEOPLE] [ITEMS]

The loop does what a clerk's script would do: for each person and item, clause by clause, stopping at the first that
refuses. It runs over a part of the people and is held to the same verdicts.
"""

from __future__ import annotations

import resource
import sys
import time

import numpy as np

from benchmarks.editions import BUNDLED
from talentmap.catalog.policies import read_policies
from talentmap.catalog.read import read_edition_catalog
from talentmap.model.edition import open_edition
from talentmap.model.policy import PolicyItem
from talentmap.model.rule import LADDERS, AtLeast, AtMost, Clause, OneOf, parse_rule
from talentmap.model.taxonomy import Tier
from talentmap.policy.eligibility import count, decide_in_chunks, rule_book
from talentmap.policy.profiles import Coded, Profiles

LOOPED = 2_000
Person = dict[str, str | float | None]


def main() -> None:
    people, wanted = (int(word) for word in (*sys.argv[1:], *("200000", "100")[len(sys.argv) - 1 :]))
    items = _items(wanted)
    profiles = _people(people)
    book = rule_book(items)
    start = time.process_time()
    accepted = np.zeros(len(items), dtype=np.int64)
    for _, decisions in decide_in_chunks(book, profiles):
        accepted += [count(decisions.eligible(item)) for item in range(len(items))]
    seconds = time.process_time() - start
    looped, told, decided = _loop(items, profiles, min(LOOPED, people))
    _, first = next(iter(decide_in_chunks(book, profiles, LOOPED)))
    same = all(count(first.eligible(item)) == told[item] for item in range(len(items)))
    rate, loop_rate = people * len(items) / seconds, decided / looped
    print(f"{people:,} people x {len(items)} items, {len(book.clauses)} distinct clauses; CPU seconds, one core")
    print(f"{'':14}{'seconds':>10}{'decisions':>14}{'a second':>16}")
    print(f"{'bit engine':14}{seconds:>10.2f}{people * len(items):>14,}{rate:>16,.0f}")
    print(f"{'plain loop':14}{looped:>10.2f}{decided:>14,}{loop_rate:>16,.0f}")
    print(f"{rate / loop_rate:,.0f} times as fast; equal verdicts on the first {LOOPED:,}: {same}")
    print(f"accepted pairs: {int(accepted.sum()):,}; peak memory {_peak():.0f} MB")


def _items(wanted: int) -> list[PolicyItem]:
    edition = open_edition(BUNDLED)
    register = read_policies(edition.policies, read_edition_catalog(edition))
    own = register.in_force(edition.settings.reference_date)
    return [own[place % len(own)] for place in range(wanted)]


def _people(size: int) -> Profiles:
    """Seeded people, some of whose particulars are not known."""
    rng = np.random.default_rng(2026)

    def words(*choices: str) -> Coded:
        return Coded(rng.integers(-1, len(choices), size).astype(np.int32), choices)

    columns = {
        "tier": words(*Tier),
        "education": words(*LADDERS["education"]),
        "title": words(*LADDERS["title"]),
        "skill_level": words(*LADDERS["skill_level"]),
        "chain": words("new-materials", "auto-parts", "specialty-food", "ceramics-building-materials"),
        "district": words("qingcheng", "yingde", "gaoxin", "fogang"),
        "employer_type": words("enterprise", "school", "hospital"),
        "age": np.where(rng.random(size) < 0.1, np.nan, rng.integers(18, 65, size)),
        "pay_month": np.where(rng.random(size) < 0.2, np.nan, rng.integers(3, 60, size) * 1000),
        "graduation_years": np.where(rng.random(size) < 0.3, np.nan, rng.integers(0, 40, size)),
    }
    return Profiles(size, columns, frozenset({"contract_years"}))


def _loop(items: list[PolicyItem], profiles: Profiles, size: int) -> tuple[float, list[int], int]:
    rules = [(OneOf("tier", frozenset(item.tiers)), *parse_rule(item.rule)) for item in items]
    people = [_person(profiles, place) for place in range(size)]
    told = [0] * len(items)
    start = time.process_time()
    for person in people:
        for place, clauses in enumerate(rules):
            told[place] += all(holds(clause, person) for clause in clauses)
    return time.process_time() - start, told, size * len(items)


def _person(profiles: Profiles, place: int) -> Person:
    person: Person = {}
    for field, column in profiles.columns.items():
        if isinstance(column, Coded):
            code = int(column.codes[place])
            person[field] = None if code < 0 else column.words[code]
        else:
            person[field] = None if np.isnan(column[place]) else float(column[place])
    return person


def holds(clause: Clause, person: Person) -> bool:
    """Whether a clause surely holds, the slow and obvious way."""
    if clause.field == "contract_years":
        return True
    value = person.get(clause.field)
    if value is None:
        return False
    if isinstance(clause, AtLeast | AtMost):
        number = LADDERS[clause.field].index(str(value)) if clause.field in LADDERS else float(value)
        return number >= clause.value if isinstance(clause, AtLeast) else number <= clause.value
    return (value in clause.values) is isinstance(clause, OneOf)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
