"""The Word draft of the book."""

from __future__ import annotations

import re
import zipfile
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from docx import Document
from docx.oxml.ns import qn

from talentmap.publish.compose import Composed
from talentmap.publish.paper import model as m
from talentmap.publish.writers.word import write_word
from talentmap.publish.writers.word_inlines import Pen
from talentmap.publish.writers.word_tables import grid, sample, widths


@pytest.fixture(scope="module")
def drafts(both: dict[str, Composed], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("word")
    for lang, composed in both.items():
        write_word(folder / f"{lang}.docx", composed.book)
    return {lang: folder / f"{lang}.docx" for lang in both}


@pytest.fixture
def draft(composed: Composed, drafts: dict[str, Path]) -> Path:
    return drafts[composed.book.lang]


@cache
def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(f"word/{name}.xml").decode("utf-8")


def paragraphs(body: str, style: str) -> list[str]:
    return [found for found in re.findall(r"<w:p>.*?</w:p>", body, re.S) if f'w:pStyle w:val="{style}"' in found]


def shown(body: str) -> str:
    return "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", body)).replace("&amp;", "&")


def test_a_word_draft_has_headings_tables_figures_and_fields(composed: Composed, draft: Path, tmp_path: Path) -> None:
    book, body = composed.book, part(draft, "document")
    with zipfile.ZipFile(draft) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))  # noqa: S314 - our own
        pictures = [name for name in archive.namelist() if name.startswith("word/media/")]
    words = shown(body)
    tiles = [block for block in book.blocks() if isinstance(block, m.Tiles)]
    samples = [each for block in book.blocks() if isinstance(block, m.Examples) for each in block.samples]
    assert body.count("<w:tbl>") == len(book.grids) + len(tiles) + len(samples)
    assert body.count("<w:tblHeader/>") == len(book.grids) + 2 * len(samples)
    for each in samples:
        assert all(cell in words for row in each.rows for cell in row)
    assert len(pictures) >= len(book.drawings) - 1
    assert "TOC \\o" in body
    assert body.count(" XE ") >= 100
    for block in (*book.drawings, *book.grids):
        assert m.plain(block.caption) in words
    again = tmp_path / "again.docx"
    write_word(again, book)
    assert again.read_bytes() == draft.read_bytes()


def test_chapters_of_a_group_stand_below_its_heading_and_headings_look_as_their_style_says(
    composed: Composed, draft: Path
) -> None:
    body = part(draft, "document")
    single = [chapter for chapter in composed.book.chapters if not chapter.group]
    grouped = [chapter for chapter in composed.book.chapters if chapter.group]
    first, second = paragraphs(body, "Heading1"), paragraphs(body, "Heading2")
    assert len(first) == len(single) + len({chapter.group for chapter in grouped})
    assert [shown(found) for found in first if grouped[0].group in found]
    named = [shown(found) for found in second]
    assert all(any(told.endswith(chapter.title) for told in named) for chapter in grouped)
    assert not any("<w:rPr>" in found for found in (*first, *second))


def test_contents_hold_every_heading_of_two_levels_and_lead_to_it(draft: Path) -> None:
    body = part(draft, "document")
    headings = [found for level in (1, 2) for found in paragraphs(body, f"Heading{level}")]
    entries = [*paragraphs(body, "toc1"), *paragraphs(body, "toc2")]
    assert sorted(map(shown, entries)) == sorted(map(shown, headings))
    led = {mark: shown(entry) for entry in entries for mark in re.findall(r'w:anchor="(\w+)"', entry)}
    marked = {mark: shown(heading) for heading in headings for mark in re.findall(r'w:name="(_Toc\d+)"', heading)}
    assert led == marked and len(led) == len(entries)


def test_captions_are_counted_by_word_and_references_point_to_them(composed: Composed, draft: Path) -> None:
    body = part(draft, "document")
    marks = re.findall(r'<w:bookmarkStart w:id="(\d+)" w:name="(\w+)"/>', body)
    assert len(marks) == len({number for number, _ in marks}) == len({name for _, name in marks})
    told = [re.sub(r"\s", "", shown(found)) for found in paragraphs(body, "Caption")]
    for kind, blocks in (("Figure", composed.book.drawings), ("Table", composed.book.grids)):
        word = composed.book.words[kind.lower()]
        assert body.count(f" SEQ {word} ") == len(blocks)
        for block in blocks:
            assert re.sub(r"\s", "", f"{word}{block.number}{m.plain(block.caption)}") in told
            assert f"_Ref{kind}{block.number}" in {name for _, name in marks}
    asked = set(re.findall(r" REF (\w+) ", body))
    assert asked and asked <= {name for _, name in marks}


def test_footnotes_are_footnotes(composed: Composed, draft: Path) -> None:
    notes, body = part(draft, "footnotes"), part(draft, "document")
    given = re.findall(r'<w:footnoteReference w:id="(\d+)"/>', body)
    assert given == [str(number) for number in range(1, len(given) + 1)]
    assert len(given) >= 2
    for number in given:
        note = re.search(rf'<w:footnote w:id="{number}">(.*?)</w:footnote>', notes, re.S)
        assert note and len(shown(note[1])) > 20
    with zipfile.ZipFile(draft) as archive:
        assert "footnotes.xml" in archive.read("word/_rels/document.xml.rels").decode("utf-8")


def test_figures_stand_inside_the_text_block(draft: Path) -> None:
    document: Any = Document(str(draft))
    section = document.sections[0]
    text = section.page_width - section.left_margin - section.right_margin
    assert len(document.inline_shapes) > 5
    for shape in document.inline_shapes:
        assert shape.width <= text
        assert [shape._inline.get(side) for side in ("distT", "distB", "distL", "distR")] == ["0"] * 4
        paragraph = shape._inline.getparent().getparent().getparent()
        assert paragraph.pPr.style == "Figure" and paragraph.pPr.find(qn("w:ind")) is None
    assert document.styles["Figure"].paragraph_format.first_line_indent is None
    assert document.styles["Figure"].paragraph_format.keep_with_next


def table(rows: list[str], head: str = "Head") -> m.Grid:
    return m.Grid("t", (m.Column(head),), tuple(m.Line((m.Cell((m.Words(row),)),)) for row in rows))


def kept(block: m.Grid) -> list[bool]:
    """Whether each row, the head first, stays with what follows it."""
    book = m.Book("en", "", "", "", m.Cover("", (), (), "", "", "", ""), ())
    return ["<w:keepNext/>" in row for row in grid(block, Pen(book), 166).split("<w:tr>")[1:]]


def test_short_tables_stay_whole_and_long_ones_keep_their_ends_together() -> None:
    assert all(kept(table(list("abcdefghi"))))
    assert kept(table(list("abcdefghijkl"))) == [True, True, *[False] * 9, True, True]
    grouped = table(list("abcdefghijkl"))
    heading = m.Line((m.Cell((m.Words("group"),)),), "group")
    told = kept(m.Grid("t", grouped.columns, (*grouped.lines[:5], heading, *grouped.lines[5:])))
    assert [at for at, stays in enumerate(told) if stays] == [0, 1, 6, 12, 13]


def test_no_column_of_a_table_is_narrower_than_its_longest_word_while_others_have_room() -> None:
    words = (m.Words("Engineers"), m.Words("A long sentence that may well be set in several lines."))
    line = m.Line(tuple(m.Cell((word,)) for word in words))
    narrow, wide = widths(m.Grid("t", (m.Column("Tier", weight=1), m.Column("Told", weight=30)), (line,)), 166)
    assert narrow > 5000 / 31 and narrow / 5000 * 166 > len("Engineers") * 1.5
    assert narrow + wide == 5000
    crowded = m.Grid("t", tuple(m.Column("Responsibilities") for _ in range(12)), ())
    assert set(widths(crowded, 166)) == {round(5000 / 12)}


@pytest.mark.parametrize(
    ("cell", "wanted_mm"),
    [
        (m.Cell((m.Words("★★★★★"),)), 5 * 2.8),
        (m.Cell((m.Words("技能人才"),)), 4 * 2.8),
        (m.Cell((m.Words("70"),), (m.Words("1,015–1,415"),)), 11 * 1.3),
    ],
)
def test_stars_short_chinese_words_and_ranges_are_not_broken(cell: m.Cell, wanted_mm: float) -> None:
    line = m.Line((cell, m.Cell((m.Words("text " * 40),))))
    narrow, _ = widths(m.Grid("t", (m.Column("Of", weight=1), m.Column("Told", weight=30)), (line,)), 166)
    assert narrow / 5000 * 166 > wanted_mm


def test_words_that_begin_where_figures_end_keep_away_from_them() -> None:
    line = m.Line((m.Cell((m.Words("5"),)), m.Cell((m.Words("A"),))))
    columns = (m.Column("Gap", "right"), m.Column("Grade"))
    book = m.Book("en", "", "", "", m.Cover("", (), (), "", "", "", ""), ())
    told = grid(m.Grid("t", columns, (line,)), Pen(book), 166)
    assert told.count("<w:tcMar>") == 2


def test_the_lead_of_a_sample_is_no_wider_than_its_columns() -> None:
    parts = (m.Part("Given: registered people", (m.Column("N"),)), m.Part("Gives", (m.Column("Share"),)))
    told = sample(m.Sample(parts, (("1", "2"),)), 166)
    first = int(re.findall(r'<w:gridCol w:w="(\d+)"', told)[0])
    assert first / 1440 * 25.4 > 1.3 * len("Given: registered people")
