"""What is learned from pairs alone, against the shares that they were drawn with."""

import numpy as np
import pytest

from talentmap.linkage.estimate import ENOUGH, probabilities

AGREE = (0.95, 0.9, 0.7)
BY_CHANCE = (0.05, 0.1, 0.2)


def drawn(pairs=60_000, share=0.1, seed=7):
    """Patterns of three items with their counts, and the odds that the shares behind them give."""
    rng = np.random.default_rng(seed)
    one_person = rng.random(pairs) < share
    agrees = rng.random((pairs, 3)) < np.where(one_person[:, None], AGREE, BY_CHANCE)
    patterns, counts = np.unique(np.where(agrees, 3, 1), axis=0, return_counts=True)
    same = np.where(patterns == 3, AGREE, 1 - np.array(AGREE)).prod(axis=1) * share
    two = np.where(patterns == 3, BY_CHANCE, 1 - np.array(BY_CHANCE)).prod(axis=1) * (1 - share)
    return patterns, counts.astype(float), same / (same + two)


def test_the_probabilities_are_those_of_the_shares_behind_the_pairs():
    patterns, counts, truth = drawn()
    found = probabilities(patterns, counts, (patterns == 3).sum(axis=1) == 3)
    assert found == pytest.approx(truth, abs=0.05)


def test_the_order_of_patterns_never_matters():
    patterns, counts, _ = drawn(5_000)
    linking = (patterns == 3).sum(axis=1) == 3
    turned = probabilities(patterns[::-1], counts[::-1], linking[::-1])
    assert turned[::-1] == pytest.approx(probabilities(patterns, counts, linking), abs=1e-5)


def test_what_is_unknown_says_nothing():
    patterns, counts, _ = drawn()
    unknown = np.vstack([patterns, [[3, 3, 0]]])
    found = probabilities(unknown, np.append(counts, 1.0), (unknown == 3).sum(axis=1) >= 2)
    with_agreement = found[(unknown == 3).all(axis=1)][0]
    with_difference = found[(unknown == [3, 3, 1]).all(axis=1)][0]
    assert with_difference < found[-1] < with_agreement


def test_too_few_pairs_teach_nothing():
    patterns = np.array([[3, 3, 3], [1, 1, 1]])
    assert probabilities(patterns, np.array([ENOUGH - 1.0, 1e6]), np.array([True, False])) is None


def test_what_speaks_against_reason_is_not_believed():
    patterns = np.array([[3, 1], [1, 3], [3, 3], [1, 1]])
    counts = np.array([1_000.0, 1_000.0, 300.0, 300.0])
    assert probabilities(patterns, counts, np.array([True, False, False, False])) is None
