"""The whole catalog on one screen: START HERE.

Survey files, registry extracts and policies go in; the white paper and what stands beside it come out. Stages meet only
in the tables of the engine; only this module knows all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import narwhals as nw

from talentmap.analysis.analyse import analyse
from talentmap.catalog.diagnosis import read_diagnosis_catalog
from talentmap.catalog.policies import PolicyRegister, read_policies
from talentmap.catalog.projection import projection_rules
from talentmap.catalog.read import read_edition_catalog
from talentmap.catalog.scorecard import scorecard_rules
from talentmap.comparison.archive import Archive, archive_of, read_archive
from talentmap.comparison.compare import compare, lend
from talentmap.comparison.mapping import read_mapping
from talentmap.comparison.printed import printed
from talentmap.disclosure.gate import Gate, insist, published_before
from talentmap.disclosure.judged import protect_evaluation
from talentmap.disclosure.masks import store_masks
from talentmap.disclosure.microdata import read_microdata
from talentmap.disclosure.outlook import printed_outlook
from talentmap.disclosure.protect import frames_of, protect, store_account
from talentmap.engine import EmbeddedEngine, Engine, open_engine
from talentmap.evaluation.diagnosis.edition import diagnose_edition
from talentmap.evaluation.evaluate import evaluate
from talentmap.evaluation.projection.backtest import Past
from talentmap.evaluation.projection.project import project
from talentmap.evaluation.scorecard.card import scorecard
from talentmap.forms.template import Template
from talentmap.intake.take_in import Intake, survey_files, take_in
from talentmap.intake.terms import Terms, terms_of
from talentmap.intake.transcribe import Transcriber
from talentmap.matching.placement.place_demand import place_demand
from talentmap.matching.placement.place_people import place_people
from talentmap.matching.placement.placing import Placing
from talentmap.matching.skills.skill_levels import place_skills
from talentmap.model.edition import Edition
from talentmap.model.engine_choice import EngineChoice
from talentmap.model.problem import Problem
from talentmap.model.taxonomy import Catalog
from talentmap.model.typesetting import Typesetting
from talentmap.publish.environment import require_typesetting
from talentmap.publish.place import Workplace
from talentmap.publish.release import Material, publish
from talentmap.publish.sheets import wording
from talentmap.registry import RegistrySources, build_registry, pseudonym_key
from talentmap.reports.folder import Checked, write_reports
from talentmap.review.ledger import read_ledger
from talentmap.tables.comparison_findings import Since
from talentmap.tables.matching import DEMAND_ROLES, QUEUE
from talentmap.tables.outlook import Outlook
from talentmap.tables.protected import Protected
from talentmap.tables.schema import Table
from talentmap.tables.survey import DEMAND, ENTERPRISES, FILES, INCENTIVE_USE, PAINS

STEPS = ("intake", "registry", "matching", "review", "analysis", "disclosure", "publish")

EMBEDDED = EngineChoice()
DEFAULT_LOOK = Typesetting()


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


def compile_edition(
    edition: Edition,
    output: Path,
    observer: Observer,
    use_cache: bool = True,
    engine: EngineChoice = EMBEDDED,
    typesetting: Typesetting = DEFAULT_LOOK,
) -> Compiled:
    """The published edition in `output/<id>`, put in place in one move; on any fault what stood there stays.

    Survey files that an earlier run read and nobody changed are not read again, unless `use_cache` is false. Every
    `engine` gives the same edition, to the byte.
    """
    require_typesetting(typesetting.engine)
    settings = edition.settings
    catalog = read_edition_catalog(edition)
    key = pseudonym_key(settings.illustrative)
    steps = _Steps(observer)
    before = read_archive(edition.previous, output) if edition.previous else None
    with Workplace(output, settings.id) as place, open_engine(engine, place.tables) as tables:
        steps.begin("intake")
        register = read_policies(edition.policies, catalog)
        terms = terms_of(edition, register.items)
        cache = edition.cache if use_cache else None
        survey = take_in(survey_files(edition.surveys), edition.surveys, catalog, observer.advance, terms, cache)
        _store_survey(tables, survey)
        _write_replies(place.internal / "reports", edition, survey, (catalog, register, terms))
        steps.end(**_row_account(survey))

        steps.begin("registry")
        ledger = read_ledger(edition.decisions, catalog.roles)
        sources = RegistrySources(edition.registry, edition.events, tuple(ledger.decisions.values()))
        registry = build_registry(sources, catalog, tables, key, settings.reference_date, observer.advance)
        steps.end(records=registry.records, people=registry.people, rejected=registry.rejected)

        steps.begin("matching")
        placing = Placing(catalog, ledger)
        place_demand(tables, placing)
        place_people(tables, placing, settings.reference_date)
        place_skills(tables, catalog)
        steps.end(**_bands(tables))

        steps.begin("review")
        steps.end(decisions=len(ledger.decisions), waiting=_count(tables, QUEUE))

        steps.begin("analysis")
        findings = analyse(edition, catalog, tables, register, survey.problems)
        outcomes = evaluate(edition, catalog, tables, register.in_force(settings.reference_date))
        steps.end(roles=len(findings.roles), items=len(register.items), outside=findings.outside)

        steps.begin("disclosure")
        gate = Gate(catalog.rules.disclosure, wording(), published_before(edition, output))
        guarded = protect(findings, read_microdata(tables), catalog, gate.background)
        store_account(tables, guarded)
        since = _since(edition, before, place.tables, placing, guarded.shown) if before else None
        outlook = _outlook(edition, catalog, tables, guarded.shown, (before, since))
        safe = replace(
            guarded.shown,
            evaluation=protect_evaluation(outcomes, catalog.rules.disclosure),
            outlook=printed_outlook(outlook, catalog.rules.disclosure),
            since=since,
        )
        shown = _with_judgement(edition, catalog, register, tables, safe)
        store_masks(tables, shown, {**frames_of(findings), **outcomes.frames})
        steps.end(**_hidden(shown))

        steps.begin("publish")
        problems = _problems(edition, survey, registry, ledger, register, findings, outcomes, outlook)
        material = Material(edition, catalog, register, shown, tables, problems, steps.figures, typesetting)
        files = publish(place, material, observer.advance)
        checked = insist(gate.check(place.folder, tables))
        steps.end(files=files, to_look_at=len(checked.leaks))
        place.publish()
    return Compiled(place.final, problems, steps.figures)


class _Checked(Protocol):
    """What a step found, with its problems."""

    @property
    def problems(self) -> Sequence[Problem]:
        """The problems met."""


def _problems(*parts: _Checked) -> tuple[Problem, ...]:
    return tuple(problem for part in parts for problem in part.problems)


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


def _since(edition: Edition, before: Archive, tables: Path, placing: Placing, shown: Protected) -> Since:
    """What may be told of the changes since the edition `before`, whose lines and people are matched anew."""
    settings, catalog = edition.settings, placing.catalog
    after = archive_of(tables, settings.id, settings.region_zh, settings.year)
    shares = read_mapping(edition.role_mapping, catalog.roles)
    with TemporaryDirectory() as scratch, EmbeddedEngine(Path(scratch)) as anew:
        lend(before, anew)
        place_demand(anew, placing)
        place_people(anew, placing, settings.reference_date.replace(year=before.year, day=1))
        found = compare(before, after, catalog, shares, anew)
    return printed(found, shown, before.root, shares, catalog.rules.disclosure)


def _outlook(
    edition: Edition, catalog: Catalog, engine: Engine, shown: Protected, past: tuple[Archive | None, Since | None]
) -> Outlook:
    """The years ahead, and what the same method would have said of this year from the edition before."""
    before, since = past
    earlier = Past(before.year, before.groups, since.changes) if before and since else None
    return project(edition, catalog, engine, shown, projection_rules(), earlier)


def _with_judgement(
    edition: Edition, catalog: Catalog, register: PolicyRegister, engine: Engine, shown: Protected
) -> Protected:
    """`shown` with what is judged by it: the scorecard of every policy, and the diagnosis of the region."""
    settings, rules = edition.settings, catalog.rules.evaluation
    return replace(
        shown,
        scorecard=scorecard(shown, register, settings.reference_date, scorecard_rules(), rules),
        diagnosis=diagnose_edition(settings, engine, shown, catalog, read_diagnosis_catalog()),
    )


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


def _bands(engine: Engine) -> dict[str, int]:
    counted = engine.scan(DEMAND_ROLES).group_by("band").agg(lines=nw.len())
    lines = {row["band"]: row["lines"] for row in engine.collect(counted, ("band",)).to_pylist()}
    return {band: lines.get(band, 0) for band in ("stated", "decided", "accepted", "review", "none")}


def _hidden(shown: Protected) -> dict[str, int]:
    hidden = int((shown.roles["need_status"] != "").sum())
    return {"hidden": hidden, "shown": len(shown.roles) - hidden}


def _count(engine: Engine, table: Table) -> int:
    counted = engine.collect(engine.scan(table).select(rows=nw.len()), ("rows",))
    return int(counted["rows"][0].as_py())
