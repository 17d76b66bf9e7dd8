from __future__ import annotations

import pytest

from talentmap.model.rule import parse_rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (
            "具有博士学位，年龄在45周岁以下，签订5年以上劳动合同",
            "education >= doctorate and age <= 45 and contract_years >= 5",
        ),
        ("具有博士学位和正高级职称", "education >= doctorate and title >= full_senior"),
        ("本科及以上毕业生，毕业3年以内", "education >= bachelor and graduation_years <= 3"),
        ("硕士10万元、博士30万元", "education >= master"),
        ("男55周岁以下、女50周岁以下", "age <= 55"),
        ("取得高级工、技师、高级技师职业技能等级证书", "skill_level >= senior_worker"),
        ("高级工程师", "title >= associate_senior"),
        ("中级以上职称的工程师", "title >= intermediate"),
        ("应届毕业生", "graduation_years <= 1"),
        ("在校大学生", "graduation_years <= 0"),
        ("月工资不低于15000元", "pay_month >= 15000"),
        ("年薪30万元以上", "pay_month >= 25000"),
        ("新材料企业新招用的技术骨干", "chain = new-materials and employer_type = enterprise"),
        ("到英德市工作的人才", "district = yingde"),
        ("医院引进的学科带头人", "employer_type = hospital"),
        ("a doctoral degree, not older than 40", "education >= doctorate and age <= 40"),
        ("signs a contract of at least five years", "contract_years >= 5"),
        ("graduates who left university within the last two years", "graduation_years <= 2"),
        ("a monthly salary of not less than RMB 10,000", "pay_month >= 10000"),
        ("an annual salary of RMB 480,000 or more", "pay_month >= 40000"),
    ],
)
def test_conditions_become_a_rule(coder, coded, text, rule):
    gates = coder.gates(coded(text).clause)
    assert {gate.clause for gate in gates.gates} == set(parse_rule(rule))


@pytest.mark.parametrize(
    "text",
    [
        "支持职工攻读硕士、博士学位",
        "新设立的博士后科研工作站",
        "向高新区管委会申报",
        "用人单位、企事业单位",
        "每年累计不少于30个工作日",
        "补贴15万元",
        "由院校于每年11月汇总申报",
    ],
)
def test_what_is_no_condition(coder, coded, text):
    assert coder.gates(coded(text).clause).gates == ()


@pytest.mark.parametrize(
    "text", ["博士或者正高级职称人才", "具有博士学位或具有正高级职称", "博士和正高级人才可享受体检"]
)
def test_alternatives_never_refuse_whom_the_text_accepts(coder, coded, text):
    gates = coder.gates(coded(text).clause)
    assert gates.rule == ""
    assert gates.either_or


def test_conditions_of_the_words_above_hold_for_each_entry(coder, coded):
    coding = coded("博士30万元；", lead="对年龄在45周岁以下的人才给予安家补贴：")
    assert coding.gates.rule == "education >= doctorate and age <= 45"


def test_each_condition_keeps_its_words(coded):
    text = "对具有博士学位、年龄在40周岁以下的人才，给予安家补贴15万元。"
    coding = coded(text)
    assert coding.reasons() == ("education >= doctorate ← 博士学位", "age <= 40 ← 40周岁以下")
    for gate in coding.gates.gates:
        assert text[gate.start : gate.end]
