from __future__ import annotations

import datetime as dt

import pytest
from small_edition import register_of

from talentmap.catalog.scenarios import read_scenario

REGISTER = register_of(
    {"item_id": "a", "tiers": ["scientist"], "amount_low": 10, "amount_high": 20},
    {"item_id": "b", "tiers": ["technician"], "rule": "skill_level >= technician"},
)
HEAD = "name_zh: 情景\nname_en: What-if\n"
SEARCH = "search:\n  minimise: uncovered_demand\n"
NEW = "- {item_id: n, title_zh: 新, title_en: New, department_id: x, stage: utilize, tiers: [youth], instrument: award"


def reading(tmp_path, text, name="s.yaml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_scenario(path, REGISTER, REGISTER.in_force(dt.date(2026, 1, 1)))


def test_a_sound_scenario_is_read(tmp_path):
    found = reading(tmp_path, f"{HEAD}changes:\n- {{item: a, budget_cny: 5}}\nnew_items:\n{NEW}}}\n")
    assert found.problems == ()
    assert found.scenario.changes[0].budget_cny == 5


def test_toml_is_read_too(tmp_path):
    text = 'name_zh = "情景"\nname_en = "What-if"\n[[changes]]\nitem = "a"\nretire = true\n'
    assert reading(tmp_path, text, "s.toml").scenario.changes[0].retire


@pytest.mark.parametrize("text", ["a = " + "9" * 5000, "a = " + "[" * 3000, 'name_zh = "'])
def test_what_is_no_toml_is_a_problem(tmp_path, text):
    found = reading(tmp_path, text, "s.toml")
    assert ([p.code for p in found.problems], found.scenario) == (["catalog-unreadable"], None)


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        ("changes:\n- {item: a, budget_cny: 1}\n- {item: z, retire: true}\n", "policy-scenario-unknown-item", 5),
        ("changes:\n- {item: a, retire: true}\n- {item: a, retire: true}\n", "policy-scenario-item-twice", 5),
        ("changes:\n- {item: a, amount_low: 30}\n", "policy-scenario-amounts", 4),
        ("changes:\n- item: b\n  rule: skill >= 3\n", "policy-scenario-rule", 5),
        ("changes:\n- item: b\n  rule: age <= 30 and age >= 45\n", "policy-scenario-contradiction", 5),
        ("changes:\n- item: b\n  tiers: [youth]\n  rule: tier = technician\n", "policy-scenario-contradiction", 6),
        (f"new_items:\n{NEW.replace('item_id: n', 'item_id: a')}}}\n", "policy-scenario-item-twice", 4),
        (f"new_items:\n{NEW.replace('id: x', 'id: y')}}}\n", "policy-scenario-unknown-department", 4),
        (f"new_items:\n{NEW}, amount_low: 3, amount_high: 1}}\n", "policy-scenario-amounts", 4),
        (f"{SEARCH}  limits: {{kept: [z]}}\n", "policy-scenario-unknown-item", 5),
        (f"{SEARCH}  unit_costs: {{z: 3}}\n", "policy-scenario-unknown-item", 5),
        (f"{SEARCH}  limits:\n    departments: {{y: {{at_most: 3}}}}\n", "policy-scenario-unknown-department", 6),
        ("changes:\n- {item: a}\n", "catalog-field", 4),
        ("changes:\n- {item: a, budget: 3}\n", "catalog-field", 4),
        ("changes: [\n", "catalog-unreadable", 4),
    ],
)  # fmt: skip
def test_each_fault_is_a_problem_at_its_line(tmp_path, body, code, line):
    found = reading(tmp_path, HEAD + body)
    assert found.scenario is None
    assert code in {problem.code for problem in found.problems}
    assert line in {problem.source.row for problem in found.problems}
    for problem in found.problems:
        assert problem.wrong("zh")
        assert problem.fix("en")


def test_a_file_that_is_not_there_is_a_problem(tmp_path):
    for name in ("none.yaml", "none.toml"):
        found = read_scenario(tmp_path / name, REGISTER, ())
        assert [problem.code for problem in found.problems] == ["policy-scenario-missing"]
