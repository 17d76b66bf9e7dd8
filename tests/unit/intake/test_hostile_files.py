from __future__ import annotations

import os
import random
import zipfile
from pathlib import Path

import pytest
from intake_samples import codes, files, raw_xlsx, rows, take, text_cell, write_csv, write_xlsx

from examples.generator.compound_file import compound

HEADER = f'<row r="1">{text_cell("A1", "岗位名称")}{text_cell("B1", "需求人数")}</row>'
LINE = f'<row r="2">{text_cell("A2", "焊工")}<c r="B2"><v>3</v></c></row>'
GOOD = [["岗位名称", "需求人数"], ["焊工", 3]]


def refused(folder: Path, name: str, code: str) -> None:
    write_csv(folder / "清远好企业有限公司.csv", GOOD)
    intake = take(folder)
    row = files(intake)[name]
    assert (row["status"], row["rows_in"]) == ("unreadable", 0)
    assert code in [problem.code for problem in intake.problems if problem.source.file == name]
    assert [line["title"] for line in rows(intake)] == ["焊工"]


def test_a_cell_in_the_last_corner_is_refused_by_name(tmp_path: Path) -> None:
    raw_xlsx(tmp_path / "a.xlsx", HEADER + LINE + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    refused(tmp_path, "a.xlsx", "intake-cell-far")
    problem = next(p for p in take(tmp_path).problems if p.code == "intake-cell-far")
    assert "XFD1048576" in problem.wrong("zh")


def test_a_merge_of_the_whole_sheet_is_harmless(tmp_path: Path) -> None:
    merge = '<mergeCells count="1"><mergeCell ref="A3:XFD1048576"/></mergeCells>'
    raw_xlsx(tmp_path / "a.xlsx", HEADER + LINE, merge)
    intake = take(tmp_path)
    assert [(line["title"], line["headcount"]) for line in rows(intake)] == [("焊工", 3)]
    raw_xlsx(tmp_path / "a.xlsx", HEADER + LINE, merge.replace("A3", "A1"))
    assert files(take(tmp_path))["a.xlsx"]["status"] in ("used", "unreadable")


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    raw_xlsx(tmp_path / "a.xlsx", HEADER + LINE + " " * (24 * 2**20))
    refused(tmp_path, "a.xlsx", "intake-file-bomb")


def test_a_bomb_that_nobody_unpacks_is_harmless(tmp_path: Path) -> None:
    with zipfile.ZipFile(raw_xlsx(tmp_path / "a.xlsx", HEADER + LINE), "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.bmp", bytes(24 * 2**20))
    assert [line["title"] for line in rows(take(tmp_path))] == ["焊工"]


def test_a_truncated_workbook_is_broken(tmp_path: Path) -> None:
    content = write_xlsx(tmp_path / "a.xlsx", GOOD).read_bytes()
    (tmp_path / "a.xlsx").write_bytes(content[: len(content) // 2])
    refused(tmp_path, "a.xlsx", "intake-file-broken")


def test_a_doctype_is_refused(tmp_path: Path) -> None:
    raw_xlsx(tmp_path / "a.xlsx", HEADER + LINE, prolog='<!DOCTYPE x [<!ENTITY a "aaaa">]>')
    refused(tmp_path, "a.xlsx", "intake-file-doctype")


@pytest.mark.parametrize("blank_rows", [200_000])
def test_blank_formatted_rows_are_an_honest_file(tmp_path: Path, blank_rows: int) -> None:
    blank = "".join(f'<row r="{number}"><c r="A{number}" s="1"/></row>' for number in range(3, blank_rows))
    raw_xlsx(
        tmp_path / "a.xlsx",
        HEADER + LINE + blank + f'<row r="1048576">{"<c r=@A1048576@ s=@1@/>".replace("@", chr(34))}</row>',
    )
    intake = take(tmp_path)
    assert [(line["title"], line["headcount"]) for line in rows(intake)] == [("焊工", 3)]
    assert files(intake)["a.xlsx"]["rows_in"] == 1


def test_a_password_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y" * 5000}))
    refused(tmp_path, "a.xlsx", "intake-file-password")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xls", b"<html><table><tr><td>x</td></tr></table></html>", "intake-file-html"),
        ("a.csv", b"", "intake-file-empty"),
        ("a.csv", b" \r\n\t\r\n", "intake-file-empty"),
        ("a.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "intake-file-wps"),
        ("a.pdf", b"%PDF-1.7 x", "intake-file-kind"),
        ("a.csv", b"%PDF-1.7 x", "intake-file-kind"),
        ("a.docx", b"plain words", "intake-file-kind"),
        ("a.xlsx", b"PK\x03\x04" + bytes(50), "intake-file-broken"),
        ("a.csv", "岗位名称\n焊工".encode("gb18030") + b"\xff\xff\xff", "intake-encoding"),
        ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "Workbook".encode("utf-16-le") + bytes(900), ""),
    ],
)
def test_what_is_no_table_is_refused_with_its_cure(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    if code:
        refused(tmp_path, name, code)
    else:
        assert files(take(tmp_path))[name]["status"] == "unreadable"


def test_binary_junk_named_csv_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(bytes(range(1, 256)) * 20)
    refused(tmp_path, "a.csv", "intake-file-binary")


def test_odd_file_names_neither_stop_nor_fool(tmp_path: Path) -> None:
    for name in ("a\nb.csv", "甲 'x\" $(y).csv", "\u202evsc.txt", "-rf.csv"):
        write_csv(tmp_path / name, GOOD)
    (tmp_path / os.fsdecode(b"\xff\xfe.csv")).write_bytes("岗位名称\n钳工".encode())
    intake = take(tmp_path)
    assert intake.files.num_rows == 5
    assert all(character.isprintable() for row in files(intake) for character in row)
    assert "intake-file-failed" not in codes(intake)


def test_lock_and_hidden_files_are_left_out_and_links_refused_with_a_reason(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", GOOD)
    write_csv(tmp_path / "~$a.csv", GOOD)
    write_csv(tmp_path / ".hidden.csv", GOOD)
    (tmp_path / "link.csv").symlink_to("/etc/passwd")
    (tmp_path / "up.csv").symlink_to("..")
    intake = take(tmp_path)
    assert {name: row["status"] for name, row in files(intake).items()} == {
        "a.csv": "used",
        "link.csv": "unreadable",
        "up.csv": "unreadable",
    }
    assert codes(intake).count("intake-file-unopened") == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_a_pipe_with_a_name_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    refused(tmp_path, "a.csv", "intake-file-unopened")


def test_text_is_read_under_the_ending_of_a_workbook(tmp_path: Path) -> None:
    write_csv(tmp_path / "清远甲有限公司.xls", GOOD, "gb18030", "\t")
    assert [line["title"] for line in rows(take(tmp_path))] == ["焊工"]


@pytest.mark.parametrize("cells", ["1" * 20_000, "9" * 400, "1e" + "9" * 9000, "1-" * 9000, "（" * 9000, "万" * 9000])
def test_endless_values_are_questions_and_no_failure(tmp_path: Path, cells: str) -> None:
    header = ["企业名称", "员工人数", "岗位名称", "需求人数", "月薪（元）", "工作经验", "空缺时长（月）", "工作地点"]
    write_xlsx(tmp_path / "a.xlsx", [header, ["清远甲有限公司", cells, "焊工", 3, *[cells] * 4]])
    intake = take(tmp_path)
    assert "intake-file-failed" not in codes(intake)
    assert [line["headcount"] for line in rows(intake)] == [3]


def test_merges_upon_merges_never_reach_the_limit_of_time(tmp_path: Path) -> None:
    notes = "".join(f'<row r="{n}">{text_cell(f"A{n}", f"备注{n}")}</row>' for n in range(3, 8000))
    merges = "".join(f'<mergeCell ref="A1:XFD{n}"/>' for n in range(2, 8000))
    raw_xlsx(tmp_path / "a.xlsx", HEADER + LINE + notes, f"<mergeCells>{merges}</mergeCells>")
    assert files(take(tmp_path))["a.xlsx"]["status"] in ("used", "rejected", "unreadable")
    assert "intake-file-slow" not in codes(take(tmp_path))


def test_mutated_workbooks_never_stop_the_run(tmp_path: Path) -> None:
    good = write_xlsx(tmp_path / "good.xlsx", GOOD).read_bytes()
    dice = random.Random(7)  # noqa: S311 - the same mutations every time
    for serial in range(60):
        content = bytearray(good)
        for _ in range(dice.choice((1, 4, 30))):
            content[dice.randrange(len(content))] = dice.randrange(256)
        (tmp_path / f"{serial}.xlsx").write_bytes(content)
    intake = take(tmp_path)
    assert intake.files.num_rows == 61
    assert "intake-file-failed" not in codes(intake)
    assert all(r["rows_in"] == r["used"] + r["rejected"] + r["duplicate"] for r in files(intake).values())


def test_bad_files_change_nothing_in_the_good_ones(tmp_path: Path) -> None:
    for serial in range(12):
        write_csv(tmp_path / f"清远{serial}号有限公司.csv", [["岗位名称", "需求人数"], [f"焊工{serial}", serial + 1]])
    alone = take(tmp_path).demand
    raw_xlsx(tmp_path / "bad.xlsx", HEADER + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    (tmp_path / "junk.csv").write_bytes(os.urandom(2000))
    assert take(tmp_path).demand.equals(alone)
