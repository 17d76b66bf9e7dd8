from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped_rules import weight_rules
from survey_samples import answers_in, frame_of

from talentmap.analysis.policy.money import TierNeed
from talentmap.analysis.policy.open_posts import open_posts
from talentmap.analysis.policy.uncovered import uncovered, uncovered_share
from talentmap.analysis.survey.possible import possible_roles
from talentmap.analysis.survey.replicates import replicates_of
from talentmap.analysis.survey.weighting import weigh
from talentmap.model.policy import PolicyItem
from talentmap.model.taxonomy import Stage, Tier

RULES = weight_rules(bootstrap_replicates=60, seed=3)
WEIGHTING = weigh(answers_in([("metal", "small")] * 12), frame_of({("metal", "small"): 60}), RULES)
REPLICATES = replicates_of(WEIGHTING, WEIGHTING.by_people, RULES)
WEIGHTS = dict(zip(WEIGHTING.answers.enterprises, WEIGHTING.by_people.values.tolist(), strict=True))
DOUBT = "m-welder=0.600|m-engineer=0.300|m-scientist=0.050"
FOR_TECHNICIANS = PolicyItem(
    item_id="t", doc_id="d", clause="-", title_zh="试", title_en="Trial", stage=Stage.RETAIN, tiers=(Tier.TECHNICIAN,),
    instrument="living-subsidy",
)  # fmt: skip
lines = st.lists(
    st.tuples(
        st.integers(0, 11), st.integers(0, 9), st.sampled_from(["m-welder", "m-engineer", "f-operator", ""]),
        st.booleans(),
    ),
    min_size=1, max_size=20,
)  # fmt: skip


def _posts(found, catalog):
    rows = []
    for place, (enterprise, heads, role_id, _) in enumerate(found):
        role = catalog.roles.get(role_id)
        rows.append(
            {"line_id": f"l{place:02}", "enterprise_id": f"e{enterprise:03}", "headcount": float(heads),
             "role_id": role_id, "chain_id": role.chain_id if role else "metal",
             "segment_id": role.segment if role else "", "tier": role.tier.value if role else "",
             "district_id": "north", "employer_chain_id": "metal", "weight": WEIGHTS[f"e{enterprise:03}"],
             "education": "", "professional_title": "", "skill_level": "", "certificates": "", "pay_mid": np.nan}
        )  # fmt: skip
    return pd.DataFrame(rows)


def _opened(found, catalog):
    posts = _posts(found, catalog)
    doubted = [doubt and bool(role) for *_, role, doubt in found]
    told = pd.DataFrame({"line_id": posts["line_id"], "band": np.where(doubted, "accepted", "stated")})
    told = told.assign(probability=0.6, candidates=[DOUBT if doubt else "" for doubt in doubted])
    possible = possible_roles(posts, told, catalog, seed=1)
    return open_posts(posts, (FOR_TECHNICIANS,), REPLICATES, possible), possible, posts


@settings(max_examples=25)
@given(lines)
def test_need_by_tier_is_drawn_as_for_every_other_figure(small_catalog, found):
    opened, possible, _ = _opened(found, small_catalog)
    need, elsewhere = TierNeed(opened), REPLICATES.by(possible, ("tier",))
    drawn = dict(zip(elsewhere.keys["tier"], elsewhere.draws, strict=True))
    for place, tier in enumerate(Tier):
        assert need.draws[:, place] == pytest.approx(drawn.get(tier.value, np.zeros(60)))


@settings(max_examples=25)
@given(lines)
def test_what_a_post_may_be_besides_changes_no_total(small_catalog, found):
    opened, _, posts = _opened(found, small_catalog)
    certain = open_posts(posts, (FOR_TECHNICIANS,), REPLICATES)
    assert TierNeed(opened).totals == pytest.approx(TierNeed(certain).totals)
    one, other = (uncovered(each).drop(columns=["share_low", "share_high"]) for each in (opened, certain))
    shown = [name for name in one if not name.startswith("uncovered_")]
    pd.testing.assert_frame_equal(one[shown], other[shown])


def test_an_item_for_a_tier_accepts_a_post_where_it_is_drawn_to_be_of_that_tier(small_catalog):
    doubtful = [(0, 1, "m-welder", True), (1, 1, "m-welder", False)]
    opened, possible, _ = _opened(doubtful, small_catalog)
    share, (low, high) = uncovered_share(opened)
    assert share == low == high == 0  # both are technicians' as they are settled …
    left = opened.count(~opened.accepted()).draws[0]
    assert 0 < (left > 0).mean() < 1  # … and the first is none in some replicates
    by_role = dict(
        zip(possible.rows["role_id"], REPLICATES.drawn_rows(possible, np.ones(len(possible.rows), bool)), strict=True)
    )
    assert left == pytest.approx(by_role["m-engineer"] + by_role["m-scientist"])


def test_roles_of_one_tier_and_chain_need_no_draw(small_catalog):
    posts = _posts([(0, 3, "m-welder", True)], small_catalog)
    told = pd.DataFrame(
        {"line_id": ["l00"], "band": ["accepted"], "probability": [0.7], "candidates": ["m-welder=0.700"]}
    )
    possible = possible_roles(posts, told, small_catalog, seed=1)
    assert not possible.is_certain.all()
    opened = open_posts(posts, (), REPLICATES, possible)
    assert len(opened.lines) == 1
    assert opened.count(np.ones(1, bool)).draws[0] == pytest.approx(3 * REPLICATES.weights[0])
