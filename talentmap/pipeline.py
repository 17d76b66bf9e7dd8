"""The whole catalog on one screen: START HERE.

Survey files, registry extracts and policies go in; the white paper and what stands beside it come out. Stages meet only
in the tables of the engine; only this module knows all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from talentmap.analysis.analyse import analyse
from talentmap.analysis.disclosure import protect
from talentmap.catalog.policies import PolicyRegister, read_policies
from talentmap.catalog.read import read_edition_catalog
from talentmap.engine import EmbeddedEngine, Engine
from talentmap.forms.template import Template
from talentmap.intake import Intake, Terms, Transcriber, survey_files, take_in, terms_of
from talentmap.matching import RoleMatcher
from talentmap.matching.demand import decided_titles, match_demand
from talentmap.matching.people import match_people
from talentmap.matching.skill_levels import demanded_skills, skills_asked, supplied_skills
from talentmap.model.edition import Edition
from talentmap.model.problem import Problem
from talentmap.model.taxonomy import Catalog
from talentmap.publish.place import Workplace
from talentmap.publish.release import Material, publish
from talentmap.registry import build_registry, pseudonym_key
from talentmap.reports.folder import Checked, write_reports
from talentmap.review.ledger import read_ledger
from talentmap.tables.matching import DEMAND_ROLES, PERSON_ROLES, QUEUE, SKILLS_ASKED
from talentmap.tables.registry import PEOPLE
from talentmap.tables.survey import DEMAND, ENTERPRISES, FILES, INCENTIVE_USE, PAINS

STEPS = ("intake", "registry", "matching", "review", "analysis", "disclosure", "publish")


class Observer(Protocol):
    """Who watches a run: told when a step begins, how far it is, and what came of it."""

    def begin(self, step: str) -> None:
        """A step begins."""

    def advance(self, done: int, total: int) -> None:
        """The step has `done` of `total` parts behind it."""

    def end(self, step: str, figures: Mapping[str, int]) -> None:
        """A step has ended with these counts."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """What a run left behind: the folder, every problem, and the counts of each step."""

    folder: Path
    problems: tuple[Problem, ...]
    figures: Mapping[str, Mapping[str, int]]


def compile_edition(edition: Edition, output: Path, observer: Observer, use_cache: bool = True) -> Compiled:
    """The published edition in `output/<id>`, put in place in one move; on any fault what stood there stays.

    Survey files that an earlier run read and nobody changed are not read again, unless `use_cache` is false.
    """
    settings = edition.settings
    catalog = read_edition_catalog(edition)
    key = pseudonym_key(settings.illustrative)
    steps = _Steps(observer)
    with Workplace(output, settings.id) as place, EmbeddedEngine(place.tables) as engine:
        steps.begin("intake")
        register = read_policies(edition.policies, catalog)
        terms = terms_of(edition, register.items)
        cache = edition.cache if use_cache else None
        survey = take_in(survey_files(edition.surveys), edition.surveys, catalog, observer.advance, terms, cache)
        _store_survey(engine, survey)
        _write_replies(place.internal / "reports", edition, survey, (catalog, register, terms))
        steps.end(**_row_account(survey))

        steps.begin("registry")
        registry = build_registry(edition.registry, catalog, engine, key, settings.reference_date, observer.advance)
        steps.end(records=registry.records, people=registry.people, rejected=registry.rejected)

        steps.begin("matching")
        ledger = read_ledger(edition.decisions, catalog.roles)
        matcher = RoleMatcher(catalog, decided=decided_titles(ledger))
        demand_roles, queue = match_demand(survey.demand, catalog, matcher, ledger)
        engine.write(DEMAND_ROLES, demand_roles)
        people = engine.read(PEOPLE)
        person_roles = match_people(people, catalog, matcher, settings.reference_date)
        engine.write(PERSON_ROLES, person_roles)
        asked = demanded_skills(survey.demand, demand_roles, catalog, matcher.skills)
        engine.write(SKILLS_ASKED, skills_asked(asked, supplied_skills(people, person_roles, catalog)))
        steps.end(**_bands(demand_roles))

        steps.begin("review")
        engine.write(QUEUE, queue)
        steps.end(decisions=len(ledger.decisions), waiting=queue.num_rows)

        steps.begin("analysis")
        findings = analyse(edition, catalog, engine, register)
        steps.end(roles=len(findings.roles), items=len(register.items), outside=findings.outside)

        steps.begin("disclosure")
        shown = protect(findings, catalog.rules.disclosure)
        steps.end(
            hidden=int((shown.roles["need_status"] != "").sum()), shown=int((shown.roles["need_status"] == "").sum())
        )

        steps.begin("publish")
        problems = (*survey.problems, *registry.problems, *ledger.problems, *register.problems, *findings.problems)
        material = Material(edition, catalog, register, shown, engine, problems, steps.figures)
        files = publish(place, material, observer.advance)
        steps.end(files=files)
        place.publish()
    return Compiled(place.final, problems, steps.figures)


class _Steps:
    """Tells the observer of each step and keeps its counts."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._current = ""
        self.figures: dict[str, Mapping[str, int]] = {}

    def begin(self, step: str) -> None:
        self._current = step
        self._observer.begin(step)

    def end(self, **figures: int) -> None:
        self.figures[self._current] = figures
        self._observer.end(self._current, figures)


def _store_survey(engine: Engine, survey: Intake) -> None:
    engine.write(ENTERPRISES, survey.enterprises)
    engine.write(DEMAND, survey.demand)
    engine.write(PAINS, survey.pains)
    engine.write(INCENTIVE_USE, survey.incentive_use)
    engine.write(FILES, survey.files)


def _write_replies(folder: Path, edition: Edition, survey: Intake, how: tuple[Catalog, PolicyRegister, Terms]) -> None:
    """What goes back to the enterprises; without the time of arrival, so that the same files give the same bytes."""
    catalog, register, terms = how
    settings = edition.settings
    in_force = register.in_force(settings.reference_date)
    form_of = partial(Template, catalog, edition_id=settings.id, incentives=in_force, languages=settings.languages)
    checked = Checked(survey.files.to_pylist(), survey.enterprises.to_pylist(), survey.problems)
    with Transcriber(survey_files(edition.surveys), edition.surveys, catalog, terms, form_of) as transcriber:
        write_reports(folder, checked, transcriber.transcripts, settings.languages)


def _row_account(survey: Intake) -> dict[str, int]:
    totals = {name: sum(survey.files[name].to_pylist()) for name in ("rows_in", "used", "rejected", "duplicate")}
    return {"files": survey.files.num_rows, **totals, "enterprises": survey.enterprises.num_rows}


def _bands(demand_roles: pa.Table) -> dict[str, int]:
    bands = demand_roles["band"].to_pylist()
    return {band: bands.count(band) for band in ("stated", "decided", "accepted", "review", "none")}
