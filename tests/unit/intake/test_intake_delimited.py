from __future__ import annotations

import csv
import io
import random

import pytest

from talentmap.encoding import UnknownEncoding, decode
from talentmap.intake.files.delimited import DelimitedFault, read_delimited

SIMPLIFIED = [
    "岗位名称",
    "需求人数",
    "焊工",
    "设备维修工程师",
    "本科及以上",
    "薪资待遇",
    "清远市清城区",
    "质量检验员",
    "熟悉电气控制",
]
TRADITIONAL = [
    "崗位名稱",
    "需求人數",
    "焊工",
    "設備維修工程師",
    "本科及以上",
    "薪資待遇",
    "臺北市",
    "品質檢驗員",
    "熟悉電氣控制",
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk", "gb2312"])
def test_simplified_text_is_read_in_every_encoding(encoding: str) -> None:
    dice = random.Random(1)  # noqa: S311 - the same samples every time
    for _ in range(100):
        text = ",".join(dice.choices(SIMPLIFIED, k=dice.randint(2, 8)))
        assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize("encoding", ["big5", "cp950", "utf-8"])
def test_traditional_text_is_read_in_every_encoding(encoding: str) -> None:
    dice = random.Random(2)  # noqa: S311 - the same samples every time
    for _ in range(100):
        text = ",".join(dice.choices(TRADITIONAL, k=dice.randint(1, 8)))
        assert decode(text.encode(encoding))[0] == text


def test_gb_bytes_that_happen_to_be_utf_8_are_still_gb() -> None:
    assert decode("RPO专员".encode("gbk"))[0] == "RPO专员"
    assert decode("café 5μm".encode())[0] == "café 5μm"


def test_the_encoding_used_is_told() -> None:
    assert decode("岗位".encode("gbk"))[1] == "gb18030"
    assert decode("職稱與職務名稱".encode("big5"))[1] == "big5"


@pytest.mark.parametrize("content", [b"\xff\xff\xff\xff", "岗位名称".encode()[:-1], b"caf\xe9 cr\xe8me"])
def test_what_no_encoding_makes_sense_of_is_refused(content: bytes) -> None:
    with pytest.raises(UnknownEncoding):
        decode(content)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_whatever_the_cells_hold(delimiter: str) -> None:
    records = [
        ["岗位名称", "需求人数", "岗位职责"],
        ["焊工", "3", "会焊接,懂图纸;能加班\t吃苦|耐劳"],
        ["钳工", "1", '说"好"\n的人'],
    ]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(records)
    table = read_delimited(out.getvalue().encode())
    assert table.delimiter == delimiter
    assert [list(record) for record in table.records] == records


def test_an_excel_separator_line_is_obeyed() -> None:
    assert read_delimited("sep=;\r\n岗位名称;人数\r\n焊工;3".encode()).records[1] == ("焊工", "3")


@pytest.mark.parametrize(
    ("lines", "row"),
    [
        ('甲,"焊工,3\n乙,钳工,2\n', 2),
        ('甲,焊工,3\n乙,"钳工,2', 3),
        ('甲,"焊工,3\n乙,"钳工",2\n', 2),
        ('甲,"持有"焊工,电工"证",3\n', 2),
        ('甲,焊工,3\n"' + "x\n" * 200_000, 3),
    ],
)
def test_a_quote_that_would_swallow_cells_is_told_with_its_row(lines: str, row: int) -> None:
    with pytest.raises(DelimitedFault, match="intake-csv-quote") as fault:
        read_delimited(("企业名称,岗位名称,需求人数\n" + lines).encode())
    assert fault.value.facts == {"row": row}


def test_a_stray_quote_that_harms_nothing_is_read() -> None:
    table = read_delimited('岗位名称,需求人数\n"5"管焊工,3\n钳工"甲",2\n电工,"1"\n'.encode())
    assert table.records[1:] == (("5管焊工", "3"), ('钳工"甲"', "2"), ("电工", "1"))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"x" * 1_100_000, "intake-csv-line"),
        (b"a,b\n" + b"," * 20_000, "intake-file-cells"),
        (b"a,b\n" * 30_001, "intake-file-cells"),
        ((b"," * 9_999 + b"\n") * 60, "intake-file-cells"),
    ],
)
def test_a_text_that_is_no_survey_by_its_size_is_refused_with_the_limit(content: bytes, code: str) -> None:
    with pytest.raises(DelimitedFault, match=code) as fault:
        read_delimited(content)
    assert fault.value.facts["limit"]


def test_full_width_marks_part_cells_only_where_the_header_has_them() -> None:
    assert read_delimited("岗位名称，需求人数\n焊工，3".encode()).records[1] == ("焊工", "3")
    assert read_delimited("岗位名称\n焊工，电工".encode()).records[1] == ("焊工，电工",)
