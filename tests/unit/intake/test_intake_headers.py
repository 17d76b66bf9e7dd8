from __future__ import annotations

import itertools

import pytest

from talentmap.intake.headers import Field, field_of, header_book, suggestion_for


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("*岗位名称（必填）", "title"),
        ("岗位名称\nJob title", "title"),
        ("岗位名称 Job title *", "title"),
        ("Job Title", "title"),
        ("1.岗位名称", "title"),
        ("需求人数(人)", "headcount"),
        ("需求人数（未来三年）", "headcount_3y"),
        ("年薪(万元)", "pay"),
        ("统一社会信用代码（18位）", "credit_code"),
        ("企业名称（盖章）", "enterprise_name"),
        ("学历要求（下拉选择）", "education"),
        ("空缺时长（月）\nMonths open", "months_open"),
        ("招聘困难原因2 Hard to fill reason 2", "reasons"),
        ("引才痛点", "attract"),
    ],
)
def test_headers_as_printed(header: str, name: str) -> None:
    field = field_of(header)
    assert field is not None
    assert field.name == name


@pytest.mark.parametrize(
    "header", ["岗位名秤", "需求人数（本科）", "需求人数（2027年）", "人数合计说明", "企业名称 Job title", ""]
)
def test_near_misses_are_never_matched(header: str) -> None:
    assert field_of(header) is None


def test_a_typo_gets_a_suggestion() -> None:
    assert suggestion_for("岗位名秤") == "岗位名称"
    assert suggestion_for("完全无关的话题") == ""


def test_every_wording_survives_how_people_print_it() -> None:
    ways = ("{}", "*{}", "{}（必填）", " {} ", "{}：", "★{}", "{}\n(必填)")
    for printed, way in itertools.product(header_book().printed.values(), ways):
        wide = printed.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
        for text in (printed, wide, printed.upper()):
            assert field_of(way.format(text)) == field_of(printed) is not None, way.format(text)


def test_one_letter_wrong_never_becomes_another_field() -> None:
    for printed in header_book().printed.values():
        for place in range(len(printed)):
            typo = printed[:place] + "某" + printed[place + 1 :]
            if (found := field_of(typo)) is not None:
                assert found == field_of(printed), typo


def test_the_fields_are_those_of_the_tables() -> None:
    assert Field("demand", "title") in header_book().fields.values()
    assert {f.block for f in header_book().fields.values()} == {"demand", "enterprise", "pains", "known"}
