from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.matching.proposals import Proposal, propose
from talentmap.tables.matching import DEMAND_ROLES
from talentmap.tables.survey import DEMAND

# title, chain, enterprise, headcount, skills, band, candidates
Line = tuple[str, str, str, int, str, str, str]
OPEN = [
    ("急聘退火炉工8k", "metal", "a", 5, "", "review", "m-welder=0.900|m-engineer=0.050"),
    ("退火炉操作工", "metal", "b", 2, "", "none", "m-welder=0.700"),
    ("税务会计", "metal", "c", 1, "", "none", "f-engineer=0.010"),
    ("税务会计", "metal", "d", 1, "", "none", "m-scientist=0.100"),
    ("工程师", "food", "a", 3, "", "review", "f-engineer=0.900"),
    ("工程师", "food", "b", 3, "", "review", "f-engineer=0.900"),
]


def proposals(catalog, lines, least=1):
    demand = [
        {
            "line_id": str(n),
            "title": title,
            "chain_id": chain,
            "enterprise_id": firm,
            "headcount": heads,
            "skills": skills,
        }
        for n, (title, chain, firm, heads, skills, _, _) in enumerate(lines)
    ]
    settled = [{"line_id": str(n), "band": line[5], "candidates": line[6]} for n, line in enumerate(lines)]
    return propose(DEMAND.from_rows(demand), DEMAND_ROLES.from_rows(settled), catalog, least)


def test_open_titles_are_gathered_with_what_hangs_on_them(small_catalog):
    furnace, general, tax = proposals(small_catalog, OPEN)
    assert furnace == Proposal(
        kind="title", chain_id="metal", wordings=("退火炉工", "退火炉操作工"), lines=2, headcount=7, enterprises=2,
        nearest="m-welder", probability=0.8, proposal="alias of m-welder",
    )  # fmt: skip
    assert (general.wordings, general.proposal) == (("工程师",), "ignore")
    assert (tax.wordings, tax.headcount, tax.nearest) == (("税务会计",), 2, "m-scientist")
    assert tax.proposal == "new role in metal/melting"


@pytest.mark.parametrize("band", ["accepted", "decided", "stated"])
def test_settled_titles_are_not_proposed(small_catalog, band):
    assert proposals(small_catalog, [(*line[:5], band, line[6]) for line in OPEN]) == []


def test_rare_clusters_are_left_out(small_catalog):
    assert [one.lines for one in proposals(small_catalog, OPEN[:3], least=2)] == [2]


def test_titles_of_two_chains_are_never_one_cluster(small_catalog):
    lines = [OPEN[0], ("退火炉工", "food", "z", 5, "", "none", "")]
    assert [(one.chain_id, one.nearest) for one in proposals(small_catalog, lines)] == [
        ("food", ""),
        ("metal", "m-welder"),
    ]
    assert proposals(small_catalog, lines)[0].proposal == "new role in food"


def test_no_firm_is_named(small_catalog):
    (one,) = proposals(small_catalog, [("恒远铝业招聘退火炉工", "metal", "恒远铝业", 5, "", "none", "")])
    assert "恒远" not in str(one)


def test_unknown_skills_of_all_lines_are_gathered_across_chains(small_catalog):
    lines = [
        ("结构焊工", "metal", "a", 2, "C1驾照|金属a", "accepted", ""),
        ("腌制工", "food", "b", 1, "C1 驾照、口才", "accepted", ""),
        ("腌制工", "food", "b", 4, "食品别名a制作", "accepted", ""),
    ]
    near, licence = proposals(small_catalog, lines)
    assert (near.kind, near.chain_id, near.nearest, near.proposal) == ("skill", "food", "f-a", "alias of f-a")
    assert (licence.wordings, licence.headcount, licence.enterprises) == (("C1驾照",), 3, 2)
    assert (licence.chain_id, licence.nearest, licence.proposal) == ("", "", "new skill in common")


_TITLES = st.sampled_from(
    ["退火炉工", "退火炉操作工", "退火工", "税务会计", "会计", "工程师", "", "😀", "高级退火炉工"]
)
_LINES = st.tuples(_TITLES, st.sampled_from(["metal", "food", ""]), st.sampled_from("abc"), st.integers(0, 9))


@given(st.lists(_LINES, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_nothing_and_no_head_counts_twice(small_catalog, lines, chance):
    full = [(*line, "", "none", "m-welder=0.600") for line in lines]
    found = proposals(small_catalog, full)
    chance.shuffle(full)
    assert proposals(small_catalog, full) == found
    counted = sum(heads for title, _, _, heads in lines if title not in ("", "😀"))
    assert counted <= sum(one.headcount for one in found) <= sum(line[3] for line in lines)
