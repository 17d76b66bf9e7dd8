from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.catalog.tabular import Unreadable, delimiter_of, lines_of, rows_of, text_of

WORDS = "职业编码,职业名称,定义\n2-01,焊工,操作焊接设备的人员\n2-02,钳工,装配机械的人员\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_any_encoding(encoding):
    assert text_of(WORDS.encode(encoding)) == WORDS


def test_text_of_western_europe_and_with_a_torn_character():
    assert text_of("title\nCaf\xe9 manager\n".encode("cp1252") * 3).startswith("title\nCafé manager")
    torn = ("焊工\n" * 200).encode()[:-2]
    assert text_of(torn).startswith("焊工\n焊工")
    assert text_of("焊\x00工\n".encode()) == "焊工\n"


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(Unreadable, match="encoding"):
        text_of(bytes(range(128, 256)) * 50)


def test_every_line_end_is_one():
    assert text_of(b"a\r\nb\rc\n") == "a\nb\nc\n"
    assert list(lines_of("a\nb\x0bc\u2028d")) == ["a\n", "b\x0bc\u2028d"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_told_by_the_first_line(delimiter):
    assert delimiter_of(f'\n"id"{delimiter}"a,b"{delimiter}c\n') == delimiter


def test_a_line_that_names_the_separator_is_no_row():
    assert list(rows_of("sep=;\na;b\n1;2\n")) == [(2, ["a", "b"]), (3, ["1", "2"])]


def test_rows_begin_on_their_line():
    rows = list(rows_of('id,name\n1,"焊工\n二行"\n\n2,钳工\n'))
    assert rows == [(1, ["id", "name"]), (2, ["1", "焊工\n二行"]), (4, []), (5, ["2", "钳工"])]


def test_a_quote_that_is_never_closed_swallows_no_row():
    rows = list(rows_of('id,name\n1,"焊工\n2,钳工\n3,"车工"\n'))
    assert rows == [(1, ["id", "name"]), (2, ["1", '"焊工']), (3, ["2", "钳工"]), (4, ["3", "车工"])]


def test_quotes_are_letters_where_a_format_has_none():
    assert list(rows_of('a\t"b\n"c"\td\n', delimiter="\t", quoted=False)) == [(1, ["a", '"b']), (2, ['"c"', "d"])]


@given(st.lists(st.lists(st.text("a,\"\n;'\t焊 ", max_size=6), min_size=2, max_size=4), min_size=1, max_size=6))
def test_what_the_csv_module_writes_is_read_again(table):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["id", "name"], *table])
    assert [cells for _, cells in rows_of(out.getvalue(), delimiter=",")] == [["id", "name"], *table]


@given(st.text('a,"\n;', max_size=60))
def test_no_text_breaks_the_reader_and_no_line_is_lost(text):
    rows = list(rows_of(text, delimiter=","))
    letters = sorted("".join(cell for _, cells in rows for cell in cells).replace("\n", ""))
    assert [letter for letter in letters if letter in "a;"] == sorted(letter for letter in text if letter in "a;")
    assert [number for number, _ in rows] == sorted(number for number, _ in rows)
