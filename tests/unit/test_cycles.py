from __future__ import annotations

import gc

import pytest

from talentmap.cycles import no_search_for_cycles


@pytest.fixture(autouse=True)
def _as_before():
    was_on = gc.isenabled()
    yield
    (gc.enable if was_on else gc.disable)()


@pytest.mark.parametrize("was_on", [True, False])
def test_it_is_off_within_and_as_it_was_afterwards_even_after_an_error(was_on):
    (gc.enable if was_on else gc.disable)()

    @no_search_for_cycles()
    def fails():
        assert not gc.isenabled()
        with no_search_for_cycles():
            assert not gc.isenabled()
        assert not gc.isenabled()
        raise ValueError

    for _ in range(2):
        with pytest.raises(ValueError):
            fails()
        assert gc.isenabled() is was_on
