"""Totals and medians of all groups at once, against one obvious loop a group and replicate."""

from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.analysis.measures.precision import share_on_top
from talentmap.analysis.measures.tally import group_by

LINES = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(["a", "b", "c", "stranger"]),
        st.sampled_from([None, 0.0, 1.0, 2.0, 5.0]),
        st.sampled_from([None, 1.5, 2.0, 7.0, 7.5]),
    ),
    max_size=25,
)
WEIGHTS = np.array([[1.0, 2.0, 0.0], [3.0, 1.0, 1.0], [1.0, 0.5, 2.0]])
POINT = {"a": 1.5, "b": 2.0, "c": 1.0, "stranger": 4.0}


def _tally(lines):
    frame = pd.DataFrame({"enterprise_id": [firm for _, firm, _, _ in lines]}, dtype=str)
    frame["weight"] = [POINT[firm] for _, firm, _, _ in lines]
    replicates = SimpleNamespace(rows={"a": 0, "b": 1, "c": 2}, weights=WEIGHTS)
    return group_by(np.array([group for group, *_ in lines], dtype=int), 4, frame, replicates)


def _weight(firm, column):
    if column == 0:
        return POINT[firm]
    return POINT[firm] if firm == "stranger" else WEIGHTS["abc".index(firm), column - 1]


def _numbers(lines, place):
    return np.array([np.nan if line[place] is None else line[place] for line in lines], dtype=float)


@given(LINES)
def test_totals_agree_with_plain_loops(lines):
    found = _tally(lines).totals(_numbers(lines, 2))
    assert found.shape == (4, 4)
    for column in range(4):
        sums = defaultdict(float)
        for group, firm, heads, _ in lines:
            sums[group] += (heads or 0) * _weight(firm, column)
        assert found[:, column] == pytest.approx([sums[group] for group in range(4)])


def _slow_quantile(pairs, q):
    pairs = sorted((value, weight) for value, weight in pairs if weight > 0)
    total, reached = sum(weight for _, weight in pairs), 0.0
    for value, weight in pairs:
        reached += weight
        if reached >= q * total - 1e-9:
            return value
    return float("nan")


@given(LINES, st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]))
def test_quantiles_agree_with_plain_loops(lines, q):
    found = _tally(lines).quantile(_numbers(lines, 3), _numbers(lines, 2), q)
    for column in range(4):
        pairs = defaultdict(list)
        for group, firm, heads, value in lines:
            if value is not None and heads:
                pairs[group].append((value, heads * _weight(firm, column)))
        expected = [_slow_quantile(pairs[group], q) for group in range(4)]
        assert found[:, column] == pytest.approx(expected, nan_ok=True)


@given(LINES)
def test_replicates_come_in_turn_and_complete(lines):
    tally = _tally(lines)
    parts = [part.totals(_numbers(lines, 2)) for _, part in tally.replicates()]
    assert np.hstack(parts) == pytest.approx(tally.totals(_numbers(lines, 2))[:, 1:])
    assert tally.estimate().totals(_numbers(lines, 2))[:, 0] == pytest.approx(tally.totals(_numbers(lines, 2))[:, 0])


def test_more_replicates_than_a_block_are_all_there():
    lines = pd.DataFrame({"enterprise_id": ["a", "a"], "weight": [1.0, 1.0]})
    many = SimpleNamespace(rows={"a": 0}, weights=np.arange(150, dtype=float)[None, :])
    tally = group_by(np.array([0, 0]), 1, lines, many)
    parts = list(tally.replicates())
    assert len(parts) == 3
    joined = np.hstack([part.totals(np.array([1.0, 1.0])) for _, part in parts])
    assert joined[0].tolist() == [2.0 * k for k in range(150)]
    assert [list(range(150))[columns] for columns, _ in parts][1][0] == 64


@given(st.lists(st.lists(st.integers(-3, 9), min_size=3, max_size=3), min_size=1, max_size=8), st.integers(1, 4))
def test_the_top_agrees_with_sorting(gaps, places):
    found = share_on_top(gaps, places)
    for row, share in zip(gaps, found.tolist(), strict=True):
        ranks = [sum(other[k] > row[k] for other in gaps) for k in range(3)]
        assert share == pytest.approx(sum(rank < places and row[k] > 0 for k, rank in enumerate(ranks)) / 3)
