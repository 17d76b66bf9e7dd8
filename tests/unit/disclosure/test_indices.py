"""Indices across roles and tiers: equations in the amounts of their cells, told only where they bracket none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from benchmarks.disclosure_attack import RULES, frames_of
from talentmap.analysis import mismatch as analysis
from talentmap.analysis.measures.structure import theil as analysis_theil
from talentmap.disclosure.attack.check import statement_of, unmasked
from talentmap.disclosure.attack.readings import Read, Reading, Rows
from talentmap.disclosure.attack.truth import Truth
from talentmap.disclosure.figures import Figures, Item
from talentmap.disclosure.indices import INDICES, tangent
from talentmap.disclosure.lattice import Lattice
from talentmap.disclosure.microdata import microdata
from talentmap.disclosure.suppression import Attacker, Background, suppress
from talentmap.tables.cuts import CUTS

TIERS = ("engineer", "scientist", "technician", "youth")
NEED, SUPPLY = np.array([300.0, 337.0, 420.0, 80.0]), np.array([120.0, 90.0, 700.0, 40.0])


def _oracle(name, need, supply):
    if name == "dissimilarity":
        return float(analysis.dissimilarity(need, supply))
    if name == "theil":
        return analysis_theil(need, ["all"] * len(need)).total
    return analysis.mismatch(need, supply, int(name[-1]) / 10)


def _whole(amounts, start=0):
    return [({start + place: 1.0}, amount) for place, amount in enumerate(amounts)]


def _at(found, need, supply):
    amounts = np.concatenate([need, supply])
    return found.offset + sum(amounts[column] * factor for column, factor in found.form.items())


@pytest.mark.parametrize("name", INDICES)
def test_the_plane_touches_the_index_at_the_truth_and_is_as_steep(name):
    found = tangent(name, _whole(NEED), _whole(SUPPLY, 4))
    assert found.value == pytest.approx(_oracle(name, NEED, SUPPLY))
    assert _at(found, NEED, SUPPLY) == pytest.approx(found.value)
    for side in range(8):
        step = np.zeros(8)
        step[side] = 0.01
        exact = _oracle(name, NEED + step[:4], SUPPLY + step[4:]) - found.value
        plane = _at(found, NEED + step[:4], SUPPLY + step[4:]) - found.value
        assert plane == pytest.approx(exact, rel=1e-3, abs=1e-9)


@pytest.mark.parametrize("name", INDICES)
def test_cells_that_hold_nothing_have_a_slope_all_the_same(name):
    found = tangent(name, _whole([10.0, 0.0, 5.0]), _whole([0.0, 4.0, 5.0], 3))
    assert found.value == pytest.approx(_oracle(name, np.array([10.0, 0, 5]), np.array([0, 4.0, 5])))
    assert all(np.isfinite(factor) for factor in found.form.values())


@pytest.mark.parametrize(("name", "need", "supply", "told"), [
    ("theil", [3.0], [0.0], True), ("theil", [0.0], [3.0], False),
    ("dissimilarity", [3.0], [0.0], False), ("mismatch_05", [0.0], [3.0], False), ("mismatch_05", [2.0], [3.0], True),
])  # fmt: skip
def test_an_index_of_nothing_tells_nothing(name, need, supply, told):
    assert (tangent(name, _whole(need), _whole(supply, 1)) is not None) is told


def test_a_limit_is_as_wide_as_the_print():
    limit = tangent("theil", _whole(NEED), _whole(SUPPLY, 4)).limit(0.25, 0.001)
    assert limit.high - limit.low == pytest.approx(0.002)
    assert (limit.high + limit.low) / 2 == pytest.approx(0.25 - tangent("theil", _whole(NEED), []).offset)


def _figures(firms_by_tier, *, scale=1.0, people=SUPPLY):
    """One chain of one role a tier; `firms_by_tier` says how many enterprises share the need of each."""
    lines = [
        (f"{tier}{firm}", "c", f"r-{tier}", tier, "d", float(need) * scale / firms, 0)
        for tier, need, firms in zip(TIERS, NEED, firms_by_tier, strict=True)
        for firm in range(firms)
    ]
    cells = pd.DataFrame(
        {"chain_id": "c", "segment_id": "s", "role_id": [f"r-{tier}" for tier in TIERS], "tier": TIERS,
         "district_id": "d", "supply": people, "people": people.astype(int)}
    )  # fmt: skip
    columns = ["enterprise_id", "chain_id", "role_id", "tier", "district_id", "headcount", "accepting_items"]
    data = microdata(pd.DataFrame(lines, columns=columns).assign(weight=1.0, segment_id="s"), cells)
    frames = frames_of(lines)
    told = {name: _oracle(name, NEED * scale, people) for name in INDICES}
    rows = [{"chain_id": chain, "across": across, **told} for chain in ("", "c") for across in ("role", "tier")]
    frames["structure"] = pd.DataFrame(rows).assign(need=NEED.sum() * scale, supply=people.sum())
    return Figures(frames, Lattice(tuple(CUTS[name] for name in frames), frames, data), data, RULES)


INDEX = [Item("structure", row, "dissimilarity") for row in range(4)]


def test_where_everything_is_shown_so_are_the_indices():
    figures = _figures((6, 6, 6, 6))
    assert suppress(figures).hidden == frozenset()
    assert len(figures.tangents) == 4 * len(INDICES)
    resting = {item for statement in figures.statements for item in statement.rests}
    assert set(INDEX) <= resting


def test_beside_two_hidden_cells_of_a_known_sum_an_index_is_hidden_and_would_have_given_both_away():
    figures = _figures((6, 1, 6, 6), scale=10.0)
    hidden = suppress(figures).hidden
    lone = Item("roles", 1, "need")
    assert lone in hidden and set(INDEX) <= hidden
    attacker = Attacker(figures.lattice, figures.statements, Background())
    (target,) = [one for one in figures.targets() if one.item == lone]
    attacker.hide(hidden)
    assert attacker.keeps(target)
    attacker.show(INDEX[1])
    assert not attacker.keeps(target)


def test_an_index_whose_cells_rounding_covers_is_shown():
    """Twelve people between printed steps of five: the index tells no more than the total does."""
    figures = _figures((6, 1, 6, 6), scale=0.02)
    hidden = suppress(figures).hidden
    assert Item("roles", 1, "need") in hidden
    assert not set(INDEX) & hidden


def test_an_index_that_its_cells_do_not_give_is_refused():
    figures = _figures((6, 6, 6, 6))
    figures.frames["structure"].loc[0, "theil"] += 0.01
    with pytest.raises(ValueError, match="structure: theil"):
        list(figures._of_indices())


def test_the_attacker_reads_an_index_by_its_row_and_holds_it_against_the_truth():
    figures = _figures((6, 1, 6, 6), scale=10.0)
    keys = [{"chain_id": chain, "across": across} for chain in ("", "c") for across in ("role", "tier")]
    truth = Truth(figures, suppress(figures).hidden, {"structure": keys}, ())
    rows = Rows(truth)
    assert [rows.find("structure", row) for row in keys] == [0, 1, 2, 3]
    assert rows.find("structure", {"chain_id": "all", "across": "tier"}) == 1
    reading = Reading("f", "p", "structure", 1, "theil", round(_oracle("theil", NEED, SUPPLY), 4))
    assert [leak.column for leak in unmasked(Read(readings=[reading]), truth)] == ["theil"]
    (limit,) = statement_of(reading, truth).limits
    assert limit.low <= figures.lattice.value(limit.form) <= limit.high
    assert limit.high - limit.low == pytest.approx(1e-4, rel=1e-3)
    (coarse,) = statement_of(replace(reading, value=round(reading.value, 2)), truth).limits
    assert coarse.high - coarse.low == pytest.approx(1e-2, rel=1e-3)
