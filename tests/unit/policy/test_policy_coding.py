from __future__ import annotations

import pytest

from talentmap.model.rule import parse_rule
from talentmap.policy.coding.deadlines import deadline_in
from talentmap.policy.coding.operability import CHECKS, checked, shares
from talentmap.policy.texts.clauses import Clause

SETTLING = (
    "新引进的博士，年龄在45周岁以下，签订5年以上劳动合同的，给予一次性安家补贴15万元，"
    "由用人单位于到岗后3个月内向市人社局申报。"
)


def test_a_clause_with_everything_said(coded):
    coding = coded(SETTLING)
    assert coding.is_incentive
    assert (coding.stage.value, coding.tier_values, coding.instrument.value) == (
        "attract",
        ("scientist",),
        "settling-in-allowance",
    )
    assert (coding.promise.low, coding.promise.high, coding.promise.basis) == (150_000, 150_000, "once")
    assert (coding.office.department_id, coding.deadline.code) == ("hrss", "within:3m")
    assert set(parse_rule(coding.gates.rule)) == set(
        parse_rule("education >= doctorate and age <= 45 and contract_years >= 5")
    )
    assert coding.checks.missing == ("appeal",)
    assert coding.doubts == ()


@pytest.mark.parametrize(
    ("text", "stage", "tier", "instrument"),
    [
        ("职工参加技能培训取得高级工证书的，给予培训补贴2000元。", "cultivate", "technician", "training-subsidy"),
        ("揭榜攻关成功的工程师团队，每个项目给予20万元奖励。", "utilize", "engineer", "project-award"),
        ("在本市连续工作满5年的技师，每年给予稳岗津贴6000元。", "retain", "technician", "pay-subsidy"),
        ("高层次人才子女由教育局统筹安排就读。", "retain", "scientist", "service"),
        ("毕业2年内的高校毕业生来本市工作，每月给予生活补贴500元。", "attract", "youth", "living-subsidy"),
        ("Apprentices who complete the training are granted RMB 2,000.", "cultivate", "technician", "training-subsidy"),
    ],
)
def test_stage_tier_and_instrument(coded, text, stage, tier, instrument):
    coding = coded(text)
    assert (coding.stage.value, coding.instrument.value) == (stage, instrument)
    assert tier in coding.tier_values


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("为吸引各类人才来我市就业创业，根据国家有关规定，制定本办法。", "purpose"),
        ("本办法所称人才，是指在本市全职工作的专业技术人员。", "definition"),
        ("同一人才符合多项政策的，按就高不重复原则执行。", "limit"),
        ("弄虚作假骗取资金的，追回已拨付款项。", "supervision"),
        ("本办法自印发之日起施行，由市人社局负责解释。", "final"),
        ("申请按照个人申报、部门审核、社会公示的程序进行。", "procedure"),
        ("These Measures take effect on 1 January 2025.", "final"),
    ],
)
def test_clauses_that_promise_nothing_say_what_they_are(coded, text, kind):
    coding = coded(text)
    assert (coding.kind.value, coding.stage, coding.tiers, coding.checks) == (kind, None, (), None)


def test_evidence_and_words_stand_in_the_text(coded):
    coding = coded(SETTLING + "本条由市财政保障。")
    assert coding.evidence
    for start, end in coding.evidence:
        assert 0 <= start < end <= len(coding.clause.text)
    for label in (coding.kind, coding.stage, coding.instrument, *coding.tiers):
        for hit in label.hits:
            assert not hit.word or coding.clause.text[hit.start : hit.end] == hit.word


def test_scores_are_probabilities(coded):
    coding = coded(SETTLING)
    for label in (coding.kind, coding.stage, coding.instrument, *coding.tiers):
        assert 0 < label.score <= 1


def test_an_unstated_amount_is_a_doubt_and_stays_unknown(coded):
    coding = coded("对优秀工程师给予适当奖励，由企业向市工信局申报。")
    assert "amount" in coding.doubts
    assert (coding.promise.low, coding.promise.high) == (None, None)


def test_the_issuer_stands_in_where_no_office_is_named(coder):
    clause = Clause("a.txt", "第一条", "对引进的博士给予安家补贴15万元。")
    coding = coder.code(clause, issuer="science-technology")
    assert coding.office.department_id == "science-technology"
    assert coding.checks.office is False


def test_an_appeal_in_one_clause_holds_for_the_text(coder):
    clauses = [Clause("a", "1", SETTLING), Clause("a", "2", "对审核结果有异议的，可以申请复核。")]
    assert coder.code_text(clauses)[0].checks.missing == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("由用人单位于到岗后3个月内向人社局申报", "within:3m"),
        ("应当自参保之日起六个月内提交材料申请", "within:6m"),
        ("取得证书之日起一年内申领", "within:12m"),
        ("培训结束后30日内报区人社局备案", "within:30d"),
        ("于每年3月31日前申报", "by:03-31"),
        ("每年1月底前报送", "by:01-31"),
        ("每年3月1日至4月30日申报", "window:03-01..04-30"),
        ("每年3月、9月集中受理", "window:03+09"),
        ("由企业按季度申报", "each:quarter"),
        ("claims within six months of the start of work, to be filed", "within:6m"),
        ("applications are filed by 31 May each year", "by:05-31"),
        ("apply to the bureau before 31 March each year", "by:03-31"),
        ("applications are due no later than the 1st of October", "by:10-01"),
    ],
)
def test_deadlines(text, code):
    found = deadline_in(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text",
    ["毕业2年内来我市就业", "自印发之日起施行", "签订5年以上合同", "公示5个工作日", "those born before 1990 may apply"],
)
def test_what_is_no_deadline(text):
    assert deadline_in(text) is None


def test_the_checklist_counts_what_is_said():
    full = checked(
        "由企业向人社局申报，可申请复核", has_amount=True, has_office=True, has_deadline=True, may_appeal=False
    )
    bare = checked("给予支持", has_amount=False, has_office=False, has_deadline=False, may_appeal=False)
    assert (full.missing, full.share) == ((), 1.0)
    assert (bare.missing, bare.share) == (CHECKS, 0.0)
    assert shares([full, bare]) == dict.fromkeys(CHECKS, 0.5)
    assert shares([]) == dict.fromkeys(CHECKS)


def test_a_statistic_promises_nothing(coded):
    assert not coded("Skilled talents accounted for only 4.7% of the total.").is_incentive
