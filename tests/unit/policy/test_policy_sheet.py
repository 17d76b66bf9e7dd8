from __future__ import annotations

import datetime as dt

import pytest

from talentmap.model.policy import PolicyDocument
from talentmap.policy.coding.adopt import adopted
from talentmap.policy.coding.sheet import FIELDS, HEADER, VERDICT, key_of, row_of, settled, verdicts

TEXT = "新引进的博士，给予一次性安家补贴15万元，由用人单位向市人社局申报。"


@pytest.fixture
def row(coded):
    return row_of(coded(TEXT))


def test_a_row_holds_every_column_as_text(row):
    assert tuple(row) == HEADER
    assert all(isinstance(cell, str) for cell in row.values())
    assert (row["stage"], row["amount_low"], row["department_id"], row["status"]) == (
        "attract",
        "150000",
        "hrss",
        "proposed",
    )


def test_a_clause_that_promises_nothing_has_no_labels(coded):
    row = row_of(coded("本办法由市人社局负责解释。"))
    assert row["kind"] == "final"
    assert all(row[name] == "" for name in FIELDS[1:])


def test_without_a_verdict_nothing_is_decided(coder, row):
    assert verdicts([{**row, "stage": "retain"}], {row["clause_id"]: row}, coder.words) == ([], [])


def test_a_confirmed_row_is_decided_field_by_field(coder, row):
    reviewed = {**row, "stage": "retain", "amount_low": "200,000", VERDICT: "确认", "why": "电话核实"}
    found, problems = verdicts([reviewed], {row["clause_id"]: row}, coder.words)
    assert problems == []
    assert {one.key.rpartition("|")[2]: one.value for one in found} == {
        "stage": "retain",
        "amount_low": "200000",
        "verdict": "confirmed",
    }
    assert {one.why for one in found} == {"电话核实"}


def test_decisions_are_put_over_the_next_run(coder, row):
    found, _ = verdicts([{**row, "stage": "retain", VERDICT: "yes"}], {row["clause_id"]: row}, coder.words)
    after = settled(row, {one.key: one.value for one in found})
    assert (after["stage"], after["status"], after["doubts"]) == ("retain", "changed", "")
    plain, _ = verdicts([{**row, VERDICT: "yes"}], {row["clause_id"]: row}, coder.words)
    assert settled(row, {one.key: one.value for one in plain})["status"] == "confirmed"


def test_taking_a_change_back_is_a_decision_too(coder, row):
    first, _ = verdicts([{**row, "stage": "retain", VERDICT: "yes"}], {row["clause_id"]: row}, coder.words)
    decided = {one.key: one.value for one in first}
    shown = settled(row, decided)
    second, _ = verdicts([{**shown, "stage": "attract", VERDICT: "yes"}], {row["clause_id"]: shown}, coder.words)
    decided |= {one.key: one.value for one in second}
    assert settled(row, decided)["stage"] == "attract"


def test_a_clause_that_was_changed_is_decided_anew(coder, coded, row):
    other = row_of(coded(TEXT.replace("15万", "20万")))
    decided = {key_of(row["clause_id"], VERDICT): "confirmed"}
    assert settled(row, decided)["status"] == "confirmed"
    assert settled(other, decided)["status"] == "proposed"


def test_decided_to_be_no_incentive(coder, row):
    found, _ = verdicts([{**row, "kind": "principle", VERDICT: "yes"}], {row["clause_id"]: row}, coder.words)
    after = settled(row, {one.key: one.value for one in found})
    assert (after["kind"], after["stage"], after["rule"]) == ("principle", "", "")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("stage", "absorb"),
        ("stage", ""),
        ("tiers", "scientist|singer"),
        ("instrument", "cash"),
        ("rule", "age about 40"),
        ("amount_low", "about 5"),
        ("amount_basis", "weekly"),
        ("department_id", "somebody"),
        ("kind", "promise"),
    ],
)
def test_a_value_that_nothing_could_be_decides_nothing(coder, row, field, value):
    found, problems = verdicts([{**row, field: value, VERDICT: "yes"}], {row["clause_id"]: row}, coder.words)
    assert found == []
    assert [(p.code, p.facts["field"], p.source.row) for p in problems] == [("policy-decision-unknown", field, 2)]


def test_confirmed_clauses_become_items_of_the_register(coder, row):
    document = PolicyDocument(
        doc_id="d1", title_zh="办法", title_en="Rules", department_id="hrss", department="人社局", number="1",
        issued=dt.date(2026, 1, 1), file="texts/a.txt",
    )  # fmt: skip
    confirmed = {**row, "status": "confirmed"}
    (item,) = adopted([confirmed, row], [document], {}, coder.words)
    assert (item["item_id"], item["doc_id"], item["clause"], item["amount_low"]) == ("d1-1", "d1", "第一条", 150_000.0)
    assert item["quote_hash"] == row["clause_id"].split("|")[1]
    assert adopted([confirmed], [document], {("d1", "第一条"): "d1-7"}, coder.words) == []
