from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from talentmap.catalog.read import read_catalog
from talentmap.intake.cells.values import ValueReader
from talentmap.intake.cells.vocabulary import Vocabulary
from talentmap.intake.files.grid import Row, Sheet
from talentmap.intake.findings import Findings, Place
from talentmap.intake.lines import PLACES, Values, wording_of
from talentmap.intake.sheets.table import find_table
from talentmap.resources import catalogs_dir
from talentmap.tables.survey import DEMAND

MADE_ELSEWHERE = {"line_id", "enterprise_id", "chain_id", "source_file", "source_sheet", "source_row"}
said = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), max_size=20)


def test_values_are_what_demand_asks_in_its_order() -> None:
    assert Values._fields == tuple(name for name in DEMAND.names if name not in MADE_ELSEWHERE)
    assert Values._fields[: len(PLACES)] == PLACES


@given(st.builds(Values, title=said, skills=said, pay_low=st.floats(0, 1e6)), st.sampled_from(Values._fields), said)
def test_two_lines_have_one_wording_where_they_say_the_same(line: Values, name: str, text: str) -> None:
    other = line._replace(**{name: text})
    assert (wording_of(other) == wording_of(line)) is (getattr(line, name) == text)


def test_a_table_is_read_from_memory_as_it_was_read_first() -> None:
    rows = (Row(1, ("岗位名称", "需求人数")), Row(2, ("焊工", 1)), Row(3, ("电工", "若干")), Row(4, ("钳工", 1)))
    table = find_table(Sheet("甲", rows))
    assert table is not None
    vocabulary = Vocabulary(read_catalog(catalogs_dir(), "qingyuan"))
    rows = table.data()
    for _ in range(2):
        findings = Findings("甲.xlsx")
        reader = ValueReader(table.layout, [row.cells for row in rows], vocabulary, findings)
        read = [reader.read(at, "", Place("甲.xlsx", "甲", row.number)).headcount for at, row in enumerate(rows)]
        assert read == [1, None, 1]
        assert [(problem.code, problem.source.row) for problem in findings.problems] == [("intake-headcount-unread", 3)]
