from __future__ import annotations

import pickle

import pytest

from talentmap.model.taxonomy import Education, Segment


def test_education_ranks_climb():
    assert [step.rank for step in Education] == [0, 1, 2, 3, 4, 5]


def test_the_longest_industry_class_decides(small_catalog):
    assert small_catalog.chain_of_industry("3252") == "metal"
    assert small_catalog.chain_of_industry("32x1") == "food"
    assert small_catalog.chain_of_industry("1311") == "food"
    assert small_catalog.chain_of_industry("9900") == ""
    assert small_catalog.chain_of_industry("") == ""


def test_a_pain_belongs_to_its_stage(small_catalog):
    stage, pain = small_catalog.pain("retain-housing")
    assert (stage.id, pain.id) == ("retain", "retain-housing")
    assert (stage.name("zh"), stage.long_name("zh"), stage.long_name("en")) == ("留", "留用", "Retention")
    with pytest.raises(KeyError):
        small_catalog.pain("nothing")


def test_roles_of_a_chain_in_the_files_order(small_catalog):
    assert [role.id for role in small_catalog.roles_of("metal")] == [
        "m-scientist",
        "m-engineer",
        "m-welder",
        "m-trainee",
    ]
    assert small_catalog.roles_of("nothing") == ()


def test_a_role_s_titles_begin_with_its_name(small_catalog):
    assert small_catalog.roles["m-welder"].titles()[:2] == ("结构焊工", "电焊工")
    assert "structural welder" in small_catalog.roles["m-welder"].titles()


def test_the_graph_runs_downstream(small_catalog):
    chain = small_catalog.chains["metal"]
    assert list(chain.graph.edges) == [("melting", "rolling")]
    assert chain.segment("rolling") == Segment(id="rolling", zh="轧制", en="Rolling")
    assert chain.segment("rolling").name("en") == "Rolling"
    with pytest.raises(KeyError):
        chain.segment("nothing")


def test_a_chain_travels_without_its_graph(small_catalog):
    chain = next(iter(small_catalog.chains.values()))
    assert chain.graph.number_of_nodes() == len(chain.segments)
    travelled = pickle.loads(pickle.dumps(chain))  # noqa: S301 - our own bytes
    assert b"networkx" not in pickle.dumps(chain)
    assert travelled == chain
    assert set(travelled.graph) == set(chain.graph)
