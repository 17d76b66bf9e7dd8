from __future__ import annotations

import datetime as dt

import pytest
from small_edition import Books, register_of

from talentmap.analysis.scenario.changes import changed_register
from talentmap.analysis.scenario.run import what_if
from talentmap.model.scenario import Scenario
from talentmap.tables.analysis import POSTS

DAY = dt.date(2026, 6, 30)
REGISTER = register_of(
    {
        "item_id": "a",
        "tiers": ["scientist"],
        "rule": "education >= doctorate",
        "budget_cny": 9e6,
        "amount_low": 1e5,
        "amount_high": 1e5,
        "amount_basis": "once",
    },
    {
        "item_id": "b",
        "tiers": ["technician"],
        "stage": "cultivate",
        "rule": "skill_level >= technician",
        "budget_cny": 1e6,
        "amount_low": 1000,
        "amount_high": 3000,
        "amount_basis": "once",
    },
)


def scenario(**parts):
    return Scenario.model_validate({"name_zh": "情景", "name_en": "What-if", **parts})


NEW = {
    "item_id": "n",
    "title_zh": "新",
    "title_en": "New",
    "department_id": "x",
    "stage": "utilize",
    "tiers": ["technician"],
    "instrument": "award",
    "amount_low": 2000,
    "amount_high": 2000,
    "amount_basis": "per-year",
    "budget_cny": 2e5,
}


def test_the_register_after_a_scenario():
    changed = changed_register(
        REGISTER,
        scenario(
            changes=[{"item": "a", "retire": True}, {"item": "b", "budget_cny": 5e6, "rule": ""}], new_items=[NEW]
        ),
        DAY,
    )
    items = {item.item_id: item for item in changed.in_force(DAY)}
    assert set(items) == {"b", "n"}
    assert (items["b"].budget_cny, items["b"].rule, items["b"].amount_low) == (5e6, "", 1000)
    assert changed.documents[items["n"].doc_id].department == "某局"
    assert set(REGISTER.items) == {"a", "b"}


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"changes": [{"item": "a"}]},
        {"changes": [{"item": "a", "retire": True, "budget_cny": 1}]},
        {"search": {"minimise": "poverty"}},
        {"search": {"minimise": "uncovered_demand", "limits": {"item_cut_at_most": 2}}},
        {"search": {"minimise": "uncovered_demand", "limits": {"departments": {"x": {"at_least": 2, "at_most": 1}}}}},
    ],
)
def test_a_scenario_that_says_nothing_sound_is_refused(parts):
    with pytest.raises(ValueError, match="validation error"):
        scenario(**parts)


@pytest.fixture(scope="module")
def built(tmp_path_factory, small_catalog):
    """An edition of nine firms: posts for scientists with a doctorate, and for welders of three levels."""
    with Books(tmp_path_factory.mktemp("what-if") / "edition", small_catalog) as books:
        firms = [{"enterprise_id": f"f{k}", "chain_id": "metal", "size_class": "small"} for k in range(9)]
        levels = ("technician", "senior_worker", "intermediate_worker")
        welder = {"chain_id": "metal", "role_id": "m-welder", "tier": "technician", "headcount": 10}
        doctor = {"chain_id": "metal", "role_id": "m-scientist", "tier": "scientist", "headcount": 1}
        welders = [
            {**welder, "line_id": f"w{k}", "enterprise_id": f"f{k}", "skill_level": levels[k % 3]} for k in range(9)
        ]
        doctors = [{**doctor, "line_id": f"s{k}", "enterprise_id": f"f{k}", "education": "doctorate"} for k in range(9)]
        books.fill(enterprises=firms, demand=[*welders, *doctors])
        books.analyse(*(item.model_dump() for item in REGISTER.items.values()))
        yield books


def figure(found, name, tier="", stage=""):
    table = found.figures
    (row,) = table[
        (table["figure"] == name) & (table["tier"] == tier) & (table["stage"] == stage) & (table["chain_id"] == "")
    ].to_dict("records")
    return row


def test_a_lower_gate_covers_more_and_says_how_sure_it_is(built):
    found = what_if(
        built.edition, built.catalog, built.engine, REGISTER,
        scenario(changes=[{"item": "b", "rule": "skill_level >= senior_worker"}]),
    )  # fmt: skip
    row = figure(found, "uncovered_share", tier="technician")
    assert (row["before"], row["after"]) == (pytest.approx(2 / 3), pytest.approx(1 / 3))
    assert row["change_low"] <= row["change"] <= row["change_high"]
    assert figure(found, "uncovered_share", tier="scientist")["change"] == 0
    assert figure(found, "budget")["change"] == 0
    assert found.sought is None


def test_a_new_item_fills_its_cell_and_joins_the_hand_over(built):
    found = what_if(built.edition, built.catalog, built.engine, REGISTER, scenario(new_items=[NEW]))
    assert found.cells.to_dict("records") == [{"tier": "technician", "stage": "utilize", "change": "filled"}]
    assert ("b", "broken", "joined") in set(
        found.handovers[found.handovers["next_stage"] == ""][["item_id", "verdict_before", "verdict_after"]].itertuples(
            index=False, name=None
        )
    )


def test_a_search_moves_money_to_where_it_covers_more(built):
    search, poor = {"minimise": "uncovered_demand", "limits": {"item_cut_at_most": 0.5}}, NEW | {"budget_cny": 4e4}
    found = what_if(built.edition, built.catalog, built.engine, REGISTER, scenario(search=search, new_items=[poor]))
    sought = found.sought
    budgets = sought.budgets.set_index("item_id")
    assert sought.objective_then < sought.objective_now
    assert budgets.loc["n", "sought"] > budgets.loc["n", "present"]
    assert budgets["sought"].sum() <= budgets["present"].sum() + 1
    assert (budgets["sought"] >= budgets["present"] * 0.5 - 1).all()
    assert len(sought.trials) == 10
    assert not len(sought.clashes)


def test_limits_that_clash_come_back_as_such(built):
    search = {"minimise": "uncovered_demand", "limits": {"total_cny": 1e6, "item_cut_at_most": 0.1}}
    found = what_if(built.edition, built.catalog, built.engine, REGISTER, scenario(search=search))
    (clash,) = found.sought.clashes.to_dict("records")
    assert clash["kind"] == "total"
    assert clash["yuan"] == pytest.approx(0.9 * 1e7 - 1e6)


def test_a_what_if_leaves_the_build_as_it_is(built):
    before = built.engine.read(POSTS)
    what_if(built.edition, built.catalog, built.engine, REGISTER, scenario(changes=[{"item": "a", "retire": True}]))
    assert built.engine.read(POSTS).equals(before)
