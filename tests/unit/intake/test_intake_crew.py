from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import pytest
from intake_samples import files, raw_xlsx, rows, take, text_cell, write_xlsx

from talentmap.intake import crew as crew_module
from talentmap.intake.crew import Crew, WorkerFault

GOOD = [["岗位名称", "需求人数"], ["焊工", 3]]
FAR = f'<row r="1">{text_cell("A1", "x")}</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


@pytest.mark.skipif(sys.platform == "win32", reason="memory is only capped where the system can")
def test_a_file_that_would_kill_the_reader_costs_only_itself(tmp_path: Path) -> None:
    bad = raw_xlsx(tmp_path / "bad.xlsx", FAR)
    good = write_xlsx(tmp_path / "good.xlsx", GOOD)
    with Crew() as crew:
        for _ in range(2):
            with pytest.raises(WorkerFault) as fault:
                crew.open_workbook(bad)
            assert fault.value.reason in ("crash", "memory")
            assert crew.open_workbook(good)[0]["rows"] == [[1, ["岗位名称", "需求人数"]], [2, ["焊工", 3]]]


def test_a_reader_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "sleeper.py"
    script.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(crew_module, "_WORKER", script)
    with Crew(seconds=0.3) as crew, pytest.raises(WorkerFault, match="time"):
        crew.open_workbook(tmp_path / "any.xlsx")


def test_a_path_with_quotes_and_line_breaks_reaches_the_reader(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "x.xlsx", GOOD).rename(tmp_path / 'a"\nb.xlsx')
    with Crew() as crew:
        assert crew.open_workbook(path)[0]["name"] == "需求"


def test_no_worker_outlives_its_crew(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "x.xlsx", GOOD)
    with Crew() as crew:
        crew.open_workbook(path)
        (process,) = crew._running
    assert process.poll() is not None


def test_an_open_document_sheet_is_read(tmp_path: Path) -> None:
    office, table, text = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text"))
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in record
        )
        + "</table:table-row>"
        for record in [["岗位名称", "需求人数"], ["焊工", "3人"]]
    )
    with zipfile.ZipFile(tmp_path / "甲.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{office}" xmlns:table="{table}" xmlns:text="{text}"><office:body>'
            f'<office:spreadsheet><table:table table:name="一">{cells}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    intake = take(tmp_path)
    assert files(intake)["甲.ods"]["status"] == "used", [p.code for p in intake.problems]
    assert [(line["title"], line["headcount"]) for line in rows(intake)] == [("焊工", 3)]


def test_the_worker_needs_nothing_of_the_package() -> None:
    source = Path(crew_module.__file__).with_name("worker.py").read_text(encoding="utf-8")
    assert "talentmap" not in source
    assert json.dumps("ok")
