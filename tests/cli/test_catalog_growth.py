from __future__ import annotations

import csv
from pathlib import Path

import pytest
from small_edition import write_catalogs
from typer.testing import CliRunner

from talentmap.catalog.read import read_catalog
from talentmap.cli.app import app
from talentmap.engine import EmbeddedEngine
from talentmap.errors import EditionError
from talentmap.tables.matching import DEMAND_ROLES
from talentmap.tables.survey import DEMAND

EDITION = """\
id = "nowhere-2026"
region = "nowhere"
region_zh = "无名市"
region_en = "Nowhere"
year = 2026
reference_date = 2026-06-30
publisher_zh = "无名局"
publisher_en = "Bureau"
catalog = "catalogs"
[fieldwork]
start = 2026-05-01
end = 2026-06-01
asked = 10
"""
LINES = [("=退火炉工", "m-welder=0.900"), ("退火炉操作工", "m-welder=0.700"), ("税务会计", ""), ("税务会计", "")]


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["catalog", *map(str, arguments)])
    return result.exit_code, result.output


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    folder = tmp_path / "edition"
    (folder / "catalogs").mkdir(parents=True)
    write_catalogs(folder / "catalogs")
    (folder / "edition.toml").write_text(EDITION, encoding="utf-8")
    firm = {"chain_id": "metal", "headcount": 2, "enterprise_id": "恒远铝业"}
    with EmbeddedEngine(tmp_path / "output" / "nowhere-2026" / "internal" / "tables") as engine:
        demand = [{"line_id": str(n), "title": title, **firm} for n, (title, _) in enumerate(LINES)]
        roles = [{"line_id": str(n), "band": "none", "candidates": found} for n, (_, found) in enumerate(LINES)]
        engine.write(DEMAND, DEMAND.from_rows(demand))
        engine.write(DEMAND_ROLES, DEMAND_ROLES.from_rows(roles))
    return folder


def reviewed(path: Path, **decisions: str) -> list[dict[str, str]]:
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    for row in rows:
        row["decision"] = decisions.get(row["titles"].split("|")[0], "")
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return rows


def test_what_a_person_accepts_comes_into_the_catalog(tmp_path: Path, edition: Path) -> None:
    out = tmp_path / "proposals.csv"
    assert run("propose", edition, "--output", tmp_path / "output", "--out", out)[0] == 0
    assert "恒远" not in out.read_text("utf-8")
    rows = reviewed(out, 退火炉工="是", 税务会计="m-engineer")
    assert [(row["titles"], row["headcount"], row["proposal"]) for row in rows] == [
        ("税务会计", "4", "new role in metal"),
        ("退火炉工|退火炉操作工", "4", "alias of m-welder"),
    ]
    catalogs = edition / "catalogs"
    asked = ("adopt", out, "--catalog", catalogs, "--region", "nowhere")
    before = (catalogs / "chains/metal/roles.yaml").read_bytes()
    code, told = run(*asked)
    assert (code, "m-welder: 退火炉工, 退火炉操作工" in told) == (0, True)
    assert (catalogs / "chains/metal/roles.yaml").read_bytes() == before
    assert run(*asked, "--write")[0] == 0
    roles = read_catalog(catalogs, "nowhere").roles
    assert roles["m-welder"].aliases[-2:] == ("退火炉工", "退火炉操作工")
    assert roles["m-engineer"].aliases[-1] == "税务会计"


def test_a_new_role_and_what_does_not_fit_are_left_to_a_person(tmp_path: Path, edition: Path) -> None:
    out = tmp_path / "proposals.csv"
    run("propose", edition, "--output", tmp_path / "output", "--out", out)
    reviewed(out, 退火炉工="m-nobody", 税务会计="yes")
    code, told = run("adopt", out, "--catalog", edition / "catalogs", "--region", "nowhere", "--write")
    assert code == 1
    assert "? m-nobody: 退火炉工" in told
    assert "# new role in metal: 税务会计" in told


def test_an_edition_that_was_not_built_is_told(tmp_path: Path, edition: Path) -> None:
    result = CliRunner().invoke(app, ["catalog", "propose", str(edition), "--output", str(tmp_path), "--out", "x.csv"])
    assert (result.exit_code, "talentmap build" in result.exception.hint) == (1, True)
    assert not Path("x.csv").exists()


def test_a_table_that_is_none_of_ours_is_refused(edition: Path, tmp_path: Path) -> None:
    table = tmp_path / "other.csv"
    table.write_text("titles,decision\n焊工,yes\n", encoding="utf-8")
    told = ["adopt", table, "--catalog", edition / "catalogs", "--region", "nowhere"]
    result = CliRunner().invoke(app, ["catalog", *map(str, told)])
    assert isinstance(result.exception, EditionError)
    assert "has no column proposal" in result.exception.message
