from __future__ import annotations

import csv
import json

import pytest
from typer.testing import CliRunner

from talentmap.catalog.policies import read_policies
from talentmap.catalog.read import read_catalog
from talentmap.cli.app import app
from talentmap.resources import catalogs_dir

TEXT = """\
某市引进人才办法
为吸引人才，制定本办法。
第一条 新引进的博士，年龄在45周岁以下的，给予一次性安家补贴15万元，由用人单位于到岗后3个月内向市人社局申报。
第二条 本办法由市人社局负责解释。
"""
DOCUMENTS = (
    "doc_id,title_zh,title_en,department_id,department,number,issued,file\n"
    "d1,办法,Rules,hrss,人社局,1号,2025-01-01,texts/a.txt\n"
)
REGISTER = "item_id,doc_id,clause,title_zh,title_en,stage,tiers,instrument,rule,amount_high,amount_basis,budget_cny\n"
EDITION = """\
id = "small-2026"
region = "qingyuan"
region_zh = "清远市"
region_en = "Qingyuan"
year = 2026
reference_date = 2026-06-30
publisher_zh = "某局"
publisher_en = "A bureau"
[fieldwork]
start = 2026-05-06
end = 2026-06-20
asked = 10
"""


@pytest.fixture
def edition(tmp_path):
    folder = tmp_path / "edition"
    (folder / "policies" / "texts").mkdir(parents=True)
    (folder / "edition.toml").write_text(EDITION, encoding="utf-8")
    (folder / "policies" / "texts" / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "policies" / "documents.csv").write_text(DOCUMENTS, encoding="utf-8")
    (folder / "policies" / "register.csv").write_text(REGISTER, encoding="utf-8")
    return folder


def run(*arguments):
    return CliRunner().invoke(app, ["policy", *map(str, arguments)])


def rows_in(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_code_review_record_adopt_check(edition, tmp_path):
    table, form = tmp_path / "codes.csv", tmp_path / "register.xlsx"
    assert run("code", "--edition", edition, "--out", table, "--lang", "en").exit_code == 0
    rows = rows_in(table)
    assert [(row["clause"], row["kind"], row["stage"]) for row in rows] == [
        ("", "purpose", ""),
        ("第一条", "incentive", "attract"),
        ("第二条", "final", ""),
    ]
    rows[1] |= {"verdict": "确认", "why": "核对原文", "amount_low": "160000", "amount_high": "160000"}
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    recorded = run("record", table, "--edition", edition, "--who", "李科长", "--when", "2026-07-02", "--lang", "en")
    assert (recorded.exit_code, recorded.output.strip()) == (0, "1 clauses decided")
    ledger = edition / "decisions" / "clause-codes.csv"
    before = ledger.read_bytes()
    assert "李科长,2026-07-02,核对原文" in before.decode()

    again = run("code", "--edition", edition, "--out", table, "--adopt", form, "--lang", "en")
    assert "1 confirmed items added" in again.output
    assert [(row["status"], row["amount_low"]) for row in rows_in(table)][1] == ("changed", "160000")
    assert ledger.read_bytes() == before

    (edition / "policies" / "register.csv").unlink()
    (edition / "policies" / "documents.csv").unlink()
    form.rename(edition / "policies" / "register.xlsx")
    register = read_policies(edition / "policies", read_catalog(catalogs_dir(), "qingyuan"))
    (item,) = register.items.values()
    assert (item.item_id, item.clause, item.amount_low, item.department_id) == ("d1-1", "第一条", 160_000.0, "hrss")
    assert run("check", edition).exit_code == 0


def test_check_says_file_row_and_cure(edition):
    row = (
        "i1,d1,第一条,安家补贴,Grant,attract,scientist,settling-in-allowance,age <= 30 and age >= 45,150000,once,1000\n"
    )
    (edition / "policies" / "register.csv").write_text(REGISTER + row, encoding="utf-8")
    found = run("check", edition, "--json")
    assert found.exit_code == 4
    told = json.loads(found.output)
    assert [problem["code"] for problem in told["problems"]] == ["policy-contradiction"]
    shown = run("check", edition / "policies", "--lang", "zh").output
    assert "register.csv I2" in shown
    assert "age <= 30 and age >= 45" in shown


def test_check_stamps_the_quotes(edition, tmp_path):
    row = "i1,d1,第一条,安家补贴,Grant,attract,scientist,settling-in-allowance,,150000,once,1000\n"
    (edition / "policies" / "register.csv").write_text(REGISTER + row, encoding="utf-8")
    assert run("check", edition, "--stamp", tmp_path / "register.xlsx").exit_code == 0
    register = read_policies(tmp_path, read_catalog(catalogs_dir(), "qingyuan"))
    assert len(register.items["i1"].quote_hash) == 12


def test_form_is_written_empty_or_filled(edition, tmp_path):
    assert run("form", "--out", tmp_path / "empty.xlsx").exit_code == 0
    assert run("form", edition, "--out", tmp_path / "full.xlsx", "--lang", "en").exit_code == 0
    assert (tmp_path / "empty.xlsx").stat().st_size > 5_000
    assert run("form", edition, "--out", tmp_path / "x.xlsx", "--lang", "fr").exit_code != 0


def test_agree_prints_kappa_and_alpha(tmp_path):
    for name, stages in (("a.csv", "attract attract retain retain"), ("b.csv", "attract attract retain utilize")):
        lines = [f"c{place},{stage}" for place, stage in enumerate(stages.split())]
        (tmp_path / name).write_text("\n".join(["clause_id,stage", *lines]), encoding="utf-8")
    found = json.loads(run("agree", tmp_path / "a.csv", tmp_path / "b.csv", "--json").output)
    assert [(one["label"], one["clauses"], one["equal_share"]) for one in found] == [("stage", 4, 0.75)]
    assert found[0]["kappa"] == pytest.approx((0.75 - 0.375) / 0.625)


def test_a_text_that_cannot_be_read_is_a_problem_and_no_stop(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7")
    found = run("code", tmp_path / "a.txt", tmp_path / "b.pdf", "--lang", "en")
    assert found.exit_code == 1
    assert "policy-text-damaged" in found.output
    assert "1 of them incentives" in found.output


@pytest.mark.parametrize("arguments", [["code"], ["code", "nothing.txt"], ["check", "nowhere"]])
def test_what_cannot_be_used_is_said(arguments, tmp_path):
    assert run(*arguments).exit_code != 0
