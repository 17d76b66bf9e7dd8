"""Lines and fonts of a PDF: Chinese lines with two straight edges, and fonts of few glyphs that viewers can read."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from fontTools import subset
from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont

from talentmap.publish.fonts import faces
from talentmap.publish.pdf_fonts import cff_table, identity_charset
from talentmap.publish.pdf_process import write_all

CHINESE = "总量之差掩盖了结构之差：工程师约缺 2,530 人，技能人才约缺 2,770 人；青年人才约富余 1,570 人。" * 6
ENGLISH = "The totals hide the structure of supply and need in the key industrial chains of the region. " * 6


def lines(text: str, lang: str, path: Path) -> list[list[tuple[str, float, float]]]:
    """(character, left, right) of each line of a justified paragraph."""
    style = f"<style>p {{ text-align: {'justify' if lang == 'zh' else 'left'}; width: 300pt; font-size: 10pt }}</style>"
    html = f'<html lang="{lang}">{style}<body class="{lang}"><p>{text}</p></body></html>'
    write_all([{"path": str(path), "html": html, "style": "report"}])
    found: dict[int, list[tuple[str, float, float]]] = {}
    with pypdfium2.PdfDocument(path) as document:
        page = document[0].get_textpage()
        for at, letter in enumerate(page.get_text_range()[: page.count_chars()]):
            if letter not in "\r\n":
                left, bottom, right, _ = page.get_charbox(at, loose=True)
                found.setdefault(round(bottom), []).append((letter, left, right))
    above_the_foot = sorted(found.items(), reverse=True)[:-1]
    return [sorted(line, key=lambda each: each[1]) for _, line in above_the_foot]


def test_chinese_lines_end_at_one_edge_and_leave_no_holes_beside_numbers(tmp_path: Path) -> None:
    told = lines(CHINESE, "zh", tmp_path / "zh.pdf")
    assert len(told) > 5
    ends = [max(right for _, _, right in line) for line in told[:-1]]
    assert max(ends) - min(ends) < 1
    for line in told[:-1]:
        letters = [each for each in line if each[0] != " "]
        assert max(later[1] - earlier[2] for earlier, later in pairwise(letters)) < 5, "a hole of half a character"


def test_the_words_of_a_justified_line_stay_what_they_are(tmp_path: Path) -> None:
    told = lines(CHINESE, "zh", tmp_path / "zh.pdf")
    text = "".join(letter for line in told for letter, _, _ in line)
    assert re.sub(r"\s", "", text) == re.sub(r"\s", "", CHINESE)


def test_english_lines_keep_their_rag(tmp_path: Path) -> None:
    ends = [max(right for _, _, right in line) for line in lines(ENGLISH, "en", tmp_path / "en.pdf")[:-1]]
    assert max(ends) - min(ends) > 3


@pytest.mark.parametrize("letters", ["AB", "".join(map(chr, range(33, 127)))])
def test_a_font_of_few_glyphs_keeps_the_tables_behind_its_charset(letters: str) -> None:
    """The charset is written over the old one: in a small font a table too long would cut into the next."""
    for face in faces():
        cff = cff_table(small_font(face.path, letters))
        mended = identity_charset(cff)
        assert len(mended) == len(cff)
        before, after = decompiled(cff), decompiled(mended)
        assert after.charset[1:] == [f"cid{number:05d}" for number in range(1, after.numGlyphs)]
        assert list(after.FDSelect.gidArray) == list(before.FDSelect.gidArray)


def small_font(path: Path, letters: str) -> bytes:
    """The font at `path` with the first glyphs alone, as far as `letters` need, like the subset of a short PDF."""
    font = TTFont(path)
    last = max(font.getGlyphID(font.getBestCmap()[ord(letter)]) for letter in letters)
    options = subset.Options(notdef_outline=True, glyph_names=False, layout_features=[])
    chooser = subset.Subsetter(options)
    chooser.populate(gids=range(last + 1))
    chooser.subset(font)
    packed = BytesIO()
    font.save(packed)
    return packed.getvalue()


def decompiled(cff: bytes):  # type: ignore[no-untyped-def]  # fontTools ships no types
    fonts = CFFFontSet()
    fonts.decompile(BytesIO(cff), None)
    return fonts[0]
