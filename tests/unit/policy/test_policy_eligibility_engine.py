"""The bit engine against the obvious loop: one subject, one clause at a time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_edition import register_of

from talentmap.model.rule import LADDERS, AtLeast, AtMost, OneOf, parse_rule
from talentmap.policy.eligibility import Verdict, count, decide, decide_in_chunks, overall, rule_book
from talentmap.policy.profiles import Profiles, coded, numbers

TIERS = ("scientist", "engineer", "technician", "youth")
RULES = (
    "",
    "education >= bachelor",
    "education >= bachelor and age <= 40",
    "pay_month >= 5 and pay_month <= 8",
    "chain in (a, b)",
    "chain not in (a)",
    "certificate in (x, y)",
    "certificate not in (x)",
    "title >= assistant and chain = a and contract_years >= 3",
)
subjects = st.fixed_dictionaries(
    {
        "tier": st.sampled_from(("", *TIERS)),
        "education": st.sampled_from(("", *LADDERS["education"])),
        "chain": st.sampled_from(("", "a", "b", "c")),
        "certificate": st.sampled_from(("", "x", "y", "x|z", "z")),
        "age": st.one_of(st.none(), st.integers(20, 60)),
        "pay_month": st.one_of(st.none(), st.integers(3, 10)),
    }
)
items = st.lists(st.tuples(st.sets(st.sampled_from(TIERS), min_size=1), st.sampled_from(RULES)), min_size=1, max_size=5)


def obvious(item, person, assumed=("contract_years",)):
    """Refused by any clause that fails, else unknown for any that cannot be told, else eligible."""
    verdicts = []
    for clause in (OneOf("tier", frozenset(item.tiers)), *parse_rule(item.rule)):
        value = person.get(clause.field)
        if clause.field in assumed:
            verdicts.append(Verdict.ELIGIBLE)
        elif value in (None, ""):
            verdicts.append(Verdict.UNKNOWN)
        elif isinstance(clause, AtLeast | AtMost):
            number = LADDERS[clause.field].index(value) if clause.field in LADDERS else value
            holds = number >= clause.value if isinstance(clause, AtLeast) else number <= clause.value
            verdicts.append(Verdict.ELIGIBLE if holds else Verdict.REFUSED)
        else:
            among = bool(set(value.split("|")) & clause.values)
            verdicts.append(Verdict.ELIGIBLE if among is isinstance(clause, OneOf) else Verdict.REFUSED)
    for worst in (Verdict.REFUSED, Verdict.UNKNOWN):
        if worst in verdicts:
            return worst
    return Verdict.ELIGIBLE


def profiles(people):
    words = ("tier", "education", "chain", "certificate")
    columns = {name: coded([person[name] for person in people]) for name in words}
    columns |= {
        name: numbers([np.nan if p[name] is None else p[name] for p in people]) for name in ("age", "pay_month")
    }
    return Profiles(len(people), columns, frozenset({"contract_years"}))


@given(items, st.lists(subjects, min_size=1, max_size=20))
def test_the_engine_says_what_the_obvious_loop_says(drawn, people):
    listed = tuple(register_of(*({"tiers": tiers, "rule": rule} for tiers, rule in drawn)).items.values())
    decisions = decide(rule_book(listed), profiles(people))
    for place, item in enumerate(listed):
        expected = [obvious(item, person) for person in people]
        flags = {
            Verdict.ELIGIBLE: decisions.flags(decisions.eligible(place)),
            Verdict.REFUSED: decisions.flags(decisions.refused(place)),
            Verdict.UNKNOWN: decisions.flags(decisions.unknown(place)),
        }
        found = [
            next(verdict for verdict, chosen in flags.items() if chosen[subject]) for subject in range(len(people))
        ]
        assert found == expected
        assert [overall(decisions.verdicts(place, subject)) for subject in range(len(people))] == expected


@given(items, st.lists(subjects, min_size=1, max_size=20), st.integers(1, 7))
def test_pieces_say_what_the_whole_says(drawn, people, rows):
    listed = tuple(register_of(*({"tiers": tiers, "rule": rule} for tiers, rule in drawn)).items.values())
    book = rule_book(listed)
    whole = decide(book, profiles(people)).accepted_by()
    pieces = [part.accepted_by() for _, part in decide_in_chunks(book, profiles(people), rows)]
    assert np.array_equal(np.vstack(pieces), whole)


def test_a_clause_alone_refuses_where_no_other_does():
    (item,) = register_of({"tiers": ["engineer"], "rule": "education >= master and age <= 40"}).items.values()
    people = [
        {"tier": "engineer", "education": "bachelor", "age": 30},
        {"tier": "engineer", "education": "bachelor", "age": 50},
        {"tier": "engineer", "education": "master", "age": 50},
        {"tier": "engineer", "education": "", "age": 50},
    ]
    blank = {"chain": "", "certificate": "", "pay_month": None}
    decisions = decide(rule_book([item]), profiles([{**blank, **person} for person in people]))
    told = {
        decisions.book.clauses[clause].field: (count(refused), count(alone))
        for clause, refused, alone in decisions.refusals(0)
    }
    assert told == {"tier": (0, 0), "education": (2, 1), "age": (3, 2)}


def test_distinct_clauses_are_kept_once():
    listed = register_of(*({"tiers": ["youth"], "rule": "education >= master"} for _ in range(50))).items.values()
    book = rule_book(tuple(listed))
    assert (len(book.item_ids), len(book.clauses)) == (50, 2)


def test_a_column_of_another_length_or_kind_is_refused():
    with pytest.raises(ValueError, match="does not fit"):
        Profiles(2, {"age": numbers([1])})
    with pytest.raises(ValueError, match="does not fit"):
        Profiles(1, {"age": coded(["old"])})
