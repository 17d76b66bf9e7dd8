import datetime as dt

import pytest

from talentmap.evaluation.files import Fault, Wanted, bounds, day_until, number_from, one_of, read_file, text
from talentmap.model.bounds import read_bounds

TODAY = dt.date(2026, 6, 30)


def later_first(row):
    if row["end"] is not None and row["end"] < row["start"]:
        raise Fault("evaluation-order", first="start", second="end")


COLUMNS = (
    Wanted("id", text, ("编号",)),
    Wanted("start", day_until(TODAY), ("开始",)),
    Wanted("end", day_until(TODAY), ("结束",), may_be_blank=True),
    Wanted("tier", one_of({"engineer": ("工程师",)}), needed=False, may_be_blank=True, blank=""),
    Wanted("people", bounds, needed=False, may_be_blank=True),
)


def read(tmp_path, content, encoding="utf-8"):
    path = tmp_path / "things.csv"
    path.write_bytes(content.encode(encoding))
    return read_file(path, COLUMNS, ("id",), check=later_first)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_rows_are_read_under_chinese_headers_in_the_encodings_of_bureaus(tmp_path, encoding):
    found = read(
        tmp_path, "编号,开始,结束,tier\n甲企业项目,2024年3月1日,,工程师\n乙企业项目,20240401,2024/5/1,\n", encoding
    )
    assert found.rows == (
        {"id": "甲企业项目", "start": dt.date(2024, 3, 1), "end": None, "tier": "engineer", "people": None},
        {"id": "乙企业项目", "start": dt.date(2024, 4, 1), "end": dt.date(2024, 5, 1), "tier": "", "people": None},
    )
    assert not found.problems


def test_every_row_is_used_rejected_or_duplicate_and_each_fault_is_said_once(tmp_path):
    found = read(
        tmp_path,
        "id,start,end,tier,people\n"
        "a,2024-01-01,,engineer,>10000\n"
        "a,2024-01-01,,engineer,5\n"  # twice
        "b,2024-13-01,,,\n"  # no date
        "c,2031-01-01,,,\n"  # future
        "d,2024-02-01,2024-01-01,,\n"  # ends before it starts
        "e,2024-01-01,,wizard,\n"
        "f,2024-01-01,,wizard,\n"
        "g,2024-01-01,,,1500-1200\n"  # bounds that cross
        ",2024-01-01,,,\n"
        "h,2024-01-01\n"
        "\n",
    )
    account = found.account
    assert (account.rows_in, account.used, account.rejected, account.duplicate) == (10, 1, 8, 1)
    assert found.rows[0]["people"] == read_bounds(">10000")
    by_code = {problem.code: problem for problem in found.problems}
    assert set(by_code) == {
        "evaluation-twice", "evaluation-date", "evaluation-date-future", "evaluation-order", "evaluation-code",
        "evaluation-bounds", "evaluation-blank", "evaluation-row-shape",
    }  # fmt: skip
    wizard = by_code["evaluation-code"]
    assert (wizard.source.row, wizard.source.column, wizard.shown, wizard.facts["count"]) == (7, "D", "wizard", 2)
    for problem in found.problems:
        for lang in ("zh", "en"):
            assert "{" not in problem.wrong(lang) + problem.fix(lang)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "evaluation-empty"),
        (b"id,start,end\n\n,,\n", "evaluation-empty"),
        (b"id,end\na,2024-01-01\n", "evaluation-columns"),
        (b'id,start,end\n"a,2024-01-01,\n', "evaluation-unreadable"),
        (bytes(range(128, 256)) * 3, "evaluation-unreadable"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_problem(tmp_path, content, code):
    (tmp_path / "things.csv").write_bytes(content)
    found = read_file(tmp_path / "things.csv", COLUMNS)
    assert found.rows is None
    assert [problem.code for problem in found.problems] == [code]


def test_a_missing_file_is_a_note(tmp_path):
    found = read_file(tmp_path / "things.csv", COLUMNS)
    assert [problem.severity for problem in found.problems] == ["note"]


def test_a_value_that_may_be_somebodys_number_is_never_shown(tmp_path):
    found = read(tmp_path, "id,start,end,tier\na,2024-01-01,,110105194912310021\n")
    assert found.problems[0].shown == ""


@pytest.mark.parametrize("written", ["six", "6", "2.5", "nan"])
def test_a_score_is_a_whole_number_from_one_to_five(written):
    with pytest.raises(Fault, match="evaluation-number"):
        number_from(1, 5, whole=True)(written)
    assert number_from(1, 5, whole=True)("4") == 4


def test_a_key_may_be_made_of_a_column_that_is_not_there(tmp_path):
    path = tmp_path / "things.csv"
    path.write_text("id,start,end\na,2024-01-01,\na,2024-02-01,\n", encoding="utf-8")
    found = read_file(path, COLUMNS, ("id", "tier"))
    assert [(row["id"], row["tier"]) for row in found.rows] == [("a", "")]
    assert (found.account.used, found.account.duplicate) == (1, 1)


@pytest.mark.parametrize(("written", "number"), [("3", 3), ("1,200", 1200), ("+5", 5), ("2.", 2), ("0.5", 0.5)])
def test_numbers_as_people_write_them(written, number):
    assert number_from(0)(written) == number


@pytest.mark.parametrize(
    "written",
    [
        "nan",
        "inf",
        "-inf",
        "1e400",
        "1e5",
        "1_000",
        "1,2,3",
        "-1",
        "1,000,000,000,001",
        "9" * 400,
        "9" * 5000,
        "五",
        "",
    ],
)
def test_no_number_of_people_or_yuan(written):
    with pytest.raises(Fault, match="evaluation-number"):
        number_from(0)(written)


@pytest.mark.parametrize("written", ["5%", "0.5", "1.5-3", "9" * 16, "9" * 400])
def test_people_come_whole(written):
    with pytest.raises(Fault, match="evaluation-bounds"):
        bounds(written)


def test_tens_of_thousands_of_people_may_be_written_as_such():
    assert bounds("1.2万") == read_bounds("12000")


@pytest.mark.parametrize("written", ["0001-01-01", "1949-09-30"])
def test_no_day_lies_before_the_state_that_the_figures_are_of(written):
    with pytest.raises(Fault, match="evaluation-date"):
        day_until(TODAY)(written)
