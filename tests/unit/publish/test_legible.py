from __future__ import annotations

import pytest

from talentmap.publish.fonts import signs
from talentmap.publish.paper import model as m
from talentmap.publish.paper.legible import WANTING, legible

COVER = m.Cover("清远", ("目录",), ("副题",), "2026", "局", "", "<svg/>")
SIGNS = frozenset("abc清远目录副题局2026<svg/>〓 ")


def book(*blocks: m.Block) -> m.Book:
    return m.Book("en", "abc", "abc", "abc", COVER, (m.Chapter("q-1", "body", "abc", blocks),))


def test_a_book_in_known_characters_stays_itself() -> None:
    given = book(m.Paragraph((m.Words("ab c"),)))
    assert legible(given, SIGNS) is given


def test_what_the_fonts_lack_is_marked_and_told_at_the_end() -> None:
    told = legible(book(m.Paragraph((m.Strong((m.Words("a😀x"),)),))), SIGNS)
    first, note = told.chapters[-1].blocks
    assert m.plain(first.inlines) == f"a{WANTING}{WANTING}"
    assert "U+1F600 GRINNING FACE, U+0078 LATIN SMALL LETTER X" in m.plain(note.inlines)


def test_what_nobody_sees_is_left_out_without_a_note() -> None:
    told = legible(book(m.Paragraph((m.Words("a\u202e\u200b\x00b\tc"),))), SIGNS)
    assert [m.plain(block.inlines) for block in told.chapters[0].blocks] == ["ab\tc"]


def test_ids_and_the_trail_of_numbers_stay() -> None:
    drawing = m.Drawing("x-9", "<svg/>x", "x", (m.Number("x", "xyz.x"), m.Reference("x-9", "x")))
    (told, _) = legible(book(drawing), SIGNS).chapters[0].blocks
    assert (told.id, told.svg, told.alt) == ("x-9", f"<svg/>{WANTING}", WANTING)
    assert told.caption == (m.Number(WANTING, "xyz.x"), m.Reference("x-9", WANTING))


@pytest.mark.parametrize("lone", ["\ud800", "\U0010ffff", "𪚥"])
def test_no_character_is_too_strange(lone: str) -> None:
    told = legible(book(m.Paragraph((m.Words(f"a{lone}"),))), SIGNS)
    assert m.plain(told.chapters[0].blocks[0].inlines) in ("a", f"a{WANTING}")


def test_the_faces_share_the_characters_of_chinese_and_the_mark() -> None:
    assert signs() >= frozenset("镇樾窑磁〓①★−–—“”·→⇒≥ ")
