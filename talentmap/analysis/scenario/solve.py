"""The optimum of a budget programme by HiGHS, and what each limit costs at the margin.

Of several budgets that serve equally well the one that moves least money is taken: a second programme minimises the sum
of changes at the optimum of the first. Shadow prices are those of the first programme (Dantzig 1963, chapter 12).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, eye_array, hstack, vstack

from talentmap.analysis.scenario.programme import Programme

Array = NDArray[np.float64]
Objective = Literal["uncovered_demand", "reallocation_share"]
Side = Literal["low", "high"]
Name = tuple[str, str]
"""What a limit is about: `total`, `department`, `tier` or `item`, and of which."""
_MILLION = 1e6  # the programme counts in million yuan, so that its coefficients are of one size
_TOLERANCE = 1e-9


class Infeasible(Exception):
    """No budget keeps to all limits; `clashes` names what would have to give, and by how many yuan at least."""

    def __init__(self, clashes: Sequence[tuple[Name, float]]) -> None:
        super().__init__("no budget keeps to all limits")
        self.clashes = tuple(clashes)


@dataclass(frozen=True, slots=True)
class Price:
    """A limit that holds the optimum back, and how the objective changes when it gives way by one yuan (below 0)."""

    name: Name
    side: Side
    limit: float
    per_yuan: float


@dataclass(frozen=True, slots=True)
class Optimum:
    """The budget found: yuan by item, the objective there, and the prices of the limits that bind.

    For uncovered demand the objective is weighted heads left uncovered; for the reallocation share it is that share.
    """

    budgets: Array
    objective: float
    prices: tuple[Price, ...]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows `a z <= b`, each told by its limit's name, side and value; None for rows that are no limit."""

    a: csr_array
    b: Array
    names: tuple[tuple[Name, Side, float] | None, ...]


@dataclass(frozen=True, slots=True)
class _Form:
    """`min cost @ z + constant` under `rows` and `e z = f`, `low <= z <= high`; z begins with the budgets."""

    cost: Array
    constant: float
    rows: _Rows
    e: csr_array
    f: Array
    low: Array
    high: Array


def solve(programme: Programme, objective: Objective) -> Optimum:
    """The budget that minimises `objective`; Infeasible where no budget keeps to the limits."""
    form = _uncovered(programme) if objective == "uncovered_demand" else _reallocation(programme)
    best = _minimum(form)
    if best is None:
        raise Infeasible(clashes(programme))
    budgets = np.clip(_least_change(form, programme, float(best.fun)), programme.low, programme.high)
    return Optimum(budgets, float(best.fun) + form.constant, _prices(form, best, programme))


def coverage(programme: Programme, budgets: Array) -> Array:
    """Heads by tier that `budgets` cover at most, posts of greater weight first."""
    found = _minimum(_uncovered(programme.held_at(budgets)))
    covered = np.zeros(len(programme.weights))
    if found is not None:
        groups, _ = np.nonzero(programme.covering)
        np.add.at(covered, programme.posts.tiers[groups], found.x[len(budgets) :])
    return covered


def clashes(programme: Programme) -> list[tuple[Name, float]]:
    """The limits that would have to give, and by how many yuan in all at least, so that a budget keeps to the rest."""
    items = len(programme.present)
    rows = _limits(programme, items)
    slack = -eye_array(len(rows.b))
    found = linprog(
        np.concatenate([np.zeros(items), np.ones(len(rows.b))]),
        A_ub=csr_array(hstack([rows.a, slack])),
        b_ub=rows.b,
        bounds=[*_bounds(programme), *((0, None) for _ in rows.b)],
        method="highs",
    )
    short = zip(rows.names, found.x[items:].tolist(), strict=True)
    return [(name[0], amount * _MILLION) for name, amount in short if name is not None and amount > _TOLERANCE]


def _uncovered(programme: Programme) -> _Form:
    """z: budgets, then the heads of each group covered by each item that can cover it."""
    items, posts = len(programme.present), programme.posts
    groups, by = np.nonzero(programme.covering)
    pairs = np.arange(len(groups))
    width = items + len(pairs)
    weight = programme.weights[posts.tiers]
    once = csr_array((np.ones(len(pairs)), (groups, items + pairs)), shape=(len(posts.heads), width))
    costs = csr_array((programme.unit_costs[by] / _MILLION, (by, items + pairs)), shape=(items, width))
    budgets = csr_array((np.ones(items), (np.arange(items), np.arange(items))), shape=(items, width))
    limits = _limits(programme, width)
    return _Form(
        cost=np.concatenate([np.zeros(items), -weight[groups]]),
        constant=float(weight @ posts.heads),
        rows=_Rows(
            csr_array(vstack([once, costs - budgets, limits.a])),
            np.concatenate([posts.heads, np.zeros(items), limits.b]),
            (*[None] * (len(posts.heads) + items), *limits.names),
        ),
        e=csr_array((0, width)),
        f=np.zeros(0),
        low=np.concatenate([programme.low / _MILLION, np.zeros(len(pairs))]),
        high=np.concatenate([programme.high / _MILLION, np.full(len(pairs), np.inf)]),
    )


def _reallocation(programme: Programme) -> _Form:
    """z: budgets, then what each tier has above and below its share of need; the total is spent to the last yuan."""
    items, tiers = len(programme.present), len(programme.weights)
    total, need = programme.total / _MILLION, programme.need
    width = items + 2 * tiers
    apart = csr_array(hstack([csr_array(programme.tier_shares), -eye_array(tiers), eye_array(tiers)]))
    spent = csr_array(np.concatenate([np.ones(items), np.zeros(2 * tiers)])[None, :])
    return _Form(
        cost=np.concatenate([np.zeros(items), np.full(2 * tiers, 0.5 / total)]),
        constant=0.0,
        rows=_limits(programme, width),
        e=csr_array(vstack([apart, spent])),
        f=np.append(need / need.sum() * total, total),
        low=np.concatenate([programme.low / _MILLION, np.zeros(2 * tiers)]),
        high=np.concatenate([programme.high / _MILLION, np.full(2 * tiers, np.inf)]),
    )


def _limits(programme: Programme, width: int) -> _Rows:
    """The total and every other limit as rows over z; entries behind the budgets are zero."""
    items = len(programme.present)
    rows: list[Array] = [np.ones(items)]
    right = [programme.total / _MILLION]
    names: list[tuple[Name, Side, float]] = [(("total", ""), "high", programme.total)]
    for limit in programme.limits:
        if np.isfinite(limit.high):
            rows.append(limit.coefficients)
            right.append(limit.high / _MILLION)
            names.append((limit.name, "high", limit.high))
        if limit.low > 0:
            rows.append(-limit.coefficients)
            right.append(-limit.low / _MILLION)
            names.append((limit.name, "low", limit.low))
    stacked = np.zeros((len(rows), width))
    stacked[:, :items] = np.array(rows)
    return _Rows(csr_array(stacked), np.array(right), tuple(names))


def _bounds(programme: Programme) -> list[tuple[float, float | None]]:
    return [
        (low / _MILLION, high / _MILLION if np.isfinite(high) else None)
        for low, high in zip(programme.low.tolist(), programme.high.tolist(), strict=True)
    ]


def _minimum(form: _Form) -> Any:
    """What HiGHS finds; None where nothing keeps to all rows."""
    found = linprog(
        form.cost,
        A_ub=form.rows.a,
        b_ub=form.rows.b,
        A_eq=form.e if form.f.size else None,
        b_eq=form.f if form.f.size else None,
        bounds=np.column_stack([form.low, form.high]),
        method="highs",
    )
    return found if found.status == 0 else None


def _least_change(form: _Form, programme: Programme, best: float) -> Array:
    """Among the budgets that reach the optimum, those nearest to the present ones, in yuan."""
    items, width = len(programme.present), len(form.cost)
    present = programme.present / _MILLION
    pick = csr_array((np.ones(items), (np.arange(items), np.arange(items))), shape=(items, width))
    own = eye_array(items)
    rows = vstack(
        [
            hstack([form.rows.a, csr_array((form.rows.a.shape[0], items))]),
            hstack([pick, -own]),
            hstack([-pick, -own]),
            csr_array(np.concatenate([form.cost, np.zeros(items)])[None, :]),
        ]
    )
    slack = _TOLERANCE * max(1.0, abs(best))
    wider = _Form(
        cost=np.concatenate([np.zeros(width), np.ones(items)]),
        constant=0.0,
        rows=_Rows(csr_array(rows), np.concatenate([form.rows.b, present, -present, [best + slack]]), ()),
        e=csr_array(hstack([form.e, csr_array((form.e.shape[0], items))])),
        f=form.f,
        low=np.concatenate([form.low, np.zeros(items)]),
        high=np.concatenate([form.high, np.full(items, np.inf)]),
    )
    found = _minimum(wider)
    chosen: Array = (_minimum(form) if found is None else found).x[:items] * _MILLION
    return chosen


def _prices(form: _Form, best: Any, programme: Programme) -> tuple[Price, ...]:
    """The limits that bind, the dearest first."""
    of_rows = zip(form.rows.names, best.ineqlin.marginals.tolist(), strict=True)
    found = [Price(*name, marginal / _MILLION) for name, marginal in of_rows if name is not None]
    items = len(programme.present)
    for side, bounds, marginals in (
        ("low", programme.low, -best.lower.marginals[:items]),
        ("high", programme.high, best.upper.marginals[:items]),
    ):
        found += [
            Price(("item", item), "low" if side == "low" else "high", limit, marginal / _MILLION)
            for item, limit, marginal in zip(programme.item_ids, bounds.tolist(), marginals.tolist(), strict=True)
        ]
    binding = [price for price in found if price.per_yuan * _MILLION < -_TOLERANCE]
    return tuple(sorted(binding, key=lambda price: (price.per_yuan, price.name, price.side)))
