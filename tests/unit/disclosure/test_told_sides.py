"""Skills, years ahead, the account and the edition kept: what each of them may tell."""

from __future__ import annotations

import json
import math
from types import SimpleNamespace

import pandas as pd
import pytest

from talentmap.disclosure.account import suppression_of
from talentmap.disclosure.attack.check import Checked, Leak
from talentmap.disclosure.blank import blanked, counted, rounded
from talentmap.disclosure.figures import Item
from talentmap.disclosure.gate import _is_checked, _is_kept, insist, read_rules
from talentmap.disclosure.judged import hidden_rows, protect_evaluation
from talentmap.disclosure.lattice import Lattice
from talentmap.disclosure.microdata import microdata
from talentmap.disclosure.outlook import printed_outlook
from talentmap.disclosure.primary import Contributions
from talentmap.disclosure.skills import skills_from
from talentmap.errors import DisclosureFault, EditionError
from talentmap.model.thresholds import DisclosureRules
from talentmap.tables.analysis import GROUP_BALANCE, ROLE_BALANCE
from talentmap.tables.cuts import COUNTED, CUTS
from talentmap.tables.evaluation_findings import Evaluation
from talentmap.tables.judged import Family
from talentmap.tables.outlook import Outlook

NAN = math.nan
RULES = DisclosureRules(enterprises_minimum=3, dominance=0.85, people_minimum=5, rounding=5)


def skills_of(*roles):
    """Skill k1 is asked fully of a and half of b, k2 of b alone; `roles` are need and supply as printed."""
    columns = ["role_id", "chain_id", "need", "supply", "need_status", "supply_status"]
    catalog = SimpleNamespace(roles={"a": SimpleNamespace(id="a", skills={"k1": 3}),
                                     "b": SimpleNamespace(id="b", skills={"k1": 1.5, "k2": 3})})  # fmt: skip
    rows = [(skill, chain) for skill in ("k1", "k2", "k3") for chain in ("", "c")]
    skills = pd.DataFrame(rows, columns=["skill_id", "chain_id"]).assign(
        need_low=1, need_high=9, quality="A", enterprises=7, top_share=0.5, people=8)  # fmt: skip
    return skills_from(skills, pd.DataFrame(roles, columns=columns), catalog).set_index(["skill_id", "chain_id"])


def test_a_skill_adds_up_the_roles_that_may_be_told():
    told = skills_of(("a", "c", 100.0, 40.0, "", ""), ("b", "c", NAN, 20.0, "c", ""))
    one, two, none = (told.loc[(skill, "c")] for skill in ("k1", "k2", "k3"))
    assert (one["need"], one["supply"], one["gap"]) == (100.0, 50.0, 50.0)
    assert (one["need_status"], one["need_roles_hidden"], one["supply_roles_hidden"]) == ("", 1, 0)
    assert math.isnan(two["need"]) and (two["need_status"], two["supply_status"], two["supply"]) == ("c", "", 20.0)
    assert (none["need_roles_hidden"], none["need_status"]) == (0, "")
    for row in (one, two):
        assert row["quality"] == "" and all(math.isnan(row[name]) for name in ("need_low", "enterprises", "people"))
    assert (none["quality"], none["need_high"], none["top_share"]) == ("A", 9.0, 0.5)
    assert told.loc[("k1", "")]["need"] == 100.0
    whole = skills_of(("a", "c", 100.0, 40.0, "", ""), ("b", "c", 60.0, 20.0, "", "")).loc[("k1", "c")]
    assert (whole["need"], whole["supply"], whole["quality"], whole["people"]) == (130.0, 50.0, "A", 8.0)


def test_the_years_ahead_are_rounded_and_what_was_not_worked_out_stays_away():
    frame = pd.DataFrame({"tier": ["t"], "posts": [42.0], "workforce": [38.0]})
    told = printed_outlook(Outlook(**{**dict.fromkeys(Outlook.__dataclass_fields__), "projection": frame}), RULES)
    assert told.cohorts is None and told.projection is not None
    assert told.projection[["posts", "workforce"]].values.tolist() == [[40.0, 40.0]]


def test_the_share_hidden_leaves_out_cells_of_nobody_and_of_nothing():
    rows = [("c", "few", 30.0, 1), ("", "", 60.0, 5), ("c", "secondary", 10.0, 4), ("", "", 0.0, 3), ("", "", 9.0, 0),
            ("c", "few", NAN, 1)]  # fmt: skip
    ledger = pd.DataFrame(rows, columns=["status", "reason", "value", "contributors"]).assign(frame="f", basis="need")
    (told,) = suppression_of(ledger).to_dict("records")
    assert (told["cells"], told["hidden"], told["primary"]) == (4, 3, 2)
    assert (told["hidden_share"], told["headcount_share"]) == (0.75, 0.4)
    (bare,) = suppression_of(ledger.iloc[[5]]).to_dict("records")
    assert (bare["hidden_share"], bare["headcount_share"]) == (1.0, None)


def test_an_edition_is_kept_with_its_lines_and_its_tables_and_checked_with_its_account(tmp_path):
    assert not _is_kept(tmp_path) and not _is_checked(tmp_path)
    (tmp_path / "archive").mkdir()
    assert not _is_kept(tmp_path)
    (tmp_path / "published").mkdir()
    assert _is_kept(tmp_path)
    (tmp_path / "archive").rmdir()
    assert not _is_kept(tmp_path)
    (tmp_path / "internal" / "tables").mkdir(parents=True)
    (tmp_path / "internal" / "tables" / "disclosure_ledger.parquet").touch()
    assert not _is_checked(tmp_path)
    (tmp_path / "internal" / "disclosure.json").write_text(json.dumps({"rules": RULES.model_dump()}), encoding="utf-8")
    assert _is_checked(tmp_path) and read_rules(tmp_path) == RULES
    for broken in ("{", "{}", '{"rules": {"rounding": "x"}}'):
        (tmp_path / "internal" / "disclosure.json").write_text(broken, encoding="utf-8")
        with pytest.raises(EditionError):
            read_rules(tmp_path)


def test_a_fault_counts_its_kinds_and_says_where_each_stands():
    leaks = (
        Leak("named", "f.txt", "line 2", "role_id=r", "need"),
        Leak("recovered", "", "cell", "role_id=q", "need"),
        Leak("recovered", "", "rest", "role_id=q", "supply"),
        Leak("beside", "g.txt", "line 1", "x", "need"),
    )
    with pytest.raises(DisclosureFault) as fault:
        insist(Checked(1, 1, 1, 1, leaks))
    assert "(1 named, 2 recovered)" in fault.value.message
    assert "f.txt, line 2: need of role_id=r; cell: need of role_id=q; rest: supply" in fault.value.message
    assert "beside" not in fault.value.message and "g.txt" not in fault.value.message
    assert insist(Checked(1, 1, 1, 1, leaks[3:])).leaks == leaks[3:]


def test_what_is_asked_of_people_is_printed_only_where_it_is_no_basis_of_supply():
    frame = pd.DataFrame({"need": [12.0], "supply": [7.0], "people": [9], "enterprises": [7], "top_share": [0.123456]})
    told = rounded(frame, GROUP_BALANCE, 5).iloc[0]
    assert (told["need"], told["supply"], told["people"], told["enterprises"]) == (10.0, 5.0, 9, 7)
    assert told["top_share"] == 0.1235
    both = rounded(pd.DataFrame({"need": [2.0], "supply": [1.0], "tightness": [-2.345]}), ROLE_BALANCE, 5).iloc[0]
    assert (both["low"], both["tightness"]) == ("need|supply", -2.35)
    assert rounded(pd.DataFrame({"need": [12.5], "gap": [3.0]}), GROUP_BALANCE, 5)["gap"].tolist() == [5.0]
    coarse = rounded(pd.DataFrame({"lq": [1.25, 0.04]}), CUTS["location_quotients"].table, 5, {"lq": 1})
    assert coarse["lq"].tolist() == [1.3, 0.0]


def test_columns_that_stay_in_the_bureau_are_empty_whether_or_not_anything_is_hidden():
    frame = pd.DataFrame({"chain_id": ["", "c"], "tier": "", "stage": "attract", "need": [20.0, 10.0],
                          "uncovered": [10.0, 5.0], "share": 0.5, "undecided": [3.0, 4.0]})  # fmt: skip
    told = blanked(frame, CUTS["uncovered"], {Item("uncovered", 1, "need")})
    assert told["undecided"].isna().all() and told["enterprises_covered"].isna().all()
    assert told["need"].isna().tolist() == [False, True] and told["need_status"].tolist() == ["", "c"]


def test_each_count_of_the_money_flow_hides_its_own_column():
    row = {"stage": "s", "knowing": 60.0, "enterprises_knowing": 9, "applying": 20.0, "enterprises_applying": 3,
           "receiving": 10.0, "enterprises_receiving": 2}  # fmt: skip
    told = counted(pd.DataFrame([row]), COUNTED["money_flow"], RULES).iloc[0]
    assert (told["knowing"], told["applying"], told["need_status"], told["supply_status"]) == (60.0, 20.0, "c", "")
    assert math.isnan(told["receiving"]) and math.isnan(told["enterprises_receiving"])


@pytest.mark.parametrize(
    ("enterprises", "share", "people", "gone"),
    [(9, 0.5, 40, (False, False)), (2, 0.5, 40, (True, False)), (9, 0.9, 4, (True, True)), (0, 0.0, 0, (False, False))],
)
def test_a_gate_hides_need_by_enterprises_and_people_by_people(enterprises, share, people, gone):
    row = {"item_id": "p", "clause": "x", "need": 8.0, "need_alone": 40.0, "enterprises_alone": enterprises,
           "top_share_alone": share, "people": 50, "people_alone": people}  # fmt: skip
    told = counted(pd.DataFrame([row]), COUNTED["item_refusals"], RULES).iloc[0]
    assert (math.isnan(told["need_alone"]), math.isnan(told["people_alone"])) == gone
    assert math.isnan(told["need"]) and told["people"] == 50
    assert (told["need_status"] == "c", told["supply_status"] == "c") == gone


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([60, 3, 40, 17], [False, True, False, True]),
        ([60, 5, 40, 17], [False] * 4),
        ([60, 4, 3, 17], [False, True, True, False]),
        ([60, 0, 40, 17], [False] * 4),
        ([3, 0, 3, 0], [True, False, True, False]),
        ([60, 3, 0, 1], [False, True, False, True]),
        ([60, 3, 17, 17], [False, True, True, False]),
        ([60, NAN, 1, 17], [False, False, True, True]),
    ],
)
def test_one_hidden_row_of_a_total_takes_the_smallest_other(counts, hidden):
    frame = pd.DataFrame({"tier": ["", "a", "b", "c"], "people": counts})
    assert hidden_rows(frame, "people", 5, (Family((), "tier"),)).tolist() == hidden


def test_evaluations_are_judged_by_people_or_by_enterprises():
    rules = DisclosureRules(enterprises_minimum=3, dominance=0.85, people_minimum=5, rounding=5)
    outcomes = pd.DataFrame(
        {
            "by": "tier",
            "value": ["a", "b"],
            "holders": [4, 9],
            "projects": 8,
            "mature": 8,
            "local": 1,
            "elsewhere": 1,
            "rate": 0.1,
            "rate_low": 0.1,
            "rate_high": 0.1,
            "median_months": 5.0,
        },
        index=[7, 8],
    )
    told = protect_evaluation(Evaluation(project_outcomes=outcomes), rules).project_outcomes
    assert told["need_status"].tolist() == told["supply_status"].tolist() == ["", ""]
    funnel = pd.DataFrame({"answering": [9, 2], "eligible": [8.0, 2.0], "aware": [2.0, 1.0], "applied": 0.0,
                           "granted": 0.0})  # fmt: skip
    drawn = protect_evaluation(Evaluation(funnel=funnel), rules).funnel
    assert drawn["need_status"].tolist() == ["c", "c"]
    assert drawn["aware"].isna().tolist() == [True, True] and drawn["eligible"].isna().tolist() == [False, True]


def contributions():
    keys = {"chain_id": "c", "segment_id": "s", "tier": "t", "district_id": "d"}
    posts = [{"line_id": "l", "enterprise_id": firm, "headcount": heads, "weight": 2.0, "role_id": role, **keys}
             for firm, role, heads in (("x", "a", 3.0), ("y", "a", 1.0), ("x", "b", 4.0))]  # fmt: skip
    cells = [{"role_id": role, "supply": 2.5, "people": people, **keys} for role, people in (("a", 4), ("b", 7))]
    frames = {"roles": pd.DataFrame([{**keys, "role_id": role} for role in "ab"])}
    data = microdata(pd.DataFrame(posts), pd.DataFrame(cells))
    lattice = Lattice((CUTS["roles"],), frames, data)
    return lattice, Contributions(lattice, data)


def test_who_stands_behind_a_sum():
    lattice, found = contributions()
    everywhere, one = lattice.form("need", {}), lattice.form("need", {"role_id": "a"})
    assert found.by_name(everywhere) == {"x": 14.0, "y": 2.0}
    assert found.by_name(one) == {"x": 6.0, "y": 2.0}
    assert found.by_name(dict.fromkeys(one, -1.0)) == {}


def test_the_fewest_people_who_can_stand_behind_a_sum():
    lattice, found = contributions()
    a, b = (lattice.form("supply", {"role_id": role}) for role in "ab")
    assert (found.people(a, 2.5), found.people(b, 2.5), found.people({**a, **b}, 5.0)) == (4, 7, 7)
    assert found.people({**a, **b}, 7.5) == 8 and found.people({**a, **b}, 8.0) == 8
    assert found.people({**a, **dict.fromkeys(b, -1.0)}, 0.0) == 4
    assert found.people({}, 0.0) == 0
