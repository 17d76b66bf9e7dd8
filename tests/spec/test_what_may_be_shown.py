"""Which cells are hidden: `c` by rule, `+` because other figures would give a hidden cell away, blank when shown."""

from __future__ import annotations

import pandas as pd
import pytest
from ascii_table import read_table

from benchmarks.disclosure_attack import publish
from talentmap.disclosure.blank import rounded
from talentmap.disclosure.primary import people_standing, standing
from talentmap.model.thresholds import DisclosureRules
from talentmap.tables.analysis import GROUP_BALANCE

RULES = DisclosureRules(enterprises_minimum=3, dominance=0.85, p_percent=0.1, people_minimum=5, rounding=5)

# need by enterprise; at least 3, none above 85 %, and the second may not know the first within 10 %
PRIMARY = """
    | enterprises' needs | people | need is | because  | supply is |
    |--------------------|--------|---------|----------|-----------|
    | 20 10 10           |      5 | shown   |          | shown     |
    | 20 20              |      5 | hidden  | few      | shown     |
    | 86 7 7             |      5 | hidden  | dominant | shown     |
    | 60 39 1            |      5 | hidden  | second   | shown     |
    | 60 33 7            |      4 | shown   |          | hidden    |
    |                    |      0 | shown   |          | shown     |
    | 40                 |      1 | hidden  | few      | hidden    |
    """
SECONDARY = {
    "a small lone cell is covered by what rounding leaves open": """
        | role    | enterprises' needs          | hidden |
        |---------|-----------------------------|--------|
        | one     | 6                           | c      |
        | welder  | 20 20 20 20                 |        |
        | fitter  | 30 30 30 30                 |        |
        """,
    "a large lone cell would be the total less the others: the cheapest other goes too": """
        | role    | enterprises' needs          | hidden |
        |---------|-----------------------------|--------|
        | one     | 160                         | c      |
        | welder  | 20 20 20 20                 | +      |
        | fitter  | 30 30 30 30                 |        |
        """,
}


def _amounts(text):
    return [float(amount) for amount in str(text or "").split()]


@pytest.mark.parametrize("row", read_table(PRIMARY))
def test_rules_for_one_cell(row):
    amounts = pd.Series(_amounts(row["enterprises' needs"]), dtype=float).to_numpy()
    assert standing(amounts, RULES).reason == (row["because"] or "")
    assert bool(row["because"]) is (row["need is"] == "hidden")
    assert bool(people_standing(row["people"], RULES).reason) is (row["supply is"] == "hidden")


@pytest.mark.parametrize("case", SECONDARY)
def test_what_goes_with_a_hidden_cell(case):
    rows = read_table(SECONDARY[case])
    lines = [
        (f"{row['role']}{k}", "metal", row["role"], "technician", "d", heads, 0)
        for row in rows
        for k, heads in enumerate(_amounts(row["enterprises' needs"]))
    ]
    shown = publish(lines).shown["roles"].set_index("role_id")["need_status"]
    assert [shown[row["role"]] for row in rows] == ["c" if row["hidden"] else "" for row in rows]


ROUNDED = read_table(
    """
    Half goes up; the gap is the difference of what is printed; more than nothing that prints 0 is `low`.

    | need  | supply | printed need | printed supply | printed gap | low  |
    |-------|--------|--------------|----------------|-------------|------|
    |  42.4 |   17.6 |           40 |             20 |          20 |      |
    |  42.5 |   17.4 |           45 |             15 |          30 |      |
    |   2.4 |    2.5 |            0 |              5 |          -5 | need |
    |   0   |    7.5 |            0 |             10 |         -10 |      |
    """
)


@pytest.mark.parametrize("row", ROUNDED)
def test_rounding(row):
    shown = rounded(pd.DataFrame([{"need": row["need"], "supply": row["supply"], "gap": 0.0}]), GROUP_BALANCE, 5).iloc[
        0
    ]
    assert [shown["need"], shown["supply"], shown["gap"]] == [
        row[f"printed {name}"] for name in ("need", "supply", "gap")
    ]
    assert shown["low"] == (row["low"] or "")
