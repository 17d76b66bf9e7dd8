"""The Word draft of the book."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from talentmap.publish.compose import Composed
from talentmap.publish.paper import model as m
from talentmap.publish.writers.word import write_word


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
