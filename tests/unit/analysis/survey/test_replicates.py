from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped_rules import weight_rules
from survey_samples import answers_in, frame_of

from talentmap.analysis.survey.possible import possible_roles
from talentmap.analysis.survey.replicates import replicates_of
from talentmap.analysis.survey.weighting import weigh

RULES = weight_rules(bootstrap_replicates=40, seed=3)
few = settings(max_examples=15)
ROLES = ("m-scientist", "m-engineer", "m-welder", "f-operator")
KEYS = ("chain_id", "segment_id", "role_id", "tier", "district_id")


def _replicates(answered=20, framed=90, rules=RULES):
    weighting = weigh(answers_in([("metal", "small")] * answered), frame_of({("metal", "small"): framed}), rules)
    return replicates_of(weighting, weighting.by_people, rules)


def _posts(lines, catalog):
    """Posts of `lines` (enterprise, headcount, role) with roles as the catalog has them."""
    rows = []
    for place, (enterprise, heads, role) in enumerate(lines):
        found = catalog.roles.get(role)
        rows.append(
            {"line_id": f"l{place:03}", "enterprise_id": enterprise, "headcount": heads, "role_id": role,
             "chain_id": found.chain_id if found else "metal", "segment_id": found.segment if found else "",
             "tier": found.tier.value if found else "", "district_id": "north" if place % 2 else "south",
             "employer_chain_id": "metal"}
        )  # fmt: skip
    return pd.DataFrame(rows, columns=["line_id", "enterprise_id", "headcount", *KEYS, "employer_chain_id"])


def _told(posts, band, candidates=""):
    return pd.DataFrame({"line_id": posts["line_id"], "band": band, "probability": 0.7, "candidates": candidates})


lines = st.lists(
    st.tuples(st.integers(0, 19).map("e{:03}".format), st.integers(0, 9), st.sampled_from([*ROLES, ""])),
    min_size=1, max_size=25,
)  # fmt: skip
DOUBT = "m-welder=0.700|m-engineer=0.150|f-operator=0.050"


def test_totals_of_enterprises_with_several_lines():
    replicates = _replicates(3, 9)
    totals = replicates.totals(pd.Series(["e000", "e001", "e000"]), pd.Series([1, 1, 2]))
    assert totals == pytest.approx(3 * replicates.weights[0] + replicates.weights[1])
    assert replicates.totals(pd.Series([], dtype=str), pd.Series([], dtype=float)).tolist() == [0.0] * 40


def test_an_enterprise_without_weight_counts_alike_in_every_replicate():
    replicates = _replicates(3, 9)
    assert replicates.totals(pd.Series(["?"]), pd.Series([5])).tolist() == [5] * 40


@few
@given(lines, st.sampled_from([("role_id",), ("tier",), ("chain_id", "district_id"), KEYS]))
def test_any_partition_adds_up_in_the_estimate_and_in_every_replicate(small_catalog, found, keys):
    posts = _posts(found, small_catalog)
    possible = possible_roles(posts, _told(posts, "accepted", DOUBT), small_catalog, seed=1)
    replicates = _replicates()
    whole, parts = replicates.by(possible, ()), replicates.by(possible, keys)
    assert parts.values.sum() == pytest.approx(whole.values[0])
    assert parts.draws.sum(axis=0) == pytest.approx(whole.draws[0])


@few
@given(lines)
def test_with_certain_candidates_matching_adds_no_error(small_catalog, found):
    posts = _posts(found, small_catalog)
    replicates = _replicates()
    for band, candidates in (("accepted", "m-welder=1.000"), ("stated", DOUBT), ("decided", DOUBT), ("review", DOUBT)):
        told = _told(posts, band, candidates).assign(probability=1.0)
        found_by = replicates.by(possible_roles(posts, told, small_catalog, seed=1), ("role_id",))
        codes = posts.groupby("role_id").ngroup().to_numpy()
        plain = replicates.estimates(codes, len(found_by.keys), posts, "headcount")
        assert found_by.draws == pytest.approx(plain.draws)
        assert np.array(found_by.interval()) == pytest.approx(np.array(plain.interval()), nan_ok=True)


def test_matching_error_widens_the_interval_of_a_role_and_not_that_of_all(small_catalog):
    posts = _posts([(f"e{k:03}", 3, "m-welder") for k in range(20)], small_catalog)
    certain, doubted = (
        possible_roles(posts, _told(posts, band, DOUBT), small_catalog, seed=1) for band in ("stated", "accepted")
    )
    replicates = _replicates()
    before, after = (replicates.by(one, ("role_id",)) for one in (certain, doubted))
    welders = after.keys["role_id"].tolist().index("m-welder")
    assert after.values[welders] == before.values[0]
    assert after.errors()[welders] > 3 * before.errors()[0]
    whole = [replicates.by(one, ()) for one in (certain, doubted)]
    assert whole[0].draws == pytest.approx(whole[1].draws)


def test_roles_are_drawn_as_often_as_they_are_likely(small_catalog):
    rules = weight_rules(bootstrap_replicates=4000, seed=3)
    posts = _posts([("e000", 1, "m-welder")], small_catalog)
    told = _told(posts, "accepted", "m-welder=0.700|m-engineer=0.150|gone=0.050")
    census = _replicates(20, 20, rules)
    found = census.by(possible_roles(posts, told, small_catalog, seed=1), ("role_id",))
    shares = dict(zip(found.keys["role_id"], found.draws.mean(axis=1).tolist(), strict=True))
    assert shares == pytest.approx({"": 0.10, "m-engineer": 0.15, "m-welder": 0.70}, abs=0.02)
    settled = dict(zip(found.keys["role_id"], found.values.tolist(), strict=True))
    assert settled == {"": 0, "m-engineer": 0, "m-welder": 1}


@few
@given(lines, st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_nothing(small_catalog, found, random):
    posts = _posts(found, small_catalog)
    told = _told(posts, "accepted", DOUBT)
    shuffled = posts.sample(frac=1, random_state=random.randrange(1000))
    replicates = _replicates()
    one, other = (
        replicates.by(possible_roles(some, told, small_catalog, seed=1), ("role_id", "district_id"))
        for some in (posts, shuffled)
    )
    pd.testing.assert_frame_equal(one.keys, other.keys)
    assert one.draws.tolist() == other.draws.tolist()


@few
@given(lines, st.integers(2, 50))
def test_shares_do_not_depend_on_the_unit(small_catalog, found, scale):
    posts = _posts(found, small_catalog)
    replicates = _replicates()
    results = []
    for factor in (1, scale):
        scaled = posts.assign(headcount=posts["headcount"] * factor)
        possible = possible_roles(scaled, _told(scaled, "accepted", DOUBT), small_catalog, seed=1)
        shares = replicates.by(possible, ("tier",)).share_of(replicates.by(possible, ()))
        results.append([shares.values, *shares.interval()])
    assert np.array(results[0]) == pytest.approx(np.array(results[1]), nan_ok=True)


def test_a_census_is_certain_to_the_last_digit(small_catalog):
    posts = _posts([("e000", 3, "m-welder"), ("e001", 4, "m-engineer")], small_catalog)
    possible = possible_roles(posts, _told(posts, "stated"), small_catalog, seed=1)
    found = _replicates(12, 12).by(possible, ("role_id",))
    low, high = found.interval()
    assert (found.values.tolist(), low.tolist(), high.tolist()) == ([4, 3], [4, 3], [4, 3])


def test_a_share_of_nothing_is_unknown():
    replicates = _replicates()
    posts = pd.DataFrame({"enterprise_id": ["e000"], "amount": [0.0]})
    nothing = replicates.estimates(np.array([0]), 1, posts)
    assert np.isnan(nothing.share_of(nothing).values[0])
    assert [end.tolist() for end in nothing.interval()] == [[0], [0]]
    with np.errstate(all="raise"):
        assert np.isnan(nothing.share_of(nothing).draws).all()


def test_the_same_survey_gives_the_same_replicates_and_another_seed_others():
    assert _replicates().weights.tolist() == _replicates().weights.tolist()
    assert (
        _replicates().weights.tolist()
        != _replicates(rules=weight_rules(bootstrap_replicates=40, seed=4)).weights.tolist()
    )


def test_candidates_that_add_up_to_one_leave_no_need_without_a_role(small_catalog):
    posts = _posts([("e000", 2, "m-welder")], small_catalog)
    for candidates, roles in (
        ("m-welder=0.500|m-engineer=0.500", ["m-engineer", "m-welder"]),
        ("m-welder=0.500|m-engineer=0.250", ["", "m-engineer", "m-welder"]),
    ):
        possible = possible_roles(posts, _told(posts, "accepted", candidates), small_catalog, seed=1)
        assert possible.groups(("role_id",)).keys["role_id"].tolist() == roles
        assert possible.groups(("role_id",)).keys.index.tolist() == list(range(len(roles)))
        assert possible.rows["probability"].sum() == pytest.approx(1.0)


def test_a_role_told_as_certain_is_not_drawn_and_one_a_little_less_is(small_catalog):
    posts = _posts([("e000", 2, "m-welder")], small_catalog)
    for chance, certain in ((0.9995, [True]), (0.9994, [False, False, False, False])):
        told = _told(posts, "accepted", DOUBT).assign(probability=chance)
        possible = possible_roles(posts, told, small_catalog, seed=1)
        assert possible.is_certain.tolist() == certain
        assert possible.rows["probability"].sum() == pytest.approx(1.0)


def test_what_an_enterprise_outside_the_weights_may_do_is_drawn_as_well(small_catalog):
    rules = weight_rules(bootstrap_replicates=2000, seed=3)
    posts = _posts([("?", 4, "m-welder")], small_catalog)
    possible = possible_roles(posts, _told(posts, "accepted", "m-welder=0.750|m-engineer=0.250"), small_catalog, seed=1)
    found = _replicates(3, 9, rules).by(possible, ("role_id",))
    assert found.values.tolist() == [0.0, 4.0]
    assert set(found.draws.ravel().tolist()) == {0.0, 4.0}
    assert found.draws.mean(axis=1) == pytest.approx([1.0, 3.0], abs=0.15)


def test_rows_of_lines_that_are_drawn_count_where_their_role_fell(small_catalog):
    posts = _posts([("e000", 2, "m-welder"), ("e001", 3, "m-engineer")], small_catalog)
    told = _told(posts, ["accepted", "stated"], "m-welder=0.700|m-engineer=0.300")
    possible, replicates = possible_roles(posts, told, small_catalog, seed=1), _replicates()
    rows = possible.rows["role_id"].tolist()
    assert rows == ["m-welder", "m-engineer", "m-engineer"]
    drawn = replicates.drawn_rows(possible, np.array([True, True, True]))
    assert (drawn[0] + drawn[1]).tolist() == (2 * replicates.weights[0]).tolist()
    assert (drawn[0] * drawn[1] == 0).all() and not drawn[2].any()
    by_role = replicates.by(possible, ("role_id",))
    assert by_role.draws[by_role.keys["role_id"].tolist().index("m-welder")] == pytest.approx(drawn[0])


def test_the_variance_of_a_design_is_that_of_the_part_that_did_not_answer():
    design = _replicates(12, 48).design
    assert (design.answered.tolist(), design.missing.tolist()) == ([12.0], [0.75])
    assert _replicates(2, 8).design.missing.tolist() == [0.75]
    assert _replicates(1, 1).design.missing.tolist() == [0.0]
    assert _replicates(1, 5).design.missing.tolist() == [0.0]


def test_need_outside_the_weights_adds_to_an_estimate_and_never_varies(small_catalog):
    replicates = _replicates()
    posts = _posts([("?", 4, "m-welder"), ("e000", 2, "m-welder")], small_catalog)
    by_role = replicates.by(possible_roles(posts, _told(posts, "stated"), small_catalog, seed=1), ("role_id",))
    plain = replicates.estimates(np.array([0, 0]), 1, posts, "headcount")
    for found in (by_role, plain):
        assert found.values == pytest.approx([4 + 2 * 4.5])
        assert found.draws[0] == pytest.approx(4 + 2 * replicates.weights[0])


@pytest.mark.parametrize("band", ["stated", "accepted"])
def test_a_line_that_states_no_headcount_adds_nothing(small_catalog, band):
    replicates = _replicates()
    posts = _posts([("e000", np.nan, "m-welder"), ("?", np.nan, "m-welder")], small_catalog)
    found = replicates.by(possible_roles(posts, _told(posts, band, DOUBT), small_catalog, seed=1), ("role_id",))
    assert not found.values.any() and not found.draws.any()
    assert not replicates.totals(posts["enterprise_id"], posts["headcount"]).any()


@pytest.mark.parametrize("heads", [0.1, 1000.0])
def test_the_share_of_a_whole_in_itself_is_certain(heads):
    replicates = _replicates()
    lines = pd.DataFrame({"enterprise_id": [f"e{k:03}" for k in range(20)], "amount": [heads / 20, *[heads / 10] * 19]})
    whole = replicates.estimates(np.zeros(20, dtype=int), 1, lines)
    share = whole.share_of(whole)
    assert (share.values.tolist(), share.freedom.tolist()) == ([1.0], [np.inf])
    assert (share.draws == 1).all()
    assert [end.tolist() for end in share.interval()] == [[1.0], [1.0]]


def test_the_choices_of_a_line_by_hand(small_catalog):
    """Two roles of which the settled one is likelier, and the group of what leads nowhere behind them."""
    posts = _posts([("e000", 2, "m-welder"), ("e001", 3, "m-engineer")], small_catalog)
    told = _told(posts, ["accepted", "stated"], "m-welder=0.750|m-engineer=0.250")
    possible = possible_roles(posts, told, small_catalog, seed=1)
    groups = possible.groups(("role_id",))
    assert groups.keys["role_id"].tolist() == ["m-engineer", "m-welder"]
    choices = possible.choices(groups.codes, none=2)
    assert (choices.enterprises.tolist(), choices.heads.tolist()) == (["e000"], [2.0])
    assert (choices.bounds.tolist(), choices.codes.tolist()) == ([[0.75, 1.0]], [[1, 0, 2]])
    settled = possible_roles(posts, _told(posts, "stated"), small_catalog, seed=1)
    assert settled.rows["probability"].tolist() == [1.0, 1.0]
    assert settled.choices(settled.groups(("role_id",)).codes, none=2).codes.size == 0
