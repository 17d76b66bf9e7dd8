from __future__ import annotations

import datetime as dt
import pickle
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentmap.engine import EmbeddedEngine
from talentmap.matching.placement.people import match_people
from talentmap.matching.placement.place_people import place_people
from talentmap.matching.placement.placing import Placing
from talentmap.review.ledger import Ledger
from talentmap.tables.matching import PERSON_ROLES, PROFILES
from talentmap.tables.registry import PEOPLE

DAY = dt.date(2026, 6, 30)
PERSON = st.fixed_dictionaries(
    {},
    optional={
        "job_title": st.sampled_from([None, "", "氩弧焊工", "熔铸技术员", "高级熔铸工程师", "厨师", "技术员"]),
        "chain_id": st.sampled_from([None, "", "metal", "food"]),
        "major": st.sampled_from([None, "", "冶金工程", "焊接技术应用", "哲学"]),
        "certificates": st.sampled_from([None, "", "助理工程师", "健康证|焊工证"]),
        "education": st.sampled_from([None, "", "none", "secondary", "associate", "bachelor", "master", "doctorate"]),
        "professional_title": st.sampled_from([None, "", "none", "assistant", "associate_senior", "full_senior"]),
        "skill_level": st.sampled_from([None, "", "none", "junior_worker", "senior_technician"]),
        "status": st.sampled_from([None, "", "employed", "student", "seeking"]),
        "graduation_year": st.sampled_from([None, 1999, 2023, 2024, 2026, 2028]),
    },
)


@pytest.fixture(scope="module")
def placing(small_catalog):
    return Placing(small_catalog, Ledger({}))


@settings(max_examples=20)
@given(st.lists(PERSON, max_size=25))
def test_people_placed_by_profile_are_placed_as_each_for_themselves(placing, people):
    rows = [{"person_id": f"p{number:03d}", **person} for number, person in enumerate(people)]
    one_by_one = match_people(PEOPLE.from_rows(rows), placing.catalog, placing.matcher, DAY)
    with TemporaryDirectory() as folder, EmbeddedEngine(Path(folder)) as engine:
        engine.write(PEOPLE, PEOPLE.from_rows(rows))
        place_people(engine, placing, DAY)
        placed, profiles = engine.read(PERSON_ROLES), engine.read(PROFILES)
    assert placed.to_pylist() == one_by_one.sort_by([(name, "ascending") for name in PERSON_ROLES.key]).to_pylist()
    assert profiles.num_rows <= len(rows)


def test_a_matcher_travels_as_what_it_is_made_of(placing):
    assert placing.matcher
    arrived = pickle.loads(pickle.dumps(placing))  # noqa: S301 - our own
    assert "matcher" not in vars(arrived)
    assert arrived == placing
