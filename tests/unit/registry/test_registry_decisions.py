"""What people decide about persons holds, is never asked again, and survives a change of key."""

import datetime as dt

import pytest

from talentmap.model.decision import Decision, DecisionKind
from talentmap.registry import new_key_file, read_key_file
from talentmap.registry.extracts.find import find_extracts
from talentmap.registry.identity.identity_number import with_check_digit
from talentmap.registry.identity.rotation import rotated
from talentmap.registry.reading import Reading
from talentmap.tables.registry import LINK_QUEUE

REFERENCE = dt.date(2026, 6, 30)
ZHANG = with_check_digit("99180119900503001")
TWIN = with_check_digit("99180119900503003")
BASE = {"name": "张三丰", "birth_date": "1990-05-03", "phone": "13800138000", "sex": "男"}
LIKE = {"name": "章三丰", "birth_date": "1990-05-03", "school": "华南理工大学", "district_id": "清城区"}


def decide(key, value):
    return Decision(DecisionKind.PERSON_LINK, key, value, "李科长", dt.date(2026, 7, 2), "电话核实")


def test_one_person_with_two_ids_is_asked_about_and_joined_when_decided(registry):
    registry.csv("a.csv", [{"id_number": ZHANG, **BASE}, {"id_number": TWIN, **BASE}])
    assert [problem.code for problem in registry.build().problems] == ["registry-two-ids"]
    entry = registry.read(LINK_QUEUE)[0]
    assert (entry["why"], entry["reasons"], entry["row_a"] + entry["row_b"]) == ("two-ids", "name agree|phone agree", 5)
    registry.decisions = [decide(entry["key"], "same")]
    assert registry.build().people == 1
    assert registry.read(LINK_QUEUE) == []
    assert registry.people()[0]["link"] == "linked"


@pytest.mark.parametrize(("answer", "people"), [("same", 1), ("different", 2), ("unsure", 2)])
def test_a_pair_that_lacks_little_waits_and_stays_as_decided(registry, answer, people):
    registry.csv("a.csv", [{"id_number": "", **LIKE}])
    registry.csv("b.csv", [{"id_number": "", **LIKE, "name": "张三丰"}], department="education")
    assert registry.build().people == 2
    entry = registry.read(LINK_QUEUE)[0]
    assert (entry["why"], entry["points"]) == ("near", 3 + 9 + 4 + 2)
    assert "name near" in entry["reasons"]
    registry.decisions = [decide(entry["key"], answer)]
    assert registry.build().people == people
    assert registry.read(LINK_QUEUE) == []


def test_different_parts_what_the_evidence_would_join(registry):
    registry.csv("a.csv", [{"id_number": "", **BASE}])
    registry.csv("b.csv", [{"id_number": "", **BASE}], department="education")
    assert registry.build().people == 1
    keys = sorted(row["trace_key"] for row in registry.records())
    registry.decisions = [decide("|".join(keys), "different")]
    assert registry.build().people == 2


def test_decisions_hold_for_next_years_extract(registry):
    registry.csv("a.csv", [{"id_number": "", **LIKE}])
    registry.csv("b.csv", [{"id_number": "", **LIKE, "name": "张三丰"}], department="education")
    registry.build()
    registry.decisions = [decide(registry.read(LINK_QUEUE)[0]["key"], "same")]
    registry.csv("a.csv", [{"id_number": "", **LIKE, "school": "清远职院"}], as_of="2026-06-15")
    assert registry.build().people == 1


def test_under_another_key_no_decision_is_met_and_that_is_said(registry):
    registry.csv("a.csv", [{"id_number": ZHANG, **BASE}])
    registry.decisions = [decide("0" * 24 + "|" + "1" * 24, "same")]
    report = registry.build()
    assert [problem.code for problem in report.problems] == ["registry-decisions-unknown"]
    assert "key rotate" in report.problems[0].fix("en")


def test_a_new_key_carries_decisions_over(registry, catalog, tmp_path):
    registry.csv("a.csv", [{"id_number": ZHANG, **BASE}, {"id_number": TWIN, **BASE}, {"id_number": "", **LIKE}])
    keys = tuple(read_key_file(new_key_file(tmp_path / f"{name}.key")) for name in ("old", "new"))
    extracts, _, _ = find_extracts(registry.folder, catalog, REFERENCE)

    def ends(key):
        (batch,) = Reading(catalog, key, REFERENCE).batches(extracts, lambda *_: None)
        return [*batch.column("person_key").to_pylist()[:2], batch.column("trace_key")[2].as_py()]

    one, other, loose = ends(keys[0])
    decisions = [decide("|".join(sorted((one, other))), "same"), decide("|".join(sorted((one, loose))), "different")]
    rotation = rotated([*decisions, decide("gone|lost", "same")], extracts, catalog, REFERENCE, keys)
    new_one, new_other, new_loose = ends(keys[1])
    assert [(decision.key, decision.value) for decision in rotation.decisions] == [
        ("|".join(sorted((new_one, new_other))), "same"),
        ("|".join(sorted((new_one, new_loose))), "different"),
    ]
    assert rotation.lost == 1
    assert {new_one, new_other, new_loose}.isdisjoint({one, other, loose})
