"""The optimum against brute force, a certificate of optimality, and an exact solver of its own."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentmap.analysis.mismatch import dissimilarity
from talentmap.analysis.scenario.programme import Limit, Posts, Programme, equal_shares, grouped_posts
from talentmap.analysis.scenario.solve import Infeasible, coverage, solve

MILLION = 1_000_000.0


def programme(heads, tiers, accepts, present, **changes):
    items = len(present)
    given_costs = changes.pop("unit_costs", [MILLION] * items)
    served = changes.pop("served", [[0]] * items)
    plain = Programme(
        item_ids=tuple(f"i{k}" for k in range(items)),
        present=np.array(present, dtype=float) * MILLION,
        low=np.zeros(items),
        high=np.full(items, np.inf),
        total=float(sum(present)) * MILLION,
        limits=(),
        posts=Posts(np.array(heads, dtype=float), np.array(tiers, dtype=np.intp), np.array(accepts, dtype=bool)),
        unit_costs=np.array(given_costs, dtype=float),
        weights=np.ones(4),
        tier_shares=equal_shares(served, 4),
    )
    return replace(plain, **changes)


small = st.integers(1, 3).flatmap(
    lambda items: st.tuples(
        st.lists(st.integers(1, 4), min_size=2, max_size=3),
        st.lists(st.integers(0, 3), min_size=items, max_size=items),
        st.integers(0, 6),
        st.lists(st.lists(st.booleans(), min_size=items, max_size=items), min_size=3, max_size=3),
    )
)


@settings(max_examples=30)
@given(small)
def test_the_optimum_is_that_of_trying_every_budget(drawn):
    """At one million a post, whole budgets reach the optimum: each is tried, and its coverage is a maximum flow."""
    heads, present, total, accepts = drawn
    accepts = accepts[: len(heads)]
    made = programme(heads, [0] * len(heads), accepts, present, total=total * MILLION)
    best = max(
        _flow(heads, accepts, budgets)
        for budgets in product(range(total + 1), repeat=len(present))
        if sum(budgets) <= total
    )
    found = solve(made, "uncovered_demand")
    assert found.objective == pytest.approx(sum(heads) - best, abs=1e-6)
    assert found.budgets.sum() <= total * MILLION + 1
    assert coverage(made, found.budgets).sum() == pytest.approx(best, abs=1e-6)


def _flow(heads, accepts, budgets):
    graph = nx.DiGraph()
    graph.add_nodes_from(["from", "to"])
    for item, budget in enumerate(budgets):
        graph.add_edge("from", ("item", item), capacity=budget)
        for group, row in enumerate(accepts):
            if row[item]:
                graph.add_edge(("item", item), ("group", group))
    for group, head in enumerate(heads):
        graph.add_edge(("group", group), "to", capacity=head)
    return nx.maximum_flow_value(graph, "from", "to")


LIMITED = {
    "heads": [40, 25, 60, 10],
    "tiers": [0, 1, 2, 3],
    "accepts": [[1, 0, 0, 0], [1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]],
    "present": [30, 10, 5, 5],
    "unit_costs": [2 * MILLION, MILLION, 0.5 * MILLION, MILLION],
    "served": [[0], [1], [2], [3]],
}


def limited(**changes):
    made = programme(**LIMITED)
    low = made.present * 0.7
    tight = {
        "low": low,
        "high": made.present * 2,
        "limits": (Limit(("tier", "scientist"), made.tier_shares[0], 25 * MILLION),),
    }
    return replace(made, **{**tight, **changes})


def test_the_optimum_is_that_of_an_exact_solver_of_our_own():
    made = limited(limits=(Limit(("department", "d"), np.array([0.0, 1.0, 1.0, 0.0]), high=16 * MILLION),))
    found = solve(made, "uncovered_demand")
    assert found.objective == pytest.approx(float(_exact(made)), abs=1e-6)
    assert found.objective < made.posts.heads.sum()


def test_prices_certify_the_optimum():
    """Weak duality: no budget can do better than the bound that the prices give, and the optimum reaches it."""
    made = limited()
    found = solve(made, "uncovered_demand")
    for price in found.prices:
        eased = _eased(made, price, 1000.0)
        gained = found.objective - solve(eased, "uncovered_demand").objective
        assert gained == pytest.approx(-price.per_yuan * 1000.0, abs=1e-6), price
    assert found.prices


def _eased(made, price, yuan):
    kind, name = price.name
    if kind == "total":
        return replace(made, total=made.total + yuan)
    if kind == "item":
        side = getattr(made, price.side).copy()
        side[made.item_ids.index(name)] += yuan if price.side == "high" else -yuan
        return replace(made, **{price.side: side})
    limits = tuple(
        replace(limit, low=limit.low - yuan) if limit.name == price.name and price.side == "low" else
        replace(limit, high=limit.high + yuan) if limit.name == price.name else limit
        for limit in made.limits
    )  # fmt: skip
    return replace(made, limits=limits)


def test_of_equal_budgets_the_nearest_to_the_present_is_taken():
    made = programme([10], [0], [[1, 1]], [4, 6])
    assert solve(made, "uncovered_demand").budgets == pytest.approx([4 * MILLION, 6 * MILLION])


def test_the_reallocation_share_is_minimised_and_the_total_is_spent():
    made = programme([10, 30], [0, 1], [[1, 0], [0, 1]], [30, 10], served=[[0], [1]])
    found = solve(made, "reallocation_share")
    assert found.objective == pytest.approx(0)
    assert found.budgets == pytest.approx([10 * MILLION, 30 * MILLION])
    held = replace(made, low=made.present * 0.8)
    found = solve(held, "reallocation_share")
    assert found.budgets == pytest.approx([24 * MILLION, 16 * MILLION])
    assert found.objective == pytest.approx(float(dissimilarity([24, 16, 0, 0], [10, 30, 0, 0])))
    assert [(price.name, price.side) for price in found.prices] == [(("item", "i0"), "low")]


def test_limits_that_clash_are_named_with_what_would_have_to_give():
    made = programme([10], [0], [[1]], [10], low=np.array([8 * MILLION]), total=5 * MILLION)
    with pytest.raises(Infeasible) as clash:
        solve(made, "uncovered_demand")
    assert clash.value.clashes == ((("total", ""), pytest.approx(3 * MILLION)),)


def test_an_item_of_unknown_cost_covers_nobody():
    made = programme([10], [0], [[1]], [10], unit_costs=[np.inf])
    assert solve(made, "uncovered_demand").objective == pytest.approx(10)
    assert coverage(made, made.present).sum() == 0


def test_posts_that_are_treated_alike_are_one_group():
    grouped = grouped_posts(
        np.array([1.0, 2.0, 4.0, 0.0]), np.array([0, 0, 1, 1]), np.array([[1, 0], [1, 0], [1, 0], [0, 1]], dtype=bool)
    )
    assert sorted(zip(grouped.tiers.tolist(), grouped.heads.tolist(), strict=True)) == [(0, 3.0), (1, 4.0)]


def _exact(made):
    """The least uncovered heads, by the simplex method in fractions (Bland's rule): no solver, no rounding."""
    groups, by = np.nonzero(made.covering)
    items, pairs = len(made.present), len(groups)
    width = items + pairs
    rows, right = [], []

    def add(row, value):
        rows.append([Fraction(x) for x in row])
        right.append(Fraction(value))

    low = [Fraction(float(x)) / 10**6 for x in made.low]
    for group, head in enumerate(made.posts.heads.tolist()):
        add([0] * items + [int(g == group) for g in groups], head)
    for item in range(items):
        cost = Fraction(float(made.unit_costs[item])) / 10**6
        add([-int(k == item) for k in range(items)] + [cost * int(b == item) for b in by], low[item])
        add([int(k == item) for k in range(items)] + [0] * pairs, Fraction(float(made.high[item])) / 10**6 - low[item])
    add([1] * items + [0] * pairs, Fraction(made.total) / 10**6 - sum(low))
    for limit in made.limits:
        row = [Fraction(float(x)) for x in limit.coefficients]
        add([*row, *[0] * pairs], Fraction(limit.high) / 10**6 - sum(r * x for r, x in zip(row, low, strict=True)))
    assert all(value >= 0 for value in right), "the floors are a vertex to begin from"
    gain = [Fraction(0)] * items + [Fraction(1)] * pairs
    return sum(Fraction(x) for x in made.posts.heads.tolist()) - _simplex(rows, right, gain, width)


def _simplex(rows, right, gain, width):
    count = len(rows)
    table = [[*row, *[Fraction(int(k == place)) for k in range(count)], right[place]] for place, row in enumerate(rows)]
    costs = [*[-g for g in gain], *[Fraction(0)] * (count + 1)]
    basis = [width + place for place in range(count)]
    while (entering := next((k for k in range(width + count) if costs[k] < 0), None)) is not None:
        ratios = [
            (row[-1] / row[entering], basis[place], place) for place, row in enumerate(table) if row[entering] > 0
        ]
        leaving = min(ratios)[2]
        pivot = table[leaving][entering]
        table[leaving] = [value / pivot for value in table[leaving]]
        for place, row in enumerate(table):
            if place != leaving and row[entering]:
                table[place] = [a - row[entering] * b for a, b in zip(row, table[leaving], strict=True)]
        costs = [a - costs[entering] * b for a, b in zip(costs, table[leaving], strict=True)]
        basis[leaving] = entering
    return costs[-1]
