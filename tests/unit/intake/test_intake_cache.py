from __future__ import annotations

import datetime as dt
import gc
import json
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from intake_samples import CATALOG, codes, credit_code, raw_xlsx, rows, text_cell, write_csv, write_xlsx

from talentmap.intake.desk import desk_of
from talentmap.intake.files.grid import Merge, Row, Sheet
from talentmap.intake.receive import receive
from talentmap.intake.take_in import Intake, survey_files, take_in
from talentmap.intake.terms import NO_TERMS, Terms
from talentmap.intake.workers import cache as cache_module
from talentmap.intake.workers import crew as crew_module
from talentmap.intake.workers import read_all
from talentmap.intake.workers.cache import fingerprint
from talentmap.intake.workers.carry import pack, pack_sheets, unpack, unpack_sheets
from talentmap.intake.workers.crew import Crew

DESK = desk_of(CATALOG)
HEADER = ["企业名称", "统一社会信用代码", "岗位名称", "需求人数", "学历要求", "月薪", "引才痛点", "联系人", "联系电话"]
PHONE, PERSON = "13812345678", "欧阳测试"


def write_surveys(folder: Path, count: int) -> None:
    """Files with a bit of everything: questions, twice the same line, later answers, personal cells."""
    for serial in range(count):
        firm = f"清远{serial % 7}号有限公司"
        lines = [
            [
                firm,
                credit_code(serial % 7),
                f"焊工{line % 3}",
                line % 4 or "若干",
                "大专",
                "面议",
                "手续多",
                PERSON,
                PHONE,
            ]
            for line in range(6)
        ]
        lines.append([firm, "", f"联系 {PHONE}", 2, "高中及以上", "8-12万/年", "", PERSON, PHONE])
        write = write_xlsx if serial % 2 else write_csv
        write(folder / f"{serial}.{'xlsx' if serial % 2 else 'csv'}", [HEADER, *lines])


def ours(folder: Path, cache: Path | None = None) -> Intake:
    return take_in(survey_files(folder), folder, CATALOG, cache=cache)


def said(intake: Intake) -> bytes:
    """All that intake says, byte for byte."""
    tables = [intake.enterprises, intake.demand, intake.pains, intake.incentive_use, intake.files]
    problems = [(repr(problem), problem.wrong("zh"), problem.fix("en")) for problem in intake.problems]
    return json.dumps([[table.to_pylist() for table in tables], problems], ensure_ascii=False).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    surveys = tmp_path / "surveys"
    surveys.mkdir()
    write_surveys(surveys, 12)
    return surveys


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were given to a crew."""
    names: list[str] = []
    replies = read_all._replies

    def noted(orders, desk):
        names.extend(order.file for order in orders)
        return replies(orders, desk)

    monkeypatch.setattr(read_all, "_replies", noted)
    return names


def test_with_or_without_cache_the_result_is_the_same(folder: Path, tmp_path: Path, read: list[str]) -> None:
    plain = said(ours(folder))
    read.clear()
    cache = tmp_path / "cache"
    assert said(ours(folder, cache)) == plain
    assert len(read) == 12
    assert said(ours(folder, cache)) == plain
    assert len(read) == 12
    (cache / "settled.cache").unlink()
    assert said(ours(folder, cache)) == plain
    assert len(read) == 12


@pytest.mark.parametrize(
    ("change", "again"),
    [
        (lambda folder: write_csv(folder / "0.csv", [HEADER[2:4], ["车工", 4]]), ["0.csv"]),
        (lambda folder: (folder / "0.csv").rename(folder / "new.csv"), ["new.csv"]),
        (lambda folder: (folder / "0.csv").unlink(), []),
        (lambda folder: shutil.copy(folder / "0.csv", folder / "99.csv"), ["99.csv"]),
        (lambda folder: (folder / "0.csv").touch(), []),
    ],
)
def test_only_what_changed_is_read_again(
    folder: Path, tmp_path: Path, read: list[str], change: Callable[[Path], object], again: list[str]
) -> None:
    ours(folder, tmp_path / "cache")
    change(folder)
    read.clear()
    cached = ours(folder, tmp_path / "cache")
    assert read == again
    assert said(cached) == said(ours(folder))


@pytest.mark.parametrize("name", ["surveys.cache", "settled.cache"])
def test_a_torn_or_altered_cache_is_read_anew(folder: Path, tmp_path: Path, name: str) -> None:
    cache = tmp_path / "cache"
    plain = said(ours(folder, cache))
    whole = (cache / name).read_bytes()
    dice = random.Random(3)  # noqa: S311 - the same alterations every time
    for torn in (b"", b"\n", whole[:-1], whole[: len(whole) // 2], whole.replace(b"\t", b" "), whole + b"x\ty\n"):
        (cache / name).write_bytes(torn)
        assert said(ours(folder, cache)) == plain
    for _ in range(25):
        altered = bytearray(whole)
        altered[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
        (cache / name).write_bytes(altered)
        (cache / ("settled.cache" if name == "surveys.cache" else "surveys.cache")).unlink(missing_ok=True)
        assert said(ours(folder, cache)) == plain
    assert said(ours(folder, cache)) == plain


def test_an_altered_value_is_not_believed(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    plain = said(ours(folder, cache))
    for name in ("surveys.cache", "settled.cache"):
        whole = (cache / name).read_bytes()
        assert "焊工0".encode() in whole
        (cache / name).write_bytes(whole.replace("焊工0".encode(), "焊工9".encode()))
    assert said(ours(folder, cache)) == plain


def test_another_catalog_or_other_terms_know_nothing_of_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: list[str]
) -> None:
    others = [
        (CATALOG.model_copy(update={"districts": {}}), NO_TERMS),
        (CATALOG, Terms(edition_id="other")),
        (CATALOG, Terms(item_ids=frozenset({"x"}))),
    ]
    assert len({fingerprint(CATALOG, NO_TERMS), *(fingerprint(*other) for other in others)}) == 4
    assert fingerprint(CATALOG, NO_TERMS) == fingerprint(CATALOG.model_copy(deep=True), NO_TERMS)
    ours(folder, tmp_path / "cache")
    monkeypatch.setattr(cache_module, "_readers", lambda: "other code")
    read.clear()
    ours(folder, tmp_path / "cache")
    assert len(read) == 12


def test_all_code_that_reads_is_watched() -> None:
    watched = set(map(str, cache_module.reading_code()))
    loaded = {name: module.__file__ for name, module in sys.modules.items() if name.startswith("talentmap.intake")}
    assert len(loaded) > 40
    assert set(loaded.values()) <= watched


def test_no_personal_cell_is_kept(folder: Path, tmp_path: Path) -> None:
    ours(folder, tmp_path / "cache")
    kept = b"".join(path.read_bytes() for path in (tmp_path / "cache").iterdir())
    assert "焊工".encode() in kept
    assert PHONE.encode() not in kept
    assert PERSON.encode() not in kept
    assert json.dumps(PERSON).encode() not in kept


def test_a_folder_that_cannot_be_written_to_is_no_fault(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file stands in the way")
    assert said(ours(folder, tmp_path / "cache")) == said(ours(folder))


def test_a_verdict_that_hangs_on_this_machine_is_not_kept(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was too slow or too large today may be read tomorrow."""
    slow = (
        "import sys, time; sys.path.insert(0, sys.argv[1]); from talentmap.intake.workers import worker; "
        "read = worker.receive; pause = lambda file: time.sleep(9) if file == '0.csv' else None; "
        "worker.receive = lambda path, file, desk: pause(file) or read(path, file, desk); worker.main()"
    )
    with monkeypatch.context() as patch:
        patch.setattr(crew_module, "_START", slow)
        patch.setattr(read_all, "Crew", lambda desk: Crew(desk, seconds=1))
        assert "intake-file-slow" in codes(ours(folder, tmp_path / "cache"))
    assert said(ours(folder, tmp_path / "cache")) == said(ours(folder))


def test_neither_order_nor_the_number_of_processes_matters(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = said(ours(folder))
    paths = survey_files(folder)
    for workers in (1, 3):
        monkeypatch.setattr(read_all, "Crew", lambda desk, workers=workers: Crew(desk, workers))
        monkeypatch.setattr("talentmap.intake.workers.crew._FILES_EACH", 1)
        random.Random(workers).shuffle(paths)  # noqa: S311 - the same order every time
        assert said(take_in(paths, folder, CATALOG)) == plain


def test_the_result_of_good_files_is_that_of_the_good_files_alone(folder: Path) -> None:
    alone = ours(folder)
    far = f'<row r="1">{text_cell("A1", "岗位名称")}</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    raw_xlsx(folder / "0-bad.xlsx", far)
    (folder / "5-bad.xlsx").write_bytes((folder / "1.xlsx").read_bytes()[:700])
    (folder / "z-bad.csv").write_bytes(bytes(range(1, 256)) * 9)
    both = ours(folder)
    assert [row for row in both.files.to_pylist() if "bad" not in row["file"]] == alone.files.to_pylist()
    assert [problem for problem in both.problems if "bad" not in problem.source.file] == list(alone.problems)
    for name in ("enterprises", "demand", "pains", "incentive_use"):
        assert getattr(both, name).equals(getattr(alone, name)), name


@pytest.mark.parametrize("was_on", [True, False])
def test_the_search_for_cycles_is_left_as_it_was(folder: Path, was_on: bool) -> None:
    (gc.enable if was_on else gc.disable)()
    try:
        take_in(survey_files(folder), folder, CATALOG)
        assert gc.isenabled() is was_on
    finally:
        gc.enable()


def test_what_is_packed_is_unpacked(folder: Path) -> None:
    for path in survey_files(folder):
        submission = receive(path, path.name, DESK)
        again = unpack(pack(submission))
        assert pack(again) == pack(submission)
        assert (again.problems, again.pains, again.sha256) == (submission.problems, submission.pains, submission.sha256)
        for line, other in zip(submission.lines, again.lines, strict=True):
            assert line._replace(identity=None) == other._replace(identity=None)
        alike = {line.identity: other.identity for line, other in zip(submission.lines, again.lines, strict=True)}
        assert len(set(alike.values())) == len(alike)


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b"null", b'{"file": "x"}', b"\xff", b'{"lines": [[0]]}'])
def test_what_is_no_submission_is_not_unpacked(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        unpack(data)


def test_sheets_travel_with_dates_and_merges(tmp_path: Path) -> None:
    sheet = Sheet("甲", (Row(3, ("x", None, 1, 2.5, True, dt.date(2026, 2, 3))),), (Merge(1, 0, 2, 3),), 2, hidden=True)
    assert unpack_sheets(pack_sheets([sheet])) == (sheet,)


def test_lines_that_say_the_same_are_still_found_after_the_journey(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", [HEADER[2:4], ["焊工", 2], ["焊工", 2], ["焊工", 3]])
    intake = ours(tmp_path)
    assert codes(intake).count("intake-duplicate-line") == 1
    assert sorted(line["headcount"] for line in rows(intake)) == [2, 3]
