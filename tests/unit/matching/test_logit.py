from __future__ import annotations

import numpy as np
import pytest

from talentmap.matching.matcher import RoleMatcher
from talentmap.matching.scoring.features import FEATURES, Pairs, Query
from talentmap.matching.scoring.model import probabilities, shipped_weights


def _pairs(queries, **columns):
    values = np.zeros((len(queries), len(FEATURES)))
    for name, column in columns.items():
        values[:, FEATURES.index(name)] = column
    return Pairs(np.array(queries, dtype=np.int64), np.arange(len(queries)), values, *np.full((2, len(queries)), -1))


def test_probabilities_after_the_formula():
    found = probabilities(_pairs([0, 0, 1], bias=[0, np.log(2), np.log(3)]), dict.fromkeys(FEATURES, 1.0), 3)
    assert found == pytest.approx([1 / 4, 2 / 4, 3 / 4], abs=1e-5)


def test_no_pairs_no_probabilities():
    assert probabilities(_pairs([]), shipped_weights(), 2).tolist() == []


def test_huge_evidence_does_not_overflow():
    found = probabilities(_pairs([0, 1], bias=[1e9, -1e9]), dict.fromkeys(FEATURES, 1.0), 2)
    assert found == pytest.approx([1, 0])


def test_there_is_a_weight_for_every_feature_and_its_sign_is_its_meaning():
    weights = shipped_weights()
    assert set(weights) == set(FEATURES)
    assert all(weights[name] <= 0 for name in FEATURES if name.endswith(("_other", "_none")))
    assert all(
        weights[name] >= 0 for name in FEATURES if name.endswith("_same") or name in ("title", "exact", "skills")
    )


def test_pairs_are_ordered_and_finite(small_catalog):
    features = RoleMatcher(small_catalog).features
    found = features.pairs([Query("电焊工", "metal"), Query(""), Query("熔铸", skills=frozenset({"m-a", "m-b"}))])
    order = list(zip(found.queries.tolist(), found.roles.tolist(), strict=True))
    assert order == sorted(set(order))
    assert found.values.shape == (len(order), len(FEATURES))
    assert np.isfinite(found.values).all()
    assert len(found.wordings) == len(order)
