"""A small edition from findings to what may be shown: its tables, its account, its truth, and its gate."""

from __future__ import annotations

import csv
import json
import math
from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest
from small_edition import Books

from talentmap.disclosure.attack.former import read_former
from talentmap.disclosure.attack.truth import read_truth
from talentmap.disclosure.figures import Item
from talentmap.disclosure.gate import Gate, read_rules, tables_of
from talentmap.disclosure.masks import store_masks
from talentmap.disclosure.microdata import read_microdata
from talentmap.disclosure.protect import _by_tier, _role_districts, frames_of, hidden_items, protect, store_account
from talentmap.engine import EmbeddedEngine
from talentmap.errors import EditionError
from talentmap.tables.disclosure import DISCLOSURE_LEDGER, DISCLOSURE_MASKS, SUPPRESSION
from talentmap.tables.policy import MONEY_AGAINST_NEED, STAGE_MISMATCH

WORDING = {"sheets": {}, "heads": {}}
POSTS = [  # role, tier, headcount, enterprises, district, their name
    ("m-welder", "technician", 10, 4, "north", "a"),
    ("m-welder", "technician", 12, 6, "south", "b"),
    ("m-engineer", "engineer", 20, 7, "south", "c"),
    ("m-scientist", "scientist", 137, 1, "north", "x"),
    ("m-trainee", "youth", 9, 6, "north", "e"),
    ("f-operator", "technician", 30, 6, "south", "d"),
]
PEOPLE = [("m-welder", "technician", 12, "p"), ("m-engineer", "engineer", 3, "q"), ("f-operator", "technician", 8, "r")]
ITEMS = (
    {"tiers": ["technician"], "budget_cny": 1000.0},
    {"tiers": ["scientist"], "rule": "education >= doctorate", "budget_cny": 5000.0},
)


def _filled(books):
    firms = [(f"{name}{k}", role[0] == "m", place, (role, tier, heads))
             for role, tier, heads, count, place, name in POSTS for k in range(count)]  # fmt: skip
    chains = {True: "metal", False: "food"}
    books.fill(
        enterprises=[{"enterprise_id": firm, "chain_id": chains[is_metal], "size_class": "small", "employees": 50,
                      "district_id": place} for firm, is_metal, place, _ in firms],
        demand=[{"line_id": f"l-{firm}", "enterprise_id": firm, "chain_id": chains[is_metal], "role_id": role,
                 "tier": tier, "headcount": heads, "district_id": place}
                for firm, is_metal, place, (role, tier, heads) in firms],
        people=[{"person_id": f"{name}{k}", "available": "seeking"}
                for *_, count, name in PEOPLE for k in range(count)],
        person_roles=[{"person_id": f"{name}{k}", "role_id": role, "tier": tier, "weight": 1.0}
                      for role, tier, count, name in PEOPLE for k in range(count)],
        pains=[{"enterprise_id": f"a{k}", "pain_id": "retain-housing", "stage": "retain"} for k in range(2)],
    )  # fmt: skip
    return books


@pytest.fixture(scope="module")
def made(tmp_path_factory, small_catalog):
    """The edition, as it is built: findings, what may be shown of them, and the account in its tables."""
    folder = tmp_path_factory.mktemp("built")
    with Books(folder, small_catalog, EmbeddedEngine(folder / "internal" / "tables")) as books:
        findings = _filled(books).analyse(*ITEMS)
        guarded = protect(findings, read_microdata(books.engine), books.catalog)
        store_account(books.engine, guarded)
        store_masks(books.engine, guarded.shown, frames_of(findings))
        yield SimpleNamespace(folder=folder, books=books, findings=findings, guarded=guarded, shown=guarded.shown)


def _row(table, **keys):
    (row,) = (row for row in table.to_dict("records") if all(row[key] == value for key, value in keys.items()))
    return row


def test_a_lone_enterprise_is_hidden_with_another_and_the_rest_is_printed_in_steps_of_5(made):
    roles = made.shown.roles.set_index("role_id")
    assert roles["need_status"].to_dict() == {
        "f-operator": "", "m-engineer": "", "m-scientist": "c", "m-trainee": "c", "m-welder": ""
    }  # fmt: skip
    assert roles["need"].isna().tolist() == (roles["need_status"] == "c").tolist()
    assert (roles["need"]["m-welder"], roles["supply"]["f-operator"]) == (110.0, 10.0)


def test_few_people_hide_supply_and_what_rests_on_it(made):
    engineer = _row(made.shown.roles, role_id="m-engineer")
    assert (engineer["supply_status"], engineer["need_status"], engineer["need"]) == ("c", "", 140.0)
    assert all(math.isnan(engineer[name]) for name in ("supply", "gap", "people", "tightness"))
    assert _row(made.shown.groups, chain_id="", tier="")["supply"] == 25.0


def test_headline_figures_go_with_the_cells_that_they_rest_on(made):
    shown = made.shown.indicators.set_index("indicator_id")
    assert (shown.loc["need", "need_status"], shown.loc["need", "value"]) == ("", 623.0)
    hidden = shown.loc["tier_dissimilarity"]
    assert hidden["need_status"] == "c"
    assert hidden[["value", "low", "high"]].isna().all()
    assert not math.isnan(_row(made.findings.indicators, indicator_id="tier_dissimilarity")["value"])
    assert shown.loc["attract_item_share", ["value", "low", "high"]].notna().all()


def test_places_are_told_by_chain_alone_and_to_one_decimal(made):
    told = made.shown.location_quotients
    assert set(told["role_id"]) == {""}
    assert (told["lq"] * 10).tolist() == pytest.approx((told["lq"] * 10).round().tolist())
    whole = made.findings.location_quotients
    exact = _row(whole[whole["role_id"] == ""], chain_id="metal", district_id="north")["lq"]
    assert _row(told, chain_id="metal", district_id="north")["lq"] == math.floor(exact * 10 + 0.5) / 10 != exact


def test_districts_of_a_role_come_largest_first_and_only_where_they_may_be_told(made):
    told = list(made.shown.role_districts.itertuples(index=False, name=None))
    assert [place for role, place in told if role == "m-welder"] == ["south", "north"]
    assert "m-scientist" not in {role for role, _ in told}


def test_who_may_be_named_with_a_district():
    plain = {"role_id": "r", "district_id": "a", "enterprises": 3, "top_share": 0.85, "need": 5.0}
    changes = [{}, {"district_id": "b", "need": 9.0}, {"enterprises": 2}, {"top_share": 0.86}, {"need": 0.0},
               {"district_id": ""}, {"role_id": ""}, {"district_id": "c", "need": 9.0}]  # fmt: skip
    rules = SimpleNamespace(enterprises_minimum=3, dominance=0.85)
    told = _role_districts(pd.DataFrame([{**plain, **change} for change in changes]), rules)
    assert told.values.tolist() == [["r", "b"], ["r", "c"], ["r", "a"]]


def test_shares_of_the_pains_rest_on_their_own_count(made):
    pain = _row(made.shown.pains, pain_id="retain-housing")
    assert (pain["need_status"], math.isnan(pain["share"])) == ("c", True)


def test_recommendations_and_skills_tell_what_the_tables_print(made):
    advice = made.shown.recommendations.set_index("recommendation_id")
    assert json.loads(advice.loc["shortage:technician", "figures"])["need"] == 290.0
    assert "scientist" not in set(advice[advice["rule"] == "shortage"]["tier"])
    skill = _row(made.shown.skills, skill_id="m-a", chain_id="metal")
    assert (skill["need"], skill["need_roles_hidden"], skill["supply_roles_hidden"]) == (250.0, 2, 1)


def test_the_ledger_gives_every_cell_its_reason(made):
    ledger = made.guarded.ledger.set_index(["frame", "cell", "basis"])
    lone = ledger.loc[("roles", "chain_id=metal;segment_id=melting;role_id=m-scientist;tier=scientist", "need")]
    assert lone[["status", "reason", "value", "contributors", "largest"]].tolist() == ["c", "few", 137.0, 1, 137.0]
    partner = ledger.loc[("roles", "chain_id=metal;segment_id=rolling;role_id=m-trainee;tier=youth", "need")]
    assert partner[["status", "reason", "value", "contributors"]].tolist() == ["c", "secondary", 54.0, 6]
    shown = ledger.loc[("groups", "chain_id=;tier=", "need")]
    assert shown[["status", "reason", "value"]].tolist() == ["", "", 623.0]
    assert ("uncovered", "chain_id=;tier=;stage=attract", "uncovered") in ledger.index
    index = ledger.loc[("structure", "chain_id=metal;across=tier", "dissimilarity")]
    assert (index["status"], index["reason"], math.isnan(index["value"])) == ("c", "secondary", True)
    assert hidden_items(made.guarded.ledger) == made.guarded.outcome.hidden


def test_the_share_hidden_is_told(made):
    need = _row(made.shown.suppression, frame="roles", basis="need")
    assert (need["cells"], need["hidden"], need["primary"]) == (5, 2, 1)
    assert (need["hidden_share"], need["headcount_share"]) == pytest.approx((0.4, (137 + 54) / 623))
    supply = _row(made.shown.suppression, frame="roles", basis="supply")
    assert (supply["cells"], supply["hidden"], supply["primary"]) == (3, 1, 1)


def test_the_account_is_kept(made):
    engine = made.books.engine
    assert engine.read(SUPPRESSION).num_rows == len(made.shown.suppression)
    kept = engine.read(DISCLOSURE_LEDGER).to_pandas()
    assert hidden_items(kept) == made.guarded.outcome.hidden
    masks = engine.read(DISCLOSURE_MASKS).to_pandas()
    assert {"share", "enterprises"} <= set(masks[masks["table"] == "pain_shares"]["column"])


def test_the_truth_is_read_back_from_the_tables(made):
    truth = read_truth(made.books.engine, made.books.catalog.rules.disclosure)
    assert truth.hidden == made.guarded.outcome.hidden
    row = next(row for row, keys in enumerate(truth.keys["roles"]) if keys["role_id"] == "m-scientist")
    assert truth.is_hidden("roles", row, "need") and not truth.is_hidden("roles", row, "supply")
    assert truth.is_hidden("indicators", 0, "tier_dissimilarity") and not truth.is_hidden("indicators", 0, "need")
    values = {(one.frame, one.row, one.column.name): one.value for one in truth.values}
    assert all(value and math.isfinite(value) for value in values.values())
    masks = made.books.engine.read(DISCLOSURE_MASKS).to_pandas()["value"]
    assert masks.isna().any() or (masks == 0).any()
    assert values["roles", row, "need"] == 137.0 and ("roles", row, "enterprises") not in values
    assert ("roles", row, "supply") not in values
    north = next(row for row, keys in enumerate(truth.keys["districts"]) if keys == {"district_id": "north", "tier": "youth"})  # fmt: skip  # noqa: E501 - one key
    assert values["districts", north, "need"] == 54.0
    assert truth.is_hidden("pain_shares", 0, "share") and not truth.is_hidden("pain_shares", 0, "answering")
    assert truth.cell("pain_shares", 0).startswith("chain_id=metal;") and truth.cell("pain_shares", 9) == "pain_shares"
    assert values["pain_shares", 0, "enterprises"] == 2.0
    people = {item: cell.standing.contributors for item, cell in truth.figures.cells.items() if item.basis == "supply"}
    assert people[Item("roles", [k["role_id"] for k in truth.keys["roles"]].index("m-welder"), "supply")] == 12


def _publish(made, need):
    folder = made.folder / "opendata"
    folder.mkdir(exist_ok=True)
    with (folder / "role_balance.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([("role_id", "need"), ("m-welder", 110), ("m-scientist", need)])


def test_the_gate_keeps_a_record_of_what_it_looked_at_and_found(made):
    rules = made.books.catalog.rules.disclosure
    _publish(made, "")
    checked = Gate(rules, WORDING).check(made.folder, made.books.engine)
    record = made.folder / "internal" / "disclosure.json"
    said = json.loads(record.read_text(encoding="utf-8"))
    assert checked.leaks == () and said["leaks"] == {}
    assert (said["previous"], said["files"], said["readings"]) == (False, 1, 1)
    assert said["protected_amounts"] == checked.targets > 0
    assert read_rules(made.folder) == rules
    assert record.read_bytes().endswith(b"}\n") and record.read_text(encoding="utf-8").startswith('{\n  "rules"')

    _publish(made, 135)
    leaks = Gate(rules, WORDING).check(made.folder, made.books.engine).leaks
    assert [leak.file for leak in leaks if leak.kind == "unmasked"] == ["role_balance.csv"]
    counts = json.loads(record.read_text(encoding="utf-8"))["leaks"]
    assert counts["unmasked"] == 1 and counts["recovered"] == len(leaks) - 1 > 0 and list(counts) == sorted(counts)
    listed = (made.folder / "internal" / "disclosure-leaks.csv").read_text(encoding="utf-8-sig").splitlines()
    assert listed[0] == "kind,file,place,cell,column" and len(listed) == len(leaks) + 1
    assert listed[-1].startswith("unmasked,role_balance.csv,line 3,") and "13" not in listed[-1]
    _publish(made, "")


def test_what_the_edition_before_told_is_part_of_what_a_reader_knows(made):
    rules = made.books.catalog.rules.disclosure
    _publish(made, "")
    Gate(rules, WORDING).check(made.folder, made.books.engine)
    (made.folder / "internal" / "notes.csv").write_text("role_id,need\nm-scientist,135\n", encoding="utf-8")
    (made.folder / "map.txt").write_text("m-scientist 135", encoding="utf-8")
    truth = read_truth(made.books.engine, rules)
    former = read_former(made.folder, truth, WORDING)
    assert [(limit.low, limit.high) for limit in former.statements] == [(107.5, 112.5)]
    gate = Gate(rules, WORDING, made.folder)
    known = gate.background(made.guarded.figures)
    assert known is not None and Gate(rules, WORDING).background(made.guarded.figures) is None
    assert 137.0 in {target.value for target in known.targets}
    (made.folder / "map.txt").unlink()
    assert gate.check(made.folder, made.books.engine).leaks == ()
    assert json.loads((made.folder / "internal" / "disclosure.json").read_text(encoding="utf-8"))["previous"] is True


def test_a_folder_without_its_account_is_no_edition(tmp_path):
    with pytest.raises(EditionError, match=r"disclosure\.json"):
        read_rules(tmp_path)
    with pytest.raises(EditionError, match="internal tables"), tables_of(tmp_path):
        pass


def test_what_a_reader_knows_of_former_editions_may_hide_more(made):
    asked = []
    data = read_microdata(made.books.engine)
    protect(made.findings, data, made.books.catalog, asked.append)
    assert [figures.cells.keys() for figures in asked] == [made.guarded.figures.cells.keys()]


def test_findings_without_policy_or_survey_are_protected_all_the_same(made):
    bare = replace(made.findings, policy=None, survey=None)
    shown = protect(bare, read_microdata(made.books.engine), made.books.catalog).shown
    assert shown.policy is None and shown.survey is None and shown.recommendations is None


def _money(**row):
    plain = {**dict.fromkeys(MONEY_AGAINST_NEED.names, 0.0), "stage": "", "money_share": 0.5, "budget_cny": 900.0}
    return {**plain, "people": 40, **row}


def _spread():
    return pd.DataFrame([{**dict.fromkeys(STAGE_MISMATCH.names, 0.25), "stage": "", "no_need": "youth"}])


def _groups(**needs):
    rows = [{"chain_id": "", "tier": tier, "need": need, "supply": 5.0, "need_status": "c" if math.isnan(need) else "",
             "supply_status": ""} for tier, need in needs.items()]  # fmt: skip
    others = [{"chain_id": "c", "tier": "engineer", "need": 7.0, "need_status": "", "supply_status": ""},
              {"chain_id": "", "tier": "", "need": 900.0, "need_status": "", "supply_status": ""},
              {"chain_id": "", "tier": "unknown", "need": 80.0, "need_status": "c", "supply_status": ""}]  # fmt: skip
    return pd.DataFrame([*others, *rows])


RULES = SimpleNamespace(rounding=5, people_minimum=5)


def test_money_is_set_against_need_as_it_is_printed():
    money = pd.DataFrame([_money(tier="engineer"), _money(tier="youth", people=4), _money(tier="technician", people=5)])
    told = _by_tier(money, _spread(), _groups(engineer=30.0, youth=10.0, technician=0.0), RULES)
    rows = told["money_against_need"].to_dict("records")
    assert [row["need"] for row in rows] == [30.0, 10.0, 0.0]
    assert [row["need_share"] for row in rows] == [0.75, 0.25, 0.0]
    assert [row["quotient"] for row in rows[:2]] == pytest.approx([0.5 / 0.75, 2.0])
    assert [row["per_post"] for row in rows[:2]] == [30.0, 90.0]
    assert math.isnan(rows[2]["per_post"]) and math.isnan(rows[2]["quotient"])
    assert [row["supply_status"] for row in rows] == ["", "c", ""]
    assert (rows[0]["per_person"], rows[0]["people"]) == (22.5, 40.0)
    assert math.isnan(rows[1]["people"]) and math.isnan(rows[1]["per_person"]) and rows[1]["need"] == 10.0
    assert rows[2]["people"] == 5.0
    assert [row["need_status"] for row in rows] == ["", "", ""]
    spread = told["stage_mismatch"].iloc[0]
    assert (spread["reallocation"], spread["no_need"], spread["need_status"]) == (0.25, "youth", "")


def test_where_one_tier_is_hidden_no_share_and_no_mismatch_is_told():
    money = pd.DataFrame([_money(tier="engineer"), _money(tier="youth")])
    told = _by_tier(money, _spread(), _groups(engineer=30.0, youth=math.nan), RULES)
    engineer, youth = told["money_against_need"].to_dict("records")
    assert (engineer["need"], engineer["per_post"], engineer["need_status"]) == (30.0, 30.0, "")
    assert math.isnan(engineer["need_share"]) and math.isnan(engineer["quotient"])
    assert youth["need_status"] == "c" and all(math.isnan(youth[name]) for name in ("need", "per_post", "need_low"))
    assert youth["people"] == 40.0
    spread = told["stage_mismatch"].iloc[0]
    assert math.isnan(spread["reallocation"]) and (spread["no_need"], spread["need_status"]) == ("", "c")
