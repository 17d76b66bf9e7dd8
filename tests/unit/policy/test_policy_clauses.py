from __future__ import annotations

import pytest

from talentmap.policy.texts.clauses import clauses_of, quote_hash
from talentmap.policy.texts.marks import Depth, mark_of
from talentmap.policy.texts.pdf import rejoined


@pytest.mark.parametrize(
    ("line", "label", "depth", "rest"),
    [
        ("第三条　给予补贴", "第三条", Depth.ARTICLE, "给予补贴"),
        ("第十二条之一 给予", "第十二条之一", Depth.ARTICLE, "给予"),
        ("第二章 引进", "第二章", Depth.HEADING, "引进"),
        ("三、人才引进", "三", Depth.SECTION, "人才引进"),
        ("（一）博士", "（一）", Depth.ITEM, "博士"),
        ("1. 材料", "1", Depth.POINT, "材料"),
        ("2、材料", "2", Depth.POINT, "材料"),
        ("4.2 Rent subsidy", "4.2", Depth.POINT, "Rent subsidy"),
        ("Article 5. A holder", "Article 5", Depth.ARTICLE, "A holder"),
        ("Section 12 Housing", "Section 12", Depth.ARTICLE, "Housing"),
        ("(a) the employer", "(a)", Depth.SUBPOINT, "the employer"),
        ("①身份证", "①", Depth.SUBPOINT, "身份证"),
    ],
)
def test_marks(line, label, depth, rest):
    mark = mark_of(line)
    assert mark is not None
    assert (mark.label, mark.depth, mark.rest) == (label, depth, rest)


@pytest.mark.parametrize(
    "line", ["1.5万元以下", "2025年1月1日", "给予补贴", "30 days after", "Articles of association", "一事一议"]
)
def test_what_is_no_mark(line):
    assert mark_of(line) is None


def test_a_list_of_benefits_is_a_clause_for_each_entry():
    text = ["第一章 引进", "第三条 对全职引进的人才给予下列补贴：", "（一）博士30万元；", "（二）硕士10万元。"]
    found = clauses_of(text, "a.txt")
    assert [(one.number, one.text) for one in found] == [
        ("第三条（一）", "博士30万元；"),
        ("第三条（二）", "硕士10万元。"),
    ]
    assert found[0].lead == "对全职引进的人才给予下列补贴："
    assert found[0].heading == "引进"


def test_a_list_of_conditions_stays_with_its_article():
    text = ["第四条 申请人应当具备下列条件：", "（一）获得过奖励；", "（二）给予推荐；", "第五条 由本局解释。"]
    found = clauses_of(text)
    assert [one.number for one in found] == ["第四条", "第五条"]
    assert found[0].text == "申请人应当具备下列条件：（一）获得过奖励；（二）给予推荐；"


def test_titles_signatures_and_dates_are_no_clauses():
    text = [
        "某市人才办法",
        "某发〔2026〕1号",
        "为吸引人才，制定本办法。",
        "第一条 给予补贴。",
        "某市人社局",
        "2026年1月2日",
    ]
    assert [(one.number, one.text) for one in clauses_of(text)] == [
        ("", "为吸引人才，制定本办法。"),
        ("第一条", "给予补贴。"),
    ]


def test_lines_without_a_mark_go_on_with_their_clause():
    found = clauses_of(["Article 1. The employer", "pays the allowance.", "Article 2. Final."])
    assert [one.text for one in found] == ["The employer pays the allowance.", "Final."]


def test_a_question_belongs_to_its_answer():
    found = clauses_of(["博士过来能拿多少？", "给25万元。", "孩子上学怎么办？可以选校。"])
    assert [one.text for one in found] == ["博士过来能拿多少？给25万元。", "孩子上学怎么办？可以选校。"]


def test_the_hash_knows_words_not_their_dress():
    assert quote_hash("给予 15万元。") == quote_hash("给予１５万元。")
    assert quote_hash("给予15万元。") != quote_hash("给予16万元。")


def test_lines_cut_by_a_page_are_joined():
    lines = ["第三条 全职引进的博士研究生，签订五年以上劳动合同的，给", "予安家补贴。", "第四条 附则。"]
    assert rejoined(lines) == ["第三条 全职引进的博士研究生，签订五年以上劳动合同的，给予安家补贴。", "第四条 附则。"]
    words = ["Article 1. The employer files the appli-", "cation within six months of the start."]
    assert rejoined(words) == ["Article 1. The employer files the application within six months of the start."]


PROSE = "The bureau has looked at what became of those who were brought here. " * 6


def test_a_section_of_a_report_is_a_clause_for_each_of_its_paragraphs():
    paragraphs = [
        "1. Findings",
        PROSE.strip(),
        f'{PROSE}It was "said."',
        f"{PROSE}So it stands [3].",
        "2. End",
        "Nothing.",
    ]
    found = clauses_of(paragraphs)
    assert [clause.number for clause in found] == ["1¶1", "1¶2", "1¶3", "1¶4", "2"]


def test_a_long_article_of_short_lines_stays_whole():
    lines = ["第一条 支持范围", *["符合条件的企业、学校、医院，可以申请补贴"] * 80, "第二条 本办法自印发之日起施行。"]
    assert [clause.number for clause in clauses_of(lines)] == ["第一条", "第二条"]
