"""Uncovered demand by stage, hand-overs, overlaps, gates and the flow of money, on five posts that a reader can check."""

from __future__ import annotations

import math

import pytest
from ascii_table import read_table
from small_edition import Books

DEMAND = read_table(
    """
    Every enterprise stands for itself: no frame, weight 1.

    | line | enterprise_id | chain_id | role_id     | tier       | education | skill_level         | headcount |
    |------|---------------|----------|-------------|------------|-----------|---------------------|-----------|
    | A    | a             | metal    | m-scientist | scientist  | doctorate |                     |         2 |
    | B    | b             | metal    | m-engineer  | engineer   | bachelor  |                     |        10 |
    | C    | c             | metal    | m-welder    | technician | none      | senior_worker       |         6 |
    | D    | d             | metal    | m-welder    | technician | none      | intermediate_worker |        12 |
    | E    | e             | food     | f-operator  | technician | secondary |                     |        10 |
    """
)
ITEMS = read_table(
    """
    | item_id | stage     | tiers      | instrument | rule                         | amount | budget_cny | paid_cny |
    |---------|-----------|------------|------------|------------------------------|--------|------------|----------|
    | i1      | attract   | scientist  | allowance  | education >= doctorate       | 100000 |    3000000 |  2000000 |
    | i2      | attract   | scientist  | allowance  | title >= full_senior         | 500000 |    1000000 |        0 |
    | i3      | cultivate | technician | training   | skill_level >= senior_worker |   1000 |     500000 |   400000 |
    | i4      | cultivate | technician | training   | chain = food                 |   2000 |            |          |
    | i5      | retain    | technician | award      | skill_level >= senior_worker |   3000 |     500000 |   300000 |
    | i6      | attract   | scientist  | allowance  | education >= doctorate       | 150000 |            |          |
    """
)
UNCOVERED = read_table(
    """
    Of 40 open posts i1 accepts A (2), i3 C (6), i4 E (10): 22 are left, 10 of engineers and 12 of technicians.

    | tier       | stage     | need | uncovered | share    |
    |------------|-----------|------|-----------|----------|
    |            |           |   40 |        22 | 0.55     |
    | scientist  |           |    2 |         0 | 0        |
    | engineer   |           |   10 |        10 | 1        |
    | technician |           |   28 |        12 | 0.428571 |
    |            | attract   |   40 |        38 | 0.95     |
    |            | cultivate |   40 |        24 | 0.6      |
    |            | utilize   |   40 |        40 | 1        |
    | technician | retain    |   28 |        22 | 0.785714 |
    """
)
HANDOVERS = read_table(
    """
    Whom an item accepts, and how many of them some item of any later stage accepts too.

    | item_id | need | handed | verdict |
    |---------|------|--------|---------|
    | i1      |    2 |      0 | broken  |
    | i2      |    0 |      0 | none    |
    | i3      |    6 |      6 | joined  |
    | i4      |   10 |      0 | broken  |
    | i6      |    2 |      0 | broken  |
    """
)
OVERLAPS = read_table(
    """
    | item_id | other_id | kind        | fields            | need |
    |---------|----------|-------------|-------------------|------|
    | i1      | i2       | overlapping | education title   |    0 |
    | i1      | i6       | amount      |                   |    2 |
    | i2      | i6       | overlapping | education title   |    0 |
    | i3      | i4       | overlapping | chain skill_level |    0 |
    """
)
GATES = read_table(
    """
    | gate              | items | budget_cny | money_share | passing | passing_share |
    |-------------------|-------|------------|-------------|---------|---------------|
    | doctorate         |     2 |    3000000 | 0.6         |       2 | 0.05          |
    | professor         |     1 |    1000000 | 0.2         |       0 | 0             |
    | provincial_honour |     0 |          0 | 0           |       0 | 0             |
    | any               |     3 |    4000000 | 0.8         |       2 | 0.05          |
    """
)
USE = read_table(
    """
    | enterprise_id | item_id | reach    |
    |---------------|---------|----------|
    | a             | i1      | received |
    | b             | i1      | known    |
    | c             | i3      | applied  |
    | d             | i3      | known    |
    """
)


def row_of(table, **key):
    (row,) = (r for r in table.to_dict("records") if all(r[name] == value for name, value in key.items()))
    return row


@pytest.fixture(scope="module")
def findings(tmp_path_factory, small_catalog):
    with Books(tmp_path_factory.mktemp("stages") / "edition", small_catalog) as books:
        return _findings(books)


def _findings(books):
    firms = [{"enterprise_id": name, "chain_id": "metal", "size_class": "small"} for name in "abcde"]
    demand = [{"line_id": row["line"], **{k: v for k, v in row.items() if k != "line"}} for row in DEMAND]
    books.fill(enterprises=firms, demand=demand, incentive_use=[{"chain_id": "metal", **row} for row in USE])
    items = [
        {
            **{name: row[name] for name in ("item_id", "stage", "instrument", "rule", "budget_cny", "paid_cny")},
            "tiers": row["tiers"].split(),
            "amount_low": row["amount"],
            "amount_high": row["amount"],
            "amount_basis": "once",
        }
        for row in ITEMS
    ]
    return books.analyse(*items)


@pytest.mark.parametrize("row", UNCOVERED, ids=lambda row: f"{row['tier']}-{row['stage']}")
def test_uncovered_by_tier_and_stage(findings, row):
    found = row_of(findings.policy.uncovered, chain_id="", tier=row["tier"] or "", stage=row["stage"] or "")
    for name in ("need", "uncovered", "share"):
        assert found[name] == pytest.approx(row[name], abs=1e-6), name


def test_uncovered_adds_up_over_tiers_and_chains(findings):
    table = findings.policy.uncovered
    for stage in ("", "attract", "cultivate", "utilize", "retain"):
        of_stage = table[table["stage"] == stage]
        whole = row_of(of_stage, chain_id="", tier="")["uncovered"]
        assert of_stage[(of_stage["chain_id"] == "") & (of_stage["tier"] != "")]["uncovered"].sum() == pytest.approx(
            whole
        )
        assert of_stage[(of_stage["chain_id"] != "") & (of_stage["tier"] == "")]["uncovered"].sum() == pytest.approx(
            whole
        )


@pytest.mark.parametrize("row", HANDOVERS, ids=lambda row: row["item_id"])
def test_hand_overs(findings, row):
    found = row_of(findings.policy.handovers, item_id=row["item_id"], next_stage="")
    assert (found["need"], found["handed"], found["verdict"]) == (row["need"], row["handed"], row["verdict"])


def test_overlaps(findings):
    table = findings.policy.overlaps.to_dict("records")
    told = [(r["item_id"], r["other_id"], r["kind"], r["fields"].replace("|", " ") or None, r["need"]) for r in table]
    assert told == [tuple(row.values()) for row in OVERLAPS]


@pytest.mark.parametrize("row", GATES, ids=lambda row: row["gate"])
def test_gates(findings, row):
    found = row_of(findings.policy.gates, gate=row["gate"])
    for name in ("items", "budget_cny", "money_share", "passing", "passing_share"):
        assert found[name] == pytest.approx(row[name]), name


def test_promised_budgeted_paid_received(findings):
    """i1 promises 100,000 for each of 2 accepted posts; of 4 enterprises that answered 2 know it and 1 received it."""
    found = row_of(findings.policy.money_flow, item_id="i1")
    assert (found["promised_low"], found["budget_cny"], found["paid_cny"]) == (200_000, 3_000_000, 2_000_000)
    assert (found["knowing"], found["applying"], found["receiving"]) == (0.5, 0.25, 0.25)
    unknown = row_of(findings.policy.money_flow, item_id="i4")
    assert math.isnan(unknown["budget_cny"])
    assert unknown["promised_low"] == 20_000


def test_clauses_that_refuse(findings):
    """i3 asks for a senior worker: D's 12 heads are refused for that alone; of E's 10 no level is known."""
    found = row_of(findings.policy.item_refusals, item_id="i3", field="skill_level")
    assert (found["need"], found["need_alone"], found["enterprises_alone"]) == (12, 12, 1)


def test_an_enterprise_that_names_no_certificate_was_not_asked(findings):
    """Whether i5 retains E's 10 nobody can tell: they count as uncovered, and the interval begins without them."""
    found = row_of(findings.policy.uncovered, chain_id="", tier="technician", stage="retain")
    assert (found["uncovered"], found["undecided"]) == (22, 10)
    assert (found["uncovered_low"], found["uncovered_high"]) == (12, 22)
    assert (found["share_low"], found["share_high"]) == pytest.approx((12 / 28, 22 / 28))


def test_money_against_need_and_the_stages(findings):
    """Money 4 : 0 : 1 million to scientists, engineers, technicians, need 2 : 10 : 28."""
    whole = row_of(findings.policy.stage_mismatch, stage="")
    assert whole["reallocation"] == pytest.approx(0.8 - 2 / 40)
    assert whole["entropy"] == pytest.approx(0.8 * math.log(0.8 / 0.05) + 0.2 * math.log(0.2 / 0.7))
    assert whole["items_without_budget"] == 2
    parts = findings.policy.stage_mismatch.set_index("stage")["entropy_part"]
    assert parts[["attract", "cultivate", "utilize", "retain"]].sum() == pytest.approx(parts[""])
    scientist = row_of(findings.policy.money_against_need, stage="", tier="scientist")
    assert scientist["quotient"] == pytest.approx(0.8 / 0.05)
    assert scientist["per_post"] == pytest.approx(2_000_000)
    assert row_of(findings.policy.stage_mismatch, stage="utilize")["budget_cny"] == 0
    assert math.isnan(row_of(findings.policy.stage_mismatch, stage="utilize")["reallocation"])


def test_money_for_a_tier_that_nobody_needs_has_no_entropy_and_is_named(books):
    books.fill(
        enterprises=[{"enterprise_id": "a", "chain_id": "metal", "size_class": "small"}],
        demand=[
            {
                "line_id": "A",
                "enterprise_id": "a",
                "chain_id": "metal",
                "role_id": "m-welder",
                "tier": "technician",
                "headcount": 4,
            }
        ],
    )
    found = books.analyse({"tiers": ["scientist"], "budget_cny": 100.0}, {"tiers": ["technician"], "budget_cny": 100.0})
    whole = row_of(found.policy.stage_mismatch, stage="")
    assert math.isnan(whole["entropy"])
    assert whole["no_need"] == "scientist"
    assert whole["reallocation"] == pytest.approx(0.5)


def test_recommendations_point_at_what_triggers_them(findings):
    told = {(r["rule"], r["tier"], r["stage"]): r for r in findings.recommendations.to_dict("records")}
    assert told["uncovered", "technician", ""]["clause"] == "skill_level >= senior_worker"
    assert told["uncovered", "technician", ""]["items"] == "i3|i5"
    assert told["uncovered", "technician", ""]["after"] == pytest.approx(0)
    assert ("uncovered", "engineer", "") in told
    assert ("empty_cell", "engineer", "attract") in told
    assert ("uncovered", "scientist", "") not in told
    assert told["broken_handover", "technician", ""]["items"] == "i4"
    assert told["same_condition", "", ""]["items"] == "i1+i6"
    shifted = told["overfunded", "scientist", ""]
    assert shifted["after"] < shifted["before"]
