"""The life cycle and the services of an edition in one function; every part stands without the others.

Each part is made from one optional file, or from what the registers say. A file that is missing leaves its part out and
says so in one note; a faulty one leaves out its faulty rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from talentmap.catalog.service_items import service_items
from talentmap.engine import Engine
from talentmap.evaluation.columns import tier_column
from talentmap.evaluation.files import FileReading, Wanted, bounds, number_from, read_file, text
from talentmap.evaluation.lifecycle.flows import flows, reported_flows
from talentmap.evaluation.lifecycle.graduates import graduates
from talentmap.evaluation.lifecycle.programmes import programmes, read_programmes
from talentmap.evaluation.lifecycle.projects import project_outcomes, read_projects
from talentmap.evaluation.lifecycle.retention import retention, retention_curve
from talentmap.evaluation.lifecycle.spells import moves, spells
from talentmap.evaluation.service.cases import case_table, read_cases, service_loops, service_times
from talentmap.evaluation.service.feedback import COMMENT, read_feedback
from talentmap.evaluation.service.feedback import FILE as FEEDBACK
from talentmap.evaluation.service.funnel import funnel
from talentmap.evaluation.service.remarks import remarks
from talentmap.evaluation.service.satisfaction import OVERALL, satisfaction, satisfaction_drivers, told_items
from talentmap.evaluation.store import store
from talentmap.model.edition import Edition
from talentmap.model.policy import PolicyItem
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.model.taxonomy import Catalog
from talentmap.tables.evaluation_findings import Evaluation
from talentmap.tables.policy import ITEM_REACH

FLOWS_FILE = "flows.csv"
Frames = dict[str, pd.DataFrame | None]


def evaluate(edition: Edition, catalog: Catalog, engine: Engine, items: Sequence[PolicyItem] = ()) -> Evaluation:
    """What became of people, projects and programmes, and what services are like.

    The engine holds EVENTS, PEOPLE, RECORDS, ENTERPRISES and INCENTIVE_USE, and ITEM_REACH where there are `items`, the
    incentives in force.
    """
    readings = {
        "programmes": read_programmes(edition, catalog),
        "projects": read_projects(edition, catalog),
        "cases": read_cases(edition, catalog),
        "feedback": read_feedback(edition, catalog, service_items()),
        "flows": _read_flows(edition, catalog),
    }
    found, problems = _life_cycle(edition, catalog, engine, readings)
    answered, unsure = _feedback(readings["feedback"], catalog)
    frames = {
        **found,
        **_cases(readings["cases"], edition),
        **answered,
        "funnel": funnel(engine, items, _eligible(engine, items)),
    }
    said = [problem for reading in readings.values() for problem in reading.problems]
    quiet = [p for p in said if not (p.code == "evaluation-missing" and p.source.file == FLOWS_FILE)]
    evaluation = Evaluation(**frames, problems=tuple(sorted([*problems, *unsure, *quiet], key=_order)))
    store(engine, evaluation)
    return evaluation


def _order(problem: Problem) -> tuple[Source, str]:
    return problem.source, problem.code


def _life_cycle(
    edition: Edition, catalog: Catalog, engine: Engine, readings: Mapping[str, FileReading]
) -> tuple[Frames, list[Problem]]:
    today, rules = edition.settings.reference_date, catalog.rules.evaluation
    moved = moves(engine)
    stays = spells(moved, today)
    months = rules.retention_months
    listed, projects, reported = (readings[name].rows for name in ("programmes", "projects", "flows"))
    found: Frames = {
        "retention": retention(stays, months) if len(stays) else None,
        "retention_curve": retention_curve(stays, max(months)) if len(stays) else None,
        "flows": flows(moved) if len(moved) else None,
        "reported_flows": reported_flows(reported) if reported else None,
        "graduates": graduates(engine, today, rules.employment_months),
        "programmes": programmes(listed, stays if len(stays) else None, max(months)) if listed else None,
        "project_outcomes": project_outcomes(projects, today, rules.commercialisation_months) if projects else None,
    }
    notes = []
    if not len(stays):
        notes.append(Problem("evaluation-no-spells", Source("events.csv")))
    elif listed:
        unknown = sorted({row["programme"] for row in listed} - set(stays["programme"]))
        facts = {"count": len(unknown), "programmes": "、".join(unknown[:5])}
        notes += [Problem("evaluation-programme-strange", Source("programmes.csv"), facts=facts)] if unknown else []
    if found["graduates"] is None:
        notes.append(Problem("evaluation-no-graduates", Source("registry")))
    return found, notes


def _cases(reading: FileReading, edition: Edition) -> Frames:
    if not reading.rows:
        return {}
    cases = case_table(reading.rows, edition.settings.reference_date)
    return {"service_times": service_times(cases), "service_loops": service_loops(cases)}


def _feedback(reading: FileReading, catalog: Catalog) -> tuple[Frames, Iterator[Problem]]:
    rows = reading.rows
    if not rows:
        return {}, iter(())
    told = {name for row in rows for name in row}
    items = told_items(sorted(told), service_items())
    answers = pd.DataFrame(list(rows)).astype(dict.fromkeys([*items, OVERALL], float))
    rules = catalog.rules.evaluation
    drivers = satisfaction_drivers(answers, items, rules)
    found: Frames = {
        "satisfaction": satisfaction(answers, items, rules),
        "satisfaction_drivers": drivers if len(drivers) else None,
        "remarks": remarks((str(row[COMMENT]) for row in rows), catalog),
    }
    return found, _doubts(reading, items, drivers)


def _doubts(reading: FileReading, items: Mapping[str, Any], drivers: pd.DataFrame) -> Iterator[Problem]:
    known = {*items, OVERALL, COMMENT, "response_id", "tier", "district_id"}
    written = {*known, *(service_items()[name].zh for name in items), *(service_items()[name].en for name in items)}
    for header in reading.header:
        if header and "_" in header and header not in written:
            yield Problem("evaluation-item-unknown", Source(FEEDBACK, row=1, header=header), header)
    if drivers.empty:
        yield Problem("evaluation-few-answers", Source(FEEDBACK), facts={"answers": len(reading.rows or ())})


def _eligible(engine: Engine, items: Sequence[PolicyItem]) -> dict[str, int]:
    if not items:
        return {}
    reach = engine.read(ITEM_REACH).to_pandas()
    return {str(item): int(count) for item, count in zip(reach["item_id"], reach["enterprises"], strict=True)}


def _read_flows(edition: Edition, catalog: Catalog) -> FileReading:
    """The rows of `flows.csv`: inflow and outflow as reported, figures or bounds."""
    columns = (
        Wanted("year", _year(edition.settings.reference_date.year), ("年份", "年度")),
        tier_column(catalog),
        Wanted("inflow", bounds, ("流入",)),
        Wanted("outflow", bounds, ("流出",)),
        Wanted("source", text, ("来源",), False, True, ""),
    )
    return read_file(edition.folder / FLOWS_FILE, columns, ("year", "tier", "source"))


def _year(latest: int) -> Any:
    whole = number_from(1990, latest, whole=True)
    return lambda written: str(int(whole(written)))
