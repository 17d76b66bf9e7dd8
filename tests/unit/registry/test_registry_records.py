"""Reading by columns against the slow, obvious reading row by row."""

import csv
import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from obvious_records import Obvious

from talentmap.registry import pseudonym_key
from talentmap.registry.extracts.find import Extract
from talentmap.registry.extracts.mapping import ExtractMapping, RecordField
from talentmap.registry.identity.identity_number import IdFault, read_resident_id, with_check_digit
from talentmap.registry.identity.resident_ids import read_resident_ids
from talentmap.registry.reading import Reading

REFERENCE = dt.date(2026, 6, 30)
KEY = pseudonym_key(illustrative=True)
ZHANG = with_check_digit("99180119900503001")
OLD = with_check_digit("11010519301231002")
COMING = with_check_digit("44180220270101001")
IDS = [
    "",
    "无",
    ZHANG,
    ZHANG.lower(),
    f" {ZHANG} ",
    ZHANG[:17] + "?",
    OLD,
    COMING,
    "110105491231002",
    "123",
    "1.1E+17",
    with_check_digit("00010519901301001"),
    with_check_digit("00010519900228001"),
    ZHANG[:16] + "XX",
    "张" * 6,
]
CELLS = {
    "id_number": IDS,
    "name": ["", "张三丰", "张 三丰", "李*", "阿依·古丽", "-", "王"],
    "phone": ["", "13800138000", "138****8000", "0763-3366888", "11111111", "+86 13800138000", "电话"],
    "birth_date": ["", "1990-05-03", "1990", "1991/5/3", "2031-05", "1930-01", "昨天", "无"],
    "sex": ["", "男", "女", "不明"],
    "education": ["", "本科", "无", "大学", "不限"],
    "school": ["", "华南理工大学", "张三丰的学校", "打 13800138000", "（一中）"],
    "job_title": ["", "焊工", f"焊工{ZHANG}", "—"],
    "professional_title": ["", "工程师", "无"],
    "certificates": ["", "焊工证、电工证", "电工证;焊工证;无"],
    "employer_id": ["", "91 4418 00ma", ZHANG, "138 0013 8000"],
    "industry": ["", "C3252", "3252 ", "T1"],
    "status": ["", "在职", "求职", "别的"],
    "graduation_year": ["", "2020", "2062", "1999", "六月"],
    "pay_month": ["", "8500", "八千", "0"],
}  # fmt: skip
ROWS = st.lists(
    st.fixed_dictionaries({field: st.sampled_from(values) for field, values in CELLS.items()}), min_size=1, max_size=4
)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.sampled_from(["", "employed"]))
def test_columns_say_what_rows_say_one_by_one(catalog, rows, status):
    mapping = ExtractMapping.model_validate(
        {
            "department": "hrss",
            "as_of": "2026-06-30",
            "trust": 3,
            "columns": {field: field for field in CELLS},
            "codes": {"education": {"大学": "bachelor"}, "job_title": {"焊工": "电焊工"}},
            "status": status or None,
        }
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["mark", *CELLS])
            writer.writeheader()
            writer.writerows({"mark": "示例", **row} for row in rows)
        extract = Extract(path, "a.csv", mapping)
        reading = Reading(catalog, KEY, REFERENCE)
        read = [record for batch in reading.batches([extract], lambda *_: None) for record in batch.to_pylist()]
    obvious = Obvious(extract, catalog, KEY, REFERENCE)
    expected, noted = [], set()
    for number, row in enumerate(rows, start=2):
        record, codes = obvious.record(number, {RecordField(field): cell for field, cell in row.items()})
        expected += [record] if record else []
        noted |= {(code, header) for code, header in codes}
    assert read == [{name: record[name] for name in read[0]} for record in expected] if read else not expected
    assert {(problem.code, problem.source.header) for problem in reading.problems} == noted
    account = reading.accounts[0]
    assert (account.rows_in, account.used, account.rejected) == (len(rows), len(expected), len(rows) - len(expected))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(IDS) | st.from_regex(r"[0-9]{17}[0-9Xx]", fullmatch=True).map(
    lambda text: with_check_digit(text[:6] + "19" + text[8:17])
) | st.text("0123456789X", min_size=17, max_size=18), max_size=30))  # fmt: skip
def test_a_column_of_ids_is_read_as_each_of_them(texts):
    column = read_resident_ids(pa.array([text.strip() for text in texts], pa.string()), REFERENCE)
    for place, text in enumerate(texts):
        one = None if text.strip() in ("", "无") else read_resident_id(text.strip(), REFERENCE)
        wrong = [fault for fault, mask in column.faults.items() if mask[place]]
        assert wrong == ([one] if isinstance(one, IdFault) else [])
        assert column.present[place] == (one is not None and not isinstance(one, IdFault))
        if column.present[place]:
            assert column.numbers[place].decode() == one.number
            assert (column.birth_year[place], column.birth_month[place]) == (one.birth.year, one.birth.month)
            assert column.male[place] == (one.sex == "m")
            assert column.region_unknown[place] != one.region_known
