from __future__ import annotations

import pytest

from talentmap.model.source import Source, column_letter


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (Source("a.xlsx"), "a.xlsx"),
        (Source("a.csv", row=3), "a.csv:3"),
        (Source("a.xlsx", "需求", 3, "C", "人数"), "a.xlsx [需求] C3 «人数»"),
        (Source("a.xlsx", column="C"), "a.xlsx"),
    ],
)
def test_a_source_reads_from_the_file_inwards(source, shown):
    assert str(source) == shown


def test_sources_sort_by_file_then_row():
    assert sorted([Source("b", row=1), Source("a", row=10), Source("a", row=9)])[0] == Source("a", row=9)


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"),
                                               (702, "AAA"), (16383, "XFD")])  # fmt: skip
def test_column_letters(index, letter):
    assert column_letter(index) == letter
