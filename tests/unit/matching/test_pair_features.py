from __future__ import annotations

import numpy as np
import pytest

from talentmap.matching import RoleMatcher
from talentmap.matching.scoring.features import FEATURES, Query
from talentmap.matching.scoring.ngrams import NgramIndex
from talentmap.matching.skills.reader import SkillIndex
from talentmap.matching.verdict import settle
from talentmap.model.taxonomy import Tier


@pytest.fixture(scope="module")
def features(small_catalog):
    return RoleMatcher(small_catalog).features


def _value(features, query, role_id, name):
    pairs = features.pairs([query])
    (place,) = [k for k, role in enumerate(pairs.roles.tolist()) if features.roles[role].role_id == role_id]
    return pairs.values[place, FEATURES.index(name)]


def test_coverage_is_the_share_of_the_query_and_reads_labels_to_their_end():
    index = NgramIndex(["甲" * 200 + "熔铸", "乙"])
    assert index.coverage(["熔铸"], 2).toarray()[0].tolist() == pytest.approx([1, 0])
    assert 0 < index.coverage(["熔铸丙"], 2).toarray()[0, 0] < 1


def test_nearest_agrees_with_a_slow_cosine():
    labels, query = ["焊工", "焊接工程师", "工艺"], "焊接工"
    grams = [[text[a:b] for a in range(len(text)) for b in range(a + 1, min(a + 3, len(text)) + 1)] for text in labels]
    idf = {gram: np.log((1 + len(labels)) / (1 + sum(gram in found for found in grams))) + 1
           for found in grams for gram in found}  # fmt: skip
    said = [query[a:b] for a in range(3) for b in range(a + 1, 4)]
    length = np.sqrt(sum(idf.get(gram, max(idf.values())) ** 2 for gram in said))
    slow = [
        sum(idf[gram] ** 2 for gram in set(said) & set(found)) / length / np.sqrt(sum(idf[gram] ** 2 for gram in found))
        for found in grams
    ]
    assert NgramIndex(labels).nearest([query], 3)[0].toarray()[0] == pytest.approx(slow, rel=1e-5)


def test_rare_and_needed_skills_weigh_more():
    index = SkillIndex([{"common": 3, "rare": 3}, {"common": 3, "useful": 1}, {}])
    met = index.overlap([frozenset({"common"}), frozenset({"rare"}), frozenset({"useful", "unknown"})]).toarray()
    assert met[1, 0] > met[0, 0] > 0
    assert met[1, 0] == pytest.approx(3 * met[2, 1])
    assert met[1, 1] == 0
    assert index.weights([frozenset()]).tolist() == [0]


def test_a_certain_tier_leaves_other_tiers_out(features):
    pairs = features.pairs([Query("氩弧焊工", "metal", tier=Tier.ENGINEER)])
    assert {features.roles[role].tier for role in pairs.roles.tolist()} <= {Tier.ENGINEER}


def test_majors_speak_for_the_roles_that_name_them(features):
    query = Query("铸造", "metal", majors=frozenset({"冶金工程"}))
    assert _value(features, query, "m-engineer", "majors") > 0
    assert _value(features, Query("铸造", "metal"), "m-engineer", "majors") == 0


@pytest.mark.parametrize(
    ("title", "name", "value"),
    [
        ("氩弧焊工", "exact", 1),
        ("氩弧焊工", "general", 0),
        ("实习氩弧焊工", "exact", 0),
        ("焊接工程师", "level_other", 1),
        ("焊工 kuka", "letters_other", 1),
        ("高级氩弧焊工", "exact", 1),
    ],
)
def test_single_features(features, title, name, value):
    assert _value(features, Query(title, "metal"), "m-welder", name) == value


def _band(catalog, query):
    return settle(RoleMatcher(catalog).match([query])[0], catalog.rules.matching)


def test_a_title_without_a_trade_goes_to_a_person_with_candidates(catalog):
    role = catalog.roles["nm-battery-materials-engineer"]
    query = Query("技术员", role.chain_id, frozenset(role.skills))
    assert _band(catalog, query).band == "review"
    assert RoleMatcher(catalog).match([query])[0][0].role_id == role.id


def test_skills_alone_never_place_a_title(catalog):
    role = catalog.roles["nm-battery-materials-engineer"]
    assert _band(catalog, Query("海运单证", role.chain_id, frozenset(role.skills))).band != "accepted"


def test_a_near_wording_from_a_firm_of_another_chain_is_not_taken(catalog):
    role = catalog.roles["nm-melting-furnace-operator"]
    assert _band(catalog, Query(f"{role.zh}岗", role.chain_id)).role_id == role.id
    assert _band(catalog, Query(f"{role.zh}岗", "specialty-food")).role_id == ""


def test_the_answer_is_the_same_whatever_the_order(catalog, matcher):
    queries = [Query(role.zh, role.chain_id) for role in list(catalog.roles.values())[:40]]
    queries += [Query(query.title, "") for query in queries]
    assert matcher.match(queries[::-1])[::-1] == matcher.match(queries)
