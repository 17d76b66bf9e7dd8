from __future__ import annotations

import datetime as dt

import pytest

from talentmap.catalog.policies import read_policies
from talentmap.catalog.read import read_catalog
from talentmap.model.taxonomy import Stage, Tier
from talentmap.resources import catalogs_dir

DOCUMENTS = """\
doc_id,title_zh,title_en,department_id,department,number,issued,expires,file
d1,引才办法,Attraction rules,hr,人社局,清人社〔2025〕1号,2025-01-01,,
d2,技能提升办法,Skills rules,hr,人社局,清人社〔2020〕2号,2020-01-01,2026-06-30,a.pdf
"""
CATALOG = read_catalog(catalogs_dir(), "qingyuan")
COLUMNS = (
    "item_id,doc_id,clause,title_zh,title_en,stage,tiers,instrument,rule,amount_low,amount_high,amount_basis,budget_cny"
)
REGISTER = f"""\
{COLUMNS},paid_cny,applicants,recipients
i1,d1,第三条,安家费,Grant,attract,scientist|engineer,cash,education >= master,100000,300000,one-off,2000000,500000,40,12
i2,d2,第五条,技能补贴,Skill subsidy,cultivate,technician,subsidy,,,,,,,,
"""


def _read(tmp_path, documents=DOCUMENTS, register=REGISTER):
    for name, text in (("documents.csv", documents), ("register.csv", register)):
        if text is not None:
            (tmp_path / name).write_text(text, encoding="utf-8")
    return read_policies(tmp_path, CATALOG)


def test_a_sound_register(tmp_path):
    register = _read(tmp_path)
    first, second = register.items["i1"], register.items["i2"]
    assert (first.stage, first.tiers) == (Stage.ATTRACT, (Tier.SCIENTIST, Tier.ENGINEER))
    assert (first.budget_cny, first.paid_cny, first.recipients) == (2_000_000.0, 500_000.0, 12)
    assert (first.title("zh"), first.title("en")) == ("安家费", "Grant")
    assert (second.budget_cny, second.rule, second.amount_basis) == (None, "", "unstated")
    assert [(problem.code, problem.source.row) for problem in register.problems] == [("policy-no-budget", 3)]


@pytest.mark.parametrize(
    ("day", "items"),
    [("2024-12-31", ["i2"]), ("2025-01-01", ["i1", "i2"]), ("2026-06-30", ["i1", "i2"]), ("2026-07-01", ["i1"])],
)
def test_in_force_from_the_day_of_issue_to_the_day_of_expiry(tmp_path, day, items):
    assert [item.item_id for item in _read(tmp_path).in_force(dt.date.fromisoformat(day))] == items


def test_no_register_is_one_problem(tmp_path):
    register = read_policies(tmp_path / "nothing", CATALOG)
    assert (register.documents, register.items) == ({}, {})
    assert [problem.code for problem in register.problems] == ["policy-no-register"]


def test_an_empty_register_is_no_problem(tmp_path):
    register = _read(tmp_path, register=REGISTER.split("\n", maxsplit=1)[0] + "\n")
    assert (register.items, register.problems) == ({}, ())


def test_without_documents_every_item_is_out(tmp_path):
    register = _read(tmp_path, documents=None)
    assert register.items == {}
    assert {problem.code for problem in register.problems} == {"catalog-missing-file", "policy-unknown-document"}


@pytest.mark.parametrize(
    ("old", "new", "code", "row"),
    [
        ("i2,d2", "i1,d2", "policy-duplicate-item", 3),
        ("i2,d2", "i2,d9", "policy-unknown-document", 3),
        ("education >= master", "education >= phd", "policy-rule", 2),
        ("education >= master", "tier in ()", "policy-rule", 2),
        ("education >= master", "age >= nan", "policy-rule", 2),
        ("attract", "absorb", "catalog-field", 2),
        ("scientist|engineer", "scientist|singer", "policy-unknown-tier", 2),
        ("scientist|engineer", "", "catalog-field-missing", 2),
        ("2000000", "two hundred", "catalog-field", 2),
        ("2000000", "-1", "catalog-field", 2),
        ("2000000", "nan", "catalog-field", 2),
        ("2000000", "inf", "catalog-field", 2),
        ("100000,300000", "300000,100000", "catalog-field", 2),
        ("item_id,doc_id", "item_id,document", "catalog-field", 2),
        ("cash,education", "ca\u200bsh,education", "catalog-hidden-character", 2),
        (",,,,,,,,\n", ",,,,,,,\n", "catalog-unreadable", 3),
    ],
)
def test_a_fault_in_the_register(tmp_path, old, new, code, row):
    assert old in REGISTER
    register = _read(tmp_path, register=REGISTER.replace(old, new))
    assert (code, row) in [(problem.code, problem.source.row) for problem in register.problems]


@pytest.mark.parametrize(
    ("old", "new", "code", "row"),
    [
        ("d2,技能", "d1,技能", "policy-duplicate-document", 3),
        ("2025-01-01", "2025/13/01", "catalog-date", 2),
        ("2026-06-30", "2019-12-31", "catalog-field", 3),
    ],
)
def test_a_fault_in_the_documents(tmp_path, old, new, code, row):
    assert old in DOCUMENTS
    register = _read(tmp_path, documents=DOCUMENTS.replace(old, new))
    assert (code, row) in [(problem.code, problem.source.row) for problem in register.problems]


def test_the_first_of_two_documents_counts(tmp_path):
    register = _read(tmp_path, documents=DOCUMENTS.replace("d2,技能", "d1,技能"))
    assert register.documents["d1"].issued == dt.date(2025, 1, 1)


def test_a_tier_named_twice_counts_once(tmp_path):
    register = _read(tmp_path, register=REGISTER.replace("scientist|engineer", "engineer| engineer|"))
    assert register.items["i1"].tiers == (Tier.ENGINEER,)


def test_a_member_that_nothing_could_ever_be_is_named(tmp_path):
    rule = '"chain in (new-materials, new-material) and district = atlantis"'
    register = _read(tmp_path, register=REGISTER.replace("education >= master", rule))
    found = [(p.shown, p.facts["field"]) for p in register.problems if p.code == "policy-unknown-member"]
    assert found == [("new-material", "chain"), ("atlantis", "district")]


def test_amounts_in_words_are_read_and_told(tmp_path):
    register = _read(tmp_path, register=REGISTER.replace("100000,300000", ",最高100万元").replace("2000000", "200万"))
    item = register.items["i1"]
    assert (item.amount_low, item.amount_high, item.budget_cny) == (None, 1_000_000.0, 2_000_000.0)
    told = [(p.source.column, p.facts["read"]) for p in register.problems if p.code == "policy-amount-read"]
    assert told == [("K", "? … 1,000,000"), ("M", "2,000,000 … 2,000,000")]


def test_an_amount_left_open_stays_unknown(tmp_path):
    register = _read(tmp_path, register=REGISTER.replace("100000,300000", ",按实际贡献"))
    assert (register.items["i1"].amount_low, register.items["i1"].amount_high) == (None, None)
    assert "policy-amount-open" in [problem.code for problem in register.problems]


def test_a_share_is_a_percentage_and_no_sum(tmp_path):
    register = _read(tmp_path, register=REGISTER.replace("100000,300000", ",按学费的50%"))
    item = register.items["i1"]
    assert (item.amount_high, item.percent_low, item.percent_high) == (None, 50.0, 50.0)


def test_a_fault_names_its_column(tmp_path):
    register = _read(tmp_path, register=REGISTER.replace("attract", "absorb"))
    found = next(problem for problem in register.problems if problem.code == "catalog-field")
    assert (found.source.row, found.source.column, found.source.header) == (2, "F", "stage")


DATED = f"""\
{COLUMNS},valid_from,valid_until
i1,d1,第三条,安家费,Grant,attract,scientist,cash,,100000,100000,once,,2025-01-01,2025-12-31
i1,d1,第三条,安家费,Grant,attract,scientist,cash,,150000,150000,once,,2026-01-01,
"""


@pytest.mark.parametrize(("day", "amounts"), [("2025-06-30", [100_000.0]), ("2026-06-30", [150_000.0])])
def test_values_hold_on_their_days(tmp_path, day, amounts):
    register = _read(tmp_path, register=DATED)
    assert [item.amount_high for item in register.in_force(dt.date.fromisoformat(day))] == amounts
    assert register.items["i1"].amount_high == 150_000.0
    assert len(register.earlier) == 1


def test_two_rows_of_an_item_must_not_overlap(tmp_path):
    register = _read(tmp_path, register=DATED.replace("2025-12-31", "2026-03-31"))
    found = [(p.code, p.source.row) for p in register.problems if p.severity == "error"]
    assert found == [("policy-overlapping-dates", 3)]
    assert register.items["i1"].amount_high == 100_000.0


def test_chinese_headers_are_read(tmp_path):
    names = {"item_id": "条目编号", "stage": "环节", "budget_cny": "预算（元）"}
    register = REGISTER
    for field, header in names.items():
        register = register.replace(field, header)
    assert _read(tmp_path, register=register).items["i1"].budget_cny == 2_000_000.0


def test_a_day_that_does_not_exist_is_told_as_such(tmp_path):
    register = _read(tmp_path, register=DATED.replace("2026-01-01", "2026-02-30"))
    (found,) = [problem for problem in register.problems if problem.code == "catalog-date"]
    assert (found.source.row, found.source.header, found.shown) == (3, "valid_from", "2026-02-30")


@pytest.mark.parametrize("amount", ["1e308", "9" * 23, "9" * 400, "10000000000001", "inf", "nan"])
@pytest.mark.parametrize("column", ["2000000", "500000", "300000"])
def test_no_budget_is_taken_that_no_region_can_have(tmp_path, column, amount):
    register = _read(tmp_path, register=REGISTER.replace(column, amount))
    assert set(register.items) == {"i2"}
    assert {problem.source.row for problem in register.problems if problem.code == "catalog-field"} == {2}


def test_numbers_of_applicants_stay_within_reason(tmp_path):
    register = _read(tmp_path, register=REGISTER.replace(",40,12", ",99999999999999999999,12"))
    assert set(register.items) == {"i2"}
    assert [p.source.header for p in register.problems if p.code == "catalog-field"] == ["applicants"]
