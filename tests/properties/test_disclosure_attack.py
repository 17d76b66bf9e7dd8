"""What a reader with a computer can work out from everything shown: no hidden cell.

The attacker stands in benchmarks/disclosure_attack.py, where a study of 1,000 tables runs; here are a few of each kind.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.disclosure_attack import (
    Attacker,
    entrant_pair,
    in_cell,
    publish,
    random_lines,
    recovered,
    recovered_entrant,
    unsafe_cells,
)

ROLES = [(chain, tier, f"{chain}-{tier}-{k}") for chain in "ab" for tier in ("engineer", "youth") for k in range(2)]
lines_of_few = st.lists(
    st.tuples(
        st.integers(0, 8),
        st.sampled_from([*ROLES, ("a", "engineer", ""), ("b", "youth", "")]),
        st.sampled_from(["", "n", "s"]),
        st.integers(1, 90),
        st.integers(0, 1),
    ),
    min_size=1,
    max_size=40,
).map(lambda rows: [(f"e{who}", chain, role, tier, place, float(heads), accepted)
                    for who, (chain, tier, role), place, heads, accepted in rows])  # fmt: skip


@settings(max_examples=10, deadline=None)
@given(lines_of_few)
def test_no_unsafe_cell_is_bracketed_more_closely_than_its_largest_enterprise_allows(lines):
    assert recovered(publish(lines)) == []


@pytest.mark.parametrize("seed", range(5))
def test_random_tables_give_nothing_away(seed):
    assert recovered(publish(random_lines(np.random.default_rng(seed)))) == []


@pytest.mark.parametrize("seed", range(4))
def test_one_entrant_or_leaver_cannot_be_told_from_two_editions(seed):
    before, after, newcomer = entrant_pair(np.random.default_rng(seed))
    first = publish(before)
    assert recovered_entrant(first, publish(after, first), newcomer) == []


def test_the_former_edition_does_matter():
    """Had it been ignored, somebody would have been told apart: the attack is not a weak one."""
    told = []
    for seed in range(4):
        before, after, newcomer = entrant_pair(np.random.default_rng(seed))
        told += recovered_entrant(publish(before), publish(after), newcomer)
    assert told


def test_without_suppression_the_attacker_finds_the_unsafe_cells():
    edition = publish(random_lines(np.random.default_rng(3)))
    bare = edition.figures.statements
    attacker = Attacker([edition])
    for statement in bare:
        assert statement.limits
    raw = dict(edition.shown)
    raw["roles"] = raw["roles"].assign(need=[cell.value for item, cell in sorted(edition.figures.cells.items())
                                             if item.frame == "roles" and item.basis == "need"])  # fmt: skip
    attacker = Attacker([type(edition)(edition.lines, raw, edition.figures, frozenset())])
    closely = [
        cell
        for cell, (value, reach) in unsafe_cells(edition.lines).items()
        if cell[1] and attacker.bounds(attacker.cell(0, in_cell(cell)))[1] < value + max(reach, 3)
    ]
    assert closely


@settings(max_examples=10, deadline=None)
@given(lines_of_few)
def test_every_unsafe_cell_is_missing_and_says_so(lines):
    edition = publish(lines)
    unsafe = {cell for cell in unsafe_cells(lines) if cell[1]}
    roles = edition.shown["roles"]
    for row in roles.itertuples():
        if (row.chain_id, row.role_id, row.tier) in unsafe:
            assert row.need_status == "c"
        assert pd.isna(row.need) is (row.need_status == "c")
        assert pd.isna(row.accepted_share) or row.uncovered_status == ""
    assert (roles["need"].dropna() % 5 == 0).all()


@settings(max_examples=10, deadline=None)
@given(lines_of_few)
def test_nothing_is_hidden_where_every_cell_rests_on_many_alike(lines):
    many = [(f"{who}-{k}", chain, role, tier, place, 3.0, accepted)
            for who, chain, role, tier, place, _, _ in lines for k in range(6) for accepted in (0, 1)]  # fmt: skip
    assert publish([(f"{row[0]}-{row[6]}", *row[1:]) for row in many]).hidden == frozenset()


def test_input_is_not_touched():
    lines = random_lines(np.random.default_rng(9), firms=12)
    first, second = publish(lines), publish(lines)
    for name, frame in first.shown.items():
        pd.testing.assert_frame_equal(frame, second.shown[name])
