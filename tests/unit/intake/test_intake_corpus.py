from __future__ import annotations

from pathlib import Path

import pytest
from intake import corpus, planted
from intake.compare import compare
from intake.survey import shipped_catalog

from talentmap.intake.take_in import survey_files, take_in


def test_messy_files_hold_no_silently_wrong_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "WRITERS", ("openpyxl", "text", "xlsxwriter", "text"))
    catalog, root = shipped_catalog(), tmp_path / "files"
    root.mkdir()
    surveys = corpus.write_corpus(root, catalog, 60, seed=7)
    tally = compare(surveys, take_in(survey_files(root), root, catalog), root)
    assert tally.files_read == 60
    assert set(tally.values) <= {"right", "wrong, flagged"}, tally.examples[:5]
    assert tally.values["right"] > 0.99 * tally.values.total()


def test_careful_files_raise_no_alarm(tmp_path: Path) -> None:
    catalog = shipped_catalog()
    surveys = corpus.write_clean(tmp_path, catalog, 30, seed=7)
    tally = compare(surveys, take_in(survey_files(tmp_path), tmp_path, catalog), tmp_path)
    assert (set(tally.values), tally.alarmed_files) == ({"right"}, set())


def test_every_kind_of_planted_error_is_found_at_its_cell(tmp_path: Path) -> None:
    catalog = shipped_catalog()
    made = planted.write_planted(tmp_path, catalog, 1, seed=7)
    assert len({kind.name for kind in planted.KINDS}) == len(planted.KINDS) >= 60
    assert planted.missed(made, take_in(survey_files(tmp_path), tmp_path, catalog)) == {}
