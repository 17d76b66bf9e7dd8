"""A scenario on a built edition: what it changes, and the budget it seeks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from talentmap.analysis.policy.incentives import departments_of
from talentmap.analysis.policy.open_posts import OpenPosts, share
from talentmap.analysis.scenario.changes import changed_register
from talentmap.analysis.scenario.difference import difference
from talentmap.analysis.scenario.evidence import BuiltEdition
from talentmap.analysis.scenario.programme import Programme
from talentmap.analysis.scenario.search import Found, programme_of, search
from talentmap.analysis.scenario.solve import Infeasible
from talentmap.catalog.policies import PolicyRegister
from talentmap.engine import Engine
from talentmap.model.edition import Edition
from talentmap.model.scenario import Scenario, Search
from talentmap.model.taxonomy import Catalog, Tier
from talentmap.tables.what_if import BUDGETS, CLASHES, PRICES, TIERS, TRIALS, Sought, WhatIf


def what_if(edition: Edition, catalog: Catalog, engine: Engine, register: PolicyRegister, scenario: Scenario) -> WhatIf:
    """What `scenario` changes on the edition whose built tables stand in `engine`, which stay as they are."""
    built = BuiltEdition(edition, catalog, engine)
    changed = changed_register(register, scenario, edition.settings.reference_date)
    before, after = built.side(register), built.side(changed)
    found = difference(before, after, catalog.rules.disclosure.enterprises_minimum)
    if scenario.search is None:
        return found
    posts, departments = after.evidence.posts, departments_of(after.evidence.posts.items, changed)
    return replace(found, sought=seek(posts, scenario.search, departments, catalog.rules.incentives.per_year))


def seek(posts: OpenPosts, sought: Search, departments: Mapping[str, str], per_year: Mapping[str, float]) -> Sought:
    """The budget that `sought` asks for, as frames; where its limits leave none, what would have to give."""
    try:
        found = search(posts, sought, departments, per_year)
    except Infeasible as clash:
        return _none(sought, programme_of(posts, sought, departments, per_year), clash)
    programme, optimum = found.programme, found.optimum
    now, then = _objectives(sought, found)
    per_million = 1e6 * np.array([price.per_yuan for price in optimum.prices])
    return Sought(
        objective=sought.minimise,
        objective_now=now,
        objective_then=then,
        reachable=_reachable(programme),
        budgets=_frame(
            BUDGETS,
            zip(
                programme.item_ids,
                np.where(np.isfinite(programme.unit_costs), programme.unit_costs, np.nan),
                programme.present,
                optimum.budgets,
                optimum.budgets - programme.present,
                strict=True,
            ),
        ),
        tiers=_frame(
            TIERS, zip(Tier, found.need, found.covered_now, found.covered, found.money_now, found.money, strict=True)
        ),
        prices=_frame(
            PRICES,
            ((*p.name, p.side, p.limit, each) for p, each in zip(optimum.prices, per_million, strict=True)),
        ),
        trials=_frame(TRIALS, ((*t.name, float(t.covered.sum()), *t.money) for t in found.trials)),
        clashes=_frame(CLASHES, ()),
    )


def _objectives(sought: Search, found: Found) -> tuple[float, float]:
    if sought.minimise == "reallocation_share":
        return found.reallocation_now, found.reallocation
    need = float(found.need.sum())
    return 1 - share(float(found.covered_now.sum()), need), 1 - share(float(found.covered.sum()), need)


def _reachable(programme: Programme) -> float:
    """The share of need that some item with a known unit cost accepts."""
    reached = programme.covering.any(axis=1)
    return share(float(programme.posts.heads[reached].sum()), float(programme.posts.heads.sum()))


def _none(sought: Search, programme: Programme, clash: Infeasible) -> Sought:
    return Sought(
        objective=sought.minimise,
        objective_now=float("nan"),
        objective_then=float("nan"),
        reachable=_reachable(programme),
        budgets=_frame(BUDGETS, ()),
        tiers=_frame(TIERS, ()),
        prices=_frame(PRICES, ()),
        trials=_frame(TRIALS, ()),
        clashes=_frame(CLASHES, ((*name, amount) for name, amount in clash.clashes)),
    )


def _frame(columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(columns))
