"""The merge against a slow, obvious one in plain Python."""

import datetime as dt
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentmap.engine import EmbeddedEngine
from talentmap.registry.identity.linking import links
from talentmap.registry.people.merge import merge, merge_rules
from talentmap.registry.people.survivorship import MERGED_FIELDS, Preference, read_survivorship
from talentmap.tables.registry import PEOPLE, RECORDS

REFERENCE = dt.date(2026, 6, 30)
RULES = read_survivorship()
TRUST = {"a.csv": 2, "b.csv": 5, "c.csv": 2}
EMPTY = {
    **dict.fromkeys(RECORDS.names, ""),
    "birth_year": None,
    "graduation_year": None,
    "pay_month": None,
    "as_of": REFERENCE,
    "source_row": 1,
    "source_file": "a.csv",
    "department": "hrss",
}


def merged(rows, catalog, placed=None):
    with TemporaryDirectory() as folder, EmbeddedEngine(Path(folder)) as engine:
        engine.write(RECORDS, RECORDS.from_rows(rows))
        found = links(engine, catalog.rules.linkage).person_of if placed is None else placed
        merge(engine, merge_rules(catalog, RULES, TRUST), found, catalog, REFERENCE)
        return engine.read(PEOPLE).to_pylist()


def record(record_id, **values):
    return {**EMPTY, "record_id": record_id, "pinyin_key": values.get("name_key", ""), **values}


# --- the oracle -------------------------------------------------------------------------------------------------------


def standing(row, field, catalog):
    ladders = {
        "education": list(catalog.education),
        "professional_title": [level.id for level in catalog.levels.titles],
        "skill_level": [level.id for level in catalog.levels.skill_levels],
    }
    marks = {
        Preference.FRESHEST: lambda: row["as_of"],
        Preference.TRUSTED: lambda: TRUST[row["source_file"]],
        Preference.LONGEST: lambda: len(row[field]),
        Preference.HIGHEST: lambda: ladders[field].index(row[field]),
    }
    return (*(marks[preference]() for preference in RULES[field].keep), str(row[field]))


def best(rows, field, catalog):
    stated = [row for row in rows if row[field] not in ("", None)]
    if not stated:
        return None if field in ("birth_year", "graduation_year", "pay_month") else ""
    return max(stated, key=lambda row: standing(row, field, catalog))[field]


def obvious_person(person_id, rows, placed, catalog):
    by_department = defaultdict(list)
    for row in rows:
        by_department[row["department"]].append(row)
    person = {"person_id": person_id, **{field: best(rows, field, catalog) for field in MERGED_FIELDS}}
    said = {
        field: {best(own, field, catalog) for own in by_department.values()} - {"", None}
        for field in MERGED_FIELDS
        if RULES[field].compared
    }
    graduating = person["status"] == "student" and person["graduation_year"] == 2026
    stays = person["status"] if person["status"] in ("seeking", "returning") else ""
    linked = any(row["record_id"] in placed for row in rows)
    return {
        **person,
        "chain_id": catalog.chain_of_industry(person["industry"]) if person["industry"] else "",
        "available": "graduating" if graduating else stays,
        "departments": "|".join(sorted(by_department)),
        "record_count": len(rows),
        "conflict_count": sum(len(values) > 1 for values in said.values()),
        "link": "linked" if linked else "id" if any(row["person_key"] for row in rows) else "single",
    }


def obvious(rows, placed, catalog):
    by_person = defaultdict(list)
    for row in rows:
        by_person[row["person_key"] or placed.get(row["record_id"]) or row["record_id"]].append(row)
    return [obvious_person(person, by_person[person], placed, catalog) for person in sorted(by_person)]


def choice(*values):
    return st.sampled_from(values)


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "person_key": choice("", "P1", "P2"),
            "department": choice("hrss", "education", "industry"),
            "as_of": choice(dt.date(2025, 12, 31), dt.date(2026, 6, 30)),
            "source_file": choice(*TRUST),
            "sex": choice("", "m", "f"),
            "birth_year": choice(None, 1990, 1991),
            "education": choice("", "none", "bachelor", "master"),
            "school": choice("", "南大", "华南理工大学", "中山大学"),
            "professional_title": choice("", "assistant", "associate_senior"),
            "skill_level": choice("", "technician", "senior_technician"),
            "certificates": choice("", "电工证", "电工证|焊工证"),
            "employer_id": choice("", "E1", "E2"),
            "industry": choice("", "3252", "9999"),
            "status": choice("", "employed", "seeking", "student", "returning"),
            "graduation_year": choice(None, 2026, 2027),
            "pay_month": choice(None, 8500.0, 12000.5, 0.1),
        }
    ),
    min_size=1,
    max_size=9,
)


@settings(max_examples=15, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_merge_agrees_with_the_obvious_one_in_any_order(catalog, drawn, rng):
    rows = [record(f"r{index}", **values) for index, values in enumerate(drawn)]
    loose = [row["record_id"] for row in rows if not row["person_key"]]
    placed = {name: rng.choice(["P1", "r0" if rows[0]["record_id"] in loose else "P2"]) for name in loose[1::2]}
    expected = obvious(rows, placed, catalog)
    rng.shuffle(rows)
    assert merged(rows, catalog, placed) == expected


@pytest.mark.parametrize(
    ("field", "older", "newer", "kept"),
    [
        ("education", "master", "bachelor", "master"),
        ("skill_level", "senior_technician", "technician", "senior_technician"),
        ("status", "seeking", "employed", "employed"),
        ("certificates", "电工证|焊工证", "电工证", "电工证|焊工证"),
    ],
)
def test_survivors(catalog, field, older, newer, kept):
    rows = [
        record("r1", person_key="P", as_of=dt.date(2025, 1, 1), **{field: older}),
        record("r2", person_key="P", department="education", **{field: newer}),
    ]
    person = merged(rows, catalog)[0]
    assert person[field] == kept
    assert person["conflict_count"] == (1 if RULES[field].compared else 0)


def test_a_department_that_brings_itself_up_to_date_is_no_conflict(catalog):
    rows = [
        record("r1", person_key="P", as_of=dt.date(2025, 6, 30), status="student", graduation_year=2026),
        record("r2", person_key="P", status="employed"),
    ]
    person = merged(rows, catalog)[0]
    assert (person["status"], person["conflict_count"], person["record_count"]) == ("employed", 0, 2)


def test_chain_and_availability(catalog):
    rows = [
        record("r1", person_key="P1", industry="3252", status="student", graduation_year=2026),
        record("r2", person_key="P2", status="student", graduation_year=2027),
        record("r3", person_key="P3", status="returning"),
    ]
    assert [(person["chain_id"], person["available"]) for person in merged(rows, catalog)] == [
        ("new-materials", "graduating"),
        ("", ""),
        ("", "returning"),
    ]


def test_no_records_make_no_people(catalog):
    assert merged([], catalog) == []


def test_linked_records_join_through_the_engine(catalog):
    shared = {"name_key": "n", "birth_month": "1990-05", "phone_key": "p"}
    rows = [
        record("r1", person_key="P1", **shared),
        record("r2", department="education", **shared),
        record("r3", department="industry", name_key="n", birth_month="1990-05"),
    ]
    assert [(person["person_id"], person["link"], person["record_count"]) for person in merged(rows, catalog)] == [
        ("P1", "linked", 2),
        ("r3", "single", 1),
    ]


def test_evidence_of_several_records_under_one_id_adds_up(catalog):
    rows = [
        record("r1", person_key="P1", name_key="n", birth_month="1990-05"),
        record("r2", person_key="P1", employer_id="E"),
        record("r3", name_key="n", birth_month="1990-05", employer_id="E"),
    ]
    assert [person["link"] for person in merged(rows, catalog)] == ["linked"]
