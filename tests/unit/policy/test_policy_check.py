from __future__ import annotations

import pytest

from talentmap.catalog.policies import read_policies
from talentmap.catalog.policy_words import read_policy_words
from talentmap.catalog.read import read_catalog
from talentmap.policy.check import check_register
from talentmap.policy.texts.clauses import quote_hash
from talentmap.resources import catalogs_dir

CLAUSE = "引进的博士，给予安家补贴15万元。"
COLUMNS = "item_id,doc_id,clause,title_zh,title_en,stage,tiers,instrument,rule,amount_low,amount_high,amount_basis"
MORE = "department_id,quote_hash,budget_year,budget_cny,paid_cny,applicants,recipients"
ROW = (
    "i1,d1,第一条,安家补贴,Allowance,attract,scientist,settling-in-allowance,education >= doctorate,150000,150000,once,"
    f"hrss,{quote_hash(CLAUSE)},2026,900000,300000,5,2"
)
DOCUMENTS = """\
doc_id,title_zh,title_en,department_id,department,number,issued,file
d1,办法,Rules,hrss,人社局,1号,2025-01-01,texts/d1.txt
"""
CATALOG = read_catalog(catalogs_dir(), "qingyuan")


def found_in(folder, old="", new="", text=f"第一条 {CLAUSE}\n第二条 由人社局负责解释。\n", year=2026):
    (folder / "texts").mkdir()
    (folder / "texts" / "d1.txt").write_text(text, encoding="utf-8")
    (folder / "documents.csv").write_text(DOCUMENTS, encoding="utf-8")
    assert old in ROW
    (folder / "register.csv").write_text(f"{COLUMNS},{MORE}\n{ROW.replace(old, new)}\n", encoding="utf-8")
    return check_register(read_policies(folder, CATALOG), folder, read_policy_words(), year)


def test_a_sound_register_has_no_problem(tmp_path):
    found = found_in(tmp_path)
    assert found.problems == ()
    assert list(found.quotes.values()) == [quote_hash(CLAUSE)]


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ("education >= doctorate", "age <= 30 and age >= 45", "policy-contradiction", "I"),
        ("settling-in-allowance", "cash", "policy-unknown-instrument", "H"),
        (",once,", ",weekly,", "policy-unknown-basis", "L"),
        (",hrss,", ",nobody,", "policy-unknown-office", "M"),
        ("150000,150000", ",", "policy-amount-unstated", "K"),
        ("900000,300000", "300000,900000", "policy-paid-over-budget", "Q"),
        (",5,2", ",2,5", "policy-recipients-over-applicants", "S"),
        (",2026,", ",2024,", "policy-budget-year", "O"),
        ("900000,300000", ",300000", "policy-no-budget", "P"),
        ("第一条", "第九条", "policy-quote-missing", "C"),
        (quote_hash(CLAUSE), "000000000000", "policy-quote-changed", "N"),
    ],
)
def test_each_problem_has_its_row_and_column(tmp_path, old, new, code, column):
    found = [problem for problem in found_in(tmp_path, old, new).problems if problem.code == code]
    assert [(problem.source.file, problem.source.row, problem.source.column) for problem in found] == [
        ("register.csv", 2, column)
    ]
    assert found[0].wrong("zh")
    assert found[0].fix("en")


def test_a_contradiction_names_the_clauses(tmp_path):
    found = found_in(tmp_path, "education >= doctorate", "age <= 30 and age >= 45").problems
    assert "age <= 30 and age >= 45" in found[0].wrong("en")


def test_a_changed_text_is_told(tmp_path):
    found = found_in(tmp_path, text=f"第一条 {CLAUSE.replace('15', '20')}\n第二条 附则。\n")
    assert [problem.code for problem in found.problems] == ["policy-quote-changed"]


def test_a_path_out_of_the_folder_is_not_followed(tmp_path):
    folder = tmp_path / "policies"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("第一条 秘密。", encoding="utf-8")
    (folder / "documents.csv").write_text(DOCUMENTS.replace("texts/d1.txt", "../secret.txt"), encoding="utf-8")
    (folder / "register.csv").write_text(f"{COLUMNS},{MORE}\n{ROW}\n", encoding="utf-8")
    found = check_register(read_policies(folder, CATALOG), folder, read_policy_words())
    assert [problem.code for problem in found.problems] == ["policy-text-missing"]
