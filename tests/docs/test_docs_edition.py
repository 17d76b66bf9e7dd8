from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from documents import DOCS, blocks

from talentmap.analysis.survey.frame import read_frame
from talentmap.catalog.policies import read_policies
from talentmap.catalog.read import read_edition_catalog
from talentmap.engine import EmbeddedEngine
from talentmap.intake.take_in import survey_files, take_in
from talentmap.model.edition import Edition, EditionSettings, open_edition
from talentmap.model.rule import LADDERS, NUMBERS, SETS, parse_rule
from talentmap.model.taxonomy import Catalog
from talentmap.registry import RegistrySources, build_registry
from talentmap.registry.extracts.mapping import RecordField
from talentmap.registry.identity.pseudonym import PseudonymKey
from talentmap.review.ledger import read_ledger
from talentmap.tables.registry import PEOPLE

PAGE = DOCS / "edition.md"
TEXT = PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The edition that the page's named blocks are together."""
    folder = tmp_path_factory.mktemp("documented")
    for _, name, text in blocks(PAGE):
        if name:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return open_edition(folder)


def test_the_settings_are_read_and_every_key_is_named(edition: Edition) -> None:
    assert edition.settings.reference_date == dt.date(2026, 6, 30)
    assert not edition.settings.illustrative
    for key in EditionSettings.model_fields:
        assert key in TEXT, key


def test_the_survey_is_used_whole(edition: Edition, catalog: Catalog) -> None:
    survey = take_in(survey_files(edition.surveys), edition.surveys, catalog)
    assert survey.files["used"].to_pylist() == [2]
    assert survey.demand["headcount"].to_pylist() in ([3, 5], [5, 3])
    assert None not in survey.demand["pay_low"].to_pylist()
    assert [problem.code for problem in survey.problems] == []


def test_the_extract_becomes_people(edition: Edition, catalog: Catalog, tmp_path: Path) -> None:
    with EmbeddedEngine(tmp_path) as engine:
        key = PseudonymKey(b"for this test")
        sources, day = RegistrySources(edition.registry), edition.settings.reference_date
        report = build_registry(sources, catalog, engine, key, day)
        people = engine.read(PEOPLE).to_pylist()
    assert [problem.code for problem in report.problems] == []
    assert (report.records, report.people, report.rejected) == (2, 2, 0)
    assert sorted(person["available"] for person in people) == ["", "seeking"]
    assert sorted(person["education"] for person in people) == ["bachelor", "secondary"]


def test_every_field_of_a_mapping_is_named() -> None:
    for field in RecordField:
        assert f"`{field}`" in TEXT or f"  {field}: " in TEXT, field


def test_the_register_and_its_rules_are_read(edition: Edition) -> None:
    register = read_policies(edition.policies, read_edition_catalog(edition))
    assert [problem.code for problem in register.problems] == []
    assert set(register.items) == {"d1-1", "d2-1"}
    assert len(register.in_force(edition.settings.reference_date)) == 2


def test_every_rule_is_a_rule_and_every_field_and_step_is_named() -> None:
    rules = [line for language, _, text in blocks(PAGE) if language == "rule" for line in text.splitlines()]
    assert len(rules) >= 4
    assert all(parse_rule(rule) for rule in rules)
    for word in (*LADDERS, *NUMBERS, *SETS):
        assert f"`{word}`" in TEXT, word
    for steps in LADDERS.values():
        assert ", ".join(steps) in TEXT


def test_the_frame_is_read(edition: Edition, catalog: Catalog) -> None:
    frame, problems = read_frame(edition.frame, catalog)
    assert frame is not None
    assert problems == ()
    assert frame.enterprises["new-materials", "medium"] == 12


def test_the_decisions_are_read(edition: Edition, catalog: Catalog) -> None:
    ledger = read_ledger(edition.decisions, catalog.roles)
    assert ledger.problems == ()
    assert len(ledger.decisions) == 2
