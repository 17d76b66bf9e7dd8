from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from talentmap.catalog.check import check_catalog
from talentmap.catalog.diagnosis import check_diagnosis_catalog, read_diagnosis_catalog
from talentmap.resources import catalogs_dir


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("diagnosis.yaml", "swot.yaml"):
        shutil.copy(catalogs_dir() / name, tmp_path / name)
    return tmp_path


def changed(folder: Path, name: str, before: str, after: str) -> list[tuple[str, str, int]]:
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    problems = check_diagnosis_catalog(folder)[2]
    return [(problem.code, problem.source.file, problem.source.row) for problem in problems]


def line(folder: Path, name: str, part: str) -> int:
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    return next(at for at, text in enumerate(lines, start=1) if part in text)


def test_the_shipped_names_and_rules_are_clean() -> None:
    words, rules = read_diagnosis_catalog()
    assert words.name("density", "zh") == "人才密度"
    assert len({rule.id for rule in rules}) == len(rules)


def test_a_rule_that_names_no_figure_is_told_with_its_line(folder: Path) -> None:
    at = line(folder, "swot.yaml", "id: ageing")
    assert changed(folder, "swot.yaml", "when: age.over_45 >= 25", "when: aging.over_45 >= 25") == [
        ("diagnosis-rule-figure", "swot.yaml", at)
    ]


def test_a_condition_that_is_no_comparison_is_told(folder: Path) -> None:
    found = changed(folder, "swot.yaml", "when: density <= 1000", "when: density < 1000")
    assert [(code, file) for code, file, _ in found] == [("catalog-field", "swot.yaml")]


def test_a_rule_of_the_same_id_is_told(folder: Path) -> None:
    found = changed(folder, "swot.yaml", "id: high_density", "id: low_density")
    assert found[0][:2] == ("catalog-duplicate-id", "swot.yaml")


def test_a_figure_that_stands_twice_is_told_with_its_line(folder: Path) -> None:
    at = line(folder, "diagnosis.yaml", "id: talents,")
    found = changed(folder, "diagnosis.yaml", "id: talents,", "id: population,")
    assert ("catalog-duplicate-id", "diagnosis.yaml", at) in found


def test_catalog_check_covers_them(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    whole = tmp_path_factory.mktemp("catalogs") / "all"
    shutil.copytree(catalogs_dir(), whole)
    file = whole / "swot.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("quadrant: threat", "quadrant: doom", 1), encoding="utf-8")
    codes = [problem.source.file for problem in check_catalog(whole, "qingyuan").problems]
    assert "swot.yaml" in codes
