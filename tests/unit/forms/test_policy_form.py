from __future__ import annotations

import datetime as dt

import openpyxl
import pytest

from talentmap.catalog.policies import read_policies
from talentmap.catalog.policy_columns import DOCUMENT_SHEET, ITEM_COLUMNS, ITEM_SHEET
from talentmap.catalog.policy_words import read_policy_words
from talentmap.catalog.read import read_catalog
from talentmap.forms.policy_form import RegisterRows, rows_of, write_policy_form
from talentmap.model.policy import PolicyDocument, PolicyItem
from talentmap.resources import catalogs_dir

CATALOG, WORDS = read_catalog(catalogs_dir(), "qingyuan"), read_policy_words()
DOCUMENT = PolicyDocument(
    doc_id="d1",
    title_zh="办法",
    title_en="Rules",
    department_id="hrss",
    department="人社局",
    number="1号",
    issued=dt.date(2025, 1, 1),
    file="texts/d1.txt",
)
ITEM = PolicyItem(
    item_id="i1",
    doc_id="d1",
    clause="第三条",
    title_zh="=1+1",
    title_en="Allowance",
    stage="attract",
    tiers=("engineer", "youth"),
    instrument="living-subsidy",
    rule="age <= 35",
    amount_high=1500,
    amount_basis="per-month",
    duration_months=36,
    valid_from=dt.date(2026, 1, 1),
    budget_year=2026,
    budget_cny=2_000_000,
)


@pytest.mark.parametrize("languages", [("zh", "en"), ("en", "zh"), ("zh",), ("en",)])
def test_what_is_written_is_read_back(tmp_path, languages):
    write_policy_form(tmp_path / "register.xlsx", CATALOG, WORDS, rows_of([DOCUMENT], [ITEM]), languages)
    register = read_policies(tmp_path, CATALOG)
    assert register.problems == ()
    assert register.documents == {"d1": DOCUMENT}
    assert register.items == {"i1": ITEM}


def test_an_empty_form_reads_as_an_empty_register(tmp_path):
    write_policy_form(tmp_path / "register.xlsx", CATALOG, WORDS, RegisterRows())
    register = read_policies(tmp_path, CATALOG)
    assert (register.items, register.problems) == ({}, ())


def test_a_fault_names_sheet_row_and_column(tmp_path):
    write_policy_form(tmp_path / "register.xlsx", CATALOG, WORDS, rows_of([DOCUMENT], [ITEM]))
    book = openpyxl.load_workbook(tmp_path / "register.xlsx")
    book[ITEM_SHEET]["G2"] = "singer"
    book.save(tmp_path / "register.xlsx")
    (problem,) = read_policies(tmp_path, CATALOG).problems
    assert (problem.code, problem.source.sheet, problem.source.row, problem.source.column) == (
        "policy-unknown-tier",
        ITEM_SHEET,
        2,
        "G",
    )


def test_drop_downs_hints_and_no_formulas(tmp_path):
    write_policy_form(tmp_path / "register.xlsx", CATALOG, WORDS, rows_of([DOCUMENT], [ITEM]))
    book = openpyxl.load_workbook(tmp_path / "register.xlsx")
    sheet = book[ITEM_SHEET]
    assert sheet["D2"].data_type == "s"
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert lists == {"stages", "tier_sets", "instruments", "bases", "departments"}
    assert lists <= set(book.defined_names)
    assert sheet.max_column == len(ITEM_COLUMNS)
    assert DOCUMENT_SHEET in book.sheetnames


def test_the_same_register_gives_the_same_bytes(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write_policy_form(tmp_path / name, CATALOG, WORDS, rows_of([DOCUMENT], [ITEM]))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_both_forms_at_once_are_told(tmp_path):
    write_policy_form(tmp_path / "register.xlsx", CATALOG, WORDS, rows_of([DOCUMENT], [ITEM]))
    (tmp_path / "register.csv").write_text("item_id\n", encoding="utf-8")
    assert "policy-two-registers" in [problem.code for problem in read_policies(tmp_path, CATALOG).problems]


def test_a_sheet_without_its_header_is_told(tmp_path):
    write_policy_form(tmp_path / "register.xlsx", CATALOG, WORDS, rows_of([DOCUMENT], [ITEM]))
    book = openpyxl.load_workbook(tmp_path / "register.xlsx")
    book[ITEM_SHEET].delete_rows(1)
    del book[DOCUMENT_SHEET]
    book.save(tmp_path / "register.xlsx")
    assert {problem.code for problem in read_policies(tmp_path, CATALOG).problems} == {
        "policy-no-header",
        "policy-no-sheet",
    }
