"""Which incentive item accepts which open post, as demanded."""

from __future__ import annotations

import numpy as np
import pytest
from ascii_table import column, read_table
from small_edition import register_of

from talentmap.analysis.eligibility import accepting, ladder_ranks
from talentmap.model.rule import asks_for_elite

POSTS = read_table(
    """
    | post | tier       | education | title     | skill_level   | pay   | chain | district |
    |------|------------|-----------|-----------|---------------|-------|-------|----------|
    | A    | scientist  | doctorate |           |               | 40000 | metal | north    |
    | B    | engineer   | bachelor  | assistant |               | 12000 | metal |          |
    | C    | technician |           |           | senior_worker |  7000 | food  | south    |
    | D    | youth      | associate |           |               |       | food  | north    |
    | E    |            |           |           |               |       |       |          |
    """
)
ITEMS = read_table(
    """
    What belongs to a person (age, contract, graduation) is taken as met; what a post does not state is the lowest step.
    A post without a tier is accepted by no item: nobody knows whom it is for.

    | tiers                               | rule                                        | accepts |
    |-------------------------------------|---------------------------------------------|---------|
    | scientist engineer technician youth |                                             | A B C D |
    | engineer                            |                                             | B       |
    | scientist engineer technician youth | education >= bachelor                       | A B     |
    | scientist engineer technician youth | education <= associate                      | C D     |
    | engineer youth                      | education >= bachelor                       | B       |
    | scientist engineer technician youth | title >= assistant                          | B       |
    | scientist engineer technician youth | skill_level >= technician                   |         |
    | technician                          | skill_level >= senior_worker                | C       |
    | scientist engineer technician youth | age <= 35 and contract_years >= 3           | A B C D |
    | scientist engineer technician youth | graduation_years <= 2 and education >= none | A B C D |
    | scientist engineer technician youth | pay_month >= 8000                           | A B     |
    | scientist engineer technician youth | pay_month <= 8000                           | C       |
    | scientist engineer technician youth | chain = food                                | C D     |
    | scientist engineer technician youth | district in (north, south)                  | A C D   |
    | scientist engineer technician youth | employer_type = enterprise                  | A B C D |
    | scientist engineer technician youth | employer_type = university                  |         |
    | scientist engineer technician youth | tier in (youth) and chain = metal           |         |
    """
)


def _columns():
    def text(name):
        return np.array([row[name] or "" for row in POSTS], dtype=object)

    return {
        **{name: text(name) for name in ("tier", "chain", "district")},
        **{name: ladder_ranks(name, list(text(name))) for name in ("education", "title", "skill_level")},
        "employer_type": np.full(len(POSTS), "enterprise", dtype=object),
        "pay_month": np.array(column(POSTS, "pay"), dtype=float),
    }


@pytest.mark.parametrize("row", ITEMS, ids=lambda row: f"{row['rule']}")
def test_the_posts_that_an_item_accepts(row):
    (item,) = register_of({"tiers": row["tiers"].split(), "rule": row["rule"] or ""}).items.values()
    accepted = accepting([item], _columns(), len(POSTS))
    assert accepted.shape == (5, 1)
    assert (
        column([post for post, yes in zip(POSTS, accepted[:, 0], strict=True) if yes], "post")
        == (row["accepts"] or "").split()
    )


def test_no_items_accept_nothing_and_no_posts_need_nothing():
    assert accepting([], _columns(), len(POSTS)).sum() == 0
    (item,) = register_of({"tiers": ["youth"], "rule": "pay_month >= 1"}).items.values()
    empty = {name: values[:0] for name, values in _columns().items()}
    assert accepting([item], empty, 0).shape == (0, 1)


def test_an_unknown_step_ranks_lowest():
    assert ladder_ranks("education", ["", "phd", "none", "doctorate"]).tolist() == [0, 0, 0, 5]


GATES = read_table(
    """
    | rule                                   | elite |
    |----------------------------------------|-------|
    |                                        | no    |
    | education >= master                    | no    |
    | education >= doctorate                 | yes   |
    | education <= doctorate                 | no    |
    | title >= full_senior and age <= 50     | yes   |
    | title >= associate_senior              | no    |
    | skill_level >= chief_technician        | no    |
    """
)


@pytest.mark.parametrize("row", GATES, ids=lambda row: f"{row['rule']}")
def test_gates_that_only_an_elite_passes(row):
    assert asks_for_elite(row["rule"] or "") is (row["elite"] == "yes")
