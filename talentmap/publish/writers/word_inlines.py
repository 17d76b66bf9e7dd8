"""Runs of text in WordprocessingML: words, fields, the bookmarks that fields point to, and footnotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape

from docx.oxml.ns import nsdecls

from talentmap.publish.paper import model as m
from talentmap.publish.paper.numbering import called

NS = nsdecls("w")


class Pen:
    """Writes runs; knows the names of the index and what references point to, and keeps the footnotes it was given."""

    def __init__(self, book: m.Book) -> None:
        self.notes: list[str] = []
        self._names = {
            entry.key: entry.name
            for block in book.blocks() if isinstance(block, m.Index) for _, entries in block.groups for entry in entries
        }  # fmt: skip
        self._marks = _bookmarks(book)
        self._numbers = {target: number for number, target in enumerate(self._marks)}

    def runs(self, inlines: m.Inlines, *, bold: bool = False) -> Iterator[str]:
        """Inline pieces, one after the other."""
        for piece in inlines:
            yield from self._piece(piece, bold=bold)

    def bookmarked(self, target: str, runs: Iterable[str]) -> Iterator[str]:
        """`runs` as what references to `target` print, if anything is called so."""
        if target not in self._marks:
            return iter(runs)
        return bookmark(self._numbers[target], self._marks[target], runs)

    def caption(self, block: m.Drawing | m.Grid, lang: m.Lang) -> Iterator[str]:
        """The name of a figure or table, whose number Word counts, and its caption."""
        kind = called(block, lang).removesuffix(str(block.number))
        named = (run(kind), *field(f"SEQ {kind.strip()} \\* ARABIC", str(block.number)))
        yield from self.bookmarked(block.id, named)
        yield run("  ")
        yield from self.runs(block.caption)

    def _piece(self, piece: m.Inline, *, bold: bool) -> Iterator[str]:
        match piece:
            case m.Words() | m.Number():
                yield run(piece.text, bold=bold)
            case m.Strong():
                yield from self.runs(piece.inlines, bold=True)
            case m.Script():
                kind = "subscript" if piece.place == "sub" else "superscript"
                yield run(piece.text, bold=bold, more=f'<w:vertAlign w:val="{kind}"/>')
            case m.Reference():
                mark = self._marks.get(piece.target)
                yield from field(f"REF {mark} \\h", piece.label) if mark else (run(piece.label, bold=bold),)
            case m.Footnote():
                yield self._footnote(piece)
            case m.Mark():
                if piece.key in self._names:
                    yield from field(f'XE "{self._names[piece.key].replace(chr(34), "")}"', "")

    def _footnote(self, piece: m.Footnote) -> str:
        self.notes.append("".join(self.runs(piece.inlines)))
        told = f'<w:footnoteReference w:id="{len(self.notes)}"/>'
        return f'<w:r {NS}><w:rPr><w:rStyle w:val="footnotereference"/></w:rPr>{told}</w:r>'


def _bookmarks(book: m.Book) -> Mapping[str, str]:
    """The bookmark over the name of each chapter, figure and table; Word hides those that begin with a line."""
    chapters = {chapter.id: f"_RefChapter{at}" for at, chapter in enumerate(book.chapters, 1)}
    figures = {block.id: f"_RefFigure{block.number}" for block in book.drawings}
    return chapters | figures | {block.id: f"_RefTable{block.number}" for block in book.grids}


def run(text: str, *, bold: bool = False, more: str = "") -> str:
    """A run of words that looks as its paragraph's style has it, but for what is said."""
    look = ("<w:b/>" if bold else "") + more
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r {NS}>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def field(code: str, shown: str) -> Iterator[str]:
    """A field, and what it shows until Word fills it."""
    (begin, instruction, separate), end = field_ends(code)
    yield from (begin, instruction, separate, run(shown)) if shown else (begin, instruction)
    yield end


def field_ends(code: str) -> tuple[list[str], str]:
    """The runs before and after what a field shows."""
    begin, separate, end = (
        f'<w:r {NS}><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    return [begin, f'<w:r {NS}><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>', separate], end


def bookmark(number: int, name: str, runs: Iterable[str]) -> Iterator[str]:
    """`runs` under a name."""
    yield f'<w:bookmarkStart {NS} w:id="{number}" w:name="{name}"/>'
    yield from runs
    yield f'<w:bookmarkEnd {NS} w:id="{number}"/>'


def link(name: str, runs: Iterable[str]) -> str:
    """`runs` that lead to the bookmark `name`."""
    return f'<w:hyperlink {NS} w:anchor="{name}" w:history="1">{"".join(runs)}</w:hyperlink>'
