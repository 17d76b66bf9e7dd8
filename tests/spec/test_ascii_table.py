from __future__ import annotations

import pytest
from ascii_table import column, read_table


def test_a_drawn_table_becomes_rows():
    rows = read_table(
        """
        Words around the table are for the reader.
        | tier     |    n | share |
        |----------|-----:|-------|
        | engineer |  480 |  -0.5 |
        |          |      | x     |
        """
    )
    assert rows == [{"tier": "engineer", "n": 480, "share": -0.5}, {"tier": None, "n": None, "share": "x"}]
    assert column(rows, "n") == [480, None]


def test_a_kind_overrules():
    assert read_table("| code |\n| 007 |", code=str) == [{"code": "007"}]


def test_a_crooked_table_is_refused():
    with pytest.raises(ValueError, match="2 cells"):
        read_table("| a | b |\n| 1 |")
