"""The projection on small tables: it starts where the catalog stands, follows the scenarios, and repeats itself."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentmap.catalog.projection import check_projection_rules, projection_rules
from talentmap.engine import EmbeddedEngine
from talentmap.evaluation.projection.ages import Ages, ages
from talentmap.evaluation.projection.arrivals import Arrivals, arrivals
from talentmap.evaluation.projection.chance import Chance
from talentmap.evaluation.projection.plans import Growth, growth
from talentmap.evaluation.projection.rates import Evidence, rates_of
from talentmap.evaluation.projection.scenarios import projection
from talentmap.evaluation.projection.units import units_of
from talentmap.resources import catalogs_dir
from talentmap.tables.analysis import POSTS
from talentmap.tables.matching import PERSON_ROLES
from talentmap.tables.outlook import PROJECTION
from talentmap.tables.registry import EVENTS, PEOPLE
from talentmap.tables.survey import DEMAND

RULES = projection_rules()
TODAY = dt.date(2026, 6, 30)
ROLES = pd.DataFrame(
    [("metal", "engineer", "caster", 50.0, 40.0, 62.5, 20.0, 300.0)],
    columns=["chain_id", "tier", "role_id", "need", "need_low", "need_high", "supply", "employed"],
)
GROUPS = pd.DataFrame(
    [
        ("", "", 90.0, 70.0, 120.0, 60.0, 900.0),
        ("metal", "", 90.0, 70.0, 120.0, 60.0, 900.0),
        ("metal", "engineer", 80.0, 60.0, 110.0, 30.0, 700.0),
        ("metal", "youth", 10.0, np.nan, np.nan, 30.0, 200.0),
    ],
    columns=["chain_id", "tier", "need", "need_low", "need_high", "supply", "employed"],
)
EVIDENCE = Evidence(
    Ages({("", "", ""): np.full(5, 0.02)}, 5),
    Growth({("", ""): (0.2, 0.5)}),
    Arrivals({("metal", "engineer"): 30, ("", "youth"): 9}, 3, {"engineer": 0.1}),
)


def told(rules=RULES, evidence=EVIDENCE, roles=ROLES, groups=GROUPS, trained=0.0):
    units = units_of(roles, groups)
    rates = rates_of(units, evidence, np.full((len(units.frame), rules.years), trained), rules)
    return projection(units, rates, rules, TODAY)


@pytest.fixture(scope="module")
def found():
    return told()


def test_it_starts_at_what_is_published(found):
    now = found[found["years_ahead"] == 0].set_index(["scenario", "chain_id", "tier", "role_id"])
    assert list(found.columns) == list(PROJECTION.names)
    for key, need, low, high, supply in (
        (("metal", "engineer", "caster"), 50, 40, 62.5, 20),
        (("metal", "engineer", ""), 80, 60, 110, 30),
    ):
        for scenario in RULES.scenarios:
            row = now.loc[(scenario.id, *key)]
            assert row["gap"] == need - supply
            assert (row["gap_low"], row["gap_high"]) == pytest.approx((low - supply, high - supply), rel=0.02)
    assert (now[["planned", "left", "retired", "trained", "arrived"]] == 0).all(axis=None)


def test_every_row_adds_up(found):
    start = found[found["years_ahead"] == 0].set_index(["scenario", "chain_id", "tier", "role_id"])
    every = found.set_index(["scenario", "chain_id", "tier", "role_id"])
    first = start.reindex(every.index)
    moved = every["trained"] + every["arrived"] - every["left"] - every["retired"]
    assert every["workforce"].tolist() == pytest.approx((first["workforce"] + moved).tolist())
    assert every["posts"].tolist() == pytest.approx((first["posts"] + every["planned"]).tolist())
    assert every["gap"].tolist() == pytest.approx((every["posts"] - every["workforce"]).tolist())


def test_groups_are_the_sums_of_their_parts(found):
    groups = found[found["role_id"] == ""].set_index(["scenario", "years_ahead", "chain_id", "tier"])
    for name in ("posts", "workforce", "gap", "left", "retired", "trained", "arrived", "planned"):
        parts = groups.xs("metal", level="chain_id")[name].unstack("tier")
        assert (parts["engineer"] + parts["youth"]).tolist() == pytest.approx(parts[""].tolist())
        whole = groups.xs(("", ""), level=("chain_id", "tier"))[name]
        assert whole.sort_index().tolist() == pytest.approx(parts[""].sort_index().tolist())


def test_without_an_interval_of_need_there_is_none_of_the_gap(found):
    row = found[found["tier"] == "youth"]
    assert row[["gap_low", "gap_high", "gap_inner_low", "gap_inner_high", "p_gap"]].isna().all(axis=None)
    assert row["gap"].notna().all()


def test_intervals_hold_each_other_and_widen(found):
    known = found[found["gap_low"].notna()]
    assert (known["gap_low"] <= known["gap_inner_low"]).all()
    assert (known["gap_inner_low"] <= known["gap_inner_high"]).all()
    assert (known["gap_inner_high"] <= known["gap_high"]).all()
    width = (known["gap_high"] - known["gap_low"]).groupby([known["scenario"], known["chain_id"], known["tier"],
                                                            known["role_id"]]).agg(list)  # fmt: skip
    assert all(widths[-1] > widths[0] for widths in width)


def test_scenarios_move_the_gap_the_way_they_say(found):
    last = found[found["years_ahead"] == 5].set_index(["scenario", "chain_id", "tier", "role_id"])["gap"]
    assert (last["expansion"] > last["steady"]).all()
    assert (last["effort"] < last["steady"]).all()


def test_the_same_input_gives_the_same_table_and_fewer_draws_the_same_figures(found):
    assert told().equals(found)
    fewer = told(RULES.model_copy(update={"draws": 200}))
    same = ["posts", "workforce", "gap", "left", "retired", "trained", "arrived"]
    assert fewer[same].equals(found[same])


@settings(max_examples=12)
@given(st.floats(0, 50), st.floats(0, 50))
def test_more_training_never_leaves_a_larger_gap(some, more):
    rules = RULES.model_copy(update={"draws": 100})
    assert (told(rules, trained=some + more)["gap"] <= told(rules, trained=some)["gap"] + 1e-9).all()


def test_without_flows_and_plans_the_gap_stays():
    still = RULES.model_copy(update={"losses": dict.fromkeys(RULES.losses, 0.0), "draws": 100})
    nothing = Evidence(Ages({}, 5), Growth({}), Arrivals({}, 3, {}))
    found = told(still, nothing)
    by_row = found.groupby(["scenario", "chain_id", "tier", "role_id"])["gap"]
    assert (by_row.max() == by_row.min()).all()


def test_chance_has_the_mean_and_spread_it_is_asked_for():
    chance = Chance(7, 20_000)
    factors = chance.factors("x", 0.3)
    assert factors[0, 0] == 1
    assert factors[0, 1:].mean() == pytest.approx(1, abs=0.01)
    assert factors[0, 1:].std() == pytest.approx(0.3, abs=0.01)
    counts = chance.counts("y", [0, 12])
    assert counts[0].max() == 0
    assert (counts[1, 0], counts[1, 1:].mean(), counts[1, 1:].var()) == pytest.approx((12, 12, 12), rel=0.05)
    amounts = chance.amounts("z", np.array([100.0]), np.array([0.25]), np.array([0.4]))
    ends = np.quantile(amounts[0, 1:], [0.025, 0.5, 0.975])
    assert ends == pytest.approx(100 * np.exp(np.array([-0.25, 0, 0.4]) * 1.96), rel=0.01)
    assert (chance.factors("x", 0.3) == factors).all()


def test_plans_beyond_the_third_year_go_on_at_the_last_pace():
    assert Growth({("", ""): (0.2, 0.8)}).of("metal", "youth", 5) == pytest.approx([0, 0.2, 0.5, 0.8, 1.1, 1.4])
    assert Growth({}).of("metal", "youth", 2).tolist() == [0, 0, 0]


def test_the_nearest_group_with_enough_people_tells_the_ages():
    of = Ages({("", "", ""): np.array([0.1]), ("metal", "youth", ""): np.array([0.2])}, 1)
    assert of.of("metal", "youth", "caster") == 0.2
    assert of.of("food", "youth") == 0.1


@pytest.fixture
def engine(tmp_path):
    return EmbeddedEngine(tmp_path)


def person(number, **said):
    return {"person_id": f"p{number:03d}", "status": "employed", "sex": "m", "birth_year": 1985, **said}


def placed(number, role, tier):
    return {"person_id": f"p{number:03d}", "role_id": role, "weight": 1.0, "tier": tier}


def test_ages_are_told_of_roles_with_enough_people_only(engine, small_catalog):
    old, young = {"birth_year": 1964}, {"birth_year": 1990}
    people = [person(n, **(old if n < 20 else young)) for n in range(40)]
    people += [person(n, **old) for n in range(40, 50)] + [person(50, status="seeking", **old)]
    engine.write(PEOPLE, PEOPLE.from_rows(people))
    roles = [
        placed(n, "m-engineer" if n < 40 else "m-welder", "engineer" if n < 40 else "technician") for n in range(51)
    ]
    engine.write(PERSON_ROLES, PERSON_ROLES.from_rows(roles))
    found = ages(engine, small_catalog, RULES, TODAY)
    stay = RULES.retirement.staying_on_years
    assert found.of("metal", "engineer", "m-engineer") == pytest.approx([*[0.5 / stay] * stay, 0, 0])
    assert ("metal", "technician", "m-welder") not in found.known
    assert found.of("metal", "technician", "m-welder")[:stay] == pytest.approx([30 / 50 / stay] * stay)


def test_plans_count_what_adds_and_rest_on_enough_enterprises(engine):
    lines = [
        {"line_id": f"l{n}", "enterprise_id": f"e{n}", "headcount": 10, "headcount_12m": 12, "headcount_3y": 20}
        for n in range(6)
    ]
    posts = [
        {"line_id": f"l{n}", "enterprise_id": f"e{n}", "chain_id": "metal", "tier": "engineer", "weight": 2.0,
         "headcount": 10.0 if n else 9.0, "need_kind": ("", "new", "new", "replacement", "both", "new")[n]}
        for n in range(6)
    ]  # fmt: skip
    engine.write(DEMAND, DEMAND.from_rows(lines))
    engine.write(POSTS, POSTS.from_rows(posts))
    found = growth(engine, RULES.plans, 0.85)
    assert found.known == {
        ("metal", "engineer"): pytest.approx((7 / 50, 35 / 50)), ("", "engineer"): pytest.approx((0.14, 0.7)),
        ("", ""): pytest.approx((0.14, 0.7)),
    }  # fmt: skip
    few = RULES.plans.model_copy(update={"enterprises_minimum": 6})
    assert growth(engine, few, 0.85).known == {}
    assert growth(engine, RULES.plans, 0.2).known == {}


def event(number, kind, day, tier="engineer", chain="metal"):
    return {"event_id": f"{kind}{number}", "person_id": f"p{number}", "known": 1, "event": kind, "tier": tier,
            "chain_id": chain, "date": dt.date.fromisoformat(day), "source_row": number}  # fmt: skip


def test_arrivals_are_those_of_three_years_and_small_groups_are_told_with_others(engine):
    rows = [event(n, "inflow", "2025-01-15") for n in range(12)] + [event(99, "inflow", "2019-01-01")]
    rows += [event(20 + n, "inflow", "2024-01-15", "youth", "food") for n in range(3)]
    rows += [event(n, "outflow", "2026-01-15") for n in range(6)]
    engine.write(EVENTS, EVENTS.from_rows(rows))
    found = arrivals(engine, RULES, TODAY, 5)
    assert found.people == {("", "youth"): 3, ("metal", "engineer"): 12}
    years = (6 * 365 + 6 * (TODAY - dt.date(2025, 1, 15)).days + (TODAY - dt.date(2019, 1, 1)).days) / 365.25
    assert found.loss["engineer"] == pytest.approx(1 - np.exp(-6 / years))
    assert found.loss_of("youth", 0.05) == 0.05


def test_where_nobody_has_left_the_assumed_losses_hold(engine):
    engine.write(EVENTS, EVENTS.from_rows([event(n, "inflow", "2025-01-15") for n in range(12)]))
    assert arrivals(engine, RULES, TODAY, 5).loss == {}
    engine.write(EVENTS, EVENTS.from_rows([]))
    assert arrivals(engine, RULES, TODAY, 5).people == {}


def test_arrivals_go_where_people_are(found):
    rates = rates_of(units_of(ROLES, GROUPS), EVIDENCE, np.zeros((5, 5)), RULES)
    assert rates.shares.sum(axis=0) == pytest.approx([1, 1])
    first = found[(found["years_ahead"] == 1) & (found["scenario"] == "steady")].set_index(
        ["chain_id", "tier", "role_id"]
    )
    assert first.loc[("", "", ""), "arrived"] == pytest.approx(13)
    assert first.loc[("metal", "engineer", "caster"), "arrived"] == pytest.approx(10 * 320 / 730)


def test_faulty_assumptions_are_named_with_their_line(tmp_path):
    text = (catalogs_dir() / "projection.yaml").read_text(encoding="utf-8")
    (tmp_path / "projection.yaml").write_text(text.replace("realised: 0.5", "realised: 5"), encoding="utf-8")
    rules, problems = check_projection_rules(tmp_path)
    assert rules is None
    assert [problem.code for problem in problems] == ["catalog-field"]
    assert problems[0].source.row == next(n for n, line in enumerate(text.splitlines(), 1) if "realised" in line)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda said: said["scenarios"].append(said["scenarios"][0]), "twice"),
        (lambda said: said["losses"].pop("youth"), "losses"),
        (lambda said: said["retirement"]["ages"]["men"].update(final=55), "below"),
    ],
)
def test_assumptions_that_contradict_each_other_are_refused(change, says):
    said = RULES.model_dump()
    said["scenarios"] = list(said["scenarios"])
    change(said)
    with pytest.raises(ValueError, match=says):
        type(RULES).model_validate(said)
