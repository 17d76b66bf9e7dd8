"""The Word draft of the book."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from talentmap.publish.compose import Composed
from talentmap.publish.paper import model as m
from talentmap.publish.writers.word import _widths, write_word


def test_a_word_draft_has_headings_tables_figures_and_fields(composed: Composed, tmp_path: Path) -> None:
    path = tmp_path / "draft.docx"
    write_word(path, composed.book)
    with zipfile.ZipFile(path) as archive:
        body = archive.read("word/document.xml").decode("utf-8")
        pictures = [name for name in archive.namelist() if name.startswith("word/media/")]
    words = "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", body))
    ElementTree.fromstring(body)  # noqa: S314 - our own
    assert body.count('w:pStyle w:val="Heading1"') == len(composed.book.chapters)
    tiles = [block for block in composed.book.blocks() if isinstance(block, m.Tiles)]
    samples = [each for block in composed.book.blocks() if isinstance(block, m.Examples) for each in block.samples]
    assert body.count("<w:tbl>") + body.count("<w:tbl ") == len(composed.book.grids) + len(tiles) + len(samples)
    assert body.count("<w:tblHeader/>") == len(composed.book.grids) + 2 * len(samples)
    for sample in samples:
        assert all(cell.replace("&", "&amp;") in words for row in sample.rows for cell in row)
    assert len(pictures) >= len(composed.book.drawings) - 1
    assert "TOC \\o" in body
    assert body.count(" XE ") >= 100
    for block in (*composed.book.drawings, *composed.book.grids):
        assert m.plain(block.caption).replace("&", "&amp;") in words
    again = tmp_path / "again.docx"
    write_word(again, composed.book)
    assert again.read_bytes() == path.read_bytes()


def test_no_column_of_a_table_is_narrower_than_its_longest_word_while_others_have_room():
    words = (m.Words("Engineers"), m.Words("A long sentence that may well be set in several lines."))
    line = m.Line(tuple(m.Cell((word,)) for word in words))
    grid = m.Grid("t", (m.Column("Tier", weight=1), m.Column("Told", weight=30)), (line,))
    narrow, wide = _widths(grid, 166)
    assert narrow > 5000 / 31 and narrow / 5000 * 166 > len("Engineers") * 1.5
    assert narrow + wide == 5000
    crowded = m.Grid("t", tuple(m.Column("Responsibilities") for _ in range(12)), ())
    assert set(_widths(crowded, 166)) == {round(5000 / 12)}
