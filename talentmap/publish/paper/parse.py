"""The markup that templates write, read into the book model. What the language does not know is a fault, never guessed.

A chapter's template gives one document:

    <chapter>
      <title>Overall balance</title>
      <lead>…</lead> <p>…</p> <note>…</note> <h2>…</h2> <h3>…</h3>
      <ul><li>…</li></ul> <ol><li>…</li></ol> <findings><li><b>…</b>…</li></findings>
      <box title="…" kind="warning"><p>…</p></box>
      <tiles><tile unit="…"><value>…</value><what>…</what><range>…</range></tile></tiles>
      <pairs><pair term="…">…</pair></pairs>
      <figure id="tiers"><caption>…</caption><note>…</note></figure>
      <table id="tiers"><caption>…</caption><note>…</note></table>
      <index id="roles"/> <examples id="levels"/> <newpage/>
    </chapter>

Inside text: <b>, <sub>, <sup>, <fn> (footnote), <ref to="tiers"/>, <mark key="…"/>, and <n>, which the filters write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar, cast
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from talentmap.publish.paper import model as m

_BLANKS = re.compile(r"\s+")
_CJK = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_BETWEEN_CJK = re.compile(rf"(?<={_CJK}) (?={_CJK})")


Placed = TypeVar("Placed", m.Drawing, m.Grid)


class MarkupFault(ValueError):
    """A template wrote what the markup does not allow; names the chapter and the element."""


@dataclass(frozen=True, slots=True)
class Read:
    """A chapter as its template wrote it; `group` is the heading that it shares with its neighbours, if any."""

    title: str
    group: str
    blocks: tuple[m.Block, ...]


class Reader:
    """Reads one chapter; figures, tables and listings are fetched by id from what its module made."""

    def __init__(self, chapter: str, drawings: Mapping[str, m.Drawing], grids: Mapping[str, m.Grid],
                 listings: Mapping[str, m.Index | m.Examples]) -> None:  # fmt: skip
        self._chapter = chapter
        self._drawings, self._grids, self._listings = drawings, grids, listings
        self._used: set[str] = set()

    def read(self, markup: str) -> Read:
        """Title, group and blocks. MarkupFault names what is wrong."""
        try:
            root = ElementTree.fromstring(markup)  # noqa: S314 - our own templates, autoescaped, without a DOCTYPE
        except ElementTree.ParseError as fault:
            line = markup.splitlines()[fault.position[0] - 1][:160]
            raise MarkupFault(f"chapter {self._chapter}: {fault}: {line}") from fault
        title = root.find("title")
        if title is None:
            raise MarkupFault(f"chapter {self._chapter} has no <title>")
        group = root.find("group")
        blocks = self._blocks([child for child in root if child not in (title, group)])
        forgotten = {*self._drawings, *self._grids} - self._used
        if forgotten:
            raise MarkupFault(f"chapter {self._chapter} never places {sorted(forgotten)}")
        return Read(m.plain(self._inlines(title)), "" if group is None else m.plain(self._inlines(group)), blocks)

    def _blocks(self, elements: list[Element]) -> tuple[m.Block, ...]:
        return tuple(self._block(element) for element in elements)

    def _block(self, element: Element) -> m.Block:
        readers: Mapping[str, Callable[[Element], m.Block]] = {
            "p": self._paragraph, "lead": self._paragraph, "note": self._paragraph,
            "h2": self._heading, "h3": self._heading,
            "ul": self._items, "ol": self._items, "findings": self._items,
            "box": self._box, "tiles": self._tiles, "pairs": self._pairs,
            "figure": self._drawing, "table": self._grid,
            "index": self._listing, "examples": self._listing,
            "newpage": lambda _: m.PageBreak(),
        }  # fmt: skip
        if element.tag not in readers:
            raise MarkupFault(f"chapter {self._chapter}: <{element.tag}> is not a block")
        return readers[element.tag](element)

    def _paragraph(self, element: Element) -> m.Block:
        kinds = {"p": "body", "lead": "lead", "note": "note"}
        return m.Paragraph(self._inlines(element), kinds[element.tag])  # type: ignore[arg-type]  # one of the three

    def _heading(self, element: Element) -> m.Block:
        return m.Heading(int(element.tag[1]), self._inlines(element), element.get("id", ""))

    def _items(self, element: Element) -> m.Block:
        kinds = {"ul": "bullets", "ol": "numbered", "findings": "findings"}
        items = tuple(self._inlines(child) for child in element)
        return m.Items(items, kinds[element.tag])  # type: ignore[arg-type]  # one of the three

    def _box(self, element: Element) -> m.Block:
        title = (m.Words(element.get("title", "")),)
        kind = element.get("kind", "note")
        return m.Box(title, self._blocks(list(element)), kind)  # type: ignore[arg-type]  # one of the three that the model names

    def _tiles(self, element: Element) -> m.Block:
        return m.Tiles(tuple(self._tile(child) for child in element))

    def _tile(self, element: Element) -> m.Tile:
        value, what, span = (self._part(element, name) for name in ("value", "what", "range"))
        return m.Tile(value, element.get("unit", ""), what, span)

    def _pairs(self, element: Element) -> m.Block:
        return m.Pairs(tuple(((m.Words(child.get("term", "")),), self._inlines(child)) for child in element))

    def _drawing(self, element: Element) -> m.Block:
        return self._captioned(self._drawings, element)

    def _grid(self, element: Element) -> m.Block:
        return self._captioned(self._grids, element)

    def _listing(self, element: Element) -> m.Block:
        return self._listings[element.get("id", "")]

    def _captioned(self, known: Mapping[str, Placed], element: Element) -> Placed:
        name = element.get("id", "")
        if name not in known:
            raise MarkupFault(f"chapter {self._chapter}: no {element.tag} '{name}'; it makes {sorted(known)}")
        self._used.add(name)
        return replace(known[name], caption=self._part(element, "caption"), note=self._part(element, "note"))

    def _part(self, element: Element, name: str) -> m.Inlines:
        part = element.find(name)
        return () if part is None else self._inlines(part)

    def _inlines(self, element: Element) -> m.Inlines:
        pieces: list[m.Inline] = [m.Words(element.text or "")]
        for child in element:
            pieces += [self._inline(child), m.Words(child.tail or "")]
        return tidy(pieces)

    def _inline(self, element: Element) -> m.Inline:
        text = element.text or ""
        match element.tag:
            case "n":
                return m.Number(text, element.get("f", ""))
            case "b":
                return m.Strong(self._inlines(element))
            case "fn":
                return m.Footnote(self._inlines(element))
            case "sub" | "sup":
                return m.Script(element.tag, text)
            case "ref":
                return m.Reference(element.get("to", ""))
            case "mark":
                return m.Mark(element.get("key", ""))
            case _:
                raise MarkupFault(f"chapter {self._chapter}: <{element.tag}> is not part of a text")


def tidy(pieces: list[m.Inline]) -> m.Inlines:
    """`pieces` with blanks folded as a page would, none at the ends and none between two Chinese characters."""
    folded: list[m.Inline] = []
    for piece in pieces:
        if isinstance(piece, m.Words):
            text = _BETWEEN_CJK.sub("", _BLANKS.sub(" ", piece.text))
            if text:
                folded.append(m.Words(text))
        else:
            folded.append(piece)
    for end, strip in ((0, str.lstrip), (-1, str.rstrip)):
        if folded and isinstance(folded[end], m.Words):
            folded[end] = m.Words(strip(cast(m.Words, folded[end]).text))
    return tuple(piece for piece in folded if piece != m.Words(""))
