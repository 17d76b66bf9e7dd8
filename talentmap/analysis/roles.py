"""The balance sheet of every role: need with interval, supply, gap, indicators, grade, kind of shortage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from talentmap.analysis.balance import balance_by
from talentmap.analysis.measures.combined import aligned
from talentmap.analysis.measures.levels import excess_demand, gap, ratio, replacement_need, tightness, vacancy_rate
from talentmap.analysis.measures.precision import quality_letters, share_on_top
from talentmap.analysis.measures.tally import group_by
from talentmap.analysis.registry_facts import registry_pay, share_aged
from talentmap.analysis.shortage.grades import SHORT, graded
from talentmap.analysis.shortage.indicators import RoleLines, indicators, kind_facts
from talentmap.analysis.shortage.shortage_types import ShortageType, shortage_types
from talentmap.analysis.survey.possible import Possible
from talentmap.analysis.survey.replicates import Estimates, Replicates
from talentmap.engine import Engine
from talentmap.model.taxonomy import Catalog
from talentmap.model.thresholds import Rules
from talentmap.tables.analysis import ROLE_BALANCE

Array = NDArray[np.float64]
KEYS = ("chain_id", "segment_id", "role_id", "tier")
SURE = 0.975
"""How sure it must be that supply exceeds need before a role is listed as a surplus: one side of the 95% interval."""


@dataclass(frozen=True, slots=True)
class RoleFindings:
    """ROLE_BALANCE, and the need of each of its rows with its replicates."""

    balance: pd.DataFrame
    need: Estimates


def role_balance(
    engine: Engine, catalog: Catalog, posts: pd.DataFrame, replicates: Replicates, possible: Possible, year: int
) -> RoleFindings:
    """The table ROLE_BALANCE, stored and returned: every role that has need or supply. `year` tells ages.

    Matching error is in the intervals of need and in everything that is set against supply; hiring figures are those of
    the settled roles.
    """
    sums = engine.collect(balance_by(engine, catalog, KEYS), KEYS).to_pandas()
    sums = sums[sums["role_id"] != ""].reset_index(drop=True)
    roles = _role_lines(sums, posts, replicates, catalog.rules.disclosure.enterprises_minimum)
    people = _people(engine, sums, catalog, year)
    need = aligned(replicates.by(possible, KEYS), sums[list(KEYS)])
    balance = sums.assign(**_need_and_supply(sums, need))
    balance = balance.assign(**_of_posts(roles, balance, people))
    balance = balance.assign(**_shortage(roles, need.draws, balance, people, catalog.rules))
    balance = balance.assign(listed=listed(balance))[list(ROLE_BALANCE.names)]
    engine.write(ROLE_BALANCE, pa.Table.from_pandas(balance, schema=ROLE_BALANCE.arrow_schema, preserve_index=False))
    return RoleFindings(balance, need)


def _role_lines(sums: pd.DataFrame, posts: pd.DataFrame, replicates: Replicates, few: int) -> RoleLines:
    """The lines of the roles in `sums`, each in the group of its row."""
    rows = pd.MultiIndex.from_frame(sums[list(KEYS)])
    groups = rows.get_indexer(pd.MultiIndex.from_frame(posts[list(KEYS)]))
    lines = posts[groups >= 0]
    return RoleLines(lines, group_by(groups[groups >= 0], len(sums), lines, replicates), few)


def _people(engine: Engine, sums: pd.DataFrame, catalog: Catalog, year: int) -> pd.DataFrame:
    """Pay and age of the registry's people, a row for each of `sums`."""
    minimum = catalog.rules.disclosure.people_minimum
    pay, aged = registry_pay(engine, minimum), share_aged(engine, year, minimum)
    return pay.join(aged, how="outer").reindex(sums["role_id"]).reset_index(drop=True)


def _need_and_supply(sums: pd.DataFrame, estimated: Estimates) -> dict[str, object]:
    need, supply, draws = sums["need"].to_numpy(), sums["supply"].to_numpy(), estimated.draws
    low, high = estimated.interval()
    asked = need > 0
    return {
        "need_low": np.where(asked, low, np.nan),
        "need_high": np.where(asked, high, np.nan),
        "quality": quality_letters(need, estimated.errors()),
        "gap": gap(need, supply),
        "p_gap": (draws > supply[:, None]).mean(axis=1),
        "p_top10": share_on_top(gap(draws, supply[:, None])),
        "tightness": tightness(need, supply),
        "excess_demand": excess_demand(need, supply),
    }


def _of_posts(roles: RoleLines, sums: pd.DataFrame, people: pd.DataFrame) -> dict[str, object]:
    """Employment, pay and education of the posts."""
    once = roles.tally.estimate()
    need = sums["need"].to_numpy()
    counted = np.bincount(roles.tally.groups, weights=roles.stating("employed"), minlength=len(sums)) > 0
    employed = np.where(counted, once.totals(roles.stated("employed"))[:, 0], np.nan)
    paid = roles.hiring["paid"]
    quartiles = {
        name: once.quantile(roles.number("pay_mid"), paid, q)[:, 0]
        for name, q in (("pay_low", 0.25), ("pay_mid", 0.5), ("pay_high", 0.75))
    }
    accepted = roles.heads * (roles.lines["accepting_items"] > 0).to_numpy()
    return {
        "employed": employed,
        "vacancy_rate": vacancy_rate(need, employed),
        "replacement_need": replacement_need(employed, people["share_aged"]),
        **quartiles,
        "education": _most_asked(roles),
        "accepted_share": ratio(once.totals(accepted), once.totals(roles.heads))[:, 0],
    }


def _most_asked(roles: RoleLines) -> list[str]:
    """The education floor that most open posts of each role state; the first by name where two tie."""
    stated = (roles.lines["education"] != "").to_numpy(dtype=bool)
    steps = sorted(set(roles.lines["education"]) - {""})
    posts = {step: roles.heads * (stated & (roles.lines["education"] == step).to_numpy(dtype=bool)) for step in steps}
    asked = np.column_stack(
        [np.zeros(roles.tally.size), *(roles.tally.estimate().totals(posts[step])[:, 0] for step in steps)]
    )
    return [["", *steps][place] for place in asked.argmax(axis=1).tolist()]


def _shortage(
    roles: RoleLines, draws: Array, balance: pd.DataFrame, people: pd.DataFrame, rules: Rules
) -> dict[str, object]:
    """Indicators, grade, P(short) and type of shortage."""
    market_pay = people["pay_mid"].to_numpy(dtype=float)
    need = balance["need"].to_numpy(dtype=float)[:, None]
    known = indicators(roles, roles.tally.estimate(), need, balance["supply"].to_numpy(), market_pay)
    single = {name: values[:, 0] for name, values in known.items()}
    found = graded(single, balance["enterprises"].to_numpy(), rules.grades, rules.grade_rules)
    facts = kind_facts(roles)
    beside = {"pay_mid": balance["pay_mid"].to_numpy(), "market_pay_low": people["pay_low"].to_numpy(dtype=float)}
    facts |= {**beside, "skill_shortage_density": single["skill_shortage_density"]}
    asked = need[:, 0] > 0
    return {
        **{str(name): values for name, values in single.items() if name != "tightness"},
        **{name: facts[name] for name in ("qualified_per_post", "suitability_gap", "need_growth")},
        "score": found.scores,
        "grade": [name if is_asked else "" for name, is_asked in zip(found.names(), asked, strict=True)],
        "fired": ["|".join(names) for names in found.fired()],
        "p_short": np.where(asked, _p_short(roles, draws, balance, market_pay, rules), np.nan),
        "shortage_type": ["|".join(held) for held in shortage_types(found.steps >= SHORT, facts, rules.shortage_types)],
    }


def _p_short(roles: RoleLines, draws: Array, balance: pd.DataFrame, market_pay: Array, rules: Rules) -> Array:
    """P(grade >= short): the share of replicates graded so among those that can be rated; nan where none can."""
    supply, enterprises = balance["supply"].to_numpy(), balance["enterprises"].to_numpy()
    rated, short = np.zeros((2, len(balance)))
    for columns, tally in roles.tally.replicates():
        known = indicators(roles, tally, draws[:, columns], supply, market_pay)
        steps = graded(known, enterprises, rules.grades, rules.grade_rules).steps
        rated += (steps > 0).sum(axis=1)
        short += (steps >= SHORT).sum(axis=1)
    return ratio(short, rated)


def listed(balance: pd.DataFrame) -> list[str]:
    """`shortage` or `surplus` where a role belongs on that list, else empty.

    A role that is hard to fill for what it offers is on neither list as a shortage; a surplus needs supply to exceed
    need beyond its 95% interval.
    """
    by_conditions = balance["shortage_type"] == ShortageType.CONDITIONS
    short = balance["grade"].isin(("short", "very_short"))
    ample = (balance["supply"] > 0) & (balance["p_gap"] <= 1 - SURE) & ~short
    lists: list[str] = np.select([short & ~by_conditions, ample], ["shortage", "surplus"], "").tolist()
    return lists
