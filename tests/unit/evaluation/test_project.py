"""The outlook of a small edition from end to end: what each file adds, what stays out, what is stored and printed."""

import datetime as dt
import shutil
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from talentmap.catalog.projection import projection_rules
from talentmap.disclosure.outlook import printed_outlook
from talentmap.engine import EmbeddedEngine
from talentmap.evaluation.projection.backtest import Past
from talentmap.evaluation.projection.project import project
from talentmap.model.edition import open_edition
from talentmap.tables.analysis import POSTS
from talentmap.tables.matching import PERSON_ROLES
from talentmap.tables.outlook import BACKTEST, COHORTS, PROJECTION, RESKILLING
from talentmap.tables.registry import EVENTS, PEOPLE
from talentmap.tables.survey import DEMAND

EDITION = Path(__file__).parents[3] / "examples" / "qingyuan-2026"
RULES = projection_rules().model_copy(update={"draws": 100})
HIDDEN = "m-scientist"
ROLES = pd.DataFrame(
    [
        ("metal", "engineer", "m-engineer", 60.0, 45.0, 80.0, 10.0, 200.0),
        ("metal", "technician", "m-welder", 40.0, 30.0, 55.0, 5.0, 150.0),
        ("metal", "youth", "m-trainee", 5.0, 2.0, 10.0, 45.0, 30.0),
        ("metal", "scientist", HIDDEN, np.nan, np.nan, np.nan, np.nan, np.nan),
    ],
    columns=["chain_id", "tier", "role_id", "need", "need_low", "need_high", "supply", "employed"],
)
ROLES["gap"] = ROLES["need"] - ROLES["supply"]
GROUPS = pd.DataFrame(
    [
        ("", "", 120.0, 100.0, 150.0, 65.0, 400.0),
        ("metal", "", 120.0, 100.0, 150.0, 65.0, 400.0),
        *((row.chain_id, row.tier, row.need, row.need_low, row.need_high, row.supply, row.employed)
          for row in ROLES.head(3).itertuples()),
    ],
    columns=["chain_id", "tier", "need", "need_low", "need_high", "supply", "employed"],
)  # fmt: skip
SHOWN = SimpleNamespace(roles=ROLES, groups=GROUPS)
SEATS = """\
institution,major,level,seats,year,local_share
甲,冶金工程,bachelor,60,2024,0.5
甲,焊接技术应用,secondary,80,2025,
"""


@pytest.fixture
def engine(tmp_path):
    opened = EmbeddedEngine(tmp_path / "tables")
    people = [
        {"person_id": f"p{n}", "status": "employed", "sex": "m", "birth_year": 1965 + n % 30} for n in range(60)
    ] + [{"person_id": f"g{n}", "status": "student", "available": "graduating"} for n in range(40)]
    opened.write(PEOPLE, PEOPLE.from_rows(people))
    placed = [(f"p{n}", "m-engineer", "engineer") for n in range(60)]
    placed += [(f"g{n}", "m-trainee", "youth") for n in range(40)]
    roles = [{"person_id": person, "role_id": role, "tier": tier, "weight": 1.0} for person, role, tier in placed]
    opened.write(PERSON_ROLES, PERSON_ROLES.from_rows(roles))
    came = [
        {"event_id": f"e{n}", "person_id": f"a{n}", "known": 1, "event": "inflow", "tier": "engineer",
         "chain_id": "metal", "date": dt.date(2025, 3, 1), "source_row": n} for n in range(9)
    ]  # fmt: skip
    opened.write(EVENTS, EVENTS.from_rows(came))
    lines = [{"line_id": f"l{n}", "headcount": 10, "headcount_12m": 12, "headcount_3y": 16} for n in range(6)]
    opened.write(DEMAND, DEMAND.from_rows(lines))
    posts = [
        {"line_id": f"l{n}", "enterprise_id": f"e{n}", "chain_id": "metal", "tier": "engineer", "weight": 1.0,
         "headcount": 10.0, "need_kind": "new"} for n in range(6)
    ]  # fmt: skip
    opened.write(POSTS, POSTS.from_rows(posts))
    return opened


@pytest.fixture
def edition(tmp_path):
    shutil.copy(EDITION / "edition.toml", tmp_path)
    return open_edition(tmp_path)


@pytest.fixture
def outlook(edition, small_catalog, engine):
    def make(seats="", shown=SHOWN, past=None):
        if seats:
            (edition.folder / "seats.csv").write_text(seats, encoding="utf-8")
        return project(edition, small_catalog, engine, shown, RULES, past)

    return make


def last(frame, name, **key):
    rows = frame[(frame["scenario"] == "steady") & (frame["years_ahead"] == 5)]
    for column, value in key.items():
        rows = rows[rows[column] == value]
    return rows[name].iloc[0]


def test_without_seats_later_classes_are_like_the_next_and_there_are_no_cohorts(outlook):
    found = outlook()
    assert [(problem.code, problem.source.file) for problem in found.problems] == [("evaluation-missing", "seats.csv")]
    assert found.cohorts is None
    stay = RULES.training.local_share * RULES.training.entering
    assert last(found.projection, "trained", role_id="m-trainee") == pytest.approx(4 * 40 * stay)
    assert last(found.projection, "trained", role_id="m-engineer") == 0


def test_with_seats_roles_are_trained_for_and_cohorts_are_told(outlook):
    found = outlook(SEATS)
    assert found.problems == ()
    assert set(found.cohorts["role_id"]) == {"m-engineer", "m-welder"}
    whole = found.projection.set_index(["scenario", "role_id", "years_ahead", "chain_id", "tier"])
    for row in found.cohorts.to_dict("records"):
        same = whole.loc[("steady", row["role_id"], row["years_ahead"], row["chain_id"], row["tier"])]
        assert row["graduates"] == pytest.approx(same["trained"])
        assert row["unmet"] == pytest.approx(max(0.0, same["gap"]))
        assert row["gap_untrained"] >= same["gap"]
    assert last(found.projection, "trained", role_id="m-engineer") > 0


def test_arrivals_and_plans_reach_the_groups_they_speak_of(outlook):
    found = outlook().projection
    assert last(found, "arrived", role_id="m-engineer") == pytest.approx(5 * 9 / 3)
    assert last(found, "arrived", role_id="m-welder") == 0
    assert last(found, "planned", role_id="m-engineer") == pytest.approx(60 * 0.5 * 1.0)
    assert last(found, "retired", role_id="m-engineer") > 0


def test_a_hidden_role_is_nowhere(outlook):
    found = outlook(SEATS)
    for frame in (found.projection, found.cohorts, found.reskilling):
        assert HIDDEN not in frame.to_string()


def test_everything_is_stored_and_repeats_to_the_digit(outlook, engine):
    told = pd.DataFrame([("", "", 55.0, 60.0)], columns=["chain_id", "tier", "gap_before", "gap_after"])
    past = Past(2025, GROUPS, told)
    found = outlook(SEATS, past=past)
    frames = (found.projection, found.cohorts, found.reskilling, found.backtest)
    for table, frame in zip((PROJECTION, COHORTS, RESKILLING, BACKTEST), frames, strict=True):
        assert list(frame.columns) == list(table.names)
        assert not frame.duplicated(list(table.key)).any()
        assert engine.read(table).num_rows == len(frame) > 0
    again = outlook(SEATS, past=past)
    same = (again.projection, again.cohorts, again.reskilling, again.backtest)
    assert all(one.equals(other) for one, other in zip(frames, same, strict=True))


def test_where_nothing_may_be_told_one_note_says_so(outlook, engine):
    hidden = SimpleNamespace(roles=ROLES.assign(gap=np.nan), groups=GROUPS.assign(employed=np.nan))
    found = outlook(shown=hidden)
    assert found.projection is None
    assert found.reskilling is None
    assert "evaluation-no-projection" in {problem.code for problem in found.problems}
    assert engine.read(PROJECTION).num_rows == 0


def test_what_is_printed_is_rounded(outlook, small_catalog):
    found = printed_outlook(outlook(SEATS), small_catalog.rules.disclosure)
    for frame, names in (
        (found.projection, ["posts", "workforce", "gap", "gap_low", "gap_high", "left", "retired", "trained"]),
        (found.cohorts, ["gap_untrained", "graduates", "unmet"]),
        (found.reskilling, ["surplus", "gap", "movers"]),
    ):
        assert (frame[names].dropna() % small_catalog.rules.disclosure.rounding == 0).all(axis=None)
