"""Which cells are hidden: `c` by rule, `+` because a total would give a hidden cell away, blank when shown."""

from __future__ import annotations

import pandas as pd
import pytest
from ascii_table import read_table

from talentmap.analysis.disclosure import protect
from talentmap.model.thresholds import DisclosureRules
from talentmap.tables import analysis as tables
from talentmap.tables import measures
from talentmap.tables.findings import Findings

RULES = DisclosureRules(enterprises_minimum=3, dominance=0.85, people_minimum=5, rounding=5)

# need rests on at least 3 enterprises, none above 85 %; supply on at least 5 people; empty chain or tier: all
PRIMARY = """
    Group 'welders' has two chains, so that each row may be judged alone.

    | need | enterprises | top_share | supply | people | need is | supply is |
    |------|-------------|-----------|--------|--------|---------|-----------|
    |   40 |           3 |      0.85 |   20   |      5 | shown   | shown     |
    |   40 |           2 |      0.5  |   20   |      5 | hidden  | shown     |
    |   40 |           9 |      0.86 |   20   |      5 | hidden  | shown     |
    |   40 |           9 |      0.2  |    3.5 |      4 | shown   | hidden    |
    |    0 |           0 |      0    |    0   |      0 | shown   | shown     |
    |   40 |           1 |      1    |    0.5 |      1 | hidden  | hidden    |
    """
SECONDARY = {
    "one hidden tier would be the total less the others: the smallest other goes too": """
        | chain | tier       | need | enterprises | hidden |
        |-------|------------|------|-------------|--------|
        | m     | engineer   |   20 |           2 | c      |
        | m     | technician |   70 |           9 |        |
        | m     | youth      |   30 |           5 | +      |
        | m     |            |  120 |           9 |        |
        """,
    "two hidden tiers cover each other": """
        | chain | tier       | need | enterprises | hidden |
        |-------|------------|------|-------------|--------|
        | m     | engineer   |   20 |           2 | c      |
        | m     | technician |   70 |           2 | c      |
        | m     | youth      |   30 |           5 |        |
        | m     |            |  120 |           9 |        |
        """,
    "a tier that nobody needs covers nothing: the total must go": """
        | chain | tier       | need | enterprises | hidden |
        |-------|------------|------|-------------|--------|
        | m     | engineer   |   20 |           2 | c      |
        | m     | technician |    0 |           0 |        |
        | m     |            |   20 |           9 | +      |
        """,
    "a hidden chain is no difference of the region and the other chains": """
        | chain | tier       | need | enterprises | hidden |
        |-------|------------|------|-------------|--------|
        | f     |            |   10 |           2 | c      |
        | m     |            |   70 |           9 |        |
        | t     |            |   50 |           9 | +      |
        |       |            |  130 |          20 |        |
        """,
    "rows and columns are covered together": """
        | chain | tier       | need | enterprises | hidden |
        |-------|------------|------|-------------|--------|
        | f     | engineer   |   10 |           2 | c      |
        | f     | technician |   40 |           9 | +      |
        | m     | engineer   |   30 |           9 | +      |
        | m     | technician |   60 |           9 | +      |
        | f     |            |   50 |          11 |        |
        | m     |            |   90 |          12 |        |
        |       | engineer   |   40 |          11 |        |
        |       | technician |  100 |          12 |        |
        |       |            |  140 |          20 |        |
        """,
}


def _findings(groups):
    def empty(table):
        return pd.DataFrame(columns=list(table.names))

    return Findings(
        roles=empty(tables.ROLE_BALANCE), groups=groups, cells=empty(tables.CELLS), districts=empty(tables.CELLS),
        pains=empty(tables.PAIN_SHARES), incentives=empty(tables.INCENTIVES), indicators=empty(tables.INDICATORS),
        skills=empty(measures.SKILL_BALANCE), location_quotients=empty(measures.LOCATION_QUOTIENTS),
        structure=empty(measures.STRUCTURE),
        response=empty(tables.RESPONSE), problems=(),
    )  # fmt: skip


def _frame(rows):
    plain = {"top_share": 0.5, "supply": 0.0, "people": 0, "gap": 0.0}
    named = [{**plain, **row, "chain_id": row.get("chain") or "", "tier": row.get("tier") or ""} for row in rows]
    return pd.DataFrame(named)


@pytest.mark.parametrize("row", read_table(PRIMARY))
def test_rules_for_one_cell(row):
    shown = protect(_findings(_frame([row])), RULES).groups.iloc[0]
    for side in ("need", "supply"):
        hidden = row[f"{side} is"] == "hidden"
        assert (shown[f"{side}_status"] == "c") is hidden
        assert pd.isna(shown[side]) is hidden
    assert pd.isna(shown["gap"]) is ("hidden" in (row["need is"], row["supply is"]))


@pytest.mark.parametrize("case", SECONDARY)
def test_what_goes_with_a_hidden_cell(case):
    rows = read_table(SECONDARY[case])
    shown = protect(_findings(_frame(rows)), RULES).groups
    assert shown["need_status"].tolist() == ["c" if row["hidden"] else "" for row in rows]


ROUNDED = read_table(
    """
    Half goes up; the gap is the difference of what is printed.

    | need  | supply | printed need | printed supply | printed gap |
    |-------|--------|--------------|----------------|-------------|
    |  42.4 |   17.6 |           40 |             20 |          20 |
    |  42.5 |   17.4 |           45 |             15 |          30 |
    |   2.4 |    2.5 |            0 |              5 |          -5 |
    """
)


@pytest.mark.parametrize("row", ROUNDED)
def test_rounding(row):
    safe = {"need": row["need"], "supply": row["supply"], "enterprises": 9, "people": 9}
    shown = protect(_findings(_frame([safe])), RULES).groups.iloc[0]
    assert [shown["need"], shown["supply"], shown["gap"]] == [
        row[f"printed {name}"] for name in ("need", "supply", "gap")
    ]
