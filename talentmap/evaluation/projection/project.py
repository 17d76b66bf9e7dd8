"""The years ahead of an edition in one function: PROJECTION, COHORTS and RESKILLING from what may be published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd
import pyarrow as pa

from talentmap.engine import Engine
from talentmap.evaluation.files import FileReading
from talentmap.evaluation.projection.ages import ages
from talentmap.evaluation.projection.arrivals import arrivals
from talentmap.evaluation.projection.backtest import Past, backtest
from talentmap.evaluation.projection.cohorts import cohort_table, in_training
from talentmap.evaluation.projection.plans import growth
from talentmap.evaluation.projection.rates import Evidence, Rates, like_last, rates_of, spread_over
from talentmap.evaluation.projection.scenarios import courses, projection
from talentmap.evaluation.projection.seats import read_seats, strange_majors
from talentmap.evaluation.projection.units import Units, units_of
from talentmap.evaluation.routes.reskilling import reskilling
from talentmap.model.edition import Edition
from talentmap.model.problem import Problem
from talentmap.model.projection import ProjectionRules
from talentmap.model.source import Source
from talentmap.model.taxonomy import Catalog
from talentmap.tables.outlook import BACKTEST, COHORTS, PROJECTION, RESKILLING, Outlook
from talentmap.tables.protected import Protected
from talentmap.tables.schema import Table


def project(
    edition: Edition,
    catalog: Catalog,
    engine: Engine,
    shown: Protected,
    rules: ProjectionRules,
    past: Past | None = None,
) -> Outlook:
    """The outlook of an edition whose analysis stands in the engine, worked out from its protected balances.

    Roles and groups that `shown` hides are in no row of their own. Without `seats.csv` classes are taken to be like the
    one about to graduate, and there are no cohorts. Without a `past` edition there is no back-test.
    """
    seats = read_seats(edition, catalog)
    units = units_of(shown.roles, shown.groups)
    problems = (*seats.problems, *strange_majors(seats.rows or (), catalog))
    movable = reskilling(shown.roles, catalog, rules.reskilling)
    routes = movable if len(movable) else None
    if units.frame.empty:
        outlook = Outlook(reskilling=routes, problems=(*problems, Problem("evaluation-no-projection", Source(""))))
    else:
        start = edition.settings.reference_date

        def rates_on(own: Units, day: dt.date) -> Rates:
            return gathered(engine, catalog, rules, own, (day, seats.rows))

        rates = rates_on(units, start)
        ahead = projection(units, rates, rules, start)
        cohorts = _cohorts(seats, units, rates, ahead, (catalog, rules, start))
        tested = backtest(past, start, rules, rates_on) if past else None
        outlook = Outlook(ahead, cohorts, routes, tested, problems)
    _store(engine, outlook)
    return outlook


def gathered(
    engine: Engine,
    catalog: Catalog,
    rules: ProjectionRules,
    units: Units,
    when: tuple[dt.date, Sequence[Mapping[str, object]] | None],
) -> Rates:
    """The rates of the units on the day and under the seats of `when`, from the tables of the engine."""
    start, seats = when
    known = catalog.rules.disclosure
    evidence = Evidence(
        ages(engine, catalog, rules, start),
        growth(engine, rules.plans, known.dominance),
        arrivals(engine, rules, start, known.people_minimum),
    )
    within = catalog.rules.supply.graduating_within_months
    people = (
        like_last(engine, catalog, rules) if seats is None else in_training(seats, units, catalog, rules, start, within)
    )
    return rates_of(units, evidence, spread_over(units, people, catalog), rules)


def _cohorts(
    seats: FileReading,
    units: Units,
    rates: Rates,
    ahead: pd.DataFrame,
    how: tuple[Catalog, ProjectionRules, dt.date],
) -> pd.DataFrame | None:
    """COHORTS of the roles that have a gap in some year; None without seats."""
    if seats.rows is None:
        return None
    catalog, rules, start = how
    first = ahead[(ahead["scenario"] == rules.scenarios[0].id) & (ahead["role_id"] != "") & (ahead["gap"] > 0)]
    found = courses(units, rates, rules, sorted(set(first["role_id"])))
    table = cohort_table(seats.rows, found, catalog, rules, start)
    return table if len(table) else None


def _store(engine: Engine, outlook: Outlook) -> None:
    engine.write(PROJECTION, _arrow(PROJECTION, outlook.projection))
    engine.write(COHORTS, _arrow(COHORTS, outlook.cohorts))
    engine.write(RESKILLING, _arrow(RESKILLING, outlook.reskilling))
    engine.write(BACKTEST, _arrow(BACKTEST, outlook.backtest))


def _arrow(table: Table, frame: pd.DataFrame | None) -> pa.Table:
    if frame is None:
        return table.from_rows(())
    return pa.Table.from_pandas(frame, schema=table.arrow_schema, preserve_index=False)
