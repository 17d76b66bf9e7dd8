from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from talentmap.catalog.read import read_edition_catalog
from talentmap.cli.app import app
from talentmap.errors import EditionError
from talentmap.model.edition import open_edition

FORMER = Path(__file__).parents[2] / "examples" / "qingyuan-2026"


def new(*words: object) -> Result:
    return CliRunner().invoke(app, ["new", *map(str, words)])


def test_a_new_edition_can_be_used_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "edition"
    told = new(folder, "--year", 2027, "--lang", "en")
    assert told.exit_code == 0, told.output
    assert "edition.toml" in told.output
    settings = open_edition(folder).settings
    assert (settings.id, settings.region_zh, settings.year) == ("qingyuan-2027", "清远市", 2027)
    assert not settings.illustrative
    forms = CliRunner().invoke(app, ["forms", str(folder), "-o", str(tmp_path / "forms"), "--chain", "new-materials"])
    assert forms.exit_code == 0, forms.output
    assert list((tmp_path / "forms").rglob("*.xlsx"))


def test_the_year_is_this_one_where_none_is_named(tmp_path: Path) -> None:
    assert new(tmp_path / "edition").exit_code == 0
    assert open_edition(tmp_path / "edition").settings.year == dt.date.today().year


def test_another_region_gets_catalogs_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "edition"
    told = new(folder, "--region", "my-city", "--year", 2026)
    assert told.exit_code == 0, told.output
    edition = open_edition(folder)
    catalog = read_edition_catalog(edition)
    assert edition.settings.region_en == "My City"
    assert [district.zh for district in catalog.districts.values()] == ["示例区", "示例县"]
    checked = CliRunner().invoke(app, ["catalog", "check", str(folder / "catalogs"), "--region", "my-city"])
    assert checked.exit_code == 0, checked.output


def test_the_year_after_goes_on_from_the_former(tmp_path: Path) -> None:
    folder = tmp_path / "next" / "edition"
    told = new(folder, "--after", FORMER)
    assert told.exit_code == 0, told.output
    former, edition = open_edition(FORMER), open_edition(folder)
    assert (edition.settings.id, edition.settings.year) == ("qingyuan-2027", 2027)
    assert edition.settings.reference_date == former.settings.reference_date.replace(year=2027)
    assert edition.settings.fieldwork.start == former.settings.fieldwork.start.replace(year=2027)
    assert edition.settings.publisher_zh == former.settings.publisher_zh
    assert edition.previous is not None
    assert edition.previous.resolve() == FORMER.resolve()
    for name in ("policies/register.csv", "decisions/demand-roles.csv", "loop.csv"):
        assert (folder / name).read_bytes() == (FORMER / name).read_bytes(), name
    kept = sorted(path.name for path in (folder / "registry").iterdir())
    assert kept == sorted(path.name for path in FORMER.glob("registry/*.mapping.yaml"))
    assert not list((folder / "surveys").iterdir())


def test_a_catalog_of_its_own_is_found_from_the_year_after(tmp_path: Path) -> None:
    assert new(tmp_path / "one", "--region", "my-city", "--year", 2026).exit_code == 0
    assert new(tmp_path / "deeper" / "two", "--after", tmp_path / "one").exit_code == 0
    edition = open_edition(tmp_path / "deeper" / "two")
    assert edition.settings.id == "my-city-2027"
    assert len(read_edition_catalog(edition).districts) == 2
    (edition.folder / "catalogs" / "districts" / "my-city.yaml").unlink()  # it is this year's alone
    assert len(read_edition_catalog(open_edition(tmp_path / "one")).districts) == 2


def test_a_catalog_that_lies_elsewhere_is_shared_from_year_to_year(tmp_path: Path) -> None:
    assert new(tmp_path / "one", "--region", "my-city", "--year", 2026).exit_code == 0
    (tmp_path / "one" / "catalogs").rename(tmp_path / "catalogs")
    settings = tmp_path / "one" / "edition.toml"
    settings.write_text(settings.read_text("utf-8").replace('catalog = "catalogs"', 'catalog = "../catalogs"'), "utf-8")
    assert new(tmp_path / "deeper" / "two", "--after", tmp_path / "one").exit_code == 0
    edition = open_edition(tmp_path / "deeper" / "two")
    assert edition.settings.catalog == "../../catalogs"
    assert len(read_edition_catalog(edition).districts) == 2
    assert not (edition.folder / "catalogs").exists()


@pytest.mark.parametrize("region", ["My City", "../x", ""])
def test_a_region_that_names_no_file_is_refused(tmp_path: Path, region: str) -> None:
    refused = new(tmp_path / "edition", "--region", region)
    assert isinstance(refused.exception, EditionError)
    assert not (tmp_path / "edition").exists()


def test_what_stands_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept", encoding="utf-8")
    assert isinstance(new(tmp_path).exception, EditionError)
    assert isinstance(new(tmp_path, "--after", FORMER).exception, EditionError)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_what_was_never_filled_in_is_told(tmp_path: Path) -> None:
    new(tmp_path / "edition", "--region", "my-city")
    problems = open_edition(tmp_path / "edition").problems
    assert [problem.source.header for problem in problems] == ["region_zh", "publisher_zh", "publisher_en"]
    assert {problem.code for problem in problems} == {"analysis-settings"}
    assert open_edition(FORMER).problems == ()


def test_commands_to_run_next_can_be_pasted_and_name_what_to_edit(tmp_path: Path) -> None:
    folder = tmp_path / "云栖 2026"
    told = new(folder, "--region", "my-city", "--lang", "zh").output
    assert f"修改 {folder}/edition.toml、{folder}/catalogs/districts/my-city.yaml" in told
    assert f"talentmap catalog check '{folder}'" in told
