from __future__ import annotations

import os
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from intake_samples import CATALOG, files, rows, take, write_csv, write_xlsx

from talentmap.errors import EnvironmentFault
from talentmap.intake.desk import desk_of
from talentmap.intake.workers import crew as crew_module
from talentmap.intake.workers.carry import unpack, unpack_sheets
from talentmap.intake.workers.crew import Crew, Order, Reply

GOOD = [["岗位名称", "需求人数"], ["焊工", 3]]
DESK = desk_of(CATALOG)
START = crew_module._START
FORKS_ONLY = pytest.mark.skipif(not hasattr(os, "fork"), reason="memory and time are capped where the system can")


def worker_that(does: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the worker do something to files whose name says so, in the place of reading them."""
    patch = (
        "import os, signal, sys, time; sys.path.insert(0, sys.argv[1]); from talentmap.intake.workers import worker; "
        f"read = worker.receive; worker.receive = lambda path, file, desk: (({does}) if 'bad' in file else None) or "
        "read(path, file, desk); worker.main()"
    )
    monkeypatch.setattr(crew_module, "_START", patch)


def replies(crew: Crew, folder: Path, names: Sequence[str]) -> dict[str, Reply]:
    return {reply.order.file: reply for reply in crew.read([Order(folder / name, name) for name in names])}


def write_all(folder: Path, names: Sequence[str]) -> None:
    for name in names:
        write_csv(folder / name, GOOD)


NAMES = [f"{serial}.csv" for serial in range(30)]
MIXED = sorted([*NAMES, "1-bad.csv", "2-bad.csv", "9-bad.csv"])


@FORKS_ONLY
@pytest.mark.parametrize(
    ("does", "reason"),
    [
        ("os.abort()", "crash"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "crash"),
        ("os._exit(0)", "crash"),
        ("[bytearray(2**28) for _ in range(9)]", "memory"),
        ("time.sleep(60)", "time"),
    ],
)
def test_a_file_that_ends_or_stalls_its_reader_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str, reason: str
) -> None:
    worker_that(does, monkeypatch)
    write_all(tmp_path, MIXED)
    with Crew(DESK, workers=2, seconds=2 if reason == "time" else 20) as crew:
        got = replies(crew, tmp_path, MIXED)
    assert sorted(got) == MIXED
    assert {name: reply.failure for name, reply in got.items()} == {
        name: reason if "bad" in name else "" for name in MIXED
    }
    assert all(len(unpack(got[name].data).lines) == 1 for name in NAMES)


def test_a_reader_that_can_neither_answer_nor_stop_itself_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker_that("signal.setitimer(signal.ITIMER_REAL, 0), time.sleep(60)", monkeypatch)
    monkeypatch.setattr(crew_module, "_GRACE_SECONDS", 0.2)
    write_all(tmp_path, ["bad.csv", *NAMES])
    with Crew(DESK, workers=1, seconds=2) as crew:
        got = replies(crew, tmp_path, ["bad.csv", *NAMES])
    assert got["bad.csv"].failure == "time"
    assert not any(got[name].failure for name in NAMES)


@FORKS_ONLY
def test_no_verdict_depends_on_what_was_read_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one reader keeps in memory from file to file never condemns the next file."""
    hoard = "worker.__dict__.setdefault('hoard', []).append(bytearray(2**28))"
    worker_that(hoard, monkeypatch)
    names = [f"bad{serial}.csv" for serial in range(8)]
    write_all(tmp_path, names)
    with Crew(DESK, workers=1) as crew:
        assert [reply.failure for reply in replies(crew, tmp_path, names).values()] == [""] * 8


def test_where_there_is_no_fork_a_new_process_takes_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew_module, "_FORKS", False)
    worker_that("os.abort()", monkeypatch)
    monkeypatch.setattr(crew_module, "_START", "import os; del os.fork; " + crew_module._START)
    names = ["0.csv", "1-bad.csv", "2.csv"]
    write_all(tmp_path, names)
    with Crew(DESK, workers=1) as crew:
        assert {name: reply.failure for name, reply in replies(crew, tmp_path, names).items()} == {
            "0.csv": "",
            "1-bad.csv": "crash",
            "2.csv": "",
        }


def test_a_process_that_does_not_start_is_a_fault_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew_module, "_START", "raise SystemExit(3)")
    write_all(tmp_path, NAMES)
    with Crew(DESK) as crew, pytest.raises(EnvironmentFault, match="does not start"):
        replies(crew, tmp_path, NAMES)


def test_no_process_outlives_its_crew(tmp_path: Path) -> None:
    write_all(tmp_path, NAMES)
    with Crew(DESK, workers=2) as crew:
        next(iter(crew.read([Order(tmp_path / name, name) for name in NAMES])))
        processes = [hand._process for hand in crew._hands]
    assert processes
    assert all(process.poll() is not None for process in processes)


def test_a_process_serves_one_question_after_another(tmp_path: Path) -> None:
    write_all(tmp_path, NAMES[:3])
    with Crew(DESK) as crew:
        for name in NAMES[:3]:
            (reply,) = crew.read([Order(tmp_path / name, name, wants="sheets")])
            assert unpack_sheets(reply.data)[0].rows[1].cells == ("焊工", "3")
        assert len(crew._hands) == 1


def test_a_path_with_quotes_and_line_breaks_reaches_the_reader(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "x.xlsx", GOOD).rename(tmp_path / 'a"\nb.xlsx')
    with Crew(DESK) as crew:
        (reply,) = crew.read([Order(tmp_path / 'a"\nb.xlsx', "a.xlsx")])
    assert [line.values.title for line in unpack(reply.data).lines] == ["焊工"]


def test_a_pipe_in_the_place_of_a_file_stalls_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    (tmp_path / "b.csv").symlink_to("/dev/zero")
    with Crew(DESK) as crew:
        got = replies(crew, tmp_path, ["a.csv", "b.csv"])
    assert {p.code for reply in got.values() for p in unpack(reply.data).problems} == {"intake-file-unopened"}


def test_the_reader_inherits_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET", "x")
    write_all(tmp_path, ["bad.csv"])
    worker_that("os.environ['A_SECRET']", monkeypatch)
    with Crew(DESK) as crew:
        (reply,) = crew.read([Order(tmp_path / "bad.csv", "bad.csv")])
    assert reply.failure == "crash"  # KeyError: the variable is not there


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


def test_a_process_that_reads_loads_nothing_that_it_does_not_need() -> None:
    """Each worker pays for what it imports before the first file: no validation, no tables, nothing of the parent's."""
    check = (
        "import pickle, sys; sys.path.insert(0, sys.argv[1]); import talentmap.intake.workers.worker; "
        "pickle.load(sys.stdin.buffer).prepare(); print(*sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-I", "-c", check, str(crew_module._PACKAGES)],
        input=pickle.dumps(DESK),
        capture_output=True,
        check=True,
    )
    heavy = {"pydantic", "pandas", "pyarrow", "duckdb", "talentmap.model.taxonomy", "talentmap.intake.take_in"}
    assert heavy.isdisjoint(said.stdout.decode().split())
