from __future__ import annotations

import numpy as np
import pytest

from talentmap.matching.scoring.nearness import strongest


@pytest.mark.parametrize("most", [1, 1_000, 1 << 26, 1 << 36, 1 << 44])
def test_the_highest_score_of_each_key_is_found_however_large_keys_are(most):
    dice = np.random.default_rng(most)
    keys = np.sort(dice.integers(0, most, 400, dtype=np.int64) | most)
    scores = (dice.integers(0, 100, 400) / 100).astype(np.float32)
    found = strongest(keys, scores)
    assert found.keys.tolist() == sorted(set(keys.tolist()))
    assert found.scores.tolist() == [scores[keys == key].max() for key in found.keys]
    assert (keys[found.places] == found.keys).all()
