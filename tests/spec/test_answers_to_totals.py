"""From the enterprises that answered to all enterprises of the frame: weights and gaps as a table."""

from __future__ import annotations

import pytest
from ascii_table import read_table
from shipped_rules import weight_rules
from survey_samples import answers_in, frame_of

from talentmap.analysis.survey.weighting import weigh

RULES = weight_rules(bootstrap_replicates=2, seed=1)
HEAD = "chain_id,district_id,size_class,enterprises,employment\n"

WEIGHTS = {
    "every size class has answers enough": """
        | size   | answered | frame | weight |
        |--------|----------|-------|--------|
        | large  |        2 |     3 |    1.5 |
        | medium |        5 |    20 |      4 |
        | small  |        6 |    60 |     10 |
        """,
    "too few medium answers join the small ones: 100 enterprises for 10 answers": """
        | size   | answered | frame | weight |
        |--------|----------|-------|--------|
        | large  |        2 |     2 |      1 |
        | medium |        4 |    20 |     10 |
        | small  |        6 |    80 |     10 |
        """,
    "too few of the smallest join the class above": """
        | size   | answered | frame | weight |
        |--------|----------|-------|--------|
        | large  |        1 |     1 |      1 |
        | medium |        5 |    20 |     10 |
        | micro  |        1 |    40 |     10 |
        """,
    "a large enterprise never stands for small ones": """
        | size   | answered | frame | weight |
        |--------|----------|-------|--------|
        | large  |        3 |     3 |      1 |
        | small  |        2 |   500 |    250 |
        """,
    "the frame is short: nobody weighs less than 1": """
        | size   | answered | frame | weight |
        |--------|----------|-------|--------|
        | large  |        2 |     0 |      1 |
        | small  |        8 |     6 |      1 |
        """,
}


@pytest.mark.parametrize("case", WEIGHTS)
def test_weights(case):
    rows = read_table(WEIGHTS[case])
    answers = [("c", row["size"]) for row in rows for _ in range(row["answered"])]
    frame = frame_of({("c", row["size"]): row["frame"] for row in rows})
    weighting = weigh(answers_in(answers), frame, RULES)
    found = dict(zip(answers, weighting.by_enterprise.values.tolist(), strict=True))
    assert found == pytest.approx({("c", row["size"]): row["weight"] for row in rows})


DEMAND = """
    Four small firms answered for 20; each stands for 5. Firm d needs nobody.

    | enterprise_id | role_id    | tier       | headcount |
    |---------------|------------|------------|-----------|
    | a             | m-welder   | technician |         2 |
    | b             | m-welder   | technician |         1 |
    | b             | m-engineer | engineer   |         1 |
    | c             |            | technician |         3 |
    | d             | m-engineer | engineer   |         0 |
    """
SUPPLY = """
    Two seek work, one of them fits two roles by halves; the third is not available.

    | person_id | role_id    | tier       | weight | available |
    |-----------|------------|------------|--------|-----------|
    | p         | m-welder   | technician |    1   | seeking   |
    | q         | m-welder   | technician |    0.5 | returning |
    | q         | m-engineer | engineer   |    0.5 | returning |
    | r         | m-welder   | technician |    1   |           |
    """
GAPS = read_table(
    """
    | role       | need | enterprises | top_share | supply | people |  gap |
    |------------|------|-------------|-----------|--------|--------|------|
    | m-welder   |   15 |           2 |  0.666667 |    1.5 |      2 | 13.5 |
    | m-engineer |    5 |           1 |  1        |    0.5 |      1 |  4.5 |
    """
)
TIERS = read_table(
    """
    | tier       | need | supply |  gap | unplaced |
    |------------|------|--------|------|----------|
    |            |   35 |    2   | 33   |       15 |
    | technician |   30 |    1.5 | 28.5 |       15 |
    | engineer   |    5 |    0.5 |  4.5 |        0 |
    """
)


@pytest.fixture
def findings(books):
    demand = [{"line_id": str(k), "chain_id": "metal", **row} for k, row in enumerate(read_table(DEMAND))]
    placed = read_table(SUPPLY)
    people = {row["person_id"]: row.pop("available") for row in placed}
    firms = [{"enterprise_id": name, "chain_id": "metal", "size_class": "small"} for name in "abcd"]
    books.frame(f"{HEAD}metal,north,small,20,900\n").fill(
        enterprises=firms,
        demand=demand,
        people=[{"person_id": name, "available": available} for name, available in people.items()],
        person_roles=placed,
    )
    return books.analyse()


def test_gaps_by_role(findings):
    found = findings.roles.set_index("role_id").to_dict("index")
    assert set(found) == {row["role"] for row in GAPS}
    for row in GAPS:
        for name in ("need", "enterprises", "top_share", "supply", "people", "gap"):
            assert found[row["role"]][name] == pytest.approx(row[name], abs=1e-6), (row["role"], name)


def test_gaps_by_tier_and_in_all(findings):
    groups = findings.groups[findings.groups["chain_id"] == ""].set_index("tier").to_dict("index")
    for row in TIERS:
        for name in ("need", "supply", "gap", "unplaced"):
            assert groups[row["tier"] or ""][name] == pytest.approx(row[name]), (row["tier"], name)
