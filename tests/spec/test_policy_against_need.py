"""What the structure and policy measures say where there is nothing to say; their worked numbers are definitions.

See `templates/methods/structure.yaml` and `policy.yaml`, which `test_definitions` runs.
"""

from __future__ import annotations

import pytest
from ascii_table import read_table

from talentmap.analysis.mismatch import (
    concentration,
    dissimilarity,
    entropy_parts,
    mismatch,
    relative_entropy,
    without_need,
)

NEED, MONEY = (20, 480, 360, 140), (3200, 500, 150, 650)
NOTHING_TO_COMPARE = read_table(
    """
    | need | supply |
    |------|--------|
    |    0 |      5 |
    |    5 |      0 |
    |    0 |      0 |
    """
)


@pytest.mark.parametrize("row", NOTHING_TO_COMPARE)
def test_a_structure_measure_without_one_side_is_missing_and_not_a_number(row):
    need, supply = [row["need"]] * 2, [row["supply"]] * 2
    assert dissimilarity(need, supply) != dissimilarity(need, supply)
    assert mismatch(need, supply) != mismatch(need, supply)
    assert concentration(need, supply) != concentration(need, supply)


def test_money_where_nobody_is_needed_has_no_distance_but_a_name():
    assert relative_entropy([1, 1], [1, 0]) != relative_entropy([1, 1], [1, 0])
    assert without_need([1, 1], [1, 0]) == [1]
    assert without_need([1, 0], [1, 0]) == []
    assert relative_entropy([1, 0], [1, 1]) == pytest.approx(0.6931472)


def test_the_parts_of_relative_entropy_add_up():
    parts = entropy_parts(MONEY, NEED)
    assert parts.sum() == pytest.approx(2.302058, abs=6e-7)
    assert parts[0] == pytest.approx(3200 / 4500 * 3.571097, rel=2e-6)
