"""Tables in WordprocessingML: columns as wide as their words need, heads that repeat, rows that stay together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from talentmap.publish.paper import model as m
from talentmap.publish.writers.word_inlines import NS, Pen, run

PALE = "EEF2F3"
_RULES = "<w:tblBorders>{}</w:tblBorders>".format(
    "".join(
        f'<w:{side} w:val="{kind}" w:sz="{size}" w:space="0" w:color="{tint}"/>'
        for side, kind, size, tint in (
            ("top", "single", 6, "0F3544"), ("left", "nil", 0, "auto"), ("bottom", "single", 6, "0F3544"),
            ("right", "nil", 0, "auto"), ("insideH", "single", 4, "D9DFE2"), ("insideV", "nil", 0, "auto"),
        )
    )
)  # fmt: skip
"""Lines of a table: dark above and below, pale between rows, none between columns."""
_AIR, _CLOSE_AIR = 45, 8
"""Air above and below the words of a cell, in twentieths of a point."""
_GAP = 170
"""Air before words that begin where figures end, in twentieths of a point."""
_TWIPS_MM = 1440 / 25.4
_WHOLE = 5000
"""The width of a table, of which its columns have shares."""
_MARGIN_MM = 3.0
_EM_MM, _SAMPLE_EM_MM = 3.0, 2.6
"""The type size of a table and of a sample, a little more for bold."""
_SAMPLE_AIR_MM = 4.0
_EMS = {**dict.fromkeys("fijlrtI.,:;'|!()[]/ ", 0.33), **dict.fromkeys("mwMW%", 0.87)}
_CAPITAL, _LETTER = 0.72, 0.56
"""How wide letters of a sans face are, in ems; a Chinese character or a star takes one."""
_UNDER = 7 / 8
"""The second line of a cell against its first."""
_WORD = re.compile(r"[^\s\u2e80-\uffff-]+-?|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff])")
"""What stands on one line: a Latin word or number, or up to four characters that stand alone."""
_SHORT = 9
"""Tables of so few lines are not broken over pages."""
_TOGETHER = 2
"""So many lines of a longer table stay with its head, and so many with its note."""


@dataclass(frozen=True, slots=True)
class _Column:
    """How the cells of a column stand: alignment, share of the width, and whether they keep away from their left."""

    align: str
    width: int
    gap: bool = False


def tiles(block: m.Tiles, pen: Pen, width_mm: float) -> str:
    """The headline figures side by side, in a table without lines between them."""
    columns = [_Column("left", _WHOLE // max(len(block.tiles), 1)) for _ in block.tiles]
    cells = "".join(
        _cell(
            [
                ("TileValue", "".join(pen.runs((*tile.value, m.Words(tile.unit))))),
                ("TableText", "".join(pen.runs(tile.what))),
                ("Small", "".join(pen.runs(tile.range))),
            ],
            column,
        )
        for tile, column in zip(block.tiles, columns, strict=True)
    )
    return f"{_head([column.width for column in columns], width_mm)}{_row(cells)}</w:tbl>"


def grid(block: m.Grid, pen: Pen, width_mm: float) -> str:
    """A table as wide as the text, whose head repeats on every page and whose rows stay whole."""
    gaps = m.gaps(block.columns)
    columns = [
        _Column(column.align, width, gap)
        for column, width, gap in zip(block.columns, widths(block, width_mm), gaps, strict=True)
    ]
    heads = "".join(
        _cell([("TableText", run(named.head, bold=True))], column, keep=True)
        for named, column in zip(block.columns, columns, strict=True)
    )
    lines = "".join(
        _line(line, columns, pen, keep=keep) for line, keep in zip(block.lines, _kept(block.lines), strict=True)
    )
    return f"{_head([column.width for column in columns], width_mm)}{_row(heads, head=True)}{lines}</w:tbl>"


def _kept(lines: tuple[m.Line, ...]) -> Iterator[bool]:
    """Whether each line stays on the page of the next one, and the last on that of the note."""
    for at, line in enumerate(lines):
        edge = at < _TOGETHER - 1 or at >= len(lines) - _TOGETHER
        yield len(lines) <= _SHORT or edge or line.kind == "group"


def widths(block: m.Grid, width_mm: float) -> list[int]:
    """The columns' shares of 5000: as declared, but none narrower than its longest word while others have room."""
    needed = [each * _WHOLE / width_mm for each in _needed_mm(block)]
    held: set[int] = set()
    while True:
        room = _WHOLE - sum(needed[at] for at in held)
        free = sum(column.weight for at, column in enumerate(block.columns) if at not in held)
        shares = [needed[at] if at in held else room * column.weight / free for at, column in enumerate(block.columns)]
        short = {at for at, share in enumerate(shares) if at not in held and share < needed[at]}
        if not short or len(held | short) == len(shares) or room <= sum(needed[at] for at in short):
            return [round(share) for share in shares]
        held |= short


def _needed_mm(block: m.Grid) -> Iterator[float]:
    """The width of each column's longest word, with its margins."""
    rows = [line.cells for line in block.lines if line.kind != "group"]
    for at, (column, gap) in enumerate(zip(block.columns, m.gaps(block.columns), strict=True)):
        words = max(map(_longest, (column.head, *(m.plain(row[at].inlines) for row in rows))))
        under = max((_longest(m.plain(row[at].under)) for row in rows), default=0)
        yield _MARGIN_MM + gap * _GAP / _TWIPS_MM + _EM_MM * max(words, _UNDER * under)


def _longest(text: str) -> float:
    """Ems of the longest word that is not broken: longer Chinese breaks behind every character."""
    return max(map(_ems, _WORD.findall(text)), default=0)


def _ems(text: str) -> float:
    return sum(
        1 if letter >= "\u2190" else _EMS.get(letter, _CAPITAL if letter.isupper() else _LETTER) for letter in text
    )


def sample(block: m.Sample, width_mm: float) -> str:
    """A small table as wide as its words need, its leads over its heads, both repeated on every page."""
    wanted = _sample_mm(block)
    whole = min(sum(wanted), width_mm)
    shares = [round(_WHOLE * each / sum(wanted)) for each in wanted]
    columns = [_Column(column.align, share) for column, share in zip(block.columns, shares, strict=True)]
    leads = "".join(
        _cell([("SampleLead", run(part.lead))], _Column("left", sum(shares[begin:end])), span=end - begin, keep=True)
        for part, begin, end in _spans(block)
    )
    named = "".join(
        _cell([("SampleText", run(head.head, bold=True))], column, keep=True)
        for head, column in zip(block.columns, columns, strict=True)
    )
    lines = "".join(
        _row(
            "".join(
                _cell([("SampleText", run(cell))], column, keep=at < len(block.rows))
                for cell, column in zip(row, columns, strict=True)
            )
        )
        for at, row in enumerate(block.rows, 1)
    )
    heads = f"{_row(leads, head=True)}{_row(named, head=True)}"
    return f"{_head(shares, whole, narrow=True)}{heads}{lines}</w:tbl>"


def _sample_mm(block: m.Sample) -> list[float]:
    """The width of each column: that of its longest word or cell, and no lead wider than its columns."""
    wanted = [
        _SAMPLE_AIR_MM + _SAMPLE_EM_MM * max(_ems(text) for text in (*column.head.split(" "), *cells))
        for column, cells in zip(block.columns, zip(*block.rows, strict=True), strict=True)
    ]
    for part, begin, end in _spans(block):
        short = _SAMPLE_AIR_MM + _SAMPLE_EM_MM * _ems(part.lead) - sum(wanted[begin:end])
        wanted[begin:end] = [each + max(short, 0) / (end - begin) for each in wanted[begin:end]]
    return wanted


def _spans(block: m.Sample) -> Iterator[tuple[m.Part, int, int]]:
    """Each part with the columns from and before which it stands."""
    ends = accumulate((len(part.columns) for part in block.parts), initial=0)
    for part, (begin, end) in zip(block.parts, pairwise(ends), strict=True):
        yield part, begin, end


def _head(shares: list[int], width_mm: float, *, narrow: bool = False) -> str:
    """How a table begins whose columns take `shares` of its width, whatever stands in them."""
    columns = "".join(f'<w:gridCol w:w="{round(share / _WHOLE * width_mm * _TWIPS_MM)}"/>' for share in shares)
    size = f'w:w="{round(width_mm * _TWIPS_MM)}" w:type="dxa"' if narrow else f'w:w="{_WHOLE}" w:type="pct"'
    air = _CLOSE_AIR if narrow else _AIR
    margins = "".join(
        f'<w:{side} w:w="{room}" w:type="dxa"/>'
        for side, room in (("top", air), ("left", 40), ("bottom", air), ("right", 90))
    )
    return (
        f'<w:tbl {NS}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW {size}/>{_RULES}'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f'<w:tblLook w:firstRow="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
    )


def _line(line: m.Line, columns: list[_Column], pen: Pen, *, keep: bool) -> str:
    if line.kind == "group":
        name = "".join(pen.runs(line.cells[0].inlines, bold=True))
        whole = _Column("left", _WHOLE)
        return _row(_cell([("TableText", name)], whole, span=len(columns), tint=PALE, keep=keep))
    total = line.kind == "total"
    return _row(
        "".join(
            _cell(_told(cell, pen, bold=cell.tone == "strong" or total), column, tint=PALE if total else "", keep=keep)
            for cell, column in zip(line.cells, columns, strict=True)
        )
    )


def _told(cell: m.Cell, pen: Pen, *, bold: bool) -> list[tuple[str, str]]:
    """The paragraphs of a cell, each with its style."""
    words = ("TableText", "".join(pen.runs(cell.inlines, bold=bold)))
    return [words, *([("TableNote", "".join(pen.runs(cell.under)))] if cell.under else [])]


def _row(cells: str, *, head: bool = False) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{cells}</w:tr>"


def _cell(told: list[tuple[str, str]], column: _Column, *, span: int = 1, tint: str = "", keep: bool = False) -> str:
    """A cell of paragraphs (style, runs), which `keep` holds on the page of the next row."""
    held = "<w:keepNext/>" if keep else ""
    paragraphs = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{held}<w:jc w:val="{column.align}"/></w:pPr>{runs}</w:p>'
        for style, runs in told
    )
    properties = (
        f'<w:tcW w:w="{column.width}" w:type="pct"/>'
        + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
        + (f'<w:shd w:val="clear" w:color="auto" w:fill="{tint}"/>' if tint else "")
        + (f'<w:tcMar><w:left w:w="{_GAP}" w:type="dxa"/></w:tcMar>' if column.gap else "")
    )
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"
