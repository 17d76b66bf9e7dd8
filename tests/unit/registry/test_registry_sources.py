"""Provenance, conflicts and the scorecard of departments, on three people and by counting."""

import datetime as dt

import pyarrow as pa

from talentmap.model.thresholds import SupplyRules
from talentmap.registry.identity.identity_number import with_check_digit
from talentmap.registry.people.scorecard import protected_scorecard
from talentmap.tables.registry import CONFLICTS, DEPARTMENTS, PROVENANCE

ONE, TWO, THREE = (with_check_digit(f"9918011990050300{number}") for number in (1, 3, 5))


def two_departments(registry):
    registry.csv(
        "insurance.csv",
        [
            {"id_number": ONE, "name": "甲甲", "education": "本科", "district_id": "清城区"},
            {"id_number": TWO, "name": "乙乙", "education": "大专", "district_id": ""},
            {"id_number": "", "name": "丁丁", "education": "", "district_id": ""},
            {"id_number": "", "name": "", "education": "", "district_id": "清城区"},
        ],
        trust=4,
    )
    registry.csv(
        "titles.csv",
        [
            {"id_number": ONE, "name": "甲甲", "education": "硕士"},
            {"id_number": THREE, "name": "丙丙", "education": ""},
        ],
        department="titles",
        as_of="2026-05-31",
    )
    return registry.build()


def test_provenance_counts_what_each_offers_and_what_survives(registry):
    two_departments(registry)
    rows = {(row["field"], row["department"]): row for row in registry.read(PROVENANCE)}
    counts = ("offered", "kept", "compared", "agreed")
    assert [rows["education", "hrss"][name] for name in counts] == [2, 1, 1, 0]
    assert [rows["education", "titles"][name] for name in counts] == [1, 1, 1, 0]
    assert [rows["sex", "hrss"][name] for name in counts] == [2, 2, 1, 1]
    assert ("school", "hrss") not in rows


def test_conflicts_name_every_voice_and_the_one_that_counts(registry):
    two_departments(registry)
    rows = [(row["field"], row["department"], row["value"], row["kept"]) for row in registry.read(CONFLICTS)]
    assert rows == [("education", "hrss", "bachelor", 0), ("education", "titles", "master", 1)]


def test_the_scorecard_of_departments(registry):
    two_departments(registry)
    hrss, titles = registry.read(DEPARTMENTS)
    assert (hrss["department"], hrss["as_of"], hrss["age_days"]) == ("hrss", dt.date(2026, 6, 30), 0)
    assert (hrss["rows_in"], hrss["rejected"], hrss["records"], hrss["people"], hrss["people_only_here"]) == (
        4,
        1,
        3,
        3,
        2,
    )
    assert (hrss["validity"], hrss["uniqueness"]) == (2 / 3, 1.0)
    assert (titles["age_days"], titles["people_only_here"], titles["agreement"]) == (30, 1, 2 / 3)
    filled = {"sex": 2, "birth_year": 2, "education": 2, "district_id": 1}
    assert (hrss["fields"], hrss["completeness"]) == (len(filled), sum(filled.values()) / (3 * len(filled)))


def test_few_people_are_never_printed(registry):
    two_departments(registry)
    printed = protected_scorecard(pa.Table.from_pylist(registry.read(DEPARTMENTS)), 5)
    assert all(row["people"] is None and row["agreement"] is None for row in printed)
    assert all(row["rows_in"] for row in printed)
    some = protected_scorecard(pa.Table.from_pylist(registry.read(DEPARTMENTS)), 3)
    assert [(row["people"], row["people_only_here"]) for row in some] == [(3, None), (None, None)]


def test_the_definition_of_supply_says_what_the_rules_say():
    rules = SupplyRules(graduating_within_months=6, available=("seeking", "graduating"))
    assert rules.definition("zh") == (
        "可供人才指部门登记数据中的以下人员：登记求职的、6 个月内毕业的（按每年 7 月 1 日离校计）。"
        "不计入：在岗的、有意返乡的。"
    )
    assert rules.definition("en") == (
        "Supply counts registry people who are registered as seeking work, about to graduate within 6 months "
        "(schools end on the first of July). It leaves out those employed, willing to return."
    )
