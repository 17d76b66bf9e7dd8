import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.model.transfers import Transfer, transfers


def test_the_largest_surplus_goes_to_the_largest_shortage_first():
    found = transfers({"a": -10, "b": 7, "c": 6, "d": -1, "e": 0})
    assert found == [Transfer("a", "b", 7), Transfer("a", "c", 3), Transfer("d", "c", 1)]


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(-50, 50)))
def test_as_many_move_as_are_spare_or_missing_and_nobody_moves_twice(gaps):
    found = transfers(gaps)
    spare, missing = (sum(max(sign * gap, 0) for gap in gaps.values()) for sign in (-1, 1))
    assert sum(move.people for move in found) == pytest.approx(min(spare, missing))
    for place, gap in gaps.items():
        assert sum(move.people for move in found if move.source == place) <= max(-gap, 0)
        assert sum(move.people for move in found if move.target == place) <= max(gap, 0)
    assert all(move.people > 0 for move in found)
