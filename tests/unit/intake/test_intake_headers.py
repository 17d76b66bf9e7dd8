from __future__ import annotations

import itertools

import pytest
from intake import headers as variants

from talentmap.intake.sheets.headers import Field, field_of, header_book, suggestion_for


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
        ("薪资（K/月）", "pay"),
        ("年薪/万元", "pay"),
        ("9.12个月内需求人数", "headcount_12m"),
        ("Company name（单位（盖章））", "enterprise_name"),
        ("从业人数（含劳务派遣）", "employees"),
        ("No", "serial"),
        ("#", "serial"),
    ],
)
def test_headers_as_printed(header: str, name: str) -> None:
    field = field_of(header)
    assert field is not None
    assert field.name == name


@pytest.mark.parametrize(
    "header",
    [
        "岗位名秤",
        "需求人数（本科）",
        "需求人数（2027年）",
        "人数合计说明",
        "企业名称 Job title",
        "",
        "—",
        "/",
        "需求人数（填未来三年）",
        "需求人数（百人）",
    ],
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


def test_no_wording_is_one_slip_away_from_another_fields() -> None:
    fields = header_book().fields
    for key, field in fields.items():
        for at in range(len(key) if field.block != "known" else 0):
            dropped, doubled = key[:at] + key[at + 1 :], key[: at + 1] + key[at:]
            swapped = key[:at] + key[at + 1 : at + 2] + key[at] + key[at + 2 :]
            for slip in (dropped, doubled, swapped):
                assert fields.get(slip, field) == field, (key, slip)


def test_the_fields_are_those_of_the_tables() -> None:
    assert Field("demand", "title") in header_book().fields.values()
    assert {f.block for f in header_book().fields.values()} == {"demand", "enterprise", "pains", "incentives", "known"}


def test_a_suggestion_counts_a_swap_as_one_slip() -> None:
    assert suggestion_for("月薪限上") == "月薪上限"
    assert suggestion_for("Responsibilitxes and requirements") == "Responsibilities and requirements"


def test_variants_are_recognised_and_typos_never_taken_for_another_field() -> None:
    known, missed = variants.recognised(2_000, seed=3)
    assert (known, missed) == (2_000, [])
    typos, _ = variants.judged_typos(400, seed=3)
    assert typos["silently wrong"] == 0
    assert typos["right suggestion"] + typos["recognised"] >= 0.8 * 400
