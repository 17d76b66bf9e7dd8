import csv
import datetime as dt
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talentmap.registry.extracts import delimited as delimited_module
from talentmap.registry.extracts import opened as opened_module
from talentmap.registry.extracts import parquet
from talentmap.registry.extracts.find import Extract
from talentmap.registry.extracts.mapping import ExtractMapping
from talentmap.registry.extracts.opened import ReadFault
from talentmap.registry.extracts.readers import open_extract
from talentmap.registry.extracts.transcoded import Transcoded
from talentmap.workbook import as_text

ROWS = [["姓名", "证件号", "学历"], ["张三", "11010519491231002X", "本科"], ["", "", ""], ["李四", "", "大专"]]
READ = [(2, ("张三", "本科")), (4, ("李四", "大专"))]


def extract(path, **mapping):
    keys = {"department": "hrss", "as_of": "2026-06-30", "trust": 3, "columns": {"name": "姓名"}, **mapping}
    return Extract(path, path.name, ExtractMapping.model_validate(keys))


def one_by_one(rows):
    """The rows of a stretch as (number, cells), cells None where the row is longer than the header."""
    cells = zip(*(column.to_pylist() for column in rows.columns), strict=True)
    return sorted([*zip(rows.numbers.to_pylist(), cells, strict=True), *((row, None) for row in rows.misshapen)])


def read(path, picks=(0, 2), **mapping):
    opened = open_extract(extract(path, **mapping))
    return opened.header, sorted(row for rows in opened.rows(picks) for row in one_by_one(rows)), opened.encoding


def delimited(path, encoding, separator=",", rows=ROWS):
    path.write_bytes("\r\n".join(separator.join(row) for row in rows).encode(encoding))
    return path


@pytest.mark.parametrize(
    ("encoding", "used"),
    [
        ("utf-8", "utf-8-sig"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16"),
    ],
)
def test_encodings(tmp_path, encoding, used):
    header, rows, found = read(delimited(tmp_path / "a.csv", encoding))
    assert (header, rows, found) == (tuple(ROWS[0]), READ, used)


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_separators(tmp_path, separator):
    assert read(delimited(tmp_path / "a.txt", "utf-8", separator))[1] == READ


def test_a_declared_encoding_is_held_to(tmp_path):
    path = delimited(tmp_path / "a.csv", "gb18030")
    assert read(path, encoding="GB2312")[1] == READ
    for declared in ("utf-8", "no-such", "base64", "rot13", "hex", "zlib", "undefined", "\0"):
        with pytest.raises(ReadFault) as raised:
            read(path, encoding=declared)
        assert (raised.value.code, raised.value.facts) == ("registry-encoding", {"tried": declared})


def test_bytes_of_no_encoding(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"\xff\x81\x20\xff\n")
    with pytest.raises(ReadFault, match="registry-encoding"):
        read(tmp_path / "a.csv")


def test_quoted_cells_keep_separators_and_line_breaks(tmp_path):
    (tmp_path / "a.csv").write_text('姓名,证件号,学历\n"张,三","a\nb",本科\n李四,,大专\n', encoding="utf-8")
    assert read(tmp_path / "a.csv")[1] == [(2, ("张,三", "本科")), (3, ("李四", "大专"))]


def test_long_and_short_rows(tmp_path):
    rows = [ROWS[0], ["张三"], ["李四", "", "大专", ""], ["王五", "", "大专", "多"]]
    assert read(delimited(tmp_path / "a.csv", "utf-8", rows=rows))[1] == [
        (2, ("张三", "")),
        (3, ("李四", "大专")),
        (4, None),
    ]


def test_a_cell_beyond_all_measure_breaks_off_with_its_row(tmp_path):
    (tmp_path / "a.csv").write_text('姓名,证件号,学历\n张三,,本科\n"' + "x" * 200_000, encoding="utf-8")
    opened = open_extract(extract(tmp_path / "a.csv"))
    rows = opened.rows((0, 2))
    assert one_by_one(next(rows)) == [(2, ("张三", "本科"))]
    with pytest.raises(ReadFault) as raised:
        next(rows)
    assert (raised.value.code, raised.value.facts) == ("registry-broken-off", {"row": 2})


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_empty_files(tmp_path, content):
    (tmp_path / "a.csv").write_text(content)
    with pytest.raises(ReadFault, match="registry-empty"):
        read(tmp_path / "a.csv")


def workbook(path, rows=ROWS, sheet="人员", top=0):
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("说明").write_string(0, 0, "说明") if sheet != "人员" else None
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows, start=top):
            for column, cell in enumerate(row):
                if cell != "":
                    page.write(number, column, cell)
    return path


def test_workbooks(tmp_path):
    assert read(workbook(tmp_path / "a.xlsx"))[:2] == (tuple(ROWS[0]), READ)


def test_rows_keep_the_numbers_that_the_sheet_shows(tmp_path):
    assert read(workbook(tmp_path / "a.xlsx", top=3))[1] == [(number + 3, cells) for number, cells in READ]


def test_a_sheet_by_name(tmp_path):
    path = workbook(tmp_path / "a.xlsx", sheet="名单")
    assert read(path, sheet="名单")[1] == READ
    with pytest.raises(ReadFault) as raised:
        read(path, sheet="没有")
    assert raised.value.facts == {"sheet": "没有", "sheets": "说明、名单"}


def test_numbers_and_dates_as_text():
    assert as_text(13800138000.0) == "13800138000"
    assert as_text(8500.5) == "8500.5"
    assert as_text(4.401041990010113e17) == "4.401041990010113e+17"
    assert as_text(dt.datetime(1990, 5, 3)) == as_text(dt.date(1990, 5, 3)) == "1990-05-03"
    assert as_text(None) == ""


def test_a_workbook_that_spans_the_whole_sheet_is_refused_before_it_is_opened(tmp_path):
    path = workbook(tmp_path / "a.xlsx", rows=[["姓名"]])
    with zipfile.ZipFile(path) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts[name] = parts[name].replace(b"</sheetData>", far)
    with zipfile.ZipFile(path, "w") as archive:
        for entry, content in parts.items():
            archive.writestr(entry, content)
    with pytest.raises(ReadFault, match="registry-workbook-too-large"):
        read(path)


def test_parquet_with_typed_columns(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "BATCH_ROWS", 2)
    table = pa.table({"id": [1, 2, 3], "name": ["a", None, "c"], "day": [dt.date(1990, 5, 3)] * 3})
    pq.write_table(table, tmp_path / "a.parquet")
    header, rows, encoding = read(tmp_path / "a.parquet", picks=(2, 1))
    assert (header, encoding) == (("id", "name", "day"), "")
    assert rows == [(1, ("1990-05-03", "a")), (2, ("1990-05-03", "")), (3, ("1990-05-03", "c"))]


@pytest.mark.parametrize("name", ["a.parquet", "a.xlsx", "a.xls"])
def test_truncated_files(tmp_path, name):
    whole = tmp_path / "whole"
    if name.endswith("parquet"):
        pq.write_table(pa.table({"a": list(range(1000))}), whole)
    else:
        workbook(whole)
    (tmp_path / name).write_bytes(whole.read_bytes()[:-400])
    with pytest.raises(ReadFault, match="registry-unreadable"):
        read(tmp_path / name, picks=(0,))


def test_rows_one_by_one_come_in_stretches(monkeypatch):
    monkeypatch.setattr(opened_module, "BATCH_ROWS", 2)
    stretches = list(opened_module.gathered(((n, ["a"]) for n in range(5)), (0, 3), 4))
    assert [len(rows) for rows in stretches] == [2, 2, 1]
    assert one_by_one(stretches[2]) == [(4, ("a", ""))]


CELLS = st.sampled_from(["", "张三", " ", "a,b", 'say "x"', "line\nbreak", "本科"])
LINES = st.lists(st.lists(CELLS, min_size=0, max_size=5), max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES, st.sampled_from(["utf-8", "gb18030", "utf-16"]), st.sampled_from([48, 4096]))
def test_what_arrow_reads_is_what_the_csv_module_reads(tmp_path, monkeypatch, lines, encoding, block):
    monkeypatch.setattr(delimited_module, "_BLOCK", block)
    path = tmp_path / "a.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([["姓名", "证件号", "学历"], *lines])
    with path.open(encoding=encoding, newline="") as file:
        plain = list(enumerate(csv.reader(file), start=1))[1:]
    said = [(number, cells) for number, cells in plain if any(cell.strip() for cell in cells)]
    padded = [(number, [*cells, "", "", ""]) for number, cells in said]
    expected = [
        (number, None if any(cell.strip() for cell in cells[3:]) else (cells[0], cells[2])) for number, cells in padded
    ]
    assert read(path)[1] == expected


def test_a_quotation_mark_that_nobody_closed_breaks_off(tmp_path):
    (tmp_path / "a.csv").write_text('姓名,证件号,学历\n张三,,本科\n李四,"1,大专\n王五,,大专\n', encoding="utf-8")
    rows = open_extract(extract(tmp_path / "a.csv")).rows((0, 2))
    assert one_by_one(next(rows)) == [(2, ("张三", "本科"))]
    with pytest.raises(ReadFault) as raised:
        list(rows)
    assert (raised.value.code, raised.value.facts) == ("registry-broken-off", {"row": 2})


@pytest.mark.parametrize("size", [1, 3, 7, 1 << 16])
def test_gb18030_is_read_as_its_codec_reads_it(tmp_path, monkeypatch, size):
    monkeypatch.setattr("talentmap.registry.extracts.transcoded.CHUNK", size)
    every = [chr(code) for code in (*range(1, 0xD800), *range(0xE000, 0x10000), *range(0x1F300, 0x1F400))]
    narrow = "".join(letter for letter in every if gbk_knows(letter))
    for text in (narrow, "".join(every), narrow[-5000:] + "\U00020000" + narrow[:5000]):
        content = text.encode("gb18030")
        (tmp_path / "a.csv").write_bytes(content)
        with Transcoded(tmp_path / "a.csv", "gb18030") as stream:
            assert stream.read() == content.decode("gb18030").encode()


def gbk_knows(letter):
    try:
        return bool(letter.encode("gbk"))
    except UnicodeEncodeError:
        return False


@pytest.mark.parametrize(("encoding", "bad"), [("utf-8", b"\xff"), ("gb18030", b"\xff\xff")])
def test_a_byte_of_no_character_far_into_a_file_breaks_off_there(tmp_path, encoding, bad, monkeypatch):
    monkeypatch.setattr("talentmap.registry.extracts.transcoded.CHUNK", 64)
    monkeypatch.setattr(delimited_module, "_BLOCK", 4096)
    lines = "姓名,证件号,学历\n" + "张三,,本科\n" * 2000
    (tmp_path / "a.csv").write_bytes(lines.encode(encoding) + bad + "李四,,大专\n".encode(encoding))
    stretches = open_extract(extract(tmp_path / "a.csv", encoding=encoding)).rows((0, 2))
    with pytest.raises(ReadFault) as raised:
        list(stretches)
    assert raised.value.code == "registry-broken-off"
    assert 1000 < raised.value.facts["row"] <= 2001


TITLED = [["云栖市参保名单"], ["单位：人"], ["", ""], *ROWS]


def test_a_title_above_the_header_is_passed_over(tmp_path):
    header, rows, _ = read(delimited(tmp_path / "a.csv", "gb18030", rows=TITLED))
    assert header == tuple(ROWS[0])
    assert rows == [(5, ("张三", "本科")), (7, ("李四", "大专"))]


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_the_separator_is_that_of_the_header_not_of_the_title(tmp_path, separator):
    rows = [["名单，按区、按年；共 2 人 | 2026"], *ROWS]
    assert read(delimited(tmp_path / "a.csv", "utf-8", separator, rows))[1] == [
        (3, ("张三", "本科")),
        (5, ("李四", "大专")),
    ]


def workbook_of(path, **sheets):
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, cells)
    return path


def test_the_sheet_that_has_the_columns_is_read_whichever_comes_first(tmp_path):
    path = workbook_of(tmp_path / "a.xlsx", 封面=[["毕业生名单"]], 明细=TITLED)
    header, rows, _ = read(path)
    assert (header, rows) == (tuple(ROWS[0]), [(5, ("张三", "本科")), (7, ("李四", "大专"))])
    assert open_extract(extract(path)).unread_sheets == ()


def test_more_sheets_with_the_same_columns_are_named(tmp_path):
    path = workbook_of(tmp_path / "a.xlsx", 西湖区=ROWS, 云山县=ROWS)
    assert open_extract(extract(path)).unread_sheets == ("云山县",)
    assert open_extract(extract(path, sheet="西湖区")).unread_sheets == ()
