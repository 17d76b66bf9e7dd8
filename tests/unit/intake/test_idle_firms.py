from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from intake_samples import CATALOG, codes, credit_code, files, rows, take

from talentmap.forms.template import Template
from talentmap.forms.workbook import write_form

_HEADER = "企业名称,统一社会信用代码,产业链,从业人数,有无人才需求,岗位名称,需求人数"


def _write(folder: Path, *lines: str, name: str = "a.csv") -> None:
    (folder / name).write_text("\n".join((_HEADER, *lines)), encoding="utf-8")


def _enterprises(intake):
    return intake.enterprises.to_pylist()


def test_our_form_sent_back_without_a_post_counts_as_an_answer(tmp_path: Path) -> None:
    write_form(tmp_path / "a.xlsx", Template(CATALOG, "new-materials", "qingyuan-2026"))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = book["企业信息 Enterprise"]
    said = ["清远甲铝业有限公司", credit_code(1), None, "熔铸 Melting", "英德市 Yingde", "中型 medium", 320, "无 no"]
    for row, answer in enumerate(said, start=1):
        sheet.cell(row, 2).value = answer
    book.save(tmp_path / "a.xlsx")
    intake = take(tmp_path)
    assert codes(intake) == []
    assert rows(intake) == []
    (firm,) = _enterprises(intake)
    assert (firm["enterprise_id"], firm["chain_id"], firm["size_class"]) == (credit_code(1), "new-materials", "medium")
    assert (firm["employees"], firm["district_id"], firm["source_file"]) == (320, "yingde", "a.xlsx")
    file = files(intake)["a.xlsx"]
    assert (file["status"], file["rows_in"], file["enterprise_id"]) == ("used", 0, credit_code(1))


def test_rows_of_several_firms_each_answer_for_their_own(tmp_path: Path) -> None:
    one, two, three = map(credit_code, (1, 2, 3))
    _write(
        tmp_path,
        f"清远甲铝业有限公司,{one},新材料,320,有,挤压工程师,3",
        f"清远乙铝业有限公司,{two},新材料,40,无,,",
        f"清远丙铝业有限公司,{three},新材料,50,暂无,,",
    )
    intake = take(tmp_path)
    assert [firm["enterprise_id"] for firm in _enterprises(intake)] == sorted((one, two, three))
    assert [line["enterprise_id"] for line in rows(intake)] == [one]
    assert "intake-no-rows" not in codes(intake)


def test_posts_count_where_a_firm_says_both(tmp_path: Path) -> None:
    _write(tmp_path, f"清远甲铝业有限公司,{credit_code(1)},新材料,320,无,挤压工程师,3")
    intake = take(tmp_path)
    assert codes(intake) == ["intake-hires-but-lines"]
    assert len(rows(intake)) == 1


def test_an_answer_that_is_none_is_asked_for_again(tmp_path: Path) -> None:
    _write(tmp_path, f"清远甲铝业有限公司,{credit_code(1)},新材料,320,看情况,,")
    intake = take(tmp_path)
    assert sorted(codes(intake)) == ["intake-hires-unknown", "intake-no-rows"]
    assert _enterprises(intake) == []


def test_an_agency_without_posts_is_no_answer(tmp_path: Path) -> None:
    _write(tmp_path, f"清远某劳务派遣有限公司,{credit_code(1)},新材料,320,无,,")
    assert _enterprises(take(tmp_path)) == []


@pytest.mark.parametrize("other", ["b.csv", "0.csv"])
def test_posts_in_another_file_of_the_firm_count(tmp_path: Path, other: str) -> None:
    _write(tmp_path, f"清远甲铝业有限公司,{credit_code(1)},新材料,320,无,,")
    _write(tmp_path, f"清远甲铝业有限公司,{credit_code(1)},新材料,320,有,挤压工程师,3", name=other)
    intake = take(tmp_path)
    assert len(_enterprises(intake)) == len(rows(intake)) == 1
    assert _enterprises(intake)[0]["source_file"] == other
